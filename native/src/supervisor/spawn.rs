//! Starts processes out of somebody else's process: without copying its page tables (a fork of a host with gigabytes of
//! samples would fault its audio threads), with nothing of its environment, descriptors, signals and scheduling left. An
//! engine can't outlive the host; the control server is nobody's child and has a session of its own, so that it does.

use std::ffi::{c_int, c_void, CString, OsString};
use std::fs::{File, OpenOptions};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use super::runtime::Runtime;
use crate::log;
use crate::notice;
use crate::platform::errno;

/// Number of the control socket in the engine process.
const SOCKET_NUMBER: RawFd = 3;
const STACK_BYTES: usize = 64 * 1024;
/// Variables that an engine may see, besides those that begin with one of [`KEPT_PREFIXES`].
const KEPT_VARIABLES: [&str; 5] = ["HOME", "PATH", "LANG", "USER", "TMPDIR"];
const KEPT_PREFIXES: [&str; 3] = ["LC_", "XDG_", "ATTUNE_"];
/// Variables that the control server may see besides: it opens the panel in the user's browser.
const KEPT_BY_SERVER: [&str; 5] = [
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "BROWSER",
];

/// Exit status of an engine that can't use its native library (BridgeMain).
pub const NO_LIBRARY: i32 = 3;

/// A running engine process and our end of its control socket.
pub struct EngineProcess {
    pub pid: i32,
    pub pidfd: OwnedFd,
    pub socket: OwnedFd,
}

impl EngineProcess {
    pub fn kill(&self) {
        // SAFETY: the pidfd names exactly this child, whatever became of its number; a child that isn't reaped yet
        // keeps its number, for where the call doesn't exist (valgrind).
        unsafe {
            let none = std::ptr::null::<c_void>();
            let sent = libc::syscall(
                libc::SYS_pidfd_send_signal,
                self.pidfd.as_raw_fd(),
                libc::SIGKILL,
                none,
                0,
            );
            if sent != 0 && errno() == libc::ENOSYS {
                libc::kill(self.pid, libc::SIGKILL);
            }
        }
    }

    /// Takes the exit status from the kernel, so that no zombie stays; `None` where it has none. The process has ended or
    /// is about to.
    pub fn reap(&self) -> Option<i32> {
        // SAFETY: `info` is plain data; a host that has reaped the child already makes this fail, which is fine.
        unsafe {
            let mut info: libc::siginfo_t = std::mem::zeroed();
            let reaped = libc::waitid(
                libc::P_PIDFD,
                self.pidfd.as_raw_fd() as libc::id_t,
                &mut info,
                libc::WEXITED | libc::__WALL,
            );
            (reaped == 0 && info.si_code == libc::CLD_EXITED).then(|| info.si_status())
        }
    }
}

/// All that the child needs, made before it exists.
struct Plan {
    program: CString,
    arguments: Vec<*const libc::c_char>,
    environment: Vec<*const libc::c_char>,
    /// End of the control socket; `None` for a process that outlives this one.
    socket: Option<RawFd>,
    log: RawFd,
    input: RawFd,
    parent: i32,
    /// Stack of the child's child, where there is one.
    second_stack: *mut c_void,
    /// Number of the child's child; the child writes it in our memory.
    second_pid: c_int,
    /// errno of the child when it couldn't become the program; the child writes it in our memory.
    failure: c_int,
}

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
    let words =
        argument_words(runtime, &with_socket(&runtime.arguments)).ok_or_else(|| failed("arguments", libc::EINVAL))?;
    let variables = environment_words(runtime, &[]);
    let plan = Plan {
        program,
        arguments: pointers(&words),
        environment: pointers(&variables),
        socket: Some(socket.as_raw_fd()),
        log: streams.log.as_raw_fd(),
        input: streams.input.as_raw_fd(),
        parent: std::process::id() as i32,
        second_stack: std::ptr::null_mut(),
        second_pid: 0,
        failure: 0,
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
    let words = argument_words(runtime, arguments).ok_or_else(|| failed("arguments", libc::EINVAL))?;
    let variables = environment_words(runtime, &KEPT_BY_SERVER);
    let mut stack = vec![0u128; STACK_BYTES / 16];
    let plan = Plan {
        program,
        arguments: pointers(&words),
        environment: pointers(&variables),
        socket: None,
        log: streams.log.as_raw_fd(),
        input: streams.input.as_raw_fd(),
        parent: std::process::id() as i32,
        second_stack: top_of(&mut stack),
        second_pid: 0,
        failure: 0,
    };
    start_detached(plan).map_err(|errno| failed("exec", errno))
}

