"""Writes modules, data and reference values for losses, targets, inputs and outputs of every kind.

Run with torch 2.10.0 (CPU) and NumPy: python make_losses.py
Outputs go to ../resources/org/sweetspot/torch/losses. All in double precision; products with the
Gauss-Newton matrix from whole Jacobians and dense Hessians of each row's loss.
"""

import math
import pathlib
from typing import Dict, Optional, Tuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

TARGET = pathlib.Path(__file__).parent.parent / "resources/org/sweetspot/torch/losses"
N = 7


def wave(count, frequency, amplitude):
    return torch.tensor([amplitude * math.sin(frequency * (i + 1)) for i in range(count)])


def body(outputs):
    return nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, outputs))


class Flat(nn.Module):
    """One number an example, without an axis for it."""

    def __init__(self):
        super().__init__()
        self.body = body(1)

    def forward(self, x):
        return self.body(x).squeeze(-1)


class Ending(nn.Module):
    """Something after the last layer."""

    def __init__(self, outputs, end):
        super().__init__()
        self.body = body(outputs)
        self.end = end

    def forward(self, x):
        return self.end(self.body(x))


class Named(nn.Module):
    """A dictionary with the logits among other things."""

    def __init__(self):
        super().__init__()
        self.body = body(3)

    def forward(self, x) -> Dict[str, Tensor]:
        z = self.body(x)
        return {"hidden": x, "logits": z}


class Pair(nn.Module):
    """A tuple, the logits first."""

    def __init__(self):
        super().__init__()
        self.body = body(3)

    def forward(self, x) -> Tuple[Tensor, Tensor]:
        return self.body(x), x


