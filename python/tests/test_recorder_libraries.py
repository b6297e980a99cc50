"""The recorder's callbacks with the libraries that are installed; others are skipped by name."""

import importlib.util
import os
import tempfile
import unittest

os.environ.setdefault("KERAS_BACKEND", "torch")

import numpy
import torch

from sweetspot.recorder import sketch
from test_recorder import lines


def needs(*names):
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    return unittest.skipIf(missing, "NOT TESTED: not installed: " + ", ".join(missing))


class LibrariesTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self._folder.name, "run")

    def tearDown(self):
        self._folder.cleanup()

    def kinds(self, kind):
        return [line for line in lines(self.path) if line["kind"] == kind]

    @needs("lightning")
    def test_lightning(self):
        import lightning.pytorch as pl
        from sweetspot.recorder.lightning import RecorderCallback

        class Module(pl.LightningModule):
            def __init__(self):
                super().__init__()
                self.layer = torch.nn.Linear(6, 3)

            def forward(self, inputs):
                return self.layer(inputs)

            def training_step(self, batch, index):
                return torch.nn.functional.cross_entropy(self(batch[0]), batch[1])

            def validation_step(self, batch, index):
                self.log("val_loss", torch.nn.functional.cross_entropy(self(batch[0]), batch[1]))

            def configure_optimizers(self):
                return torch.optim.SGD(self.parameters(), lr=0.1)

        data = torch.utils.data.TensorDataset(torch.randn(64, 6), torch.randint(0, 3, (64,)))
        loader = torch.utils.data.DataLoader(data, batch_size=8)
        trainer = pl.Trainer(
            max_epochs=2, accumulate_grad_batches=2, accelerator="cpu", logger=False,
            enable_checkpointing=False, enable_progress_bar=False, enable_model_summary=False,
            gradient_clip_val=0.5, default_root_dir=self._folder.name,
            callbacks=[RecorderCallback(self.path)])
        trainer.fit(Module(), loader, loader)
        steps = self.kinds("step")
        self.assertEqual(len(steps), 8)
        self.assertEqual({step["accumulation"] for step in steps}, {2})
        self.assertEqual({step["examples"] for step in steps}, {16})
        self.assertAlmostEqual(steps[0]["micro"][0]["probe"]["weight"], 1 / 16, places=6)
        self.assertEqual(len(self.kinds("evaluation")), 2)

    @needs("transformers", "accelerate")
    def test_the_trainer_of_transformers(self):
        import transformers
        from sweetspot.recorder.huggingface import RecorderCallback

        configuration = transformers.GPT2Config(
            vocab_size=20, n_positions=16, n_embd=16, n_layer=1, n_head=2)
        model = transformers.GPT2LMHeadModel(configuration)
        tokens = torch.randint(0, 20, (32, 12))
        data = [{"input_ids": row, "labels": row} for row in tokens]
        arguments = transformers.TrainingArguments(
            output_dir=self._folder.name, max_steps=6, per_device_train_batch_size=4,
            gradient_accumulation_steps=2, report_to=[], save_strategy="no", use_cpu=True,
            disable_tqdm=True, logging_strategy="no")
        transformers.Trainer(
            model, arguments, train_dataset=data, callbacks=[RecorderCallback(self.path)]).train()
        steps = self.kinds("step")
        self.assertEqual([step["step"] for step in steps], [1, 2, 3, 4, 5, 6])
        self.assertEqual({step["accumulation"] for step in steps}, {2})
        self.assertEqual({step["examples"] for step in steps}, {8})
        batch = steps[0]["micro"][0]
        self.assertGreater(batch["shift"][1], 0.99)
        self.assertGreater(batch["probe"]["cosine"], 0.99)
        self.assertIn("clip", steps[0])

    @needs("keras")
    def test_keras(self):
        import keras
        from sweetspot.recorder.keras import RecorderCallback

        model = keras.Sequential([keras.layers.Input((5,)), keras.layers.Dense(3)])
        model.compile(keras.optimizers.SGD(0.1), keras.losses.SparseCategoricalCrossentropy(True))
        inputs = numpy.random.default_rng(1).normal(size=(40, 5)).astype("float32")
        targets = numpy.arange(40) % 3
        model.fit(inputs, targets, batch_size=10, epochs=2, verbose=0,
                  validation_data=(inputs, targets), callbacks=[RecorderCallback(self.path)])
        steps = self.kinds("step")
        self.assertEqual(len(steps), 8)
        self.assertAlmostEqual(steps[0]["rate"][0], 0.1, places=6)
        self.assertGreater(steps[0]["update"]["norm"], 0)
        self.assertEqual(len(self.kinds("evaluation")), 2)

    @needs("jax", "optax")
    def test_optax(self):
        import jax
        import optax
        from sweetspot.recorder.arrays import ArrayRecorder

        parameters = {"layer": {"w": jax.numpy.ones((30, 20)), "b": jax.numpy.zeros(20)}}
        optimizer = optax.sgd(0.1)
        state = optimizer.init(parameters)
        recorder = ArrayRecorder(self.path, parameters, optimizer="sgd", overhead=0)

        def loss(values, inputs):
            return ((inputs @ values["layer"]["w"] + values["layer"]["b"]) ** 2).mean()

        for step in range(5):
            inputs = jax.random.normal(jax.random.PRNGKey(step), (8, 30))
            value, gradients = jax.value_and_grad(loss)(parameters, inputs)
            updates, state = optimizer.update(gradients, state, parameters)
            parameters = optax.apply_updates(parameters, updates)
            recorder.step(value, parameters, gradients=gradients, updates=updates, rate=0.1,
                          examples=8)
        recorder.close()
        steps = self.kinds("step")
        self.assertEqual(len(steps), 5)
        one = sketch.decode(steps[0]["gradient"]["sketch"])
        other = sketch.decode(steps[0]["update"]["sketch"])
        for a, b in zip(one, other):
            self.assertAlmostEqual(-0.1 * a, b, places=4)

    def test_arrays_have_the_projection_of_tensors(self):
        from sweetspot.recorder.arrays import ArrayRecorder
        from sweetspot.recorder.torch_vectors import Vectors

        values = {"w": torch.randn(40, 30), "b": torch.randn(30)}
        tensors = Vectors([(name, torch.nn.Parameter(one)) for name, one in values.items()])
        expected = tensors.sketch(list(values.values()))
        arrays = {name: one.numpy() for name, one in values.items()}
        recorder = ArrayRecorder(self.path, arrays, framework="numpy")
        recorder.step(1.0, arrays, gradients=arrays)
        recorder.close()
        found = sketch.decode(self.kinds("step")[0]["gradient"]["sketch"])
        self.assertTrue(numpy.allclose(found, expected.numpy(), atol=1e-4))


if __name__ == "__main__":
    unittest.main()
