"""Curvature beside PyHessian: same scripted network, same data, same threads, paired in one run.

Usage: curvature.py FOLDER ROUNDS THREADS JAVA_COMMAND...   (see curvature)
A ratio is PyHessian's time divided by ours: above 1, we are faster.
"""

import math
import statistics
import subprocess
import sys
import time

import numpy as np
import torch
from pyhessian import hessian
from torch import nn

from model import EXAMPLES, trained

TRACE_SEEDS = 8


def exact_trace(net, x, y):
    """tr H = tr G for ReLU networks with softmax cross-entropy, in double precision."""
    net = net.double()
    names = [name for name, _ in net.named_parameters()]
    values = {name: p.detach() for name, p in net.named_parameters()}

    def outputs(parameters, one):
        return torch.func.functional_call(net, parameters, one[None])[0]

    total = 0.0
    jacobian = torch.func.vmap(torch.func.jacrev(outputs), in_dims=(None, 0))
    for at in range(0, len(x), 20):
        part = x[at : at + 20].double()
        with torch.no_grad():
            p = torch.softmax(net(part), 1)
        rows = jacobian(values, part)
        flat = torch.cat([rows[name].flatten(2) for name in names], 2)
        mean = (p[:, :, None] * flat).sum(1, keepdim=True)
        total += (p * ((flat - mean) ** 2).sum(2)).sum().item()
    net.float()
    return total / len(x)


def their_eigenvalues(net, x, y):
    start = time.perf_counter()
    solver = hessian(net, nn.CrossEntropyLoss(), data=(x, y), cuda=False)
    values, vectors = solver.eigenvalues(maxIter=300, tol=1e-4, top_n=5)
    seconds = time.perf_counter() - start
    worst = 0.0
    for value, vector in zip(values, vectors):
        norm = math.sqrt(sum((v * v).sum().item() for v in vector))
        vector = [v / norm for v in vector]
        product = torch.autograd.grad(
            solver.gradsH, solver.params, vector, retain_graph=True
        )
        rest = sum(((a - value * b) ** 2).sum().item() for a, b in zip(product, vector))
        worst = max(worst, math.sqrt(rest) / values[0])
    return seconds, values, worst


def their_trace(net, x, y, seed):
    torch.manual_seed(seed)
    start = time.perf_counter()
    solver = hessian(net, nn.CrossEntropyLoss(), data=(x, y), cuda=False)
    draws = solver.trace(maxIter=100, tol=1e-3)
    return time.perf_counter() - start, float(np.mean(draws)), len(draws)


class Worker:
    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        line = self.process.stdout.readline().split()
        if not line or line[0] != "ready":
            sys.exit(f"worker: expected 'ready PARAMETERS', got {line}")
        self.parameters = int(line[1])

    def ask(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        return [float(word) for word in self.process.stdout.readline().split()]


def root_mean_square(errors):
    return math.sqrt(sum(e * e for e in errors) / len(errors))


def main():
    folder, rounds, threads, java = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    torch.set_num_threads(int(threads))
    net, x, y = trained()
    torch.jit.script(net).save(f"{folder}/model.pt")
    np.savez(f"{folder}/data.npz", x=x.numpy(), y=y.numpy())
    ours = Worker([*java, f"{folder}/model.pt", f"{folder}/data.npz", threads])
    print(f"{ours.parameters} parameters, {EXAMPLES} examples, {threads} threads")

    # Top five eigenvalues, to the residual that PyHessian reaches.
    ratios, mine, other = [], [], []
    for index in range(rounds + 1):
        seconds, values, residual = their_eigenvalues(net, x, y)
        taken, reached, products = ours.ask("eigenvalues", residual)
        if index > 0:  # the first round warms both up
            ratios.append(seconds / taken)
            mine.append(taken)
            other.append(seconds)
    print(f"top 5 eigenvalues: PyHessian {values[0]:.6g} ... {values[4]:.6g}")
    print(
        f"  worst residual / lambda_1: PyHessian {residual:.2e}, ours {reached:.2e}"
        f" in {products:.0f} products"
    )
    print(
        f"  seconds: PyHessian {statistics.median(other):.2f}, ours {statistics.median(mine):.2f};"
        f" ratio {statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"
    )

    # The trace, at equal true error over several seeds.
    truth = exact_trace(net, x, y)
    net.zero_grad()
    theirs = [their_trace(net, x, y, seed) for seed in range(TRACE_SEEDS)]
    wanted = root_mean_square([value - truth for _, value, _ in theirs])
    # What a user asks for is an error; asked for more until the true one is no larger than theirs.
    asked = wanted / truth
    while True:
        answers = [ours.ask("trace", seed, asked) for seed in range(TRACE_SEEDS)]
        error = root_mean_square([answer[1] - truth for answer in answers])
        if error <= wanted:
            break
        asked /= 1.3
    pairs = []
    for seed in range(max(rounds, 3)):
        pairs.append((their_trace(net, x, y, seed)[0], ours.ask("trace", seed, asked)[0]))
    ratios = [a / b for a, b in pairs]
    print(f"trace: exact {truth:.6g}")
    print(
        f"  root mean square error over {TRACE_SEEDS} seeds: PyHessian {wanted / truth:.2%} in"
        f" {statistics.mean(n for _, _, n in theirs):.0f} products, ours {error / truth:.2%} in"
        f" {statistics.mean(answer[2] for answer in answers):.0f} gradients and"
        f" {statistics.mean(answer[3] for answer in answers):.0f} products"
    )
    print(
        f"  seconds: PyHessian {statistics.median(a for a, _ in pairs):.2f},"
        f" ours {statistics.median(b for _, b in pairs):.2f};"
        f" ratio {statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"
    )
    taken, value = ours.ask("exact-trace")
    print(f"  ours without error: {value:.9g} in {taken:.2f} s (relative {value / truth - 1:.1e})")
    ours.process.stdin.close()
    ours.process.wait()


if __name__ == "__main__":
    main()
