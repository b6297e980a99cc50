"""Writes a small file of weights that were packed into few bits, by the libraries that do so.

    python packed_files.py FOLDER

Needs numpy, torch, safetensors, bitsandbytes and compressed-tensors. GPTQ's and AWQ's words are packed
here as their kernels unpack them. packed.safetensors holds the packed weights, packed-expected.safetensors
what each library makes of them again, under the names of the weights; tests compare every tensor.
"""

import pathlib
import sys

import bitsandbytes.functional as bits
import numpy as np
import torch
from compressed_tensors.compressors import pack_fp4_to_uint8, pack_to_int32
from safetensors.torch import save_file

folder = pathlib.Path(sys.argv[1])
torch.manual_seed(0)
packed, expected = {}, {}


def bitsandbytes(name, kind, nested, shape):
    quantized, state = bits.quantize_4bit(
        torch.randn(shape), blocksize=64, quant_type=kind, compress_statistics=nested)
    packed[name] = quantized
    packed.update({f"{name}.{key}": value for key, value in state.as_dict(packed=True).items()})
    expected[name] = bits.dequantize_4bit(quantized, state)


def words(numbers, width, axis):
    """Dense words of 32 bits along an axis, whose extent times the width they fill."""
    rows = np.moveaxis(numbers, axis, -1)
    stream = (rows[..., None] >> np.arange(width) & 1).reshape(*rows.shape[:-1], -1, 32)
    whole = (stream.astype("u8") << np.arange(32, dtype="u8")).sum(-1).astype("u4").view("i4")
    return torch.tensor(np.ascontiguousarray(np.moveaxis(whole, -1, axis)))


def gptq(name, width, order, second=False):
    inputs, outputs, groups = 64, 32, 4
    rng = np.random.default_rng(width)
    q = rng.integers(0, 1 << width, (inputs, outputs))
    zero = np.full((groups, outputs), 1 << width - 1) if second else rng.integers(
        1, 1 << width, (groups, outputs))
    scale = torch.rand(groups, outputs).half()
    group = rng.permutation(inputs) // (inputs // groups) if order else np.arange(inputs) // 16
    packed[f"{name}.qweight"] = words(q, width, 0)
    packed[f"{name}.qzeros"] = words(zero if second else zero - 1, width, 1)
    packed[f"{name}.scales"] = scale
    if order:
        packed[f"{name}.g_idx"] = torch.tensor(group.astype("i4"))
    expected[f"{name}.weight"] = (
        torch.tensor((q - zero[group]).T.astype("f8")) * scale[group].T.double())


def awq(name):
    inputs, outputs, groups = 32, 24, 2
    rng = np.random.default_rng(9)
    q, zero = rng.integers(0, 16, (inputs, outputs)), rng.integers(0, 16, (groups, outputs))
    scale = torch.rand(groups, outputs).half()
    order = [0, 2, 4, 6, 1, 3, 5, 7]

    def interleaved(numbers):
        return words(numbers.reshape(len(numbers), -1, 8)[..., order].reshape(numbers.shape), 4, 1)

    packed[f"{name}.qweight"], packed[f"{name}.qzeros"] = interleaved(q), interleaved(zero)
    packed[f"{name}.scales"] = scale
    group = np.arange(inputs) // (inputs // groups)
    expected[f"{name}.weight"] = (
        torch.tensor((q - zero[group]).T.astype("f8")) * scale[group].T.double())


def compressed(name, width, zeros):
    outputs, inputs, groups = 12, 72, 3
    half = 1 << width - 1
    q = torch.randint(-half, half, (outputs, inputs), dtype=torch.int8)
    zero = torch.randint(-half, half, (outputs, groups), dtype=torch.int8) if zeros else torch.zeros(
        outputs, groups, dtype=torch.int8)
    scale = torch.rand(outputs, groups).bfloat16()
    packed[f"{name}.weight_packed"] = pack_to_int32(q, width)
    packed[f"{name}.weight_shape"] = torch.tensor([outputs, inputs])
    packed[f"{name}.weight_scale"] = scale
    if zeros:
        packed[f"{name}.weight_zero_point"] = pack_to_int32(zero, width, packed_dim=0)
    spread = [part.double().repeat_interleave(inputs // groups, 1) for part in (zero, scale)]
    expected[f"{name}.weight"] = (q.double() - spread[0]) * spread[1]


def fours(*shape):
    table = torch.tensor([0, 0.5, 1, 1.5, 2, 3, 4, 6])
    return table[torch.randint(0, 8, shape)] * torch.randint(0, 2, shape).mul(2).sub(1)


def nvfp4(name, divides):
    values = fours(6, 64)
    scale, whole = torch.rand(6, 4).mul(400).to(torch.float8_e4m3fn), torch.tensor([3.7])
    held = values.double() * scale.double().repeat_interleave(16, 1)
    kept = pack_fp4_to_uint8(values)
    packed[f"{name}.weight_scale"] = scale
    if divides:
        packed[f"{name}.weight_packed"], packed[f"{name}.weight_global_scale"] = kept, whole
        expected[f"{name}.weight"] = held / whole.double()
    else:
        packed[f"{name}.weight"], packed[f"{name}.weight_scale_2"] = kept, whole
        expected[f"{name}.weight"] = held * whole.double()


def mxfp4(name):
    values, exponents = fours(6, 64), torch.randint(118, 132, (6, 2), dtype=torch.uint8)
    packed[f"{name}.weight_packed"], packed[f"{name}.weight_scale"] = pack_fp4_to_uint8(values), exponents
    expected[f"{name}.weight"] = values.double() * torch.exp2(
        exponents.double() - 127).repeat_interleave(32, 1)
    experts, scales = fours(2, 5, 3, 32), torch.randint(118, 132, (2, 5, 3), dtype=torch.uint8)
    packed["experts.down_proj_blocks"] = pack_fp4_to_uint8(experts.reshape(30, 32)).reshape(2, 5, 3, 16)
    packed["experts.down_proj_scales"] = scales
    expected["experts.down_proj"] = (
        experts.double() * torch.exp2(scales.double() - 127)[..., None]).reshape(2, 5, 96)


bitsandbytes("a.weight", "nf4", False, (12, 64))
bitsandbytes("b.weight", "nf4", True, (40, 64))
bitsandbytes("c.weight", "fp4", True, (40, 64))
for width in (2, 3, 4, 8):
    gptq(f"d{width}", width, order=width != 4)
gptq("e", 4, order=True, second=True)
awq("f")
for width in (3, 4, 8):
    compressed(f"g{width}", width, zeros=width != 8)
nvfp4("h", True)
nvfp4("i", False)
mxfp4("j")
save_file({name: part.contiguous() for name, part in packed.items()}, folder / "packed.safetensors")
save_file({name: part.float().contiguous() for name, part in expected.items()},
          folder / "packed-expected.safetensors")
