//! The supervisor thread itself.

use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::pulse::{Demand, Pulse};
use super::runtime::RuntimeSource;
use super::server::ServerWatch;
use super::spawn::{spawn, EngineProcess, NO_LIBRARY};
use super::{Command, Shared};
use crate::build::{self, Build};
use crate::core::link::{Link, Notice, Supply};
use crate::generated::layout::*;
use crate::notice;
use crate::platform::clock;
use crate::segment::Segment;
use crate::wire;

/// Instances that one engine process takes.
const INSTANCES_PER_PROCESS: usize = 8;
/// How long an engine process is kept without instances: a host's deactivate and activate don't restart it.
const IDLE_LIMIT: Duration = Duration::from_secs(2);
/// How long an engine process may take to leave after its socket is closed.
const FAREWELL_LIMIT: Duration = Duration::from_secs(3);
/// Engine processes started again within [`RESTART_WINDOW`].
const RESTARTS_AT_MOST: usize = 5;
const RESTART_WINDOW: Duration = Duration::from_secs(60);
/// A missing or wrong runtime.json is looked at again after this.
const RECONFIGURE: Duration = Duration::from_secs(5);
/// An instance that its engine has given up is offered to it again after this.
const REVIVE: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(100);
/// Audio runs if its thread was seen this recently.
const RUNNING_NS: i64 = 1_000_000_000;

/// An instance and the incarnation it was given last.
struct Member {
    link: Arc<Link>,
    epoch: u32,
    /// The segment that the process hasn't got yet.
    unsent: Option<Arc<Segment>>,
    pulse: Pulse,
    revive_at: Option<Instant>,
    /// Committed changes of this incarnation that the host was told of.
    commits: i64,
    /// The host was told that it has set another latency mode.
    restart_asked: bool,
}

/// Up to eight instances and their process, if it runs.
struct Bridge {
    members: Vec<Member>,
    process: Option<EngineProcess>,
    deaths: Vec<Instant>,
    retry_at: Instant,
    idle_since: Option<Instant>,
    /// The last engine doesn't fit this plugin.
    unfit: bool,
}

pub struct Watch {
    shared: Arc<Shared>,
    source: RuntimeSource,
    bridges: Vec<Bridge>,
    /// Processes that were asked to leave.
    leaving: Vec<(EngineProcess, Instant)>,
    server: ServerWatch,
    looked_at: Instant,
}

