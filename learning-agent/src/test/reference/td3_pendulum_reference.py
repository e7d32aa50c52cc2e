"""What gymnasium's Pendulum-v1 does, for PendulumTest, and the twenty starts of PendulumStudy and td3_pendulum_sb3.py.

    python3 -m venv gym && gym/bin/pip install gymnasium==1.4.0
    gym/bin/python learning-agent/src/test/reference/td3_pendulum_reference.py learning-agent/src/test/resources/attune/learn/td3

Writes pendulum.csv: angle and speed before, action in [-2, 2] (some beyond), angle and speed after, observation, reward; and
pendulum-starts.csv.
"""

import sys
from pathlib import Path

import gymnasium as gym
import numpy as np


def write(path, head, rows):
    with open(path, "w", encoding="ascii", newline="\n") as out:
        out.write(head + "\n")
        for row in rows:
            out.write(",".join(f"{float(value):.17g}" for value in row) + "\n")


def main(folder):
    rng = np.random.default_rng(5)
    env = gym.make("Pendulum-v1").unwrapped
    env.reset()
    rows = []
    for _ in range(60):
        before = np.array([rng.uniform(-12, 12), rng.uniform(-8, 8)])
        action = np.array([rng.uniform(-2.5, 2.5)])
        env.state = before.copy()
        observation, reward, terminated, truncated, _ = env.step(action)
        assert not terminated and not truncated
        rows.append([*before, action[0], *env.state, *observation, reward])
    write(folder / "pendulum.csv", "angle,speed,torque,angle_after,speed_after,cos,sin,observed_speed,reward", rows)
    rng = np.random.default_rng(555)
    write(
        folder / "pendulum-starts.csv",
        "angle,speed",
        np.stack([rng.uniform(-np.pi, np.pi, 20), rng.uniform(-1, 1, 20)], axis=1),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
