"""Seeded test signals, the same arithmetic as in SyntheticSpeech.java; every reference script plays these."""

import math

import numpy as np

MASK = (1 << 64) - 1


def noise(seed, count):
    state = seed
    out = np.empty(count)
    for i in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) & MASK
        out[i] = (state >> 40) / (1 << 24) - 0.5
    return out


def speech(rate, seconds):
    """Syllables four times a second: harmonics of a gliding pitch, every third syllable a hiss, every fifth silent."""
    count = int(rate * seconds)
    hiss = noise(1, count)
    out = np.zeros(count)
    phase = 0.0
    for i in range(count):
        t = i / rate
        syllable = int(4 * t)
        pitch = 120 + 40 * math.sin(2 * math.pi * 0.7 * t)
        phase += 2 * math.pi * pitch / rate
        if syllable % 5 == 4:
            continue
        envelope = math.sin(math.pi * (4 * t - syllable)) ** 2
        if syllable % 3 == 2:
            out[i] = 0.2 * envelope * hiss[i]
            continue
        formant = 4 + syllable % 7
        value = 0.0
        for h in range(1, 25):
            value += math.sin(h * phase) / (1 + abs(h - formant))
        out[i] = 0.1 * envelope * value
    return out
