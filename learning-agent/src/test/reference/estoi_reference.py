"""Expected ESTOI values for EstoiTest, from the Python package pystoi (an implementation independent of ours).

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install pystoi==0.4.1
    /tmp/reference/bin/python learning-agent/src/test/reference/estoi_reference.py \
        > learning-agent/src/test/resources/attune/learn/truth/estoi.csv

The signals are made by the same arithmetic here and in SyntheticSpeech.java, so no audio is stored.
"""

import math

import numpy as np
from pystoi import stoi

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


def main():
    print("rate_hz,noise,lowpass,clip,estoi")
    for rate in (10000, 16000, 48000):
        clean = speech(rate, 3)
        hiss = noise(2, len(clean))
        for level, lowpass, clip in ((0, 1, 1), (0.02, 1, 1), (0.1, 1, 1), (0.5, 1, 1), (0.05, 0.2, 1), (0.02, 1, 0.05)):
            test = np.clip(clean + level * hiss, -clip, clip)
            state = 0.0
            for i in range(len(test)):
                state += lowpass * (test[i] - state)
                test[i] = state
            print(f"{rate},{level},{lowpass},{clip},{stoi(clean, test, rate, extended=True):.6f}")


if __name__ == "__main__":
    main()
