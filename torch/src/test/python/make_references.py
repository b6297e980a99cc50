"""Writes the reference values and modules that the tests compare with.

Run with torch 2.10.0 (CPU): python make_references.py
Outputs go to ../resources/org/sweetspot/torch.
"""

import math
import pathlib

import torch
from torch import nn

TARGET = pathlib.Path(__file__).parent.parent / "resources/org/sweetspot/torch"


def wave(count, frequency, amplitude):
    return torch.tensor(
        [amplitude * math.sin(frequency * (i + 1)) for i in range(count)], dtype=torch.float64
    )


def fill(module):
    """Parameters in order become one wave, shifted for scales so that they stay near one."""
    parameters = list(module.parameters())
    flat = wave(sum(p.numel() for p in parameters), 0.37, 0.3)
    at = 0
    with torch.no_grad():
        for p in parameters:
            p.copy_(flat[at : at + p.numel()].view_as(p))
            at += p.numel()


def convolutional():
    """The network of ReferenceValuesTest, with its loss, gradient and a Hessian product."""
    torch.set_default_dtype(torch.float64)
    net = nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1, bias=False),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(4, 6, 3, padding=1, bias=False),
        nn.BatchNorm2d(6),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(24, 10, bias=False),
        nn.BatchNorm1d(10),
        nn.ReLU(),
        nn.Linear(10, 5),
    )
    fill(net)
    inputs = wave(6 * 2 * 8 * 8, 0.11, 1.0).float().double().view(6, 2, 8, 8)
    labels = torch.tensor([0, 1, 2, 3, 4, 0])
    parameters = list(net.parameters())
    size = sum(p.numel() for p in parameters)
    loss = nn.functional.cross_entropy(net(inputs), labels, label_smoothing=0.1)
    gradients = torch.autograd.grad(loss, parameters, create_graph=True)
    flat = torch.cat([g.reshape(-1) for g in gradients])
    direction = wave(size, 0.23, 1.0)
    product = torch.cat(
        [h.reshape(-1) for h in torch.autograd.grad(flat.dot(direction), parameters)]
    )
    running = torch.cat([b.reshape(-1) for b in net.buffers() if b.is_floating_point()])
    net.eval()
    evaluated = nn.functional.cross_entropy(net(inputs), labels)
    lines = [f"loss {loss.item()!r}", f"evaluated {evaluated.item()!r}"]
    for name, vector in (("gradient", flat), ("product", product), ("buffers", running)):
        lines.append(name + " " + " ".join(repr(v) for v in vector.tolist()))
    (TARGET / "convolutional.txt").write_text("\n".join(lines) + "\n")
    torch.set_default_dtype(torch.float32)


class Classifier(nn.Module):
    """Seven features, three classes, with layers that differ between training and use."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(7, 6)
        self.normalization = nn.BatchNorm1d(6)
        self.dropout = nn.Dropout(0.5)
        self.second = nn.Linear(6, 3)

    def forward(self, x):
        return self.second(self.dropout(torch.tanh(self.normalization(self.first(x)))))


def scripted():
    torch.manual_seed(0)
    module = Classifier()
    fill(module)
    torch.jit.script(module).save(str(TARGET / "scripted.pt"))
    torch.jit.trace(module.eval(), torch.zeros(2, 7)).save(str(TARGET / "traced.pt"))
    torch.save(module.state_dict(), TARGET / "state.pt")
    outputs = module(torch.ones(1, 7)).detach()[0].tolist()
    (TARGET / "scripted.txt").write_text(" ".join(repr(v) for v in outputs) + "\n")


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    convolutional()
    scripted()
