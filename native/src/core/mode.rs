//! Whether the host plays live (never wait past a deadline) or renders offline (never leave a block unprocessed).

use std::path::Path;

/// Programs that only ever render as fast as they can, and say so nowhere.
const OFFLINE_PROGRAMS: [&str; 3] = ["ffmpeg", "lv2apply", "ecasound"];

/// The one among them that crashes where a plugin refuses to be instantiated.
const NEEDS_INSTANCE: &str = "lv2apply";

#[derive(Clone, Debug)]
pub struct HostMode {
    /// ATTUNE_OFFLINE, where set to 0 or 1.
    forced: Option<bool>,
    known_offline: bool,
    needs_instance: bool,
}

impl HostMode {
    /// Looks at environment and program. Main thread.
    pub fn of_this_process() -> HostMode {
        let forced = match std::env::var("ATTUNE_OFFLINE").as_deref() {
            Ok("1") => Some(true),
            Ok("0") => Some(false),
            _ => None,
        };
        HostMode::new(forced, &host_name())
    }

    pub fn new(forced: Option<bool>, program: &str) -> HostMode {
        HostMode {
            forced,
            known_offline: OFFLINE_PROGRAMS.contains(&program),
            needs_instance: program == NEEDS_INSTANCE,
        }
    }

    /// Whether the host must get an instance even where that can only render silence.
    pub fn needs_instance(&self) -> bool {
        self.needs_instance
    }

    /// Known before any audio thread shows itself.
    pub fn is_surely_offline(&self) -> bool {
        self.forced.unwrap_or(self.known_offline)
    }

    /// The rule: the host's flag, the environment, a real-time thread, a known program, else live. Audio thread.
    pub fn is_offline(&self, freewheeling: bool, real_time_thread: bool) -> bool {
        freewheeling || self.forced.unwrap_or(!real_time_thread && self.known_offline)
    }
}

/// Name of the program that this process runs.
pub fn host_name() -> String {
    let executable = std::fs::read_link("/proc/self/exe").ok();
    let from_path = executable
        .as_deref()
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy().into_owned());
    from_path
        .or_else(|| {
            std::fs::read_to_string("/proc/self/comm")
                .ok()
                .map(|name| name.trim().to_owned())
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mode_when_signs_differ_expect_the_rules_order() {
        let unknown = HostMode::new(None, "some-daw");
        assert!(!unknown.is_offline(false, false));
        assert!(unknown.is_offline(true, true), "the host's flag wins over its thread");
        let known = HostMode::new(None, "ffmpeg");
        assert!(known.is_offline(false, false));
        assert!(!known.is_offline(false, true), "a real-time thread is live");
        assert!(
            HostMode::new(Some(true), "some-daw").is_offline(false, true),
            "the environment wins over the thread"
        );
        assert!(!HostMode::new(Some(false), "ffmpeg").is_offline(false, false));
        let needs_instance = |program| HostMode::new(None, program).needs_instance();
        assert_eq!(OFFLINE_PROGRAMS.map(needs_instance), [false, true, false]);
        assert!(HostMode::new(Some(false), "ffmpeg").is_offline(true, false));
    }
}
