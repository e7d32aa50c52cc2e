"""Expected measures for CleanComparisonReferenceTest, in double precision with numpy and scipy, independent of ours.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install numpy==2.4.6 scipy==1.17.1
    /tmp/reference/bin/python learning-agent/src/test/reference/judge_reference.py learning-agent/src/test/resources/attune/learn/judge

Writes measures.csv (measures of each candidate) and hum.csv (prominence of each hum harmonic). The signals are made by the
same arithmetic here and in SyntheticSpeech.java, so no audio is stored.
"""

import math
import sys

import numpy as np
import scipy.signal

from synthetic_speech import noise, speech

RATE = 16000
FRAME, HOP, BINS = 512, 128, 257
WINDOW = np.sqrt(scipy.signal.get_window("hann", FRAME))
FREQUENCIES = np.fft.rfftfreq(FRAME, 1 / RATE)
CENTRES = np.array([100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000.0])
TARGET = np.array([-1.5 * b + 13 for b in range(20)])
TARGET = TARGET - TARGET[2:].mean()


# ---- signals


def low_pass(x, share):
    out, state = np.empty(len(x)), 0.0
    for i, v in enumerate(x):
        state += share * (v - state)
        out[i] = state
    return out


def hum(count, f0):
    t = np.arange(count) / RATE
    return sum(0.02 / k * np.sin(2 * np.pi * f0 * k * t + k) for k in range(1, 11))


def cases():
    clean = speech(RATE, 6)
    hiss = noise(2, len(clean))
    t = np.arange(len(clean)) / RATE
    mains = hum(len(clean), 50.02)
    noisy, hummed = clean + 0.02 * hiss, clean + 0.005 * hiss + mains
    yield "noisy", noisy, {
        "same": noisy,
        "clean": clean,
        "halved": clean + 0.01 * hiss,
        "dull": low_pass(noisy, 0.3),
        "swelling": noisy * (1 + 0.5 * np.sin(2 * np.pi * 0.3 * t)),
        "cut": np.clip(noisy, -0.05, 0.05),
    }
    yield "hum", hummed, {"same": hummed, "lower": clean + 0.005 * hiss + 0.2 * mains, "without": clean + 0.005 * hiss}


# ---- loudness


def k_weighting():
    k = math.tan(math.pi * 1681.974450955533 / RATE)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    shelf = [(high + band * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / q + k * k) / a0,
             1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]
    k, q = math.tan(math.pi * 38.13547087602444 / RATE), 0.5003270373238773
    a0 = 1 + k / q + k * k
    return np.array([shelf, [1, -2, 1, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]])


def lufs(x):
    z = scipy.signal.sosfilt(k_weighting(), x)
    energy = np.cumsum(np.r_[0, z * z])
    blocks = ((energy[6400:] - energy[:-6400]) / 6400)[::1600]
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    blocks = blocks[blocks > 0.1 * blocks.mean()]
    return -0.691 + 10 * math.log10(blocks.mean())


def at_level(x):
    return x * 10 ** ((-20 - lufs(x)) / 20)


# ---- analysis of the input


def power(x):
    padded = np.r_[np.zeros(FRAME - HOP), x, np.zeros(FRAME)]
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP]
    return np.abs(np.fft.rfft(frames * WINDOW, axis=1)) ** 2 + 1e-11


def track(p, start):
    level, presence, out = start.copy(), np.full(BINS, 0.5), np.empty_like(p)
    for t in range(len(p)):
        probability = 1 / (1 + 32.62 * np.exp(-0.9693 * np.minimum(p[t] / level, 1000)))
        presence = 0.9 * presence + 0.1 * probability
        probability = np.where((presence > 0.99) & (probability > 0.99), 0.99, probability)
        level = np.maximum(0.8 * level + 0.2 * (probability * level + (1 - probability) * p[t]), 1e-14)
        out[t] = level
    return out


