"""A record as series of numbers over steps, by name, and back."""

import json
import math
import os
import re

from sweetspot.recorder.folder import RecordedFolder
from sweetspot.wire import Mistake

_STEP = {"loss": ("loss",), "lr": ("rate", 0), "gradient_norm": ("gradient", "norm"),
         "update_norm": ("update", "norm"), "examples": ("examples",), "tokens": ("tokens",),
         "loss_scale": ("scale",)}
_ALSO = {"train_loss": "loss", "training_loss": "loss", "rate": "lr", "learning_rate": "lr",
         "grad_norm": "gradient_norm", "grad_norm_step": "gradient_norm"}
_SPLITS = {"val": "validation", "valid": "validation", "validation": "validation", "eval": "validation",
           "dev": "validation", "test": "test", "train": "train"}
_ACCURACY = ("accuracy", "acc", "sparse_categorical_accuracy", "categorical_accuracy")


def of_run(path):
    """The series of a record: {name: [(step, value), ...]}, evaluations as ``validation/loss``."""
    lines = os.path.join(os.fspath(path), "recorded.jsonl")
    if not os.path.exists(lines):
        raise Mistake(f"run: expected the folder of a recorded training, got {path} without"
                      " recorded.jsonl\n  fix: record it with sweetspot.Recorder")
    found = {}
    with open(lines, encoding="utf-8") as file:
        for text in file:
            try:
                line = json.loads(text)
            except ValueError:
                continue  # torn by a kill
            if line.get("kind") == "step":
                for name, place in _STEP.items():
                    _put(found, name, line["step"], _at(line, place))
            elif line.get("kind") == "evaluation":
                for name in ("loss", "accuracy"):
                    _put(found, line["name"] + "/" + name, line["step"], line.get(name))
    return found


def to_run(found, path, origin):
    """Writes series as a new record; names are matched however loggers usually spell them.

    found: {name: [(step, value), ...]}; origin: what it is read from, in words.
    """
    steps, evaluations, unknown = {}, {}, []
    for name, points in found.items():
        kind = _meant(name)
        if kind is None:
            unknown.append(name)
            continue
        for step, value in points:
            if len(kind) == 1:
                steps.setdefault(int(step), {})[kind[0]] = float(value)
            else:
                evaluations.setdefault((int(step), kind[0]), {})[kind[1]] = float(value)
    if not any("loss" in one for one in steps.values()):
        raise Mistake(
            f"{origin}: expected a series called loss or train/loss, got"
            f" {', '.join(sorted(found)) or 'none'}\n  fix: log the training loss of each step")
    if os.path.exists(os.path.join(os.fspath(path), "recorded.json")):
        raise Mistake(f"run: expected a new folder, got {path} with a record\n  fix: name another")
    folder = RecordedFolder(path, {"framework": origin, "left-out": sorted(unknown)}, here=True)
    first = 1 - min([*steps, 1])
    events = [(step + first, 0, one) for step, one in steps.items()]
    events += [(step + first, 1, (split, one)) for (step, split), one in evaluations.items()]
    for step, kind, one in sorted(events, key=lambda event: event[:2]):
        if kind == 0:
            line = {"kind": "step", "step": step}
            for name, value in one.items():
                _set(line, _STEP[name], value)
        else:
            line = {"kind": "evaluation", "step": step, "name": one[0], **one[1]}
        folder.add(line)
    folder.add({"kind": "end", "step": max(steps) + first})
    folder.close()
    return path


def _meant(name):
    """Of a step: its name; of an evaluation: split and name; None for what is not known."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    plain = _ALSO.get(plain, plain)
    if plain in _STEP:
        return (plain,)
    split, _, rest = plain.partition("_")
    for ending in ("_step", "_epoch"):
        rest = rest[:-len(ending)] if rest.endswith(ending) else rest
    rest = _ALSO.get(rest, rest)
    if split in ("train", "training") and rest in _STEP:
        return (rest,)
    if split in _SPLITS and (rest == "loss" or rest in _ACCURACY):
        return (_SPLITS[split], "loss" if rest == "loss" else "accuracy")
    return None


def _put(found, name, step, value):
    if isinstance(value, str):
        value = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}.get(value)
    if value is not None:
        found.setdefault(name, []).append((int(step), float(value)))


def _at(line, place):
    for key in place:
        if isinstance(line, list):
            line = line[key] if key < len(line) else None
        else:
            line = line.get(key) if isinstance(line, dict) else None
    return line


def _set(line, place, value):
    if len(place) == 1:
        line[place[0]] = value
    elif place[1] == 0:
        line[place[0]] = [value]
    else:
        line.setdefault(place[0], {})[place[1]] = value
