//! The bundled LV2 host: plays a file through the plugin binary, at real-time pace or as fast as it goes, in any
//! pattern of block sizes, breaks the engine on request, and says how long calls took and what came out.

mod blocks;
mod lv2;
mod options;
mod play;
mod report;
mod sound_file;

use std::process::ExitCode;

fn main() -> ExitCode {
    let options = match options::parse() {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{}", options::HELP);
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("attune-host: {error}; see attune-host --help");
            return ExitCode::from(2);
        }
    };
    match play::play(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("attune-host: {error}");
            ExitCode::FAILURE
        }
    }
}
