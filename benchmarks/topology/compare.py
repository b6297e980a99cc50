"""Times lifetimes and dimensions beside GUDHI and ripser; started by benchmarks/topology/run."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import gudhi
import numpy as np
from ripser import ripser


def distances(x):
    """As programs in this field do it: |x|^2 + |y|^2 - 2 x'y by a matrix product."""
    gram = x @ x.T
    squares = np.diag(gram)
    table = np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2 * gram, 0))
    np.fill_diagonal(table, 0)
    return table


def gudhi_lifetimes(table):
    rips = gudhi.RipsComplex(distance_matrix=table)
    tree = rips.create_simplex_tree(max_dimension=1)
    tree.compute_persistence()
    deaths = tree.persistence_intervals_in_dimension(0)[:, 1]
    return deaths[np.isfinite(deaths)]


def gudhi_dimension(table, sizes, draws):
    rng = np.random.default_rng(1)
    x, y = [], []
    for size in sizes:
        for _ in range(draws):
            chosen = rng.permutation(len(table))[:size]
            part = table[np.ix_(chosen, chosen)]
            x.append(np.log(size))
            y.append(np.log(gudhi_lifetimes(part).sum()))
    return 1 / (1 - np.polyfit(x, y, 1)[0])


class Clock:
    """Wall and processor time of this process and its children since it was made."""

    def __init__(self):
        self.wall, self.cpu = self.now()

    @staticmethod
    def now():
        times = os.times()
        return times.elapsed, times.user + times.system + times.children_user + times.children_system

    def read(self):
        wall, cpu = self.now()
        return wall - self.wall, cpu - self.cpu


def ours(command, *task):
    begin = time.perf_counter()
    done = subprocess.run([*command, *map(str, task)], check=True, capture_output=True, text=True)
    whole = time.perf_counter() - begin
    print(*done.stdout.splitlines()[:-1], sep="\n", end="\n" if "\n" in done.stdout[:-1] else "")
    seconds, peak, result = map(float, done.stdout.splitlines()[-1].split())
    return seconds, whole, peak, result


def main():
    rounds, command = int(sys.argv[1]), sys.argv[2:]
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        states = np.cumsum(0.01 * rng.standard_normal((5000, 10_000)), axis=0)
        states += rng.standard_normal(states.shape)
        file = Path(folder) / "states.npy"
        np.save(file, states)
        print("5,000 states of 10,000 numbers: distances and lifetimes")
        print("wall (processor) seconds; ours with start of the process and reading of the file")
        ratios = []
        for number in range(1, rounds + 1):
            clock = Clock()
            _, _, peak, sum_ours = ours(command, "lifetimes", file)
            mine = clock.read()
            clock = Clock()
            table = distances(states)
            product = clock.read()
            clock = Clock()
            sum_gudhi = gudhi_lifetimes(table).sum()
            rips = clock.read()
            clock = Clock()
            ripser(table, maxdim=0, distance_matrix=True)
            ripped = clock.read()
            del table
            parts = zip(("ours", "product", "GUDHI", "ripser"), (mine, product, rips, ripped))
            print(f"{number}  " + "  ".join(f"{n} {w:.1f} ({c:.1f})" for n, (w, c) in parts))
            ratios.append([(product[i] + rips[i] + ripped[i]) / mine[i] for i in (0, 1)])
            alone = [(product[i] + rips[i]) / mine[i] for i in (0, 1)]
            print(
                f"   all three / ours {ratios[-1][0]:.2f} ({ratios[-1][1]:.2f}), product and GUDHI"
                f" alone {alone[0]:.2f} ({alone[1]:.2f}); ours at most {peak:.0f} MB; sums differ by"
                f" {abs(sum_ours / sum_gudhi - 1):.1e}"
            )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        middle = [statistics.median(ratio[i] for ratio in ratios) for i in (0, 1)]
        print(f"median {middle[0]:.2f} ({middle[1]:.2f}); peak of Python {peak:.0f} MB")
        del states

        points = rng.random((1000, 2))
        np.save(file, points)
        table = distances(points)
        sizes = [round(100 * 9 ** (s / 7)) for s in range(8)]
        print("1,000 points: dimension from 8 sizes of subsets, 10 draws each, distances given")
        ratios = []
        for number in range(1, rounds + 1):
            seconds, whole, _, dimension = ours(command, "dimension", file)
            begin = time.perf_counter()
            other = gudhi_dimension(table, sizes, 10)
            peer = time.perf_counter() - begin
            ratios.append(peer / seconds)
            print(
                f"{number:5d} ours {seconds:.3f} s ({dimension:.3f}), with start {whole:.2f} s;"
                f" GUDHI {peer:.1f} s ({other:.3f}); {ratios[-1]:.1f} times"
            )
        print(f"median {statistics.median(ratios):.1f}")


main()
