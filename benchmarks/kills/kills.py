"""Kills either side at random moments, and says whether anything was lost, left or hung."""

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

PROGRAM = r"""
batch=$1 epochs=$2 seed=$3 place=$SWEETSPOT_RECORD
mkdir -p "$place"
echo '{"schema": 1}' > "$place/recorded.json"
steps=$(( epochs * ((320 + batch - 1) / batch) ))
for i in 1 2 3 4; do
  sleep 0.1
  step=$(( steps * i / 4 ))
  echo '{"kind":"step","step":'$step',"loss":0.5,"rate":[0.5],"examples":'$batch'}'
  for split in validation test; do
    echo '{"kind":"evaluation","step":'$step',"name":"'$split'","loss":0.3,"accuracy":0.'$((900 - 20000 / (step + 100) + seed))'}'
  done
done >> "$place/recorded.jsonl"
"""

RECIPE = """
name: killed
data: {source: {kind: elsewhere, classes: 10}, split: {train: 320, validation: 500, test: 500}}
model: elsewhere
training:
  kind: command
  run: bash killed.sh {batch} {epochs} {seed}
  batch: 8
  optimizer: {kind: sgd, rate: 0.5}
  budget: 10 epochs
control: {change: {batch: 64}, seeds: 3, cost: 1}
"""

MODEL = """
import torch
def parts():
    torch.manual_seed(1)
    x, y = torch.randn(4000, 50), torch.randint(0, 3, (4000,))
    return torch.nn.Sequential(torch.nn.Linear(50, 200), torch.nn.Tanh(), torch.nn.Linear(200, 3)), (x, y), \
        torch.nn.CrossEntropyLoss()
"""


def children(folder):
    """Processes that work in a folder: those of one experiment, wherever they came from."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                if os.readlink(f"/proc/{name}/cwd") != folder:
                    continue
                with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                    dead = file.read().rsplit(")", 1)[1].split()[0] == "Z"
            except (OSError, IndexError):
                continue
            if not dead:
                found.append(int(name))
    return found


def gone(folder, within=5.0):
    """Seconds until no process works in a folder; infinite where one outlives the time."""
    began = time.monotonic()
    while children(folder):
        if time.monotonic() - began > within:
            return float("inf")
        time.sleep(0.02)
    return time.monotonic() - began


def control(program, kills, draws):
    """Kills `sweetspot control` of a command again and again; what it ends with is compared."""
    folder = os.path.realpath(tempfile.mkdtemp(prefix="kills-control-"))
    with open(os.path.join(folder, "killed.sh"), "w", encoding="utf-8") as file:
        file.write(PROGRAM)
    with open(os.path.join(folder, "killed.yaml"), "w", encoding="utf-8") as file:
        file.write(RECIPE)

    def line(out):
        return [program, "control", os.path.join(folder, "killed.yaml"), "--quiet", "--out",
                os.path.join(folder, out), "--json", os.path.join(folder, out + ".json")]

    began = time.monotonic()
    subprocess.run(line("whole"), check=True, stdout=subprocess.DEVNULL, cwd=folder)
    whole = time.monotonic() - began
    worst, left, finished = 0.0, 0, 0
    for _ in range(kills):
        process = subprocess.Popen(
            line("killed"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
        time.sleep(draws.uniform(0.1, 1.1) * whole)
        if process.poll() is not None:
            finished += 1
            shutil.rmtree(os.path.join(folder, "killed"))
            continue
        process.send_signal(signal.SIGKILL)
        process.wait()
        took = gone(folder)
        left += took == float("inf")
        worst = max(worst, took)
    subprocess.run(line("killed"), check=True, stdout=subprocess.DEVNULL, cwd=folder)
    results = []
    for name in ("whole", "killed"):
        with open(os.path.join(folder, name + ".json"), encoding="utf-8") as file:
            results.append({key: value for key, value in json.load(file).items()
                            if key in ("gap", "recovered", "corrections", "verdict", "plan")})
    for result in results:
        for correction in result["corrections"]:
            correction.pop("seconds", None)
    shutil.rmtree(folder)
    print(f"control by command: {kills} kills of the program, {finished} came after its end;"
          f" orphans {left}, the last ended after {worst:.2f} s at most;"
          f" result {'the same' if results[0] == results[1] else 'NOT THE SAME'} as without a kill")
    return left == 0 and results[0] == results[1]


def bridge(program, kills, draws, who):
    """Kills one side of `sweetspot measure python:...`; the other has to end by itself."""
    folder = os.path.realpath(tempfile.mkdtemp(prefix="kills-bridge-"))
    with open(os.path.join(folder, "killedmodel.py"), "w", encoding="utf-8") as file:
        file.write(MODEL)
    line = [program, "measure", "python:killedmodel:parts", "--only", "hessian-eigenvalues,hessian-trace",
            "--tolerance", "1e-9", "--quiet"]
    began = time.monotonic()
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    whole = time.monotonic() - began
    worst, hung, early, silent = 0.0, 0, 0, 0
    for _ in range(kills):
        process = subprocess.Popen(
            line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=folder)
        time.sleep(draws.uniform(0.1, 1.0) * whole)
        workers = [pid for pid in children(folder) if pid != process.pid]
        if process.poll() is not None or (who == "model" and not workers):
            early += 1
            process.kill()
            process.communicate()
            gone(folder)
            continue
        killed = time.monotonic()
        if who == "model":
            for pid in workers:
                os.kill(pid, signal.SIGKILL)
        else:
            process.send_signal(signal.SIGKILL)
        try:
            _, errors = process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            hung += 1
            process.kill()
            process.communicate()
            errors = "hung"
        silent += who == "model" and process.returncode not in (0, None) and not errors.strip()
        hung += gone(folder) == float("inf")
        worst = max(worst, time.monotonic() - killed)
    shutil.rmtree(folder)
    print(f"bridge: {kills} kills of the {who}'s process, {early} came before it was there or after the"
          f" end; hangs and orphans {hung}, without a word {silent}, the last ended after"
          f" {worst:.2f} s at most")
    return hung == 0 and silent == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kills", type=int, nargs="?", default=50)
    parser.add_argument("--program", default=os.path.join(os.path.dirname(__file__), "..", "..", "sweetspot"))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    program, draws = os.path.abspath(given.program), random.Random(given.seed)
    well = control(program, given.kills, draws)
    well &= bridge(program, (given.kills + 1) // 2, draws, "model")
    well &= bridge(program, given.kills // 2, draws, "program")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
