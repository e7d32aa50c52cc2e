//! Several instances at once: called one after the other by one audio thread, as a mixer does, or in a thread each. One of
//! them can come and go meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use attune::platform::{clock, scheduling};
use serde_json::{json, Value};

use crate::blocks::LARGEST;
use crate::options::{Event, Options};
use crate::play;
use crate::plugin::Plugin;
use crate::report::{histogram, quantiles, Measurements};
use crate::sound_file::Sound;

/// Rates and latency modes that a churned instance comes back with.
const CHURN_RATES_HZ: [f64; 3] = [44_100.0, 96_000.0, 48_000.0];
const CHURN_LATENCIES: [f32; 3] = [1.0, 2.0, 0.0];

/// An instance and what was measured of it.
struct Voice {
    plugin: Plugin,
    measurements: Measurements,
    output: Vec<Vec<f32>>,
    /// All that came out, for --out.
    recorded: Option<Vec<Vec<f32>>>,
    cpu_ns: i64,
    activated_ns: i64,
}

pub fn play(options: &Options) -> Result<(), String> {
    let sounds = sounds(options)?;
    let churned = options.churn_s.is_some() as usize;
    let mut voices = Vec::new();
    for number in 0..options.instances - churned {
        voices.push(Voice::new(options, sounds[number % sounds.len()].rate_hz as f64)?);
    }
    for voice in &voices {
        play::wait_ready(&voice.plugin, options)?;
    }
    play::stop_when_asked();
    let stop = AtomicBool::new(false);
    let summary = std::thread::scope(|scope| {
        let stop = &stop;
        let churn = options
            .churn_s
            .map(|every_s| scope.spawn(move || churn(options, every_s, stop)));
        let rounds = if options.parallel {
            parallel(options, &sounds, &mut voices)
        } else {
            run(options, &sounds[0], &mut voices).map(|rounds| vec![rounds])
        };
        stop.store(true, Ordering::Relaxed);
        let turns = churn.map(|churn| {
            churn
                .join()
                .unwrap_or_else(|_| Err("the churning thread panicked".to_owned()))
        });
        Ok::<Value, String>(summary(&voices, rounds?, turns.transpose()?))
    })?;
    let failed = voices.iter().any(|voice| voice.plugin.has_failed());
    write(options, &sounds, voices)?;
    println!(
        "{}",
        if options.json {
            summary.to_string()
        } else {
            text(&summary)
        }
    );
    play::refuse(failed)
}

/// One that all play, or one for each.
fn sounds(options: &Options) -> Result<Vec<Sound>, String> {
    if options.inputs.is_empty() {
        let rate_hz = options.rate_hz.unwrap_or(48_000);
        return Ok(vec![Sound::noise(rate_hz, options.channels, rate_hz as usize)]);
    }
    let inputs = options.inputs.iter();
    inputs.map(|path| Sound::read(path, options.channels)).collect()
}

/// What each has played, where it is wanted.
fn write(options: &Options, sounds: &[Sound], voices: Vec<Voice>) -> Result<(), String> {
    for (number, (path, voice)) in options.outputs.iter().zip(voices).enumerate() {
        let sound = Sound {
            rate_hz: sounds[number % sounds.len()].rate_hz,
            channels: voice.recorded.unwrap_or_default(),
        };
        sound.write(path)?;
    }
    Ok(())
}

impl Voice {
    fn new(options: &Options, rate_hz: f64) -> Result<Voice, String> {
        let started_ns = clock::now_ns();
        let plugin = loaded(options, rate_hz, None)?;
        let mut measurements = Measurements::new()?;
        measurements.activate_ns = clock::now_ns() - started_ns;
        Ok(Voice {
            plugin,
            measurements,
            output: vec![vec![0.0; LARGEST]; options.channels],
            recorded: (!options.outputs.is_empty()).then(|| vec![Vec::new(); options.channels]),
            cpu_ns: 0,
            activated_ns: started_ns,
        })
    }

    fn call(&mut self, inputs: &[&[f32]], represents_ns: i64, live: bool) {
        let frames = inputs.first().map_or(0, |input| input.len());
        let mut outputs: Vec<&mut [f32]> = self.output.iter_mut().map(|channel| &mut channel[..frames]).collect();
        let cpu_ns = clock::thread_cpu_ns();
        let before_ns = clock::now_ns();
        self.plugin.run(inputs, &mut outputs);
        let after_ns = clock::now_ns();
        self.cpu_ns += clock::thread_cpu_ns() - cpu_ns;
        self.measurements.call(after_ns - before_ns, represents_ns, live);
        self.measurements.watch(
            &self.plugin,
            &outputs,
            after_ns - before_ns,
            after_ns - self.activated_ns,
        );
        for (recorded, output) in self.recorded.iter_mut().flatten().zip(&outputs) {
            recorded.extend_from_slice(output);
        }
    }

