"""What answers for a loss over flat weights, whichever library of arrays takes the derivatives."""

import inspect

import numpy

from sweetspot import proof
from sweetspot.array_data import examples, leaves, mapped
from sweetspot.numpy_vectors import Vector, products
from sweetspot.wire import Mistake, NotAble

_SAMPLE = 32
_MEMORY = 256 << 20


class ArrayModel:
    """Weights as one flat array with data and a loss, as the program's questions see it.

    A library gives ``_function(name)`` for ``loss``, ``gradient``, ``product``, ``losses`` and
    ``each``, functions of flat weights and a batch; ``_logits_at(inputs)``; ``in_double``; and
    ``framework`` and ``device`` in words. ``parts`` holds the names and shapes of the weights.
    """

    framework = device = ""
    products = staticmethod(products)

    def __init__(self, parts, name, data, loss, validation=None, test=None, training=None,
                 outputs=None):
        if not callable(loss):
            raise Mistake(
                "loss: expected a function of (weights, batch) or (weights, inputs, targets), got"
                f" {type(loss).__name__}")
        self.data = {"train": examples(data, "data"), "validation": examples(validation, "validation"),
                     "test": examples(test, "test")}
        if self.data["train"].size == 0:
            raise Mistake("data: expected examples to train on, got none")
        self.parts = parts
        self.theta = self.parts.flat()
        self.kept = numpy.zeros(0, self.theta.dtype)
        self.loss_of, self.logits_of = of_batch(loss), outputs
        self.wide = False
        self.training = dict(training or {})
        per_batch = getattr(self.data["train"], "per_batch", 0)
        if per_batch:
            self.training.setdefault("batch", per_batch)
        self.model_name = name
        self.differ = False
        self.mixes = {"train": False, "evaluate": False}
        self._functions = {}
        self._understand()

    def _understand(self):
        sample = list(range(min(_SAMPLE, self.data["train"].size)))
        few = sample[:8]
        self.summed = False
        self.summed = proof.summed(self._few, few)
        self.notes = {"data": self.data["train"].words,
                      "loss": "loss(weights, batch)" + (
                          ", divided by the number of examples" if self.summed else "")}
        if len(few) > 2:
            alone = sum(self._few([index]) for index in few) / len(few)
            tied = not proof.close(self._few(few), alone, 1e-3)
            self.mixes = {"train": tied, "evaluate": tied}
        self.classes = self._classifier(few)
        found = proof.of(self, sample)
        self.abilities, self.missing = found.abilities, found.missing
        self.differences = found.differences
        if self.parts.others:
            self.notes["left-out"] = f"{self.parts.others} leaves that are no real numbers"

    def _few(self, indices):
        return self._value(self.data["train"].batch(indices))

    def _value(self, batch):
        return float(self._function("loss")(self.theta, self._placed(batch)))

    def _classifier(self, few):
        if self.logits_of is None:
            return None
        batch = self.data["train"].batch(few)
        logits, labels = self._logits(batch)
        rows = logits - logits.max(1, keepdims=True)
        chosen = numpy.log(numpy.exp(rows).sum(1)) - rows[numpy.arange(len(rows)), labels]
        alike = proof.close(float(chosen.mean()), self._value(batch), 1e-4)
        single = len(rows) == len(few)
        return {"alike": alike, "form": alike and single and rows.shape[1] > 1, "linear": False,
                "count": rows.shape[1]}

    def _logits(self, batch):
        """Rows of logits in double precision, and labels."""
        if not isinstance(batch, (tuple, list)) or len(batch) < 2:
            raise Mistake("outputs: expected batches of (inputs, targets)")
        found = numpy.asarray(self._logits_at(self._placed(batch[0])), numpy.float64)
        labels = numpy.asarray(batch[-1])
        if not numpy.issubdtype(labels.dtype, numpy.integer) or found.ndim != labels.ndim + 1:
            raise Mistake(
                f"outputs: expected logits with a number for each class and targets that are classes,"
                f" got shapes {found.shape} and {labels.shape}")
        rows = found.reshape(-1, found.shape[-1])
        # Rows that are probabilities already become the logits that give them.
        if (rows >= 0).all() and (numpy.abs(rows.sum(1) - 1) < 1e-4).all():
            rows = numpy.log(numpy.maximum(rows, 1e-300))
        return rows, labels.reshape(-1).astype(numpy.int32)

    def _placed(self, batch):
        kind = self.theta.dtype
        return mapped(
            batch,
            lambda leaf: leaf.astype(kind) if numpy.issubdtype(leaf.dtype, numpy.floating) else leaf)

    def in_double(self):
        """The same model in double precision, for a while."""
        raise NotImplementedError

    def _function(self, name):
        raise NotImplementedError

    def _logits_at(self, inputs):
        raise NotImplementedError

    def describe(self):
        return {
            "framework": self.framework, "model": self.model_name,
            "device": self.device,
            "precision": "double" if self.theta.itemsize == 8 else "single",
            "parameters": self.parts.described(), "buffers": [],
            "sizes": {split: data.size for split, data in self.data.items()},
            "mixes": self.mixes, "modes-differ": False, "refused-modes": {},
            "abilities": self.abilities, "missing": self.missing, "notes": self.notes,
            "training": {name: float(value) for name, value in self.training.items()},
        }

    def parameters(self):
        return Vector(self.theta, "weights")

    def buffers(self):
        return Vector(self.kept, "buffers")

    def zeros(self, size):
        return Vector(numpy.zeros(size, self.theta.dtype))

    def moved(self, what):
        """The weights are this side's own copy: the caller's cannot be changed."""

    def close(self):
        self._functions = {}

    def size(self, split):
        return self.data[split].size

    def _batch(self, asked, indices=None):
        chosen = asked.indices if indices is None else indices
        return self._placed(self.data[asked.split].batch(list(chosen)))

    def loss(self, asked):
        return float(self._function("loss")(self.theta, self._batch(asked)))

    def gradient(self, asked, into):
        loss, found = self._function("gradient")(self.theta, self._batch(asked))
        into.data[:] = found
        return float(loss)

    def graph(self, asked, into):
        return Graph(self, asked, into)

    def losses(self, asked):
        return numpy.asarray(self._function("losses")(self.theta, self._batch(asked)), float).tolist()

    def _each(self, asked):
        size = max(1, min(len(asked.indices), _MEMORY // (8 * self.theta.size)))
        for start in range(0, len(asked.indices), size):
            part = asked.indices[start:start + size]
            yield numpy.asarray(self._function("each")(self.theta, self._batch(asked, part)))

    def squared_norms(self, asked):
        return [float(norm) for block in self._each(asked)
                for norm in (block.astype(numpy.float64) ** 2).sum(1)]

    def example_gradients(self, asked, into):
        rows = (row for block in self._each(asked) for row in block)
        for vector, row in zip(into, rows):
            vector.data[:] = row

    def outputs(self, asked):
        if self.classes is None:
            raise NotAble("outputs: give outputs=function of (weights, inputs)")
        return self._logits(self.data[asked.split].batch(list(asked.indices)))


class Graph:
    """A batch at the weights as they are now; each product is a compiled function of both."""

    def __init__(self, model, asked, into):
        self.model, self.theta = model, model.theta.copy()
        self.batch = model._batch(asked)
        loss, found = model._function("gradient")(self.theta, self.batch)
        self.loss = float(loss)
        if into is not None:
            into.data[:] = found

    def hessian(self, x, into):
        into.data[:] = self.model._function("product")(self.theta, x.data, self.batch)

    def gauss_newton(self, x, into):
        raise NotAble("Gauss-Newton products: the outputs are not told apart from the loss")


def described(names, shapes):
    """Parameters as the program knows them."""
    return [{"name": name, "role": _role(name, shape), "shape": [int(extent) for extent in shape]}
            for name, shape in zip(names, shapes)]


def _role(name, shape):
    last = name.rsplit(".", 1)[-1]
    if last in ("bias", "b") or (len(shape) == 1 and last not in ("scale", "gamma", "beta")):
        return "bias"
    if last in ("scale", "gamma", "beta"):
        return "normalization"
    return "embedding" if "embed" in name.lower() else "weight"


def of_batch(loss):
    """The loss as a function of weights and a batch, however many arguments it takes."""
    try:
        count = sum(
            parameter.default is parameter.empty and parameter.kind in (
                parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
            for parameter in inspect.signature(loss).parameters.values())
    except (TypeError, ValueError):
        count = 2
    if count <= 2:
        return loss
    return lambda weights, batch: loss(weights, *batch)
