//! The audio path allocates nothing: dry, wet, late, restarted, in any block size.

#[path = "../src/bin/attune-host/clap.rs"]
#[allow(dead_code)]
mod clap;
mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::Ordering;

use attune::core::macros::MacroEvent;
use attune::generated::layout::STATE_READY;
use attune::generated::params::{MACRO_AMOUNT, MACRO_COUNT};
use clap::{raw_event, ClapPlugin, ParamEvent};
use support::{echo_runtime, live, no_buffers, offline, wait_for, Folder, Rig};

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
    rig.core.set_macro(MACRO_AMOUNT, 120.0);
    let events: [MacroEvent; 200] = std::array::from_fn(|k| MacroEvent {
        offset_frames: k * frames / 200,
        index: k % (MACRO_COUNT + 1),
        value: (k % 3) as f64,
    });
    // SAFETY: both pointers are good for `frames`.
    unsafe { rig.core.process(&buffers, frames, &events, false) };
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
    rig.stop();
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

#[test]
fn clap_process_when_events_come_or_planes_are_missing_expect_no_allocation() {
    let folder = Folder::new();
    std::env::set_var("ATTUNE_RUNTIME", echo_runtime(&folder, &[]));
    let plugin = ClapPlugin::of_entry(&attune::clap::clap_entry, c"/").unwrap();
    assert!(plugin.activate(48_000.0));
    let events: Vec<_> = (0..300)
        .map(|k| ParamEvent {
            frame: k * 16,
            id: k % (MACRO_COUNT as u32 + 1),
            value: (k % 5) as f64,
        })
        .map(|event| raw_event(&event))
        .collect();
    let none = Vec::new();
    let mut samples = vec![vec![0.25f32; 5_000]; 2];
    let mut planes: Vec<*mut f32> = samples.iter_mut().map(|plane| plane.as_mut_ptr()).collect();
    let mut same = planes.clone();
    let mut all = || {
        allocations(|| {
            for frames in [0, 1, 64, 717, 5_000].into_iter().cycle().take(40) {
                plugin.process_raw(&mut planes, &mut same, frames, &events);
                plugin.process_raw(&mut planes[..1], &mut [], frames, &none);
            }
            plugin.reset();
        })
    };
    assert_eq!(all(), 0, "before the engine is ready");
    wait_for("an engine that is ready", || {
        plugin.engine_state() == STATE_READY as i32
    });
    assert_eq!(all(), 0, "with the engine");
    plugin.set_offline(true);
    assert_eq!(all(), 0, "offline");
}
