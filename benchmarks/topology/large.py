"""Lifetimes of a trajectory far larger than memory, by the command that a user gives.

The file is a real npy file of full length, in which most pages are holes: state i is the sum of the last 50
steps of a walk, each of which moves 1,024 coordinates of its own. So every distance is known on paper, the
file takes little disk, and reading costs copying but no waiting for a disk.
"""

import json
import math
import os
import random
import resource
import struct
import subprocess
import sys
import tempfile
import time
from array import array

PAGE = 4096
FLOATS = PAGE // 4
KEPT = 50
HERE = os.path.dirname(os.path.abspath(__file__))


def make(path, states, pages):
    """Writes the walk; returns its distances' square of one step and the bytes that the disk holds."""
    draws = random.Random(1)
    steps = [array("f", (draws.gauss(0, 1) for _ in range(FLOATS))) for _ in range(states)]
    places = draws.sample(range(pages), states)
    with open(path, "wb") as file:
        head = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({states}, {pages * FLOATS}), }}"
        # Padded to a page, so that steps do not straddle two.
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", PAGE - 10) + head.encode().ljust(PAGE - 11) + b"\n")
        for i in range(states):
            for step in range(max(0, i - KEPT + 1), i + 1):
                os.pwrite(file.fileno(), steps[step].tobytes(), PAGE * (1 + i * pages + places[step]))
        file.truncate(PAGE * (1 + states * pages))
    return [sum(x * x for x in step) for step in steps], os.stat(path).st_blocks * 512


def expected(squares):
    """Lifetimes on paper: in this walk the nearest earlier state is the last one."""
    lengths = []
    for i in range(1, len(squares)):
        left = squares[i - KEPT] if i >= KEPT else 0
        lengths.append(math.sqrt(squares[i] + left))
    return sorted(lengths)


def main():
    states = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    numbers = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
    program = os.environ.get("SWEETSPOT", os.path.join(HERE, "..", "..", "sweetspot"))
    options = os.environ.setdefault("SWEETSPOT_JAVA_OPTIONS", "-Xmx1g")
    # Builds what is not built.
    subprocess.run([program, "--version"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory(dir=sys.argv[3] if len(sys.argv) > 3 else None) as folder:
        file, answers = os.path.join(folder, "walk.npy"), os.path.join(folder, "answers.json")
        pages = -(-numbers // FLOATS)
        squares, disk = make(file, states, pages)
        print(f"{states:,} states of {pages * FLOATS:,} numbers in single precision:"
              f" {os.path.getsize(file) / 1e9:.1f} GB, of which the disk holds {disk / 1e9:.2f}")
        began = time.monotonic()
        subprocess.run([program, "measure", file, "--as", "trajectory", "--only", "h0-lifetimes", "--quiet",
                        "--json", answers], check=True, stdout=subprocess.DEVNULL)
        wall = time.monotonic() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open(answers, encoding="utf-8") as text:
            answer = json.load(text)["measures"][0]
        print(f"sweetspot measure --only h0-lifetimes ({options}): {wall:.0f} s by the clock,"
              f" {used.ru_utime + used.ru_stime:.0f} processor s, peak {used.ru_maxrss / 1024:.0f} MiB")
        found, paper = answer["value"]["lifetime"], expected(squares)
        if len(found) != len(paper):
            sys.exit(f"expected {len(paper)} lifetimes, got {len(found)}")
        off = [a / b - 1 for a, b in zip(found, paper)]
        print(f"lifetimes off by {100 * math.sqrt(sum(x * x for x in off) / len(off)):.2f}% of those on paper"
              f" (root mean square, in ascending order), by {100 * max(map(abs, off)):.2f}% at most")
        print("conventions:", answer["conventions"]["definition"] if "conventions" in answer else "")


main()