def noise_power(p):
    sums = np.cumsum(np.vstack([np.zeros(BINS), p]), 0)
    means = (sums[16:] - sums[:-16]) / 16
    forward = track(p, np.maximum(means[:190].min(0) * 1.5, 1e-13))
    backward = track(p[::-1], forward[-1])[::-1]
    return np.sqrt(forward * backward)


def mel_bands():
    edges = np.linspace(2595 * math.log10(1 + 80 / 700), 2595 * math.log10(1 + 7600 / 700), 28)
    hz = 700 * (10 ** (edges / 2595) - 1)
    rows = [np.clip(np.minimum((FREQUENCIES - hz[b]) / (hz[b + 1] - hz[b]), (hz[b + 2] - FREQUENCIES) / (hz[b + 2] - hz[b + 1])), 0, None)
            for b in range(26)]
    return np.array(rows)


MEL = mel_bands()


def third_octaves(spectrum):
    levels = []
    for c in CENTRES:
        if c < 300:
            share = np.clip(1 - np.abs(np.arange(BINS) - c / RATE * FRAME), 0, 1)
        else:
            share = 1.0 * ((FREQUENCIES >= c * 2 ** (-1 / 6)) & (FREQUENCIES < c * 2 ** (1 / 6)))
        levels.append(10 * math.log10(share @ spectrum + 1e-12))
    levels = np.array(levels)
    return levels - levels[2:].mean()


def tone_correction(shape):
    off = shape - TARGET
    treble = off[CENTRES > 2400].mean() - off[(CENTRES > 220) & (CENTRES < 1700)].mean()
    body = off[(CENTRES > 220) & (CENTRES < 1700)].mean()
    edge = off[(CENTRES > 3000) & (CENTRES < 6000)].mean() - 0.75 * body - 0.25 * off[CENTRES > 6000].mean() - 3.3
    if treble < -3.5 or (edge <= 7 and treble > 9.5):
        return np.clip(-treble, -9, 9) * np.where(CENTRES > 2400, 1, np.where(CENTRES == 2000, 0.5, 0))
    if edge > 7:
        return -min(edge, 9) * np.where((CENTRES > 3000) & (CENTRES < 6000), 1, np.where((CENTRES == 2500) | (CENTRES == 6300), 0.5, 0))
    return np.zeros(len(CENTRES))


class Estimate:
    def __init__(self, x):
        self.x = x
        self.p = p = power(x)
        self.noise = noise_power(p)
        padded = np.vstack([p[:1], p, p[-1:]])
        ratio = np.clip((padded[:-2] + padded[1:-1] + padded[2:]) / 3 / self.noise - 1, 0, None)
        xi = ratio.copy()
        xi[:, 1:-1] = 0.25 * ratio[:, :-2] + 0.5 * ratio[:, 1:-1] + 0.25 * ratio[:, 2:]
        wiener = xi / (1 + xi) * np.where(xi < 0.3, 0.3, 1)
        self.clean = wiener**2 * p
        energy = np.convolve(self.clean[:, 5:].sum(1), np.ones(5) / 5, "same")
        self.active = energy > np.percentile(energy, 95) * 10**-2.5
        self.sure = (xi > 6) & self.active[:, None]
        loud = np.percentile(self.clean[self.active], 95, axis=0)
        loud = np.convolve(np.pad(loud, 8, "edge"), np.ones(17) / 17, "valid")
        self.floor = np.maximum(loud * 1e-4, loud.max() * 1e-7)
        self.correction = 10 ** (np.interp(FREQUENCIES, CENTRES, tone_correction(third_octaves(self.clean[self.active].mean(0)))) / 10)


# ---- measures of an output


def response(e, q):
    weight = np.where(e.sure, e.p, 0).sum(0)
    gain = ((np.sqrt(q * e.p) * e.sure).sum(0) + 1e-9) / (weight + 1e-9)
    numerator = np.convolve(np.pad(gain * weight, 4), np.ones(9), "valid")
    denominator = np.convolve(np.pad(weight, 4), np.ones(9), "valid")
    return np.clip((numerator + 1e-9) / (denominator + 1e-9), 0.03, 30)


