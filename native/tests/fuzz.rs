//! Blobs, events and engines that nobody would make on purpose: seeded, so that every run is the same, and grown from
//! the files of `tests/corpus`. An input that breaks something is written there before the test fails, and is tried
//! first from then on. `ATTUNE_FUZZ_ROUNDS` multiplies the rounds.

mod support;

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use attune::core::macros::MacroEvent;
use attune::generated::layout::*;
use attune::generated::params::*;
use attune::segment::{slot_header, Segment};
use attune::state::{crc32, decode, encode, State};
use support::{live, no_buffers, noise, offline, wait_for, Rig};

/// Numbers that parsers stumble over.
const ODD_WORDS: [u32; 10] = [
    0,
    1,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    0x7fc0_0000,
    0x7f80_0000,
    0x7ff8_0000,
    0x7ff0_0000,
    0x0000_1000,
];

/// A generator that gives the same numbers on every machine (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 16
    }

    fn below(&mut self, limit: usize) -> usize {
        self.next() as usize % limit.max(1)
    }

    fn odd_word(&mut self) -> u32 {
        ODD_WORDS[self.below(ODD_WORDS.len())]
    }

    fn odd_double(&mut self) -> f64 {
        match self.below(6) {
            0 => f64::NAN,
            1 => f64::INFINITY,
            2 => -1e300,
            3 => 5e-324,
            4 => self.below(400) as f64 - 200.0,
            _ => self.below(1000) as f64 / 999.0,
        }
    }
}

fn rounds(usual: usize) -> usize {
    let times = std::env::var("ATTUNE_FUZZ_ROUNDS")
        .ok()
        .and_then(|text| text.parse().ok());
    usual * times.unwrap_or(1usize)
}

fn corpus_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/state")
}

fn corpus() -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(corpus_folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "bin"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "the corpus is kept");
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// A right header over this body.
fn sealed(body: &[u8]) -> Vec<u8> {
    let mut blob = b"ATTS\x01\0\0\0".to_vec();
    blob.extend((16 + body.len() as u32).to_le_bytes());
    blob.extend(crc32(body).to_le_bytes());
    blob.extend(body);
    blob
}

