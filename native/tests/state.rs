//! The state blob: what is saved comes back, and nothing else is believed.

mod support;

use attune::generated::params::*;
use attune::sound::{clamp, Override};
use attune::state::{crc32, decode, encode, State, LARGEST_BYTES};
use support::{earlier_session, earlier_sessions};

fn random(state: &mut u64) -> u64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *state >> 16
}

fn some_state(seed: u64) -> State {
    let mut at = seed;
    let mut between = |spec: &ParamSpec| {
        clamp(
            spec,
            spec.min + (random(&mut at) % 1000) as f64 / 999.0 * (spec.max - spec.min),
        )
    };
    let mut state = State::default();
    for (value, spec) in state.macros.iter_mut().zip(&MACROS) {
        *value = if spec.scale == Scale::Trigger {
            0.0
        } else {
            between(spec)
        };
    }
    for set in &mut state.sound.sets {
        *set = std::array::from_fn(|i| between(&PARAMS[i]));
    }
    for number in [MACRO_AMOUNT, MACRO_TARGET, MACRO_LEARN, MACRO_SLOT] {
        let (value, host_value) = (between(&MACROS[number]), between(&MACROS[number]));
        state.sound.overrides[number] = (value != host_value).then_some(Override { value, host_value });
    }
    state.sound.leveler_gain_db = -3.25;
    state
}

/// A blob with a right header over this body.
fn blob_of(body: &[u8]) -> Vec<u8> {
    let mut blob = b"ATTS\x01\0\0\0".to_vec();
    blob.extend((16 + body.len() as u32).to_le_bytes());
    blob.extend(crc32(body).to_le_bytes());
    blob.extend(body);
    blob
}

fn chunk(tag: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let mut bytes = tag.to_vec();
    bytes.extend((payload.len() as u32).to_le_bytes());
    bytes.extend(payload);
    bytes
}

fn pair(number: u32, value: f64) -> Vec<u8> {
    [&number.to_le_bytes()[..], &value.to_le_bytes()].concat()
}

#[test]
fn crc_when_compared_with_the_standards_check_value_expect_the_same() {
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
}

#[test]
fn state_when_saved_and_restored_expect_the_same_and_the_same_bytes() {
    for seed in 0..50 {
        let state = some_state(seed);
        let blob = encode(&state);
        assert_eq!(decode(&blob).unwrap(), state);
        assert_eq!(encode(&decode(&blob).unwrap()), blob);
    }
}

#[test]
fn overrides_when_saved_expect_them_back_but_for_bypass_and_delta() {
    let mut state = State::default();
    let plain = encode(&state);
    let of = |value, host_value| Some(Override { value, host_value });
    state.sound.overrides[MACRO_BYPASS] = of(1.0, 0.0);
    state.sound.overrides[MACRO_DELTA] = of(1.0, 0.0);
    assert_eq!(encode(&state), plain, "nothing to keep: as before there were overrides");
    state.sound.overrides[MACRO_AMOUNT] = of(70.0, 100.0);
    state.sound.overrides[MACRO_TARGET] = of(-14.0, -16.0);
    let restored = decode(&encode(&state)).unwrap().sound.overrides;
    assert_eq!(restored[MACRO_AMOUNT], of(70.0, 100.0));
    assert_eq!(restored[MACRO_TARGET], of(-14.0, -16.0));
    assert_eq!(restored.iter().flatten().count(), 2);
}

#[test]
fn overrides_when_the_blob_holds_others_expect_only_lasting_known_ones_inside_their_bounds() {
    let entry = |number: usize, value: f64| [&pair(number as u32, value)[..], &0f64.to_le_bytes()].concat();
    let payload = [
        &6u32.to_le_bytes()[..],
        &entry(MACRO_LIKE, 1.0),
        &entry(MACRO_BYPASS, 1.0),
        &entry(MACRO_DELTA, 1.0),
        &entry(MACRO_COUNT, 1.0),
        &entry(99_999, 1.0),
        &entry(MACRO_AMOUNT, 1e9),
        b"later versions may add here",
    ]
    .concat();
    let overrides = decode(&blob_of(&chunk(b"OVER", &payload))).unwrap().sound.overrides;
    assert_eq!(overrides[MACRO_AMOUNT].unwrap().value, 150.0);
    assert_eq!(overrides.iter().flatten().count(), 1);
    let cut_off = blob_of(&chunk(b"OVER", &payload[..20]));
    assert!(decode(&cut_off).unwrap_err().contains("too early"));
}

#[test]
fn state_when_a_trigger_is_pressed_expect_it_saved_as_released() {
    let mut state = State::default();
    state.macros[MACRO_LIKE] = 1.0;
    assert_eq!(decode(&encode(&state)).unwrap(), State::default());
    let pressed = [&1u32.to_le_bytes()[..], &pair(MACRO_LIKE as u32, 1.0)].concat();
    assert_eq!(
        decode(&blob_of(&chunk(b"MACR", &pressed))).unwrap().macros[MACRO_LIKE],
        0.0
    );
}

#[test]
fn state_when_it_holds_unknown_things_expect_them_skipped() {
    let macros = [
        &3u32.to_le_bytes()[..],
        &pair(9_999, 5.0),
        &pair(MACRO_AMOUNT as u32, 70.0),
        &pair(77, 1e300),
    ];
    let body = [
        chunk(b"WHAT", &[1; 77]),
        chunk(b"MACR", &macros.concat()),
        chunk(b"MORE", &[]),
    ]
    .concat();
    let state = decode(&blob_of(&body)).unwrap();
    assert_eq!(state.macros[MACRO_AMOUNT], 70.0);
    assert_eq!(state.sound, State::default().sound);
}

