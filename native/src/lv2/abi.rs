//! The part of the LV2 1.18 C interface that Attune uses, declared by hand.

#![allow(clippy::upper_case_acronyms)]

use std::ffi::{c_char, c_void};

pub type Handle = *mut c_void;

#[repr(C)]
pub struct Feature {
    pub uri: *const c_char,
    pub data: *mut c_void,
}

#[repr(C)]
pub struct Descriptor {
    pub uri: *const c_char,
    pub instantiate:
        Option<unsafe extern "C" fn(*const Descriptor, f64, *const c_char, *const *const Feature) -> Handle>,
    pub connect_port: Option<unsafe extern "C" fn(Handle, u32, *mut c_void)>,
    pub activate: Option<unsafe extern "C" fn(Handle)>,
    pub run: Option<unsafe extern "C" fn(Handle, u32)>,
    pub deactivate: Option<unsafe extern "C" fn(Handle)>,
    pub cleanup: Option<unsafe extern "C" fn(Handle)>,
    pub extension_data: Option<unsafe extern "C" fn(*const c_char) -> *const c_void>,
}

// SAFETY: descriptors are constant; their pointers name static strings and functions.
unsafe impl Sync for Descriptor {}

pub type DescriptorFunction = unsafe extern "C" fn(u32) -> *const Descriptor;

#[repr(C)]
pub struct UridMap {
    pub handle: *mut c_void,
    pub map: Option<unsafe extern "C" fn(*mut c_void, *const c_char) -> u32>,
}

pub const URID_MAP_URI: &str = "http://lv2plug.in/ns/ext/urid#map";
pub const STATE_INTERFACE_URI: &str = "http://lv2plug.in/ns/ext/state#interface";

pub const STATE_SUCCESS: i32 = 0;
pub const STATE_ERR_UNKNOWN: i32 = 1;
pub const STATE_ERR_BAD_TYPE: i32 = 2;
pub const STATE_ERR_NO_FEATURE: i32 = 4;
pub const STATE_ERR_NO_PROPERTY: i32 = 5;
pub const STATE_IS_POD: u32 = 1;
pub const STATE_IS_PORTABLE: u32 = 2;

pub type StoreFunction = unsafe extern "C" fn(*mut c_void, u32, *const c_void, usize, u32, u32) -> i32;
pub type RetrieveFunction = unsafe extern "C" fn(*mut c_void, u32, *mut usize, *mut u32, *mut u32) -> *const c_void;

#[repr(C)]
pub struct StateInterface {
    pub save:
        Option<unsafe extern "C" fn(Handle, Option<StoreFunction>, *mut c_void, u32, *const *const Feature) -> i32>,
    pub restore:
        Option<unsafe extern "C" fn(Handle, Option<RetrieveFunction>, *mut c_void, u32, *const *const Feature) -> i32>,
}
