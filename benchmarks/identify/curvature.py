"""Curvature beside PyHessian, hessian-eigenthings and curvlinops with SciPy's ARPACK: same scripted
network, same data, same threads, paired in one run.

Usage: curvature.py FOLDER ROUNDS THREADS JAVA_COMMAND...   (see curvature)
A ratio is the other program's time divided by ours at the residual that it reached: above 1, we are
faster. Each is given as wall time and as processor time, which is the steadier figure beside other
work.
"""

import math
import statistics
import subprocess
import sys
import time

import numpy as np
import torch
from curvlinops import HessianLinearOperator
from hessian_eigenthings import HessianOperator, lanczos, supervised_loss
from pyhessian import hessian
from scipy.sparse.linalg import LinearOperator, eigsh
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


TOP = 5
STEPS = 20  # of hessian-eigenthings, which takes a number of steps and no tolerance
TOLERANCE = 3e-4  # of ARPACK; it stops at restarts only


class Clock:
    """Wall and processor seconds of a block."""

    def __enter__(self):
        self.wall, self.cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_):
        self.wall = time.perf_counter() - self.wall
        self.cpu = time.process_time() - self.cpu


def worst_residual(net, x, y, values, vectors):
    """Largest ||H v - lambda v|| over lambda_1, from products of our own."""
    parameters = list(net.parameters())
    loss = nn.functional.cross_entropy(net(x), y)
    gradients = torch.autograd.grad(loss, parameters, create_graph=True)
    worst = 0.0
    for value, vector in zip(values, vectors):
        vector = [v / vector_norm(vector) for v in vector]
        product = torch.autograd.grad(gradients, parameters, vector, retain_graph=True)
        rest = sum(((a - value * b) ** 2).sum().item() for a, b in zip(product, vector))
        worst = max(worst, math.sqrt(rest) / max(values))
    return worst


def vector_norm(vector):
    return math.sqrt(sum((v * v).sum().item() for v in vector))


def split(net, flat):
    parts, at = [], 0
    for p in net.parameters():
        parts.append(torch.as_tensor(flat[at : at + p.numel()], dtype=p.dtype).reshape(p.shape))
        at += p.numel()
    return parts


def pyhessian_eigenvalues(net, x, y):
    with Clock() as clock:
        solver = hessian(net, nn.CrossEntropyLoss(), data=(x, y), cuda=False)
        values, vectors = solver.eigenvalues(maxIter=300, tol=1e-4, top_n=TOP)
    net.zero_grad()
    return clock, values, worst_residual(net, x, y, values, vectors), None


def eigenthings_eigenvalues(net, x, y):
    with Clock() as clock:
        operator = HessianOperator(net, [(x, y)], supervised_loss(nn.CrossEntropyLoss()))
        found = lanczos(operator, k=TOP, max_iter=STEPS, which="LA", seed=0)
    values = found.eigenvalues.tolist()
    vectors = [split(net, v) for v in found.eigenvectors]
    return clock, values, worst_residual(net, x, y, values, vectors), STEPS


def curvlinops_eigenvalues(net, x, y):
    products = 0
    with Clock() as clock:
        parameters = list(net.parameters())
        operator = HessianLinearOperator(
            net, nn.CrossEntropyLoss(), parameters, [(x, y)], check_deterministic=False
        ).to_scipy(dtype=np.float32)

        def product(vector):
            nonlocal products
            products += 1
            return operator @ vector

        counted = LinearOperator(operator.shape, matvec=product, dtype=np.float32)
        start = np.random.default_rng(0).standard_normal(operator.shape[0]).astype(np.float32)
        values, columns = eigsh(counted, k=TOP, which="LA", tol=TOLERANCE, ncv=STEPS, v0=start)
    values, vectors = values[::-1].tolist(), [split(net, v) for v in columns.T[::-1]]
    return clock, values, worst_residual(net, x, y, values, vectors), products


PEERS = {
    "PyHessian": pyhessian_eigenvalues,
    "hessian-eigenthings": eigenthings_eigenvalues,
    "curvlinops + ARPACK": curvlinops_eigenvalues,
}


def compare_eigenvalues(name, solve, ours, rounds, net, x, y):
    walls, cpus, mine, other = [], [], [], []
    for index in range(rounds + 1):
        clock, values, residual, products = solve(net, x, y)
        taken, reached, spent, processor = ours.ask("eigenvalues", residual)
        if index > 0:  # the first round warms both up
            walls.append(clock.wall / taken)
            cpus.append(clock.cpu / processor)
            mine.append((taken, processor))
            other.append((clock.wall, clock.cpu))
    theirs = "" if products is None else f" in {products} products"
    print(f"top {TOP} eigenvalues, {name}: {values[0]:.6g} ... {values[-1]:.6g}")
    print(
        f"  worst residual / lambda_1: theirs {residual:.2e}{theirs}, ours {reached:.2e}"
        f" in {spent:.0f} products"
    )
    for what, at, ratios in (("wall", 0, walls), ("processor", 1, cpus)):
        print(
            f"  {what} seconds: theirs {statistics.median(o[at] for o in other):.2f}, ours"
            f" {statistics.median(m[at] for m in mine):.2f}; ratio {statistics.median(ratios):.2f}"
            f" ({min(ratios):.2f} to {max(ratios):.2f})"
        )


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

    for name, solve in PEERS.items():
        compare_eigenvalues(name, solve, ours, rounds, net, x, y)

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