#[test]
fn state_when_values_are_out_of_bounds_expect_them_clamped() {
    let macros = [
        &2u32.to_le_bytes()[..],
        &pair(MACRO_AMOUNT as u32, 1e9),
        &pair(MACRO_SLOT as u32, 2.4),
    ]
    .concat();
    let state = decode(&blob_of(&chunk(b"MACR", &macros))).unwrap();
    assert_eq!((state.macros[MACRO_AMOUNT], state.macros[MACRO_SLOT]), (150.0, 2.0));
}

#[test]
fn state_when_it_cant_be_used_expect_what_is_wrong() {
    let good = encode(&some_state(1));
    let changed = |at: usize, byte: u8| {
        let mut blob = good.clone();
        blob[at] = byte;
        blob
    };
    let nan = [&1u32.to_le_bytes()[..], &pair(1, f64::NAN)].concat();
    let mut of_tomorrow = some_state(1);
    of_tomorrow.sound.sound_version = SOUND_VERSION + 1;
    let newer = format!(
        "sound version {}, this Attune knows up to {SOUND_VERSION}",
        SOUND_VERSION + 1
    );
    let cases: [(Vec<u8>, &str); 9] = [
        (encode(&of_tomorrow), &newer),
        (Vec::new(), "not a state of Attune"),
        (b"RIFF and so on".to_vec(), "not a state of Attune"),
        (changed(4, 2), "version 2"),
        (changed(200, 0x55), "checksum"),
        (good[..good.len() - 1].to_vec(), "bytes"),
        (vec![0; LARGEST_BYTES + 1], "allowed are"),
        (blob_of(&chunk(b"MACR", &nan)), "finite"),
        (blob_of(&chunk(b"MACR", &u32::MAX.to_le_bytes())), "too early"),
    ];
    for (blob, expected) in cases {
        let error = decode(&blob).unwrap_err();
        assert!(error.contains(expected), "{error} does not say \"{expected}\"");
    }
}

#[test]
fn state_when_bytes_are_random_expect_refusal_or_values_inside_their_bounds() {
    let good = encode(&some_state(2));
    let mut at = 42;
    for round in 0..6_000 {
        let blob = match round % 3 {
            // Damage behind a checksum that is right.
            0 => {
                let mut body = good[16..].to_vec();
                for _ in 0..1 + random(&mut at) % 8 {
                    let position = random(&mut at) as usize % body.len();
                    body[position] = random(&mut at) as u8;
                }
                blob_of(&body)
            }
            1 => blob_of(&good[16..16 + random(&mut at) as usize % (good.len() - 16)]),
            _ => (0..random(&mut at) % 300).map(|_| random(&mut at) as u8).collect(),
        };
        if let Ok(state) = decode(&blob) {
            let inside = |values: &[f64], specs: &[ParamSpec]| {
                values
                    .iter()
                    .zip(specs)
                    .all(|(value, spec)| (spec.min..=spec.max).contains(value))
            };
            assert!(inside(&state.macros, &MACROS));
            assert!(state.sound.sets.iter().all(|set| inside(set, &PARAMS)));
            for (of, spec) in state.sound.overrides.iter().zip(&MACROS) {
                assert!(of.is_none_or(|of| inside(&[of.value, of.host_value], &[*spec, *spec])));
            }
            assert!(state.sound.leveler_gain_db.is_finite());
        }
    }
}

#[test]
fn fixture_when_opened_by_this_version_expect_what_was_saved_and_the_same_bytes_again() {
    let new = decode(&earlier_session("v1-default.bin")).unwrap();
    assert_eq!(new.macros, State::default().macros);

    let macros = decode(&earlier_session("v1-macros.bin")).unwrap();
    let mut expected = State::default().macros;
    for (index, value) in [
        (MACRO_BYPASS, 1.0),
        (MACRO_AMOUNT, 120.0),
        (MACRO_LEARN, 3.0),
        (MACRO_TARGET, -20.5),
        (MACRO_OUTPUT_TRIM, -3.0),
        (MACRO_SLOT, 2.0),
        (MACRO_DELTA_STAGE, 6.0),
        (MACRO_MATCH_SLOTS, 1.0),
        (MACRO_LATENCY_MODE, 1.0),
    ] {
        expected[index] = value;
    }
    assert_eq!(macros.macros, expected);

    let full = decode(&earlier_session("v1-overrides.bin")).unwrap();
    assert_eq!(full.sound.leveler_gain_db, -3.25);
    let overridden: Vec<usize> = (0..MACRO_COUNT)
        .filter(|index| full.sound.overrides[*index].is_some())
        .collect();
    assert_eq!(overridden, [MACRO_AMOUNT, MACRO_LEARN, MACRO_TARGET, MACRO_SLOT]);
    assert_eq!(
        full.sound.overrides[MACRO_AMOUNT],
        Some(Override {
            value: 150.0,
            host_value: 0.0
        })
    );
    for (name, blob, _) in earlier_sessions() {
        assert_eq!(encode(&decode(&blob).unwrap()), blob, "{name}");
    }
}
