"""From Python through the program and back: values that can be computed here in full."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

try:
    import torch
except ImportError:
    raise unittest.SkipTest("no torch") from None

import sweetspot
from sweetspot import program

nn = torch.nn


def task():
    torch.manual_seed(1)
    x, y = torch.randn(60, 6), torch.randint(0, 3, (60,))
    model = nn.Sequential(nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 3)).double()
    return model, (x, y), nn.CrossEntropyLoss()


def program_is_there():
    try:
        return program.command()
    except program.ProgramError:
        return None


@unittest.skipIf(program_is_there() is None, "no program was built")
class MeasureTest(unittest.TestCase):
    def test_values_are_those_of_the_dense_hessian(self):
        from test_torch import dense_hessian

        model, (x, y), loss = task()
        profile = sweetspot.measure(
            model, (x, y), loss, measures=["loss", "hessian-eigenvalues", "hessian-trace"])
        _, dense = dense_hessian(model, x.double(), y, loss)
        values = torch.linalg.eigvalsh(dense).flip(0)[:5].tolist()
        for found, expected in zip(profile["hessian-eigenvalues"].value, values):
            self.assertAlmostEqual(found, expected, delta=1e-9)
        trace = profile["hessian-trace"]
        margin = 6 * trace.error if trace.error else 1e-9
        self.assertLess(abs(trace.value - float(dense.trace())), margin)
        self.assertIn("hessian-trace", {row["measure"] for row in profile.records()})
        self.assertIn("Sequential", str(profile))
        self.assertIn("<iframe", profile._repr_html_())

    def test_convolutions_have_the_norms_of_their_own_maps(self):
        torch.manual_seed(5)
        model = nn.Sequential(
            nn.Conv2d(1, 2, 3, padding=1, stride=2), nn.ReLU(), nn.Conv2d(2, 3, 3, padding="same"),
            nn.ReLU(), nn.Flatten(), nn.Linear(48, 3)).double()
        x, y = torch.randn(20, 1, 8, 8), torch.randint(0, 3, (20,))
        found = sweetspot.measure(model, (x, y), nn.CrossEntropyLoss(), measures="convolution-norms")
        with torch.no_grad():
            for name, layer, shape in (("0", model[0], (1, 8, 8)), ("2", model[2], (2, 4, 4))):
                count = shape[0] * shape[1] * shape[2]
                at = layer(torch.eye(count).double().reshape(count, *shape))
                at = at - layer(torch.zeros(1, *shape).double())
                norm = float(torch.linalg.matrix_norm(at.flatten(1), 2))
                self.assertAlmostEqual(
                    found["convolution-norms"].value[name + ".weight"], norm, places=5)
                self.assertEqual(found["convolution-norms"].error[name + ".weight"], 0)

    def recorded(self, folder, model, data, loss, steps=3):
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        with sweetspot.Recorder(folder, model, optimizer, snapshots=1) as recorder:
            for _ in range(steps):
                value = loss(model(data[0]), data[1])
                value.backward()
                optimizer.step()
                optimizer.zero_grad()
                recorder.step(value, targets=data[1])

    def test_a_model_is_measured_at_the_weights_of_a_record(self):
        torch.manual_seed(2)
        x, y = torch.randn(40, 6), torch.randint(0, 3, (40,))
        loss = nn.CrossEntropyLoss()
        made = lambda: nn.Sequential(  # noqa: E731
            nn.Linear(6, 5), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 3))
        trained, fresh = made(), made()
        start = torch.cat([one.detach().flatten() for one in trained.parameters()])
        with tempfile.TemporaryDirectory() as folder:
            self.recorded(folder, trained, (x, y), loss)
            before = {name: one.clone() for name, one in fresh.state_dict().items()}
            options = dict(measures=["loss", "hessian-trace", "distance-from-initialization"],
                           trace_error=0, mode="evaluate")
            found = sweetspot.measure(fresh, (x, y), loss, weights=folder, **options)
            middle = sweetspot.measure(
                fresh, (x, y), loss, measures="loss", mode="evaluate",
                weights=os.path.join(folder, "snapshots", "step-000000001.safetensors"))
        for name, one in fresh.state_dict().items():
            self.assertTrue(torch.equal(one, before[name]), name)
        own = sweetspot.measure(trained, (x, y), loss, **options)
        self.assertAlmostEqual(found["loss"].value["train"], own["loss"].value["train"], places=6)
        trained.eval()
        self.assertAlmostEqual(
            found["loss"].value["train"], float(loss(trained(x), y).detach()), places=6)
        self.assertGreater(
            abs(middle["loss"].value["train"] - found["loss"].value["train"]), 1e-4)
        self.assertAlmostEqual(found["hessian-trace"].value, own["hessian-trace"].value, delta=1e-4)
        # The first snapshot is the start, which a model alone does not know.
        self.assertIsNone(own["distance-from-initialization"].value)
        ends = torch.cat([one.detach().flatten() for one in trained.parameters()])
        self.assertAlmostEqual(
            found["distance-from-initialization"].value["absolute"], float((ends - start).norm()), places=5)

    def test_weights_of_another_model_are_refused(self):
        x, y = torch.randn(40, 6), torch.randint(0, 3, (40,))
        loss = nn.CrossEntropyLoss()
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesRegex(sweetspot.Mistake, "snapshots=100"):
                sweetspot.measure(nn.Linear(6, 3), (x, y), loss, measures="loss", weights=folder)
            self.recorded(folder, nn.Linear(6, 3), (x, y), loss)
            for other, words in (
                    (nn.Linear(6, 3, bias=False), "1 more: bias"),
                    (nn.Sequential(nn.Linear(6, 3)), "weights 0.weight"),
                    (nn.Linear(6, 4), r"shape \[4, 6\]")):
                with self.assertRaisesRegex(sweetspot.Mistake, words):
                    sweetspot.measure(other, (x, y), loss, measures="loss", weights=folder)
            shutil.rmtree(os.path.join(folder, "snapshots"))
            model = nn.Sequential(nn.Linear(6, 3), nn.BatchNorm1d(3))
            self.recorded(folder, model, (x, y), loss)
            shutil.rmtree(os.path.join(folder, "buffers"))
            with self.assertRaisesRegex(sweetspot.Mistake, "buffers"):
                sweetspot.measure(model, (x, y), loss, measures="loss", weights=folder)

    def test_one_program_serves_all_measurements(self):
        sweetspot.measure(*task(), measures="loss")
        first = program.running().process.pid
        sweetspot.measure(*task(), measures="loss")
        self.assertEqual(program.running().process.pid, first)

    def test_a_loss_that_raises_is_quoted_and_the_program_goes_on(self):
        model, data, _ = task()

        def broken(model, batch):
            if len(batch[0]) > 40:
                raise ValueError("no more than forty")
            return nn.functional.cross_entropy(model(batch[0]), batch[1])

        with self.assertRaisesRegex(sweetspot.ProgramError, "no more than forty"):
            sweetspot.measure(model, data, broken, measures="loss")
        self.assertIn("loss", sweetspot.measure(*task(), measures="loss"))

    def test_an_unknown_measure_is_a_mistake(self):
        with self.assertRaisesRegex(sweetspot.Mistake, "got nonsense"):
            sweetspot.measure(*task(), measures="nonsense")

    def test_a_killed_program_is_told_and_started_again(self):
        sweetspot.measure(*task(), measures="loss")
        model, data, loss = task()

        def killing(model, batch):
            if len(batch[0]) > 40:
                os.kill(program.running().process.pid, signal.SIGKILL)
            return loss(model(batch[0]), batch[1])

        with self.assertRaisesRegex(sweetspot.ProgramError, "ended with code -9"):
            sweetspot.measure(model, data, killing, measures="loss")
        self.assertIn("loss", sweetspot.measure(*task(), measures="loss"))

    def test_the_program_ends_with_the_process_that_started_it(self):
        script = (
            "import sweetspot, test_measure, os, signal\n"
            "from sweetspot import program\n"
            "sweetspot.measure(*test_measure.task(), measures='loss')\n"
            "print(program.running().process.pid, flush=True)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n")
        said = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, cwd=os.path.dirname(__file__),
            check=False).stdout
        child = int(said.split()[-1])
        for _ in range(50):
            if not _runs(child):
                return
            signal.sigtimedwait([], 0.1)
        self.fail(f"the program {child} still runs five seconds later")

    @classmethod
    def tearDownClass(cls):
        program.running().close()


def _runs(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    unittest.main()
