"""Does tr H = tr G + tr(H - G), the first exact and the second by random signs, beat XTrace?

Dense Hessian and Gauss-Newton matrix of a small network on 500 digits, both estimators stopped by
their own standard error (at least six samples) at 5% and 2%. A sample takes two products in either:
XTrace's two with H, or one with H and one with G. Prints, over 25 repetitions, the mean number of
products and the true error (root of the mean square, relative). The cost of tr G is not counted.

Usage: trace_control.py tanh|gelu   (about four minutes)
"""

import sys

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch.func import jacrev, vmap

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
BETWEEN = {"tanh": torch.tanh, "gelu": torch.nn.functional.gelu}[sys.argv[1]]
WIDTHS = [64, 24, 20, 10]
SHAPES = list(zip(WIDTHS, WIDTHS[1:]))
P = sum(a * b + b for a, b in SHAPES)
inputs, labels = load_digits(return_X_y=True)
X, Y = torch.tensor(inputs / 16.0)[:500], torch.tensor(labels)[:500]


def outputs(w, x):
    at = 0
    for layer, (a, b) in enumerate(SHAPES):
        x = x @ w[at : at + a * b].view(b, a).T + w[at + a * b : at + a * b + b]
        at += a * b + b
        x = BETWEEN(x) if layer < len(SHAPES) - 1 else x
    return x


def loss(w, x, y):
    return torch.nn.functional.cross_entropy(outputs(w, x), y)


def matrices(w):
    w = w.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(loss(w, X, Y), w, create_graph=True)
    rows = [
        torch.autograd.grad(g, w, some, retain_graph=True, is_grads_batched=True)[0]
        for some in torch.eye(P).split(100)
    ]
    w, gauss_newton = w.detach(), torch.zeros(P, P)
    for some in X.split(50):
        jacobian = vmap(jacrev(outputs), (None, 0))(w, some)
        p = torch.softmax(outputs(w, some), -1)
        root = torch.diag_embed(p.sqrt()) - p[:, :, None] * p.sqrt()[:, None, :]
        factor = torch.einsum("ncp,nck->nkp", jacobian, root).reshape(-1, P)
        gauss_newton += factor.T @ factor / len(X)
    return torch.cat(rows).numpy(), gauss_newton.numpy()


def enough(samples, goal):
    return samples.std(ddof=1) / len(samples) ** 0.5 <= goal * abs(samples.mean())


def xtrace(h, goal, rng, most=60):
    probes = rng.standard_normal((P, most))
    probes *= np.sqrt(P) / np.linalg.norm(probes, axis=0)
    images = h @ probes
    basis, _ = np.linalg.qr(images)
    seen = h @ basis
    for k in range(6, most + 1):
        q, y, o = basis[:, :k], images[:, :k], probes[:, :k]
        core, w, t = q.T @ seen[:, :k], q.T @ o, seen[:, :k].T @ o
        missing = np.linalg.inv(q.T @ y).T
        missing /= np.linalg.norm(missing, axis=0)
        samples = np.zeros(k)
        for i in range(k):
            s = missing[:, i]
            u = w[:, i] - s * (s @ w[:, i])
            form = o[:, i] @ y[:, i] - 2 * u @ t[:, i] + u @ core @ u
            samples[i] = np.trace(core) - s @ core @ s + (P - k + 1) / (P - u @ u) * form
        if enough(samples, goal):
            break
    return 2 * k, samples.mean()


def controlled(h, g, goal, rng, most=120):
    signs = rng.choice([-1.0, 1.0], (P, most))
    samples = np.trace(g) + (signs * (h @ signs - g @ signs)).sum(0)
    for k in range(6, most + 1):
        if enough(samples[:k], goal):
            break
    return 2 * k, samples[:k].mean()


def main():
    torch.manual_seed(0)
    parts = [(torch.rand(n) * 2 - 1) / a**0.5 for a, b in SHAPES for n in (a * b, b)]
    w = torch.cat(parts).requires_grad_()
    descent = torch.optim.SGD([w], lr=0.1, momentum=0.9)
    rng, done = np.random.default_rng(2), 0
    for epochs in (3, 20, 100):
        for _ in range(epochs - done):
            for batch in torch.randperm(500).split(32):
                descent.zero_grad()
                loss(w, X[batch], Y[batch]).backward()
                descent.step()
        done = epochs
        h, g = matrices(w)
        print(f"{epochs} epochs: loss {loss(w, X, Y).item():.4f}, tr H {np.trace(h):.4g}, "
              f"tr G {np.trace(g):.4g}")
        for goal in (0.05, 0.02):
            for name, ask in (
                ("XTrace of H", lambda: xtrace(h, goal, rng)),
                ("tr G + Hutchinson of H - G", lambda: controlled(h, g, goal, rng)),
            ):
                spent, found = np.array([ask() for _ in range(25)]).T
                error = np.sqrt(np.mean((found / np.trace(h) - 1) ** 2))
                print(f"  to {goal:.0%}: {name}: {spent.mean():.1f} products, "
                      f"true error {error:.1%}", flush=True)


if __name__ == "__main__":
    main()
