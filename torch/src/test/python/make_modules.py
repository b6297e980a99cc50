"""Makes the small modules of ModulesTest with their data, and their values in double precision.

    python make_modules.py ../resources/org/sweetspot/torch/modules

Hessians are dense, column by column from autograd; gradients of single examples come one at a time.
Each module is written as TorchScript beside an npz with x and y; values.txt holds the numbers. The
batch statistics of "train" are those of all examples together, and so are the draws of dropout.
torch 2.10, numpy.
"""

import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

EXAMPLES, CLASSES = 24, 3
# What the engine makes of the sum of the inputs of "dropout": every pass over them draws the same.
DROPPED_SEED = 12426502204249464575


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 3, 3, padding=1, bias=False)
        self.normal = nn.BatchNorm2d(3)
        self.second = nn.Conv2d(3, 3, 3, padding=1, bias=False)
        self.after = nn.BatchNorm2d(3)
        self.head = nn.Linear(3, CLASSES)

    def forward(self, x):
        x = torch.tanh(self.normal(self.first(x)))
        x = x + torch.tanh(self.after(self.second(x)))
        return self.head(x.mean([2, 3]))


class Dropped(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 8)
        self.dropout = nn.Dropout(0.3)
        self.head = nn.Linear(8, CLASSES)

    def forward(self, x):
        return self.head(self.dropout(torch.tanh(self.first(x))))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, batch_first=True)
        self.gru = nn.GRU(4, 3, batch_first=True)
        self.head = nn.Linear(3, CLASSES)

    def forward(self, x):
        x, _ = self.lstm(x)
        x, _ = self.gru(x)
        return self.head(x[:, -1])


class Audio(nn.Module):
    def __init__(self):
        super().__init__()
        self.front = nn.Conv1d(1, 4, 5, stride=2, padding=2)
        self.depth = nn.Conv1d(4, 4, 3, padding=2, dilation=2, groups=4)
        self.point = nn.Conv1d(4, 6, 1, groups=2)
        self.head = nn.Linear(6, CLASSES)

    def forward(self, x):
        x = torch.tanh(self.front(x))
        x = torch.tanh(self.point(torch.tanh(self.depth(x))))
        return self.head(x.mean(2))


class Depthwise(nn.Module):
    """Uneven strides, margins and dilations of grouped convolutions over images."""

    def __init__(self):
        super().__init__()
        self.front = nn.Conv2d(2, 4, (3, 2), stride=(1, 2), padding=(2, 1), dilation=(2, 1), groups=2)
        self.point = nn.Conv2d(4, 4, 1)
        self.head = nn.Linear(4, CLASSES)

    def forward(self, x):
        x = F.relu(self.point(torch.tanh(self.front(x))))
        return self.head(x.mean([2, 3]))


class Attentive(nn.Module):
    def __init__(self):
        super().__init__()
        self.into = nn.Linear(4, 12)
        self.out = nn.Linear(4, 4)
        self.norm = nn.LayerNorm(4)
        self.head = nn.Linear(4, CLASSES)

    def forward(self, x):
        parts = self.into(x).reshape(x.shape[0], x.shape[1], 3, 2, 2).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(parts[0], parts[1], parts[2])
        mixed = mixed.permute(0, 2, 1, 3).reshape(x.shape[0], x.shape[1], 4)
        return self.head(self.norm(x + self.out(mixed)).mean(1))


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(5, 5)
        self.second = nn.Linear(5, 5)
        self.second.weight = self.first.weight
        self.head = nn.Linear(5, CLASSES)

    def forward(self, x):
        return self.head(torch.tanh(self.second(torch.tanh(self.first(x)))))


class Normed(nn.Module):
    def __init__(self):
        super().__init__()
        self.v = nn.Parameter(torch.randn(6, 5))
        self.g = nn.Parameter(torch.randn(6, 1))
        self.head = nn.Linear(6, CLASSES)

    def forward(self, x):
        return self.head(torch.tanh(F.linear(x, torch._weight_norm(self.v, self.g, 0))))


class Distances(nn.Module):
    def __init__(self):
        super().__init__()
        self.centres = nn.Parameter(torch.randn(6, 4))
        self.head = nn.Linear(6, CLASSES)

    def forward(self, x):
        return self.head(torch.tanh(torch.cdist(x, self.centres)))


class Embedded(nn.Module):
    """Tokens, their mean, a hidden layer."""

    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(7, 4)
        self.hidden = nn.Linear(4, 4)
        self.head = nn.Linear(4, CLASSES)

    def forward(self, tokens):
        return self.head(torch.tanh(self.hidden(self.table(tokens).mean(1))))


class Text(nn.Module):
    """A transformer's block over tokens with padding."""

    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(7, 4, padding_idx=0)
        self.into = nn.Linear(4, 12)
        self.out = nn.Linear(4, 4)
        self.norm = nn.LayerNorm(4)
        self.head = nn.Linear(4, CLASSES)

    def forward(self, tokens, mask):
        x = self.table(tokens)
        seen = mask[:, None, None, :]
        parts = self.into(x).reshape(x.shape[0], x.shape[1], 3, 2, 2).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=seen)
        x = self.norm(x + self.out(mixed.permute(0, 2, 1, 3).reshape(x.shape)))
        weight = mask.to(x.dtype)[:, :, None]
        return self.head((x * weight).sum(1) / weight.sum(1))


