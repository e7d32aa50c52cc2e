"""Stable-Baselines3's TD3 on gymnasium's Pendulum-v1: the curves that PendulumStudy is held against.

    python3 -m venv sb3 && sb3/bin/pip install torch stable-baselines3==2.9.2 gymnasium==1.4.0
    sb3/bin/python learning-agent/src/test/reference/td3_pendulum_sb3.py FILE.csv FIRST_SEED SEEDS

Appends lines "seed,steps,mean return" to FILE.csv: every 1 000 steps the mean over the twenty starts that starts() draws,
without noise. One thread. Settings as in PendulumStudy, networks 256-128; everything else is SB3's default.
"""

import sys
from pathlib import Path

import gymnasium as gym
import numpy as np
import torch
from stable_baselines3 import TD3
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.noise import NormalActionNoise

STEPS = 20_000
EVERY = 1_000
EPISODE = 200


def starts():
    """Angle and speed at the begin of each of twenty episodes, as Pendulum-v1 draws them."""
    rng = np.random.default_rng(555)
    return np.stack([rng.uniform(-np.pi, np.pi, 20), rng.uniform(-1, 1, 20)], axis=1)


def mean_return(model):
    envs = [gym.make("Pendulum-v1").unwrapped for _ in range(20)]
    observations = []
    for env, start in zip(envs, starts()):
        env.reset()
        env.state = start.copy()
        observations.append(env._get_obs())
    total = 0.0
    for _ in range(EPISODE):
        actions, _ = model.predict(np.stack(observations), deterministic=True)
        observations = []
        for env, action in zip(envs, actions):
            observation, reward, _, _, _ = env.step(action)
            observations.append(observation)
            total += float(reward)
    return total / len(envs)


class Curve(BaseCallback):
    def __init__(self, path, seed):
        super().__init__()
        self.path, self.curve_seed = path, seed

    def _on_step(self):
        if self.num_timesteps % EVERY == 0:
            with open(self.path, "a", encoding="ascii", newline="\n") as out:
                out.write(f"{self.curve_seed},{self.num_timesteps},{mean_return(self.model):.3f}\n")
        return True


def main(path, first, seeds):
    torch.set_num_threads(1)
    for seed in range(first, first + seeds):
        env = gym.make("Pendulum-v1")
        model = TD3(
            "MlpPolicy",
            env,
            learning_rate=1e-3,
            batch_size=256,
            buffer_size=100_000,
            learning_starts=1_000,
            gamma=0.99,
            tau=0.005,
            train_freq=1,
            gradient_steps=1,
            action_noise=NormalActionNoise(np.zeros(1), 0.1 * np.ones(1)),
            policy_kwargs={"net_arch": [256, 128]},
            seed=seed,
            device="cpu",
        )
        model.learn(STEPS, callback=Curve(path, seed))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
