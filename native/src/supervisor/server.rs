//! Keeps the user's one control server alive while an instance plays live: started by the first shim that misses it, as
//! a process that outlives every host, and again when it has died. Sound never waits for it.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::process::is_readable;
use super::runtime::RuntimeSource;
use super::spawn::spawn_detached;
use crate::{log, notice};

/// How often it is looked for.
const LOOK: Duration = Duration::from_secs(2);
/// Starts within [`START_WINDOW`].
const STARTS_AT_MOST: usize = 5;
const START_WINDOW: Duration = Duration::from_secs(60);
/// Largest server.json and server.error that are read.
const LARGEST_BYTES: u64 = 64 * 1024;

/// The control server as one host process sees it.
pub struct ServerWatch {
    /// ATTUNE_NO_SERVER=1 in the host's environment.
    switched_off: bool,
    /// Folder of server.json; `None` where there is no private one: then no server can be found or started.
    folder: Option<PathBuf>,
    /// Readable once the server that was started here has ended.
    started: Option<OwnedFd>,
    starts: VecDeque<Instant>,
    look_at: Instant,
}

impl ServerWatch {
    pub fn new(now: Instant) -> ServerWatch {
        ServerWatch {
            switched_off: std::env::var_os("ATTUNE_NO_SERVER").is_some_and(|value| value == "1"),
            folder: runtime_folder(),
            started: None,
            starts: VecDeque::new(),
            look_at: now,
        }
    }

    /// What ends the supervisor's wait: the end of the server that was started here.
    pub fn descriptor(&self) -> Option<RawFd> {
        self.started.as_ref().map(|pidfd| pidfd.as_raw_fd())
    }

    /// Starts the server if an instance plays live and none is there.
    pub fn look(&mut self, source: &RuntimeSource, plays_live: bool, now: Instant) {
        if self.started.take_if(|pidfd| is_readable(pidfd)).is_some() {
            let pause = self.pause(now);
            self.look_at = now + pause;
            self.say_why(pause);
        }
        if self.switched_off || !plays_live || now < self.look_at || self.started.is_some() {
            return;
        }
        self.look_at = now + LOOK;
        let Some(folder) = &self.folder else { return };
        // Whoever holds the lock is the server, or about to be: on a busy machine that may take longer than a look, and
        // another would only find the lock taken and end.
        if names_living_process(&folder.join("server.json")) || is_locked(&folder.join("server.lock")) {
            return;
        }
        // A runtime.json that can't be used is told of by whoever starts the engine.
        let Ok(runtime) = source.load() else { return };
        let Some(arguments) = &runtime.server else { return };
        self.starts.push_back(now);
        match spawn_detached(&runtime, arguments, log::SERVER_LOG) {
            Ok(pidfd) => {
                log::line("No control server was there; it is started.");
                self.started = Some(pidfd);
            }
            Err(sentence) => self.failed(&sentence, now),
        }
    }

    /// There is no process: the next start waits as it does for one that died, and at least until the next look.
    fn failed(&mut self, sentence: &str, now: Instant) {
        self.look_at = now + self.pause(now).max(LOOK);
        notice::say(&no_server(sentence));
    }

    /// How long to wait before the next start: 0, 1, then 5 seconds, and five starts a minute at most.
    fn pause(&mut self, now: Instant) -> Duration {
        while self
            .starts
            .front()
            .is_some_and(|start| now.duration_since(*start) >= START_WINDOW)
        {
            self.starts.pop_front();
        }
        match self.starts.len() {
            0 | 1 => Duration::ZERO,
            2 => Duration::from_secs(1),
            3..STARTS_AT_MOST => Duration::from_secs(5),
            _ => START_WINDOW.saturating_sub(now.duration_since(self.starts[0])),
        }
    }

    /// A server that can't start leaves its reason in server.error.
    fn say_why(&self, pause: Duration) {
        let reason = self
            .folder
            .as_ref()
            .and_then(|folder| small_text(&folder.join("server.error")));
        if let Some(reason) = reason {
            notice::say(&no_server(reason.trim().trim_end_matches('.')));
        }
        if self.starts.len() >= STARTS_AT_MOST {
            notice::say(&format!(
                "the control server has ended five times within a minute; it is started again in {} s, see server.log",
                pause.as_secs() + 1
            ));
        }
    }
}

/// What people are told when a server can't start.
fn no_server(reason: &str) -> String {
    format!(
        "no control server: {reason}; the sound goes on without learning, and while it plays a start is tried again, \
         five times a minute at most"
    )
}

/// Whether the file names a process (`pid`) that has run since `startTicks` and isn't dead.
fn names_living_process(file: &Path) -> bool {
    let Some(text) = small_text(file) else { return false };
    let Ok(info) = serde_json::from_str::<serde_json::Value>(&text) else {
        return false;
    };
    match (info["pid"].as_i64(), info["startTicks"].as_i64()) {
        (Some(pid), Some(ticks)) if pid > 0 => start_ticks(pid) == Some(ticks),
        _ => false,
    }
}