    fn summary(&self) -> Value {
        let mut summary = self.measurements.summary(&self.plugin, 0, 0, false);
        summary["cpu_us_per_call"] = json!(self.cpu_ns as f64 / 1_000.0 / self.measurements.calls_made().max(1) as f64);
        summary
    }
}

/// An active instance with the controls of the command line.
fn loaded(options: &Options, rate_hz: f64, latency: Option<f32>) -> Result<Plugin, String> {
    let mut plugin = Plugin::load(options.format, &options.plugin, &options.uri, options.channels, rate_hz)?;
    if let Some(path) = &options.load_state {
        let blob = std::fs::read(path).map_err(|error| format!("{} can't be read: {error}", path.display()))?;
        plugin.restore(&blob)?;
    }
    if options.freewheel {
        plugin.set("freewheel", 1.0)?;
    }
    for (_, event) in options.events.iter().filter(|(due_s, _)| *due_s <= 0.0) {
        if let Event::Control(symbol, value) = event {
            plugin.set(symbol, *value)?;
        }
    }
    if let Some(latency) = latency {
        plugin.set("latency_mode", latency)?;
    }
    plugin.activate()?;
    Ok(plugin)
}

/// What one audio thread has seen.
struct Rounds {
    /// Time of each round of calls, ns.
    durations: hdrhistogram::Histogram<u64>,
    over_deadline: u64,
    cpu_ns: i64,
    largest_wake_delay_ns: i64,
    priority: bool,
    elapsed_ns: i64,
}

/// Calls these voices in turn, block by block, until the time is over.
fn run(options: &Options, sound: &Sound, voices: &mut [Voice]) -> Result<Rounds, String> {
    let priority = options
        .priority
        .is_some_and(|priority| scheduling::set(libc::SCHED_FIFO, priority).is_ok());
    let total = match options.seconds {
        Some(seconds) => (seconds * sound.rate_hz as f64) as usize,
        None if options.inputs.is_empty() => 10 * sound.rate_hz as usize,
        None => sound.frames(),
    };
    let mut pattern = options.blocks.clone();
    let mut rounds = Rounds {
        durations: histogram()?,
        over_deadline: 0,
        cpu_ns: clock::thread_cpu_ns(),
        largest_wake_delay_ns: 0,
        priority,
        elapsed_ns: 0,
    };
    let ns = |frames: usize| (frames as f64 * 1e9 / sound.rate_hz as f64) as i64;
    let mut block = vec![vec![0.0; LARGEST]; options.channels];
    let begin_ns = clock::now_ns();
    let mut done = 0;
    while done < total && !play::is_interrupted() {
        let frames = pattern.next().min(total - done);
        for (to, from) in block.iter_mut().zip(&sound.channels) {
            (0..frames).for_each(|i| to[i] = from[(done + i) % from.len()]);
        }
        if options.realtime {
            let delay_ns = play::sleep_until(begin_ns + ns(done));
            rounds.largest_wake_delay_ns = rounds.largest_wake_delay_ns.max(delay_ns);
        }
        let inputs: Vec<&[f32]> = block.iter().map(|channel| &channel[..frames]).collect();
        let before_ns = clock::now_ns();
        for voice in voices.iter_mut() {
            voice.call(&inputs, ns(frames), options.realtime);
        }
        let took_ns = clock::now_ns() - before_ns;
        rounds.durations.saturating_record(took_ns.max(1) as u64);
        rounds.over_deadline += (options.realtime && frames > 0 && took_ns > ns(frames)) as u64;
        done += frames;
    }
    rounds.elapsed_ns = clock::now_ns() - begin_ns;
    rounds.cpu_ns = clock::thread_cpu_ns() - rounds.cpu_ns;
    let _ = scheduling::set(libc::SCHED_OTHER, 0);
    Ok(rounds)
}

fn parallel(options: &Options, sounds: &[Sound], voices: &mut [Voice]) -> Result<Vec<Rounds>, String> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = voices
            .chunks_mut(1)
            .zip(sounds.iter().cycle())
            .map(|(voice, sound)| scope.spawn(|| run(options, sound, voice)))
            .collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err("an audio thread panicked".to_owned()))
            })
            .collect()
    })
}