def spread(e, q):
    level = 10 * np.log10(q[:, 4:].sum(1) + 1e-10)
    windows = []
    for start in range(0, len(level) - 100, 25):
        active = e.active[start : start + 100]
        if active.sum() > 30:
            windows.append(np.percentile(level[start : start + 100][active], 80))
    return float(np.std(windows)) if len(windows) > 2 else 0.0


def hum_left(y, f0):
    window = scipy.signal.get_window("blackmanharris", 8192)
    frames = np.lib.stride_tricks.sliding_window_view(y, 8192)[::4096]
    steady = np.percentile(np.abs(np.fft.rfft(frames * window, axis=1)) ** 2, 30, axis=0) + 1e-9
    total = 0
    for k in range(1, 13):
        b = int(round(f0 * k / (RATE / 8192)))
        around = np.median(np.r_[steady[b - 9 : b - 4], steady[b + 5 : b + 10]])
        total += np.clip(10 * math.log10(steady[b - 2 : b + 3].max() / around) - 9, 0, 25)
    return -total / 12


def measures(e, y, f0):
    q, a = power(y), e.active
    h = response(e, q)
    g = np.minimum(np.sqrt(q / e.p), 8) / h
    distortion, residue = (1 - g) ** 2 * e.clean, g**2 * e.noise
    sure = min(10 * math.log10(e.clean.sum() / (distortion.sum() + residue.sum() + 1e-9 * e.clean.sum())), 30)
    ratio = (e.clean[a] @ MEL.T + 1e-12) / (distortion[a] @ MEL.T + residue[a] @ MEL.T + 1e-12)
    fwseg = np.clip(10 * np.log10(ratio), -10, 30).mean()
    level = (e.clean[a] * e.correction).sum() / q[a].sum()
    floor = e.floor * e.correction
    d = 10 * np.log10(((e.clean[a] * e.correction + floor) / (q[a] * level + floor))[:, 3:225])
    lsdt = -np.sqrt((d**2).mean(1)).mean()
    pattern, wanted = ((q / h**2) @ MEL.T)[a] ** 0.23, (e.clean @ MEL.T)[a] ** 0.23
    loudd = -np.sqrt(((pattern - wanted) ** 2).mean(1)).mean() / wanted.mean()
    left = hum_left(y, f0) if f0 else 0.0
    return loudd, sure, fwseg, lsdt, -max(spread(e, q) - 2.5, 0), left


def hum_prominences(x, f0):
    size = 8192
    window = scipy.signal.get_window("blackman", size)
    frames = np.lib.stride_tricks.sliding_window_view(x, size)[::2048]
    steady = np.percentile(np.abs(np.fft.rfft(frames * window, 4 * size, axis=1)) ** 2, 30, axis=0) + 1e-12
    bin_hz = RATE / (4 * size)
    near, far = int(5 / bin_hz), int(14 / bin_hz)
    out = []
    for k in range(1, 16):
        b = int(round(f0 * k / bin_hz))
        around = np.median(np.r_[steady[b - far : b - near], steady[b + near : b + far]])
        out.append(10 * math.log10(steady[b - 1 : b + 2].max() / around))
    return out


def main(folder):
    with open(folder + "/measures.csv", "w") as file, open(folder + "/hum.csv", "w") as hum_file:
        print("case,candidate,loudd,sure,fwseg,lsdt,level_variation,hum", file=file)
        print("case,harmonic,prominence_db", file=hum_file)
        for name, x, candidates in cases():
            x = at_level(x)
            e = Estimate(x)
            for k, prominence in enumerate(hum_prominences(x, 50.0)):
                print(f"{name},{k + 1},{prominence:.4f}", file=hum_file)
            for candidate, y in candidates.items():
                values = measures(e, at_level(y), 50.02 if name == "hum" else 0)
                print(name + "," + candidate + "," + ",".join(f"{v:.5f}" for v in values), file=file)


if __name__ == "__main__":
    main(sys.argv[1])
