//! Signs of life of an engine, as one of its instances sees them: a heart that beats and answers that come.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::core::engine::ANSWER_LIMIT_NS;
use crate::generated::layout::*;
use crate::segment::Segment;

/// An engine whose heart doesn't beat for this long while audio runs is ended.
const STALL_LIMIT: Duration = Duration::from_secs(3);
/// The same before the first beat.
const START_LIMIT: Duration = Duration::from_secs(20);
/// An engine whose heart beats is ended as well where it owes answers for this long and gives none while audio runs. A
/// sane one answers between two beats.
const OWED_LIMIT: Duration = Duration::from_secs(3);
/// The same offline, also while no call comes: past the time for which a render waits, so that the next one finds another
/// engine.
const OWED_LIMIT_OFFLINE: Duration = Duration::from_nanos(ANSWER_LIMIT_NS as u64 + 2_000_000_000);
/// An engine whose heart beats is ended as well where it isn't ready this long after its first beat while audio runs or is
/// rendered: many times what a warm-up takes on a slow and busy machine, for one that begins anew gets nowhere.
pub const WARM_UP_LIMIT: Duration = Duration::from_secs(60);
/// The most that one look can add: time in which the looking thread itself stood still doesn't count.
const STEP: Duration = Duration::from_millis(300);

/// What one look finds.
#[derive(Clone, Copy, Debug)]
struct Signs {
    beat: i64,
    /// Neither ready nor dead.
    warming: bool,
    /// All that was asked is answered.
    settled: bool,
    /// The newest answer; `None` where none is left to see.
    answered: Option<u32>,
}

impl Signs {
    fn of(segment: &Segment) -> Signs {
        let posted = segment.int(REQUEST_SEQUENCE_OFFSET).load(Ordering::Acquire) as u32;
        let answered = segment.newest_answered(posted, SLOTS as u32);
        let state = segment.int(STATE_OFFSET).load(Ordering::Acquire) as u32;
        Signs {
            beat: segment.long(HEARTBEAT_OFFSET).load(Ordering::Relaxed),
            warming: state != STATE_READY && state != STATE_DEAD,
            settled: answered == Some(posted),
            answered,
        }
    }
}

/// How an instance's sound is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Demand {
    /// The audio thread was seen of late.
    pub running: bool,
    pub offline: bool,
}

/// Why an engine is to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It should have given a sign of life by now.
    Silent,
    /// It lives and doesn't become ready.
    WarmingForEver,
}

/// One incarnation's life so far.
#[derive(Default)]
pub struct Pulse {
    beat: i64,
    without_beat: Duration,
    answered: Option<u32>,
    in_debt: Duration,
    warming: Duration,
}

impl Pulse {
    /// Looks again, `since` after the last time. `None` while all is well, also with an engine that has refused the
    /// instance: it owes nothing.
    pub fn loss(
        &mut self,
        segment: &Segment,
        demand: Demand,
        since: Duration,
        warm_up_limit: Duration,
    ) -> Option<Loss> {
        if segment.int(REFUSAL_OFFSET).load(Ordering::Relaxed) != REFUSED_NOTHING as i32 {
            *self = Pulse::default();
            return None;
        }
        self.loss_by(Signs::of(segment), demand, since.min(STEP), warm_up_limit)
    }

    fn loss_by(&mut self, signs: Signs, demand: Demand, since: Duration, warm_up_limit: Duration) -> Option<Loss> {
        let stalled = self.is_stalled(signs, demand, since);
        let owes = self.owes_an_answer(signs, demand, since);
        if stalled || owes {
            return Some(Loss::Silent);
        }
        (self.warms_up(signs, demand, since) >= warm_up_limit).then_some(Loss::WarmingForEver)
    }

    /// How long it has been warming up so far. Before its first beat it hasn't begun.
    fn warms_up(&mut self, signs: Signs, demand: Demand, since: Duration) -> Duration {
        if !signs.warming || signs.beat == 0 {
            self.warming = Duration::ZERO;
        } else if demand.running || demand.offline {
            self.warming += since;
        }
        self.warming
    }

    fn is_stalled(&mut self, signs: Signs, demand: Demand, since: Duration) -> bool {
        if signs.beat != self.beat || !demand.running {
            self.beat = signs.beat;
            self.without_beat = Duration::ZERO;
            return false;
        }
        self.without_beat += since;
        self.without_beat >= if signs.beat == 0 { START_LIMIT } else { STALL_LIMIT }
    }

