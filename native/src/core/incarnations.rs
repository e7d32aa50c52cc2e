//! The engines of an instance one after the other, and the sound that goes from each to the next.

use std::sync::atomic::{fence, Ordering};
use std::sync::Arc;

use crate::generated::layout::*;
use crate::segment::Segment;
use crate::sound::Sound;

/// What an instance has with the incarnations of its engine, under a lock of [`super::link::Link`].
pub(super) struct Incarnations {
    pub active: bool,
    pub epoch: u32,
    pub segment: Option<Arc<Segment>>,
    /// Segments that the audio thread may still hold.
    pub retired: Vec<Arc<Segment>>,
    /// Epoch of the segment that was in force last, and the changes that its engine had committed in the end.
    pub last_commits: (u32, i64),
    pub sound: Sound,
    /// A recall that the engine may not have taken yet: until then it publishes another sound.
    pub recalled: Option<Recalled>,
}

/// Where the engine stood at a recall.
pub(super) struct Recalled {
    effective_lock: i32,
    posted: i32,
}

impl Recalled {
    /// Of a segment that nothing was posted to.
    pub fn at_start() -> Recalled {
        Recalled {
            effective_lock: 0,
            posted: 0,
        }
    }

    /// What comes after the recall that was just written: a post that was made while it was being written may have
    /// been answered without it.
    pub fn written_to(segment: &Segment) -> Recalled {
        // The write is seen by whoever sees a later post.
        fence(Ordering::SeqCst);
        Recalled {
            effective_lock: segment.effective_lock(),
            posted: segment.int(REQUEST_SEQUENCE_OFFSET).load(Ordering::Acquire),
        }
    }

    /// A post made after the recall was answered, and something was published since.
    fn is_taken(&self, segment: &Segment) -> bool {
        let answered = segment.int(RESPONSE_SEQUENCE_OFFSET).load(Ordering::Acquire);
        answered.wrapping_sub(self.posted) > 0 && segment.effective_lock() != self.effective_lock
    }
}

impl Incarnations {
    pub fn new() -> Incarnations {
        Incarnations {
            active: false,
            epoch: 0,
            segment: None,
            retired: Vec::new(),
            last_commits: (0, 0),
            sound: Sound::default(),
            recalled: None,
        }
    }

    /// Gives the running engine the sound.
    pub fn hand_over(&mut self) {
        if let Some(segment) = &self.segment {
            segment.write_recall(&self.sound, true);
            self.recalled = Some(Recalled::written_to(segment));
        }
    }

    /// Keeps what the engine has published, the leveler's gain only where it isn't frozen.
    pub fn capture_effective(&mut self, gain_frozen: bool) {
        let Some(segment) = &self.segment else { return };
        if self
            .recalled
            .as_ref()
            .is_some_and(|recalled| !recalled.is_taken(segment))
        {
            return;
        }
        if let Some(sound) = segment.read_effective() {
            let remembered_db = self.sound.leveler_gain_db;
            self.sound = sound;
            if gain_frozen {
                self.sound.leveler_gain_db = remembered_db;
            }
            self.recalled = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::link::Link;

    #[test]
    fn recall_when_a_post_of_before_is_answered_expect_not_taken_until_a_later_one_is() {
        let link = Link::new(48_000.0, 1, 1216, false);
        link.activate();
        let segment = link.next_segment().unwrap().unwrap();
        let post_and_answer = |sequence: i32| {
            segment.write_effective(&Sound::default(), 0);
            segment.int(RESPONSE_SEQUENCE_OFFSET).store(sequence, Ordering::Release);
        };
        // Made while the recall was being written: the engine may answer it with what it played before.
        segment.int(REQUEST_SEQUENCE_OFFSET).store(1, Ordering::Release);
        let recalled = Recalled::written_to(&segment);
        post_and_answer(1);
        assert!(!recalled.is_taken(&segment));
        segment.int(REQUEST_SEQUENCE_OFFSET).store(2, Ordering::Release);
        post_and_answer(2);
        assert!(recalled.is_taken(&segment));
    }
}
