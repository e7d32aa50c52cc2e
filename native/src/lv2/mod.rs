//! LV2: the two plugins (stereo and mono) as a host sees them.

pub mod abi;
mod plugin;
pub mod ports;
mod state;

pub use plugin::lv2_descriptor;
pub use state::{ATOM_CHUNK_URI, STATE_KEY_URI};
