"""What recording costs a small convolutional training: processor time with and without, alternating.

Processor time, since a busy machine slows the wall clock of both by different amounts.

    python benchmarks/diagnose/cost.py
"""

import os
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "python", "src"))

import torch  # noqa: E402
from torch import nn  # noqa: E402

import sweetspot  # noqa: E402


def training(steps, folder=None):
    """Median seconds of a step, and what the recorder says of itself."""
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1568, 120), nn.ReLU(), nn.Linear(120, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    inputs, targets = torch.randn(64, 1, 28, 28), torch.randint(0, 10, (64,))
    recorder = sweetspot.Recorder(folder, model, optimizer) if folder else None
    times = []
    for _ in range(steps):
        began = time.process_time()
        loss = nn.functional.cross_entropy(model(inputs), targets)
        if recorder:
            recorder.step(loss, targets=targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        times.append(time.process_time() - began)
    own = recorder.overhead() if recorder else 0.0
    if recorder:
        recorder.close()
    return times, own


def main():
    torch.set_num_threads(1)
    training(30)
    plain, recorded, own = [], [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(2):
            plain += training(300)[0]
            times, own = training(300, os.path.join(folder, str(turn)))
            recorded += times
    plain.sort()
    recorded.sort()
    middle = len(plain) // 2
    trimmed = [sum(one[: int(0.9 * len(one))]) for one in (plain, recorded)]
    print("A step without recording: %.2f ms; with: %.2f ms (medians of %d)." % (
        1000 * plain[middle], 1000 * recorded[middle], len(plain)))
    print("All steps together, the slowest tenth left out: %.1f%% more; all: %.1f%% more; the "
          "recorder says %.1f%%." % (
              100 * (trimmed[1] / trimmed[0] - 1), 100 * (sum(recorded) / sum(plain) - 1), 100 * own))


if __name__ == "__main__":
    main()
