//! Arguments and environment of a new process: the words that exec takes.

use std::ffi::{CString, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use super::child::SOCKET_NUMBER;
use super::runtime::Runtime;

/// Variables that an engine may see, besides those that begin with one of [`KEPT_PREFIXES`].
const KEPT_VARIABLES: [&str; 5] = ["HOME", "PATH", "LANG", "USER", "TMPDIR"];
const KEPT_PREFIXES: [&str; 3] = ["LC_", "XDG_", "ATTUNE_"];
/// Variables that the control server may see besides: it opens the panel in the user's browser.
pub const KEPT_BY_SERVER: [&str; 5] = [
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "BROWSER",
];

/// An engine's arguments, the socket named once.
pub fn with_socket(arguments: &[String]) -> Vec<String> {
    let socket = format!("--socket-fd={SOCKET_NUMBER}");
    let rest = arguments
        .strip_suffix(std::slice::from_ref(&socket))
        .unwrap_or(arguments);
    rest.iter().cloned().chain(std::iter::once(socket)).collect()
}

pub fn argument_words(runtime: &Runtime, arguments: &[String]) -> Option<Vec<CString>> {
    let program = std::iter::once(CString::new(runtime.java.as_os_str().as_bytes()).ok());
    program
        .chain(arguments.iter().map(|argument| CString::new(argument.as_str()).ok()))
        .collect()
}

/// Java reads the names of files by the locale: under `C` it could not open a jar below a folder named in UTF-8.
const LOCALE: (&str, &str) = ("LC_ALL", "C.UTF-8");

pub fn environment_words(runtime: &Runtime, besides: &[&str]) -> Vec<CString> {
    let set_here = |name: &OsString| {
        name == LOCALE.0
            || runtime
                .environment
                .iter()
                .any(|(other, _)| name.as_bytes() == other.as_bytes())
    };
    let kept = std::env::vars_os().filter(|(name, _)| is_kept(name, besides) && !set_here(name));
    let set = runtime
        .environment
        .iter()
        .map(|(name, value)| (name.into(), value.into()));
    kept.chain(std::iter::once((LOCALE.0.into(), LOCALE.1.into())))
        .chain(set)
        .filter_map(|(name, value): (OsString, OsString)| {
            let mut word = name.into_vec();
            word.push(b'=');
            word.extend(value.into_vec());
            CString::new(word).ok()
        })
        .collect()
}

fn is_kept(name: &OsString, besides: &[&str]) -> bool {
    name.to_str().is_some_and(|name| {
        KEPT_VARIABLES.contains(&name)
            || besides.contains(&name)
            || KEPT_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_when_they_name_the_socket_already_expect_it_once() {
        let expected = ["Main".to_owned(), "--socket-fd=3".to_owned()];
        assert_eq!(with_socket(&expected[..1]), expected);
        assert_eq!(with_socket(&expected), expected);
    }

    #[test]
    fn environment_when_host_exports_loader_paths_expect_them_left_out() {
        for (name, kept) in [
            ("HOME", true),
            ("LC_ALL", true),
            ("XDG_RUNTIME_DIR", true),
            ("ATTUNE_RUNTIME", true),
            ("LD_LIBRARY_PATH", false),
            ("LD_PRELOAD", false),
            ("JAVA_TOOL_OPTIONS", false),
            ("_JAVA_OPTIONS", false),
            ("CLASSPATH", false),
        ] {
            assert_eq!(is_kept(&OsString::from(name), &[]), kept, "{name}");
        }
        let display = OsString::from("WAYLAND_DISPLAY");
        assert!(!is_kept(&display, &[]) && is_kept(&display, &KEPT_BY_SERVER));
    }
}
