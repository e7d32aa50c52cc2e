//! One instance as its supervisor sees it: which incarnation of the engine it has, what its host and people must hear.

use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::pulse::{Demand, Loss, Pulse};
use crate::core::link::{Link, Notice, Supply};
use crate::generated::layout::*;
use crate::notice;
use crate::platform::clock;
use crate::segment::Segment;
use crate::wire;

/// An instance that its engine has given up is offered to it again after this.
const REVIVE: Duration = Duration::from_secs(5);
/// Audio runs if its thread was seen this recently.
const RUNNING_NS: i64 = 1_000_000_000;

/// An instance and the incarnation it was given last.
pub struct Member {
    pub link: Arc<Link>,
    pub epoch: u32,
    /// The segment that the process hasn't got yet.
    pub unsent: Option<Arc<Segment>>,
    pulse: Pulse,
    revive_at: Option<Instant>,
    /// Committed changes of this incarnation that the host was told of.
    commits: i64,
    /// The host was told that it has set another latency mode.
    restart_asked: bool,
}

impl Member {
    pub fn new(link: Arc<Link>) -> Member {
        Member {
            link,
            epoch: 0,
            unsent: None,
            pulse: Pulse::default(),
            revive_at: None,
            commits: 0,
            restart_asked: false,
        }
    }

    /// Makes the segment of the next incarnation.
    pub fn renew(&mut self) {
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
    pub fn lose(&mut self) {
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

    pub fn plays_live(&self) -> bool {
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

    /// Why its engine is to be replaced, if it is.
    pub fn loss(&mut self, since: Duration, warm_up_limit: Duration) -> Option<Loss> {
        let segment = self.link.segment()?;
        let demand = Demand {
            running: self.is_running(),
            offline: self.link.is_offline(),
        };
        self.pulse.loss(&segment, demand, since, warm_up_limit)
    }

    /// An engine that lives may still give up one instance: that one sounds dry and is offered again later.
    /// Returns whether it was given up just now.
    pub fn revive(&mut self, now: Instant) -> bool {
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
    pub fn tell_host(&mut self) {
        let other = self.link.wants_other_latency_mode();
        if other && !self.restart_asked {
            self.link.tell(Notice::OtherLatencyMode);
        }
        self.restart_asked = other;
        self.tell_commits();
    }

    /// Also of an engine that has just gone: what it had committed is part of the session.
    pub fn tell_commits(&mut self) {
        let commits = self.link.commits(self.epoch).unwrap_or(self.commits);
        if commits != self.commits {
            self.commits = commits;
            self.link.tell(Notice::Committed);
        }
    }

    /// Says what people must know, once.
    pub fn report(&self) {
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

    pub fn message(&self, kind: u32) -> wire::Message {
        wire::Message {
            kind,
            instance: self.link.instance,
            epoch: self.epoch,
            segment_bytes: SEGMENT_BYTES as u64,
            layout_version: VERSION,
        }
    }
}
