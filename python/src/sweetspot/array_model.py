"""What answers for a loss over flat weights, whichever library of arrays takes the derivatives."""

import inspect

import numpy

from sweetspot import labels, proof
from sweetspot.array_data import examples, mapped
from sweetspot.array_outputs import Reading
from sweetspot.last_layer import LastLayer, layer_of
from sweetspot.numpy_vectors import Vector, products
from sweetspot.wire import Mistake, NotAble

_SAMPLE = 32
_MEMORY = 256 << 20
#: From so many weights on, gradients of single examples take longer than those of groups.
_LARGE = 200_000
_GROUP = 32


class ArrayModel:
    """Weights as one flat array with data and a loss, as the program's questions see it.

    A library gives ``_function(name, training)``, functions of flat weights and more: ``loss``,
    ``gradient``, ``losses`` and ``each`` of a batch, ``product`` and ``gauss_newton`` of a vector and
    a batch, ``outputs`` of inputs, and ``weighed`` and ``together``, gradients of rows of logits times
    coefficients for single inputs and their sum. It also gives ``_products(inputs, heights)``,
    ``in_double``, and ``framework`` and ``device`` in words. ``parts`` holds the names and shapes of
    the weights.

    ``of_outputs(outputs, targets)`` is the loss as a function of the outputs, where it is known;
    ``in_training(weights, inputs)`` the outputs in training mode, where those are others. ``ignored``
    is the label that the loss leaves out.
    """

    framework = device = ""
    products = staticmethod(products)

    def __init__(self, parts, name, data, loss, validation=None, test=None, training=None,
                 outputs=None, of_outputs=None, in_training=None, ignored=None):
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
        self.loss_of, self.outputs_of, self.of_outputs = of_batch(loss), outputs, of_outputs
        self.in_training, self.ignored = in_training, ignored
        self.wide, self.columns = False, None
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
        proof.first(self._few, few, self._labels_beyond)
        self._find_columns(few)
        self.summed = proof.summed(self._few, few)
        self.notes = {"data": self.data["train"].words,
                      "loss": "loss(weights, batch)" + (
                          ", divided by the number of examples" if self.summed else "")}
        self.mixes["evaluate"] = self.mixes["train"] = self._tied(few, False)
        if self.in_training is not None:
            self.mixes["train"] = self._tied(few, True)
            self.differ = self.mixes["train"] or not proof.close(
                self._few(few), self._few(few, True), 1e-6)
        self.reading = self.rows = self.last = self.shape = self.classes = None
        if self.outputs_of is not None:
            self._read(few)
        found = proof.of(self, sample)
        proof.of_outputs(self, sample, found)
        if self.outputs_of is not None and self.classes is None:
            found.missing["outputs"] = "needs a classifier: a number for each class, and classes"
        self.abilities, self.missing = found.abilities, found.missing
        self.differences = found.differences
        if self.parts.others:
            self.notes["left-out"] = f"{self.parts.others} leaves that are no real numbers"

    def _labels_beyond(self, few):
        batch = self.data["train"].batch(few)
        outputs, targets = self._outputs_at(self._placed(batch[0])), numpy.asarray(batch[-1])
        wide = labels.columns(outputs.shape, targets)
        return "" if wide is None else labels.beyond(targets, wide, self.ignored)

    def _find_columns(self, few):
        """Finds how many labels there are, so that no batch has others: libraries may not look."""
        batch = self.data["train"].batch(few)
        if self.outputs_of is None or not isinstance(batch, (tuple, list)) or len(batch) < 2:
            return
        found = self._outputs_at(self._placed(batch[0]))
        self.columns = labels.columns(found.shape, numpy.asarray(batch[-1]))
        self._within(batch)

    def _within(self, batch):
        """The batch, if the outputs have a column for each of its labels."""
        if self.columns is not None:
            reason = labels.beyond(batch[-1], self.columns, self.ignored)
            if reason:
                raise Mistake(f"data: expected labels that outputs have a column for; {reason}")
        return batch

    def _tied(self, few, training):
        """Whether an example's loss depends on the rest of its batch."""
        if len(few) < 3:
            return False
        single = [self._few([index], training) for index in few]
        # Two batches, since one mean may be alike by chance.
        return any(
            not proof.close(self._few(part, training), sum(single[:len(part)]) / len(part), 1e-3)
            for part in (few, few[:len(few) // 2 + 1]))

    def _few(self, indices, training=False):
        batch = self._placed(self.data["train"].batch(indices))
        return float(self._function("loss", training)(self.theta, batch))

    def _read(self, few):
        """Finds what the outputs say of classes, and whether single examples can be asked for theirs."""
        batch = self.data["train"].batch(few)
        if not isinstance(batch, (tuple, list)) or len(batch) < 2:
            raise Mistake("outputs: expected batches of (inputs, targets)")
        outputs, targets = self._outputs_at(self._placed(batch[0])), numpy.asarray(batch[-1])
        loss = self._few(few)
        self.reading = Reading.of(outputs, targets, loss)
        if self.reading is None:
            if self.of_outputs is None:
                raise Mistake(
                    "outputs: expected logits with a number for each class and targets that are"
                    f" classes, got shapes {outputs.shape} and {targets.shape}")
            return
        rows = self.reading.logits(outputs)
        alike = proof.close(self.reading.cross_entropy(outputs, targets), loss, 1e-4)
        single, classes = len(rows) == len(few), rows.shape[1]
        self.rows = self.reading if single else None
        self.classes = {
            "alike": alike, "form": alike and single and classes > 1, "linear": False,
            "count": classes, "heights": {classes, 1} if classes == 2 else {classes}}
        whole = len(batch) == 2 and isinstance(batch[0], numpy.ndarray)
        if single and whole and numpy.issubdtype(batch[0].dtype, numpy.floating) and (
                2 <= batch[0].ndim <= 4):
            self.shape = list(batch[0].shape[1:])

    def _outputs_at(self, inputs, theta=None):
        """What the model gives for inputs, as an array."""
        at = self.theta if theta is None else theta
        return numpy.asarray(self._function("outputs")(at, inputs))

    def _placed(self, batch):
        kind = self.theta.dtype
        return mapped(
            batch,
            lambda leaf: leaf.astype(kind) if numpy.issubdtype(leaf.dtype, numpy.floating) else leaf)

    def in_double(self):
        """The same model in double precision, for a while."""
        raise NotImplementedError

    def _function(self, name, training=False):
        raise NotImplementedError

    def _products(self, inputs, heights):
        """Features, weight and None of each product with a matrix that has one of these heights."""
        raise NotImplementedError

    def describe(self):
        return {
            "framework": self.framework, "model": self.model_name,
            "device": self.device,
            "precision": "double" if self.theta.itemsize == 8 else "single",
            "parameters": self.parts.described(), "buffers": [],
            "sizes": {split: data.size for split, data in self.data.items()},
            "mixes": self.mixes, "modes-differ": self.differ, "refused-modes": {},
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
        return self._placed(self._within(self.data[asked.split].batch(list(chosen))))

    def _trains(self, asked):
        return self.in_training is not None and asked.mode != "evaluate"

    def loss(self, asked):
        return float(self._function("loss", self._trains(asked))(self.theta, self._batch(asked)))

    def gradient(self, asked, into):
        loss, found = self._function("gradient", self._trains(asked))(
            self.theta, self._batch(asked))
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

    # ---- outputs

    def _inputs(self, asked, indices=None):
        return self._batch(asked, indices)[0]

    def outputs(self, asked):
        if self.reading is None:
            raise NotAble(self.missing.get("outputs", "outputs: the model is no classifier"))
        batch = self.data[asked.split].batch(list(asked.indices))
        outputs = self._outputs_at(self._placed(batch[0]))
        return self.reading.logits(outputs), self.reading.labels(numpy.asarray(batch[-1]))

    def _single(self):
        if self.rows is None:
            raise NotAble("outputs: an example has not one row of logits")

    def _weighed(self, asked, coefficients):
        """Blocks of the gradients of single examples' weighed logits, examples x weights."""
        self._single()
        kind = self.theta.dtype
        size = max(1, min(len(asked.indices), _MEMORY // (8 * self.theta.size)))
        for start in range(0, len(asked.indices), size):
            part = slice(start, start + size)
            yield numpy.asarray(self._function("weighed")(
                self.theta, self._inputs(asked, asked.indices[part]),
                coefficients[part].astype(kind)))

    def output_gradients(self, asked, coefficients, into):
        """Each example's gradient of its logits, weighed; coefficients: examples x classes."""
        rows = (row for block in self._weighed(asked, coefficients) for row in block)
        for vector, row in zip(into, rows):
            vector.data[:] = row

    def output_norms(self, asked, sets, group):
        """Squared norms of such gradients: sets x trained tensors x groups of examples."""
        self._single()
        cuts = numpy.cumsum([int(numpy.prod(shape)) for shape in self.parts.shapes])[:-1]

        def squares(block):
            tensors = numpy.split(numpy.asarray(block, numpy.float64) ** 2, cuts, axis=1)
            return numpy.stack([tensor.sum(1) for tensor in tensors])

        found = []
        for coefficients in sets:
            blocks = (self._weighed(asked, coefficients) if group == 1
                      else self._together(asked, coefficients, group))
            found.append(numpy.concatenate([squares(block) for block in blocks], 1))
        return numpy.ascontiguousarray(found)

    def _together(self, asked, coefficients, group):
        for start in range(0, len(asked.indices), group):
            part = slice(start, start + group)
            yield numpy.asarray(self._function("together")(
                self.theta, self._inputs(asked, asked.indices[part]),
                coefficients[part].astype(self.theta.dtype)))[None]

    def cheap_group(self):
        """Examples in a group whose gradients are to be taken together."""
        return 1 if self.theta.size <= _LARGE else _GROUP

    def find_last_layer(self, asked):
        """Finds the layer that makes the logits; raises NotAble with the reason."""
        self.last = LastLayer.of(*self._layers(asked))

    def last_layer(self, asked):
        """Features (rows x width), weight (classes x width), bias; raises NotAble with the reason."""
        if self.last is None:
            raise NotAble(self.missing.get("features", "the last layer can't be seen"))
        return self.last.at(*self._layers(asked))

    def _layers(self, asked):
        logits, _ = self.outputs(asked)
        products = self._products(self._inputs(asked), self.classes["heights"])
        layers = [layer_of(numpy.reshape(rows, (-1, numpy.shape(weight)[1])), weight, bias,
                           logits.shape[1]) for rows, weight, bias in products]
        return logits, [layer for layer in layers if len(layer[0]) == len(logits)]

    def inputs(self, asked):
        """Examples x numbers, as the model sees them."""
        self._shape()
        found = self._inputs(asked).reshape(len(asked.indices), -1)
        return numpy.ascontiguousarray(found, numpy.float64)

    def logits(self, inputs, weights):
        """Logits at given inputs (examples x numbers) and weights, as the model is used."""
        given = inputs.reshape(len(inputs), *self._shape()).astype(self.theta.dtype)
        return self.reading.logits(self._outputs_at(given, weights.data))

    def _shape(self):
        if self.shape is None:
            raise NotAble("inputs: they are not one array of real numbers")
        return self.shape


class Graph:
    """A batch at the weights as they are now; each product is a compiled function of both."""

    def __init__(self, model, asked, into):
        self.model, self.theta = model, model.theta.copy()
        self.batch, self.training = model._batch(asked), model._trains(asked)
        loss, found = model._function("gradient", self.training)(self.theta, self.batch)
        self.loss = float(loss)
        if into is not None:
            into.data[:] = found

    def hessian(self, x, into):
        into.data[:] = self.model._function("product", self.training)(
            self.theta, x.data, self.batch)

    def gauss_newton(self, x, into):
        """J' H J x, with H the curvature of the loss in the outputs."""
        model = self.model
        if model.of_outputs is None and not (model.classes and model.classes["form"]):
            raise NotAble("Gauss-Newton products: the outputs are not told apart from the loss")
        into.data[:] = model._function("gauss_newton", self.training)(
            self.theta, x.data, self.batch)


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
