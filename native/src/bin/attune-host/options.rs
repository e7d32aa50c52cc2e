//! The command line.

use std::path::PathBuf;

use lexopt::prelude::*;

use crate::blocks::Pattern;
use crate::plugin::Format;

pub const HELP: &str = "\
attune-host: plays sound through a plugin

  --plugin FILE.so      the plugin's binary
  --format lv2|clap     how it is loaded (lv2); controls have LV2's symbols in both
  --uri URI             which plugin of it (else by --channels: urn:attune:stereo or urn:attune:mono)
  --in FILE.wav         input; repeated where --seconds is longer; without it: seeded noise at -20 dBFS
  --out FILE.wav        output, 32-bit float
                        with --parallel each instance may have its own: --in and --out as often as --instances says
  --seconds S           how much to play (else: the whole input, or 10 s of noise)
  --rate HZ             sample rate of the noise (48000)
  --channels 1|2        channels of the plugin (2)
  --instances N         so many instances of the plugin, called one after the other (1)
  --parallel            each instance in a thread of its own
  --churn S             every S seconds the last instance is reset, stopped and started, and replaced at another rate and latency
  --blocks PATTERN      N, random:SEED:MIN-MAX or list:64,1,480 (256)
  --realtime | --free   at real-time pace, or as fast as possible (--free)
  --priority N          SCHED_FIFO priority of the audio thread
  --freewheel           tell the plugin that this is an offline render
  --compensate          leave out the plugin's latency: output as long as the input
  --wait-ready S        wait up to S seconds for the engine before playing
  --set SYMBOL=VALUE    a control's value from the beginning
  --at T SYMBOL=VALUE   a control's value from second T on
  --fault T WHAT        at second T: kill, stop, cont, or stop:S (and continue after S seconds) the engine; kill:known waits
                        until the plugin knows
  --load-state FILE     restore a state blob before playing
  --save-state FILE     save the state blob after playing
  --trace FILE          a line for each call: second, CLOCK_MONOTONIC, microseconds of the call, of the engine, CPU, dry or not
  --json                report as JSON
  --progress            a JSON line every 100 ms
  --with-parent         end when the program that started this one ends, however it ends";

/// Instances that one run can have.
pub const MOST_INSTANCES: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    Kill,
    /// The next block comes once the plugin knows.
    KillKnown,
    Stop,
    Continue,
}

#[derive(Clone, Debug)]
pub enum Event {
    Control(String, f32),
    Fault(Fault),
}

#[derive(Debug)]
pub struct Options {
    pub plugin: PathBuf,
    pub format: Format,
    pub uri: String,
    /// One, or one for each instance.
    pub inputs: Vec<PathBuf>,
    pub outputs: Vec<PathBuf>,
    pub seconds: Option<f64>,
    pub rate_hz: Option<u32>,
    pub channels: usize,
    pub blocks: Pattern,
    pub instances: usize,
    pub parallel: bool,
    pub churn_s: Option<f64>,
    pub realtime: bool,
    pub priority: Option<i32>,
    pub freewheel: bool,
    pub compensate: bool,
    pub wait_ready_s: Option<f64>,
    /// By second, ascending.
    pub events: Vec<(f64, Event)>,
    pub load_state: Option<PathBuf>,
    pub save_state: Option<PathBuf>,
    pub trace: Option<PathBuf>,
    pub json: bool,
    pub progress: bool,
    pub with_parent: bool,
}

