"""Fits all layers with both programs in alternation and prints paired ratios.

Usage: compare.py ROUNDS WEIGHTS FOLDER JAVA_COMMAND...   (see run)
A ratio is Python's time divided by ours in the same round: above 1, we are faster.
"""

import contextlib
import io
import pathlib
import statistics
import subprocess
import sys
import time
import warnings

import numpy as np
import powerlaw


def ask(worker, line):
    worker.stdin.write(line + "\n")
    worker.stdin.flush()
    return worker.stdout.readline().split()


def theirs(layers):
    """The package's own procedure: one fit object a layer, every eigenvalue a candidate."""
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        fits = [powerlaw.Fit(values, verbose=False) for values in layers.values()]
    return 1e3 * (time.perf_counter() - start), fits


def main():
    warnings.simplefilter("ignore")
    rounds, weights, folder = int(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    worker = subprocess.Popen(sys.argv[4:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    seconds, peak = ask(worker, f"spectra {weights} {folder / 'eigenvalues.txt'}")
    print(f"spectra of all layers: {float(seconds):.1f} s, most resident memory {peak} MB (limit 3072)")
    layers = {}
    for line in (folder / "eigenvalues.txt").read_text().splitlines():
        name, *values = line.split()
        layers[name] = np.array([float(v) for v in values])
    print(f"{len(layers)} layers, {sum(len(v) for v in layers.values())} eigenvalues, the same for both")
    for _ in range(3):
        ask(worker, "fit 5")
    mine, other = [], []
    for index in range(rounds):
        if index % 2 == 0:
            mine.append(float(ask(worker, "fit 10")[0]))
            taken, fits = theirs(layers)
        else:
            taken, fits = theirs(layers)
            mine.append(float(ask(worker, "fit 10")[0]))
        other.append(taken)
    ours = {}
    ask(worker, f"values {folder / 'fits.txt'}")
    for line in (folder / "fits.txt").read_text().splitlines():
        name, *values = line.split()
        ours[name] = [float(v) for v in values]
    worst = [0.0, 0.0, 0.0]
    for name, fit in zip(layers, fits):
        for k, value in enumerate((fit.alpha, fit.xmin, fit.D)):
            worst[k] = max(worst[k], abs(ours[name][k] - value) / abs(value))
    print("largest relative difference: alpha {:.1e}, x_min {:.1e}, D {:.1e}".format(*worst))
    ratios = sorted(b / a for a, b in zip(mine, other))
    print(f"{'ours ms':>10}{'powerlaw ms':>13}{'ratio':>9}{'least':>9}{'wins':>8}")
    print(f"{statistics.median(mine):10.2f}{statistics.median(other):13.1f}"
          f"{statistics.median(ratios):9.1f}{ratios[0]:9.1f}{sum(r > 1 for r in ratios):5}/{rounds}")
    worker.stdin.close()
    worker.wait()


main()
