//! The plugin file through CLAP, by an own host: the same sound as LV2, exact automation, state in any order, and no
//! word to the host but those that are due.

#[path = "../../src/bin/attune-host/clap.rs"]
#[allow(dead_code)]
mod clap;
#[path = "../../src/bin/attune-host/lv2.rs"]
#[allow(dead_code)]
mod lv2;
mod notices;
mod parameters;
mod presets;
mod sound;
mod state;
#[path = "../support/mod.rs"]
mod support;

use std::ffi::CStr;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::LazyLock;

use attune::generated::layout::STATE_READY;
use attune::generated::params::*;
use attune::state::{crc32, decode, encode};
use attune::text::is_automatable;
use clap::{ClapPlugin, ParamEvent};
use clap_sys::ext::audio_ports::{clap_audio_port_info, clap_plugin_audio_ports, CLAP_EXT_AUDIO_PORTS};
use clap_sys::ext::configurable_audio_ports::*;
use clap_sys::ext::params::*;
use clap_sys::factory::preset_discovery::*;
use clap_sys::process::CLAP_PROCESS_CONTINUE;
use support::{earlier_sessions, library, noise, wait_for};

const RATE_HZ: f64 = 48_000.0;

static BINARY_FOLDER: LazyLock<PathBuf> = LazyLock::new(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("clap"));

/// The plugin file, in a process whose engines are echoes that follow Amount and commit at every Like.
static BINARY: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = &*BINARY_FOLDER;
    std::fs::create_dir_all(folder).unwrap();
    let runtime = folder.join("runtime.json");
    let arguments = ["--follow-amount", "--commit-likes"];
    let text = serde_json::json!({"version": 1, "java": env!("CARGO_BIN_EXE_attune-echo"), "arguments": arguments});
    std::fs::write(&runtime, text.to_string()).unwrap();
    std::env::set_var("ATTUNE_RUNTIME", &runtime);
    std::env::set_var("XDG_STATE_HOME", folder);
    std::env::set_var("ATTUNE_NO_SERVER", "1");
    std::env::remove_var("ATTUNE_OFFLINE");
    library()
});

/// A plugin that renders offline.
fn offline() -> ClapPlugin {
    let plugin = ClapPlugin::load(&BINARY).unwrap();
    plugin.set_offline(true);
    plugin
}

/// A plugin that plays live with an engine that is ready.
fn live() -> ClapPlugin {
    let plugin = ClapPlugin::load(&BINARY).unwrap();
    assert!(plugin.activate(RATE_HZ));
    wait_for("an engine that is ready", || {
        plugin.engine_state() == STATE_READY as i32
    });
    plugin
}

/// Plays planar input in blocks of these sizes in turn, with events at frames of the whole input.
fn play(plugin: &ClapPlugin, input: &[Vec<f32>], blocks: &[usize], events: &[ParamEvent]) -> Vec<Vec<f32>> {
    let frames = input[0].len();
    let mut input = input.to_vec();
    let mut output = vec![vec![f32::NAN; frames]; input.len()];
    let (mut done, mut turn) = (0, 0);
    while done < frames {
        let part = blocks[turn % blocks.len()].min(frames - done);
        let inside: Vec<ParamEvent> = events
            .iter()
            .filter(|event| (done..done + part).contains(&(event.frame as usize)))
            .map(|event| ParamEvent {
                frame: event.frame - done as u32,
                ..*event
            })
            .collect();
        let mut from: Vec<*mut f32> = input.iter_mut().map(|plane| plane[done..].as_mut_ptr()).collect();
        let mut to: Vec<*mut f32> = output.iter_mut().map(|plane| plane[done..].as_mut_ptr()).collect();
        assert_eq!(plugin.process(&mut from, &mut to, part, &inside), CLAP_PROCESS_CONTINUE);
        done += part;
        turn += 1;
    }
    output
}

fn assert_same(expected: &[f32], output: &[f32], what: &str) {
    assert_eq!(expected.len(), output.len(), "{what}");
    let wrong = expected
        .iter()
        .zip(output)
        .position(|(e, o)| e.to_bits() != o.to_bits());
    assert_eq!(wrong, None, "{what}");
}

/// Input, delayed by the latency.
fn delayed(input: &[f32], latency: usize) -> Vec<f32> {
    let zeros = std::iter::repeat_n(0.0, latency);
    zeros.chain(input.iter().copied()).take(input.len()).collect()
}

fn value(id: usize, frame: usize, value: f64) -> ParamEvent {
    ParamEvent {
        frame: frame as u32,
        id: id as u32,
        value,
    }
}

#[test]
fn memory_when_everything_here_runs_under_valgrind_expect_no_wrong_access_and_nothing_lost() {
    support::expect_clean_under_valgrind(&[]);
}
