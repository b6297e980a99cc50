"""Writes a weights file of 25 million parameters in single precision, with heavy-tailed spectra.

Usage: weights.py FILE [resnet50|square]
"""

import sys

import numpy as np
from safetensors.numpy import save_file


def resnet50():
    shapes = {"conv1.weight": (64, 3, 7, 7), "fc.weight": (1000, 2048)}
    into = 64
    for stage, (blocks, width) in enumerate([(3, 64), (4, 128), (6, 256), (3, 512)], start=1):
        for block in range(blocks):
            name = f"layer{stage}.{block}"
            shapes[f"{name}.conv1.weight"] = (width, into, 1, 1)
            shapes[f"{name}.conv2.weight"] = (width, width, 3, 3)
            shapes[f"{name}.conv3.weight"] = (4 * width, width, 1, 1)
            if block == 0:
                shapes[f"{name}.downsample.0.weight"] = (4 * width, into, 1, 1)
            into = 4 * width
    for name in [n for n in shapes if n != "fc.weight"]:
        bn = name.replace("conv", "bn").replace("downsample.0", "downsample.1")
        shapes[bn] = (shapes[name][0],)
        shapes[bn.replace("weight", "bias")] = (shapes[name][0],)
    shapes["fc.bias"] = (1000,)
    return shapes


def main():
    rng = np.random.default_rng(1)
    kind = sys.argv[2] if len(sys.argv) > 2 else "resnet50"
    shapes = resnet50() if kind == "resnet50" else {"layer.weight": (5000, 5000)}
    tensors = {}
    for name, shape in shapes.items():
        values = rng.standard_normal(shape)
        if len(shape) > 1:
            # Rows of different strengths: the spectrum gets a tail.
            values *= (1 - rng.random((shape[0],) + (1,) * (len(shape) - 1))) ** -0.4
            values /= np.sqrt(np.prod(shape[1:]))
        tensors[name] = values.astype(np.float32)
    save_file(tensors, sys.argv[1])
    print(f"{sum(v.size for v in tensors.values()):,} parameters in {len(tensors)} tensors")


main()
