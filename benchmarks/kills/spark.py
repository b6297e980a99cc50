"""Kills executors of a study on a local Spark cluster; says whether it ends as the plain study does."""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from study import GRID, HERE, children, numbers, verdict

EXECUTOR = b"org.apache.spark.executor.CoarseGrainedExecutorBackend"
WORKER = b"org.sweetspot.app.StudyWorker"


def command(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read()
    except OSError:
        return b""


def busy(driver):
    """Executors of a driver that have a worker: those whose loss costs something."""
    executors = [pid for pid in children(driver) if EXECUTOR in command(pid)]
    return [pid for pid in executors if any(WORKER in command(child) for child in children(pid))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kills", type=int, nargs="?", default=1)
    parser.add_argument("--program", default=os.path.join(HERE, "..", "..", "sweetspot"))
    parser.add_argument("--spark", default=os.path.join(HERE, "..", "..", "spark", "study"))
    parser.add_argument("--cluster", default="local-cluster[2,1,1024]")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    draws = random.Random(given.seed)
    folder = tempfile.mkdtemp(prefix="kills-spark-")
    grid = os.path.join(folder, "grid.yaml")
    recipe = os.path.abspath(os.path.join(HERE, "..", "..", "examples", "large-batch.yaml"))
    with open(grid, "w", encoding="utf-8") as file:
        file.write(GRID.format(recipe=os.path.relpath(recipe, folder), budget="10 epochs"))
    spark = os.path.abspath(given.spark)
    # Builds what is not built, so that no kill falls into it.
    subprocess.run([spark, "--help"], check=True, stdout=subprocess.DEVNULL)

    plain, lost = os.path.join(folder, "plain"), os.path.join(folder, "lost")
    subprocess.run([os.path.abspath(given.program), "study", grid, "--jobs", "2", "--quiet", "--out", plain],
                   check=True, stdout=subprocess.DEVNULL)
    log = os.path.join(folder, "spark.log")
    began = time.monotonic()
    with open(log, "w", encoding="utf-8") as said:
        driver = subprocess.Popen([spark, grid, "--cluster", given.cluster, "--quiet", "--out", lost],
                                  stdout=subprocess.DEVNULL, stderr=said)
        fell = []
        for _ in range(given.kills):
            while driver.poll() is None and not busy(driver.pid):
                time.sleep(0.1)
            time.sleep(draws.uniform(0, 8))
            doomed = []
            while driver.poll() is None and not doomed:
                doomed = busy(driver.pid)
            if doomed:
                os.kill(draws.choice(doomed), signal.SIGKILL)
                fell.append(round(time.monotonic() - began, 1))
        code = driver.wait()
    seconds = time.monotonic() - began
    if code:
        with open(log, encoding="utf-8") as file:
            sys.stderr.write(file.read()[-4000:])
        print(f"spark: ended with code {code}; {log} has what it said")
        return 1
    same = numbers(plain) == numbers(lost) and verdict(plain) == verdict(lost)
    print(f"spark: {len(fell)} of 2 executors killed -9 while a worker of theirs ran, after {fell} of"
          f" {seconds:.0f} s; {len(numbers(lost))} runs and the study"
          f" {'identical with' if same else 'NOT IDENTICAL WITH'} the plain study")
    shutil.rmtree(folder)
    # A study that was over before anything could be killed shows nothing.
    return 0 if same and len(fell) == given.kills else 1


if __name__ == "__main__":
    sys.exit(main())
