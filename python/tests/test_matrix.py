"""Which library in which version does what, tried in a process of its own each, as a table."""

import os
import subprocess
import sys
import unittest

_MEASURED = """
import numpy
ABILITIES = ("second-order", "gauss-newton", "per-example", "outputs", "output-gradients", "features",
             "inputs")
more = {}
draws = numpy.random.RandomState(1)
x, y = draws.randn(24, 6).astype("float32"), draws.randint(0, 3, 24)
{make}
from sweetspot.models import answering
said = answering(*made, **more).describe()
names = [name for name in ABILITIES if name in said["abilities"]]
print("FOUND|" + __import__("{package}").__version__ + "|" + ", ".join(names))
"""

_TORCH = """
import torch
model = torch.nn.Sequential(torch.nn.Linear(6, 5), torch.nn.Tanh(), torch.nn.Linear(5, 3))
made = model, (torch.tensor(x), torch.tensor(y)), torch.nn.CrossEntropyLoss()
"""

_JAX = """
import jax, jax.numpy as jnp
def outputs(w, x):
    return jnp.tanh(x @ w["a"]) @ w["b"]
def loss(w, x, y):
    logits = outputs(w, x)
    return (jax.nn.logsumexp(logits, 1) - logits[jnp.arange(len(y)), y]).mean()
made = ({"a": jnp.asarray(draws.randn(6, 5), "float32"), "b": jnp.asarray(draws.randn(5, 3), "float32")},
        (x, y), loss)
more = {"outputs": outputs}
"""

_TENSORFLOW = """
import tensorflow
def outputs(w, x):
    return tensorflow.tanh(x @ w["a"]) @ w["b"]
def loss(w, x, y):
    return tensorflow.reduce_mean(
        tensorflow.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=outputs(w, x)))
more = {"outputs": outputs}
made = ({"a": tensorflow.Variable(draws.randn(6, 5).astype("float32")),
         "b": tensorflow.Variable(draws.randn(5, 3).astype("float32"))}, (x, y), loss)
"""

_KERAS = """
import keras
model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(5, "tanh"), keras.layers.Dense(3)])
model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
made = model, (x, y)
"""

_RECORDED = """
{make}
print("FOUND|" + __import__("{package}").__version__ + "|recorded")
"""

ROWS = [
    ("PyTorch", "torch", _MEASURED, _TORCH, ""),
    ("JAX", "jax", _MEASURED, _JAX, ""),
    ("TensorFlow", "tensorflow", _MEASURED, _TENSORFLOW, "tensorflow"),
    ("Keras on PyTorch", "keras", _MEASURED, _KERAS, "torch"),
    ("Keras on JAX", "keras", _MEASURED, _KERAS, "jax"),
    ("Keras on TensorFlow", "keras", _MEASURED, _KERAS, "tensorflow"),
    ("Lightning", "lightning", _RECORDED, "import sweetspot.recorder.lightning", ""),
    ("Hugging Face Trainer", "transformers", _RECORDED, "import sweetspot.recorder.huggingface", ""),
    ("Keras 3 fit", "keras", _RECORDED, "import sweetspot.recorder.keras", "torch"),
    ("Optax", "optax", _RECORDED, "import optax, sweetspot.recorder.arrays", ""),
]


def tried(script, make, package, backend):
    """Version and what works, or why not."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    if backend:
        environment["KERAS_BACKEND"] = backend
    interpreter = os.environ.get(f"SWEETSPOT_TEST_{backend.upper()}_PYTHON") or sys.executable
    done = subprocess.run(
        [interpreter, "-W", "ignore", "-c", script.replace("{make}", make).replace("{package}", package)],
        capture_output=True, text=True, env=environment, check=False)
    for line in done.stdout.splitlines():
        if line.startswith("FOUND|"):
            return line.split("|")[1:]
    last = (done.stderr.strip().splitlines() or ["nothing"])[-1]
    if "No module named" in last:
        return "-", "not installed here"
    return "?", last


class MatrixTest(unittest.TestCase):
    def test_every_library_at_hand_does_what_it_should(self):
        table = [(name, *tried(script, make, package, backend))
                 for name, package, script, make, backend in ROWS]
        print("\nlibrary, version, what works")
        for row in table:
            print("  %-22s %-10s %s" % row)
        for name, version, works in table:
            if version != "-":
                self.assertNotEqual(version, "?", f"{name}: {works}")
                # Every library that is measured can do all of it.
                self.assertTrue(works == "recorded" or works.count(",") == 6, f"{name}: {works}")


if __name__ == "__main__":
    unittest.main()