/// Field 22 of /proc/PID/stat: start of a process in clock ticks since boot; `None` when it is gone or dead.
fn start_ticks(pid: i64) -> Option<i64> {
    let stat = std::fs::read(format!("/proc/{pid}/stat")).ok()?;
    let stat = String::from_utf8_lossy(&stat);
    // The program's name stands in parentheses and may hold anything.
    let mut fields = stat[stat.rfind(')')? + 1..].split_ascii_whitespace();
    let state = fields.next()?;
    if state == "Z" || state == "X" {
        return None;
    }
    fields.nth(18)?.parse().ok()
}

/// Whether another process holds a record lock on the file, as Java's `FileChannel.tryLock` does.
fn is_locked(file: &Path) -> bool {
    // Not this process: closing the file would let go of its own locks.
    let Ok(file) = OpenOptions::new().write(true).open(file) else {
        return false;
    };
    // SAFETY: plain data, all zero is valid.
    let mut lock: libc::flock = unsafe { std::mem::zeroed() };
    lock.l_type = libc::F_WRLCK as libc::c_short;
    lock.l_whence = libc::SEEK_SET as libc::c_short;
    // SAFETY: asks only; `lock` lives through the call.
    let asked = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_GETLK, &mut lock) };
    asked == 0 && lock.l_type != libc::F_UNLCK as libc::c_short
}

fn small_text(file: &Path) -> Option<String> {
    let mut text = String::new();
    File::open(file)
        .ok()?
        .take(LARGEST_BYTES)
        .read_to_string(&mut text)
        .ok()?;
    Some(text)
}

/// `$XDG_RUNTIME_DIR/attune`, else `/tmp/attune-UID`, as `attune.bridge.telemetry.RuntimeFolder` has it; the server makes
/// it where it is missing.
fn runtime_folder() -> Option<PathBuf> {
    // SAFETY: always succeeds.
    let uid = unsafe { libc::getuid() };
    let is_ours =
        |folder: &Path| std::fs::symlink_metadata(folder).is_ok_and(|data| data.is_dir() && data.uid() == uid);
    let is_ours_if_there = |folder: &PathBuf| std::fs::symlink_metadata(folder).is_err() || is_ours(folder);
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let folder = match runtime.filter(|runtime| runtime.is_absolute() && is_ours(runtime)) {
        Some(runtime) => runtime.join("attune"),
        None => PathBuf::from(format!("/tmp/attune-{uid}")),
    };
    Some(folder).filter(is_ours_if_there)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn living_process_when_number_was_given_again_expect_not_the_one_meant() {
        let file = std::env::temp_dir().join(format!("attune-server-json-{}", std::process::id()));
        let pid = i64::from(std::process::id());
        let ticks = start_ticks(pid).unwrap();
        for (text, expected) in [
            (format!(r#"{{"pid": {pid}, "startTicks": {ticks}, "port": 1}}"#), true),
            (
                format!(r#"{{"pid": {pid}, "startTicks": {}, "port": 1}}"#, ticks + 1),
                false,
            ),
            (format!(r#"{{"pid": {pid}}}"#), false),
            (r#"{"pid": 0, "startTicks": 0}"#.to_owned(), false),
            ("{".to_owned(), false),
        ] {
            std::fs::write(&file, &text).unwrap();
            assert_eq!(names_living_process(&file), expected, "{text}");
        }
        std::fs::remove_file(&file).unwrap();
        assert!(!names_living_process(&file));
    }

    #[test]
    fn sentence_when_no_server_can_start_expect_the_reason_and_that_it_is_tried_again() {
        let sentence = no_server("port 47800 is in use");
        assert_eq!(
            sentence,
            "no control server: port 47800 is in use; the sound goes on without learning, and while it plays a start \
             is tried again, five times a minute at most"
        );
    }

    #[test]
    fn start_when_it_fails_at_once_expect_the_pauses_of_a_server_that_died() {
        let now = Instant::now();
        let mut watch = ServerWatch::new(now);
        let waits: Vec<u64> = (0..6)
            .map(|_| {
                watch.starts.push_back(now);
                watch.failed("java can't be executed", now);
                watch.look_at.duration_since(now).as_secs()
            })
            .collect();
        assert_eq!(waits, [2, 2, 5, 5, 60, 60]);
    }

    #[test]
    fn pause_when_starts_add_up_expect_0_1_5_seconds_and_then_the_rest_of_the_minute() {
        let now = Instant::now();
        let mut watch = ServerWatch::new(now);
        let pauses: Vec<u64> = (0..6)
            .map(|_| {
                watch.starts.push_back(now);
                watch.pause(now).as_secs()
            })
            .collect();
        assert_eq!(pauses, [0, 1, 5, 5, 60, 60]);
        assert_eq!(watch.pause(now + START_WINDOW), Duration::ZERO);
    }
}
