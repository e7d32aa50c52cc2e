//! IAudioProcessor: arrangements, latency, and the host's block as the core takes it.

use std::ptr::{null, null_mut};

use vst3::Steinberg::Vst::ProcessModes_::kOffline;
use vst3::Steinberg::Vst::SpeakerArr::{kMono, kStereo};
use vst3::Steinberg::Vst::SymbolicSampleSizes_::kSample32;
use vst3::Steinberg::Vst::*;
use vst3::Steinberg::*;

use super::component::is_main_bus;
use super::guard::{guard, guard_or};
use super::plugin::Plugin;
use crate::core::plugin::Buffers;
use crate::core::MAX_CHANNELS;

/// Channels that a bus can say of whether they are silent.
const FLAGGED_CHANNELS: usize = u64::BITS as usize;

fn channels_of(arrangement: SpeakerArrangement) -> Option<usize> {
    match arrangement {
        kMono => Some(1),
        kStereo => Some(2),
        _ => None,
    }
}

impl IAudioProcessorTrait for Plugin {
    /// Mono or stereo, the same in and out.
    unsafe fn setBusArrangements(
        &self,
        inputs: *mut SpeakerArrangement,
        input_count: int32,
        outputs: *mut SpeakerArrangement,
        output_count: int32,
    ) -> tresult {
        guard(|| {
            if inputs.is_null() || outputs.is_null() {
                return kInvalidArgument;
            }
            if input_count != 1 || output_count != 1 {
                return kResultFalse;
            }
            // SAFETY: the host's, one each.
            let (input, output) = unsafe { (*inputs, *outputs) };
            match channels_of(input).filter(|_| input == output) {
                Some(channels) if self.set_format(self.rate_hz.get(), channels) => kResultTrue,
                _ => kResultFalse,
            }
        })
    }

    unsafe fn getBusArrangement(
        &self,
        direction: BusDirection,
        index: int32,
        arrangement: *mut SpeakerArrangement,
    ) -> tresult {
        guard(|| {
            // SAFETY: null or the host's.
            match unsafe { arrangement.as_mut() } {
                Some(arrangement) if is_main_bus(MediaTypes_::kAudio as MediaType, direction, index) => {
                    *arrangement = if self.channels.get() == 1 { kMono } else { kStereo };
                    kResultOk
                }
                _ => kInvalidArgument,
            }
        })
    }

    unsafe fn canProcessSampleSize(&self, size: int32) -> tresult {
        if size == kSample32 as int32 {
            kResultTrue
        } else {
            kResultFalse
        }
    }

    /// Changes with setActive and the setup before it, never while active.
    unsafe fn getLatencySamples(&self) -> uint32 {
        guard_or(0, || self.latency_frames())
    }

    /// A host that prefetches still plays live: its blocks have deadlines and its listener may press Like. Only offline
    /// is offline.
    unsafe fn setupProcessing(&self, setup: *mut ProcessSetup) -> tresult {
        guard(|| {
            // SAFETY: null or the host's.
            let Some(setup) = (unsafe { setup.as_ref() }) else {
                return kInvalidArgument;
            };
            if setup.symbolicSampleSize != kSample32 as int32 || !self.set_format(setup.sampleRate, self.channels.get())
            {
                return kResultFalse;
            }
            self.instance.tell_offline(setup.processMode == kOffline as int32);
            kResultOk
        })
    }

    unsafe fn setProcessing(&self, _state: TBool) -> tresult {
        kResultOk
    }

    unsafe fn process(&self, data: *mut ProcessData) -> tresult {
        guard(|| {
            // SAFETY: null or the host's, with good pointers in it.
            unsafe {
                match data.as_mut() {
                    Some(data) if data.symbolicSampleSize == kSample32 as int32 => self.play(data),
                    _ => kInvalidArgument,
                }
            }
        })
    }

    /// A host that stops after the tail, whether it counts the latency besides or not, loses nothing.
    unsafe fn getTailSamples(&self) -> uint32 {
        guard_or(0, || self.latency_frames())
    }
}

