//! Up to eight instances and the one engine process that serves them: it is started, fed, watched and replaced.

use std::os::fd::AsRawFd;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::member::Member;
use super::process::{is_readable, EngineProcess, NO_LIBRARY};
use super::pulse::Loss;
use super::runtime::RuntimeSource;
use super::spawn::spawn;
use crate::build::{self, Build};
use crate::core::link::{Link, Supply};
use crate::notice;
use crate::wire;

/// Instances that one engine process takes.
const INSTANCES_PER_PROCESS: usize = 8;
/// How long an engine process is kept without instances: a host's deactivate and activate don't restart it.
const IDLE_LIMIT: Duration = Duration::from_secs(2);
/// Engine processes started again within [`RESTART_WINDOW`].
const RESTARTS_AT_MOST: usize = 5;
const RESTART_WINDOW: Duration = Duration::from_secs(60);
/// A missing or wrong runtime.json is looked at again after this.
const RECONFIGURE: Duration = Duration::from_secs(5);

/// Up to eight instances and their process, if it runs.
pub struct Bridge {
    members: Vec<Member>,
    process: Option<EngineProcess>,
    deaths: Vec<Instant>,
    retry_at: Instant,
    idle_since: Option<Instant>,
    /// The last engine doesn't fit this plugin.
    unfit: bool,
}

impl Bridge {
    pub fn new(now: Instant) -> Bridge {
        Bridge {
            members: Vec::new(),
            process: None,
            deaths: Vec::new(),
            retry_at: now,
            idle_since: None,
            unfit: false,
        }
    }

    pub fn has_room(&self) -> bool {
        self.members.len() < INSTANCES_PER_PROCESS
    }

    /// Has neither instances nor a process.
    pub fn is_done(&self) -> bool {
        self.members.is_empty() && self.process.is_none()
    }

    pub fn members(&self) -> &[Member] {
        &self.members
    }

    pub fn process(&self) -> Option<&EngineProcess> {
        self.process.as_ref()
    }

    pub fn take_idle_process(&mut self, now: Instant) -> Option<EngineProcess> {
        let idle = self
            .idle_since
            .is_some_and(|since| now.duration_since(since) >= IDLE_LIMIT);
        self.process.take_if(|_| idle)
    }

    pub fn attach(&mut self, link: Arc<Link>) {
        self.idle_since = None;
        let mut member = Member::new(link);
        if self.unfit {
            member.link.set_supply(Supply::Failed);
        }
        if self.process.is_some() {
            member.renew();
        }
        self.members.push(member);
    }

    /// Returns whether the instance was here.
    pub fn detach(&mut self, link: &Arc<Link>, now: Instant) -> bool {
        let Some(at) = self.members.iter().position(|member| Arc::ptr_eq(&member.link, link)) else {
            return false;
        };
        let mut member = self.members.remove(at);
        member.tell_commits();
        if let Some(process) = self.process.as_ref().filter(|_| member.epoch > 0) {
            let _ = wire::send(process.socket.as_raw_fd(), &member.message(wire::DETACH).encode(), None);
        }
        member.link.bridge_pid.store(0, Ordering::Relaxed);
        if self.members.is_empty() {
            self.idle_since = Some(now);
        }
        true
    }

    /// A dead process: every instance sees it at once, the next one comes after 0, 1, then 5 seconds.
    pub fn notice_death(&mut self, now: Instant) {
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
    pub fn listen(&mut self, now: Instant) {
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

    pub fn watch_members(&mut self, since: Duration, now: Instant, warm_up_limit: Duration) {
        let mut loss = None;
        for member in &mut self.members {
            member.link.refresh();
            loss = loss.or(member.loss(since, warm_up_limit));
            member.report();
            member.tell_host();
            if member.revive(now) {
                if let Some(process) = &self.process {
                    let _ = wire::send(process.socket.as_raw_fd(), &member.message(wire::DETACH).encode(), None);
                }
            }
        }
        if let Some((process, loss)) = self.process.as_ref().zip(loss) {
            let what = match loss {
                Loss::Silent => "has stopped responding",
                Loss::WarmingForEver => "lives but does not become ready, see bridge.log,",
            };
            let meanwhile = self.meanwhile();
            notice::say(&format!("the engine {what} and is ended; {meanwhile}"));
            process.kill();
        }
    }

    pub fn start_if_due(&mut self, source: &RuntimeSource, now: Instant) {
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

    pub fn send_unsent(&mut self) {
        let Some(process) = &self.process else { return };
        for member in &mut self.members {
            let Some(segment) = &member.unsent else { continue };
            let bytes = member.message(wire::ATTACH).encode();
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
