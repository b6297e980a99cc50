"""Keras models: every backend at hand, each in a process of its own, gives the same values."""

import json
import os
import subprocess
import sys
import unittest

_SCRIPT = """
import json, sys
import numpy, keras
from sweetspot.models import answering
class Asked:
    # the whole of a split, used as the model is used
    split, mode = "train", "evaluate"
    def __init__(self, indices):
        self.indices = list(indices)
draws = numpy.random.RandomState(1)
x, y = draws.randn(40, 6).astype("float32"), draws.randint(0, 3, 40)
model = keras.Sequential([
    keras.Input((6,)), keras.layers.Dense(8, activation="tanh"), keras.layers.BatchNormalization(),
    keras.layers.Dropout(0.1), keras.layers.Dense(3)])
model.set_weights([draws.rand(*weights.shape).astype("float32") for weights in model.get_weights()])
model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
answers = answering(model, (x, y))
said = answers.describe()
graph, size = answers.graph(Asked(range(40)), None), answers.parameters().size
v, hv = answers.zeros(size), answers.zeros(size)
v.scale(0)
v.data[:] = 1
graph.hessian(v, hv)
print(json.dumps({"loss": answers.loss(Asked(range(40))), "size": size,
                  "norm": sum(answers.squared_norms(Asked(range(40)))),
                  "bent": float((v.data * hv.data).sum()), "abilities": list(said["abilities"]),
                  "modes": said["modes-differ"], "mixes": said["mixes"], "missing": said["missing"]}))
"""

#: Regression, one-hot classes, and one probability of two classes.
_OTHERS = """
import json, sys
import numpy, keras
from sweetspot.models import answering
draws = numpy.random.RandomState(1)
x = draws.randn(40, 6).astype("float32")
found = {}
for name, outputs, last, y, loss in (
        ("numbers", 1, None, draws.randn(40, 1), keras.losses.MeanSquaredError()),
        ("one-hot", 3, "softmax", numpy.eye(3)[draws.randint(0, 3, 40)],
         keras.losses.CategoricalCrossentropy()),
        ("binary", 1, "sigmoid", draws.randint(0, 2, (40, 1)).astype("float32"),
         keras.losses.BinaryCrossentropy())):
    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(8, activation="tanh"),
                              keras.layers.Dense(outputs, activation=last)])
    model.compile(loss=loss)
    said = answering(model, (x, y.astype("float32"))).describe()
    found[name] = {"abilities": said["abilities"], "missing": said["missing"]}
print(json.dumps(found))
"""


class KerasTest(unittest.TestCase):
    def said(self, script):
        """What each backend at hand says, in a process of its own."""
        found = {}
        for backend in ("torch", "jax", "tensorflow"):
            environment = {**os.environ, "KERAS_BACKEND": backend}
            # TensorFlow may need an environment of its own.
            interpreter = os.environ.get(f"SWEETSPOT_TEST_{backend.upper()}_PYTHON") or sys.executable
            if not os.path.exists(interpreter):
                interpreter = sys.executable
            done = subprocess.run(
                [interpreter, "-W", "ignore", "-c", script], capture_output=True, text=True,
                env=environment, cwd=os.path.dirname(os.path.abspath(__file__)), check=False)
            if "No module named" in done.stderr:
                print(f"NOT TESTED: Keras on {backend} ({done.stderr.strip().splitlines()[-1]})")
                continue
            self.assertEqual(done.returncode, 0, done.stderr)
            found[backend] = json.loads(done.stdout.splitlines()[-1])
        if not found:
            self.skipTest("Keras is not installed with any of its backends")
        return found

    def test_other_losses_are_read_as_they_are(self):
        for backend, said in self.said(_OTHERS).items():
            with self.subTest(backend=backend):
                self.assertIn("gauss-newton", said["numbers"]["abilities"])
                self.assertIn("outputs", said["numbers"]["missing"])
                for name in ("one-hot", "binary"):
                    self.assertLessEqual(
                        {"outputs", "gauss-newton", "output-gradients"},
                        set(said[name]["abilities"]), said[name]["missing"])
                    if backend != "torch":
                        self.assertTrue(said[name]["abilities"]["outputs"]["counts-all-alike"])
                        self.assertIn("features", said[name]["abilities"], said[name]["missing"])

    def test_backends_agree(self):
        found = self.said(_SCRIPT)
        first = next(iter(found.values()))
        for backend, said in found.items():
            for name in ("loss", "norm", "bent"):
                self.assertAlmostEqual(
                    first[name], said[name], delta=1e-5 * abs(first[name]), msg=backend + " " + name)
        for said in found.values():
            self.assertLessEqual(
                {"second-order", "gauss-newton", "per-example", "outputs", "output-form",
                 "output-gradients", "features", "inputs"}, set(said["abilities"]), said["missing"])
            self.assertTrue(said["modes"])
            self.assertTrue(said["mixes"]["train"] and not said["mixes"]["evaluate"])


if __name__ == "__main__":
    unittest.main()
