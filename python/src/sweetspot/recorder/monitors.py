"""Monitors of the program inside a recorded loop, within a share of its time."""

import time
import warnings

from sweetspot import program
from sweetspot.models import answering
from sweetspot.wire import Mistake

#: Those that need no more than the model, its data and its loss.
NAMES = ("sharpness", "batch-sharpness", "noise-scale", "margin")

_FIRST = 20
#: Of the share, at most so much goes to asking where nothing is read.
_IDLE = 0.25
#: Where the number of updates is not known, half of the training is thought to lie so far away.
_HALF = 1000


class Monitors:
    """Asks the program after updates; ``add`` is given a line for the record at each reading.

    The program runs beside the training and asks about the model as it is after the update. Its
    start and all its questions count: nothing is asked while they took more than the share.
    """

    def __init__(self, model, data, loss, optimizer, add, names, overhead, steps, batch, seed):
        unknown = [name for name in names if name not in NAMES]
        if unknown or not names:
            raise Mistake(
                f"monitors: expected some of {', '.join(NAMES)}, got {', '.join(unknown) or 'none'}")
        if not 0 < overhead <= 1:
            raise Mistake(f"overhead: expected a share above 0 and at most 1, got {overhead}")
        began = time.perf_counter()
        self._add, self._overhead, self._steps, self._per_epoch = add, overhead, steps, None
        self._answers = answering(model, data, loss)
        size = self._answers.size("train")
        self._per_epoch = max(1, size // max(1, batch))
        self._program = program.Program()
        kind, momentum = _rule(optimizer)
        self._talk = program.Talk(self._program, [
            "monitors", "--monitor", ",".join(names), "--overhead", repr(float(overhead)),
            "--optimizer", kind, "--momentum", repr(momentum), "--batch", str(max(1, batch)),
            "--seed", str(seed)], self._answers)
        self._calls = 0
        self._started = began
        self._readings = {}
        self._next = 0.0
        self._spent = 0.0
        self._told = False
        self._safely(self._talk.begin)
        self._spent = time.perf_counter() - began
        self.start = self._spent

    def stepped(self, step, rate, loss):
        """After an update: asks for readings where that can be afforded; whether it has asked."""
        if self._talk is None:
            return False
        now = time.perf_counter()
        elapsed = now - self._started - self._spent
        if self._calls >= _FIRST and (self._spent > self._overhead * elapsed or now < self._next):
            return False
        self._calls += 1
        self._answers.follow()
        progress = step / self._steps if self._steps else step / (step + _HALF)
        update = {"step": step, "epoch": step / self._per_epoch, "rate": rate,
                  "progress": min(1.0, progress)}
        if loss is not None and loss == loss:
            update["loss"] = loss
        found = self._safely(lambda: self._talk.say(update)) or {}
        readings = found.get("readings", [])
        for reading in readings:
            self._readings[reading["monitor"]] = self._readings.get(reading["monitor"], 0) + 1
            self._add({"kind": "monitor", **reading})
        took = time.perf_counter() - now
        self._spent += took
        if not readings:
            self._next = now + took / (_IDLE * self._overhead)
        return True

    def overhead(self):
        """The share of the training's own time that all this took, its start included."""
        elapsed = time.perf_counter() - self._started - self._spent
        return self._spent / elapsed if elapsed > 0 else 0.0

    def close(self):
        """Ends the program and writes what it cost."""
        if self._told:
            return
        self._told = True
        share, end = self.overhead(), None
        if self._talk is not None:
            end = self._safely(self._talk.end)
        self._add({"kind": "monitors", "asked": self._overhead, "overhead": share,
                   "start": self.start, "readings": self._readings,
                   "notes": (end or {}).get("out", "").splitlines()})
        self._program.close()
        self._talk = None

    def _safely(self, step):
        """A monitor that fails is told and given up; the training goes on."""
        try:
            return step()
        except (program.ProgramError, Mistake) as failure:
            words = str(failure)[:2000]
            warnings.warn(f"sweetspot: monitors ended: {words}", stacklevel=4)
            self._add({"kind": "monitors", "asked": self._overhead, "failed": words})
            self._talk = None
            self._program.close()
            self._told = True
            return None


def _rule(optimizer):
    """Kind and momentum of an optimizer, as far as a step is judged by them."""
    group = optimizer.param_groups[0] if getattr(optimizer, "param_groups", None) else {}
    if type(optimizer).__name__ == "SGD":
        return "sgd", float(group.get("momentum", 0.0))
    return "adam", 0.0
