"""Writes small files of weights with the small libraries that own the formats.

    python weights_files.py FOLDER

Needs numpy, ml_dtypes, safetensors, onnx and h5py; torch_files.py writes those of PyTorch and Keras.
Every tensor follows one rule, so that tests can compute it: entry i (row-major) of a tensor of n
entries is (i - n // 2) / 8, which is exact in half precision for the sizes used here.
"""

import pathlib
import sys

import h5py
import ml_dtypes
import numpy as np
import onnx
import safetensors.numpy
from onnx import TensorProto, helper, numpy_helper

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def rule(*shape):
    n = int(np.prod(shape))
    return ((np.arange(n) - n // 2) / 8).reshape(shape)


# safetensors, from NumPy's arrays.
safetensors.numpy.save_file(
    {"f64": rule(2, 3), "f32": rule(2, 3).astype("f4"), "f16": rule(2, 3).astype("f2"),
     "i64": np.arange(6)}, folder / "arrays.safetensors")

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

# HDF5 in the layout of Keras 2.
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
