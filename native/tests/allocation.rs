//! The audio path allocates nothing: dry, wet, late, restarted, in any block size.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::Ordering;

use support::{live, no_buffers, offline, wait_for, Rig};

struct Counting;

thread_local! {
    static COUNT: Cell<Option<u64>> = const { Cell::new(None) };
}

fn count() {
    // A thread that is ending has no counter any more, and nobody asks it.
    let _ = COUNT.try_with(|count| count.set(count.get().map(|number| number + 1)));
}

// SAFETY: everything is passed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count();
        // SAFETY: by the caller.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Calls of the allocator by this thread.
fn allocations(body: impl FnOnce()) -> u64 {
    COUNT.with(|count| count.set(Some(0)));
    body();
    COUNT.with(|count| count.take()).unwrap()
}

fn call(rig: &mut Rig, samples: &mut [f32], frames: usize) {
    let mut buffers = no_buffers();
    for channel in 0..2 {
        buffers.inputs[channel] = samples.as_ptr();
        buffers.outputs[channel] = samples.as_mut_ptr();
    }
    rig.core.set_macro(1, 120.0);
    // SAFETY: both pointers are good for `frames`.
    unsafe { rig.core.process(&buffers, frames, &[], false) };
}

fn calls(rig: &mut Rig, samples: &mut [f32]) -> u64 {
    let sizes = [64, 1, 0, 717, 5_000, 63];
    allocations(|| {
        sizes
            .iter()
            .cycle()
            .take(60)
            .for_each(|frames| call(rig, samples, *frames))
    })
}

#[test]
fn counter_when_something_is_allocated_expect_it_counted() {
    assert!(allocations(|| drop(std::hint::black_box(vec![1u8; 100]))) >= 2);
}

#[test]
fn audio_path_when_wet_dry_late_or_restarted_expect_no_allocation() {
    let mut samples = vec![0.25f32; 5_000];
    let mut rig = Rig::new(48_000.0, 2, live(), &[]);
    assert_eq!(
        calls(&mut rig, &mut samples),
        0,
        "before the engine is ready, first call included"
    );
    rig.wait_ready();
    assert_eq!(calls(&mut rig, &mut samples), 0, "with the engine");
    rig.signal(libc::SIGSTOP);
    assert_eq!(calls(&mut rig, &mut samples), 0, "with an engine that hangs");
    assert!(rig.counters().late.load(Ordering::Relaxed) > 0);
    rig.signal(libc::SIGKILL);
    assert_eq!(calls(&mut rig, &mut samples), 0, "while the engine dies");
    wait_for("a new engine", || rig.counters().restarts.load(Ordering::Relaxed) == 1);
    rig.wait_ready();
    assert_eq!(calls(&mut rig, &mut samples), 0, "with the new engine");
    let mut rig = Rig::new(48_000.0, 2, offline(), &[]);
    assert_eq!(calls(&mut rig, &mut samples), 0, "offline");
}
