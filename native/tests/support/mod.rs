//! A plugin instance with an echo engine of its own, for tests.

#![allow(dead_code)]

pub mod bus;
pub mod hand;
pub mod threaded;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use attune::core::budget::WaitBudget;
use attune::core::counters::Counters;
use attune::core::link::Link;
use attune::core::macros::MacroEvent;
use attune::core::mode::HostMode;
use attune::core::plugin::Buffers;
use attune::core::Core;
use attune::supervisor::runtime::RuntimeSource;
use attune::supervisor::Supervisor;

/// Longest wait for something that must happen.
pub const PATIENCE: Duration = Duration::from_secs(30);

static FOLDERS: AtomicU32 = AtomicU32::new(0);

/// A folder that goes away with its owner.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("attune-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The sessions of tests/fixtures/state/: name, blob as an earlier version has saved it, latency in frames that it asks for.
pub fn earlier_sessions() -> impl Iterator<Item = (&'static str, Vec<u8>, usize)> {
    // The one with the live latency mode has it from its first activation on.
    [
        ("v1-default.bin", 1_280),
        ("v1-macros.bin", 384),
        ("v1-overrides.bin", 1_280),
    ]
    .into_iter()
    .map(|(name, latency)| (name, earlier_session(name), latency))
}

pub fn earlier_session(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/state/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// runtime.json that starts the echo engine with these arguments.
pub fn echo_runtime(folder: &Folder, arguments: &[&str]) -> PathBuf {
    let runtime = serde_json::json!({"version": 1, "java": env!("CARGO_BIN_EXE_attune-echo"), "arguments": arguments});
    folder.file("runtime.json", &runtime.to_string())
}

pub struct Rig {
    pub core: Core,
    pub supervisor: Arc<Supervisor>,
    _folder: Option<Folder>,
}

/// A budget of its own that stays: kept in sight, so that it doesn't count as lost.
fn lasting_budget() -> &'static WaitBudget {
    static BUDGETS: Mutex<Vec<&'static WaitBudget>> = Mutex::new(Vec::new());
    let budget: &'static WaitBudget = Box::leak(Box::new(WaitBudget::new()));
    BUDGETS.lock().unwrap_or_else(PoisonError::into_inner).push(budget);
    budget
}

pub fn live() -> HostMode {
    HostMode::new(Some(false), "test")
}

pub fn offline() -> HostMode {
    HostMode::new(Some(true), "test")
}

impl Rig {
    pub fn new(rate_hz: f64, channels: usize, mode: HostMode, echo: &[&str]) -> Rig {
        let folder = Folder::new();
        let source = RuntimeSource::File(echo_runtime(&folder, echo));
        let supervisor = Arc::new(Supervisor::new(source).unwrap());
        let mut rig = Rig::with(supervisor, rate_hz, channels, mode);
        rig._folder = Some(folder);
        rig
    }

    pub fn with(supervisor: Arc<Supervisor>, rate_hz: f64, channels: usize, mode: HostMode) -> Rig {
        let budget = lasting_budget();
        let core = Core::new(rate_hz, channels, mode, budget).unwrap();
        let mut rig = Rig {
            core,
            supervisor,
            _folder: None,
        };
        rig.activate();
        rig
    }

    pub fn activate(&mut self) {
        self.core.activate();
        self.supervisor.attach(self.core.link());
    }

    pub fn deactivate(&mut self) {
        self.core.deactivate();
        self.supervisor.detach(self.core.link());
    }

    pub fn link(&self) -> &Link {
        self.core.link()
    }

    pub fn counters(&self) -> &Counters {
        &self.link().counters
    }

    pub fn pid(&self) -> i32 {
        self.link().bridge_pid.load(Ordering::Relaxed)
    }

    pub fn wait_ready(&self) {
        wait_for("an engine that is ready", || {
            self.link().segment().is_some_and(|segment| segment.is_ready())
        });
    }

    /// Plays planar input in blocks of these sizes, in turn; the output has the input's length.
    pub fn play(&mut self, input: &[Vec<f32>], blocks: &[usize]) -> Vec<Vec<f32>> {
        self.play_automated(input, blocks, &[])
    }

