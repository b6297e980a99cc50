"""Writes function.pt and function.txt: a scripted network, data, and what the measures must say.

Everything is computed in double precision by definitions (explicit Jacobians, Hessian, pinv), with
none of the program's formulas. Run with torch 2.10.0 (CPU), numpy, scipy:
python make_function_references.py
Outputs go to ../resources/org/sweetspot/torch.
"""

import math
import pathlib

import numpy as np
import torch
from scipy import optimize
from torch import nn
from torch.func import functional_call, hessian, jacrev, vmap

TARGET = pathlib.Path(__file__).parent.parent / "resources/org/sweetspot/torch"
torch.set_default_dtype(torch.float64)
C = 3


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 8)
        self.second = nn.Linear(8, 5)
        self.last = nn.Linear(5, C)

    def forward(self, x):
        return self.last(torch.tanh(self.second(torch.tanh(self.first(x)))))


def flat(net):
    return torch.cat([p.detach().reshape(-1) for p in net.parameters()])


def split(vector, net):
    parts, at = {}, 0
    for name, p in net.named_parameters():
        parts[name] = vector[at : at + p.numel()].view_as(p)
        at += p.numel()
    return parts


def data(count, generator):
    y = torch.randint(0, C, (count,), generator=generator)
    x = torch.randn(count, 6, generator=generator)
    x[torch.arange(count), y] += 1.2
    return x.float().double(), y


def bins(values, count=15):
    """Right-closed: the b with b/count < value <= (b+1)/count; zero goes to the first."""
    edges = np.arange(1, count) / count
    return np.searchsorted(edges, values, side="left")


def ece(conf, hit, which):
    return sum(
        (which == b).mean() * abs(hit[which == b].mean() - conf[which == b].mean())
        for b in np.unique(which)
    )


def calibration(z, y):
    p = torch.softmax(z, 1).numpy()
    y = y.numpy()
    n = len(y)
    conf, pred = p.max(1), p.argmax(1)
    hit = (pred == y).astype(float)
    which = bins(conf)
    order = np.argsort(conf, kind="stable")
    mass = np.empty(n, int)
    for b, rows in enumerate(np.array_split(order, 15)):
        mass[rows] = b
    onehot = np.eye(C)[y]
    over = sum(
        (which == b).mean()
        * conf[which == b].mean()
        * max(conf[which == b].mean() - hit[which == b].mean(), 0)
        for b in np.unique(which)
    )
    classwise = np.mean([ece(p[:, c], onehot[:, c], bins(p[:, c])) for c in range(C)])
    rel = res = unc = 0.0
    for c in range(C):
        base = onehot[:, c].mean()
        unc += base * (1 - base)
        w = bins(p[:, c])
        for b in np.unique(w):
            inside = w == b
            rel += inside.mean() * (p[inside, c].mean() - onehot[inside, c].mean()) ** 2
            res += inside.mean() * (onehot[inside, c].mean() - base) ** 2
    brier = ((p - onehot) ** 2).sum(1).mean()
    nll = lambda t: float(nn.functional.cross_entropy(z / t, torch.tensor(y)))
    slope = lambda t: float(
        ((torch.softmax(z / t, 1) * z).sum(1) - z[torch.arange(n), torch.tensor(y)]).mean()
    )
    best = optimize.brentq(slope, 0.06, 19, xtol=1e-14, rtol=1e-14)
    return {
        "nll": nll(1.0),
        "ece": ece(conf, hit, which),
        "ece-equal-mass": ece(conf, hit, mass),
        "ece-classwise": classwise,
        "gap": conf.mean() - hit.mean(),
        "overconfidence-error": over,
        "brier": brier,
        "reliability": rel,
        "resolution": res,
        "uncertainty": unc,
        "within-bin": brier - (rel - res + unc),
        "temperature": best,
        "nll-at-temperature": nll(best),
    }


def collapse(net, x, y):
    with torch.no_grad():
        h = torch.tanh(net.second(torch.tanh(net.first(x)))).numpy()
        z = net(x).numpy()
    w = net.last.weight.detach().numpy()
    y = y.numpy()
    mu = np.stack([h[y == c].mean(0) for c in range(C)])
    centre = mu.mean(0)
    sw = sum(np.outer(a - mu[c], a - mu[c]) for a, c in zip(h, y)) / len(y)
    m = (mu - centre).T
    sb = m @ m.T / C
    norms = np.linalg.norm(m, axis=0)
    cosines = (m.T @ m) / np.outer(norms, norms)
    off = ~np.eye(C, dtype=bool)
    nearest = ((h[:, None] - mu[None]) ** 2).sum(2).argmin(1)
    return {
        "nc1": np.trace(sw @ np.linalg.pinv(sb)) / C,
        "nc2-equinorm": norms.std() / norms.mean(),
        "nc2-equinorm-sample": norms.std(ddof=1) / norms.mean(),
        "nc2-equiangular": np.abs(cosines[off] + 1 / (C - 1)).mean(),
        "nc3": ((w.T / np.linalg.norm(w) - m / np.linalg.norm(m)) ** 2).sum(),
        "nc4": (nearest != z.argmax(1)).mean(),
        "features": h.reshape(-1),
    }


