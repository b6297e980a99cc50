"""Pairs of launches: one factor differs, or none; prints which are told rightly.

    python benchmarks/diagnose/launches.py [--program ./sweetspot]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "python", "src"))

import torch  # noqa: E402
from torch.nn import functional  # noqa: E402

import sweetspot  # noqa: E402
from faults import Language, sentences  # noqa: E402


def launch(folder, batch, accumulate, right=True, steps=22, rate=0.05, decay=0.0, dropout=0.0,
           seed=3, dtype=torch.float32, order=0, momentum=0.9, clip=None, start=4, nesterov=False,
           smoothing=0.0, value=None):
    """One launch over sequences of unequal length; right: tokens weigh the same in all batches."""
    torch.manual_seed(seed)
    tokens = sentences(5, examples=768)
    lengths = torch.randint(3, 17, (768,), generator=torch.Generator().manual_seed(9))
    inputs, targets = tokens[:, :-1].clone(), tokens[:, 1:].clone()
    past = torch.arange(16)[None] >= lengths[:, None]
    targets[past] = -100
    inputs[past] = 0
    torch.manual_seed(start)
    model = Language(attend=False, dropout=dropout).to(dtype)
    chosen = torch.optim.SGD(model.parameters(), lr=rate, momentum=momentum, weight_decay=decay,
                             nesterov=nesterov)
    recorder = sweetspot.Recorder(folder, model, chosen)
    at = order
    for _ in range(steps):
        whole = int((targets[at:at + batch * accumulate] != -100).sum())
        for _ in range(accumulate):
            x, y = inputs[at:at + batch], targets[at:at + batch]
            at += batch
            longest = int((y != -100).sum(1).max())
            x, y = x[:, :longest], y[:, :longest]
            loss = functional.cross_entropy(
                model(x).flatten(0, 1), y.flatten(), label_smoothing=smoothing)
            recorder.step(loss, targets=y)
            weight = int((y != -100).sum()) / whole if right else 1 / accumulate
            (loss * weight).backward()
        if clip:
            torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        if value:
            torch.nn.utils.clip_grad_value_(model.parameters(), value)
        chosen.step()
        chosen.zero_grad()
    recorder.close()


PAIRS = {
    "same": (dict(batch=32, accumulate=1), dict(batch=1, accumulate=32)),
    "same again": (dict(batch=32, accumulate=1), dict(batch=32, accumulate=1, seed=8)),
    "weighting": (dict(batch=32, accumulate=1), dict(batch=1, accumulate=32, right=False)),
    "rate": (dict(batch=32, accumulate=1), dict(batch=32, accumulate=1, rate=0.06)),
    "decay": (dict(batch=32, accumulate=1, decay=0.1), dict(batch=32, accumulate=1)),
    "examples": (dict(batch=32, accumulate=1), dict(batch=16, accumulate=1)),
    "order": (dict(batch=32, accumulate=1), dict(batch=32, accumulate=1, order=32)),
    "precision": (dict(batch=32, accumulate=1), dict(batch=32, accumulate=1, dtype=torch.bfloat16)),
    "optimizer": (dict(batch=32, accumulate=1), dict(batch=32, accumulate=1, momentum=0.8)),
    "clipping": (dict(batch=32, accumulate=1), dict(batch=32, accumulate=1, clip=0.1)),
    "clipping of values": (dict(batch=32, accumulate=1), dict(batch=32, accumulate=1, value=0.001)),
    "start": (dict(batch=32, accumulate=1), dict(batch=32, accumulate=1, start=5)),
    "loss": (dict(batch=32, accumulate=1), dict(batch=32, accumulate=1, smoothing=0.1)),
    "optimizer's form": (dict(batch=32, accumulate=1), dict(batch=32, accumulate=1, nesterov=True)),
}


def main():
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=os.path.join(ROOT, "sweetspot"))
    options = parser.parse_args()
    right = 0
    for name, (one, other) in PAIRS.items():
        with tempfile.TemporaryDirectory() as folder:
            runs = [os.path.join(folder, part) for part in ("a", "b")]
            launch(runs[0], **one)
            launch(runs[1], **other)
            result = os.path.join(folder, "diagnosis.json")
            subprocess.run([options.program, "diagnose", *runs, "--quiet", "--json", result],
                           check=True)
            with open(result, encoding="utf-8") as file:
                found = json.load(file)["equivalence"]
        # Names of a kind that stand there twice say which after the first word.
        wanted = "same" if name.startswith("same") else name.split()[0].split("'")[0]
        given = "same" if found["answer"] == "same" else found["factor"]
        right += given == wanted
        print("%s %-11s %s" % ("  " if given == wanted else "NO", name, found["cause"]), flush=True)
    print("Pairs of launches: %d of %d told rightly." % (right, len(PAIRS)))


if __name__ == "__main__":
    main()
