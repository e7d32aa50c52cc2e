"""Values of MABWiser 2.7.4 for MabwiserTest, on the same draws.

    python3 -m venv mab && mab/bin/pip install mabwiser==2.7.4
    mab/bin/python learning-agent/src/test/reference/mabwiser_reference.py learning-agent/src/test/resources/attune/learn/bandit

Writes ucb.csv, linucb.csv and thompson.csv: what was pulled, what came of it, and what MABWiser expects of every arm
after that pull. UCB1's bonus there is alpha * sqrt(2 ln N / n), ours sqrt(alpha ln N / n): its alpha 1 is our alpha 2.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
from mabwiser.mab import MAB, LearningPolicy

warnings.filterwarnings("ignore")
ARMS = [0, 1, 2, 3, 4]
CHANCES = [0.2, 0.35, 0.5, 0.65, 0.8]
FEATURES = 4
PULLS = 150


def write(path, head, rows):
    with open(path, "w", encoding="ascii", newline="\n") as out:
        out.write(",".join(head) + "\n")
        for row in rows:
            out.write(",".join(f"{value:.12g}" for value in row) + "\n")


def ucb(folder):
    """UCB1 chooses by itself once every arm was tried."""
    rng = np.random.default_rng(7)
    mab = MAB(ARMS, LearningPolicy.UCB1(alpha=1.0), seed=1)
    rows = []
    for pull in range(PULLS):
        arm = ARMS[pull] if pull < len(ARMS) else mab.predict()
        reward = float(rng.random() < CHANCES[arm])
        (mab.fit if pull == 0 else mab.partial_fit)([arm], [reward])
        expected = mab.predict_expectations()
        rows.append([arm, reward] + [expected[a] for a in ARMS])
    write(folder / "ucb.csv", ["arm", "reward"] + [f"e{a}" for a in ARMS], rows)


def linucb(folder):
    """Disjoint LinUCB, alpha 0.7, l2_lambda 1, on contexts drawn beforehand."""
    rng = np.random.default_rng(8)
    truth = rng.normal(0, 0.4, (len(ARMS), FEATURES))
    mab = MAB(ARMS, LearningPolicy.LinUCB(alpha=0.7, l2_lambda=1.0), seed=1)
    rows = []
    for pull in range(PULLS):
        context = rng.normal(0, 1, FEATURES)
        arm = ARMS[pull] if pull < len(ARMS) else mab.predict([context])
        reward = float(rng.random() < np.clip(0.5 + context @ truth[arm], 0, 1))
        (mab.fit if pull == 0 else mab.partial_fit)([arm], [reward], [context])
        asked = rng.normal(0, 1, FEATURES)
        expected = mab.predict_expectations([asked])
        rows.append([arm, reward, *context, *asked] + [expected[a] for a in ARMS])
    names = [f"x{i}" for i in range(FEATURES)] + [f"q{i}" for i in range(FEATURES)]
    write(folder / "linucb.csv", ["arm", "reward", *names] + [f"e{a}" for a in ARMS], rows)


def thompson(folder):
    """Thompson sampling's draws are not ours; what it draws from is."""
    rng = np.random.default_rng(9)
    mab = MAB(ARMS, LearningPolicy.ThompsonSampling(), seed=1)
    rows = []
    for pull in range(PULLS):
        arm = ARMS[pull] if pull < len(ARMS) else mab.predict()
        reward = int(rng.random() < CHANCES[arm])
        (mab.fit if pull == 0 else mab.partial_fit)([arm], [reward])
        won, lost = mab._imp.arm_to_success_count, mab._imp.arm_to_fail_count
        rows.append([arm, reward] + [won[a] / (won[a] + lost[a]) for a in ARMS])
    write(folder / "thompson.csv", ["arm", "reward"] + [f"m{a}" for a in ARMS], rows)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    ucb(target)
    linucb(target)
    thompson(target)
