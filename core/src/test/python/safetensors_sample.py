"""Writes sample.safetensors with the format's own library, or reads a file and prints it.

    python safetensors_sample.py write ../resources/org/sweetspot/format/sample.safetensors
    python safetensors_sample.py print FILE
"""
import sys

import numpy
from safetensors import safe_open
from safetensors.numpy import save_file

if sys.argv[1] == "write":
    save_file(
        {
            "layer.weight": numpy.arange(6, dtype=numpy.float32).reshape(2, 3) / 4,
            "layer.bias": numpy.array([1e-300, -2.5], dtype=numpy.float64),
            "scale": numpy.array(3.5, dtype=numpy.float32),
            "empty": numpy.zeros((0, 4), dtype=numpy.float32),
        },
        sys.argv[2],
        metadata={"step": "12", "ünïcode": "värde"},
    )
else:
    with safe_open(sys.argv[2], framework="numpy") as file:
        print(file.metadata())
        for key in sorted(file.keys()):
            tensor = file.get_tensor(key)
            print(key, tensor.dtype, tensor.shape, tensor.ravel()[:8].tolist())