/// One more instance that plays, is reset, plays, is stopped and started again, plays, goes, and comes back with another rate
/// and latency. Returns how often it came.
fn churn(options: &Options, every_s: f64, stop: &AtomicBool) -> Result<usize, String> {
    let mut turns = 0;
    while !stop.load(Ordering::Relaxed) && !play::is_interrupted() {
        let rate_hz = CHURN_RATES_HZ[turns % CHURN_RATES_HZ.len()];
        let latency = CHURN_LATENCIES[turns % CHURN_LATENCIES.len()];
        let mut plugin = loaded(options, rate_hz, Some(latency))?;
        play_silence(&mut plugin, options.channels, rate_hz, every_s / 3.0, stop);
        plugin.reset();
        play_silence(&mut plugin, options.channels, rate_hz, every_s / 3.0, stop);
        plugin.deactivate();
        plugin.activate()?;
        play_silence(&mut plugin, options.channels, rate_hz, every_s / 3.0, stop);
        turns += 1;
    }
    Ok(turns)
}

/// At about the pace of a live host.
fn play_silence(plugin: &mut Plugin, channels: usize, rate_hz: f64, seconds: f64, stop: &AtomicBool) {
    let silence = vec![vec![0.0; 256]; channels];
    let mut output = silence.clone();
    let end_ns = clock::now_ns() + (seconds * 1e9) as i64;
    while clock::now_ns() < end_ns && !stop.load(Ordering::Relaxed) {
        let inputs: Vec<&[f32]> = silence.iter().map(|channel| &channel[..]).collect();
        let mut outputs: Vec<&mut [f32]> = output.iter_mut().map(|channel| &mut channel[..]).collect();
        plugin.run(&inputs, &mut outputs);
        std::thread::sleep(Duration::from_micros((256.0 * 1e6 / rate_hz) as u64));
    }
}

fn summary(voices: &[Voice], rounds: Vec<Rounds>, churned: Option<usize>) -> Value {
    let instances: Vec<Value> = voices.iter().map(Voice::summary).collect();
    let sum = |name: &str| instances.iter().filter_map(|one| one[name].as_i64()).sum::<i64>();
    let mut all = rounds[0].durations.clone();
    rounds[1..].iter().for_each(|other| {
        let _ = all.add(&other.durations);
    });
    let mut pids: Vec<i32> = voices.iter().map(|voice| voice.plugin.bridge_pid()).collect();
    pids.sort_unstable();
    pids.dedup();
    json!({
        "elapsed_s": rounds[0].elapsed_ns as f64 / 1e9,
        "real_time_priority": rounds.iter().all(|one| one.priority),
        "round_us": quantiles(&all),
        "rounds_over_deadline": rounds.iter().map(|one| one.over_deadline).sum::<u64>(),
        "largest_wake_delay_us": rounds.iter().map(|one| one.largest_wake_delay_ns).max().unwrap_or(0) as f64 / 1_000.0,
        "audio_thread_cpu_s": rounds.iter().map(|one| one.cpu_ns).sum::<i64>() as f64 / 1e9,
        "blocks": sum("blocks"),
        "late_blocks": sum("late_blocks"),
        "dry_blocks": sum("dry_blocks"),
        "backed_off_blocks": sum("backed_off_blocks"),
        "restarts": sum("restarts"),
        "churned": churned,
        "bridge_pids": pids,
        "instances": instances,
    })
}

fn text(summary: &Value) -> String {
    let number = |name: &str| summary[name].as_f64().unwrap_or(0.0);
    let round = |name: &str| summary["round_us"][name].as_f64().unwrap_or(0.0);
    format!(
        "instances     {}, played {:.2} s\n\
         rounds        p50 {:.1} us, p99 {:.1} us, p99.9 {:.1} us, max {:.1} us, {} longer than their deadline\n\
         blocks        {} exchanged, {} late, {} dry, {} not waited for, {} restarts",
        summary["instances"].as_array().map_or(0, Vec::len),
        number("elapsed_s"),
        round("p50"),
        round("p99"),
        round("p99_9"),
        round("max"),
        number("rounds_over_deadline"),
        number("blocks"),
        number("late_blocks"),
        number("dry_blocks"),
        number("backed_off_blocks"),
        number("restarts"),
    )
}
