//! The audio loop.

use std::fmt::Write as _;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use attune::generated::layout::STATE_READY;
use attune::inspect;
use attune::platform::{clock, scheduling};

use crate::blocks::LARGEST;
use crate::options::{Event, Fault, Options};
use crate::plugin::Plugin;
use crate::report::{self, Measurements};
use crate::sound_file::Sound;

const PROGRESS_NS: i64 = 100_000_000;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

extern "C" fn interrupt(_: libc::c_int) {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

/// From now on SIGINT and SIGTERM end the playing, not the process.
pub fn stop_when_asked() {
    // SAFETY: the handler only stores to an atomic.
    unsafe {
        let handler = interrupt as extern "C" fn(libc::c_int);
        libc::signal(libc::SIGINT, handler as libc::sighandler_t);
        libc::signal(libc::SIGTERM, handler as libc::sighandler_t);
    }
}

pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Sleeps until `due_ns` on CLOCK_MONOTONIC. Returns how late it woke, ns.
pub fn sleep_until(due_ns: i64) -> i64 {
    let due = clock::timespec(due_ns);
    // SAFETY: `due` lives through the call; an early return by a signal only starts a block early.
    unsafe {
        libc::clock_nanosleep(libc::CLOCK_MONOTONIC, libc::TIMER_ABSTIME, &due, std::ptr::null_mut());
    }
    clock::now_ns() - due_ns
}

pub fn play(options: &Options) -> Result<(), String> {
    let rate_hz = options.rate_hz.unwrap_or(48_000);
    let input = match options.inputs.first() {
        Some(path) => Sound::read(path, options.channels)?,
        None => {
            let frames = options.seconds.unwrap_or(10.0) * rate_hz as f64;
            Sound::noise(rate_hz, options.channels, (frames as usize).max(1))
        }
    };
    if options.rate_hz.is_some_and(|rate_hz| rate_hz != input.rate_hz) {
        return Err(format!("the input has {} Hz, --rate says {rate_hz}", input.rate_hz));
    }
    let mut plugin = Plugin::load(
        options.format,
        &options.plugin,
        &options.uri,
        options.channels,
        input.rate_hz as f64,
    )?;
    if let Some(path) = &options.load_state {
        let blob = std::fs::read(path).map_err(|error| format!("{} can't be read: {error}", path.display()))?;
        plugin.restore(&blob)?;
    }
    if options.freewheel {
        plugin.set("freewheel", 1.0)?;
    }
    for (_, event) in options.events.iter().filter(|(due_s, _)| *due_s <= 0.0) {
        if let Event::Control(symbol, value) = event {
            plugin.set(symbol, *value)?; // as a host's session does: some controls count at activation
        }
    }
    stop_when_asked();
    let started_ns = clock::now_ns();
    plugin.activate()?;
    let activate_ns = clock::now_ns() - started_ns;
    wait_ready(&plugin, options)?;
    let mut player = Player::new(options, &input, plugin, started_ns)?;
    player.measurements.activate_ns = activate_ns;
    player.run();
    player.finish()
}

pub fn wait_ready(plugin: &Plugin, options: &Options) -> Result<(), String> {
    let Some(limit_s) = options.wait_ready_s else {
        return Ok(());
    };
    let limit_ns = clock::now_ns() + (limit_s * 1e9) as i64;
    while plugin.engine_state() != STATE_READY as i32 {
        if clock::now_ns() >= limit_ns {
            return Err(format!("no engine became ready within {limit_s} s"));
        }
        if INTERRUPTED.load(Ordering::Relaxed) {
            return Err("interrupted".to_owned());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}

struct Player<'a> {
    options: &'a Options,
    input: &'a Sound,
    plugin: Plugin,
    started_ns: i64,
    /// Frames to play; with --compensate the plugin's latency besides.
    frames: usize,
    output: Vec<Vec<f32>>,
    priority: bool,
    measurements: Measurements,
    events_done: usize,
    elapsed_ns: i64,
    cpu_ns: i64,
    /// Lines of --trace.
    trace: String,
}

impl<'a> Player<'a> {
    fn new(options: &'a Options, input: &'a Sound, mut plugin: Plugin, started_ns: i64) -> Result<Self, String> {
        // Names are checked here, so that no event fails while playing.
        for (_, event) in &options.events {
            if let Event::Control(symbol, _) = event {
                plugin.set(symbol, default_of(symbol))?;
            }
        }
        let asked = options.seconds.map(|seconds| (seconds * input.rate_hz as f64) as usize);
        let frames = asked.unwrap_or(input.frames());
        Ok(Player {
            options,
            input,
            plugin,
            started_ns,
            frames,
            output: Vec::new(),
            priority: false,
            measurements: Measurements::new()?,
            events_done: 0,
            elapsed_ns: 0,
            cpu_ns: 0,
            trace: String::new(),
        })
    }

    fn run(&mut self) {
        if let Some(priority) = self.options.priority {
            match scheduling::set(libc::SCHED_FIFO, priority) {
                Ok(()) => self.priority = true,
                Err(errno) => {
                    let reason = std::io::Error::from_raw_os_error(errno);
                    eprintln!("attune-host: no real-time priority {priority} ({reason}); going on without");
                }
            }
        }
        // A fault at 0 comes before the very first call.
        while let Some((..=0.0, Event::Fault(fault))) = self.options.events.get(self.events_done) {
            self.events_done += 1;
            self.fault(*fault);
        }
        // An empty call tells the latency before the length of the run must be known.
        self.plugin.run(&vec![&[][..]; self.options.channels], &mut []);
        let extra = if self.options.compensate {
            self.plugin.latency_frames()
        } else {
            0
        };
        let total = self.frames + extra;
        let keep = if self.options.outputs.is_empty() {
            LARGEST
        } else {
            total
        };
        self.output = vec![vec![0.0; keep]; self.options.channels];
        self.stream(total);
        let _ = scheduling::set(libc::SCHED_OTHER, 0);
    }

    fn stream(&mut self, total: usize) {
        let mut pattern = self.options.blocks.clone();
        let mut block = vec![vec![0.0; LARGEST]; self.options.channels];
        let begin_ns = clock::now_ns();
        let mut progress_ns = begin_ns;
        let mut done = 0;
        while done < total && !INTERRUPTED.load(Ordering::Relaxed) {
            let frames = pattern.next().min(total - done);
            self.fill(&mut block, done, frames);
            if self.options.realtime {
                self.pace(begin_ns + self.nanoseconds(done));
            }
            self.events(done as f64 / self.input.rate_hz as f64);
            self.call(&block, done, frames);
            done += frames;
            let now_ns = clock::now_ns();
            if self.options.progress && now_ns >= progress_ns {
                progress_ns = now_ns + PROGRESS_NS;
                let line = report::progress(&self.plugin, done as f64 / self.input.rate_hz as f64);
                // Nobody reads any more: nothing to play for.
                if writeln!(std::io::stdout(), "{line}").is_err() {
                    break;
                }
            }
        }
        self.elapsed_ns = clock::now_ns() - begin_ns;
        if !self.options.outputs.is_empty() {
            self.output.iter_mut().for_each(|channel| channel.truncate(done));
        }
    }

    /// Input from `from` on; repeated for --seconds, zeros past the end to flush the plugin's latency.
    fn fill(&self, block: &mut [Vec<f32>], from: usize, frames: usize) {
        for (to, source) in block.iter_mut().zip(&self.input.channels) {
            for (i, sample) in to[..frames].iter_mut().enumerate() {
                let at = from + i;
                *sample = if at < self.frames {
                    source[at % source.len()]
                } else {
                    0.0
                };
            }
        }
    }

    fn call(&mut self, block: &[Vec<f32>], done: usize, frames: usize) {
        let inputs: Vec<&[f32]> = block.iter().map(|channel| &channel[..frames]).collect();
        let from = if self.options.outputs.is_empty() { 0 } else { done };
        let mut outputs: Vec<&mut [f32]> = self
            .output
            .iter_mut()
            .map(|channel| &mut channel[from..from + frames])
            .collect();
        let cpu_ns = clock::thread_cpu_ns();
        let before_ns = clock::now_ns();
        self.plugin.run(&inputs, &mut outputs);
        let after_ns = clock::now_ns();
        let cpu_ns = clock::thread_cpu_ns() - cpu_ns;
        self.cpu_ns += cpu_ns;
        let represents_ns = (frames as f64 * 1e9 / self.input.rate_hz as f64) as i64;
        self.measurements
            .call(after_ns - before_ns, represents_ns, self.options.realtime);
        self.measurements
            .watch(&self.plugin, &outputs, after_ns - before_ns, after_ns - self.started_ns);
        if self.options.trace.is_some() {
            self.note(done, before_ns, after_ns - before_ns, cpu_ns);
        }
    }

    fn note(&mut self, done: usize, before_ns: i64, call_ns: i64, cpu_ns: i64) {
        let us = |ns: i64| ns as f64 / 1_000.0;
        let _ = writeln!(
            self.trace,
            "{:.5},{:.6},{:.1},{:.1},{:.1},{}",
            done as f64 / self.input.rate_hz as f64,
            before_ns as f64 / 1e9,
            us(call_ns),
            us(self.plugin.counter(inspect::ENGINE_NS)),
            us(cpu_ns),
            self.measurements.is_dry() as i32
        );
    }

    fn nanoseconds(&self, frames: usize) -> i64 {
        (frames as f64 * 1e9 / self.input.rate_hz as f64) as i64
    }

    fn pace(&mut self, due_ns: i64) {
        let delay_ns = sleep_until(due_ns);
        self.measurements.largest_wake_delay_ns = self.measurements.largest_wake_delay_ns.max(delay_ns);
    }

    fn events(&mut self, time_s: f64) {
        while let Some((due_s, event)) = self.options.events.get(self.events_done) {
            if *due_s > time_s {
                return;
            }
            self.events_done += 1;
            match event {
                Event::Control(symbol, value) => {
                    let _ = self.plugin.set(symbol, *value);
                }
                Event::Fault(fault) => self.fault(*fault),
            }
        }
    }

    fn fault(&self, fault: Fault) {
        let pid = self.plugin.bridge_pid();
        if pid <= 0 {
            eprintln!("attune-host: there is no engine to {fault:?}");
            return;
        }
        let signal = match fault {
            Fault::Kill | Fault::KillKnown => libc::SIGKILL,
            Fault::Stop => libc::SIGSTOP,
            Fault::Continue => libc::SIGCONT,
        };
        // SAFETY: signals the engine process of our own plugin.
        unsafe { libc::kill(pid, signal) };
        while fault == Fault::KillKnown && self.plugin.bridge_pid() == pid && !INTERRUPTED.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn finish(mut self) -> Result<(), String> {
        let summary = self
            .measurements
            .summary(&self.plugin, self.input.rate_hz, self.elapsed_ns, self.priority);
        let mut summary = summary;
        let calls = self.measurements.calls_made().max(1);
        summary["cpu_us_per_call"] = serde_json::json!(self.cpu_ns as f64 / 1_000.0 / calls as f64);
        if let Some(path) = &self.options.trace {
            let lines = format!("second,monotonic_s,call_us,engine_us,cpu_us,dry\n{}", self.trace);
            std::fs::write(path, lines).map_err(|error| format!("{} can't be written: {error}", path.display()))?;
        }
        if let Some(path) = &self.options.save_state {
            let blob = self.plugin.save()?;
            std::fs::write(path, blob).map_err(|error| format!("{} can't be written: {error}", path.display()))?;
        }
        if let Some(path) = self.options.outputs.first() {
            let mut channels = std::mem::take(&mut self.output);
            if self.options.compensate {
                let latency = self.plugin.latency_frames();
                channels
                    .iter_mut()
                    .for_each(|channel| drop(channel.drain(..latency.min(channel.len()))));
            }
            Sound {
                rate_hz: self.input.rate_hz,
                channels,
            }
            .write(path)?;
        }
        let text = if self.options.json {
            summary.to_string()
        } else {
            report::text(&summary)
        };
        if self.options.json || !self.options.progress {
            // Whoever read our output may be gone by now; that is no failure of the sound.
            let _ = writeln!(std::io::stdout(), "{text}");
        }
        refuse(self.plugin.has_failed())
    }
}

/// An error where a plugin has failed.
pub fn refuse(failed: bool) -> Result<(), String> {
    if failed {
        return Err("the plugin says that its output must not be used".to_owned());
    }
    Ok(())
}

fn default_of(symbol: &str) -> f32 {
    let known = attune::generated::params::MACROS.iter().find(|spec| spec.id == symbol);
    match symbol {
        "enabled" => 1.0,
        _ => known.map_or(0.0, |spec| spec.default as f32),
    }
}
