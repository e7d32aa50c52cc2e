//! What becomes of a new process between its birth on borrowed memory and the program that it becomes.

use std::ffi::{c_int, c_void, CString};
use std::os::fd::{FromRawFd, OwnedFd, RawFd};

use crate::platform::errno;

/// Number of the control socket in the engine process.
pub const SOCKET_NUMBER: RawFd = 3;
const STACK_BYTES: usize = 64 * 1024;

/// What a new process becomes and what it begins with.
pub struct Plan {
    pub program: CString,
    pub arguments: Vec<CString>,
    pub environment: Vec<CString>,
    /// End of the control socket; `None` for a process that outlives this one.
    pub socket: Option<RawFd>,
    pub log: RawFd,
    pub input: RawFd,
}

/// All that the child needs, made before it exists.
struct Birth {
    plan: Plan,
    arguments: Vec<*const libc::c_char>,
    environment: Vec<*const libc::c_char>,
    parent: i32,
    /// Stack of the child's child, where there is one.
    second_stack: *mut c_void,
    /// Number of the child's child; the child writes it in our memory.
    second_pid: c_int,
    /// errno of the child when it couldn't become the program; the child writes it in our memory.
    failure: c_int,
}

impl Birth {
    fn of(plan: Plan, second_stack: *mut c_void) -> Birth {
        Birth {
            arguments: pointers(&plan.arguments),
            environment: pointers(&plan.environment),
            plan,
            parent: std::process::id() as i32,
            second_stack,
            second_pid: 0,
            failure: 0,
        }
    }
}

fn pointers(words: &[CString]) -> Vec<*const libc::c_char> {
    words
        .iter()
        .map(|word| word.as_ptr())
        .chain(std::iter::once(std::ptr::null()))
        .collect()
}

/// Starts a process that isn't this one's child. Returns a descriptor that is readable once it has ended; error: errno.
pub fn start_detached(plan: Plan) -> Result<OwnedFd, i32> {
    let mut stack = vec![0u128; STACK_BYTES / 16];
    let mut second_stack = vec![0u128; STACK_BYTES / 16];
    let mut birth = Birth::of(plan, top_of(&mut second_stack));
    // SAFETY: as in `start`; both stacks live until the child between has ended, which is waited for. The number of its
    // child stays its own until that one is reaped, which is init's task: a process that ended at once may be gone.
    unsafe {
        let (pid, failure) = with_signals_blocked(|| {
            let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
            let pid = libc::clone(between, top_of(&mut stack), flags, (&mut birth as *mut Birth).cast());
            (
                pid,
                if pid < 0 {
                    errno()
                } else {
                    std::ptr::read_volatile(&birth.failure)
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
        let pidfd = libc::syscall(libc::SYS_pidfd_open, std::ptr::read_volatile(&birth.second_pid), 0);
        if pidfd < 0 {
            return Err(errno());
        }
        Ok(OwnedFd::from_raw_fd(pidfd as RawFd))
    }
}

/// Runs in the child that only stands between: makes the process that is to stay and ends, so that init inherits it.
extern "C" fn between(birth: *mut c_void) -> c_int {
    // SAFETY: see `start_detached`; async-signal-safe calls only.
    unsafe {
        let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
        let pid = libc::clone(child, (*birth.cast::<Birth>()).second_stack, flags, birth);
        if pid < 0 {
            return fail(birth.cast());
        }
        std::ptr::write_volatile(&mut (*birth.cast::<Birth>()).second_pid, pid);
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

/// Starts a child of the calling thread. Error: errno.
pub fn start(plan: Plan) -> Result<(i32, OwnedFd), i32> {
    let mut stack = vec![0u128; STACK_BYTES / 16];
    let mut birth = Birth::of(plan, std::ptr::null_mut());
    let mut pidfd: c_int = -1;
    // SAFETY: with CLONE_VM | CLONE_VFORK this thread stands still until the child has become another program or ended,
    // so the child has `birth` and `stack` to itself. It calls only async-signal-safe functions. All signals are
    // blocked meanwhile, so that no handler of the host runs in the child.
    unsafe {
        let (pid, failure) = with_signals_blocked(|| {
            let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::CLONE_PIDFD | libc::SIGCHLD;
            let pid = libc::clone(
                child,
                top_of(&mut stack),
                flags,
                (&mut birth as *mut Birth).cast(),
                &mut pidfd as *mut c_int,
            );
            (
                pid,
                if pid < 0 {
                    errno()
                } else {
                    std::ptr::read_volatile(&birth.failure)
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
extern "C" fn child(birth: *mut c_void) -> c_int {
    // SAFETY: see `start`; every call is async-signal-safe and gets valid arguments.
    unsafe {
        let birth = birth.cast::<Birth>();
        for signal in 1..=64 {
            if signal != libc::SIGKILL && signal != libc::SIGSTOP {
                let mut default: libc::sigaction = std::mem::zeroed();
                default.sa_sigaction = libc::SIG_DFL;
                libc::sigaction(signal, &default, std::ptr::null_mut());
            }
        }
        libc::umask(0o077);
        let stays = (*birth).plan.socket.is_none();
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
            ((*birth).plan.input, 0),
            ((*birth).plan.log, 1),
            ((*birth).plan.log, 2),
            ((*birth).plan.socket.unwrap_or(-1), SOCKET_NUMBER),
        ];
        let inherited = if stays { SOCKET_NUMBER } else { SOCKET_NUMBER + 1 };
        for (from, to) in &sources[..inherited as usize] {
            if libc::dup2(*from, *to) < 0 {
                return fail(birth);
            }
        }
        close_from(inherited);
        let mut none: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut none);
        libc::sigprocmask(libc::SIG_SETMASK, &none, std::ptr::null_mut());
        if stays || libc::getppid() == (*birth).parent {
            libc::execve(
                (*birth).plan.program.as_ptr(),
                (*birth).arguments.as_ptr(),
                (*birth).environment.as_ptr(),
            );
        }
        fail(birth)
    }
}

/// # Safety
/// Only in the child.
unsafe fn fail(birth: *mut Birth) -> c_int {
    // SAFETY: the parent stands still and reads `failure` after this process has ended.
    unsafe {
        let reason = *libc::__errno_location();
        std::ptr::write_volatile(&mut (*birth).failure, if reason == 0 { libc::ESRCH } else { reason });
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
