"""Writes a small GGUF file with every type that is read, and what its numbers are.

    python gguf_files.py FOLDER

Needs numpy and gguf. The quantized blocks are random bytes with small scales, since gguf quantizes
few of the types; the numbers are those of gguf.quants.dequantize.
"""

import json
import pathlib
import sys

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(4)
writer = gguf.GGUFWriter(folder / "types.gguf", "llama")
writer.add_block_count(1)
writer.add_array("tokenizer.ggml.tokens", ["a", "b", "\u00e9"])
expected = {}


def rule(*shape):
    n = int(np.prod(shape))
    return ((np.arange(n) - n // 2) / 8).reshape(shape)


for name, dtype in {"f32": np.float32, "f16": np.float16, "f64": np.float64}.items():
    writer.add_tensor(f"blk.0.{name}.weight", rule(2, 3).astype(dtype))
bfloat = (rule(2, 3).astype(np.float32).view(np.uint32) >> 16).astype(np.uint16)
writer.add_tensor("blk.0.bf16.weight", bfloat.view(np.uint8), raw_dtype=Type.BF16)
writer.add_tensor("steps", np.arange(3, dtype=np.int32))
for kind in (
    Type.Q4_0, Type.Q4_1, Type.Q5_0, Type.Q5_1, Type.Q8_0,
    Type.Q2_K, Type.Q3_K, Type.Q4_K, Type.Q5_K, Type.Q6_K,
    Type.IQ4_NL, Type.IQ4_XS, Type.MXFP4, Type.IQ3_S,
):
    entries, size = gguf.GGML_QUANT_SIZES[kind]
    blocks = 2 if entries == 256 else 4
    data = random.integers(0, 256, (2, blocks // 2 * size), dtype=np.uint8)
    # Halves that are scales: at most 2 and finite.
    halves = {Type.Q4_1: (0, 2), Type.Q5_1: (0, 2), Type.Q2_K: (80, 82), Type.Q3_K: (108,),
              Type.Q4_K: (0, 2), Type.Q5_K: (0, 2), Type.Q6_K: (208,), Type.MXFP4: ()}.get(kind, (0,))
    flat = data.reshape(-1, size)
    for at in halves:
        scales = random.uniform(-2, 2, len(flat)).astype(np.float16)
        flat[:, at : at + 2] = scales.view(np.uint8).reshape(-1, 2)
    if kind == Type.MXFP4:
        flat[:, 0] = random.integers(118, 132, len(flat))
    data = flat.reshape(2, -1)
    name = f"blk.0.{kind.name.lower()}.weight"
    writer.add_tensor(name, data, raw_dtype=kind)
    if kind != Type.IQ3_S:
        values = gguf.quants.dequantize(data, kind)
        expected[name] = {
            "shape": list(values.shape),
            "bits": [int(v) for v in values.astype(np.float32).reshape(-1).view(np.int32)],
        }
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
(folder / "types.gguf.json").write_text(json.dumps(expected, separators=(",", ":")))