impl IProcessContextRequirementsTrait for Plugin {
    /// Neither tempo nor time.
    unsafe fn getProcessContextRequirements(&self) -> uint32 {
        0
    }
}

impl Plugin {
    /// Also for flushes, which have parameter changes and no samples.
    ///
    /// # Safety
    /// Audio thread, with what a host must give.
    unsafe fn play(&self, data: &mut ProcessData) -> tresult {
        let frames = data.numSamples.max(0) as usize;
        let offline = self.instance.is_told_offline() || data.processMode == kOffline as int32;
        // SAFETY: by the caller.
        unsafe {
            let input = bus(data.inputs, data.numInputs);
            let output = bus(data.outputs, data.numOutputs);
            let channels = self.instance.core().channels();
            let mut buffers = Buffers {
                inputs: [null(); MAX_CHANNELS],
                outputs: [null_mut(); MAX_CHANNELS],
            };
            for channel in 0..channels {
                buffers.inputs[channel] = heard(input, channel);
                buffers.outputs[channel] = plane(output, channel);
            }
            self.instance.process(&buffers, frames, |core| {
                let events = (*self.events.get()).collect(data.inputParameterChanges);
                self.follow(events);
                core.process(&buffers, frames, events, offline);
            });
            let silent_in = buffers.inputs.iter().all(|input| input.is_null());
            finish(data, channels, frames, silent_in);
            if self.instance.core().has_failed() {
                // The output is silence: a bounce must not pass for one that was processed.
                return kResultFalse;
            }
        }
        kResultOk
    }
}

/// # Safety
/// `buses` must be null or good for `count`.
unsafe fn bus<'a>(buses: *mut AudioBusBuffers, count: i32) -> Option<&'a AudioBusBuffers> {
    // SAFETY: by the caller.
    unsafe { buses.as_ref() }.filter(|_| count > 0)
}

/// # Safety
/// The bus must be as the interface demands.
unsafe fn plane(bus: Option<&AudioBusBuffers>, channel: usize) -> *mut f32 {
    // SAFETY: by the caller; blocks are of 32-bit samples.
    unsafe {
        match bus {
            Some(bus) if !bus.__field0.channelBuffers32.is_null() && channel < bus.numChannels.max(0) as usize => {
                *bus.__field0.channelBuffers32.add(channel)
            }
            _ => null_mut(),
        }
    }
}

/// Null for what is missing or said to be silent: its samples may be anything.
///
/// # Safety
/// As [`plane`].
unsafe fn heard(bus: Option<&AudioBusBuffers>, channel: usize) -> *const f32 {
    let silent = bus.is_some_and(|bus| bus.silenceFlags >> channel & 1 != 0);
    if silent {
        null()
    } else {
        // SAFETY: by the caller.
        unsafe { plane(bus, channel) }
    }
}

/// Says which outputs are silent, after blocks without input only: of others, most aren't. Clears channels that the
/// plugin doesn't have, and buses.
///
/// # Safety
/// As [`Plugin::play`].
unsafe fn finish(data: &mut ProcessData, channels: usize, frames: usize, silent_in: bool) {
    if data.outputs.is_null() {
        return;
    }
    for index in 0..data.numOutputs.max(0) as usize {
        // SAFETY: by the caller.
        let output = unsafe { &mut *data.outputs.add(index) };
        let own = if index == 0 { channels } else { 0 };
        let mut flags = 0;
        for channel in 0..output.numChannels.max(0) as usize {
            // SAFETY: by the caller.
            let samples = unsafe { plane(Some(output), channel) };
            if samples.is_null() || frames == 0 {
                continue;
            }
            // SAFETY: by the caller.
            let samples = unsafe { std::slice::from_raw_parts_mut(samples, frames) };
            if channel >= own {
                samples.fill(0.0);
            }
            let silent = channel >= own || silent_in && samples.iter().all(|sample| *sample == 0.0);
            if silent && channel < FLAGGED_CHANNELS {
                flags |= 1 << channel;
            }
        }
        output.silenceFlags = flags;
    }
}
