//! One thread per host process that starts, feeds, watches and restarts engine processes, and the user's control server
//! while an instance plays live. It is made at the first activate, never while a host scans, and stays: engine processes
//! die with it (PR_SET_PDEATHSIG), the control server doesn't.

mod bridge;
mod child;
mod member;
mod process;
mod pulse;
pub mod runtime;
mod server;
mod spawn;
mod watch;
mod words;

use std::collections::VecDeque;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::core::link::Link;
use crate::notice;
use runtime::RuntimeSource;

/// What the supervisor thread is asked to do, in order.
enum Command {
    Attach(Arc<Link>),
    Detach(Arc<Link>),
}

struct Shared {
    commands: Mutex<VecDeque<Command>>,
    /// eventfd that ends the thread's wait.
    bell: OwnedFd,
    stop: AtomicBool,
}

impl Shared {
    fn ring(&self) {
        let one: u64 = 1;
        // SAFETY: writes eight bytes of a local to an eventfd; a full counter rings as well.
        unsafe { libc::write(self.bell.as_raw_fd(), (&one as *const u64).cast(), 8) };
    }
}

/// Handle of a supervisor thread. Every method: main thread of the host, never an audio thread.
pub struct Supervisor {
    shared: Arc<Shared>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// The supervisor of this process, with the process that it belongs to: a fork takes the memory but not the thread.
static OF_THIS_PROCESS: Mutex<Option<(u32, Arc<Supervisor>)>> = Mutex::new(None);

impl Supervisor {
    /// The one supervisor of this process, made when first asked for. `None` where no thread can be made.
    pub fn of_this_process() -> Option<Arc<Supervisor>> {
        let mut slot = OF_THIS_PROCESS.lock().unwrap_or_else(PoisonError::into_inner);
        let pid = std::process::id();
        if let Some((owner, supervisor)) = slot.as_ref() {
            if *owner == pid {
                return Some(supervisor.clone());
            }
            // Of the parent's: its thread doesn't exist here, so it must not be joined.
            std::mem::forget(slot.take());
        }
        match Supervisor::new(RuntimeSource::Environment) {
            Ok(supervisor) => {
                let supervisor = Arc::new(supervisor);
                *slot = Some((pid, supervisor.clone()));
                Some(supervisor)
            }
            Err(error) => {
                notice::say(&format!(
                    "the supervisor thread can't be made ({error}), so no engine can be started; live sound passes unprocessed"
                ));
                None
            }
        }
    }

    /// A supervisor of its own, for tests and tools.
    pub fn new(source: RuntimeSource) -> std::io::Result<Supervisor> {
        Supervisor::with_warm_up_limit(source, pulse::WARM_UP_LIMIT)
    }

    /// [`Supervisor::new`] that gives engines this long from their first beat until they are ready.
    pub fn with_warm_up_limit(source: RuntimeSource, limit: Duration) -> std::io::Result<Supervisor> {
        // SAFETY: makes a new descriptor, which is ours.
        let bell = unsafe {
            let fd = libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK);
            if fd < 0 {
                return Err(std::io::Error::last_os_error());
            }
            OwnedFd::from_raw_fd(fd)
        };
        let shared = Arc::new(Shared {
            commands: Mutex::default(),
            bell,
            stop: AtomicBool::new(false),
        });
        let theirs = shared.clone();
        let thread = std::thread::Builder::new()
            .name("attune-watch".to_owned())
            .spawn(move || watch::Watch::new(theirs, source, limit).run())?;
        Ok(Supervisor {
            shared,
            thread: Some(thread),
        })
    }

    /// Gives an activated instance an engine, now and after every failure, until [`Supervisor::detach`].
    pub fn attach(&self, link: &Arc<Link>) {
        self.command(Command::Attach(link.clone()));
    }

    /// Ends what [`Supervisor::attach`] began.
    pub fn detach(&self, link: &Arc<Link>) {
        self.command(Command::Detach(link.clone()));
    }

    fn command(&self, command: Command) {
        self.shared
            .commands
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(command);
        self.shared.ring();
    }
}

impl Drop for Supervisor {
    /// Ends the thread and every engine process.
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        self.shared.ring();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
