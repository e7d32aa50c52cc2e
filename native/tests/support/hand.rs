//! An engine that answers when a test says so: no process, no thread, no time.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::Arc;

use attune::core::budget::WaitBudget;
use attune::core::link::Link;
use attune::core::macros::MacroEvent;
use attune::core::Core;
use attune::engine_abi::attune_engine_complete;
use attune::generated::layout::*;
use attune::generated::params::{MACRO_LATENCY_MODE, MACRO_LIKE};
use attune::segment::{event, input, output, slot_header, Segment};

use super::{live, no_buffers};

pub struct HandEngine {
    pub link: Arc<Link>,
    pub segment: Arc<Segment>,
    pub answered: u32,
    /// Presses of Like that arrived.
    pub likes: usize,
    lines: Vec<VecDeque<f32>>,
    unmeasured_frames: usize,
}

impl HandEngine {
    /// Takes the place of the instance's engine, with an empty history.
    pub fn attach(core: &Core) -> HandEngine {
        HandEngine::attach_to(core.link())
    }

    pub fn attach_to(link: &Arc<Link>) -> HandEngine {
        let segment = link.next_segment().unwrap().unwrap();
        segment.int(STATE_OFFSET).store(STATE_READY as i32, Ordering::Release);
        link.offer(Some(segment.clone()));
        let latency = segment.int(LATENCY_OFFSET).load(Ordering::Relaxed) as usize;
        let channels = segment.int(CHANNELS_OFFSET).load(Ordering::Relaxed) as usize;
        HandEngine {
            answered: 0,
            likes: 0,
            lines: vec![VecDeque::from(vec![0.0; latency]); channels],
            unmeasured_frames: latency,
            link: link.clone(),
            segment,
        }
    }

    pub fn posted(&self) -> u32 {
        self.segment.int(REQUEST_SEQUENCE_OFFSET).load(Ordering::Acquire) as u32
    }

    /// Its history is empty again.
    pub fn begin_again(&mut self) {
        for line in &mut self.lines {
            line.iter_mut().for_each(|sample| *sample = 0.0);
        }
    }

    /// Plays and answers all that is posted.
    pub fn answer(&mut self) {
        while self.answered != self.posted() {
            self.answer_next();
        }
    }

    /// Plays and answers the oldest post without an answer.
    pub fn answer_next(&mut self) {
        self.answered = self.answered.wrapping_add(1);
        self.play(self.answered);
        // SAFETY: the address is this segment's own.
        unsafe { attune_engine_complete(self.segment.address(), self.answered as i32) };
    }

    fn play(&mut self, sequence: u32) {
        let header = slot_header(sequence);
        let segment = self.segment.clone();
        let int = |offset: usize| segment.int(offset).load(Ordering::Relaxed);
        let frames = int(header + SLOT_FRAMES_FIELD) as usize;
        let events = int(header + SLOT_EVENT_COUNT) as usize;
        let macros = (0..events).map(|k| int(event(sequence, k) + EVENT_MACRO));
        self.likes += macros.filter(|index| *index == MACRO_LIKE as i32).count();
        if int(header + SLOT_FLAGS) & FLAG_START as i32 != 0 {
            self.begin_again();
        }
        let mut part = vec![0.0; frames];
        for (channel, line) in self.lines.iter_mut().enumerate() {
            self.segment.read_samples(input(sequence, channel), &mut part);
            line.extend(&part);
            part.iter_mut()
                .for_each(|sample| *sample = 0.5 * line.pop_front().unwrap());
            self.segment.write_samples(output(sequence, channel), &part);
        }
        self.measure(frames);
    }

    /// As the real engine: its gain is known once a first input has come through, until then 1 is published.
    fn measure(&mut self, frames: usize) {
        if self.unmeasured_frames > 0 {
            self.unmeasured_frames = self.unmeasured_frames.saturating_sub(frames);
            if self.unmeasured_frames == 0 {
                self.segment.set_float(BROADBAND_GAIN_OFFSET, 0.5);
            }
        }
    }
}

/// A live mono instance in this latency mode, active, without an engine.
pub fn live_core(latency_mode: f64) -> Core {
    let budget: &'static WaitBudget = Box::leak(Box::new(WaitBudget::new()));
    let mut core = Core::new(48_000.0, 1, live(), budget).unwrap();
    core.set_macro(MACRO_LATENCY_MODE, latency_mode);
    core.activate();
    core
}

/// One call.
pub fn call(core: &mut Core, block: &[f32], events: &[MacroEvent]) -> Vec<f32> {
    let mut out = vec![f32::NAN; block.len()];
    let mut buffers = no_buffers();
    buffers.inputs[0] = block.as_ptr();
    buffers.outputs[0] = out.as_mut_ptr();
    // SAFETY: both are good for the block.
    unsafe { core.process(&buffers, block.len(), events, false) };
    out
}
