"""Writes a small file of Flax, one array of it in chunks.

    python flax_files.py FOLDER

Needs numpy, ml_dtypes, jax and flax. Every tensor follows the rule of weights_files.py.
"""

import pathlib
import sys

import flax.serialization as serialization
import ml_dtypes
import numpy as np

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def rule(*shape, dtype=np.float32):
    n = int(np.prod(shape))
    return ((np.arange(n) - n // 2) / 8).reshape(shape).astype(dtype)


serialization.MAX_CHUNK_SIZE = 64
state = {
    "step": np.int32(7),
    "params": {
        "Dense_0": {"kernel": rule(4, 3), "bias": rule(3)},
        "Conv_0": {"kernel": rule(3, 3, 2, 4), "bias": rule(4, dtype=np.float16)},
        "Embed_0": {"embedding": rule(2, 3, dtype=ml_dtypes.bfloat16)},
    },
    "batch_stats": {"BatchNorm_0": {"mean": rule(3), "var": rule(3)}},
    "opt_state": {"0": {"count": np.int32(7), "mu": {"Dense_0": {"kernel": rule(4, 3)}}}},
}
(folder / "flax_model.msgpack").write_bytes(serialization.to_bytes(state))
