"""Makes codes.txt and blocks.txt beside it: what ml_dtypes and PyTorch make of chosen numbers.

python reference.py        needs numpy, ml_dtypes (0.6.0 was used); with torch also compares its casts

codes.txt: lines FORMAT BITS CODE, hexadecimal: the float32 of these bits is cast to this code without
saturation. For formats of 8 bits and fewer: every code's number, every midpoint between neighbours with
the float32 numbers beside it, and numbers at random over all binades; for the others a selection.
blocks.txt: lines FORMAT, the bits of the inputs, the bits of the quantized values.
"""

import os
import numpy as np
import ml_dtypes

HERE = os.path.dirname(os.path.abspath(__file__))
FORMATS = {
    "e4m3": (ml_dtypes.float8_e4m3fn, 8),
    "e5m2": (ml_dtypes.float8_e5m2, 8),
    "e2m1": (ml_dtypes.float4_e2m1fn, 4),
    "bfloat16": (ml_dtypes.bfloat16, 16),
    "half": (np.float16, 16),
}
TORCH = {"e4m3": "float8_e4m3fn", "e5m2": "float8_e5m2", "bfloat16": "bfloat16", "half": "float16"}


def table(name):
    dtype, bits = FORMATS[name]
    store = np.uint8 if bits <= 8 else np.uint16
    return np.arange(1 << bits).astype(store).view(dtype).astype(np.float32)


def chosen(name, rng):
    dtype, bits = FORMATS[name]
    numbers = table(name)
    held = np.unique(numbers[np.isfinite(numbers)])
    every = 1 if bits <= 8 else 211
    some = held[::every]
    pairs = np.arange(0, len(held) - 1, every)
    middle = ((held[pairs].astype(np.float64) + held[pairs + 1]) / 2).astype(np.float32)
    largest = held[-1]
    beyond = np.float32([largest * 1.01, largest * 1.2, largest * 1.1, largest * 2, 3e38])
    low = np.log2(held[held > 0][0]) - 3
    high = min(np.log2(largest) + 2, 127)
    random = np.exp2(rng.uniform(low, high, 600)) * rng.choice([-1, 1], 600)
    step = held[-1] - held[-2]
    edges = np.float32([largest + step / 2, np.nextafter(np.float32(largest + step / 2), np.float32(0))])
    all_of = np.concatenate([
        some, middle, np.nextafter(middle, np.float32(np.inf)), np.nextafter(middle, np.float32(-np.inf)),
        beyond, -beyond, edges, -edges, random.astype(np.float32),
        np.float32([0.0, -0.0, 1e-45, -1e-45, np.inf, -np.inf]),
    ]).astype(np.float32)
    return np.unique(all_of.view(np.uint32)).view(np.float32)


def codes(out):
    rng = np.random.default_rng(1)
    for name, (dtype, bits) in FORMATS.items():
        values = chosen(name, rng)
        if name == "e2m1":
            values = values[np.isfinite(values)]
        with np.errstate(over="ignore"):
            cast = values.astype(dtype)
        code = cast.view(np.uint8 if bits <= 8 else np.uint16)
        try:
            import torch
            if name in TORCH:
                theirs = torch.from_numpy(values).to(getattr(torch, TORCH[name])).to(torch.float32).numpy()
                assert np.array_equal(theirs, cast.astype(np.float32), equal_nan=True), name
        except ImportError:
            pass
        for value, one in zip(values.view(np.uint32), code):
            out.write(f"{name} {value:08x} {int(one) & ((1 << bits) - 1):x}\n")
    for name in FORMATS:
        numbers = table(name)
        for code in range(0, len(numbers), 1 if len(numbers) <= 256 else 211):
            out.write(f"decode-{name} {numbers[code:code+1].view(np.uint32)[0]:08x} {code:x}\n")


E4M3_SCALES = np.unique(np.abs(table("e4m3")[np.isfinite(table("e4m3"))])).astype(np.float64)[1:]
TWO_SCALES = np.exp2(np.arange(-127, 128, dtype=np.float64))


def up(table_of, wanted):
    return table_of[min(np.searchsorted(table_of, wanted), len(table_of) - 1)]


def tensor_scale(amax):
    # The smallest float32 of at most 18 significant bits that is not below amax / (448 * 6).
    wanted = float(amax) / (448.0 * 6.0)
    if wanted <= 2.0**-126:
        return 2.0**-126
    exponent = int(np.floor(np.log2(wanted)))
    return float(np.ceil(wanted * 2.0 ** (17 - exponent)) * 2.0 ** (exponent - 17))


def quantized(name, values):
    length, element, largest, scales = {
        "nvfp4": (16, "e2m1", 6.0, E4M3_SCALES),
        "mxfp4": (32, "e2m1", 6.0, TWO_SCALES),
        "mxfp8": (32, "e4m3", 448.0, TWO_SCALES),
    }[name]
    of_tensor = tensor_scale(np.abs(values).max()) if name == "nvfp4" else 1.0
    result = np.empty_like(values)
    for start in range(0, len(values), length):
        block = values[start:start + length]
        scale = np.float32(up(scales, float(np.abs(block).max()) / (largest * of_tensor)) * of_tensor)
        inside = np.clip(block / scale, -largest, largest).astype(FORMATS[element][0])
        result[start:start + length] = inside.astype(np.float32) * scale
    return result


def inputs(rng):
    parts = [
        rng.standard_normal(256),
        rng.standard_normal(256) * np.exp2(rng.uniform(-20, 20, 256)),
        np.zeros(32),
        np.repeat([1e-42, -3e-41], 16),
        np.concatenate([[448.0], np.full(31, 1e-3)]),
        np.concatenate([[6.0], np.linspace(-6, 6, 31)]),
        np.concatenate([[np.nextafter(np.float32(6), np.float32(7))], np.linspace(-6, 6, 31)]),
        np.concatenate([[-0.0, 1.0], np.linspace(-1, 1, 30)]),
    ]
    return np.concatenate(parts).astype(np.float32)


def blocks(out):
    values = inputs(np.random.default_rng(2))
    hexes = " ".join(f"{bits:08x}" for bits in values.view(np.uint32))
    for name in ["nvfp4", "mxfp4", "mxfp8"]:
        result = quantized(name, values)
        out.write(f"{name}\n{hexes}\n" + " ".join(f"{bits:08x}" for bits in result.view(np.uint32)) + "\n")


if __name__ == "__main__":
    with open(os.path.join(HERE, "codes.txt"), "w") as out:
        codes(out)
    with open(os.path.join(HERE, "blocks.txt"), "w") as out:
        blocks(out)
