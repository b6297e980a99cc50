"""One network, its weights and its data in every library at hand and in the program's own engine."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

import numpy

_HERE = os.path.dirname(os.path.abspath(__file__))
_CHECKOUT = os.path.join(_HERE, "..", "..", "sweetspot")
_MEASURES = ["loss", "gradient-norms", "hessian-eigenvalues", "hessian-trace", "noise-scale", "ece",
             "margins", "gauss-newton-eigenvalues", "nc1", "ntk-spectrum"]
#: What nobody but a classifier in the library's own process can say must be there.
_NEEDED = {"loss", "gradient-norms", "hessian-eigenvalues", "hessian-trace", "noise-scale", "ece",
           "margins", "gauss-newton-eigenvalues", "nc1", "ntk-spectrum"}

_BEGIN = """
import json, sys
import numpy
given = numpy.load("given.npz")
precision = sys.argv[1]
x, y = given["x"].astype(precision), given["y"]
x, y, held = x[:60], y[:60], (x[60:], y[60:])
w0, b0, w1, b1 = (given[name].astype(precision) for name in ("w0", "b0", "w1", "b1"))
"""

_END = """
import sweetspot
answer = sweetspot.measure(*made, test=held, measures=%r, trace_error=0, eigenvalues=5, **more)
with open("answer.json", "w") as file:
    json.dump({one["measure"] + "." + one.get("part", ""): [one["value"], one["error"]]
               for one in answer.records()}, file)
""" % (_MEASURES,)

_TORCH = """
import torch
def network():
    model = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.Tanh(), torch.nn.Linear(8, 3))
    model = model.to(getattr(torch, precision))
    with torch.no_grad():
        for part, value in zip(model.parameters(), (w0.T, b0, w1.T, b1)):
            part.copy_(torch.tensor(value))
    return model
"""

_LIBRARIES = {
    "PyTorch": (_TORCH + """
held = tuple(torch.tensor(one) for one in held)
made, more = (network(), (torch.tensor(x), torch.tensor(y)), torch.nn.CrossEntropyLoss()), {}
""", ""),
    "JAX": ("""
import jax
jax.config.update("jax_enable_x64", precision == "float64")
import jax.numpy as jnp
def outputs(w, x):
    return jnp.tanh(x @ w["w0"] + w["b0"]) @ w["w1"] + w["b1"]
def loss(w, x, y):
    rows = jax.nn.log_softmax(outputs(w, x))
    return -rows[jnp.arange(len(y)), y].mean()
weights = {"w0": jnp.asarray(w0), "b0": jnp.asarray(b0), "w1": jnp.asarray(w1), "b1": jnp.asarray(b1)}
made, more = (weights, (x, y), loss), {"outputs": outputs}
""", ""),
    "TensorFlow": ("""
import tensorflow as tf
def outputs(w, x):
    return tf.matmul(tf.tanh(tf.matmul(x, w["w0"]) + w["b0"]), w["w1"]) + w["b1"]
def loss(w, x, y):
    return tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=outputs(w, x)))
weights = {name: tf.Variable(value) for name, value in (("w0", w0), ("b0", b0), ("w1", w1), ("b1", b1))}
made, more = (weights, (x, y), loss), {"outputs": outputs}
""", "tensorflow"),
}
_KERAS = """
import keras
keras.config.set_floatx(precision)
if keras.backend.backend() == "jax":
    import jax
    jax.config.update("jax_enable_x64", precision == "float64")