/// `None` asks for help.
pub fn parse() -> Result<Option<Options>, lexopt::Error> {
    let mut parser = lexopt::Parser::from_env();
    let mut plugin = None;
    let mut uri = None;
    let mut options = Options {
        plugin: PathBuf::new(),
        format: Format::Lv2,
        uri: String::new(),
        inputs: Vec::new(),
        outputs: Vec::new(),
        seconds: None,
        rate_hz: None,
        channels: 2,
        blocks: Pattern::Fixed(256),
        instances: 1,
        parallel: false,
        churn_s: None,
        realtime: false,
        priority: None,
        freewheel: false,
        compensate: false,
        wait_ready_s: None,
        events: Vec::new(),
        load_state: None,
        save_state: None,
        trace: None,
        json: false,
        progress: false,
        with_parent: false,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") => return Ok(None),
            Long("plugin") => plugin = Some(PathBuf::from(parser.value()?)),
            Long("format") => options.format = parser.value()?.parse()?,
            Long("uri") => uri = Some(parser.value()?.string()?),
            Long("in") => options.inputs.push(parser.value()?.into()),
            Long("out") => options.outputs.push(parser.value()?.into()),
            Long("seconds") => options.seconds = Some(positive("--seconds", parser.value()?.parse()?)?),
            Long("rate") => options.rate_hz = Some(parser.value()?.parse()?),
            Long("channels") => options.channels = parser.value()?.parse()?,
            Long("blocks") => options.blocks = Pattern::parse(&parser.value()?.string()?)?,
            Long("instances") => options.instances = parser.value()?.parse()?,
            Long("parallel") => options.parallel = true,
            Long("churn") => options.churn_s = Some(positive("--churn", parser.value()?.parse()?)?),
            Long("trace") => options.trace = Some(parser.value()?.into()),
            Long("realtime") => options.realtime = true,
            Long("free") => options.realtime = false,
            Long("priority") => options.priority = Some(parser.value()?.parse()?),
            Long("freewheel") => options.freewheel = true,
            Long("compensate") => options.compensate = true,
            Long("wait-ready") => options.wait_ready_s = Some(positive("--wait-ready", parser.value()?.parse()?)?),
            Long("set") => {
                let event = control(&parser.value()?.string()?)?;
                options.events.push((0.0, event));
            }
            Long("at") => {
                let time_s = positive("--at", parser.value()?.parse()?)?;
                let event = control(&parser.value()?.string()?)?;
                options.events.push((time_s, event));
            }
            Long("fault") => {
                let time_s = positive("--fault", parser.value()?.parse()?)?;
                fault(time_s, &parser.value()?.string()?, &mut options.events)?;
            }
            Long("load-state") => options.load_state = Some(parser.value()?.into()),
            Long("save-state") => options.save_state = Some(parser.value()?.into()),
            Long("json") => options.json = true,
            Long("progress") => options.progress = true,
            Long("with-parent") => options.with_parent = true,
            other => return Err(other.unexpected()),
        }
    }
    if !(1..=2).contains(&options.channels) {
        return Err(format!("--channels is {}, allowed are 1 and 2", options.channels).into());
    }
    check_many(&options)?;
    options.plugin = plugin.ok_or("--plugin FILE.so is missing")?;
    options.uri = uri.unwrap_or_else(|| {
        let by_channels = [
            attune::generated::params::LV2_URI_MONO,
            attune::generated::params::LV2_URI_STEREO,
        ];
        by_channels[options.channels - 1].to_owned()
    });
    if options.uri == attune::generated::params::LV2_URI_MONO {
        options.channels = 1;
    }
    options.events.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(Some(options))
}

fn check_many(options: &Options) -> Result<(), String> {
    if !(1..=MOST_INSTANCES).contains(&options.instances) {
        return Err(format!(
            "--instances is {}, allowed are 1 to {MOST_INSTANCES}",
            options.instances
        ));
    }
    let several = options.instances > 1;
    check_files(options)?;
    let alone = [
        (options.save_state.is_some(), "--save-state"),
        (options.progress, "--progress"),
        (options.trace.is_some(), "--trace"),
        (options.compensate, "--compensate"),
    ];
    if let Some((_, name)) = alone.iter().find(|(given, _)| several && *given) {
        return Err(format!(
            "{name} is for one instance, --instances says {}",
            options.instances
        ));
    }
    if !several && (options.parallel || options.churn_s.is_some()) {
        return Err("--parallel and --churn are for --instances 2 and more".to_owned());
    }
    Ok(())
}

/// Instances that share a thread play one sound; those that don't may have files of their own.
fn check_files(options: &Options) -> Result<(), String> {
    let one_each = |count| count == options.instances && (options.parallel || options.instances == 1);
    let (inputs, outputs) = (options.inputs.len(), options.outputs.len());
    if inputs > 1 && !one_each(inputs) {
        return Err(format!(
            "--in is given {inputs} times, allowed are 1 and, with --parallel, {}",
            options.instances
        ));
    }
    if outputs > 0 && !one_each(outputs) {
        return Err(format!(
            "--out is given {outputs} times, allowed is {}, where several instances with --parallel",
            options.instances
        ));
    }
    Ok(())
}

fn positive(name: &str, seconds: f64) -> Result<f64, String> {
    if seconds.is_finite() && (0.0..=1e6).contains(&seconds) {
        Ok(seconds)
    } else {
        Err(format!("{name} is {seconds}, allowed are 0 to 1000000 seconds"))
    }
}

fn control(text: &str) -> Result<Event, String> {
    let wrong = || format!("\"{text}\" is not SYMBOL=VALUE");
    let (symbol, value) = text.split_once('=').ok_or_else(wrong)?;
    Ok(Event::Control(symbol.to_owned(), value.parse().map_err(|_| wrong())?))
}

fn fault(time_s: f64, text: &str, events: &mut Vec<(f64, Event)>) -> Result<(), String> {
    let wrong = || format!("\"{text}\" is no fault, allowed are kill, kill:known, stop, cont and stop:SECONDS");
    match text.split_once(':') {
        None if text == "kill" => events.push((time_s, Event::Fault(Fault::Kill))),
        Some(("kill", "known")) => events.push((time_s, Event::Fault(Fault::KillKnown))),
        None if text == "stop" => events.push((time_s, Event::Fault(Fault::Stop))),
        None if text == "cont" => events.push((time_s, Event::Fault(Fault::Continue))),
        Some(("stop", pause)) => {
            let pause_s = positive("stop", pause.parse().map_err(|_| wrong())?)?;
            events.push((time_s, Event::Fault(Fault::Stop)));
            events.push((time_s + pause_s, Event::Fault(Fault::Continue)));
        }
        _ => return Err(wrong()),
    }
    Ok(())
}
