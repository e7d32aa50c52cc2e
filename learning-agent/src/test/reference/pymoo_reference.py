"""Hypervolumes of pymoo 0.6.2 for ParetoFrontTest.

    python3 -m venv moo && moo/bin/pip install pymoo==0.6.2
    moo/bin/python learning-agent/src/test/reference/pymoo_reference.py learning-agent/src/test/resources/attune/learn/objective

Writes hypervolume.csv: number of the set, coordinates of one of its points (larger is better, 0 to 1, empty where the set has fewer
coordinates), and the volume that the whole set dominates from 0.
"""

import sys
from pathlib import Path

import numpy as np
from pymoo.indicators.hv import HV

COORDINATES = [2, 2, 3, 3, 4, 5]
POINTS = [6, 25, 10, 20, 14, 10]


def main(folder):
    rng = np.random.default_rng(11)
    with open(Path(folder) / "hypervolume.csv", "w", encoding="ascii", newline="\n") as out:
        out.write("set,a,b,c,d,e,volume\n")
        for number, (coordinates, count) in enumerate(zip(COORDINATES, POINTS)):
            points = rng.random((count, coordinates))
            volume = HV(ref_point=np.zeros(coordinates))(-points)
            for point in points:
                cells = [f"{v:.12g}" for v in point] + [""] * (5 - coordinates)
                out.write(f"{number},{','.join(cells)},{volume:.12g}\n")


if __name__ == "__main__":
    main(sys.argv[1])
