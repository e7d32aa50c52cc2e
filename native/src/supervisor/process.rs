//! A running engine process, as its supervisor holds it.

use std::ffi::c_void;
use std::os::fd::{AsRawFd, OwnedFd};

use crate::platform::errno;

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

pub fn is_readable(fd: &OwnedFd) -> bool {
    let mut poll = libc::pollfd {
        fd: fd.as_raw_fd(),
        events: libc::POLLIN,
        revents: 0,
    };
    // SAFETY: one valid pollfd.
    unsafe { libc::poll(&mut poll, 1, 0) > 0 }
}
