//! The host's parameter queues of one block, as events in the order of their frames.

use vst3::ComRef;
use vst3::Steinberg::kResultOk;
use vst3::Steinberg::Vst::{IParamValueQueue, IParamValueQueueTrait, IParameterChanges, IParameterChangesTrait};

use super::parameters::{spec, to_plain};
use crate::core::macros::MacroEvent;
use crate::generated::params::MACRO_COUNT;

/// Points of a block that keep their own frame; of a macro's points past these only the value of the last counts.
const CAPACITY: usize = 4_096;

/// One point of a queue. Of two at one frame the one that came later wins.
#[derive(Clone, Copy)]
struct Point {
    frame: u32,
    order: u32,
    event: MacroEvent,
}

/// Room for one block's events. Audio thread; allocates only when made.
pub struct Events {
    points: Vec<Point>,
    /// Where in `points` each macro's last is.
    last: [Option<usize>; MACRO_COUNT],
    sorted: Vec<MacroEvent>,
}

impl Events {
    pub fn new() -> Events {
        Events {
            points: Vec::with_capacity(CAPACITY + MACRO_COUNT),
            last: [None; MACRO_COUNT],
            sorted: Vec::with_capacity(CAPACITY + MACRO_COUNT),
        }
    }

    /// Reads all queues. A point is a value from its frame on: the engine's own ramps come after it.
    ///
    /// # Safety
    /// `changes` must be null or a host's parameter changes, good during this call.
    pub unsafe fn collect(&mut self, changes: *mut IParameterChanges) -> &[MacroEvent] {
        self.points.clear();
        self.last = [None; MACRO_COUNT];
        self.sorted.clear();
        // SAFETY: by the caller.
        if let Some(changes) = unsafe { ComRef::from_raw(changes) } {
            // SAFETY: as above.
            for index in 0..unsafe { changes.getParameterCount() } {
                // SAFETY: as above.
                if let Some(queue) = unsafe { ComRef::from_raw(changes.getParameterData(index)) } {
                    // SAFETY: as above.
                    unsafe { self.take(queue) };
                }
            }
        }
        self.sort()
    }

    fn sort(&mut self) -> &[MacroEvent] {
        self.points.sort_unstable_by_key(|point| (point.frame, point.order));
        self.sorted.extend(self.points.iter().map(|point| point.event));
        &self.sorted
    }

    /// # Safety
    /// The queue must be a host's, good during this call.
    unsafe fn take(&mut self, queue: ComRef<IParamValueQueue>) {
        // SAFETY: by the caller.
        let Some(spec) = spec(unsafe { queue.getParameterId() }) else {
            return;
        };
        // SAFETY: by the caller.
        for index in 0..unsafe { queue.getPointCount() } {
            let (mut frame, mut normalized) = (0, 0.0);
            // SAFETY: by the caller; both are good for the call.
            if unsafe { queue.getPoint(index, &mut frame, &mut normalized) } == kResultOk {
                self.add(MacroEvent {
                    offset_frames: frame.max(0) as usize,
                    index: spec.index,
                    value: to_plain(spec, normalized),
                });
            }
        }
    }

    fn add(&mut self, event: MacroEvent) {
        match self.last[event.index] {
            Some(last) if self.points.len() >= CAPACITY => self.points[last].event.value = event.value,
            _ => {
                self.last[event.index] = Some(self.points.len());
                self.points.push(Point {
                    frame: event.offset_frames as u32,
                    order: self.points.len() as u32,
                    event,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::params::{MACRO_AMOUNT, MACRO_TARGET};

    fn event(offset_frames: usize, index: usize, value: f64) -> MacroEvent {
        MacroEvent {
            offset_frames,
            index,
            value,
        }
    }

    #[test]
    fn events_when_there_are_more_points_than_room_expect_every_macros_last_value_and_no_allocation() {
        let mut events = Events::new();
        let room = (events.points.capacity(), events.sorted.capacity());
        for frame in 0..2 * CAPACITY {
            events.add(event(frame, MACRO_AMOUNT, frame as f64));
        }
        events.add(event(7, MACRO_TARGET, -20.0));
        events.add(event(9, MACRO_TARGET, -21.0));
        let sorted = events.sort();
        assert_eq!(sorted.len(), CAPACITY + 1);
        assert_eq!(
            sorted.last(),
            Some(&event(CAPACITY - 1, MACRO_AMOUNT, 2.0 * CAPACITY as f64 - 1.0))
        );
        assert!(sorted.contains(&event(7, MACRO_TARGET, -21.0)));
        assert_eq!((events.points.capacity(), events.sorted.capacity()), room);
    }

    #[test]
    fn events_when_queues_come_one_behind_the_other_expect_the_order_of_frames_and_the_later_of_two() {
        let mut events = Events::new();
        for (frame, index, value) in [
            (5, MACRO_AMOUNT, 1.0),
            (9, MACRO_AMOUNT, 2.0),
            (9, MACRO_AMOUNT, 3.0),
            (0, MACRO_TARGET, -20.0),
            (9, MACRO_TARGET, -21.0),
        ] {
            events.add(event(frame, index, value));
        }
        let order: Vec<f64> = events.sort().iter().map(|event| event.value).collect();
        assert_eq!(order, [-20.0, 1.0, 2.0, 3.0, -21.0]);
    }
}
