//! Starts processes out of somebody else's process: without copying its page tables (a fork of a host with gigabytes of
//! samples would fault its audio threads), with nothing of its environment, descriptors, signals and scheduling left. An
//! engine can't outlive the host; the control server is nobody's child and has a session of its own, so that it does.

use std::ffi::CString;
use std::fs::{File, OpenOptions};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;

use super::child::{start, start_detached, Plan};
use super::process::EngineProcess;
use super::runtime::Runtime;
use super::words::{argument_words, environment_words, with_socket, KEPT_BY_SERVER};
use crate::log;
use crate::notice;
use crate::platform::errno;

/// Standard input and error output of a new process.
struct Streams {
    input: OwnedFd,
    log: OwnedFd,
}

impl Streams {
    /// Error: what is missing and errno. Numbers above those that the child assigns, so that no assignment overwrites
    /// a source.
    fn open(log_name: &str) -> Result<Streams, (&'static str, i32)> {
        let null = |error: std::io::Error| ("/dev/null", error.raw_os_error().unwrap_or(0));
        let input = File::open("/dev/null").map_err(null)?;
        let log = log::open(log_name).and_then(|log| raised(log.as_raw_fd()).ok());
        let log = match log {
            Some(log) => log,
            None => {
                notice::say(&format!(
                    "{} can't be written, so nothing is logged; the sound is not affected",
                    log::place(log_name)
                ));
                let sink = OpenOptions::new().write(true).open("/dev/null").map_err(null)?;
                raised(sink.as_raw_fd()).map_err(|errno| ("/dev/null", errno))?
            }
        };
        Ok(Streams {
            input: raised(input.as_raw_fd()).map_err(|errno| ("/dev/null", errno))?,
            log,
        })
    }
}

fn failed(runtime: &Runtime, what: &str, errno: i32) -> String {
    let reason = std::io::Error::from_raw_os_error(errno);
    format!(
        "{} can't be started ({what}: {reason}); run `./attune install`",
        runtime.java.display()
    )
}

/// Starts the engine. The calling thread must live as long as the engine may: it dies with this thread.
/// Error: a sentence without full stop.
pub fn spawn(runtime: &Runtime) -> Result<EngineProcess, String> {
    let failed = |what: &str, errno: i32| failed(runtime, what, errno);
    let (ours, theirs) = socket_pair().map_err(|errno| failed("socket", errno))?;
    let socket = raised(theirs.as_raw_fd()).map_err(|errno| failed("socket", errno))?;
    let streams = Streams::open(log::BRIDGE_LOG).map_err(|(what, errno)| failed(what, errno))?;
    let program = CString::new(runtime.java.as_os_str().as_bytes()).map_err(|_| failed("name", libc::EINVAL))?;
    let arguments =
        argument_words(runtime, &with_socket(&runtime.arguments)).ok_or_else(|| failed("arguments", libc::EINVAL))?;
    let plan = Plan {
        program,
        arguments,
        environment: environment_words(runtime, &[]),
        socket: Some(socket.as_raw_fd()),
        log: streams.log.as_raw_fd(),
        input: streams.input.as_raw_fd(),
    };
    let (pid, pidfd) = start(plan).map_err(|errno| failed("exec", errno))?;
    Ok(EngineProcess {
        pid,
        pidfd,
        socket: ours,
    })
}

/// Starts the same java with other arguments as a process that outlives this one and isn't its child: a host that waits
/// for all of its children doesn't wait for it. What it says goes to the log of this name.
/// Returns a descriptor that is readable once it has ended. Error: a sentence without full stop.
pub fn spawn_detached(runtime: &Runtime, arguments: &[String], log_name: &str) -> Result<OwnedFd, String> {
    let failed = |what: &str, errno: i32| failed(runtime, what, errno);
    let streams = Streams::open(log_name).map_err(|(what, errno)| failed(what, errno))?;
    let program = CString::new(runtime.java.as_os_str().as_bytes()).map_err(|_| failed("name", libc::EINVAL))?;
    let arguments = argument_words(runtime, arguments).ok_or_else(|| failed("arguments", libc::EINVAL))?;
    let plan = Plan {
        program,
        arguments,
        environment: environment_words(runtime, &KEPT_BY_SERVER),
        socket: None,
        log: streams.log.as_raw_fd(),
        input: streams.input.as_raw_fd(),
    };
    start_detached(plan).map_err(|errno| failed("exec", errno))
}

fn socket_pair() -> Result<(OwnedFd, OwnedFd), i32> {
    let mut pair = [-1; 2];
    // SAFETY: room for two descriptors; both are new and ours.
    unsafe {
        if libc::socketpair(
            libc::AF_UNIX,
            libc::SOCK_SEQPACKET | libc::SOCK_CLOEXEC,
            0,
            pair.as_mut_ptr(),
        ) != 0
        {
            return Err(errno());
        }
        Ok((OwnedFd::from_raw_fd(pair[0]), OwnedFd::from_raw_fd(pair[1])))
    }
}

fn raised(fd: RawFd) -> Result<OwnedFd, i32> {
    // SAFETY: makes a new descriptor, which is ours.
    unsafe {
        let copy = libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 10);
        if copy < 0 {
            return Err(errno());
        }
        Ok(OwnedFd::from_raw_fd(copy))
    }
}
