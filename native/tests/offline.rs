//! Offline renders: never dry, the same every time, and loud when the engine is lost.

mod support;

use support::{live, no_buffers, noise, wait_for, Rig};

/// Renders as a host that has told the plugin that it freewheels.
fn render(rig: &mut Rig, input: &[f32], block: usize) -> Vec<f32> {
    let mut output = vec![f32::NAN; input.len()];
    for (from, to) in input.chunks(block).zip(output.chunks_mut(block)) {
        let mut buffers = no_buffers();
        buffers.inputs[0] = from.as_ptr();
        buffers.outputs[0] = to.as_mut_ptr();
        // SAFETY: both are good for this block.
        unsafe { rig.core.process(&buffers, from.len(), &[], true) };
    }
    output
}

#[test]
fn render_when_begun_anywhere_in_live_sound_expect_a_fresh_stream_each_time() {
    let mut rig = Rig::new(48_000.0, 1, live(), &[]);
    rig.wait_ready();
    let latency = rig.core.latency_frames();
    let song = noise(3, 20_000, 0.5);
    for (live_frames, block) in [(1_000, 100), (777, 256), (64, 1), (5_000, 4_096)] {
        rig.play(&[noise(live_frames as u64, live_frames, 0.9)], &[173]);
        let output = render(&mut rig, &song, block);
        assert!(!rig.core.has_failed());
        assert!(
            output[..latency].iter().all(|sample| *sample == 0.0),
            "nothing live is left"
        );
        assert_eq!(output[latency..], song[..song.len() - latency], "blocks of {block}");
    }
}

#[test]
fn render_when_the_engine_is_killed_expect_failure_told_silence_and_a_new_try_in_the_next_one() {
    let mut rig = Rig::new(48_000.0, 1, live(), &[]);
    let latency = rig.core.latency_frames();
    let song = noise(4, 20_000, 0.5);
    render(&mut rig, &song, 512);
    let first = rig.pid();
    rig.signal(libc::SIGKILL);
    wait_for("the death to be known", || rig.pid() != first);
    let cut = render(&mut rig, &song, 512);
    assert!(rig.core.has_failed(), "the host can be told");
    assert!(cut[latency..].iter().all(|sample| *sample == 0.0), "silent, never dry");

    rig.play(std::slice::from_ref(&song), &[512]);
    assert!(!rig.core.has_failed(), "live sound is no render");
    let again = render(&mut rig, &song, 512);
    assert!(!rig.core.has_failed());
    assert_eq!(again[latency..], song[..song.len() - latency]);
}
