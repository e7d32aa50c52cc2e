//! Tables written by `./attune generate`; nothing here is edited by hand but this list.

pub mod build;
pub mod layout;
pub mod params;
pub mod presets;
