"""Monitors of the program inside a recorded loop: right, within their share, and leaving no trace."""

import json
import os
import tempfile
import time
import unittest
import warnings

try:
    import torch
except ImportError:
    raise unittest.SkipTest("no torch") from None

import sweetspot
from sweetspot import program

from test_measure import program_is_there

nn = torch.nn


def lines(folder):
    with open(os.path.join(folder, "recorded.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def trained(folder, steps, pause=0.0, loss=None, begun=lambda: None, **options):
    """A small training; with ``loss`` monitors look on. The last weights, the recorder, the time."""
    torch.manual_seed(1)
    x, y = torch.randn(200, 6), torch.randint(0, 3, (200,))
    model = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.BatchNorm1d(8), nn.Dropout(0.1), nn.Linear(8, 3))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    recorder = sweetspot.Recorder(folder, model, optimizer)
    if loss is not None:
        recorder.monitor((x, y), loss, steps=steps, batch=20, **options)
        begun()
    began = time.perf_counter()
    for _ in range(steps):
        rows = torch.randperm(200)[:20]
        found = nn.functional.cross_entropy(model(x[rows]), y[rows])
        recorder.step(found, targets=y[rows])
        found.backward()
        optimizer.step()
        optimizer.zero_grad()
        if pause:
            time.sleep(pause)
    took = time.perf_counter() - began
    recorder.close()
    return model, recorder, took


@unittest.skipIf(program_is_there() is None, "no program was built")
class MonitorsTest(unittest.TestCase):
    def test_the_training_is_bit_for_bit_the_same(self):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            plain, _, _ = trained(one, 60)
            watched, _, _ = trained(other, 60, loss=nn.CrossEntropyLoss(), overhead=1.0)
            for a, b in zip(plain.state_dict().values(), watched.state_dict().values()):
                torch.testing.assert_close(a, b, rtol=0, atol=0)
            steps = [[one for one in lines(folder) if one["kind"] == "step"] for folder in (one, other)]
            self.assertEqual([one["loss"] for one in steps[0]], [one["loss"] for one in steps[1]])
            self.assertEqual(steps[0][5].get("micro"), steps[1][5].get("micro"))

    def test_readings_are_those_of_the_weights_then(self):
        with tempfile.TemporaryDirectory() as folder:
            model, _, _ = trained(folder, 400, pause=0.02, loss=nn.CrossEntropyLoss(), overhead=1.0)
            found = [one for one in lines(folder) if one["kind"] == "monitor"]
            self.assertEqual({one["monitor"] for one in found},
                             {"sharpness", "batch-sharpness", "noise-scale", "margin"})
            end = next(one for one in lines(folder) if one["kind"] == "monitors")
            self.assertEqual(sum(end["readings"].values()), len(found))
            torch.manual_seed(1)
            x, y = torch.randn(200, 6), torch.randint(0, 3, (200,))
            profile = sweetspot.measure(
                model, (x, y), nn.CrossEntropyLoss(), measures=["hessian-eigenvalues"], mode="train",
                eigenvalues=1)
            last = [one for one in found if one["monitor"] == "sharpness"][-1]
            figures = last["figures"]
            # The weights still move a little after the last reading.
            now = profile["hessian-eigenvalues"].value[0]
            self.assertLess(abs(figures["lambda-max"]["value"] - now), 0.35 * now)
            self.assertAlmostEqual(
                figures["edge-ratio"]["value"], figures["lambda-max"]["value"] * 0.1 / 2, places=9)

    def test_they_stay_within_their_share(self):
        with tempfile.TemporaryDirectory() as folder:
            _, recorder, took = trained(
                folder, 700, pause=0.03, loss=nn.CrossEntropyLoss(), overhead=0.2)
            end = next(one for one in lines(folder) if one["kind"] == "monitors")
            # One question may overshoot; its length is a few hundredths of a second.
            self.assertLess(end["overhead"], 0.2 + 0.3 / took)
            self.assertTrue(end["readings"], end)

    def test_what_fails_is_told_once_and_the_training_goes_on(self):
        armed = []

        def broken(outputs, targets):
            if armed:
                raise ValueError("no more")
            return nn.functional.cross_entropy(outputs, targets)

        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            _, recorder, _ = trained(
                folder, 500, pause=0.01, loss=broken, overhead=1.0, begun=lambda: armed.append(1))
            told = [one for one in caught if "no more" in str(one.message)]
            self.assertEqual(len(told), 1)
            kinds = [one["kind"] for one in lines(folder)]
            self.assertEqual(kinds.count("step"), 500)
            self.assertIn("no more", next(one for one in lines(folder) if one["kind"] == "monitors")["failed"])

    def test_a_training_measures_its_own_network(self):
        with tempfile.TemporaryDirectory() as folder:
            torch.manual_seed(1)
            x, y = torch.randn(60, 6), torch.randint(0, 3, (60,))
            model, loss = nn.Linear(6, 3), nn.CrossEntropyLoss()
            recorder = sweetspot.Recorder(folder, model, torch.optim.SGD(model.parameters(), lr=0.1))
            found = recorder.biases((x, y), loss, test=(x[:30], y[:30]), batch=10)
            recorder.close()
            line = next(one for one in lines(folder) if one["kind"] == "biases")
            named = {one["id"]: one for one in line["measures"]}
            self.assertLessEqual(
                {"hessian-trace", "stability-margin", "noise-temperature", "margins", "nll", "ece"},
                set(named))
            self.assertEqual(named["hessian-trace"]["value"], found["hessian-trace"].value)
            # The passes of the measurement are none of the training's.
            self.assertNotIn("step", {one["kind"] for one in lines(folder)})

    def test_mistakes_are_said_before_the_training(self):
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesRegex(sweetspot.Mistake, "sharpness, batch-sharpness"):
                trained(folder, 1, loss=nn.CrossEntropyLoss(), names=["distance"])
            with self.assertRaisesRegex(sweetspot.Mistake, "share above 0"):
                trained(folder, 1, loss=nn.CrossEntropyLoss(), overhead=0)


if __name__ == "__main__":
    unittest.main()
