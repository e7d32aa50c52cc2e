//! The bundled host for LV2 and CLAP: plays a file through the plugin binary, at real-time pace or as fast as it goes, in any
//! pattern of block sizes, breaks the engine on request, and says how long calls took and what came out.

mod blocks;
#[allow(dead_code)] // what only tests ask
mod clap;
mod lv2;
mod many;
mod options;
mod play;
mod plugin;
mod report;
mod sound_file;

use std::process::ExitCode;

/// Ends this process with its parent, even one killed outright; false where the parent is gone already.
fn follow_parent() -> bool {
    // SAFETY: plain system calls without pointers.
    unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGTERM) == 0 && libc::getppid() != 1 }
}

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
    if options.with_parent && !follow_parent() {
        return ExitCode::FAILURE;
    }
    let played = if options.instances > 1 {
        many::play(&options)
    } else {
        play::play(&options)
    };
    match played {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("attune-host: {error}");
            ExitCode::FAILURE
        }
    }
}
