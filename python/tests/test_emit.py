"""Plans in the words of a library, executed with that library and followed update by update."""

import importlib.util
import json
import math
import os
import re
import subprocess
import tempfile
import unittest

import numpy

from sweetspot import program
from sweetspot.recorder.arrays import ArrayRecorder

os.environ.setdefault("KERAS_BACKEND", "torch")

RECIPE = """
name: mine
data: {source: {kind: elsewhere, classes: 10}, split: {train: 320, validation: 100, test: 100}}
model: elsewhere
training:
  kind: command
  run: python train.py {batch} {lr} {epochs} {seed}
  batch: 32
  optimizer: %s
  schedule: %s
  budget: 8 epochs
  clip: %s
control: {change: {batch: 64}, seeds: 2}
"""

SGD = RECIPE % ("{kind: sgd, rate: 0.1, momentum: 0.9}", "{kind: cosine, warm-up: 5 steps}", "1.5")
ADAM = RECIPE % ("{kind: adamw, rate: 0.01, beta2: 0.99, weight-decay: 0.1}",
                 "{kind: step, at: [0.5], factor: 0.1}", "0")


def installed(name):
    return importlib.util.find_spec(name) is not None


def record(folder):
    """A record with evaluations, from which a plan can be made."""
    recorder = ArrayRecorder(folder, {"w": numpy.zeros(3)})
    random = numpy.random.default_rng(1)
    weights = numpy.zeros(3)
    for step in range(1, 81):
        gradient = numpy.array([0.1, 0.2, 0.3]) + random.normal(size=3)
        recorder.step(1 / step, {"w": weights}, gradients={"w": gradient},
                      updates={"w": -0.1 * gradient}, rate=0.1, examples=32)
        if step % 8 == 0:
            for name in ("validation", "test"):
                recorder.evaluation(name, loss=1 / step, accuracy=0.9 - 1 / (step + 2))
    recorder.close()


class Emitted:
    """The plan of a recipe: its numbers, and what its lines for a library define."""

    def __init__(self, recipe, library, names):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "mine.yaml"), "w", encoding="utf-8") as file:
                file.write(recipe)
            record(os.path.join(folder, "run"))
            out = os.path.join(folder, "out.json")
            done = subprocess.run(
                [*program.command(), "control", os.path.join(folder, "mine.yaml"), "--plan-only",
                 "--from", os.path.join(folder, "run"), "--emit", library, "--json", out,
                 "--out", os.path.join(folder, "plan")],
                capture_output=True, text=True, check=False, cwd=folder)
            if done.returncode:
                raise AssertionError(done.stderr)
            with open(out, encoding="utf-8") as file:
                result = json.load(file)
        self.text = result["emitted"]
        plan = result["plan"]
        self.rate = float(re.search(r"rate: (\S+)", plan).group(1))
        amount, unit = re.search(r"budget: (\S+) (\w+)", plan.replace('"', "")).groups()
        self.steps = round(float(amount) * (5 if unit == "epochs" else 1))
        self.names = dict(names)
        exec(self.text, self.names)

    def factor(self, step):
        """Of update `step` from 1, by the recipe's definition."""
        progress = (step - 1) / self.steps
        if "cosine" in self.text or "cos(" in self.text:
            return min(1, step / self.warm_up()) * (1 + math.cos(math.pi * progress)) / 2
        return 0.1 if progress >= 0.5 else 1.0

    def warm_up(self):
        return float(re.search(r"\(step \+ 1\) / (\S+?)\)", self.text).group(1))


def sgd(plan, updates, gradient, weights):
    """The recipe's own rule, by hand."""
    norm = numpy.linalg.norm(gradient)
    gradient = gradient * min(1, 1.5 / norm)
    velocity = numpy.zeros_like(weights)
    for step in range(1, updates + 1):
        velocity = 0.9 * velocity + gradient
        weights = weights - plan.rate * plan.factor(step) * velocity
    return weights


def keras_sgd(plan, updates, gradient, weights):
    """Keras's own momentum, which holds the rate: the emitted lines say so."""
    gradient = gradient * min(1, 1.5 / numpy.linalg.norm(gradient))
    velocity = numpy.zeros_like(weights)
    for step in range(1, updates + 1):
        velocity = 0.9 * velocity - plan.rate * plan.factor(step) * gradient
        weights = weights + velocity
    return weights


