//! An engine that changes nothing: it speaks the exchange like the real one and gives back its input, delayed by the
//! chain's latency. The floor that benchmarks compare with, and the partner of the shim's tests.
//!
//! `attune-echo --socket-fd=3 [--gain G] [--published-gain G] [--ceiling C] [--delay-us N] [--busy-us N] [--late-every N]
//! [--instances N] [--follow-amount] [--commit-likes] [--mute-epoch N]
//! [--warming-epoch N] [--other-build]`

use std::collections::HashMap;
use std::os::fd::{FromRawFd, OwnedFd, RawFd};
use std::process::ExitCode;
use std::sync::Arc;

use attune::build::{self, Build};
use attune::echo::{Echo, EchoConfig};
use attune::wire;

fn main() -> ExitCode {
    match arguments() {
        Ok((socket, config, build)) => serve(socket, config, build),
        Err(error) => {
            eprintln!("attune-echo: {error}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Result<(RawFd, EchoConfig, Build), lexopt::Error> {
    use lexopt::prelude::*;
    let mut socket = None;
    let mut config = EchoConfig::default();
    let mut build = build::OURS;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("socket-fd") => socket = Some(parser.value()?.parse()?),
            Long("gain") => config.gain = parser.value()?.parse()?,
            Long("published-gain") => config.published_gain = parser.value()?.parse()?,
            Long("ceiling") => config.ceiling = parser.value()?.parse()?,
            Long("busy-us") => config.busy_us_per_quantum = parser.value()?.parse()?,
            Long("delay-us") => config.delay_us = parser.value()?.parse()?,
            Long("late-every") => config.late_every = parser.value()?.parse()?,
            Long("instances") => config.instances = parser.value()?.parse()?,
            Long("other-build") => build.tables = !build.tables,
            Long("warming-epoch") => config.warming_epoch = parser.value()?.parse()?,
            Long("mute-epoch") => config.mute_epoch = parser.value()?.parse()?,
            Long("commit-likes") => config.commit_likes = true,
            Long("follow-amount") => config.follow_amount = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok((socket.ok_or("--socket-fd=N is missing")?, config, build))
}

fn serve(socket: RawFd, config: EchoConfig, build: Build) -> ExitCode {
    let _ = wire::send(socket, &wire::Message::hello(build).encode(), None);
    let mut running: HashMap<u32, Arc<Echo>> = HashMap::new();
    let mut buffer = [0; wire::MESSAGE_BYTES];
    loop {
        match wire::receive(socket, &mut buffer, -1) {
            Ok(wire::Received::Message(memfd)) => {
                let Some(message) = wire::Message::decode(&buffer) else {
                    continue;
                };
                match (message.kind, memfd) {
                    (wire::ATTACH, Some(memfd)) => {
                        if let Some(old) = running.remove(&message.instance) {
                            old.quit();
                        }
                        let full = running.len() >= config.instances;
                        if let Some(echo) = Echo::attach(memfd, message.epoch, config, full) {
                            running.insert(message.instance, echo);
                        }
                    }
                    (wire::DETACH, _) => {
                        if let Some(old) = running.remove(&message.instance) {
                            old.quit();
                        }
                    }
                    _ => {}
                }
            }
            Ok(wire::Received::Timeout | wire::Received::Malformed) => {}
            Ok(wire::Received::Closed) => break,
            Err(_) => return ExitCode::FAILURE,
        }
    }
    // SAFETY: the socket was handed to this process and isn't used any more.
    drop(unsafe { OwnedFd::from_raw_fd(socket) });
    ExitCode::SUCCESS
}
