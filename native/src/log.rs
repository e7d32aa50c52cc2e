//! Logs below `$XDG_STATE_HOME/attune`: bridge.log, which engine processes and the shim share, and server.log. Never
//! from an audio thread.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

/// Log of engine processes and of the shim.
pub const BRIDGE_LOG: &str = "bridge.log";
/// Log of the control server.
pub const SERVER_LOG: &str = "server.log";
/// Length from which a log is begun anew; the one before is kept under its name and `.1`.
const LOG_LARGEST_BYTES: u64 = 1 << 20;

/// Writes one line with the time; a log that can't be written is no failure of the sound.
pub fn line(text: &str) {
    if let Some(mut log) = open(BRIDGE_LOG) {
        let _ = log.write_all(format!("{} shim: {text}\n", utc_now()).as_bytes());
    }
}

/// A log to append to, begun anew when it has grown; `None` where it can't be written.
pub fn open(name: &str) -> Option<File> {
    let folder = state_folder()?;
    std::fs::create_dir_all(&folder).ok()?;
    let path = folder.join(name);
    if std::fs::metadata(&path).is_ok_and(|data| data.len() > LOG_LARGEST_BYTES) {
        std::fs::rename(&path, folder.join(format!("{name}.1"))).ok()?;
    }
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().create(true).append(true).mode(0o600).open(path).ok()
}

/// Where a log is, or would be, for people.
pub fn place(name: &str) -> String {
    state_folder().map_or_else(|| name.to_owned(), |folder| folder.join(name).display().to_string())
}

fn state_folder() -> Option<PathBuf> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute()) // others are to be ignored, says the base directory specification
    };
    let state = variable("XDG_STATE_HOME").or_else(|| Some(variable("HOME")?.join(".local/state")))?;
    Some(state.join("attune"))
}

/// The time now as engine processes write it: ISO 8601, UTC, milliseconds.
fn utc_now() -> String {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: all-zero is a valid value of this plain C struct.
    let mut parts: libc::tm = unsafe { std::mem::zeroed() };
    // SAFETY: both pointers live through the calls.
    unsafe {
        libc::clock_gettime(libc::CLOCK_REALTIME, &mut now);
        libc::gmtime_r(&now.tv_sec, &mut parts);
    }
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        parts.tm_year + 1900,
        parts.tm_mon + 1,
        parts.tm_mday,
        parts.tm_hour,
        parts.tm_min,
        parts.tm_sec,
        now.tv_nsec / 1_000_000
    )
}