model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(8, "tanh"), keras.layers.Dense(3)])
model.set_weights([w0, b0, w1, b1])
model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
made, more = (model, (x, y)), {}
"""
for _backend in ("torch", "jax", "tensorflow"):
    _LIBRARIES[f"Keras on {_backend}"] = (_KERAS, _backend)


def asked(script, folder, precision, backend=""):
    """What the library says in a process of its own, or why it can't be asked."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    if backend:
        environment["KERAS_BACKEND"] = backend
    interpreter = os.environ.get(f"SWEETSPOT_TEST_{backend.upper()}_PYTHON") or sys.executable
    done = subprocess.run(
        [interpreter, "-W", "ignore", "-c", _BEGIN + script, precision], cwd=folder,
        capture_output=True, text=True, env=environment, check=False)
    if "No module named" in done.stderr and done.returncode:
        return None, done.stderr.strip().splitlines()[-1]
    if done.returncode:
        raise AssertionError(done.stderr)
    path = os.path.join(folder, "answer.json")
    if not os.path.exists(path):
        return {}, ""
    with open(path, encoding="utf-8") as file:
        found = json.load(file)
    os.remove(path)
    return found, ""


def given(folder):
    draws = numpy.random.RandomState(3)
    numpy.savez(os.path.join(folder, "given.npz"), x=draws.randn(100, 6), y=draws.randint(0, 3, 100),
                w0=0.7 * draws.randn(6, 8), b0=draws.randn(8), w1=0.7 * draws.randn(8, 3),
                b1=draws.randn(3))


def ours(folder, precision):
    """What the program's own engine says of the same network as a TorchScript module."""
    engine = os.environ.get("SWEETSPOT_PROGRAM") or _CHECKOUT
    if not os.path.exists(engine):
        return None, "no program with libtorch"
    _, missing = asked(_TORCH + """
torch.jit.script(network()).save("network.pt")
numpy.savez("data.npz", x=x, y=y, x_test=held[0], y_test=held[1])
""", folder, precision)
    if missing:
        return None, missing
    done = subprocess.run(
        [engine, "measure", "network.pt", "--data", "data.npz", "--precision",
         "double" if precision == "float64" else "single", "--measures", ",".join(_MEASURES),
         "--trace-error", "0", "--json", "ours.json"],
        cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        return None, done.stderr.strip() or done.stdout.strip()
    from sweetspot.profile import Profile
    with open(os.path.join(folder, "ours.json"), encoding="utf-8") as file:
        profile = Profile(json.load(file), "", "")
    return {one["measure"] + "." + one.get("part", ""): [one["value"], one["error"]]
            for one in profile.records()}, ""


#: Keras 3 computes its losses in single precision there, whatever its floatx is.
_ROUNDED = {"Keras on torch", "Keras on jax"}


class AgreementTest(unittest.TestCase):
    def compared(self, precision, tolerance):
        with tempfile.TemporaryDirectory() as folder:
            given(folder)
            reference, missing = ours(folder, precision)
            if reference is None:
                self.skipTest(f"NOT TESTED: the program's own engine ({missing})")
            print(f"\n{precision}: furthest from the program's own engine, relative")
            for library, (script, backend) in _LIBRARIES.items():
                found, missing = asked(script + _END, folder, precision, backend)
                if found is None:
                    print(f"  {library:20} NOT TESTED: {missing}")
                    continue
                furthest, where, seen = 0.0, "", set()
                for name, (value, _) in reference.items():
                    if name not in found or value is None or found[name][0] is None:
                        continue
                    scale = self.scale(reference, name)
                    off = abs(found[name][0] - value) / scale
                    seen.add(name.split(".")[0])
                    if off > furthest:
                        furthest, where = off, name
                print(f"  {library:20} {furthest:.1e} ({where}), {len(seen)} measures")
                with self.subTest(library=library, precision=precision):
                    self.assertLessEqual(_NEEDED - seen, set(), f"{library}: {sorted(found)}")
                    self.assertLess(
                        furthest, 1e-5 if library in _ROUNDED else tolerance, f"{library}: {where}")

    @staticmethod
    def scale(reference, name):
        """The largest number of the same answer."""
        measure = name.split(".")[0] + "."
        return max(1e-12, *(abs(value) for other, (value, _) in reference.items()
                            if other.startswith(measure) and value is not None))

    def test_in_double_precision(self):
        self.compared("float64", 1e-9)

    def test_in_single_precision(self):
        self.compared("float32", 1e-5)


if __name__ == "__main__":
    unittest.main()