fn mutated(random: &mut Random, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut blob = corpus[random.below(corpus.len())].clone();
    for _ in 0..1 + random.below(4) {
        let at = random.below(blob.len());
        match random.below(6) {
            0 => blob.truncate(at),
            1 => blob.extend((0..random.below(64)).map(|i| (i * 37) as u8)),
            2 => {
                // The end of another one.
                let other = &corpus[random.below(corpus.len())];
                blob.truncate(at);
                blob.extend(&other[random.below(other.len())..]);
            }
            3 => {
                let word = random.odd_word().to_le_bytes();
                let end = (at + 4).min(blob.len());
                blob[at..end].copy_from_slice(&word[..end - at]);
            }
            4 => {
                // A part twice.
                let end = (at + random.below(256)).min(blob.len());
                let part = blob[at..end].to_vec();
                blob.splice(at..at, part);
            }
            _ => {
                if let Some(byte) = blob.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
        if blob.is_empty() {
            return blob;
        }
    }
    // Mostly behind a header that is right: a wrong one is refused at the door.
    if blob.len() > 16 && random.below(8) > 0 {
        sealed(&blob[16..])
    } else {
        blob
    }
}

fn is_inside(values: &[f64], specs: &[ParamSpec]) -> bool {
    let mut pairs = values.iter().zip(specs);
    pairs.all(|(value, spec)| (spec.min..=spec.max).contains(value))
}

/// Refused, or a state with every value inside its bounds that is saved and opened as itself.
fn check_state(blob: &[u8]) {
    let Ok(state) = decode(blob) else { return };
    assert!(is_inside(&state.macros, &MACROS), "macros");
    assert!(state.sound.sets.iter().all(|set| is_inside(set, &PARAMS)), "sets");
    assert!(state.sound.leveler_gain_db.is_finite(), "gain");
    for (of, spec) in state.sound.overrides.iter().zip(&MACROS) {
        assert!(of.is_none_or(|of| is_inside(&[of.value, of.host_value], &[*spec, *spec])));
    }
    let again = encode(&state);
    assert_eq!(encode(&decode(&again).unwrap()), again, "the same bytes");
}

#[test]
fn state_when_its_bytes_are_mutated_expect_refusal_or_a_state_inside_its_bounds() {
    let mut corpus = corpus();
    corpus.iter().for_each(|blob| check_state(blob));
    corpus.push(encode(&State::default()));
    let mut random = Random(20_261_126);
    for round in 0..rounds(20_000) {
        let blob = mutated(&mut random, &corpus);
        if catch_unwind(AssertUnwindSafe(|| check_state(&blob))).is_err() {
            let file = corpus_folder().join(format!("found-{:08x}.bin", crc32(&blob)));
            std::fs::write(&file, &blob).unwrap();
            panic!("round {round}: kept as {}", file.display());
        }
    }
}

/// Events as a careless host sends them: at any place, of any macro, with any value, in order of their place.
fn odd_events(random: &mut Random, frames: usize) -> Vec<MacroEvent> {
    let mut events: Vec<MacroEvent> = (0..random.below(40))
        .map(|_| MacroEvent {
            offset_frames: random.below(frames + 100),
            index: random.below(MACRO_COUNT),
            value: random.odd_double(),
        })
        .collect();
    events.sort_by_key(|event| event.offset_frames);
    events
}

/// What the engine was told with the last post: in order, inside the post, known macros inside their bounds.
fn check_told(segment: &Segment) {
    let posted = segment.int(REQUEST_SEQUENCE_OFFSET).load(Ordering::Acquire) as u32;
    let header = slot_header(posted);
    let frames = segment.int(header + SLOT_FRAMES_FIELD).load(Ordering::Relaxed);
    let count = segment.int(header + SLOT_EVENT_COUNT).load(Ordering::Relaxed);
    assert!((0..=EVENT_CAPACITY as i32).contains(&count));
    let base: Vec<f64> = (0..MACRO_COUNT)
        .map(|i| segment.double(header + SLOT_MACROS + i * 8))
        .collect();
    assert!(is_inside(&base, &MACROS));
    let mut last = 0;
    for k in 0..count as usize {
        let at = EVENTS_OFFSET + posted as usize % SLOTS * SLOT_EVENTS_BYTES + k * EVENT_BYTES;
        let frame = segment.int(at + EVENT_FRAME).load(Ordering::Relaxed);
        let index = segment.int(at + EVENT_MACRO).load(Ordering::Relaxed);
        assert!(frame >= last && frame < frames, "{frame} of {frames}");
        assert!((0..MACRO_COUNT as i32).contains(&index));
        assert!(is_inside(
            &[segment.double(at + EVENT_VALUE)],
            &[MACROS[index as usize]]
        ));
        last = frame;
    }
}

#[test]
fn events_when_a_host_sends_any_at_any_place_expect_the_sound_untouched_and_only_sane_ones_told() {
    let mut rig = Rig::new(48_000.0, 1, offline(), &[]);
    let mut random = Random(7);
    let latency = rig.core.latency_frames();
    let (mut input, mut output) = (Vec::new(), Vec::new());
    for round in 0..rounds(1_500) {
        let frames = [1, 7, 64, 100, 1_023, 2_048, 5_000][random.below(7)].min(1 + random.below(5_000));
        let block = noise(round as u64, frames, 0.5);
        let mut played = vec![f32::NAN; frames];
        let mut buffers = no_buffers();
        buffers.inputs[0] = block.as_ptr();
        buffers.outputs[0] = played.as_mut_ptr();
        let events = odd_events(&mut random, frames);
        // SAFETY: both buffers hold `frames` samples.
        unsafe { rig.core.process(&buffers, frames, &events, true) };
        if let Some(segment) = rig.link().segment() {
            check_told(&segment);
        }
        assert!(is_inside(&rig.link().macros(), &MACROS));
        input.extend(block);
        output.extend(played);
    }
    assert!(output[..latency].iter().all(|sample| *sample == 0.0));
    assert_eq!(output[latency..], input[..input.len() - latency]);
}

/// Writes nonsense where an engine writes, until it is told to stop.
fn scribble(segment: &Segment, seed: u64, stop: &AtomicBool) {
    let mut random = Random(seed);
    while !stop.load(Ordering::Relaxed) {
        let word = if random.below(2) == 0 {
            random.odd_word()
        } else {
            random.next() as u32
        };
        let offset = match random.below(8) {
            0 => RESPONSE_SEQUENCE_OFFSET,
            1 => STATE_OFFSET,
            2 => BROADBAND_GAIN_OFFSET,
            3 => CEILING_OFFSET,
            4 => HEARTBEAT_OFFSET,
            5 => EFFECTIVE_OFFSET + random.below((EFFECTIVE_END - EFFECTIVE_OFFSET) / 4) * 4,
            6 => slot_header(random.next() as u32) + SLOT_START_NS,
            _ => AUDIO_OFFSET + random.below((EVENTS_OFFSET - AUDIO_OFFSET) / 4) * 4,
        };
        let word = match offset {
            // READY again and again, so that the shim goes on listening.
            STATE_OFFSET if random.below(2) == 0 => STATE_READY,
            RESPONSE_SEQUENCE_OFFSET if random.below(2) == 0 => {
                segment.int(REQUEST_SEQUENCE_OFFSET).load(Ordering::Relaxed) as u32
            }
            _ => word,
        };
        segment.int(offset).store(word as i32, Ordering::Release);
        if random.below(64) == 0 {
            std::thread::yield_now();
        }
    }
}

#[test]
fn engine_when_it_writes_nonsense_everywhere_expect_finite_sound_a_sane_state_and_recovery() {
    let mut rig = Rig::new(48_000.0, 2, live(), &[]);
    rig.wait_ready();
    let segment = rig.link().segment().unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let scribbler = {
        let (segment, stop) = (segment.clone(), stop.clone());
        std::thread::spawn(move || scribble(&segment, 11, &stop))
    };
    for round in 0..rounds(2_000) {
        let input: Vec<Vec<f32>> = (0..2)
            .map(|channel| noise(round as u64 * 2 + channel, 256, 0.5))
            .collect();
        let output = rig.play(&input, &[256, 64, 100][round % 3..][..1]);
        assert!(
            output.iter().flatten().all(|sample| sample.is_finite()),
            "round {round}"
        );
        if round % 50 == 0 {
            let sound = rig.link().sound();
            assert!(sound.sets.iter().all(|set| is_inside(set, &PARAMS)));
            assert!(sound.leveler_gain_db.is_finite());
        }
    }
    stop.store(true, Ordering::Relaxed);
    scribbler.join().unwrap();
    rig.signal(libc::SIGKILL);
    wait_for("another engine", || {
        rig.link().segment().is_some_and(|now| now.epoch() > segment.epoch())
    });
    rig.wait_ready();
    let dry_before = rig.counters().dry.load(Ordering::Relaxed);
    let input = [noise(1, 48_000, 0.5), noise(2, 48_000, 0.5)];
    for from in (0..48_000).step_by(480) {
        let block: Vec<Vec<f32>> = input.iter().map(|channel| channel[from..from + 480].to_vec()).collect();
        rig.play(&block, &[480]);
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let dry = rig.counters().dry.load(Ordering::Relaxed) - dry_before;
    assert!(
        dry < 50,
        "{dry} of 100 blocks are dry with an engine that is sound again"
    );
}
