"""Writes a small torch.export archive.

    python exported_files.py FOLDER

Needs torch 2.9 or newer. Every tensor follows the rule of weights_files.py.
"""

import pathlib
import sys

import numpy as np
import torch

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(2, 3, 3)
        self.norm = torch.nn.BatchNorm2d(3)
        self.dense = torch.nn.Linear(12, 4)
        self.register_buffer("mask", torch.zeros(4))
        with torch.no_grad():
            for value in self.state_dict().values():
                if value.is_floating_point():
                    n = value.numel()
                    rule = ((np.arange(n) - n // 2) / 8).reshape(value.shape)
                    value.copy_(torch.tensor(rule))

    def forward(self, x):
        return self.dense(self.norm(self.conv(x)).flatten(1)) + self.mask


net = Net().eval()
torch.export.save(torch.export.export(net, (torch.zeros(1, 2, 4, 4),)), folder / "exported.pt2")
