"""Writes scripted modules whose outputs are, or are not, piecewise linear in each single weight.

Usage: make_linearity_modules.py   (writes beside the other test resources)
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

TARGET = Path(__file__).parent.parent / "resources/org/sweetspot/torch/model"


class Convolutional(nn.Module):
    """Everything usual that is piecewise linear, with a residual sum in place."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(1, 3, 3, padding=1)
        self.normalization = nn.BatchNorm1d(3)
        self.second = nn.Conv1d(3, 3, 3, padding=1, bias=False)
        self.inplace = nn.ReLU(inplace=True)
        self.leaky = nn.LeakyReLU(0.1)
        self.dropout = nn.Dropout(0.5)
        self.pool = nn.MaxPool1d(2)
        self.average = nn.AdaptiveAvgPool1d(2)
        self.last = nn.Linear(6, 3)

    def forward(self, x: Tensor) -> Tensor:
        x = self.inplace(self.normalization(self.first(x.unsqueeze(1))))
        y = self.second(x)
        y += x
        y = self.pool(self.leaky(y))
        y = self.dropout(self.average(y))
        return self.last(torch.flatten(y, 1)) / 2.0 + 0.5


class Gated(nn.Module):
    """A product of activations that no weight shares: linear in each single weight."""

    def __init__(self):
        super().__init__()
        self.left = nn.Linear(7, 4)
        self.right = nn.Linear(7, 4)
        self.last = nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.last(torch.relu(self.left(x)) * functional.relu(self.right(x)))


class Small(nn.Module):
    """Layers to bend the outputs of, in one way or another."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(7, 4)
        self.second = nn.Linear(4, 4)
        self.last = nn.Linear(4, 3)


class Tanh(Small):
    def forward(self, x: Tensor) -> Tensor:
        return self.last(torch.tanh(self.first(x)))


class Softmax(Small):
    def forward(self, x: Tensor) -> Tensor:
        return self.last(torch.softmax(self.first(x), 1))


class Square(Small):
    def forward(self, x: Tensor) -> Tensor:
        h = torch.relu(self.first(x))
        return self.last(h * h)


class Twice(Small):
    def forward(self, x: Tensor) -> Tensor:
        h = torch.relu(self.second(torch.relu(self.first(x))))
        return self.last(self.second(h))


class Layer(Small):
    def forward(self, x: Tensor) -> Tensor:
        return self.last(functional.layer_norm(self.first(x), [4]))


class Statistics(Small):
    def forward(self, x: Tensor) -> Tensor:
        h = functional.batch_norm(self.first(x), None, None, training=True)
        return self.last(h)


class Quotient(Small):
    def forward(self, x: Tensor) -> Tensor:
        h = torch.relu(self.first(x))
        return self.last(torch.ones_like(h) / (2.0 + h))


class Reused(Small):
    def forward(self, x: Tensor) -> Tensor:
        h = self.second(torch.relu(self.first(x)))
        return self.last(h * self.second.weight.sum())


class Written(Small):
    def forward(self, x: Tensor) -> Tensor:
        h = self.first(x)
        z = torch.zeros_like(h)
        z.copy_(h)
        return self.last(z * h)


class Alias(Small):
    def forward(self, x: Tensor) -> Tensor:
        h = self.first(x)
        z = h.view(-1, 4)
        h += self.second(x[:, :4])
        return self.last(self.second(z))


class Loop(Small):
    def forward(self, x: Tensor) -> Tensor:
        h = self.first(x)
        for _ in range(x.shape[1] - 5):
            h = torch.relu(self.second(h))
        return self.last(h)


CURVED = [Tanh, Softmax, Square, Twice, Layer, Statistics, Quotient, Reused, Written, Alias, Loop]


def save(module: nn.Module, name: str):
    for index, parameter in enumerate(module.parameters()):
        with torch.no_grad():
            parameter.copy_(torch.randn(parameter.shape) * 0.5 + 0.01 * index)
    torch.jit.script(module).save(str(TARGET / f"{name}.pt"))


if __name__ == "__main__":
    torch.manual_seed(3)
    TARGET.mkdir(parents=True, exist_ok=True)
    save(Convolutional(), "piecewise-convolutional")
    save(Gated(), "piecewise-gated")
    for kind in CURVED:
        save(kind(), f"curved-{kind.__name__.lower()}")
