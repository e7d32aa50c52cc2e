//! Plays a signal through another maker's LV2 plugin and says what it costs: CPU time of this thread, with FTZ and DAZ on.
//! For `./attune bench chain --peers`.
//!
//! `attune-peers SPEC.json`; the specification is [`spec::Spec`]. After one pass over the signal a line
//! `{"difference_db": D}` tells how far the output is from the (equally delayed) input; then every line on standard
//! input is answered with `{"ns_per_frame": N}` of one more pass. The end of standard input ends the program.

mod compare;
mod features;
mod plugin;
mod spec;

use std::io::{BufRead, Write};

use plugin::Plugin;
use spec::Spec;

fn main() {
    if let Err(why) = run() {
        eprintln!("attune-peers: {why}");
        std::process::exit(1);
    }
}

fn run() -> Result<(), String> {
    let path = std::env::args()
        .nth(1)
        .ok_or("name a specification: attune-peers SPEC.json")?;
    let spec = Spec::read(path.as_ref())?;
    let input = spec.signal()?;
    attune::engine_abi::attune_set_denormals(1);
    let mut plugin = Plugin::load(&spec)?;
    let mut output = vec![Vec::with_capacity(input[0].len()); plugin.outputs()];
    plugin.play(&input, spec.block_frames, Some(&mut output));
    say(format_args!(
        "{{\"difference_db\": {:.1}}}",
        compare::difference_db(&input, &output)
    ))?;
    for line in std::io::stdin().lock().lines() {
        line.map_err(|error| error.to_string())?;
        let ns = plugin.play(&input, spec.block_frames, None);
        say(format_args!(
            "{{\"ns_per_frame\": {:.3}}}",
            ns as f64 / input[0].len() as f64
        ))?;
    }
    Ok(())
}

fn say(line: std::fmt::Arguments) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .map_err(|error| error.to_string())
}
