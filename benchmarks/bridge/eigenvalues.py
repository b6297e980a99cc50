"""Top five eigenvalues over the bridge beside the same arithmetic wholly in Python.

All three see the same network of a million weights and the same examples. The Python side runs
the same Lanczos with full orthogonalization for as many products as the program took. hessian-eigenthings stops after a given number of steps: it gets the fewest, found beforehand and
not timed, whose five residuals are within the program's tolerance, 1e-4 of the largest eigenvalue.
"""

import statistics
import sys
import time

import torch
from torch import nn

import sweetspot
from sweetspot.torch_model import TorchModel

KIND, ROUNDS, THREADS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
EXAMPLES, BLOCK = 1000, 1 << 16


def task():
    torch.manual_seed(1)
    if KIND == "mlp":
        model = nn.Sequential(
            nn.Linear(784, 700), nn.Tanh(), nn.Linear(700, 650), nn.Tanh(), nn.Linear(650, 10))
        inputs = torch.randn(EXAMPLES, 784)
    else:
        model = nn.Sequential(
            nn.Conv2d(3, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 128, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(128 * 16, 440), nn.ReLU(), nn.Linear(440, 10))
        inputs = torch.randn(EXAMPLES, 3, 16, 16)
    return model, (inputs, torch.randint(0, 10, (EXAMPLES,))), nn.CrossEntropyLoss()


class Asked:
    split, mode, key, indices = "train", "evaluate", 0, list(range(EXAMPLES))


def bridge(model, data, loss):
    start = time.perf_counter()
    profile = sweetspot.measure(model, data, loss, measures="hessian-eigenvalues")
    seconds = time.perf_counter() - start
    found = profile["hessian-eigenvalues"]
    return seconds, found.value, int(found.cost["hvps"])


def dots(vectors, x):
    """As the bridge takes them: sums of 65,536 products in single precision, the rest in double."""
    sums = []
    for vector in vectors:
        parts = zip(vector.split(BLOCK), x.split(BLOCK))
        sums.append(sum(float(torch.dot(one, other)) for one, other in parts))
    return sums


def in_python(model, data, loss, products):
    start = time.perf_counter()
    answers = TorchModel(model, data, loss)
    graph = answers.graph(Asked, None)
    size = answers.parameters().size
    v, w = answers.zeros(size), answers.zeros(size)
    v.draw(0, 5, 0)
    v.scale(1 / float(v.data.double().norm()))
    basis, diagonal, beside = [v.data.clone()], [], []
    for step in range(products):
        v.data.copy_(basis[-1])
        graph.hessian(v, w)
        # What the three terms leave is rounding: then all of the basis once, as the program does.
        for removed in (basis[-2:], basis):
            factors = dots(removed, w.data)
            if removed is not basis:
                diagonal.append(factors[-1])
            for factor, vector in zip(factors, removed):
                w.data.add_(vector, alpha=-factor)
        beside.append(float(w.data.double().norm()))
        basis.append(w.data / beside[-1])
    matrix = torch.diag(torch.tensor(diagonal, dtype=torch.float64))
    off = torch.tensor(beside[:-1], dtype=torch.float64)
    matrix += torch.diag(off, 1) + torch.diag(off, -1)
    values = torch.linalg.eigvalsh(matrix).flip(0)[:5].tolist()
    return time.perf_counter() - start, values, products


TOLERANCE = 1e-4
MOST = 160


def steps_needed(operator):
    """The fewest steps after which hessian-eigenthings has five eigenvalues within the tolerance."""
    from hessian_eigenthings import lanczos_tridiagonal

    generator = torch.Generator().manual_seed(0)
    start = torch.randn(operator.size, dtype=operator.dtype, generator=generator)
    found = lanczos_tridiagonal(operator, start, MOST, reorthogonalize=True)
    alphas, betas = found.alphas.double(), found.betas.double()
    for count in range(6, MOST):
        matrix = torch.diag(alphas[:count])
        matrix += torch.diag(betas[:count - 1], 1) + torch.diag(betas[:count - 1], -1)
        values, vectors = torch.linalg.eigh(matrix)
        if float((betas[count - 1] * vectors[-1, -5:]).abs().max()) <= TOLERANCE * float(values[-1]):
            return count
    return MOST


def eigenthings(model, data, loss, steps):
    from hessian_eigenthings import HessianOperator, lanczos, supervised_loss

    operator = HessianOperator(model, [data], supervised_loss(loss))
    steps.setdefault("needed", None)
    if steps["needed"] is None:
        steps["needed"] = steps_needed(operator)
    start = time.perf_counter()
    operator = HessianOperator(model, [data], supervised_loss(loss))
    result = lanczos(operator, k=5, max_iter=steps["needed"], which="LA", seed=0, reorthogonalize=True)
    return (time.perf_counter() - start, [float(one) for one in result.eigenvalues], steps["needed"])


def main():
    torch.set_num_threads(THREADS)
    model, data, loss = task()
    print(f"{KIND}: {sum(part.numel() for part in model.parameters()):,} weights, {EXAMPLES} examples,"
          f" {THREADS} threads, PyTorch {torch.__version__}")
    start = time.perf_counter()
    sweetspot.measure(model, data, loss, measures="loss")
    print(f"first call, with the program's start: {time.perf_counter() - start:.2f} s")
    seconds, steps = {}, {}
    for _ in range(ROUNDS):
        _, _, products = found = bridge(model, data, loss)
        results = {"bridge": found, "wholly in Python": in_python(model, data, loss, products)}
        try:
            results["hessian-eigenthings"] = eigenthings(model, data, loss, steps)
        except (ImportError, TypeError) as missing:
            print(f"hessian-eigenthings: not timed ({missing})")
        for name, (time_taken, values, count) in results.items():
            seconds.setdefault(name, []).append(time_taken)
            print(f"{name}: {time_taken:.2f} s, {count} products,"
                  f" {' '.join(f'{value:.5g}' for value in values)}")
    for name, taken in seconds.items():
        ratio = statistics.median(seconds["bridge"]) / statistics.median(taken)
        print(f"{name}: median {statistics.median(taken):.2f} s, bridge over this {ratio:.2f}")


if __name__ == "__main__":
    main()
