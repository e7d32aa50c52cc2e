//! VST3: the plugin as one component object (processor and controller in one), over the same core as every format. The
//! interfaces are those of the crate `vst3`; what each method may do and who calls it is in the VST 3 documentation
//! ("Interfaces for plug-ins").
//!
//! Every method catches panics ([`guard`]) and refuses null pointers. The one-object design is why
//! `VST3_CONTROLLER_CLASS` names no class of the factory: hosts ask the component itself for its controller. The id stays
//! reserved, should the controller ever have to live in another process.

// The constants of the VST3 interfaces have the names of their C++ headers.
#![allow(non_upper_case_globals)]

mod component;
mod controller;
mod events;
mod factory;
mod guard;
mod main_thread;
mod parameters;
mod plugin;
mod processor;
mod stream;
mod strings;

pub use factory::{GetPluginFactory, ModuleEntry, ModuleExit};
