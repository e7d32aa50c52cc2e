//! The supervisor thread itself.

use std::os::fd::{AsRawFd, RawFd};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::bridge::Bridge;
use super::member::Member;
use super::process::{is_readable, EngineProcess};
use super::runtime::RuntimeSource;
use super::server::ServerWatch;
use super::{Command, Shared};
use crate::core::link::Link;
use crate::notice;

/// How long an engine process may take to leave after its socket is closed.
const FAREWELL_LIMIT: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(100);

pub struct Watch {
    shared: Arc<Shared>,
    source: RuntimeSource,
    warm_up_limit: Duration,
    bridges: Vec<Bridge>,
    /// Processes that were asked to leave.
    leaving: Vec<(EngineProcess, Instant)>,
    server: ServerWatch,
    looked_at: Instant,
}

impl Watch {
    pub fn new(shared: Arc<Shared>, source: RuntimeSource, warm_up_limit: Duration) -> Watch {
        Watch {
            shared,
            source,
            warm_up_limit,
            bridges: Vec::new(),
            leaving: Vec::new(),
            server: ServerWatch::new(Instant::now()),
            looked_at: Instant::now(),
        }
    }

    /// Until the handle is dropped; in a host, for ever.
    pub fn run(mut self) {
        become_ordinary();
        while !self.shared.stop.load(Ordering::Acquire) {
            self.sleep();
            if catch_unwind(AssertUnwindSafe(|| self.look())).is_err() {
                notice::say("the supervisor has met a bug; sound goes on, engines may not be restarted");
            }
        }
        for bridge in &self.bridges {
            if let Some(process) = bridge.process() {
                process.kill();
                process.reap();
            }
        }
        for (process, _) in &self.leaving {
            process.kill();
            process.reap();
        }
    }

    fn look(&mut self) {
        let now = Instant::now();
        let since = now.duration_since(self.looked_at);
        self.looked_at = now;
        let commands = std::mem::take(&mut *self.shared.commands.lock().unwrap_or_else(PoisonError::into_inner));
        for command in commands {
            match command {
                Command::Attach(link) => self.attach(link, now),
                Command::Detach(link) => self.detach(&link, now),
            }
        }
        for bridge in &mut self.bridges {
            // First, for an engine may say who it is and end.
            bridge.listen(now);
            bridge.notice_death(now);
            bridge.watch_members(since, now, self.warm_up_limit);
            bridge.start_if_due(&self.source, now);
            bridge.send_unsent();
        }
        self.say_goodbye(now);
        let mut members = self.bridges.iter().flat_map(Bridge::members);
        let plays_live = members.any(Member::plays_live);
        self.server.look(&self.source, plays_live, now);
    }

    fn attach(&mut self, link: Arc<Link>, now: Instant) {
        let free = self.bridges.iter().position(Bridge::has_room);
        let at = free.unwrap_or_else(|| {
            self.bridges.push(Bridge::new(now));
            self.bridges.len() - 1
        });
        self.bridges[at].attach(link);
    }

    fn detach(&mut self, link: &Arc<Link>, now: Instant) {
        for bridge in &mut self.bridges {
            if bridge.detach(link, now) {
                return;
            }
        }
    }

    /// Lets go of processes without instances, ends those that don't leave.
    fn say_goodbye(&mut self, now: Instant) {
        for bridge in &mut self.bridges {
            if let Some(process) = bridge.take_idle_process(now) {
                // SAFETY: shuts down our own socket; the engine reads end-of-file and leaves.
                unsafe { libc::shutdown(process.socket.as_raw_fd(), libc::SHUT_RDWR) };
                self.leaving.push((process, now + FAREWELL_LIMIT));
            }
        }
        self.bridges.retain(|bridge| !bridge.is_done());
        self.leaving.retain(|(process, limit)| {
            if is_readable(&process.pidfd) {
                process.reap();
                return false;
            }
            if now >= *limit {
                process.kill();
            }
            true
        });
    }

    /// Waits for a command, a death, a message or the next look.
    fn sleep(&self) {
        let sockets = self.bridges.iter().filter_map(Bridge::process);
        let leaving = self.leaving.iter().map(|(process, _)| process.pidfd.as_raw_fd());
        let mut polls: Vec<libc::pollfd> = std::iter::once(self.shared.bell.as_raw_fd())
            .chain(sockets.flat_map(|process| [process.pidfd.as_raw_fd(), process.socket.as_raw_fd()]))
            .chain(leaving)
            .chain(self.server.descriptor())
            .map(|fd: RawFd| libc::pollfd {
                fd,
                events: libc::POLLIN,
                revents: 0,
            })
            .collect();
        let nothing_to_watch = self.bridges.is_empty() && self.leaving.is_empty();
        let timeout_ms = if nothing_to_watch { -1 } else { LOOK.as_millis() as i32 };
        // SAFETY: `polls` is valid for its length; the eventfd is read into a local.
        unsafe {
            libc::poll(polls.as_mut_ptr(), polls.len() as libc::nfds_t, timeout_ms);
            let mut rung = 0u64;
            libc::read(self.shared.bell.as_raw_fd(), (&mut rung as *mut u64).cast(), 8);
        }
    }
}

/// The thread may have been made by a real-time thread, and hosts' signal handlers have no business here.
fn become_ordinary() {
    // SAFETY: changes the calling thread only.
    unsafe {
        let normal = libc::sched_param { sched_priority: 0 };
        libc::sched_setscheduler(0, libc::SCHED_OTHER, &normal);
        let mut all: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &all, std::ptr::null_mut());
    }
}
