"""All measures of a scripted CNN in one call, beside each in a call of its own.

Usage: sharing.py FOLDER   (see sharing)
Seconds are those of whole calls as a user makes them, and those of measuring alone, as the answers
state them: without starting, reading the module and its data, and writing.
"""

import json
import subprocess
import sys
import time

import numpy as np
import torch

from model import trained

RECIPE = ["--rate", "0.05", "--momentum", "0.9", "--batch", "250"]


def call(folder, measures):
    """Seconds of a call of `sweetspot measure`, and of the measuring within."""
    start = time.perf_counter()
    done = subprocess.run(
        ["./sweetspot", "measure", f"{folder}/model.pt", "--data", f"{folder}/data.npz"]
        + ["--measures", measures, "--json", f"{folder}/answer.json", "--quiet", *RECIPE],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"measuring {measures}: expected exit code 0, got {done.returncode}: {done.stderr}")
    with open(f"{folder}/answer.json") as file:
        answers = json.load(file)["measures"]
    return seconds, {one["id"]: one["cost"]["seconds"] for one in answers}


def main():
    folder = sys.argv[1]
    torch.set_num_threads(2)
    net, x, y = trained()
    torch.jit.script(net).save(f"{folder}/model.pt")
    np.savez(f"{folder}/data.npz", x=x.numpy(), y=y.numpy())
    parameters = sum(p.numel() for p in net.parameters())
    print(f"{parameters} parameters, {len(x)} examples")
    whole, together = call(folder, "all")
    print(f"all {len(together)} measures in one call: {whole:.1f} s")
    calls, alone = 0.0, {}
    for place, name in enumerate(together):
        seconds, answer = call(folder, name)
        calls += seconds
        alone[name] = answer[name]
        print(f"  {place + 1}/{len(together)} {name}: {seconds:.1f} s", file=sys.stderr)
    print("seconds of measuring: alone, and what it adds in one call")
    for name in sorted(together, key=lambda one: -alone[one]):
        if max(alone[name], together[name]) >= 0.1:
            print(f"  {name:32} {alone[name]:8.2f} {together[name]:8.2f}")
    print(f"calls: all in one {whole:.1f} s, one by one {calls:.1f} s; share {whole / calls:.2f}")
    one, single = sum(together.values()), sum(alone.values())
    print(f"measuring alone: {one:.1f} s and {single:.1f} s; share {one / single:.2f}")


main()