    fn owes_an_answer(&mut self, signs: Signs, demand: Demand, since: Duration) -> bool {
        let asked = demand.running || demand.offline;
        if signs.settled || signs.answered != self.answered || !asked {
            self.answered = signs.answered;
            self.in_debt = Duration::ZERO;
            return false;
        }
        self.in_debt += since;
        self.in_debt >= if demand.offline { OWED_LIMIT_OFFLINE } else { OWED_LIMIT }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIVE: Demand = Demand {
        running: true,
        offline: false,
    };
    /// A render whose call waits, so that its thread isn't seen.
    const RENDER: Demand = Demand {
        running: false,
        offline: true,
    };
    const PAUSED: Demand = Demand {
        running: false,
        offline: false,
    };

    /// Why and after how many seconds an engine is lost, up to two minutes; `signs` of each look by its number.
    fn loss_after(demand: Demand, signs: impl Fn(i64) -> Signs) -> Option<(Loss, f64)> {
        let mut pulse = Pulse::default();
        let look = Duration::from_millis(100);
        (1..=1_200).find_map(|k| {
            let loss = pulse.loss_by(signs(k), demand, look, WARM_UP_LIMIT)?;
            Some((loss, k as f64 / 10.0))
        })
    }

    fn lost_after(demand: Demand, signs: impl Fn(i64) -> Signs) -> Option<f64> {
        let (loss, seconds) = loss_after(demand, signs)?;
        assert_eq!(loss, Loss::Silent);
        Some(seconds)
    }

    fn owing(beat: i64, answered: Option<u32>) -> Signs {
        Signs {
            beat,
            warming: false,
            settled: false,
            answered,
        }
    }

    #[test]
    fn engine_when_its_heart_beats_without_answers_expect_it_lost_and_offline_past_the_renders_patience() {
        for answered in [None, Some(7)] {
            let seconds = lost_after(LIVE, |k| owing(k, answered)).unwrap();
            assert!((3.0..3.5).contains(&seconds), "{seconds}");
            let seconds = lost_after(RENDER, |k| owing(k, answered)).unwrap();
            assert!((12.0..12.5).contains(&seconds), "{seconds}");
        }
    }

    #[test]
    fn engine_when_it_answers_now_and_then_or_nobody_plays_expect_it_kept() {
        // Behind, but at work.
        assert_eq!(lost_after(LIVE, |k| owing(k, Some(k as u32 / 20))), None);
        assert_eq!(lost_after(RENDER, |k| owing(k, Some(k as u32 / 90))), None);
        assert_eq!(lost_after(PAUSED, |_| owing(1, Some(7))), None);
        let settled = |k| Signs {
            settled: true,
            ..owing(k, Some(7))
        };
        assert_eq!(lost_after(LIVE, settled), None);
        assert_eq!(lost_after(RENDER, settled), None);
    }

    #[test]
    fn engine_when_its_heart_stops_expect_it_lost_while_audio_runs() {
        let settled = |beat| Signs {
            beat,
            warming: false,
            settled: true,
            answered: Some(7),
        };
        assert!(lost_after(LIVE, |_| settled(5)).is_some_and(|seconds| seconds < 3.5));
        assert!(lost_after(LIVE, |_| settled(0)).is_some_and(|seconds| seconds >= 20.0));
        assert_eq!(lost_after(RENDER, |_| settled(5)), None);
    }

    #[test]
    fn engine_when_its_heart_beats_and_it_is_never_ready_expect_it_lost_a_minute_after_its_first_beat() {
        let warming = |beat| Signs {
            beat,
            warming: true,
            settled: true,
            answered: None,
        };
        for demand in [LIVE, RENDER] {
            let beats_after_ten_seconds = |k: i64| warming((k - 100).max(0));
            let (loss, seconds) = loss_after(demand, beats_after_ten_seconds).unwrap();
            assert_eq!(loss, Loss::WarmingForEver);
            assert!((70.0..70.5).contains(&seconds), "{seconds}");
            let ready_in_the_last_second = |k: i64| Signs {
                warming: k < 590,
                ..warming(k)
            };
            assert_eq!(loss_after(demand, ready_in_the_last_second), None);
        }
        assert_eq!(loss_after(PAUSED, warming), None);
    }
}
