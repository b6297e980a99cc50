"""Recording where gradients and weights are arrays: JAX with Optax, Keras, numpy."""

import numpy

from . import folder, sketch
from .pace import Pace, Stopwatch, shared


def named(tree, prefix=""):
    """The arrays of nested dictionaries, lists and tuples by their path."""
    if isinstance(tree, dict) or hasattr(tree, "items"):
        pairs = sorted((str(key), value) for key, value in tree.items())
    elif isinstance(tree, (list, tuple)):
        pairs = [(str(place), value) for place, value in enumerate(tree)]
    elif tree is None:
        return {}
    elif hasattr(tree, "shape"):
        return {prefix: tree}
    else:
        raise TypeError("parameters: expected dictionaries, lists and arrays, got %s at %r"
                        "\n  fix: give the state as nested dictionaries of arrays"
                        % (type(tree).__name__, prefix))
    found = {}
    for key, value in pairs:
        found.update(named(value, prefix + "." + key if prefix else key))
    return found


class ArrayRecorder:
    """Records a loop that holds its parameters itself::

        recorder = ArrayRecorder("runs/mine", params, optimizer="adamw")
        for step in range(steps):
            loss, grads = value_and_grad(params, batch)
            updates, state = optimizer.update(grads, state, params)
            params = optax.apply_updates(params, updates)
            recorder.step(loss, params, gradients=grads, updates=updates, rate=schedule(step))

    path: the folder; parameters: nested dictionaries of arrays; overhead: as of Recorder.
    """

    def __init__(self, path, parameters, *, optimizer="", overhead=0.02, framework="jax",
                 settings=None):
        self._names = list(named(parameters))
        self._signs = {}
        self._previous = None
        header = {
            "program": folder.command(), "framework": {"name": framework},
            "optimizer": optimizer, "settings": dict(settings or {}), "processes": 1,
            "parameters": [
                {"name": sketch.plain(name), "shape": list(value.shape), "type": str(value.dtype),
                 "role": _role(name, value), "group": 0}
                for name, value in named(parameters).items()],
            "sketch": {"width": sketch.WIDTH, "version": 1}}
        self._folder = folder.RecordedFolder(path, header)
        self._step = self._folder.last_step
        self._pace = Pace(overhead)
        #: Of what recording takes; for those who prepare what is recorded.
        self.watch = Stopwatch()

    def looks(self):
        """Whether the next update is looked at closely: others need no gradients and updates."""
        return self._pace.close_look(self._step + 1)

    def step(self, loss, parameters=None, *, gradients=None, updates=None, rate=None, examples=None):
        """Records an update: its loss, the weights after it, gradient and update."""
        with self.watch:
            close = self.looks()
            self._step += 1
            line = {"kind": "step", "step": self._step, "loss": float(loss), "examples": examples,
                    "accumulation": 1, "rate": [] if rate is None else [float(rate)]}
            if close:
                self._vectors(line, parameters, gradients, updates)
            else:
                self._previous = None
            self._folder.add(line)
            self._pace.stepped(self.watch.taken(), close)

    def evaluation(self, name="validation", *, loss=None, accuracy=None):
        """Records an evaluation."""
        self._folder.add({
            "kind": "evaluation", "step": self._step, "name": name,
            "loss": None if loss is None else float(loss),
            "accuracy": None if accuracy is None else float(accuracy)})

    def overhead(self):
        """The share of the time since the start that recording took."""
        return self._pace.overhead()

    def close(self):
        """Ends the record."""
        if self._folder is not None:
            self._folder.add({"kind": "end", "step": self._step, "overhead": self.overhead()})
            self._folder.close()
            self._folder = None

    def _vectors(self, line, parameters, gradients, updates):
        line["micro"] = [{name: line[name] for name in ("loss", "examples") if line[name] is not None}]
        projected = {}
        for place, tree in (("gradient", gradients), ("update", updates)):
            if tree is None:
                continue
            arrays = named(tree)
            values = [numpy.asarray(arrays[name], dtype=numpy.float32) if name in arrays else None
                      for name in self._names]
            norms = [0.0 if one is None else float(numpy.linalg.norm(one.ravel())) for one in values]
            projected[place] = self._sketch(values)
            line[place] = {"norms": norms, "norm": float(numpy.linalg.norm(norms))}
            if shared(self._step):
                line[place]["sketch"] = sketch.encode(projected[place].tolist())
        gradient = projected.get("gradient")
        if gradient is not None and self._previous is not None:
            line["gradient"]["dot"] = float(gradient @ self._previous)
        self._previous = gradient
        if updates is not None and parameters is not None:
            arrays = named(parameters)
            line["update"]["weights"] = [
                float(numpy.linalg.norm(numpy.asarray(arrays[name], numpy.float32).ravel()))
                for name in self._names]

    def _sketch(self, values):
        total = numpy.zeros(sketch.WIDTH)
        for name, value in zip(self._names, values):
            if value is None:
                continue
            flat = value.ravel()
            rows = len(flat) // sketch.WIDTH
            signs = self._signs.get(name)
            if signs is None:
                signs = numpy.asarray(sketch.signs(name, rows + 1), numpy.float32)
                self._signs[name] = signs
            if rows:
                total += signs[:rows] @ flat[: rows * sketch.WIDTH].reshape(rows, sketch.WIDTH)
            rest = flat[rows * sketch.WIDTH:]
            total[: len(rest)] += signs[rows] * rest
        return total


def _role(name, value):
    low = name.lower()
    if "norm" in low or low.endswith(("gamma", "scale")):
        return "norm"
    if "embed" in low:
        return "embedding"
    return "weight" if len(value.shape) >= 2 else "bias"