fn start_detached(mut plan: Plan) -> Result<OwnedFd, i32> {
    let mut stack = vec![0u128; STACK_BYTES / 16];
    // SAFETY: as in `start`; both stacks live until the child between has ended, which is waited for. The number of its
    // child stays its own until that one is reaped, which is init's task: a process that ended at once may be gone.
    unsafe {
        let (pid, failure) = with_signals_blocked(|| {
            let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
            let pid = libc::clone(between, top_of(&mut stack), flags, (&mut plan as *mut Plan).cast());
            (
                pid,
                if pid < 0 {
                    errno()
                } else {
                    std::ptr::read_volatile(&plan.failure)
                },
            )
        });
        if pid < 0 {
            return Err(failure);
        }
        libc::waitpid(pid, std::ptr::null_mut(), libc::__WALL);
        if failure != 0 {
            return Err(failure);
        }
        let pidfd = libc::syscall(libc::SYS_pidfd_open, std::ptr::read_volatile(&plan.second_pid), 0);
        if pidfd < 0 {
            return Err(errno());
        }
        Ok(OwnedFd::from_raw_fd(pidfd as RawFd))
    }
}

/// Runs in the child that only stands between: makes the process that is to stay and ends, so that init inherits it.
extern "C" fn between(plan: *mut c_void) -> c_int {
    // SAFETY: see `start_detached`; async-signal-safe calls only.
    unsafe {
        let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
        let pid = libc::clone(child, (*plan.cast::<Plan>()).second_stack, flags, plan);
        if pid < 0 {
            return fail(plan.cast());
        }
        std::ptr::write_volatile(&mut (*plan.cast::<Plan>()).second_pid, pid);
        libc::_exit(0)
    }
}

fn top_of(stack: &mut [u128]) -> *mut c_void {
    stack.as_mut_ptr_range().end.cast()
}

/// # Safety
/// What `action` does must be safe in a thread without signals.
unsafe fn with_signals_blocked<T>(action: impl FnOnce() -> T) -> T {
    // SAFETY: changes the calling thread's mask only, and back.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        let mut before: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &all, &mut before);
        let result = action();
        libc::pthread_sigmask(libc::SIG_SETMASK, &before, std::ptr::null_mut());
        result
    }
}

fn start(mut plan: Plan) -> Result<(i32, OwnedFd), i32> {
    let mut stack = vec![0u128; STACK_BYTES / 16];
    let mut pidfd: c_int = -1;
    // SAFETY: with CLONE_VM | CLONE_VFORK this thread stands still until the child has become another program or ended,
    // so the child has `plan` and `stack` to itself. It calls only async-signal-safe functions. All signals are
    // blocked meanwhile, so that no handler of the host runs in the child.
    unsafe {
        let (pid, failure) = with_signals_blocked(|| {
            let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::CLONE_PIDFD | libc::SIGCHLD;
            let pid = libc::clone(
                child,
                top_of(&mut stack),
                flags,
                (&mut plan as *mut Plan).cast(),
                &mut pidfd as *mut c_int,
            );
            (
                pid,
                if pid < 0 {
                    errno()
                } else {
                    std::ptr::read_volatile(&plan.failure)
                },
            )
        });
        if pid < 0 {
            return Err(failure);
        }
        let pidfd = OwnedFd::from_raw_fd(pidfd);
        if failure != 0 {
            libc::waitpid(pid, std::ptr::null_mut(), libc::__WALL);
            return Err(failure);
        }
        Ok((pid, pidfd))
    }
}

