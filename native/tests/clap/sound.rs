//! The sound through CLAP: a delay to the bit with an echo engine, however blocks are cut.

use super::*;

#[test]
fn automation_when_blocks_are_cut_anywhere_expect_the_samples_of_lv2_with_controls_at_the_same_frames() {
    let input: Vec<Vec<f32>> = (1..3).map(|seed| noise(seed, 30_000, 0.5)).collect();
    let events: Vec<ParamEvent> = (0..60)
        .map(|k| value(MACRO_AMOUNT, k * 487, (k * 37 % 150) as f64))
        .collect();
    let mut lv2 = lv2::Plugin::load(&BINARY, LV2_URI_STEREO, 2, RATE_HZ).unwrap();
    lv2.set("freewheel", 1.0).unwrap();
    lv2.activate();
    let mut expected = vec![Vec::new(); 2];
    for (k, event) in events.iter().enumerate() {
        let begin = event.frame as usize;
        let end = events.get(k + 1).map_or(30_000, |next| next.frame as usize);
        lv2.set("amount", event.value as f32).unwrap();
        let mut output = vec![vec![0.0f32; end - begin]; 2];
        let parts: Vec<&[f32]> = input.iter().map(|plane| &plane[begin..end]).collect();
        lv2.run(
            &parts,
            &mut output.iter_mut().map(Vec::as_mut_slice).collect::<Vec<_>>(),
        );
        (0..2).for_each(|channel| expected[channel].extend(&output[channel]));
    }
    assert!(expected[0].iter().any(|sample| *sample != 0.0));
    for blocks in [&[64][..], &[1, 63, 300], &[30_000], &[2_048, 717], &[487]] {
        let plugin = offline();
        assert!(plugin.activate(RATE_HZ));
        let output = play(&plugin, &input, blocks, &events);
        for channel in 0..2 {
            assert_same(&expected[channel], &output[channel], &format!("blocks of {blocks:?}"));
        }
        assert_eq!(plugin.counts.events.load(Ordering::Relaxed), 0);
    }
}

#[test]
fn process_when_blocks_are_0_odd_or_100_000_frames_expect_a_delay_in_place_or_not() {
    for channels in [1, 2] {
        let input: Vec<Vec<f32>> = (0..channels).map(|seed| noise(seed, 210_001, 0.5)).collect();
        let plugin = offline();
        assert!(plugin.select_channels(channels as u32));
        assert!(plugin.activate(RATE_HZ));
        let latency = plugin.latency_frames();
        assert_eq!(latency, 1_280);
        assert_eq!(plugin.process(&mut [], &mut [], 0, &[]), CLAP_PROCESS_CONTINUE);
        let output = play(&plugin, &input, &[100_000, 0, 1, 333], &[]);
        for (input, output) in input.iter().zip(&output) {
            assert_same(&delayed(input, latency), output, &format!("{channels} channels"));
        }
        plugin.reset();
        let mut samples = input.clone();
        for from in (0..210_001).step_by(777) {
            let part = 777.min(210_001 - from);
            let mut planes: Vec<*mut f32> = samples.iter_mut().map(|plane| plane[from..].as_mut_ptr()).collect();
            let mut same = planes.clone();
            plugin.process(&mut planes, &mut same, part, &[]);
        }
        for (input, output) in input.iter().zip(&samples) {
            assert_same(&delayed(input, latency), output, "in place, after a reset");
        }
    }
}

#[test]
fn process_when_ports_or_planes_are_missing_expect_silence_in_and_the_rest_played() {
    let plugin = offline();
    assert!(plugin.activate(RATE_HZ));
    let mut left = noise(3, 4_096, 0.5);
    let mut output = vec![9.0f32; 4_096];
    // Only the left plane each way, on ports that say one channel.
    assert_eq!(
        plugin.process(&mut [left.as_mut_ptr()], &mut [output.as_mut_ptr()], 4_096, &[]),
        CLAP_PROCESS_CONTINUE
    );
    assert_same(&delayed(&left, 1_280), &output, "left");
    plugin.process(&mut [], &mut [output.as_mut_ptr(), std::ptr::null_mut()], 4_096, &[]);
    let rest: Vec<f32> = left[4_096 - 1_280..].to_vec();
    assert_same(&rest, &output[..1_280], "what was on its way");
    assert!(output[1_280..].iter().all(|sample| *sample == 0.0));
    plugin.process(&mut [], &mut [], 4_096, &[]);
}

#[test]
fn reset_when_between_blocks_expect_a_fresh_stream() {
    let plugin = offline();
    assert!(plugin.activate(RATE_HZ));
    let input: Vec<Vec<f32>> = (5..7).map(|seed| noise(seed, 9_000, 0.5)).collect();
    let first = play(&plugin, &input, &[100], &[]);
    plugin.reset();
    let second = play(&plugin, &input, &[512], &[]);
    assert_same(&first[1], &second[1], "second stream");
    plugin.deactivate();
    assert!(plugin.activate(RATE_HZ));
    let third = play(&plugin, &input, &[64], &[]);
    assert_same(&first[1], &third[1], "after another activation");
}
