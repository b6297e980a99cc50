"""From Python through the program and back: values that can be computed here in full."""

import os
import signal
import subprocess
import sys
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