    /// [`Rig::play`] with events at frames of the whole input.
    pub fn play_automated(&mut self, input: &[Vec<f32>], blocks: &[usize], automation: &[MacroEvent]) -> Vec<Vec<f32>> {
        let frames = input[0].len();
        let mut output = vec![vec![f32::NAN; frames]; input.len()];
        let mut done = 0;
        let mut turn = 0;
        while done < frames {
            let part = blocks[turn % blocks.len()].min(frames - done);
            turn += 1;
            let mut buffers = no_buffers();
            for channel in 0..input.len() {
                buffers.inputs[channel] = input[channel][done..].as_ptr();
                buffers.outputs[channel] = output[channel][done..].as_mut_ptr();
            }
            let events = events_within(automation, done, part);
            // SAFETY: all pointers are good for `part`.
            unsafe { self.core.process(&buffers, part, &events, false) };
            done += part;
        }
        output
    }

    pub fn signal(&self, signal: i32) {
        let pid = self.pid();
        assert!(pid > 0);
        // SAFETY: signals our own engine process.
        assert_eq!(unsafe { libc::kill(pid, signal) }, 0);
    }

    /// Stops the engine's process; it goes on until one of its threads is scheduled and sees the signal, which is waited for.
    pub fn stop(&self) {
        self.signal(libc::SIGSTOP);
        wait_for("a stopped engine", || has_stopped(self.pid()));
    }
}

/// Whether every thread of a process is stopped.
fn has_stopped(pid: i32) -> bool {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    tasks
        .map(|task| std::fs::read_to_string(task.unwrap().path().join("stat")).unwrap())
        .all(|stat| {
            stat.rsplit(')')
                .next()
                .is_some_and(|rest| rest.trim_start().starts_with('T'))
        })
}

/// The events of one block, counted from its begin.
pub fn events_within(automation: &[MacroEvent], from: usize, frames: usize) -> Vec<MacroEvent> {
    let block = from..from + frames;
    let inside = automation.iter().filter(|event| block.contains(&event.offset_frames));
    inside
        .map(|event| MacroEvent {
            offset_frames: event.offset_frames - from,
            ..*event
        })
        .collect()
}

pub fn no_buffers() -> Buffers {
    Buffers {
        inputs: [std::ptr::null(); 2],
        outputs: [std::ptr::null_mut(); 2],
    }
}

/// Waits until something is true; fails after [`PATIENCE`].
pub fn wait_for(what: &str, mut is_true: impl FnMut() -> bool) {
    let limit = Instant::now() + PATIENCE;
    while !is_true() {
        assert!(Instant::now() < limit, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

pub fn is_alive(pid: i32) -> bool {
    // A zombie has no memory map any more.
    std::fs::read_to_string(format!("/proc/{pid}/maps")).is_ok_and(|maps| !maps.is_empty())
}

/// White noise in ±amplitude from a seed.
pub fn noise(seed: u64, frames: usize, amplitude: f32) -> Vec<f32> {
    let mut state = seed;
    (0..frames)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            amplitude * ((state >> 40) as f32 / (1u64 << 23) as f32 - 1.0)
        })
        .collect()
}

/// The plugin binary as it was built for these tests.
pub fn library() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_attune-host")).with_file_name("deps/libattune.so")
}

/// Plays the tests of the calling binary again under valgrind, all but those whose names hold one of `but`: no wrong
/// access, and nothing lost. Says so and returns where there is no valgrind.
pub fn expect_clean_under_valgrind(but: &[&str]) {
    let valgrind = std::process::Command::new("valgrind").arg("--version").output();
    if valgrind.is_err() {
        println!("skipped: valgrind is not installed (apt-get install valgrind)");
        return;
    }
    let skips = but.iter().chain(&["valgrind"]).flat_map(|name| ["--skip", name]);
    let output = std::process::Command::new("valgrind")
        .args(["-q", "--error-exitcode=9", "--leak-check=full"])
        // An optimised `match` may look at the value of a `None` before it knows that it is one.
        .args(["--undef-value-errors=no"])
        .args(["--show-leak-kinds=definite", "--errors-for-leak-kinds=definite"])
        .arg(std::env::current_exe().unwrap())
        .args(["--test-threads=1"])
        .args(skips)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