def adam(plan, updates, gradient, weights):
    """The same of AdamW."""
    mean, square = numpy.zeros_like(weights), numpy.zeros_like(weights)
    for step in range(1, updates + 1):
        rate = plan.rate * plan.factor(step)
        weights = weights * (1 - rate * 0.1)
        mean, square = 0.9 * mean + 0.1 * gradient, 0.99 * square + 0.01 * gradient ** 2
        weights = weights - rate * (mean / (1 - 0.9 ** step)) / (
            numpy.sqrt(square / (1 - 0.99 ** step)) + 1e-8)
    return weights


GRADIENT, START = numpy.array([3.0, -4.0, 0.5]), numpy.array([1.0, 2.0, -1.0])
RULES = ((SGD, sgd), (ADAM, adam))


class EmitTest(unittest.TestCase):
    def setUp(self):
        try:
            program.command()
        except program.ProgramError as missing:
            self.skipTest(str(missing))

    def same(self, plan, rule, weights, updates=12):
        numpy.testing.assert_allclose(weights, rule(plan, updates, GRADIENT, START), rtol=2e-5)

    def follow_torch(self, optimizer, scheduler, weight, clip):
        import torch

        for _ in range(12):
            weight.grad = torch.tensor(GRADIENT[None], dtype=weight.dtype)
            if clip:
                torch.nn.utils.clip_grad_norm_([weight], clip)
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
        return weight.detach().numpy()[0]

    def model(self):
        import torch

        model = torch.nn.Linear(3, 1, bias=False).double()
        with torch.no_grad():
            model.weight.copy_(torch.tensor(START[None]))
        return model

    def test_pytorch(self):
        for recipe, rule in RULES:
            model = self.model()
            plan = Emitted(recipe, "pytorch", {"model": model})
            self.assertEqual(plan.names["batch_size"], 64)
            self.assertEqual(plan.names["max_steps"], plan.steps)
            self.same(plan, rule, self.follow_torch(
                plan.names["optimizer"], plan.names.get("scheduler"), model.weight,
                plan.names.get("max_norm")))

    def test_lightning(self):
        if not installed("lightning"):
            self.skipTest("lightning is not installed")
        import lightning

        for recipe, rule in RULES:
            plan = Emitted(recipe, "lightning", {})
            model = self.model()
            made = plan.names["configure_optimizers"](model)
            settings = plan.names["settings"]
            trainer = lightning.Trainer(
                **settings, logger=False, enable_checkpointing=False, enable_progress_bar=False,
                enable_model_summary=False, accelerator="cpu")
            self.assertEqual(trainer.max_steps, plan.steps)
            self.same(plan, rule, self.follow_torch(
                made["optimizer"], made["lr_scheduler"]["scheduler"], model.weight,
                settings.get("gradient_clip_val")))

    def test_huggingface(self):
        if not installed("transformers") or not installed("accelerate"):
            self.skipTest("transformers with accelerate is not installed")
        import transformers

        for recipe, rule in RULES:
            model = self.model()
            plan = Emitted(recipe, "huggingface", {"model": model})
            with tempfile.TemporaryDirectory() as out:
                given = transformers.TrainingArguments(out, **plan.names["settings"])
            self.assertEqual(given.max_steps, plan.steps)
            self.same(plan, rule, self.follow_torch(
                plan.names["optimizer"], plan.names["scheduler"], model.weight,
                given.max_grad_norm))

    def test_keras(self):
        if not installed("keras"):
            self.skipTest("keras is not installed")
        import keras

        for recipe, rule in ((SGD, keras_sgd), (ADAM, adam)):
            plan = Emitted(recipe, "keras", {})
            self.assertEqual("Keras keeps the rate inside its momentum" in plan.text, rule is keras_sgd)
            weight = keras.Variable(START.astype("float32"))
            optimizer = plan.names["optimizer"]
            optimizer.build([weight])
            for _ in range(12):
                optimizer.apply([keras.ops.convert_to_tensor(GRADIENT.astype("float32"))], [weight])
            self.same(plan, rule, keras.ops.convert_to_numpy(weight))

    def test_optax(self):
        if not installed("optax"):
            self.skipTest("optax is not installed")
        import jax.numpy as jnp
        import optax

        for recipe, rule in RULES:
            plan = Emitted(recipe, "optax", {})
            optimizer, weights = plan.names["optimizer"], jnp.asarray(START)
            state = optimizer.init(weights)
            for _ in range(12):
                updates, state = optimizer.update(jnp.asarray(GRADIENT), state, weights)
                weights = optax.apply_updates(weights, updates)
            self.same(plan, rule, weights)


if __name__ == "__main__":
    unittest.main()
