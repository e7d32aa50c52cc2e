//! runtime.json: how an engine process and the control server are started. Written by `./attune install` and
//! `./attune run`.
//!
//! ```json
//! {"version": 1, "java": "/abs/java", "arguments": ["-Xmx192m", "-cp", "…", "…Main"], "environment": {"NAME": "value"},
//!  "server": {"arguments": ["-Xmx64m", "-cp", "…", "…ServerMain"]}}
//! ```

use std::ffi::{CStr, CString};
use std::fs::OpenOptions;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Largest runtime.json that is read.
const LARGEST_BYTES: u64 = 1 << 20;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtime {
    pub java: PathBuf,
    pub arguments: Vec<String>,
    pub environment: Vec<(String, String)>,
    /// Arguments that start the control server with the same java; `None` where none belongs to this installation.
    pub server: Option<Vec<String>>,
}

/// Where runtime.json is looked for.
#[derive(Clone, Debug)]
pub enum RuntimeSource {
    /// ATTUNE_RUNTIME, the user's data folder, the folder of this library.
    Environment,
    File(PathBuf),
}

impl RuntimeSource {
    /// The configuration, or one sentence (without full stop) that says what is wrong and what to do.
    pub fn load(&self) -> Result<Runtime, String> {
        let path = self.path()?;
        let wrong = |what: &str| format!("{} {what}; run `./attune install`", path.display());
        let text = read(&path).map_err(|what| wrong(&what))?;
        let runtime = parse(&text).map_err(|what| wrong(&what))?;
        if !runtime.java.exists() {
            return Err(wrong(&format!("names {}, which doesn't exist", runtime.java.display())));
        }
        if !is_executable(&runtime.java) {
            return Err(wrong(&format!(
                "names {}, which can't be executed",
                runtime.java.display()
            )));
        }
        Ok(runtime)
    }

    /// Where the installation keeps the factory presets for CLAP hosts; `None` without one.
    pub fn clap_presets(&self) -> Option<PathBuf> {
        Some(self.path().ok()?.parent()?.join("lib/clap-presets"))
    }

    fn path(&self) -> Result<PathBuf, String> {
        if let RuntimeSource::File(path) = self {
            return Ok(path.clone());
        }
        if let Some(path) = non_empty("ATTUNE_RUNTIME") {
            return Ok(path);
        }
        // The base directory specification: relative paths are to be ignored. The host's working folder is anybody's.
        let data = absolute("XDG_DATA_HOME").or_else(|| Some(absolute("HOME")?.join(".local/share")));
        let candidates = [data.map(|data| data.join("attune/runtime.json")), beside_library()];
        candidates
            .iter()
            .flatten()
            .find(|path| path.exists())
            .cloned()
            .ok_or_else(|| {
                let first = candidates
                    .iter()
                    .flatten()
                    .next()
                    .map(|path| path.display().to_string())
                    .unwrap_or_default();
                format!("no engine is installed ({first} is missing); run `./attune install`")
            })
    }
}

/// Waits for nobody: what is no plain file, as a pipe or a device, is refused unread.
fn read(path: &Path) -> Result<String, String> {
    use std::os::unix::fs::OpenOptionsExt;
    let unreadable = |error: std::io::Error| format!("can't be read ({error})");
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK)
        .open(path)
        .map_err(unreadable)?;
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err("is no runtime configuration: it is no plain file".to_owned());
    }
    let mut text = String::new();
    file.take(LARGEST_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    if text.len() as u64 > LARGEST_BYTES {
        return Err("is no runtime configuration: it is larger than 1 MiB".to_owned());
    }
    Ok(text)
}

fn is_executable(program: &Path) -> bool {
    use std::os::unix::ffi::OsStrExt;
    // SAFETY: a zero-terminated path.
    CString::new(program.as_os_str().as_bytes())
        .is_ok_and(|path| unsafe { libc::access(path.as_ptr(), libc::X_OK) } == 0)
}

fn absolute(variable: &str) -> Option<PathBuf> {
    non_empty(variable).filter(|path| path.is_absolute())
}

