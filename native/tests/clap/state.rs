//! State through streams: in any order, from earlier versions, and nothing else is believed.

use super::*;

#[test]
fn state_when_saved_and_loaded_in_any_order_expect_the_same_bytes_and_sound() {
    let made = offline();
    made.flush(&[
        value(MACRO_AMOUNT, 0, 75.0),
        value(MACRO_BYPASS, 0, 1.0),
        value(MACRO_SLOT, 0, 2.0),
        value(MACRO_LIKE, 0, 1.0),
    ]);
    let blob = made.save(usize::MAX).unwrap();
    assert_eq!(made.save(1).unwrap(), blob, "written byte by byte");
    assert_eq!(decode(&blob).unwrap().macros[MACRO_LIKE], 0.0);
    let input = vec![vec![0.5f32; 4_800]; 2];
    assert!(made.activate(RATE_HZ));
    let expected = play(&made, &input, &[64], &[]);

    for most in [1, 7, usize::MAX] {
        let before = offline();
        before.restore(&blob, most).unwrap();
        assert_eq!(before.save(usize::MAX).unwrap(), blob, "before any activation");
        assert_eq!(before.value(MACRO_AMOUNT as u32), Some(75.0));
        assert_eq!(before.counts.rescans.load(Ordering::Relaxed), 1);
        assert!(before.activate(RATE_HZ));
        assert_same(
            &expected[0],
            &play(&before, &input, &[300], &[])[0],
            "loaded before activation",
        );
        assert_eq!(before.save(usize::MAX).unwrap(), blob, "after play");
    }

    let during = offline();
    assert!(during.activate(RATE_HZ));
    play(&during, &input, &[64], &[]);
    let other = during.save(usize::MAX).unwrap();
    during.restore(&blob, 100).unwrap();
    assert_eq!(during.save(usize::MAX).unwrap(), blob, "before the next block");
    let after = play(&during, &input, &[64], &[]);
    assert!(after[0][64..].iter().all(|sample| *sample == 0.375));
    assert_eq!(during.save(usize::MAX).unwrap(), blob, "after it");
    during.restore(&other, 100).unwrap();
    during.restore(&blob, 100).unwrap();
    assert_eq!(during.save(usize::MAX).unwrap(), blob, "two in a row");
}

#[test]
fn state_when_of_an_earlier_version_expect_opened_and_saved_with_the_same_bytes() {
    for (name, blob, latency) in earlier_sessions() {
        let plugin = offline();
        plugin.restore(&blob, 1_000).unwrap();
        assert_eq!(plugin.save(1_000).unwrap(), blob, "{name}");
        assert!(plugin.activate(RATE_HZ));
        assert_eq!(plugin.latency_frames(), latency, "{name}");
        play(&plugin, &[vec![0.1; 4_800], vec![0.1; 4_800]], &[64], &[]);
        assert_eq!(plugin.save(1_000).unwrap(), blob, "{name}, after play");
    }
}

#[test]
fn state_when_garbage_or_newer_expect_refused_and_the_current_one_kept() {
    let plugin = offline();
    plugin.flush(&[value(MACRO_AMOUNT, 0, 120.0)]);
    assert!(plugin.activate(RATE_HZ));
    let input = vec![vec![0.5f32; 4_800]; 2];
    play(&plugin, &input, &[64], &[]);
    let blob = plugin.save(usize::MAX).unwrap();
    let mut newer = blob.clone();
    newer[4] = 2;
    let mut newer_sound = blob.clone();
    let meta = newer_sound.windows(4).position(|tag| tag == b"META").unwrap();
    newer_sound[meta + 8] = 99;
    let crc = crc32(&newer_sound[16..]).to_le_bytes();
    newer_sound[12..16].copy_from_slice(&crc);
    let mut damaged = blob.clone();
    damaged[100] ^= 1;
    for refused in [
        &[][..],
        b"RIFF",
        &blob[..blob.len() - 1],
        &newer,
        &newer_sound,
        &damaged,
        &vec![0x41; 2 << 20],
    ] {
        assert!(plugin.restore(refused, 4_096).is_err());
        assert_eq!(plugin.save(usize::MAX).unwrap(), blob);
    }
    assert_eq!(plugin.value(MACRO_AMOUNT as u32), Some(120.0));
    assert_eq!(plugin.counts.rescans.load(Ordering::Relaxed), 0);
    let output = play(&plugin, &input, &[64], &[]);
    assert!(output[0][64..].iter().all(|sample| *sample == 0.5 * 1.2f32));
}

#[test]
fn state_when_saved_through_lv2_and_clap_expect_the_same_bytes() {
    let plugin = offline();
    plugin.flush(&[value(MACRO_AMOUNT, 0, 75.0), value(MACRO_TARGET, 0, -20.0)]);
    let mut lv2 = lv2::Plugin::load(&BINARY, LV2_URI_MONO, 1, RATE_HZ).unwrap();
    lv2.set("amount", 75.0).unwrap();
    lv2.set("target", -20.0).unwrap();
    lv2.set("freewheel", 1.0).unwrap();
    lv2.activate();
    lv2.run(&[&[0.0; 64]], &mut [&mut [0.0; 64]]);
    assert_eq!(lv2.save().unwrap(), plugin.save(usize::MAX).unwrap());
}

/// An LV2 host brings the macros back by itself, as its control ports, which are floats.
#[test]
fn state_when_of_an_earlier_version_expect_an_lv2_host_to_open_it_too() {
    let input = vec![0.1f32; 4_800];
    for (name, blob, latency) in earlier_sessions() {
        let mut plugin = lv2::Plugin::load(&BINARY, LV2_URI_STEREO, 2, RATE_HZ).unwrap();
        plugin.set("freewheel", 1.0).unwrap();
        let mut expected = decode(&blob).unwrap();
        for (spec, value) in MACROS.iter().zip(&mut expected.macros) {
            let (symbol, port) = match spec.id {
                "bypass" => ("enabled", 1.0 - *value as f32),
                id => (id, *value as f32),
            };
            plugin.set(symbol, port).unwrap();
            *value = f64::from(*value as f32);
        }
        plugin.restore(&blob).unwrap();
        plugin.activate();
        let (mut left, mut right) = (vec![0.0; input.len()], vec![0.0; input.len()]);
        plugin.run(&[&input, &input], &mut [&mut left, &mut right]);
        assert_eq!(plugin.latency_frames(), latency, "{name}");
        assert!(plugin.save().unwrap() == encode(&expected), "{name}, after play");
    }
}
