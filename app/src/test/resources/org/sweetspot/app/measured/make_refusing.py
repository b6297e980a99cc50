"""Makes refusing.pt: a module that fails at batches of ten, as a fault of a measure would show.

Usage: python make_refusing.py     (torch 2.10)
"""

import torch
from torch import nn


class Refusing(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(6, 3)

    def forward(self, x):
        if x.size(0) == 10:
            raise ValueError("ten examples")
        # Transposed there and back: no layer that is known, so that its own code runs.
        return self.a(x.transpose(0, 1).transpose(0, 1))


torch.manual_seed(1)
torch.jit.script(Refusing()).save("refusing.pt")
