//! IEditController and IUnitInfo: the macros as a host shows them. Main thread. Nothing here ever edits a parameter by
//! itself: there is no view in the host, and what is learned is no parameter.

use std::ptr::null_mut;

use vst3::ComRef;
use vst3::Steinberg::Vst::*;
use vst3::Steinberg::*;

use super::guard::{guard, guard_or};
use super::parameters::{self, describe, spec, to_normalized, to_plain};
use super::plugin::Plugin;
use super::stream;
use super::strings::{from_wide, put_wide};
use crate::generated::params::{MACROS, MACRO_COUNT};
use crate::state::{decode, holds_macros};
use crate::text;

impl IEditControllerTrait for Plugin {
    /// The component has loaded it by itself; the controller shows what it holds.
    unsafe fn setComponentState(&self, state: *mut IBStream) -> tresult {
        guard(|| {
            // SAFETY: null or the host's.
            let Some(blob) = (unsafe { stream::read(state) }) else {
                return kInvalidArgument;
            };
            match decode(&blob) {
                Ok(state) if holds_macros(&blob) => {
                    self.show_all(&state.macros);
                    kResultOk
                }
                Ok(_) => {
                    self.show_all(&self.instance.link().macros());
                    kResultOk
                }
                Err(_) => kResultFalse,
            }
        })
    }

    /// The controller has no state of its own.
    unsafe fn setState(&self, state: *mut IBStream) -> tresult {
        if state.is_null() {
            kInvalidArgument
        } else {
            kResultOk
        }
    }

    /// Nothing to write.
    unsafe fn getState(&self, state: *mut IBStream) -> tresult {
        if state.is_null() {
            kInvalidArgument
        } else {
            kResultOk
        }
    }

    unsafe fn getParameterCount(&self) -> int32 {
        MACRO_COUNT as int32
    }

    unsafe fn getParameterInfo(&self, index: int32, info: *mut ParameterInfo) -> tresult {
        guard(|| {
            let spec = usize::try_from(index).ok().and_then(|index| MACROS.get(index));
            // SAFETY: null or the host's.
            match (spec, unsafe { info.as_mut() }) {
                (Some(spec), Some(info)) => {
                    describe(spec, info);
                    kResultOk
                }
                _ => kInvalidArgument,
            }
        })
    }

    unsafe fn getParamStringByValue(&self, id: ParamID, normalized: ParamValue, string: *mut String128) -> tresult {
        guard(|| {
            // SAFETY: null or the host's.
            match (spec(id), unsafe { string.as_mut() }) {
                (Some(spec), Some(string)) => {
                    let text = text::of_value(spec, to_plain(spec, normalized));
                    // Hosts put the unit behind it.
                    let bare = text.strip_suffix(spec.unit).map_or(text.as_str(), str::trim_end);
                    put_wide(string, bare);
                    kResultOk
                }
                _ => kInvalidArgument,
            }
        })
    }

    unsafe fn getParamValueByString(&self, id: ParamID, string: *mut TChar, normalized: *mut ParamValue) -> tresult {
        guard(|| {
            // SAFETY: null or the host's.
            let (Some(spec), Some(normalized)) = (spec(id), unsafe { normalized.as_mut() }) else {
                return kInvalidArgument;
            };
            if string.is_null() {
                return kInvalidArgument;
            }
            // SAFETY: a host's text ends with a zero or has 128 characters.
            match text::to_value(spec, &unsafe { from_wide(string) }) {
                Some(value) => {
                    *normalized = to_normalized(spec, value);
                    kResultOk
                }
                None => kResultFalse,
            }
        })
    }

    unsafe fn normalizedParamToPlain(&self, id: ParamID, normalized: ParamValue) -> ParamValue {
        guard_or(0.0, || spec(id).map_or(0.0, |spec| to_plain(spec, normalized)))
    }

    unsafe fn plainParamToNormalized(&self, id: ParamID, plain: ParamValue) -> ParamValue {
        guard_or(0.0, || spec(id).map_or(0.0, |spec| to_normalized(spec, plain)))
    }

    unsafe fn getParamNormalized(&self, id: ParamID) -> ParamValue {
        guard_or(0.0, || spec(id).map_or(0.0, |spec| self.shown(spec.index)))
    }

    unsafe fn setParamNormalized(&self, id: ParamID, normalized: ParamValue) -> tresult {
        guard(|| {
            let Some(spec) = spec(id).filter(|_| !normalized.is_nan()) else {
                return kInvalidArgument;
            };
            self.show(spec.index, normalized.clamp(0.0, 1.0));
            self.look();
            kResultOk
        })
    }

    unsafe fn setComponentHandler(&self, handler: *mut IComponentHandler) -> tresult {
        guard(|| {
            // SAFETY: null or the host's.
            self.set_handler(unsafe { ComRef::from_raw(handler) }.map(|handler| handler.to_com_ptr()));
            kResultOk
        })
    }

    /// None: the panel is in the browser.
    unsafe fn createView(&self, _name: FIDString) -> *mut IPlugView {
        null_mut()
    }
}

/// The groups of macros below the root.
impl IUnitInfoTrait for Plugin {
    unsafe fn getUnitCount(&self) -> int32 {
        guard_or(1, || 1 + parameters::groups().count() as int32)
    }

    unsafe fn getUnitInfo(&self, index: int32, info: *mut UnitInfo) -> tresult {
        guard(|| {
            // SAFETY: null or the host's.
            let Some(info) = (unsafe { info.as_mut() }) else {
                return kInvalidArgument;
            };
            let name = match index {
                kRootUnitId => Some("Attune"),
                _ => usize::try_from(index - 1)
                    .ok()
                    .and_then(|at| parameters::groups().nth(at)),
            };
            let Some(name) = name else {
                return kInvalidArgument;
            };
            info.id = index;
            info.parentUnitId = if index == kRootUnitId {
                kNoParentUnitId
            } else {
                kRootUnitId
            };
            put_wide(&mut info.name, name);
            info.programListId = kNoProgramListId;
            kResultOk
        })
    }

    unsafe fn getProgramListCount(&self) -> int32 {
        0
    }

    unsafe fn getProgramListInfo(&self, _index: int32, _info: *mut ProgramListInfo) -> tresult {
        kResultFalse
    }

    unsafe fn getProgramName(&self, _list: ProgramListID, _program: int32, _name: *mut String128) -> tresult {
        kResultFalse
    }

    unsafe fn getProgramInfo(
        &self,
        _list: ProgramListID,
        _program: int32,
        _attribute: Vst::CString,
        _value: *mut String128,
    ) -> tresult {
        kResultFalse
    }

    unsafe fn hasProgramPitchNames(&self, _list: ProgramListID, _program: int32) -> tresult {
        kResultFalse
    }

    unsafe fn getProgramPitchName(
        &self,
        _list: ProgramListID,
        _program: int32,
        _pitch: int16,
        _name: *mut String128,
    ) -> tresult {
        kResultFalse
    }

    unsafe fn getSelectedUnit(&self) -> UnitID {
        kRootUnitId
    }

    unsafe fn selectUnit(&self, _unit: UnitID) -> tresult {
        kResultFalse
    }

    unsafe fn getUnitByBus(
        &self,
        _kind: MediaType,
        _direction: BusDirection,
        _bus: int32,
        _channel: int32,
        _unit: *mut UnitID,
    ) -> tresult {
        kResultFalse
    }

    unsafe fn setUnitProgramData(&self, _id: int32, _program: int32, _data: *mut IBStream) -> tresult {
        kNotImplemented
    }
}
