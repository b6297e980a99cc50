"""Writes small files of weights with PyTorch, with safetensors over it, and with Keras over it.

    python torch_files.py FOLDER

Needs numpy, torch, safetensors and keras. Every tensor follows the rule of weights_files.py.
"""

import json
import os
import pathlib
import sys
import zipfile

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import safetensors.torch
import torch

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def rule(*shape):
    n = int(np.prod(shape))
    return ((np.arange(n) - n // 2) / 8).reshape(shape)


def tensor(*shape, dtype=torch.float32):
    return torch.tensor(rule(*shape), dtype=dtype)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(2, 3, 3)
        self.norm = torch.nn.BatchNorm2d(3)
        self.dense = torch.nn.Linear(4, 5)
        self.embedding = torch.nn.Embedding(6, 4)
        self.lstm = torch.nn.LSTM(3, 2)
        self.attention = torch.nn.MultiheadAttention(4, 2)

    def forward(self, x):
        return self.dense(x)


def ruled(model):
    with torch.no_grad():
        for value in model.state_dict().values():
            if value.is_floating_point():
                value.copy_(tensor(*value.shape, dtype=value.dtype))
    return model


net = ruled(Net())
state = net.state_dict()

# safetensors: every type, and an index over two parts.
types = {
    "f64": torch.float64, "f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16,
    "f8_e4m3": torch.float8_e4m3fn, "f8_e5m2": torch.float8_e5m2,
}
every = {name: tensor(2, 3, dtype=dtype) for name, dtype in types.items()}
for name, dtype in {"i64": torch.int64, "i32": torch.int32, "i16": torch.int16, "i8": torch.int8,
                    "u8": torch.uint8}.items():
    every[name] = torch.arange(6).reshape(2, 3).to(dtype)
every["flags"] = torch.tensor([True, False])
safetensors.torch.save_file(every, folder / "types.safetensors")
safetensors.torch.save_file(state, folder / "net.safetensors")
names = list(state)
parts = [names[:4], names[4:]]
for i, part in enumerate(parts):
    safetensors.torch.save_file({k: state[k] for k in part},
                                folder / f"model-0000{i + 1}-of-00002.safetensors")
    torch.save({k: state[k] for k in part}, folder / f"pytorch_model-0000{i + 1}-of-00002.bin")
for stem, suffix, index in (("model", "safetensors", "model.safetensors.index.json"),
                            ("pytorch_model", "bin", "pytorch_model.bin.index.json")):
    weight_map = {k: f"{stem}-0000{i + 1}-of-00002.{suffix}"
                  for i, part in enumerate(parts) for k in part}
    (folder / index).write_text(json.dumps({"metadata": {"total_size": 0},
                                            "weight_map": weight_map}, indent=1))

# PyTorch: a state, a checkpoint with an optimizer, odd strides, parameters, protocol 4, TorchScript.
torch.save(state, folder / "state.pt")
optimizer = torch.optim.Adam(net.dense.parameters(), lr=0.1)
net.dense(torch.ones(1, 4)).sum().backward()
with torch.no_grad():
    copy = {k: v.clone() for k, v in state.items()}
optimizer.step()
ruled(net)
torch.save({"epoch": 3, "state_dict": net.state_dict(), "optimizer": optimizer.state_dict(),
            "loss": 0.5, "note": "ünïcode"}, folder / "checkpoint.ckpt")
base = tensor(4, 6, dtype=torch.float64)
torch.save({
    "transposed": base.t(), "sliced": base[1:, ::2], "shared": base, "expanded": base[:1].expand(3, 6),
    "scalar": torch.tensor(2.5), "empty": torch.zeros(0, 3), "half": tensor(2, 3, dtype=torch.float16),
    "bfloat": tensor(2, 3, dtype=torch.bfloat16), "eight": tensor(2, 3).to(torch.float8_e4m3fn),
    "parameter": torch.nn.Parameter(tensor(2, 3)), "list": [tensor(2, 2), {"inner": tensor(3, 2)}],
}, folder / "odd.pt")
torch.save({"w": tensor(2, 3)}, folder / "protocol4.pt", pickle_protocol=4)
torch.save(net.dense, folder / "module.pt")
torch.save({"w": tensor(2, 3)}, folder / "legacy.pt", _use_new_zipfile_serialization=False)
torch.jit.script(net.dense).save(str(folder / "traced.pt"))
# Without what it says of the machine it was made on.
with zipfile.ZipFile(folder / "traced.pt") as traced, zipfile.ZipFile(folder / "script.pt", "w") as script:
    for name in traced.namelist():
        if "/code/" not in name:
            script.writestr(zipfile.ZipInfo(name), traced.read(name))
    script.writestr(zipfile.ZipInfo("traced/code/net.py"), "# Left out.")
(folder / "traced.pt").unlink()

# Keras: the archive and its weights alone.
kernels = keras.Sequential([
    keras.Input((8, 8, 2)), keras.layers.Conv2D(3, 3, name="conv"), keras.layers.BatchNormalization(),
    keras.layers.DepthwiseConv2D(3, name="depthwise"), keras.layers.GlobalAveragePooling2D(),
    keras.layers.Dense(4, name="dense")])
for variable in kernels.variables:
    if "float" in variable.dtype:
        variable.assign(rule(*variable.shape).astype("float32"))
kernels.compile(optimizer="adam", loss="mse")
kernels.save(folder / "model.keras")
kernels.save_weights(folder / "model.weights.h5")
words = keras.Sequential([keras.Input((5,)), keras.layers.Embedding(7, 4, name="embedding"),
                          keras.layers.LSTM(3, name="lstm"), keras.layers.Dense(2, name="out")])
for variable in words.variables:
    if "float" in variable.dtype:
        variable.assign(rule(*variable.shape).astype("float32"))
words.save_weights(folder / "words.weights.h5")
