"""Writes small files whose weights must be told from what lies beside them.

    python selection_files.py FOLDER

Needs numpy, torch, safetensors, onnx and h5py. expected.safetensors holds the weights in use, computed
here in double precision, under FILE:NAME; tests compare every tensor with it.
"""

import argparse
import json
import pathlib
import struct
import sys
import warnings
import zipfile
import zlib

import h5py
import numpy as np
import onnx
import safetensors.numpy
import torch
import torch.nn.utils.prune
from onnx import TensorProto as T, helper as h, numpy_helper as nh

warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(0)
torch.manual_seed(0)
expected = {}


def normal(*shape):
    return rng.standard_normal(shape).astype("f4")


def tensor(*shape):
    return torch.tensor(normal(*shape))


def expect(file, values):
    for name, value in values.items():
        value = value.detach().double().numpy() if torch.is_tensor(value) else np.asarray(value, "f8")
        expected[f"{file}:{name}"] = np.ascontiguousarray(value)


# Two networks, their optimizers under other names, and an average of one.
g = torch.nn.Linear(4, 3)
d = torch.nn.Sequential(torch.nn.Linear(3, 5), torch.nn.BatchNorm1d(5))
adam = torch.optim.Adam([*g.parameters(), *d.parameters()])
d(g(torch.ones(6, 4))).pow(2).sum().backward()
adam.step()
torch.save({"g": g.state_dict(), "d": d.state_dict(), "g_ema": {k: v / 2 for k, v in g.state_dict().items()},
            "solver": adam.state_dict(), "iter": 3}, folder / "gan.pt")
expect("gan.pt", {f"g.{k}": v for k, v in g.named_parameters()} | {f"d.{k}": v for k, v in d.named_parameters()})
torch.save(adam.state_dict(), folder / "optimizer.pt")

# Classes that nobody knows beside the weights, and a whole module.
class Settings(dict):
    pass


sys.modules["elsewhere"] = type(sys)("elsewhere")
Settings.__module__, Settings.__qualname__ = "elsewhere", "Settings"
sys.modules["elsewhere"].Settings = Settings
torch.save({"state_dict": {"model." + k: v for k, v in d.state_dict().items()}, "hyper_parameters": Settings(lr=0.1),
            "args": argparse.Namespace(out=pathlib.PurePosixPath("x")), "best": np.float64(0.5),
            "rng": np.random.get_state(), "callbacks": {Settings: torch.tensor(0.5)}, ("a", 1): 2},
           folder / "lightning.ckpt")
expect("lightning.ckpt", {f"model.{k}": v for k, v in d.named_parameters()})
torch.save({"model": d, "epoch": 2}, folder / "whole.pt")
expect("whole.pt", dict(d.named_parameters()))



# A list of tensors, and arrays of NumPy in the pickle.
torch.save([tensor(4, 4), tensor(4), tensor(2, 4)], folder / "list.pt")
expect("list.pt", dict(zip("012", torch.load(folder / "list.pt"))))
arrays = {"a": rng.standard_normal((2, 3)), "b": np.asfortranarray(normal(3, 4)), "c": np.array(["x"])}
torch.save({"params": arrays, "seed": np.arange(3)}, folder / "arrays.pt")
expect("arrays.pt", {"a": arrays["a"], "b": arrays["b"]})


