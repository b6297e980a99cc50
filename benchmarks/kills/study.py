"""Kills a study, all its processes, at random moments; says whether it ends in the same numbers."""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
GRID = """
recipe: {recipe}
set: [training.budget={budget}, 'snapshots={{kind: tail, count: 50}}']
axes:
  training.batch: [4, 12, 36]
  training.optimizer.rate: [0.03, 0.3]
seeds: [1, 2]
measures: [weight-norms, margins, lifetime-sums]
"""


def children(of):
    """A process and all below it."""
    found, parents = [of], {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                    parents.setdefault(int(file.read().rsplit(")", 1)[1].split()[1]), []).append(int(name))
            except (OSError, IndexError):
                continue
    for one in found:
        found += parents.get(one, [])
    return found


def numbers(folder):
    """What every run left."""
    result = {}
    for run in sorted(os.listdir(os.path.join(folder, "runs"))):
        with open(os.path.join(folder, "runs", run, "study.json"), encoding="utf-8") as file:
            result[run] = json.load(file)
    return result


def verdict(folder):
    """What the study made of them, but for the place of its page."""
    with open(os.path.join(folder, "study.json"), encoding="utf-8") as file:
        return {key: value for key, value in json.load(file).items() if key != "report"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kills", type=int, nargs="?", default=3)
    parser.add_argument("--grid", help="a grid's file; a small one of 12 runs if not given")
    parser.add_argument("--whole", help="the folder of the same study that was not killed, if there is one")
    parser.add_argument("--program", default=os.path.join(HERE, "..", "..", "sweetspot"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float, help="how long a whole study takes")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    draws = random.Random(given.seed)
    folder = tempfile.mkdtemp(prefix="kills-study-")
    grid = given.grid
    if grid is None:
        grid = os.path.join(folder, "grid.yaml")
        recipe = os.path.abspath(os.path.join(HERE, "..", "..", "examples", "large-batch.yaml"))
        with open(grid, "w", encoding="utf-8") as file:
            file.write(GRID.format(recipe=os.path.relpath(recipe, folder), budget="10 epochs"))

    def line(out):
        return [os.path.abspath(given.program), "study", os.path.abspath(grid), "--jobs", str(given.jobs),
                "--quiet", "--out", out]

    whole, seconds = given.whole, given.seconds
    if whole is None:
        whole = os.path.join(folder, "whole")
        began = time.monotonic()
        subprocess.run(line(whole), check=True, stdout=subprocess.DEVNULL)
        seconds = time.monotonic() - began
    killed = os.path.join(folder, "killed")
    fell = []
    for kill in range(given.kills):
        process = subprocess.Popen(line(killed), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(draws.uniform(0.1, 0.9) * seconds / given.kills)
        # In turn: a worker, the command alone, all of them.
        all_of_it = children(process.pid)
        workers = all_of_it[1:]
        doomed = (workers[-1:], all_of_it[:1], all_of_it)[kill % 3]
        for pid in doomed:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        fell.append(len(doomed))
        if kill % 3 == 0:
            process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(line(killed), check=True, stdout=subprocess.DEVNULL)
    same = numbers(whole) == numbers(killed) and verdict(whole) == verdict(killed)
    print(f"study: {given.kills} kills -9 of {fell} processes; numbers of {len(numbers(killed))} runs"
          f" {'the same' if same else 'NOT THE SAME'} as without a kill")
    shutil.rmtree(folder)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
