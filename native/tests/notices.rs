//! What the supervisor tells a format, which tells its host.

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

use attune::core::link::Notice;
use attune::core::macros::MacroEvent;
use attune::generated::params::MACRO_LIKE;
use support::{live, wait_for, Rig};

/// An instance whose every Like is a committed change, and the changes that were told.
fn likable() -> (Rig, Arc<AtomicUsize>) {
    let rig = Rig::new(48_000.0, 1, live(), &["--commit-likes"]);
    let told = Arc::new(AtomicUsize::new(0));
    let count = told.clone();
    rig.core.link().set_listener(Some(Box::new(move |notice| {
        if notice == Notice::Committed {
            count.fetch_add(1, Ordering::SeqCst);
        }
    })));
    (rig, told)
}

/// Presses Like and returns as soon as the engine has committed it.
fn like(rig: &mut Rig) {
    rig.wait_ready();
    let segment = rig.link().segment().unwrap();
    rig.play(&[vec![0.1; 64]], &[64]); // the first call of a stream presses nothing
    let press = |value| MacroEvent {
        offset_frames: 0,
        index: MACRO_LIKE,
        value,
    };
    rig.play_automated(&[vec![0.1; 64]], &[64], &[press(1.0)]);
    wait_for("a commit", || {
        rig.play_automated(&[vec![0.1; 64]], &[64], &[press(0.0)]);
        segment.commits() == 1
    });
}

#[test]
fn change_when_committed_just_before_the_host_deactivates_expect_it_told() {
    let (mut rig, told) = likable();
    for session in 1..=5 {
        like(&mut rig);
        rig.deactivate();
        wait_for("the change told", || told.load(Ordering::SeqCst) == session);
        rig.activate();
    }
}

#[test]
fn change_when_committed_just_before_the_engine_dies_expect_it_told_once() {
    let (mut rig, told) = likable();
    like(&mut rig);
    rig.signal(libc::SIGKILL);
    wait_for("the change told", || told.load(Ordering::SeqCst) == 1);
    wait_for("a new engine", || rig.counters().restarts.load(Ordering::Relaxed) == 1);
    rig.wait_ready();
    assert_eq!(told.load(Ordering::SeqCst), 1);
}
