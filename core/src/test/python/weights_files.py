"""Writes small files of weights with the libraries that own the formats.

    python weights_files.py FOLDER

Needs numpy, torch, safetensors, onnx, h5py, keras (backend torch). Every tensor follows one rule, so
that tests can compute it: entry i (row-major) of a tensor of n entries is (i - n // 2) / 8, which is
exact in half precision for the sizes used here.
"""

import json
import os
import pathlib
import sys
import zipfile

os.environ["KERAS_BACKEND"] = "torch"

import h5py
import keras
import ml_dtypes
import numpy as np
import onnx
import safetensors.torch
import torch
from onnx import TensorProto, helper, numpy_helper

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

# npz.
np.savez(folder / "arrays.npz", **{"layer.weight": rule(4, 3), "layer.bias": rule(4),
                                   "half": rule(2, 3).astype(np.float16),
                                   "fortran": np.asfortranarray(rule(3, 4)), "steps": np.arange(3)})

# ONNX: raw, typed and external data.
weight = rule(5, 4).astype(np.float32)
initializers = [
    numpy_helper.from_array(weight, "gemm.weight"),
    helper.make_tensor("gemm.bias", TensorProto.FLOAT, [5], rule(5).tolist()),
    helper.make_tensor("matmul.weight", TensorProto.DOUBLE, [5, 3], rule(5, 3).ravel().tolist()),
    numpy_helper.from_array(rule(2, 1, 3, 3).astype(np.float16), "conv.weight"),
    helper.make_tensor("half", TensorProto.FLOAT16, [2, 3], rule(2, 3).ravel().tolist()),
    numpy_helper.from_array(rule(2, 3).astype(ml_dtypes.bfloat16), "bfloat"),
    helper.make_tensor("longs", TensorProto.INT64, [2], [-1, 5]),
]
nodes = [
    helper.make_node("Gemm", ["x", "gemm.weight", "gemm.bias"], ["h"], transB=1),
    helper.make_node("Cast", ["h"], ["g"], to=TensorProto.DOUBLE),
    helper.make_node("MatMul", ["g", "matmul.weight"], ["y"]),
    helper.make_node("Conv", ["i", "conv.weight"], ["c"]),
]
graph = helper.make_graph(
    nodes, "graph",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 4]),
     helper.make_tensor_value_info("i", TensorProto.FLOAT16, [1, 1, 8, 8])],
    [helper.make_tensor_value_info("y", TensorProto.DOUBLE, [1, 3]),
     helper.make_tensor_value_info("c", TensorProto.FLOAT16, [1, 2, 6, 6])], initializers)
model = helper.make_model(graph)
onnx.save(model, folder / "model.onnx")
external = onnx.ModelProto()
external.CopyFrom(model)
onnx.save(external, folder / "external.onnx", save_as_external_data=True,
          location="external.data", size_threshold=16)

# Keras: the archive, its weights alone, and version 2's layout.
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
with h5py.File(folder / "old.h5", "w", libver="earliest") as old:
    group = old.create_group("model_weights/dense/dense")
    group.create_dataset("kernel:0", data=rule(4, 3).astype("f4"))
    group.create_dataset("bias:0", data=rule(3).astype("f4"))
    packed = old.create_group("model_weights/conv/conv")
    packed.create_dataset("kernel:0", data=rule(3, 3, 2, 4), chunks=(3, 3, 2, 2),
                          compression="gzip", shuffle=True)
    old.create_dataset("optimizer_weights/iteration", data=np.int64(3))
    old["elsewhere"] = h5py.ExternalLink("another.h5", "/")
    old.attrs["keras_version"] = "2.15.0"