impl Watch {
    pub fn new(shared: Arc<Shared>, source: RuntimeSource) -> Watch {
        Watch {
            shared,
            source,
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
            if let Some(process) = &bridge.process {
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
            bridge.watch_members(since, now);
            bridge.start_if_due(&self.source, now);
            bridge.send_unsent();
        }
        self.say_goodbye(now);
        let mut members = self.bridges.iter().flat_map(|bridge| &bridge.members);
        let plays_live = members.any(Member::plays_live);
        self.server.look(&self.source, plays_live, now);
    }

    fn attach(&mut self, link: Arc<Link>, now: Instant) {
        let free = self
            .bridges
            .iter()
            .position(|bridge| bridge.members.len() < INSTANCES_PER_PROCESS);
        let at = free.unwrap_or_else(|| {
            self.bridges.push(Bridge::new(now));
            self.bridges.len() - 1
        });
        let bridge = &mut self.bridges[at];
        bridge.idle_since = None;
        bridge.members.push(Member {
            link,
            epoch: 0,
            unsent: None,
            pulse: Pulse::default(),
            revive_at: None,
            commits: 0,
            restart_asked: false,
        });
        if let Some(member) = bridge.members.last().filter(|_| bridge.unfit) {
            member.link.set_supply(Supply::Failed);
        }
        let running = bridge.process.is_some();
        if let Some(member) = bridge.members.last_mut().filter(|_| running) {
            member.renew();
        }
    }

    fn detach(&mut self, link: &Arc<Link>, now: Instant) {
        for bridge in &mut self.bridges {
            let Some(at) = bridge.members.iter().position(|member| Arc::ptr_eq(&member.link, link)) else {
                continue;
            };
            let mut member = bridge.members.remove(at);
            member.tell_commits();
            if let Some(process) = bridge.process.as_ref().filter(|_| member.epoch > 0) {
                let _ = wire::send(
                    process.socket.as_raw_fd(),
                    &message(wire::DETACH, &member).encode(),
                    None,
                );
            }
            member.link.bridge_pid.store(0, Ordering::Relaxed);
            if bridge.members.is_empty() {
                bridge.idle_since = Some(now);
            }
            return;
        }
    }

    /// Lets go of processes without instances, ends those that don't leave.
    fn say_goodbye(&mut self, now: Instant) {
        for bridge in &mut self.bridges {
            let idle = bridge
                .idle_since
                .is_some_and(|since| now.duration_since(since) >= IDLE_LIMIT);
            if let Some(process) = bridge.process.take_if(|_| idle) {
                // SAFETY: shuts down our own socket; the engine reads end-of-file and leaves.
                unsafe { libc::shutdown(process.socket.as_raw_fd(), libc::SHUT_RDWR) };
                self.leaving.push((process, now + FAREWELL_LIMIT));
            }
        }
        self.bridges
            .retain(|bridge| !bridge.members.is_empty() || bridge.process.is_some());
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
        let sockets = self.bridges.iter().filter_map(|bridge| bridge.process.as_ref());
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

impl Bridge {
    fn new(now: Instant) -> Bridge {
        Bridge {
            members: Vec::new(),
            process: None,
            deaths: Vec::new(),
            retry_at: now,
            idle_since: None,
            unfit: false,
        }
    }

    /// A dead process: every instance sees it at once, the next one comes after 0, 1, then 5 seconds.
    fn notice_death(&mut self, now: Instant) {
        let Some(process) = self.process.take_if(|process| is_readable(&process.pidfd)) else {
            return;
        };
        let meanwhile = self.meanwhile();
        for member in &mut self.members {
            member.lose();
        }
        if process.reap() == Some(NO_LIBRARY) {
            return self.rest(
                "the engine can't use its native library, see bridge.log; run `./attune install`",
                now,
            );
        }
        self.deaths.retain(|death| now.duration_since(*death) < RESTART_WINDOW);
        self.deaths.push(now);
        let pause = match self.deaths.len() {
            1 => Duration::ZERO,
            2 => Duration::from_secs(1),
            3..=RESTARTS_AT_MOST => Duration::from_secs(5),
            _ => RESTART_WINDOW.saturating_sub(now.duration_since(self.deaths[0])),
        };
        self.retry_at = now + pause;
        if !self.members.is_empty() {
            notice::say(&format!("the engine has ended unexpectedly; {meanwhile}"));
            if self.deaths.len() > RESTARTS_AT_MOST {
                notice::say("the engine has ended six times within a minute and rests for a while; see bridge.log");
            }
        }
    }

    /// What hosts hear until there is another engine.
    fn meanwhile(&self) -> &'static str {
        let mut links = self.members.iter().map(|member| &member.link);
        if links.clone().all(|link| link.is_offline()) {
            "offline renders wait for another"
        } else if links.any(|link| link.has_run() && !link.is_offline()) {
            "sound goes on unprocessed until it is back"
        } else {
            "another is started"
        }
    }

    /// Whatever else an engine says, it says in its segments: here it only tells who it is.
    fn listen(&mut self, now: Instant) {
        let Some(process) = &self.process else { return };
        let mut buffer = [0; wire::MESSAGE_BYTES];
        let mut unfit = None;
        while let Ok(received @ (wire::Received::Message(_) | wire::Received::Malformed)) =
            wire::receive(process.socket.as_raw_fd(), &mut buffer, 0)
        {
            let whole = matches!(received, wire::Received::Message(_));
            let message = wire::Message::decode(&buffer).filter(|_| whole);
            let greeter = message.and_then(|message| message.greeter());
            unfit = unfit.or(greeter.filter(|build| !build.fits(build::OURS)));
        }
        if let Some(theirs) = unfit {
            self.part_with(theirs, now);
        }
    }

    /// An engine of another build: nothing that it does with our memory is to be trusted.
    fn part_with(&mut self, theirs: Build, now: Instant) {
        if let Some(process) = self.process.take() {
            process.kill();
            process.reap();
        }
        let sentence = format!(
            "this plugin is {}, its engine {theirs}: they don't fit; run `./attune install` and start this program again",
            build::OURS
        );
        self.members.iter_mut().for_each(Member::lose);
        self.rest(&sentence, now);
    }

    /// No engine that can be started now would be of use. After a while it is tried again: an installation may have been
    /// mended.
    fn rest(&mut self, sentence: &str, now: Instant) {
        self.unfit = true;
        self.retry_at = now + RESTART_WINDOW;
        let offline = self.members.iter().all(|member| member.link.is_offline());
        notice::say(&format!(
            "{sentence}{}",
            if offline { "" } else { "; sound passes unprocessed" }
        ));
        let members = self.members.iter();
        members.for_each(|member| member.link.set_supply(Supply::Failed));
    }

    fn watch_members(&mut self, since: Duration, now: Instant) {
        let mut stalled = false;
        for member in &mut self.members {
            member.link.refresh();
            stalled |= member.is_stalled(since);
            member.report();
            member.tell_host();
            if member.revive(now) {
                if let Some(process) = &self.process {
                    let _ = wire::send(
                        process.socket.as_raw_fd(),
                        &message(wire::DETACH, member).encode(),
                        None,
                    );
                }
            }
        }
        if let Some(process) = self.process.as_ref().filter(|_| stalled) {
            let meanwhile = self.meanwhile();
            notice::say(&format!("the engine has stopped responding and is ended; {meanwhile}"));
            process.kill();
        }
    }

    fn start_if_due(&mut self, source: &RuntimeSource, now: Instant) {
        if self.process.is_some() || self.members.is_empty() || now < self.retry_at {
            return;
        }
        let started = source.load().and_then(|runtime| spawn(&runtime));
        match started {
            Ok(process) => {
                self.unfit = false;
                for member in &mut self.members {
                    if member.epoch > 0 {
                        member.link.counters.restarts.fetch_add(1, Ordering::Relaxed);
                    }
                    member.link.bridge_pid.store(process.pid, Ordering::Relaxed);
                    member.renew();
                }
                self.process = Some(process);
            }
            Err(sentence) => {
                notice::say(&sentence);
                self.retry_at = now + RECONFIGURE;
                self.members
                    .iter()
                    .for_each(|member| member.link.set_supply(Supply::Failed));
            }
        }
    }

    fn send_unsent(&mut self) {
        let Some(process) = &self.process else { return };
        for member in &mut self.members {
            let Some(segment) = &member.unsent else { continue };
            let bytes = message(wire::ATTACH, member).encode();
            match wire::send(process.socket.as_raw_fd(), &bytes, Some(segment.memfd())) {
                Ok(()) => {
                    member.link.bridge_pid.store(process.pid, Ordering::Relaxed);
                    member.link.offer(member.unsent.take());
                    member.link.set_supply(Supply::Attached);
                }
                // A full buffer empties, a dead process is noticed at the next look.
                Err(_) => return,
            }
        }
    }
}

impl Member {
    /// Makes the segment of the next incarnation.
    fn renew(&mut self) {
        self.revive_at = None;
        self.commits = 0;
        self.pulse = Pulse::default();
        match self.link.next_segment() {
            Ok(Some(segment)) => {
                self.epoch = segment.epoch();
                self.unsent = Some(segment);
            }
            Ok(None) => self.unsent = None,
            Err(errno) => {
                let reason = std::io::Error::from_raw_os_error(errno);
                notice::say(&format!(
                    "no shared memory for an instance ({reason}); {}",
                    self.without_engine()
                ));
                self.link.set_supply(Supply::Failed);
            }
        }
    }

    /// The engine of this incarnation is gone.
    fn lose(&mut self) {
        self.unsent = None;
        self.link.bridge_pid.store(0, Ordering::Relaxed);
        if let Some(segment) = self.link.segment() {
            segment.mark_lost();
        }
        self.link.set_supply(Supply::Waiting);
        self.link.offer(None);
    }

    /// Whether the audio thread was seen of late.
    fn is_running(&self) -> bool {
        clock::now_ns() - self.link.last_run_ns.load(Ordering::Relaxed) < RUNNING_NS
    }

    fn plays_live(&self) -> bool {
        self.is_running() && !self.link.is_offline()
    }

    /// What becomes of an instance that no engine takes.
    fn without_engine(&self) -> &'static str {
        if self.link.is_offline() {
            "its offline render is silent"
        } else {
            "its sound passes unprocessed"
        }
    }

    /// Whether the engine should have given a sign of life by now.
    fn is_stalled(&mut self, since: Duration) -> bool {
        let Some(segment) = self.link.segment() else {
            return false;
        };
        let demand = Demand {
            running: self.is_running(),
            offline: self.link.is_offline(),
        };
        self.pulse.is_lost(&segment, demand, since)
    }

    /// An engine that lives may still give up one instance: that one sounds dry and is offered again later.
    /// Returns whether it was given up just now.
    fn revive(&mut self, now: Instant) -> bool {
        if self.revive_at.is_some_and(|due| now >= due) {
            self.revive_at = None;
            self.link.counters.restarts.fetch_add(1, Ordering::Relaxed);
            self.renew();
            return false;
        }
        let Some(segment) = self.link.segment() else {
            return false;
        };
        let dead = segment.int(STATE_OFFSET).load(Ordering::Acquire) == STATE_DEAD as i32;
        let given_up = dead && segment.int(REFUSAL_OFFSET).load(Ordering::Acquire) == REFUSED_NOTHING as i32;
        if given_up {
            notice::say(&format!(
                "the engine has given up an instance, see bridge.log; {}",
                self.without_engine()
            ));
            self.lose();
            self.link.set_supply(Supply::Failed);
            self.revive_at = Some(now + REVIVE);
        }
        given_up
    }

    /// Passes on what a host that can hear it should know, once.
    fn tell_host(&mut self) {
        let other = self.link.wants_other_latency_mode();
        if other && !self.restart_asked {
            self.link.tell(Notice::OtherLatencyMode);
        }
        self.restart_asked = other;
        self.tell_commits();
    }

    /// Also of an engine that has just gone: what it had committed is part of the session.
    fn tell_commits(&mut self) {
        let commits = self.link.commits(self.epoch).unwrap_or(self.commits);
        if commits != self.commits {
            self.commits = commits;
            self.link.tell(Notice::Committed);
        }
    }

    /// Says what people must know, once.
    fn report(&self) {
        let Some(segment) = self.link.segment() else { return };
        let refusal = segment.int(REFUSAL_OFFSET).load(Ordering::Acquire);
        if refusal != REFUSED_NOTHING as i32 && self.link.supply() != Supply::Failed {
            let why = match refusal as u32 {
                REFUSED_MAGIC | REFUSED_VERSION | REFUSED_SIZE => "it is of another version; run `./attune install`",
                REFUSED_FORMAT => "it doesn't know this sample rate or channel count",
                REFUSED_SEALS => "the memory is not sealed",
                REFUSED_FULL => "it has no room for another instance",
                _ => "it gave no reason",
            };
            notice::say(&format!(
                "the engine has refused an instance: {why}; {}",
                self.without_engine()
            ));
            self.link.set_supply(Supply::Failed);
        }
        if self.link.started_dry.load(Ordering::Relaxed) && !self.link.is_offline() {
            notice::say("the engine is starting; sound passes unprocessed until it is ready");
        }
    }
}

fn message(kind: u32, member: &Member) -> wire::Message {
    wire::Message {
        kind,
        instance: member.link.instance,
        epoch: member.epoch,
        segment_bytes: SEGMENT_BYTES as u64,
        layout_version: VERSION,
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
