//! The plugin factory and the functions by which a host opens the module.

use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::ptr::null_mut;

use vst3::Steinberg::PClassInfo_::ClassCardinality_::kManyInstances;
use vst3::Steinberg::PFactoryInfo_::FactoryFlags_::kUnicode;
use vst3::Steinberg::*;
use vst3::{Class, ComPtr, ComRef, ComWrapper};

use super::guard::{guard, guard_or};
use super::main_thread::RunLoop;
use super::plugin::Plugin;
use super::strings::{put, put_wide};
use crate::generated::params::{PLUGIN_NAME, PLUGIN_VENDOR, VST3_CATEGORY, VST3_PROCESSOR_CLASS};

const CATEGORY: &str = "Audio Module Class";
const VERSION: &str = env!("CARGO_PKG_VERSION");
const SDK_VERSION: &str = "VST 3.8.0";

/// The one class, as bytes in the order of its digits.
pub(super) const CLASS_ID: TUID = {
    let digits = VST3_PROCESSOR_CLASS.as_bytes();
    let mut id = [0; 16];
    let mut at = 0;
    while at < 16 {
        id[at] = (digit(digits[2 * at]) << 4 | digit(digits[2 * at + 1])) as std::ffi::c_char;
        at += 1;
    }
    id
};

const fn digit(character: u8) -> u8 {
    match character {
        b'0'..=b'9' => character - b'0',
        b'A'..=b'F' => character - b'A' + 10,
        _ => panic!("a class id has 32 hexadecimal digits in upper case"),
    }
}

/// The host loads the module. Main thread; starts nothing.
#[no_mangle]
#[allow(non_snake_case)]
pub extern "system" fn ModuleEntry(_library: *mut c_void) -> bool {
    true
}

/// The host is done with the module; the supervisor's thread, if any, goes on without it (`build.rs`).
#[no_mangle]
#[allow(non_snake_case)]
pub extern "system" fn ModuleExit() -> bool {
    true
}

/// A new factory, owned by the host. Main thread.
#[no_mangle]
#[allow(non_snake_case)]
pub extern "system" fn GetPluginFactory() -> *mut IPluginFactory {
    guard_or(null_mut(), || {
        let factory = ComWrapper::new(Factory {
            run_loop: UnsafeCell::new(None),
        });
        factory
            .to_com_ptr::<IPluginFactory>()
            .map_or(null_mut(), ComPtr::into_raw)
    })
}

struct Factory {
    /// What the host's context offers. Main thread only, as all of a factory.
    run_loop: UnsafeCell<Option<RunLoop>>,
}

impl Class for Factory {
    type Interfaces = (IPluginFactory3,);
}

/// What is asked about the one class.
fn fill_class_info<T>(index: int32, info: Option<&mut T>, fill: impl FnOnce(&mut T)) -> tresult {
    guard(|| match info.filter(|_| index == 0) {
        Some(info) => {
            fill(info);
            kResultOk
        }
        None => kInvalidArgument,
    })
}

impl IPluginFactoryTrait for Factory {
    unsafe fn getFactoryInfo(&self, info: *mut PFactoryInfo) -> tresult {
        guard(|| {
            // SAFETY: null or the host's.
            let Some(info) = (unsafe { info.as_mut() }) else {
                return kInvalidArgument;
            };
            put(&mut info.vendor, PLUGIN_VENDOR);
            put(&mut info.url, "");
            put(&mut info.email, "");
            info.flags = kUnicode as int32;
            kResultOk
        })
    }

    unsafe fn countClasses(&self) -> int32 {
        1
    }

    unsafe fn getClassInfo(&self, index: int32, info: *mut PClassInfo) -> tresult {
        // SAFETY: null or the host's.
        fill_class_info(index, unsafe { info.as_mut() }, |info| {
            info.cid = CLASS_ID;
            info.cardinality = kManyInstances as int32;
            put(&mut info.category, CATEGORY);
            put(&mut info.name, PLUGIN_NAME);
        })
    }

    unsafe fn createInstance(&self, cid: FIDString, iid: FIDString, obj: *mut *mut c_void) -> tresult {
        guard(|| {
            if cid.is_null() || iid.is_null() || obj.is_null() {
                return kInvalidArgument;
            }
            // SAFETY: ids have 16 bytes; the host's pointer for the result.
            unsafe {
                *obj = null_mut();
                if cid.cast::<TUID>().read_unaligned() != CLASS_ID {
                    return kInvalidArgument;
                }
                let run_loop = (*self.run_loop.get()).clone();
                let Some(plugin) = Plugin::new(run_loop).and_then(|plugin| plugin.to_com_ptr::<FUnknown>()) else {
                    return kResultFalse;
                };
                let unknown = plugin.as_ptr();
                ((*(*unknown).vtbl).queryInterface)(unknown, iid.cast(), obj)
            }
        })
    }
}

impl IPluginFactory2Trait for Factory {
    unsafe fn getClassInfo2(&self, index: int32, info: *mut PClassInfo2) -> tresult {
        // SAFETY: null or the host's.
        fill_class_info(index, unsafe { info.as_mut() }, |info| {
            info.cid = CLASS_ID;
            info.cardinality = kManyInstances as int32;
            put(&mut info.category, CATEGORY);
            put(&mut info.name, PLUGIN_NAME);
            info.classFlags = 0;
            put(&mut info.subCategories, VST3_CATEGORY);
            put(&mut info.vendor, PLUGIN_VENDOR);
            put(&mut info.version, VERSION);
            put(&mut info.sdkVersion, SDK_VERSION);
        })
    }
}

impl IPluginFactory3Trait for Factory {
    unsafe fn getClassInfoUnicode(&self, index: int32, info: *mut PClassInfoW) -> tresult {
        // SAFETY: null or the host's.
        fill_class_info(index, unsafe { info.as_mut() }, |info| {
            info.cid = CLASS_ID;
            info.cardinality = kManyInstances as int32;
            put(&mut info.category, CATEGORY);
            put_wide(&mut info.name, PLUGIN_NAME);
            info.classFlags = 0;
            put(&mut info.subCategories, VST3_CATEGORY);
            put_wide(&mut info.vendor, PLUGIN_VENDOR);
            put_wide(&mut info.version, VERSION);
            put_wide(&mut info.sdkVersion, SDK_VERSION);
        })
    }

    unsafe fn setHostContext(&self, context: *mut FUnknown) -> tresult {
        guard(|| {
            // SAFETY: null or the host's; main thread.
            unsafe { *self.run_loop.get() = ComRef::from_raw(context).and_then(RunLoop::of) };
            kResultOk
        })
    }
}