/// Runs in the child, on borrowed memory: nothing here may allocate, lock or panic.
extern "C" fn child(plan: *mut c_void) -> c_int {
    // SAFETY: see `start`; every call is async-signal-safe and gets valid arguments.
    unsafe {
        let plan = plan.cast::<Plan>();
        for signal in 1..=64 {
            if signal != libc::SIGKILL && signal != libc::SIGSTOP {
                let mut default: libc::sigaction = std::mem::zeroed();
                default.sa_sigaction = libc::SIG_DFL;
                libc::sigaction(signal, &default, std::ptr::null_mut());
            }
        }
        libc::umask(0o077);
        let stays = (*plan).socket.is_none();
        if stays {
            libc::setsid();
            libc::chdir(c"/".as_ptr());
        } else {
            libc::setpgid(0, 0);
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        }
        let normal = libc::sched_param { sched_priority: 0 };
        libc::sched_setscheduler(0, libc::SCHED_OTHER, &normal);
        libc::setpriority(libc::PRIO_PROCESS as _, 0, 0);
        let sources = [
            ((*plan).input, 0),
            ((*plan).log, 1),
            ((*plan).log, 2),
            ((*plan).socket.unwrap_or(-1), SOCKET_NUMBER),
        ];
        let inherited = if stays { SOCKET_NUMBER } else { SOCKET_NUMBER + 1 };
        for (from, to) in &sources[..inherited as usize] {
            if libc::dup2(*from, *to) < 0 {
                return fail(plan);
            }
        }
        close_from(inherited);
        let mut none: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut none);
        libc::sigprocmask(libc::SIG_SETMASK, &none, std::ptr::null_mut());
        if stays || libc::getppid() == (*plan).parent {
            libc::execve(
                (*plan).program.as_ptr(),
                (*plan).arguments.as_ptr(),
                (*plan).environment.as_ptr(),
            );
        }
        fail(plan)
    }
}

/// # Safety
/// Only in the child.
unsafe fn fail(plan: *mut Plan) -> c_int {
    // SAFETY: the parent stands still and reads `failure` after this process has ended.
    unsafe {
        let reason = *libc::__errno_location();
        std::ptr::write_volatile(&mut (*plan).failure, if reason == 0 { libc::ESRCH } else { reason });
        libc::_exit(127)
    }
}

/// Marks every descriptor from this one on as closed by exec.
///
/// # Safety
/// Only in the child.
unsafe fn close_from(first: RawFd) {
    // SAFETY: descriptor flags of the child's own table.
    unsafe {
        if libc::syscall(libc::SYS_close_range, first, u32::MAX, libc::CLOSE_RANGE_CLOEXEC) == 0 {
            return;
        }
        let mut limit: libc::rlimit = std::mem::zeroed();
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
        for fd in first..limit.rlim_cur.min(65_536) as c_int {
            libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC);
        }
    }
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

/// An engine's arguments, the socket named once.
fn with_socket(arguments: &[String]) -> Vec<String> {
    let socket = format!("--socket-fd={SOCKET_NUMBER}");
    let rest = arguments
        .strip_suffix(std::slice::from_ref(&socket))
        .unwrap_or(arguments);
    rest.iter().cloned().chain(std::iter::once(socket)).collect()
}

fn argument_words(runtime: &Runtime, arguments: &[String]) -> Option<Vec<CString>> {
    let program = std::iter::once(CString::new(runtime.java.as_os_str().as_bytes()).ok());
    program
        .chain(arguments.iter().map(|argument| CString::new(argument.as_str()).ok()))
        .collect()
}

/// Java reads the names of files by the locale: under `C` it could not open a jar below a folder named in UTF-8.
const LOCALE: (&str, &str) = ("LC_ALL", "C.UTF-8");

fn environment_words(runtime: &Runtime, besides: &[&str]) -> Vec<CString> {
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

fn pointers(words: &[CString]) -> Vec<*const libc::c_char> {
    words
        .iter()
        .map(|word| word.as_ptr())
        .chain(std::iter::once(std::ptr::null()))
        .collect()
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
