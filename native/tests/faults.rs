//! Engines that die, hang and come back under live sound.

mod support;

use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::{Duration, Instant};

use attune::generated::layout::*;
use attune::generated::params::{MACRO_AMOUNT, MACRO_BYPASS};
use attune::sound::Override;
use attune::supervisor::runtime::RuntimeSource;
use attune::supervisor::Supervisor;
use support::{echo_runtime, is_alive, live, noise, offline, wait_for, Folder, Rig, PATIENCE};

/// A live stream that is played block by block, its whole input and output kept.
struct Stream {
    rig: Rig,
    block: usize,
    source: fn(usize) -> f32,
    input: Vec<f32>,
    output: Vec<f32>,
}

impl Stream {
    fn new(rig: Rig, block: usize, source: fn(usize) -> f32) -> Stream {
        Stream {
            rig,
            block,
            source,
            input: Vec::new(),
            output: Vec::new(),
        }
    }

    /// One block; now and then a pause, as a live host makes.
    fn step(&mut self) {
        let from = self.input.len();
        let block: Vec<f32> = (from..from + self.block).map(self.source).collect();
        self.output
            .extend(&self.rig.play(std::slice::from_ref(&block), &[self.block])[0]);
        self.input.extend(block);
        if from / 64 != self.input.len() / 64 {
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    fn play_until(&mut self, what: &str, mut is_true: impl FnMut(&Rig) -> bool) {
        let limit = Instant::now() + PATIENCE;
        while !is_true(&self.rig) {
            assert!(Instant::now() < limit, "played in vain for {what}");
            self.step();
        }
    }

    /// Until a few exchanges in a row were wet, past all fades.
    fn play_until_wet(&mut self) {
        let limit = Instant::now() + PATIENCE;
        let mut wet_frames = 0;
        while wet_frames < 640 {
            assert!(Instant::now() < limit, "played in vain for wet sound");
            let (blocks, dry) = self.blocks_and_dry();
            self.step();
            let (blocks_now, dry_now) = self.blocks_and_dry();
            if dry_now > dry {
                wet_frames = 0;
            } else if blocks_now > blocks {
                wet_frames += self.block;
            }
        }
    }

    fn blocks_and_dry(&self) -> (u64, u64) {
        let counters = self.rig.counters();
        (
            counters.blocks.load(Ordering::Relaxed),
            counters.dry.load(Ordering::Relaxed),
        )
    }

    /// Largest difference between the output and the delayed input times `gain`, from input frame `from` on.
    fn largest_error(&self, gain: f32, from: usize) -> f32 {
        let latency = self.rig.core.latency_frames();
        let pairs = self.input[from..].iter().zip(&self.output[from + latency..]);
        pairs.fold(0.0, |error: f32, (input, output)| {
            error.max((output - gain * input).abs())
        })
    }

    fn largest_step(&self, from: usize) -> f32 {
        self.output[from..]
            .windows(2)
            .fold(0.0, |step: f32, pair| step.max((pair[1] - pair[0]).abs()))
    }
}

fn pseudo_noise(frame: usize) -> f32 {
    let hash = (frame as u32)
        .wrapping_mul(2_654_435_761)
        .rotate_left(13)
        .wrapping_mul(2_246_822_519);
    hash as f32 / u32::MAX as f32 - 0.5
}

fn restarts(rig: &Rig) -> u64 {
    rig.counters().restarts.load(Ordering::Relaxed)
}

#[test]
fn engine_when_killed_in_play_expect_level_and_timing_held_and_recovery() {
    for block in [64, 100, 480] {
        let mut stream = Stream::new(Rig::new(48_000.0, 1, live(), &["--gain=0.25"]), block, pseudo_noise);
        stream.play_until_wet();
        let steady = stream.input.len();
        for _ in 0..50 {
            stream.step();
        }
        let first_pid = stream.rig.pid();
        let dry_before = stream.rig.counters().dry.load(Ordering::Relaxed);
        stream.rig.signal(libc::SIGKILL);
        stream.play_until("a new engine", |rig| restarts(rig) == 1);
        stream.play_until_wet();
        assert_ne!(stream.rig.pid(), first_pid);
        assert!(stream.rig.counters().dry.load(Ordering::Relaxed) > dry_before);
        // Wet or dry, late or not: the same samples, since this engine only halves twice.
        let error = stream.largest_error(0.25, steady);
        assert!(error < 1e-6, "block {block}: {error}");
    }
}

#[test]
fn engine_when_stopped_and_continued_expect_no_restart_and_no_stale_sound() {
    let mut stream = Stream::new(Rig::new(48_000.0, 1, live(), &["--gain=0.5"]), 64, pseudo_noise);
    stream.play_until_wet();
    let steady = stream.input.len();
    stream.rig.signal(libc::SIGSTOP);
    stream.play_until("patience to end", |rig| {
        rig.counters().backed_off.load(Ordering::Relaxed) > 100
    });
    assert!(stream.rig.counters().late.load(Ordering::Relaxed) >= 8);
    stream.rig.signal(libc::SIGCONT);
    stream.play_until_wet();
    assert_eq!(restarts(&stream.rig), 0);
    // An engine whose history has a gap gives old sound for one latency: none of it may be heard.
    let error = stream.largest_error(0.5, steady);
    assert!(error < 1e-6, "{error}");
}

#[test]
fn change_between_wet_and_dry_when_levels_differ_expect_no_step() {
    // Constant input: wet sound is at 1.0, dry at 0.5, so every click would be a step.
    for block in [64, 1, 50, 256] {
        let rig = Rig::new(48_000.0, 1, live(), &["--gain=1.0", "--published-gain=0.5"]);
        let mut stream = Stream::new(rig, block, |_| 1.0);
        let latency = stream.rig.core.latency_frames();
        stream.play_until_wet();
        for _ in 0..3 {
            stream.rig.signal(libc::SIGSTOP);
            let late = stream.rig.counters().late.load(Ordering::Relaxed);
            stream.play_until("late blocks", |rig| {
                rig.counters().late.load(Ordering::Relaxed) >= late + 2
            });
            stream.rig.signal(libc::SIGCONT);
            stream.play_until_wet();
        }
        let after_start = latency + 64;
        let step = stream.largest_step(after_start);
        assert!(step <= 0.5 / 64.0 + 1e-4, "block {block}: step {step}");
        let (least, most) = stream.output[after_start..]
            .iter()
            .fold((9f32, -9f32), |(l, m), s| (l.min(*s), m.max(*s)));
        assert!(
            (0.49..0.52).contains(&least) && (0.999..1.001).contains(&most),
            "block {block}: {least} to {most}"
        );
    }
}

#[test]
fn dry_sound_when_gain_is_high_expect_the_ceiling_kept() {
    let rig = Rig::new(
        48_000.0,
        1,
        live(),
        &["--gain=0.1", "--published-gain=8", "--ceiling=0.8"],
    );
    let mut stream = Stream::new(rig, 64, pseudo_noise);
    stream.play_until_wet();
    stream.rig.signal(libc::SIGKILL);
    stream.play_until("a new engine", |rig| restarts(rig) == 1);
    let from = stream.output.len();
    for _ in 0..200 {
        stream.step();
    }
    assert!(stream.output[from..].iter().all(|sample| sample.abs() <= 0.8));
    assert!(
        stream.output.iter().any(|sample| sample.abs() > 0.7),
        "the gain was in force"
    );
}

#[test]
fn engine_when_it_hangs_for_seconds_expect_it_replaced() {
    let mut stream = Stream::new(Rig::new(48_000.0, 1, live(), &[]), 256, pseudo_noise);
    stream.play_until_wet();
    let hung = stream.rig.pid();
    stream.rig.signal(libc::SIGSTOP);
    stream.play_until("the hung engine's end", |rig| restarts(rig) == 1);
    stream.play_until_wet();
    assert!(!is_alive(hung));
}

#[test]
fn engine_when_its_heart_beats_but_it_answers_nothing_expect_it_replaced() {
    let rig = Rig::new(48_000.0, 1, live(), &["--gain=0.5", "--mute-epoch=1"]);
    let mut stream = Stream::new(rig, 256, pseudo_noise);
    stream.play_until("patience to end", |rig| {
        rig.counters().backed_off.load(Ordering::Relaxed) > 0
    });
    let mute = stream.rig.pid();
    let segment = stream.rig.link().segment().unwrap();
    let beat = || segment.long(HEARTBEAT_OFFSET).load(Ordering::Relaxed);
    let before = beat();
    stream.play_until("a heartbeat", |_| beat() != before);
    stream.play_until("the mute engine's end", |rig| restarts(rig) == 1);
    stream.play_until_wet();
    assert!(!is_alive(mute));
}

#[test]
fn engine_when_its_heart_beats_but_it_is_never_ready_expect_it_replaced() {
    let folder = Folder::new();
    let source = RuntimeSource::File(echo_runtime(&folder, &["--gain=0.5", "--warming-epoch=1"]));
    let supervisor = Supervisor::with_warm_up_limit(source, Duration::from_secs(1)).unwrap();
    let rig = Rig::with(Arc::new(supervisor), 48_000.0, 1, live());
    let mut stream = Stream::new(rig, 256, pseudo_noise);
    let warming = |rig: &Rig| rig.link().segment().is_some_and(|segment| segment.epoch() == 1);
    stream.play_until("an engine", warming);
    let never_ready = stream.rig.pid();
    stream.play_until("its end", |rig| restarts(rig) == 1);
    stream.play_until_wet();
    assert!(!is_alive(never_ready));
}

#[test]
fn sound_when_recalled_expect_it_to_survive_the_engine() {
    let mut stream = Stream::new(Rig::new(48_000.0, 1, live(), &[]), 64, pseudo_noise);
    stream.play_until_wet();
    let mut sound = stream.rig.link().sound();
    sound.sets[2][0] = 123.0;
    sound.leveler_gain_db = -4.5;
    // Set in the panel: also what a session doesn't keep survives the engine.
    sound.overrides[MACRO_AMOUNT] = Some(Override {
        value: 70.0,
        host_value: 100.0,
    });
    sound.overrides[MACRO_BYPASS] = Some(Override {
        value: 1.0,
        host_value: 0.0,
    });
    stream.rig.link().recall(sound.clone());
    assert_eq!(
        stream.rig.link().sound(),
        sound,
        "in force before the engine has taken it"
    );
    let published = |rig: &Rig| rig.link().segment().and_then(|segment| segment.read_effective());
    stream.play_until("the engine to take it", |rig| {
        published(rig).is_some_and(|taken| taken == sound)
    });
    stream.rig.signal(libc::SIGKILL);
    stream.play_until("a new engine", |rig| restarts(rig) == 1);
    stream.play_until("the new engine to take it", |rig| {
        published(rig).is_some_and(|taken| taken == sound)
    });
    assert_eq!(stream.rig.link().sound(), sound);
}

#[test]
fn engine_process_when_last_instance_leaves_expect_it_gone() {
    let mut rig = Rig::new(48_000.0, 2, live(), &[]);
    rig.wait_ready();
    let pid = rig.pid();
    rig.deactivate();
    wait_for("the engine's end", || !is_alive(pid));
}

#[test]
fn instances_when_more_than_eight_expect_a_second_process() {
    let folder = Folder::new();
    let supervisor = Arc::new(Supervisor::new(RuntimeSource::File(echo_runtime(&folder, &[]))).unwrap());
    let mut rigs: Vec<Rig> = (0..9)
        .map(|_| Rig::with(supervisor.clone(), 48_000.0, 1, offline()))
        .collect();
    let input = vec![noise(4, 5_000, 0.5)];
    for rig in &mut rigs {
        let output = rig.play(&input, &[512]);
        assert_eq!(output[0][1_280..], input[0][..5_000 - 1_280]);
    }
    let mut pids: Vec<i32> = rigs.iter().map(|rig| rig.pid()).collect();
    pids.sort_unstable();
    pids.dedup();
    assert_eq!(pids.len(), 2);
    // One process dies: the instances of the other don't notice.
    let dead = rigs[8].pid();
    assert_ne!(dead, rigs[0].pid());
    rigs[8].signal(libc::SIGKILL);
    wait_for("another process", || rigs[8].pid() != dead && rigs[8].pid() > 0);
    assert_eq!(restarts(&rigs[0]), 0);
    assert_eq!(restarts(&rigs[8]), 1);
}

#[test]
fn instance_when_engine_is_full_expect_refusal_and_dry_sound() {
    let folder = Folder::new();
    let runtime = echo_runtime(&folder, &["--instances=1"]);
    let supervisor = Arc::new(Supervisor::new(RuntimeSource::File(runtime)).unwrap());
    let first = Rig::with(supervisor.clone(), 48_000.0, 1, live());
    first.wait_ready();
    let mut second = Rig::with(supervisor, 48_000.0, 1, live());
    let refusal = |rig: &Rig| {
        rig.link()
            .segment()
            .map(|segment| segment.int(REFUSAL_OFFSET).load(Ordering::Acquire))
    };
    wait_for("a refusal", || refusal(&second) == Some(REFUSED_FULL as i32));
    let input = vec![noise(4, 5_000, 0.5)];
    let output = second.play(&input, &[64]);
    assert_eq!(output[0][1_280..], input[0][..5_000 - 1_280]);
}

#[test]
fn instance_when_engine_gives_it_up_expect_it_offered_again() {
    let mut stream = Stream::new(Rig::new(48_000.0, 1, live(), &["--gain=0.5"]), 64, pseudo_noise);
    stream.play_until_wet();
    let steady = stream.input.len();
    let pid = stream.rig.pid();
    let given_up = stream.rig.link().segment().unwrap();
    given_up.int(STATE_OFFSET).store(STATE_DEAD as i32, Ordering::Release);
    stream.play_until("another offer", |rig| restarts(rig) == 1);
    stream.play_until_wet();
    assert_eq!(stream.rig.pid(), pid, "the process was kept");
    assert!(stream.largest_error(0.5, steady) < 1e-6);
}

#[test]
fn leveler_gain_when_engine_moves_it_expect_it_kept_live_and_left_alone_offline() {
    for (mode, expected_db) in [(live(), -7.0), (offline(), 0.0)] {
        let mut rig = Rig::new(48_000.0, 1, mode, &[]);
        rig.wait_ready();
        let answered = |rig: &Rig| {
            rig.link()
                .segment()
                .unwrap()
                .int(RESPONSE_SEQUENCE_OFFSET)
                .load(Ordering::Acquire)
        };
        rig.play(&[noise(6, 6_400, 0.1)], &[64]);
        wait_for("an answer", || answered(&rig) > 0);
        let mut moved = rig.link().sound();
        moved.leveler_gain_db = -7.0;
        moved.sets[0][0] = 77.0;
        rig.link().segment().unwrap().write_effective(&moved, 0);
        let saved = rig.link().sound();
        assert_eq!((saved.leveler_gain_db, saved.sets[0][0]), (expected_db, 77.0));
    }
}

#[test]
fn leveler_gain_when_live_again_after_a_bounce_expect_the_engine_back_at_the_remembered_one() {
    let mut rig = Rig::new(48_000.0, 1, live(), &[]);
    rig.wait_ready();
    let segment = rig.link().segment().unwrap();
    let play_until = |rig: &mut Rig, what: &str, is_true: &mut dyn FnMut(&Rig) -> bool| {
        let limit = Instant::now() + PATIENCE;
        while !is_true(rig) {
            assert!(Instant::now() < limit, "played in vain for {what}");
            rig.play(&[noise(6, 64, 0.1)], &[64]);
        }
    };
    let gain_is = |db: f64| move |rig: &Rig| rig.link().sound().leveler_gain_db == db;
    let mut moved = rig.link().sound();
    let mut move_gain = |db: f64| {
        moved.leveler_gain_db = db;
        segment.write_effective(&moved, 0);
    };
    play_until(&mut rig, "an answer", &mut |_| {
        segment.int(RESPONSE_SEQUENCE_OFFSET).load(Ordering::Acquire) > 0
    });
    move_gain(-3.0);
    play_until(&mut rig, "the live gain", &mut gain_is(-3.0));
    let block = noise(6, 64, 0.1);
    let mut buffers = support::no_buffers();
    buffers.inputs[0] = block.as_ptr();
    // SAFETY: the input is good for 64 samples.
    unsafe { rig.core.process(&buffers, 64, &[], true) };
    move_gain(-9.0);
    assert_eq!(rig.link().sound().leveler_gain_db, -3.0, "frozen in the bounce");
    play_until(&mut rig, "the engine to go back", &mut |rig| {
        assert_eq!(rig.link().sound().leveler_gain_db, -3.0);
        segment
            .read_effective()
            .is_some_and(|sound| sound.leveler_gain_db == -3.0)
    });
    move_gain(-4.0);
    play_until(&mut rig, "the gain to be followed again", &mut gain_is(-4.0));
}
