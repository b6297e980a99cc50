"""Guarantees for a classifier that lives in Python, from the shell."""

import json
import math
import os
import subprocess
import sys
import tempfile
import unittest

try:
    import torch
except ImportError:
    raise unittest.SkipTest("no torch") from None

from sweetspot import program

from test_measure import program_is_there

_MODULE = """
import torch

def parts():
    torch.manual_seed(4)
    model = torch.nn.Linear(5, 3)
    x = torch.randn(300, 5)
    y = model(x).argmax(1)
    wrong = torch.rand(300) < 0.1
    y = torch.where(wrong, (y + 1) % 3, y)
    # Training examples are never wrong: a bound from these would be another one.
    mine = ~wrong[:200]
    return {"model": model, "data": (x[:200][mine], y[:200][mine]),
            "loss": torch.nn.CrossEntropyLoss(), "test": (x[200:], y[200:])}

def untested():
    given = parts()
    del given["test"]
    return given

def regression():
    model = torch.nn.Linear(5, 1)
    x = torch.randn(50, 5)
    return {"model": model, "data": (x, x[:, :1]), "loss": torch.nn.MSELoss(), "test": (x, x[:, :1])}
"""


def largest_error(errors, examples, delta):
    """The p at which so few errors have probability delta: the exact binomial tail, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(200):
        p = (low + high) / 2
        tail = sum(math.comb(examples, k) * p ** k * (1 - p) ** (examples - k)
                   for k in range(errors + 1))
        low, high = (p, high) if tail > delta else (low, p)
    return low


@unittest.skipIf(program_is_there() is None, "no program was built")
class CertifyTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory(prefix="sweetspot-")
        self.addCleanup(held.cleanup)
        self.folder = held.name
        with open(os.path.join(self.folder, "mine.py"), "w", encoding="utf-8") as file:
            file.write(_MODULE)

    def certify(self, function, *arguments):
        package = os.path.dirname(os.path.dirname(program.__file__))
        return subprocess.run(
            [*program.command(), "certify", f"python:mine:{function}", *arguments], cwd=self.folder,
            env={**os.environ, "SWEETSPOT_PYTHON": sys.executable,
                 "SWEETSPOT_PYTHON_PACKAGE": package},
            capture_output=True, text=True, check=False, timeout=300)

    def test_errors_on_the_test_examples_give_the_exact_bound(self):
        done = self.certify("parts", "--json", "found.json", "--delta", "0.1")
        self.assertEqual(done.returncode, 0, done.stderr)
        sys.path.insert(0, self.folder)
        try:
            import mine
        finally:
            sys.path.remove(self.folder)
            sys.modules.pop("mine", None)
        given = mine.parts()
        x, y = given["test"]
        errors = int((given["model"](x).argmax(1) != y).sum())
        self.assertGreater(errors, 3)
        with open(os.path.join(self.folder, "found.json"), encoding="utf-8") as file:
            bounds = {one["id"]: one for one in json.load(file)["bounds"]}
        exact = bounds["test-set-exact"]
        self.assertEqual(exact["kind"], "certified")
        self.assertAlmostEqual(exact["truth"], errors / 100, places=12)
        self.assertAlmostEqual(exact["value"], largest_error(errors, 100, 0.1), places=9)
        # What asks for a recipe is not given, and said so.
        self.assertIn("Not given, pac-bayes-kl", done.stdout)

    def test_training_examples_guarantee_nothing(self):
        done = self.certify("untested")
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("test=", done.stderr)

    def test_only_classifiers_err(self):
        done = self.certify("regression")
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("expected a classifier", done.stderr)

    def test_it_does_not_train_what_has_no_recipe(self):
        done = self.certify("parts", "--train")
        self.assertEqual(done.returncode, 2)
        self.assertIn("leave it out", done.stderr)


if __name__ == "__main__":
    unittest.main()
