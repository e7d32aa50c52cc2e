//! IPluginBase and IComponent: life, buses, state. Main thread.

use vst3::ComRef;
use vst3::Steinberg::Vst::BusDirections_::{kInput, kOutput};
use vst3::Steinberg::Vst::BusInfo_::BusFlags_::kDefaultActive;
use vst3::Steinberg::Vst::BusTypes_::kMain;
use vst3::Steinberg::Vst::MediaTypes_::kAudio;
use vst3::Steinberg::Vst::*;
use vst3::Steinberg::*;

use super::guard::guard;
use super::plugin::Plugin;
use super::stream;
use super::strings::put_wide;

impl IPluginBaseTrait for Plugin {
    unsafe fn initialize(&self, context: *mut FUnknown) -> tresult {
        guard(|| {
            // SAFETY: null or the host's.
            self.begin(unsafe { ComRef::from_raw(context) });
            kResultOk
        })
    }

    unsafe fn terminate(&self) -> tresult {
        guard(|| {
            self.end();
            kResultOk
        })
    }
}

/// Whether this names the one bus that each direction has.
pub(super) fn is_main_bus(kind: MediaType, direction: BusDirection, index: i32) -> bool {
    let known = direction == kInput as BusDirection || direction == kOutput as BusDirection;
    kind == kAudio as MediaType && known && index == 0
}

impl IComponentTrait for Plugin {
    /// None: the component is its own controller.
    unsafe fn getControllerClassId(&self, _class: *mut TUID) -> tresult {
        kNotImplemented
    }

    unsafe fn setIoMode(&self, _mode: IoMode) -> tresult {
        kNotImplemented
    }

    unsafe fn getBusCount(&self, kind: MediaType, direction: BusDirection) -> int32 {
        i32::from(is_main_bus(kind, direction, 0))
    }

    unsafe fn getBusInfo(&self, kind: MediaType, direction: BusDirection, index: int32, bus: *mut BusInfo) -> tresult {
        guard(|| {
            // SAFETY: null or the host's.
            let Some(bus) = (unsafe { bus.as_mut() }).filter(|_| is_main_bus(kind, direction, index)) else {
                return kInvalidArgument;
            };
            let is_input = direction == kInput as BusDirection;
            bus.mediaType = kind;
            bus.direction = direction;
            bus.channelCount = self.channels.get() as int32;
            put_wide(&mut bus.name, if is_input { "Input" } else { "Output" });
            bus.busType = kMain as BusType;
            bus.flags = kDefaultActive;
            kResultOk
        })
    }

    unsafe fn getRoutingInfo(&self, _input: *mut RoutingInfo, _output: *mut RoutingInfo) -> tresult {
        kNotImplemented
    }

    unsafe fn activateBus(&self, kind: MediaType, direction: BusDirection, index: int32, _state: TBool) -> tresult {
        if is_main_bus(kind, direction, index) {
            kResultOk
        } else {
            kInvalidArgument
        }
    }

    unsafe fn setActive(&self, state: TBool) -> tresult {
        guard(|| {
            if state == 0 {
                self.deactivate();
            } else {
                self.activate();
            }
            kResultOk
        })
    }

    /// Also while the audio thread runs: what it loads is in force from the next block on.
    unsafe fn setState(&self, state: *mut IBStream) -> tresult {
        guard(|| {
            // SAFETY: null or the host's.
            let Some(blob) = (unsafe { stream::read(state) }) else {
                return kInvalidArgument;
            };
            if !self.instance.restore(&blob) {
                return kResultFalse;
            }
            self.show_all(&self.instance.link().macros());
            self.look();
            kResultOk
        })
    }

    unsafe fn getState(&self, state: *mut IBStream) -> tresult {
        guard(|| {
            if state.is_null() {
                return kInvalidArgument;
            }
            // SAFETY: the host's.
            if unsafe { stream::write(state, &self.instance.save()) } {
                kResultOk
            } else {
                kResultFalse
            }
        })
    }
}