# TorchScript: a buffer that no name tells, and a frozen module.
class Scaled(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv1d(3, 4, 2)
        self.gain = torch.nn.Parameter(torch.randn(4))
        self.register_buffer("basis", torch.randn(4, 3))

    def forward(self, x):
        return self.conv(x) * self.gain[:, None] + self.basis[:, :1]


def save_script(module, name):
    """Without what it says of the machine it was made on."""
    module.save(str(folder / "made.pt"))
    with zipfile.ZipFile(folder / "made.pt") as made, zipfile.ZipFile(folder / name, "w") as kept:
        for entry in made.namelist():
            if "debug" not in entry:
                kept.writestr(zipfile.ZipInfo(entry), made.read(entry))
    (folder / "made.pt").unlink()


scaled = torch.jit.script(Scaled().eval())
save_script(scaled, "script.pt")
save_script(torch.jit.freeze(scaled), "frozen.pt")
expect("script.pt", dict(scaled.named_parameters()))

# Reparametrizations.
def trained(layer, *shape):
    layer.train()
    for _ in range(3):
        layer(torch.randn(*shape))
    return layer.eval()


P = torch.nn.utils.parametrizations
layers = {
    "old": torch.nn.utils.weight_norm(torch.nn.Linear(4, 3)),
    "new": P.weight_norm(torch.nn.Conv1d(4, 3, 2), dim=2),
    "one": torch.nn.utils.weight_norm(torch.nn.Linear(4, 3), dim=None),
    "spectral": trained(torch.nn.utils.spectral_norm(torch.nn.Conv2d(2, 3, 2)), 1, 2, 4, 4),
    "turned": trained(P.spectral_norm(torch.nn.ConvTranspose2d(3, 4, 2)), 1, 3, 4, 4),
    "pruned": torch.nn.utils.prune.random_unstructured(torch.nn.Linear(4, 3), "weight", 0.5),
}
with torch.no_grad():
    layers["old"].weight_g.mul_(3)
    layers["one"].weight_g.mul_(3)
    layers["new"].parametrizations.weight.original0.mul_(2)
state = {f"{n}.{k}": v for n, layer in layers.items() for k, v in layer.state_dict().items()}
turned = torch.nn.utils.parametrize
strange = torch.nn.Linear(3, 3)


class Symmetric(torch.nn.Module):
    def forward(self, x):
        return x.triu() + x.triu(1).T


turned.register_parametrization(strange, "weight", Symmetric())
torch.save(state | {f"strange.{k}": v for k, v in strange.state_dict().items()}, folder / "parametrized.pt")
for n, layer in layers.items():
    double = layer.double()
    if n in ("spectral", "pruned", "old", "one"):
        double(torch.zeros({"spectral": (1, 2, 4, 4)}.get(n, (1, 4)), dtype=torch.float64))
    expect("parametrized.pt", {f"{n}.weight": double.weight, f"{n}.bias": double.bias})
expect("parametrized.pt", {"strange.bias": strange.bias})

# Quantized, sparse, complex, tied, empty.
w = tensor(3, 4)
shared = tensor(5, 2)
whole = torch.quantize_per_tensor(w, 0.02, 3, torch.qint8)
rows = torch.quantize_per_channel(w, torch.tensor([0.01, 0.02, 0.03], dtype=torch.float64),
                                  torch.tensor([0, 1, 2]), 0, torch.quint8)
torch.save({"whole.weight": whole, "rows.weight": rows, "plain.weight": w, "sparse.weight": w.relu().to_sparse(),
            "freqs": torch.polar(torch.ones(2), torch.ones(2)), "embedding.weight": shared, "head.weight": shared,
            "none": torch.zeros(0, 3), "step": torch.tensor(3.0)}, folder / "gaps.pt")
expect("gaps.pt", {"whole.weight": (whole.int_repr().double() - 3) * 0.02,
                   "rows.weight": (rows.int_repr().double() - torch.tensor([[0.0], [1.0], [2.0]]))
                   * torch.tensor([[0.01], [0.02], [0.03]], dtype=torch.float64),
                   "plain.weight": w, "embedding.weight": shared})


# safetensors: types that are too new, weights of eight bits with scales, NaN.
def safe(name, parts):
    header, offset, data = {}, 0, b""
    for key, (dtype, shape, raw) in parts.items():
        header[key] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + len(raw)]}
        offset += len(raw)
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (folder / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


def raw(values, dtype="F32"):
    return dtype, list(values.shape), values.tobytes()


q = rng.integers(-127, 128, (4, 6)).astype("i1")
f8 = tensor(4, 6).to(torch.float8_e4m3fn)
f8raw = ("F8_E4M3", [4, 6], f8.view(torch.uint8).numpy().tobytes())
rows4, blocks = np.abs(normal(4, 1)), np.abs(normal(2, 3))
bad = normal(2, 2)
bad[0, 1] = np.nan
safe("scaled.safetensors", {
    "a.weight": f8raw, "a.weight_scale": raw(np.float32([0.5])), "a.input_scale": raw(np.float32([2])),
    "b.weight": f8raw, "b.weight_scale_inv": raw(blocks), "c.weight": raw(q, "I8"), "c.weight_scale": raw(rows4),
    "d.weight": raw(q, "I8"), "d.SCB": raw(np.abs(rows4[:, 0])), "e.weight": f8raw,
    "e.weight_scale": ("F8_E8M0", [4, 1], bytes([127] * 4)), "f.qweight": raw(np.zeros((2, 2), "i4"), "I32"),
    "f.scales": raw(normal(2, 2)), "g.weight": ("F4", [4, 4], bytes(8)), "h.weight": raw(normal(3, 2)),
    "i.weight": raw(bad), "model_ema.h.weight": raw(normal(3, 2))})
f8d = f8.double().numpy()
expect("scaled.safetensors", {
    "a.weight": f8d * 0.5, "b.weight": f8d * np.kron(blocks.astype("f8"), np.ones((2, 2))),
    "c.weight": q * rows4.astype("f8"), "d.weight": q * rows4.astype("f8") / 127})

# npz: arrays that are no numbers, names that say nothing.
k = [normal(3, 4), normal(3), normal(2, 3), normal(2)]
np.savez(folder / "texts.npz", arr_0=k[0], arr_1=k[1], arr_2=k[2], arr_3=k[3], names=np.array(["relu"]),
         config=np.array({"lr": 0.1}, dtype=object))
expect("texts.npz", {f"arr_{i}": v for i, v in enumerate(k)})


# ONNX.
def model(name, nodes, inits, inputs, outputs, opset=17):
    graph = h.make_graph(nodes, "g", [h.make_tensor_value_info(n, t, s) for n, t, s in inputs],
                         [h.make_tensor_value_info(n, t, s) for n, t, s in outputs],
                         [nh.from_array(np.asarray(v), key) for key, v in inits.items()])
    made = h.make_model(graph, opset_imports=[h.make_opsetid("", opset)], producer_name="")
    made.ir_version = 8
    onnx.checker.check_model(made)
    onnx.save(made, folder / name)


W, V, C = normal(4, 3), normal(2, 4), normal(4, 3)
ones, zeros = np.ones(4, "f4"), np.zeros(4, "f4")
inner = [h.make_graph([h.make_node("Constant", [], ["c"], value=nh.from_array(m, "c")),
                       h.make_node("Gemm", ["n", "c"], ["o"], transB=1)], b, [],
                      [h.make_tensor_value_info("o", T.FLOAT, [1, 4])]) for b, m in (("then", C), ("else", 2 * C))]
model("branches.onnx", [
    h.make_node("Constant", [], ["half"], value=nh.from_array(np.float32(0.5), "half")),
    h.make_node("Transpose", ["W"], ["Wt"], perm=[1, 0]),
    h.make_node("MatMul", ["x", "Wt"], ["m"]),
    h.make_node("BatchNormalization", ["m", "s", "b", "mean", "var"], ["k"]),
    h.make_node("Mul", ["k", "half"], ["l"]),
    h.make_node("Gemm", ["l", "V"], ["y"], transB=1),
    h.make_node("Mul", ["x", "half"], ["n"]),
    h.make_node("If", ["t"], ["z"], then_branch=inner[0], else_branch=inner[1])],
    {"W": W, "V": V, "s": ones, "b": zeros, "mean": 5 * ones, "var": 9 * ones},
    [("x", T.FLOAT, [1, 3]), ("t", T.BOOL, [])], [("y", T.FLOAT, [1, 2]), ("z", T.FLOAT, [1, 4])])
expect("branches.onnx", {"W": W, "V": V, "s": ones, "b": zeros, "c": 2 * C, "c (2)": C})  # The else-branch is stored first.

q3 = rng.integers(-127, 128, (3, 4)).astype("i1")
u8 = rng.integers(0, 256, (2, 1, 3, 3)).astype("u1")
s4 = np.abs(normal(4))
model("quantized.onnx", [
    h.make_node("DequantizeLinear", ["Q", "qs", "qz"], ["Qf"], axis=1),
    h.make_node("MatMul", ["x", "Qf"], ["a"]),
    h.make_node("DynamicQuantizeLinear", ["x"], ["xq", "xs", "xz"]),
    h.make_node("MatMulInteger", ["xq", "M", "xz", "mz"], ["mi"]),
    h.make_node("Cast", ["mi"], ["mf"], to=T.FLOAT),
    h.make_node("Mul", ["xs", "ms"], ["both"]),
    h.make_node("Mul", ["mf", "both"], ["b"]),
    h.make_node("QLinearConv", ["i", "is", "iz", "K", "ks", "kz", "os", "iz", "kb"], ["o"])],
    {"Q": q3, "qs": s4, "qz": np.arange(4, dtype="i1"), "M": q3, "mz": np.int8(2), "ms": np.float32(0.1),
     "is": np.float32(0.5), "iz": np.uint8(3), "K": u8, "ks": np.float32([0.1, 0.2]), "kz": np.uint8([7, 9]),
     "os": np.float32(1), "kb": np.int32([10, -20])},
    [("x", T.FLOAT, [1, 3]), ("i", T.UINT8, [1, 1, 5, 5])],
    [("a", T.FLOAT, [1, 4]), ("b", T.FLOAT, [1, 4]), ("o", T.UINT8, [1, 2, 3, 3])])
f32 = lambda v: np.float64(np.float32(v))
expect("quantized.onnx", {
    "Q": (q3 - np.arange(4.0)) * s4.astype("f8"), "M": (q3 - 2.0) * f32(0.1),
    "K": (u8 - np.array([7.0, 9.0])[:, None, None, None]) * np.array([f32(0.1), f32(0.2)])[:, None, None, None],
    "kb": np.array([10.0, -20.0]) * 0.5 * np.array([f32(0.1), f32(0.2)])})

# HDF5: Keras 3's numbers, chunks without filters.
keras = {"dense/vars/0": normal(3, 4), "dense/vars/1": normal(4), "norm_a/vars/0": normal(4), "norm_a/vars/1": normal(4),
         "batch_normalization/vars/0": normal(4)}
with h5py.File(folder / "numbered.weights.h5", "w", libver="earliest") as file:
    for name, value in keras.items():
        file["layers/" + name] = value
    file["layers/spectral_normalization/layer/vars/0"] = keras["dense/vars/0"]
    file["layers/spectral_normalization/vars/0"] = keras["dense/vars/0"]
    file["layers/spectral_normalization/vars/1"] = normal(1, 4)
    for name in ("norm_a/vars/2", "norm_a/vars/3", "batch_normalization/vars/1", "batch_normalization/vars/2"):
        file["layers/" + name] = np.full(4, 5, "f4")
    file["optimizer/vars/1"] = normal(3, 4)
    file["metrics/mean/vars/0"] = np.float32(3)
    file["layers/dropout/seed_generator/vars/0"] = np.zeros(2, "u4")
keras["spectral_normalization/layer/vars/0"] = keras["dense/vars/0"]
expect("numbered.weights.h5", {"layers/" + k: v for k, v in keras.items()})
with h5py.File(folder / "masked.h5", "w", libver="earliest") as file:
    file["a/kernel:0"] = k[0]
    odd = file.create_dataset("d/kernel:0", (5, 7), "f4", chunks=(2, 4), compression="gzip", shuffle=True)
    odd[...] = normal(5, 7)
    first, second, third = normal(2, 4), normal(2, 4), normal(2, 4)
    odd.id.write_direct_chunk((0, 0), first.tobytes(), filter_mask=3)
    odd.id.write_direct_chunk((2, 0), zlib.compress(second.tobytes()), filter_mask=1)
    odd.id.write_direct_chunk((4, 4), third.tobytes(), filter_mask=3)
    whole = odd[...]
    whole[:2, :4], whole[2:4, :4], whole[4:, 4:] = first, second, third[:1, :3]
    file.create_dataset("e/kernel:0", data=normal(4, 5).astype(">f8"), chunks=(4, 5), compression="lzf")
    expect("masked.h5", {"a/kernel:0": k[0], "d/kernel:0": whole, "e/kernel:0": file["e/kernel:0"][...]})

safetensors.numpy.save_file(expected, folder / "expected.safetensors")
