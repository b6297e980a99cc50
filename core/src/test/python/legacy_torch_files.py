"""Writes small PyTorch files in the format from before version 1.6.

    python legacy_torch_files.py FOLDER

Needs numpy and torch. Every tensor follows the rule of weights_files.py.
"""

import pathlib
import sys

import numpy as np
import torch

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def tensor(*shape, dtype=torch.float32):
    n = int(np.prod(shape))
    return torch.tensor(((np.arange(n) - n // 2) / 8).reshape(shape), dtype=dtype)


base = tensor(4, 6)
model = {
    "shared.weight": base,
    "transposed.weight": base.T,
    "sliced.weight": base[1:4, ::2],
    "double.weight": tensor(2, 3, dtype=torch.float64),
    "half.weight": tensor(2, 3, dtype=torch.float16),
    "bfloat.weight": tensor(2, 3, dtype=torch.bfloat16),
    "empty.weight": torch.zeros(0, 3),
    "count": torch.tensor(7),
}
parameter = torch.nn.Parameter(tensor(2, 2))
optimizer = torch.optim.Adam([parameter])
parameter.sum().backward()
optimizer.step()
torch.save(
    {"state_dict": model, "optimizer": optimizer.state_dict(), "epoch": 3},
    folder / "legacy_checkpoint.pt",
    _use_new_zipfile_serialization=False,
)