class Tokens(nn.Module):
    """A label for each token, from the token and the mean of those that the mask keeps."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(6, 4)
        self.body = body(3)

    def forward(self, tokens, padding: Optional[Tensor] = None):
        e = self.embedding(tokens)
        if padding is not None:
            keep = (~padding).unsqueeze(-1).to(e.dtype)
            mean = (e * keep).sum(1, keepdim=True) / keep.sum(1, keepdim=True)
        else:
            mean = e.mean(1, keepdim=True)
        return self.body(e + mean)


def fill(module):
    parameters = list(module.parameters())
    flat = wave(sum(p.numel() for p in parameters), 0.37, 0.6)
    at = 0
    with torch.no_grad():
        for p in parameters:
            p.copy_(flat[at : at + p.numel()].view_as(p))
            at += p.numel()


def flat(parts, parameters):
    return torch.cat(
        [(torch.zeros_like(p) if g is None else g).reshape(-1) for g, p in zip(parts, parameters)]
    )


def references(name, module, arrays, rows, losses, out):
    """rows(arrays) gives rows of z, losses(z) their losses, whose sum over N is the loss."""
    parameters = list(module.parameters())
    size = sum(p.numel() for p in parameters)
    direction = wave(size, 0.23, 1.0)
    z = rows(module(*arrays))
    each = losses(z)
    loss = each.sum() / N
    gradient = flat(torch.autograd.grad(loss, parameters, create_graph=True), parameters)
    product = flat(
        torch.autograd.grad(gradient.dot(direction), parameters, retain_graph=True, allow_unused=True),
        parameters,
    )
    per = z.shape[0] // N
    norms = []
    for i in range(N):
        own = each[i * per : (i + 1) * per].sum()
        g = flat(torch.autograd.grad(own, parameters, retain_graph=True, allow_unused=True), parameters)
        norms.append(g.dot(g).item())
    jacobian = torch.stack(
        [
            flat(torch.autograd.grad(v, parameters, retain_graph=True, allow_unused=True), parameters)
            for v in z.reshape(-1)
        ]
    )
    bend = torch.autograd.functional.hessian(lambda q: losses(q).sum() / N, z.detach())
    bend = bend.reshape(z.numel(), z.numel())
    gauss = jacobian.t() @ (bend @ (jacobian @ direction))
    for what, numbers in (
        ("loss", [loss.item()]),
        ("gradient", gradient.tolist()),
        ("product", product.tolist()),
        ("gauss", gauss.tolist()),
        ("norms", norms),
        ("trace", [(jacobian.t() @ bend @ jacobian).trace().item()]),
    ):
        out.append(f"{name}.{what} " + " ".join(repr(v) for v in numbers))


def main():
    torch.set_default_dtype(torch.float64)
    TARGET.mkdir(parents=True, exist_ok=True)
    out = []
    x = wave(N * 4, 0.71, 1.0).view(N, 4)
    classes = torch.arange(N) % 3
    pairs = wave(N * 2, 0.41, 1.5).view(N, 2)
    bits = (wave(N * 3, 1.3, 1.0).view(N, 3) > 0).double()
    shares = torch.softmax(wave(N * 3, 0.9, 2.0).view(N, 3), -1)
    tokens = torch.arange(N * 4).view(N, 4) * 5 % 6
    padding = torch.arange(4).repeat(N, 1) >= (2 + torch.arange(N) % 3).unsqueeze(1)
    marks = torch.where(padding, -100, (tokens + 1) % 3)
    weights = torch.tensor([0.5, 2.0, 1.25])

    def case(name, module, arrays, targets, rows, losses, names=("x",)):
        fill(module)
        module.eval()
        torch.jit.script(module).save(str(TARGET / f"{name}.pt"))
        np.savez(
            TARGET / f"{name}.npz",
            **{k: a.numpy() for k, a in zip(names, arrays)},
            y=targets.numpy(),
        )
        references(name, module, arrays, rows, losses, out)

    same = lambda z: z
    half = lambda z: 0.5 * (z - pairs).square().sum(-1)
    regression = body(2)
    case("squared", regression, [x], pairs, same, half)
    off = regression(x).detach() - pairs
    explained = 1 - off.square().sum(0) / (pairs - pairs.mean(0)).square().sum(0)
    out.append(f"squared.r2 {explained.mean().item()!r}")
    out.append(f"squared.absolute {off.abs().mean().item()!r}")
    out.append(f"squared.rmse {off.square().mean().sqrt().item()!r}")
    case("huber", body(2), [x], pairs, same, lambda z: F.huber_loss(z, pairs, reduction="none", delta=0.4).sum(-1))
    case("absolute", body(2), [x], pairs, same, lambda z: (z - pairs).abs().sum(-1))
    number = pairs[:, 0].contiguous()
    case("flat", Flat(), [x], number, lambda z: z.unsqueeze(1), lambda z: 0.5 * (z[:, 0] - number).square())
    binary = (classes == 1).long()
    bce = lambda t: lambda z: F.binary_cross_entropy_with_logits(z, t, reduction="none").mean(-1)
    case("binary", Flat(), [x], binary, lambda z: z.unsqueeze(1), bce(binary.double().unsqueeze(1)))
    several = body(3)
    case("labels", several, [x], bits, same, bce(bits))
    said = (several(x).detach() > 0).double()
    out.append(f"labels.accuracy {(said == bits).double().mean().item()!r}")
    both, named, there = (said * bits).sum(0), said.sum(0), bits.sum(0)
    f1 = 2 * both / (named + there)
    out.append("labels.f1 " + " ".join(repr(v) for v in f1.tolist()))
    case("sigmoid", Ending(3, nn.Sigmoid()), [x], bits, torch.logit, bce(bits))
    nll = lambda z: F.cross_entropy(z, classes, reduction="none")
    case("named", Named(), [x], classes, lambda r: r["logits"], nll)
    case("pair", Pair(), [x], classes, lambda r: r[0], nll)
    case("softmax", Ending(3, nn.Softmax(-1)), [x], classes, torch.log, nll)
    case("logarithms", Ending(3, nn.LogSoftmax(-1)), [x], classes, same, nll)
    case("shares", body(3), [x], shares, same, lambda z: F.cross_entropy(z, shares, reduction="none"))
    weighted = lambda z: F.cross_entropy(z, classes, weight=weights, reduction="none") * N / weights[classes].sum()
    case("weighted", body(3), [x], classes, same, weighted)
    counted = (marks >= 0).sum()
    ignoring = lambda z: F.cross_entropy(z, marks.reshape(-1), ignore_index=-100, reduction="none") * N / counted
    case("tokens", Tokens(), [tokens, padding], marks, lambda z: z.reshape(-1, 3), ignoring, ("tokens", "padding"))
    (TARGET / "references.txt").write_text("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