fn non_empty(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

fn beside_library() -> Option<PathBuf> {
    // SAFETY: dladdr fills `info`; its strings belong to the loader and live as long as the library.
    let library = unsafe {
        let mut info: libc::Dl_info = std::mem::zeroed();
        let here = beside_library as *const libc::c_void;
        if libc::dladdr(here, &mut info) == 0 || info.dli_fname.is_null() {
            return None;
        }
        CStr::from_ptr(info.dli_fname).to_str().ok()?
    };
    Some(Path::new(library).parent()?.join("runtime.json"))
}

fn parse(text: &str) -> Result<Runtime, String> {
    let root: Value = serde_json::from_str(text).map_err(|error| format!("is not JSON ({error})"))?;
    let fields = root.as_object().ok_or("is not a JSON object")?;
    if fields.get("version").and_then(Value::as_u64) != Some(1) {
        return Err("has no \"version\": 1".to_owned());
    }
    let java = text_of(fields.get("java")).ok_or("has no \"java\", the absolute path of a program")?;
    if !Path::new(&java).is_absolute() {
        return Err(format!("names java as \"{java}\", which is not an absolute path"));
    }
    let arguments = texts_of(fields.get("arguments")).ok_or("has no \"arguments\", a list of strings")?;
    let server = match fields.get("server") {
        None => None,
        Some(server) => {
            Some(texts_of(server.get("arguments")).ok_or("has a \"server\" without \"arguments\", a list of strings")?)
        }
    };
    let environment = match fields.get("environment") {
        None => Vec::new(),
        Some(value) => value
            .as_object()
            .and_then(|map| {
                map.iter()
                    .map(|(name, value)| Some((name.clone(), text_of(Some(value))?)))
                    .collect()
            })
            .ok_or("has an \"environment\" that is not an object of strings")?,
    };
    Ok(Runtime {
        java: PathBuf::from(java),
        arguments,
        environment,
        server,
    })
}

fn texts_of(value: Option<&Value>) -> Option<Vec<String>> {
    value
        .and_then(Value::as_array)?
        .iter()
        .map(|text| text_of(Some(text)))
        .collect()
}

/// A string that can be passed to a program: no zero bytes.
fn text_of(value: Option<&Value>) -> Option<String> {
    value
        .and_then(Value::as_str)
        .filter(|text| !text.contains('\0'))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runtime_when_complete_expect_all_fields() {
        let runtime = parse(r#"{"version":1,"java":"/j","arguments":["-a","b"],"environment":{"X":"y"}}"#).unwrap();
        assert_eq!(runtime.java, Path::new("/j"));
        assert_eq!(runtime.arguments, ["-a", "b"]);
        assert_eq!(runtime.environment, [("X".to_owned(), "y".to_owned())]);
        assert_eq!(runtime.server, None);
        let runtime = parse(r#"{"version":1,"java":"/j","arguments":[],"server":{"arguments":["S"]}}"#).unwrap();
        assert_eq!(runtime.server, Some(vec!["S".to_owned()]));
    }

    #[test]
    fn runtime_when_broken_expect_what_is_wrong() {
        for (text, expected) in [
            ("", "is not JSON"),
            ("[]", "is not a JSON object"),
            (r#"{"version":2}"#, "has no \"version\": 1"),
            (r#"{"version":1}"#, "has no \"java\""),
            (r#"{"version":1,"java":"java","arguments":[]}"#, "not an absolute path"),
            (r#"{"version":1,"java":"/j","arguments":[1]}"#, "has no \"arguments\""),
            (
                r#"{"version":1,"java":"/j","arguments":["a\u0000b"]}"#,
                "has no \"arguments\"",
            ),
            (
                r#"{"version":1,"java":"/j","arguments":[],"environment":[]}"#,
                "\"environment\"",
            ),
            (
                r#"{"version":1,"java":"/j","arguments":[],"server":{}}"#,
                "a \"server\" without \"arguments\"",
            ),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