def margins(net, x, y):
    with torch.no_grad():
        z = net(x).numpy()
    y = y.numpy()
    own = z[np.arange(len(y)), y]
    z[np.arange(len(y)), y] = -np.inf
    margin = own - z.max(1)
    product = np.prod(
        [np.linalg.norm(p.detach().numpy(), 2) for p in net.parameters() if p.dim() == 2]
    )
    levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    return {
        "margins": np.append(np.quantile(margin, levels), margin.mean()),
        "normalized-margins": np.append(np.quantile(margin, levels), margin.mean()) / product,
    }


def logits_of(net):
    return lambda vector, x: functional_call(net, split(vector, net), (x[None],))[0]


def kernel(net, vector, x):
    j = vmap(jacrev(logits_of(net)), (None, 0))(vector, x)
    return torch.einsum("icp,jcp->ij", j, j).numpy()


def cosine(a, b):
    return (a * b).sum() / (np.linalg.norm(a) * np.linalg.norm(b))


def tangent(net, x, y, start):
    k = kernel(net, flat(net), x)
    k0 = kernel(net, start, x)
    n = len(y)
    h = np.eye(n) - 1 / n
    yy = np.eye(C)[y.numpy()] @ np.eye(C)[y.numpy()].T
    values = np.linalg.eigvalsh(k)[::-1]
    share = values / values.sum()
    share = share[share > 0]
    return {
        "kernel": k.reshape(-1),
        "ntk-trace": values.sum(),
        "ntk-eigenvalues": values[:5],
        "ntk-effective-rank": math.exp(-(share * np.log(share)).sum()),
        "ntk-participation": values.sum() ** 2 / (values**2).sum(),
        "ntk-alignment": cosine(k, yy),
        "ntk-centred": cosine(h @ k @ h, h @ yy @ h),
        "kernel-movement": 1 - cosine(k0, k),
        "alignment-gain": cosine(h @ k @ h, h @ yy @ h) - cosine(h @ k0 @ h, h @ yy @ h),
        "weight-movement": float((flat(net) - start).norm() / start.norm()),
    }


def noise(net, x, y):
    f = logits_of(net)
    loss = lambda v, a, b: nn.functional.cross_entropy(f(v, a)[None], b[None])
    mean_loss = lambda v: nn.functional.cross_entropy(
        functional_call(net, split(v, net), (x,)), y
    )
    w = flat(net)
    g = vmap(jacrev(loss), (None, 0, 0))(w, x, y).numpy()
    big = hessian(mean_loss)(w).detach().numpy()
    n = len(g)
    mean = g.mean(0)
    sigma = (g - mean).T @ (g - mean) / (n - 1)
    squares = (g**2).sum(1)
    norms = np.sqrt(squares)
    layers = []
    for name, p in split(torch.arange(len(w)), net).items():
        index = p.reshape(-1).numpy()
        layers.append((mean[index] ** 2).sum() / np.trace(sigma[np.ix_(index, index)]))
    noise = g - mean
    m = max(2, int(math.floor(math.sqrt(n))))
    used = n // m * m
    sums = noise[:used].reshape(n // m, m, -1).sum(1)
    stable = math.log(m) / (np.log(np.abs(sums)).mean() - np.log(np.abs(noise[:used])).mean())
    pooled = np.sort(np.abs(noise).reshape(-1))[::-1]
    k = len(pooled) // 20
    hill = k / np.log(pooled[:k] / pooled[k]).sum()
    return {
        "diversity": squares.sum() / (g.sum(0) ** 2).sum(),
        "signal-to-noise": (mean**2).sum() / np.trace(sigma),
        "layers-signal-to-noise": layers,
        "trace-sigma": np.trace(sigma),
        "noise-scale-plug-in": np.trace(sigma) / (mean**2).sum(),
        "noise-scale": np.trace(sigma) / ((mean**2).sum() - np.trace(sigma) / n),
        "norm-mean": norms.mean(),
        "norm-max": norms.max(),
        "norm-deviation": norms.std(ddof=1),
        "trace-h-sigma": np.trace(big @ sigma),
        "cosine-h-sigma": np.trace(big @ sigma) / np.linalg.norm(big) / np.linalg.norm(sigma),
        "stable-index": stable,
        "hill": hill,
    }


def main():
    generator = torch.Generator().manual_seed(7)
    x, y = data(24, generator)
    x_test, y_test = data(40, generator)
    net = Net()
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(torch.randn(p.shape, generator=generator) * 0.5)
    start = flat(net) + 0.4 * torch.randn(len(flat(net)), generator=generator)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.3)
    for _ in range(60):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    with torch.no_grad():
        values = {
            "x": x.reshape(-1).numpy(),
            "y": y.numpy(),
            "x-test": x_test.reshape(-1).numpy(),
            "y-test": y_test.numpy(),
            "start": start.numpy(),
        }
        values.update(calibration(net(x_test), y_test))
    values.update(collapse(net, x, y))
    values.update(margins(net, x, y))
    values.update(tangent(net, x, y, start))
    values.update(noise(net, x, y))
    with open(TARGET / "function.txt", "w") as out:
        for name, numbers in values.items():
            row = np.atleast_1d(np.asarray(numbers, dtype=float))
            out.write(name + " " + " ".join(repr(float(v)) for v in row) + "\n")
    torch.jit.script(net).save(str(TARGET / "function.pt"))
    print({k: float(np.atleast_1d(v)[0]) for k, v in values.items()})


if __name__ == "__main__":
    main()
