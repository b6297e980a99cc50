"""Writes a scripted network of one hidden layer of ReLU: 7 inputs, 20 units, 3 outputs.

Usage: make_shallow_module.py   (writes beside the other test resources)
"""

from pathlib import Path

import torch
from torch import Tensor, nn

TARGET = Path(__file__).parent.parent / "resources/org/sweetspot/torch"


class Shallow(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(7, 20)
        self.out = nn.Linear(20, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.out(torch.relu(self.hidden(x)))


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.jit.script(Shallow()).save(str(TARGET / "shallow.pt"))
