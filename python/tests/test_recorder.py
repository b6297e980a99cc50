"""The recorder against values that torch gives directly, and after kill -9."""

import json
import math
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import torch

from sweetspot.recorder import Recorder, sketch
from sweetspot.recorder.folder import RecordedFolder


def lines(folder):
    with open(os.path.join(folder, "recorded.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.endswith("\n")]


def training(folder, steps=20, accumulate=1, before=True, **options):
    torch.manual_seed(1)
    inputs, targets = torch.randn(64, 12), torch.randint(0, 3, (64,))
    model = torch.nn.Sequential(torch.nn.Linear(12, 8), torch.nn.Tanh(), torch.nn.Linear(8, 3))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    recorder = Recorder(folder, model, optimizer, overhead=0, **options)
    norms = []
    for step in range(steps):
        for part in range(accumulate):
            chosen = slice(8 * (part % 8), 8 * (part % 8) + 8)
            loss = torch.nn.functional.cross_entropy(model(inputs[chosen]), targets[chosen])
            if before:
                recorder.step(loss, targets=targets[chosen])
            (loss / accumulate).backward()
            if not before and part < accumulate - 1:
                recorder.step(loss, targets=targets[chosen])
        norms.append(float(torch.cat([p.grad.flatten() for p in model.parameters()]).norm()))
        optimizer.step()
        optimizer.zero_grad()
        if not before:
            recorder.step(loss, targets=targets[chosen])
    recorder.close()
    return model, norms


class RecorderTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self._folder.name, "run")

    def tearDown(self):
        self._folder.cleanup()

    def steps(self):
        return [line for line in lines(self.path) if line["kind"] == "step"]

    def test_gradient_norms_are_those_of_torch(self):
        for before in (True, False):
            path = self.path
            self.path = path + str(before)
            _, norms = training(self.path, before=before)
            found = [line["gradient"]["norm"] for line in self.steps()]
            self.assertEqual(len(found), 20)
            for one, other in zip(found, norms):
                self.assertAlmostEqual(one, other, places=5)
            self.path = path

    def test_accumulated_batches_are_one_update_wherever_the_call_stands(self):
        for before in (True, False):
            path = self.path
            self.path = path + str(before)
            training(self.path, steps=6, accumulate=4, before=before)
            found = self.steps()
            self.assertEqual([line["accumulation"] for line in found], [4] * 6)
            self.assertEqual([line["examples"] for line in found], [32] * 6)
            self.assertEqual([len(line["micro"]) for line in found], [4] * 6)
            # The loss is divided by 4, the mean of 8 rows again by 8.
            for one in found[0]["micro"]:
                self.assertAlmostEqual(one["probe"]["weight"], 1 / 32, places=6)
                self.assertAlmostEqual(one["probe"]["cosine"], 1, places=5)
            self.path = path

    def test_training_is_bit_for_bit_the_same_without_it(self):
        recorded, _ = training(self.path)
        torch.manual_seed(1)
        inputs, targets = torch.randn(64, 12), torch.randint(0, 3, (64,))
        model = torch.nn.Sequential(torch.nn.Linear(12, 8), torch.nn.Tanh(), torch.nn.Linear(8, 3))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(20):
            torch.nn.functional.cross_entropy(model(inputs[:8]), targets[:8]).backward()
            optimizer.step()
            optimizer.zero_grad()
        for one, other in zip(recorded.parameters(), model.parameters()):
            self.assertTrue(torch.equal(one, other))

    def test_sketches_keep_inner_products(self):
        from sweetspot.recorder.torch_vectors import Vectors
        parameters = [("a", torch.nn.Parameter(torch.randn(256, 300))),
                      ("module.b", torch.nn.Parameter(torch.randn(70)))]
        vectors = Vectors(parameters)
        one = vectors.sketch([torch.randn(256, 300), torch.randn(70)])
        tensors = [torch.zeros(256, 300), None]
        tensors[0][:, 0] = torch.randn(256)
        other = vectors.sketch(tensors)
        self.assertEqual(vectors.names, ["a", "b"])
        self.assertLess(abs(float(other.norm() / tensors[0].norm()) - 1), 4 * (1 / 251) ** 0.5)
        both = vectors.sketch([tensors[0] * 2, None])
        self.assertTrue(torch.allclose(both, 2 * other))
        self.assertTrue(torch.isfinite(one).all())
        again = sketch.decode(sketch.encode(one.tolist()))
        self.assertAlmostEqual(again[7], float(one[7]), places=3)

    def test_a_sketch_by_hand(self):
        from sweetspot.recorder.torch_vectors import Vectors
        values = torch.arange(502.0)
        found = Vectors([("w", torch.nn.Parameter(values))]).sketch([values])
        signs = sketch.signs("w", 2)
        expected = signs[0] * values[:251] + signs[1] * values[251:]
        self.assertTrue(torch.equal(found, expected.double()))

    def test_looks_at_small_and_large_tensors_are_those_of_torch(self):
        from sweetspot.recorder.torch_vectors import Vectors
        torch.manual_seed(3)
        kinds = ((7, torch.float32), (300 * 300, torch.float32), (1000, torch.bfloat16),
                 (502, torch.float64), (0, torch.float32), (70000, torch.float64))
        named = [("p%d" % place, torch.nn.Parameter(torch.randn(size).to(kind)))
                 for place, (size, kind) in enumerate(kinds)]
        vectors = Vectors(named)
        tensors = [torch.randn(one.shape).to(one.dtype) for _, one in named]
        for given in (tensors, [None] * 6, [None, *tensors[1:3], None, *tensors[4:]], tensors):
            seen = vectors.look(given)
            norms = [0.0 if one is None else float(one.double().norm()) for one in given]
            torch.testing.assert_close(seen.norms.double(), torch.tensor(norms).double(),
                                       rtol=1e-6, atol=0)
            alone = torch.zeros(251, dtype=torch.float64)
            for (name, one), values in zip(named, given):
                if values is not None and len(values):
                    rows = -(-len(values) // 251)
                    padded = torch.zeros(rows * 251, dtype=torch.float64)
                    padded[:len(values)] = values
                    signs = torch.tensor(sketch.signs(name, rows), dtype=torch.float64)
                    alone += signs @ padded.view(rows, 251)
            torch.testing.assert_close(seen.sketch, alone, rtol=1e-4, atol=1e-4)
            self.assertLess(len(seen.entries), 5000)

    def test_the_smallest_moves_are_moves_and_still_weights_are_still(self):
        from sweetspot.recorder.torch_vectors import Vectors
        named = [("a", torch.nn.Parameter(torch.ones(100))),
                 ("b", torch.nn.Parameter(torch.ones(100, dtype=torch.float64))),
                 ("c", torch.nn.Parameter(torch.ones(70000)))]
        vectors = Vectors(named)
        for _ in range(2):
            vectors.hold()
            with torch.no_grad():
                named[0][1][:40] += 1e-6
                named[1][1][:30] += 1e-14
                named[2][1][:] += 0.5
            moved, weights = vectors.moved()
            torch.testing.assert_close(weights.double(), torch.stack(
                [one.detach().double().norm() for _, one in named]), rtol=1e-6, atol=0)
            torch.testing.assert_close(
                moved.norms, torch.tensor([1e-6 * 40 ** 0.5, 1e-14 * 30 ** 0.5, 0.5 * 70000 ** 0.5]),
                rtol=0.1, atol=0)
            self.assertGreater(float(moved.sketch.abs().max()), 0.4)
            places = [range(0, len(one), -(-len(one) // max(1, 4096 * len(one) // 70200)))
                      for _, one in named]
            still = [moved == 0 for moved in moved.entries.tolist()]
            self.assertEqual(still, [*(at >= 40 for at in places[0]), *(at >= 30 for at in places[1]),
                                     *(False for _ in places[2])])

    def test_hashes_do_not_depend_on_the_batch_and_labels_are_counted(self):
        from sweetspot.recorder import examples
        torch.manual_seed(4)
        rows = torch.randn(9, 3, 50)
        hashes = examples.ExampleHash()
        whole = hashes.rows(rows)
        self.assertEqual(whole, [hashes.rows(rows[i:i + 1])[0] for i in range(9)])
        self.assertEqual(len(set(whole)), 9)
        bits, weight = rows.reshape(9, -1).view(torch.int32).to(torch.int64), hashes._weight(
            150, rows.device)
        self.assertEqual(whole, (bits * weight).sum(1).tolist())
        counts = examples.LabelCounts()
        counts.add([1, 1, 2])
        self.assertAlmostEqual(counts.add([3, 3, 3, 3]), 0.0)
        counts.add([2])
        # 2 of 8, 2 of 8, 4 of 8.
        self.assertAlmostEqual(counts.entropy(), math.log(2) * 1.5)
        self.assertEqual(counts.majority(), 0.5)

    def test_other_losses_are_looked_for_where_the_loss_is_another(self):
        rows, labels = torch.randn(6, 4), torch.tensor([0, 1, 2, 3, 0, 1])
        for doubled in (False, True):
            path = self.path + str(doubled)
            model = torch.nn.Linear(4, 4)
            optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
            with Recorder(path, model, optimizer, overhead=0) as recorder:
                outputs = model(rows)
                loss = torch.nn.functional.cross_entropy(
                    torch.softmax(outputs, 1) if doubled else outputs, labels)
                recorder.step(loss, targets=labels)
                loss.backward()
                optimizer.step()
            probe = [one for one in lines(path) if one["kind"] == "step"][0]["micro"][0]["probe"]
            plain = float(torch.nn.functional.cross_entropy(outputs, labels))
            self.assertAlmostEqual(probe["crossEntropy"], plain, places=5)
            self.assertEqual("twiceEntropy" in probe, doubled)
            if doubled:
                self.assertAlmostEqual(probe["twiceEntropy"], float(loss.detach()), places=5)

    def test_what_it_says_that_it_took_holds_its_start_and_its_evaluations(self):
        model = torch.nn.Linear(4, 2)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        recorder = Recorder(self.path, model, optimizer)
        began = recorder._pace.spent
        self.assertGreater(began, 0)
        recorder.evaluation(outputs=torch.randn(200, 2), targets=torch.randint(0, 2, (200,)))
        self.assertGreater(recorder._pace.spent, began)
        recorder.close()

    def test_gradients_that_were_not_cleared_are_seen(self):
        model = torch.nn.Linear(4, 2)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        recorder = Recorder(self.path, model, optimizer, overhead=0)
        for _ in range(5):
            loss = model(torch.ones(3, 4)).pow(2).mean()
            loss.backward()
            optimizer.step()
            recorder.step(loss)
        recorder.close()
        found = [line["gradient"]["leftover"] for line in self.steps()]
        self.assertLess(found[0], 1e-6)
        self.assertGreater(found[4], 1)

    def test_gradients_that_are_cleared_between_batches_are_seen(self):
        for cleared in (False, True):
            model = torch.nn.Linear(4, 2)
            optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
            recorder = Recorder(self.path + str(cleared), model, optimizer, overhead=0)
            for _ in range(3):
                for _ in range(2):
                    if cleared:
                        optimizer.zero_grad()
                    loss = model(torch.ones(3, 4)).pow(2).mean()
                    recorder.step(loss)
                    loss.backward()
                optimizer.step()
                optimizer.zero_grad()
            recorder.close()
            for line in lines(self.path + str(cleared)):
                if line["kind"] == "step":
                    self.assertEqual(line["accumulation"], 2)
                    # The same batch twice: what was there is as large as what is added.
                    self.assertAlmostEqual(line["gradient"]["carried"], 0 if cleared else 1, 5)

    def test_updates_without_a_backward_pass_are_counted(self):
        for before in (False, True):
            model = torch.nn.Linear(4, 2)
            optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
            recorder = Recorder(self.path + str(before), model, optimizer, overhead=0)
            for _ in range(4):
                loss = model(torch.ones(3, 4)).pow(2).mean()
                if before:
                    recorder.step(loss)
                loss.backward()
                optimizer.step()
                optimizer.step()
                if not before:
                    recorder.step(loss)
                optimizer.zero_grad()
            recorder.close()
            found = [line for line in lines(self.path + str(before)) if line["kind"] == "step"]
            self.assertEqual(sum(line.get("repeats", 0) for line in found), 4)
            self.assertEqual(found[-1]["step"], 8)
        self.assertFalse(any("repeats" in line for line in lines(self._trained())))

    def _trained(self):
        training(self.path)
        return self.path

    def evaluated(self, outputs, targets):
        model = torch.nn.Linear(2, 2)
        with Recorder(self.path, model, torch.optim.SGD(model.parameters(), lr=0.1)) as recorder:
            recorder.evaluation(outputs=outputs, targets=targets)
        return [line for line in lines(self.path) if line["kind"] == "evaluation"][-1]

    def test_evaluations_of_each_kind_by_hand(self):
        rows, labels = torch.randn(7, 4), torch.tensor([0, 1, 2, 3, 0, 1, -100])
        wanted = float(torch.nn.functional.cross_entropy(rows, labels))
        for given in (rows, torch.log_softmax(rows, 1), torch.softmax(rows, 1)):
            found = self.evaluated(given, labels)
            self.assertEqual((found["of"], found["examples"]), ("classes", 6))
            self.assertAlmostEqual(found["loss"], wanted, 5)
        tokens = torch.randint(0, 4, (3, 5))
        found = self.evaluated(torch.randn(3, 5, 4), tokens)
        self.assertEqual(found["examples"], 15)
        one = torch.tensor([2.0, -1.0, 0.5])
        held = torch.tensor([1.0, 0.0, 0.0])
        wanted = float(torch.nn.functional.binary_cross_entropy_with_logits(one, held))
        for given in (one, one[:, None], torch.sigmoid(one)):
            for target in (held, held.long(), held.bool()):
                found = self.evaluated(given, target)
                self.assertEqual(found["of"], "binary")
                self.assertAlmostEqual(found["loss"], wanted, 5)
                self.assertAlmostEqual(found["accuracy"], 2 / 3, 6)
        several = torch.tensor([[1.0, 0.0], [1.0, 1.0]])
        found = self.evaluated(torch.tensor([[3.0, -3.0], [3.0, -3.0]]), several)
        self.assertAlmostEqual(found["accuracy"], 0.75, 6)
        found = self.evaluated(torch.tensor([[1.0], [3.0]]), torch.tensor([1.5, 2.0]))
        self.assertEqual(found["of"], "numbers")
        self.assertAlmostEqual(found["loss"], 0.625, 6)
        # 1 - 1.25 / 0.125.
        self.assertAlmostEqual(found["r2"], -9.0, 5)

    def test_evaluations_that_do_not_fit_are_explained(self):
        for outputs, targets, words in (
                (torch.randn(4, 3), torch.randn(5, 2), "reshape"),
                (torch.randn(4, 3), torch.tensor([1, 2, 3, 1]), "start at 0"),
                (torch.randn(4, 3), torch.full((4,), -100), "not ignored")):
            with self.assertRaisesRegex(ValueError, words):
                self.evaluated(outputs, targets)

    def test_a_killed_training_keeps_its_lines_and_is_gone_on_with(self):
        program = (
            "import os, signal, sys, torch\n"
            "from sweetspot.recorder import Recorder\n"
            "model = torch.nn.Linear(4, 2)\n"
            "optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n"
            "recorder = Recorder(sys.argv[1], model, optimizer)\n"
            "for step in range(30):\n"
            "    loss = model(torch.ones(3, 4)).pow(2).mean()\n"
            "    loss.backward()\n"
            "    optimizer.step()\n"
            "    optimizer.zero_grad()\n"
            "    recorder.step(loss)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n")
        for _ in range(2):
            done = subprocess.run([sys.executable, "-c", program, self.path], check=False)
            self.assertEqual(done.returncode, -signal.SIGKILL)
            with open(os.path.join(self.path, "recorded.jsonl"), "ab") as file:
                file.write(b'{"kind":"step","st')
        with open(os.path.join(self.path, "recorded.jsonl"), encoding="utf-8") as file:
            text = file.read().split("\n")
        whole = []
        for line in text:
            try:
                whole.append(json.loads(line))
            except ValueError:
                continue
        self.assertEqual([line["step"] for line in whole if line["kind"] == "step"],
                         list(range(1, 61)))
        self.assertEqual([line["step"] for line in whole if line["kind"] == "resume"], [30])

    def test_a_torn_line_is_ended_if_it_is_whole_and_taken_away_if_not(self):
        name = os.path.join(self.path, "recorded.jsonl")
        RecordedFolder(self.path, {}, here=True).close()
        for torn, kept in ((b'{"kind":"step","step":4}', True), (b'{"kind":"step","st', False)):
            with open(name, "ab") as file:
                file.write(torn)
            folder = RecordedFolder(self.path, {}, here=True)
            self.assertEqual(folder.last_step, 4)
            folder.close()
            with open(name, encoding="utf-8") as file:
                lines = [json.loads(line) for line in file]
            self.assertEqual(lines[-1], {"kind": "resume", "step": 4})
            self.assertEqual(lines[-2]["kind"], "step" if kept else "resume")

    @unittest.skipUnless(hasattr(os, "fork"), "NOT TESTED: no fork here")
    def test_fifty_kills_lose_no_update(self):
        chance = random.Random(7)
        name = os.path.join(self.path, "recorded.jsonl")

        # What an optimizer imports at its first step takes seconds; children inherit it.
        first = torch.optim.SGD(torch.nn.Linear(1, 1).parameters(), lr=0.1)
        first.step()
        first.zero_grad()

        def recorded():
            return os.path.getsize(name) if os.path.exists(name) else 0

        torch.set_num_threads(1)
        last = 0
        for _ in range(50):
            size = recorded()
            child = os.fork()
            if child == 0:
                model = torch.nn.Linear(4, 2)
                optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
                recorder = Recorder(self.path, model, optimizer)
                while True:
                    model(torch.ones(3, 4)).pow(2).mean().backward()
                    optimizer.step()
                    optimizer.zero_grad()
                    recorder.step(1.0)
            for _ in range(1000):
                if recorded() > size:
                    break
                time.sleep(0.01)
            time.sleep(0.1 * chance.random())
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            with open(name, encoding="utf-8") as file:
                text = file.read().split("\n")
            # A kill in the middle of a write tears the line that is being made; all others are whole.
            found = [json.loads(line) for line in text[:-1]]
            steps = [line["step"] for line in found if line["kind"] == "step"]
            self.assertEqual(steps, list(range(1, len(steps) + 1)))
            self.assertGreaterEqual(len(steps), last)
            last = len(steps)
        self.assertGreater(last, 20)

    def test_mixed_precision_clipped_values_start_and_layers_are_seen(self):
        original = torch.nn.utils.clip_grad_value_
        torch.manual_seed(1)
        model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.GELU(), torch.nn.Dropout(0.1),
                                    torch.nn.Linear(3, 2))
        weights = torch.cat([one.detach().flatten() for one in model.parameters()])
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        with Recorder(self.path, model, optimizer, overhead=0) as recorder:
            for mixed in (False, True):
                with torch.autocast("cpu", torch.bfloat16, enabled=mixed):
                    outputs = model(torch.randn(8, 4))
                loss = torch.nn.functional.cross_entropy(outputs.float(), torch.zeros(8).long())
                recorder.step(loss)
                loss.backward()
                torch.nn.utils.clip_grad_value_(model.parameters(), clip_value=0.01)
                optimizer.step()
                optimizer.zero_grad()
        self.assertIs(torch.nn.utils.clip_grad_value_, original)
        first, second = self.steps()
        self.assertNotIn("autocast", first)
        self.assertTrue(second["autocast"])
        share = first["clip"].pop("valueShare")
        self.assertTrue(0 < share < 1)
        self.assertEqual(first["clip"], {"value": 0.01})
        with open(os.path.join(self.path, "recorded.json"), encoding="utf-8") as file:
            facts = json.load(file)
        self.assertAlmostEqual(facts["start"]["norm"], float(weights.norm()), 5)
        self.assertEqual(facts["layers"][1], "GELU(approximate='none')")
        self.assertEqual(len(facts["layers"]), 3)

    def test_clipping_is_seen_and_put_back(self):
        original = torch.nn.utils.clip_grad_norm_
        model = torch.nn.Linear(4, 2)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        with Recorder(self.path, model, optimizer) as recorder:
            loss = model(torch.ones(3, 4)).pow(2).mean()
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 0.1)
            optimizer.step()
            recorder.step(loss)
        self.assertIs(torch.nn.utils.clip_grad_norm_, original)
        self.assertAlmostEqual(self.steps()[0]["clip"]["before"], float(norm), places=6)
        self.assertAlmostEqual(self.steps()[0]["gradient"]["norm"], 0.1, places=4)

    def test_validation_data_met_in_training_are_counted(self):
        torch.manual_seed(2)
        data = torch.randn(40, 4)
        model = torch.nn.Linear(4, 2)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        recorder = Recorder(self.path, model, optimizer, overhead=0)
        for part in data[:30].split(10):
            loss = model(part).pow(2).mean()
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            recorder.step(loss)
        with torch.no_grad():
            model(data[20:])
        recorder.evaluation(loss=0.5)
        recorder.close()
        found = [line for line in lines(self.path) if line["kind"] == "evaluation"][0]
        self.assertEqual((found["sampled"], found["met"], found["training"]), (20, 10, 1))


if __name__ == "__main__":
    unittest.main()
