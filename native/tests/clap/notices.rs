//! What the plugin asks of its host: nothing but what is due, on the main thread.

use super::*;

#[test]
fn latency_mode_when_changed_while_active_expect_one_restart_asked_and_the_new_latency_after_it() {
    let plugin = live();
    let mut silence = vec![vec![0.0f32; 480]; 2];
    let mut block = |events: &[ParamEvent]| {
        let mut planes: Vec<*mut f32> = silence.iter_mut().map(|plane| plane.as_mut_ptr()).collect();
        let mut same = planes.clone();
        plugin.process(&mut planes, &mut same, 480, events);
    };
    block(&[]);
    block(&[value(MACRO_LATENCY_MODE, 0, 1.0)]);
    let asked = || plugin.counts.callbacks.load(Ordering::Relaxed);
    wait_for("a callback asked for", || asked() > 0);
    (0..50).for_each(|_| block(&[]));
    plugin.main_thread();
    plugin.main_thread();
    assert_eq!(plugin.counts.restarts.load(Ordering::Relaxed), 1);
    assert_eq!(plugin.latency_frames(), 1_280, "as long as it is active");
    assert_eq!(plugin.counts.latency_changes.load(Ordering::Relaxed), 0);
    plugin.deactivate();
    assert!(plugin.activate(RATE_HZ));
    assert_eq!(plugin.latency_frames(), 384);
    assert_eq!(plugin.counts.latency_changes.load(Ordering::Relaxed), 1);
    assert_eq!(asked(), 1);
}

#[test]
fn host_when_an_engine_plays_and_commits_expect_one_dirty_mark_each_and_nothing_else() {
    let plugin = live();
    let mut samples = vec![noise(4, 480, 0.1); 2];
    let mut block = |events: &[ParamEvent]| {
        let mut planes: Vec<*mut f32> = samples.iter_mut().map(|plane| plane.as_mut_ptr()).collect();
        let mut same = planes.clone();
        plugin.process(&mut planes, &mut same, 480, events);
        plugin.main_thread();
    };
    // Much play, automation of everything and a Like of the session's first block: nothing to tell.
    block(&[value(MACRO_LIKE, 0, 1.0)]);
    block(&[value(MACRO_LIKE, 0, 0.0)]);
    for k in 0..500 {
        block(&[
            value(MACRO_AMOUNT, k % 480, k as f64 / 4.0),
            value(MACRO_TARGET, k % 480, -20.0),
        ]);
    }
    assert_eq!(plugin.counts.all(), [0; 11]);
    let dirty = || plugin.counts.dirty.load(Ordering::Relaxed);
    for committed in 1..4 {
        block(&[value(MACRO_LIKE, 10, 1.0)]);
        wait_for("a dirty mark", || {
            block(&[value(MACRO_LIKE, 0, 0.0)]);
            std::thread::sleep(std::time::Duration::from_millis(1));
            dirty() == committed
        });
    }
    (0..200).for_each(|_| block(&[]));
    let expected_callbacks = 3;
    assert_eq!(plugin.counts.all(), [0, 0, expected_callbacks, 3, 0, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn triggers_when_offline_expect_nothing_committed() {
    let plugin = offline();
    assert!(plugin.activate(RATE_HZ));
    let input = vec![vec![0.1f32; 4_800]; 2];
    let presses: Vec<ParamEvent> = (1..40).map(|k| value(MACRO_LIKE, k * 100, (k % 2) as f64)).collect();
    play(&plugin, &input, &[64], &presses);
    // The supervisor looks every 100 ms; a live instance beside it shows that it has looked.
    let witness = live();
    play(&witness, &input, &[480], &[value(MACRO_LIKE, 2_000, 1.0)]);
    wait_for("the witness's callback", || {
        witness.counts.callbacks.load(Ordering::Relaxed) > 0
    });
    assert_eq!(plugin.counts.all(), [0; 11]);
}
