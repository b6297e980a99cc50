"""A plan's emitted lines, pasted into a plain PyTorch loop on the digits, give what was predicted."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

try:
    import torch  # noqa: F401
except ImportError:
    raise unittest.SkipTest("no torch") from None

from sweetspot import program
from test_measure import program_is_there

_EXAMPLE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "own-training")


@unittest.skipIf(program_is_there() is None, "no program was built")
class PastedTest(unittest.TestCase):
    def test_batch_512_on_the_digits(self):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with tempfile.TemporaryDirectory() as folder:
            sources = []
            for seed in ("1", "2", "3"):
                record = os.path.join(folder, "seed" + seed)
                subprocess.run(
                    [sys.executable, os.path.join(_EXAMPLE, "train.py"), "--seed", seed], check=True,
                    env={**environment, "SWEETSPOT_RECORD": record}, cwd=folder)
                sources += ["--from", record]
            out, plan = os.path.join(folder, "plan.json"), os.path.join(folder, "plan")
            done = subprocess.run(
                [*program.command(), "control", os.path.join(_EXAMPLE, "own-training.yaml"),
                 "--plan-only", *sources, "--emit", "pytorch", "--json", out, "--out", plan],
                capture_output=True, text=True, check=False, cwd=folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(out, encoding="utf-8") as file:
                predicted = {(one["what"], one["quantity"]): one for one in json.load(file)["predicted"]}
            found = predicted["controlled", "testAccuracy"]
            alone = predicted["changed", "testAccuracy"]
            # Seeds that the plan has not seen.
            given = [float(subprocess.run(
                [sys.executable, os.path.join(_EXAMPLE, "pasted.py"),
                 os.path.join(plan, "plan-pytorch.py"), seed], capture_output=True, text=True,
                check=True, env=environment).stdout.strip().rstrip("%")) / 100 for seed in ("11", "12")]
            print(f"\npredicted {found['value']:.3f} ({found['low']:.3f} to {found['high']:.3f}), pasted"
                  f" {', '.join(f'{one:.3f}' for one in given)}; the change alone {alone['value']:.3f}")
            for accuracy in given:
                self.assertLess(found["low"], accuracy)
                self.assertLess(accuracy, found["high"])
                # The prediction says something: the plan beats what the change alone would give.
                self.assertGreater(accuracy, alone["high"])


if __name__ == "__main__":
    unittest.main()