class Random(nn.Module):
    """Dropout that stays on in use: the training flag was forgotten."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 8)
        self.head = nn.Linear(8, CLASSES)

    def forward(self, x):
        return self.head(F.dropout(torch.tanh(self.first(x)), 0.3))


def plain_distances(model, x):
    """cdist by its formula, which can be differentiated twice."""
    d = (x[:, None, :] - model.centres[None]).square().sum(2).sqrt()
    return model.head(torch.tanh(d))


def plain_norm(model, x):
    """The kernel of weight normalization has a wrong second derivative on a CPU."""
    w = model.g * model.v / model.v.norm(dim=1, keepdim=True)
    return model.head(torch.tanh(F.linear(x, w)))


def flat(parts, like):
    return torch.cat([
        (torch.zeros_like(p) if g is None else g).reshape(-1) for g, p in zip(parts, like)])


def values(model, forward, inputs, y, singles):
    weights = list(model.parameters())
    with sdpa_kernel(SDPBackend.MATH):
        loss = F.cross_entropy(forward(*inputs), y)
        gradient = flat(torch.autograd.grad(loss, weights, create_graph=True, allow_unused=True), weights)
        rows = [
            flat(torch.autograd.grad(entry, weights, retain_graph=True, allow_unused=True), weights)
            for entry in gradient]
        hessian = torch.stack(rows)
        assert (hessian - hessian.T).abs().max() < 1e-12
        eigenvalues = torch.linalg.eigvalsh(hessian)
        yield "loss", loss.item()
        for k in range(3):
            yield f"top{k}", eigenvalues[-1 - k].item()
            yield f"bottom{k}", eigenvalues[k].item()
        yield "trace", hessian.trace().item()
        yield "square", hessian.square().sum().item()
        if not singles:
            return
        g = torch.stack([
            flat(torch.autograd.grad(
                F.cross_entropy(forward(*[v[i:i + 1] for v in inputs]), y[i:i + 1]), weights,
                allow_unused=True), weights)
            for i in range(len(y))])
        n = len(g)
        mean = g.mean(0)
        sigma = ((g - mean).square().sum() / (n - 1)).item()
        yield "fisher", g.square().sum(1).mean().item()
        yield "sigma", sigma
        yield "signal", (mean @ mean).item() - sigma / n


def main(folder):
    torch.set_num_threads(1)
    lines = []
    shapes = dict(residual=(1, 6, 6), dropout=(6,), recurrent=(5, 3), audio=(1, 20), depthwise=(2, 5, 6),
                  attention=(5, 4), embedded=(5,), text=(5,), tied=(5,), norm=(5,), distances=(4,), random=(6,))
    kinds = dict(residual=Residual, dropout=Dropped, recurrent=Recurrent, audio=Audio,
                 depthwise=Depthwise, attention=Attentive, embedded=Embedded, text=Text, tied=Tied, norm=Normed,
                 distances=Distances, random=Random)
    for name, kind in kinds.items():
        torch.manual_seed(7)
        model = kind()
        x = torch.randn(EXAMPLES, *shapes[name])
        y = torch.arange(EXAMPLES) % CLASSES
        x = x + 0.3 * y.float().reshape(-1, *[1] * (x.dim() - 1))
        arrays = dict(x=x)
        if name in ("embedded", "text"):
            tokens = torch.randint(1, 7, (EXAMPLES, 5))
            mask = torch.arange(5)[None] < 2 + torch.arange(EXAMPLES)[:, None] % 4
            arrays = dict(tokens=tokens * mask, mask=mask) if name == "text" else dict(x=tokens)
        inputs = tuple(arrays.values())
        with torch.no_grad():
            for p in model.parameters():
                p.add_(0.3 * torch.randn_like(p))
            model.train()
            for _ in range(5):
                model(*inputs)
        np.savez(
            f"{folder}/{name}.npz", **{k: v.numpy() for k, v in arrays.items()}, y=y.numpy())
        model.eval()
        torch.jit.script(model).save(f"{folder}/{name}.pt")
        if name == "dropout":
            torch.jit.trace(model, x).save(f"{folder}/traced-in-use.pt")
            model.train()
            torch.jit.trace(model, x, check_trace=False).save(f"{folder}/traced-in-training.pt")
            model.eval()
        if name == "random":
            continue
        if name == "audio":
            torch.jit.trace(model, x).save(f"{folder}/traced-without-modes.pt")
        double = model.double()
        forward = dict(
            distances=lambda x: plain_distances(double, x), norm=lambda x: plain_norm(double, x)
        ).get(name, double)
        inputs = tuple(v.double() if v.is_floating_point() else v for v in inputs)
        lines += [f"{name} evaluate {k} {v!r}" for k, v in values(double, forward, inputs, y, True)]
        if name == "residual":
            double.train()
            lines += [f"{name} train {k} {v!r}" for k, v in values(double, forward, inputs, y, False)]
        if name == "dropout":
            double.train()

            def drawn(x):
                torch.manual_seed(DROPPED_SEED)
                return double(x)

            lines += [f"{name} train {k} {v!r}" for k, v in values(double, drawn, inputs, y, False)]
    with open(f"{folder}/values.txt", "w") as out:
        out.write("\n".join(lines) + "\n")


main(sys.argv[1])
