"""Table and picture of returns on Pendulum-v1, from files of PendulumStudy and td3_pendulum_sb3.py.

    python3 -m venv plot && plot/bin/pip install numpy matplotlib
    plot/bin/python learning-agent/src/test/reference/td3_curves.py docs/td3-pendulum.png NAME=FILE.csv NAME=FILE.csv ...

Per file: mean over seeds at 10 000 and 20 000 steps with the 95 % interval of the mean (bootstrap), the worst seed, and the
deepest dip: the most that any seed's return fell from one trial to the next after 10 000 steps.
"""

import sys

import numpy as np


def read(path):
    rows = np.loadtxt(path, delimiter=",", ndmin=2)
    seeds = sorted({int(seed) for seed in rows[:, 0]})
    curves = {seed: rows[rows[:, 0] == seed][:, 1:] for seed in seeds}
    longest = max(len(curve) for curve in curves.values())
    whole = [curve for curve in curves.values() if len(curve) == longest]
    return whole[0][:, 0], np.stack([curve[:, 1] for curve in whole])


def interval(values, rng):
    means = rng.choice(values, (10_000, len(values))).mean(axis=1)
    return np.percentile(means, [2.5, 97.5])


def main(picture, sources):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rng = np.random.default_rng(1)
    figure, axes = pyplot.subplots(figsize=(8, 4.5), layout="constrained")
    print("| learner | seeds | at 10 000 | worst seed | at 20 000 | worst seed | deepest dip |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, path in sources:
        steps, returns = read(path)
        cells = [name, str(len(returns))]
        for at in (10_000, 20_000):
            values = returns[:, list(steps).index(at)]
            low, high = interval(values, rng)
            cells += [f"{values.mean():.0f} [{low:.0f}, {high:.0f}]", f"{values.min():.0f}"]
        late = returns[:, steps >= 10_000]
        cells.append(f"{(late[:, :-1] - late[:, 1:]).max():.0f}")
        print("| " + " | ".join([name, *(cell.replace("-", "−") for cell in cells[1:])]) + " |")
        (line,) = axes.plot(steps, returns.mean(axis=0), label=f"{name}, {len(returns)} seeds")
        axes.fill_between(steps, returns.min(axis=0), returns.max(axis=0), color=line.get_color(), alpha=0.15)
    axes.set(xlabel="steps", ylabel="return of an episode", title="Pendulum-v1: mean over seeds, worst to best")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    main(sys.argv[1], [source.split("=", 1) for source in sys.argv[2:]])
