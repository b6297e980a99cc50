"""What recording costs a small convolutional training: two trainings step in turn, one is recorded.

Processor time of the whole process, since a busy machine slows the wall clock of both by different
amounts; what the recorder says of itself is wall time, over that of its own training.

    python benchmarks/diagnose/cost.py [--updates 600] [--batch 64] [--optimizer sgd] [--threads 1]
"""

import argparse
import os
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "python", "src"))

import torch  # noqa: E402
from torch import nn  # noqa: E402

import sweetspot  # noqa: E402

_BLOCK = 50


class Training:
    """A training that goes on by blocks of updates."""

    def __init__(self, options, folder=None):
        torch.manual_seed(0)
        self.model = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(1568, 120), nn.ReLU(), nn.Linear(120, 10))
        kinds = {"sgd": lambda named: torch.optim.SGD(named, lr=0.01, momentum=0.9),
                 "adamw": lambda named: torch.optim.AdamW(named, lr=1e-3)}
        self.optimizer = kinds[options.optimizer](self.model.parameters())
        self.inputs = torch.randn(options.batch, 1, 28, 28)
        self.targets = torch.randint(0, 10, (options.batch,))
        self.processor = self.wall = 0.0
        began = time.perf_counter(), time.process_time()
        self.recorder = sweetspot.Recorder(folder, self.model, self.optimizer) if folder else None
        self.start = time.process_time() - began[1]
        self.wall += time.perf_counter() - began[0]
        self.begun = began[0]

    def block(self):
        """Processor seconds of so many updates."""
        began = time.perf_counter(), time.process_time()
        for _ in range(_BLOCK):
            loss = nn.functional.cross_entropy(self.model(self.inputs), self.targets)
            if self.recorder:
                self.recorder.step(loss, targets=self.targets)
            loss.backward()
            self.optimizer.step()
            self.optimizer.zero_grad()
        took = time.process_time() - began[1]
        self.wall += time.perf_counter() - began[0]
        self.processor += took
        return took

    def said(self):
        """What the recorder says that it took, as a share of its own training's time."""
        whole = time.perf_counter() - self.begun
        return self.recorder.overhead() * whole / self.wall


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=600)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--optimizer", choices=("sgd", "adamw"), default="sgd")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    Training(options).block()
    with tempfile.TemporaryDirectory() as folder:
        plain, recorded = Training(options), Training(options, os.path.join(folder, "run"))
        pairs = []
        for turn in range(max(2, options.updates // _BLOCK)):
            first, second = (plain, recorded) if turn % 2 else (recorded, plain)
            times = {first: first.block(), second: second.block()}
            pairs.append((times[plain], times[recorded]))
        said = recorded.said()
        recorded.recorder.close()
    print("A step without recording: %.1f ms of processor time; a start of the recorder: %.1f ms." % (
        1000 * plain.processor / _BLOCK / len(pairs), 1000 * recorded.start))
    for name, part in (("The first %d updates" % _BLOCK, pairs[:1]),
                       ("The %d after them" % (_BLOCK * (len(pairs) - 1)), pairs[1:]),
                       ("All", pairs)):
        ratios = [with_it / without - 1 for without, with_it in part]
        mean = sum(with_it for _, with_it in part) / sum(without for without, _ in part) - 1
        middle = sum(ratios) / len(ratios)
        spread = (sum((one - middle) ** 2 for one in ratios) / max(1, len(ratios) - 1)) ** 0.5
        error = " (standard error over blocks %.1f)" % (
            100 * spread / len(ratios) ** 0.5) if len(ratios) > 1 else ""
        print("%s: %.1f%% more processor time%s." % (name, 100 * mean, error))
    print("The recorder says %.1f%%." % (100 * said))


if __name__ == "__main__":
    main()
