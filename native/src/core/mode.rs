//! Whether the host plays live (never wait past a deadline) or renders offline (never leave a block unprocessed).

use std::path::Path;

/// Programs that render as fast as they can, and say so nowhere.
const OFFLINE_PROGRAMS: [&str; 3] = ["ffmpeg", "lv2apply", "ecasound"];

/// The one among them that crashes where a plugin refuses to be instantiated.
const NEEDS_INSTANCE: &str = "lv2apply";

/// Plays pipelines of any kind: offline only where its words name nothing that a clock could pace.
const GST_LAUNCH: &str = "gst-launch-1.0";
/// Elements that hand over data as fast as it is taken, or take it as fast as it comes.
const UNPACED_SOURCES: [&str; 3] = ["filesrc", "multifilesrc", "audiotestsrc"];
const UNPACED_SINKS: [&str; 4] = ["filesink", "multifilesink", "splitmuxsink", "fakesink"];
const UNPACED_BINS: [&str; 2] = ["decodebin", "parsebin"];
/// Words that put a clock into any pipeline.
const PACING_WORDS: [&str; 2] = ["clocksync", "livesync"];
const PACING_SETTINGS: [&str; 4] = ["sync", "is-live", "do-timestamp", "single-segment"];

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
        let program = host_name();
        let mut mode = HostMode::new(forced, &program);
        mode.known_offline |= program == GST_LAUNCH && pipeline_is_unpaced(&words_of_this_process());
        mode
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

/// What this process was started with, behind its name; a pipeline may be one word or many.
fn words_of_this_process() -> Vec<String> {
    let line = std::fs::read("/proc/self/cmdline").unwrap_or_default();
    let words = line.split(|byte| *byte == 0).skip(1);
    words
        .flat_map(|word| {
            let word = String::from_utf8_lossy(word).into_owned();
            word.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

/// Whether a pipeline surely runs as fast as its elements can: sources and sinks that no clock paces, and no word that
/// adds one. In doubt it isn't: an element that nobody here knows may be a microphone.
fn pipeline_is_unpaced(words: &[String]) -> bool {
    let (settings, elements): (Vec<&str>, Vec<&str>) = words.iter().map(String::as_str).partition(|w| w.contains('='));
    let all_known = |ending: &str, known: &[&str]| {
        // "hlssink2" is a sink too.
        let plain = elements
            .iter()
            .map(|element| element.trim_end_matches(|c: char| c.is_ascii_digit()));
        let mut named = plain.filter(|element| element.ends_with(ending)).peekable();
        (named.peek().is_some(), named.all(|element| known.contains(&element)))
    };
    let paced = settings.iter().any(|setting| {
        let (name, value) = setting.split_once('=').unwrap_or_default();
        PACING_SETTINGS.contains(&name) && !matches!(value, "false" | "0" | "no")
    });
    let sources = all_known("src", &UNPACED_SOURCES);
    let sinks = all_known("sink", &UNPACED_SINKS);
    let bins = all_known("bin", &UNPACED_BINS).1 && !elements.iter().any(|e| PACING_WORDS.contains(e));
    sources == (true, true) && sinks == (true, true) && bins && !paced
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

    #[test]
    fn pipeline_when_anything_in_it_may_follow_a_clock_expect_live() {
        let unpaced =
            |line: &str| pipeline_is_unpaced(&line.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>());
        for line in [
            "-q filesrc location=in.wav ! wavparse ! urn-attune-stereo enabled=true ! wavenc ! filesink location=o.wav",
            "filesrc location=a.mp3 ! decodebin ! audioconvert ! urn-attune-stereo ! fakesink sync=false",
            "audiotestsrc num-buffers=9 ! urn-attune-mono ! filesink location=o",
        ] {
            assert!(unpaced(line), "{line}");
        }
        for line in [
            "",
            "filesrc location=in.wav ! wavparse ! urn-attune-stereo ! autoaudiosink",
            "filesrc location=in.wav ! wavparse ! urn-attune-stereo ! fakesink sync=true",
            "alsasrc ! urn-attune-stereo ! filesink location=o",
            "audiotestsrc is-live=true ! urn-attune-stereo ! filesink location=o",
            "filesrc location=in.wav ! wavparse ! clocksync ! urn-attune-stereo ! filesink location=o",
            "filesrc location=in.wav ! wavparse ! identity sync=true ! urn-attune-stereo ! filesink location=o",
            "uridecodebin uri=rtsp://x ! urn-attune-stereo ! filesink location=o",
            "filesrc location=a ! wavparse ! tee name=t t. ! urn-attune-stereo ! filesink location=o t. ! pulsesink",
            "playbin uri=file:///a",
        ] {
            assert!(!unpaced(line), "{line}");
        }
    }
}
