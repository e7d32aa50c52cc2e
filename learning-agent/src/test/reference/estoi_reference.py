"""Expected ESTOI values for EstoiTest, from the Python package pystoi (an implementation independent of ours).

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install pystoi==0.4.1
    /tmp/reference/bin/python learning-agent/src/test/reference/estoi_reference.py \
        > learning-agent/src/test/resources/attune/learn/truth/estoi.csv

The signals are made by the same arithmetic here and in SyntheticSpeech.java, so no audio is stored.
"""

import numpy as np
from pystoi import stoi

from synthetic_speech import noise, speech


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
