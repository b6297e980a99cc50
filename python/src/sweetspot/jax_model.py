"""Answers for a loss over a JAX pytree: that of Flax, Equinox, Haiku or of plain arrays."""

import contextlib
import inspect

import jax
import numpy

from sweetspot import proof
from sweetspot.array_data import examples, leaves
from sweetspot.numpy_vectors import Vector, products
from sweetspot.wire import Mistake, NotAble

_SAMPLE = 32
_MEMORY = 256 << 20


class JaxModel:
    """Weights as a pytree with data and a loss, as the program's questions see it.

    ``loss(weights, batch)`` or ``loss(weights, inputs, targets)`` is the mean loss of a batch. Leaves
    that are no real numbers are kept as they are. ``outputs(weights, inputs)``, where it is given,
    are the logits of a classifier whose targets are the last part of a batch.
    """

    products = staticmethod(products)

    def __init__(self, model, data, loss=None, validation=None, test=None, training=None,
                 outputs=None):
        if not callable(loss):
            raise Mistake(
                "loss: expected a function of (weights, batch) or (weights, inputs, targets), got"
                f" {type(loss).__name__}")
        self.data = {"train": examples(data, "data"), "validation": examples(validation, "validation"),
                     "test": examples(test, "test")}
        if self.data["train"].size == 0:
            raise Mistake("data: expected examples to train on, got none")
        self.parts = _Parts(model)
        self.theta = self.parts.flat()
        self.kept = numpy.zeros(0, self.theta.dtype)
        self.loss_of, self.logits_of = _of_batch(loss), outputs
        self.wide = False
        self.training = dict(training or {})
        per_batch = getattr(self.data["train"], "per_batch", 0)
        if per_batch:
            self.training.setdefault("batch", per_batch)
        self.model_name = type(model).__name__
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
        return {"alike": alike, "form": alike and single and rows.shape[1] > 1, "linear": False}

    def _logits(self, batch):
        """Rows of logits in double precision, and labels."""
        if not isinstance(batch, (tuple, list)) or len(batch) < 2:
            raise Mistake("outputs: expected batches of (inputs, targets)")
        found = numpy.asarray(
            self.logits_of(self.parts.tree(self.theta), self._placed(batch[0])), numpy.float64)
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
        return jax.tree_util.tree_map(
            lambda leaf: leaf.astype(kind) if numpy.issubdtype(leaf.dtype, numpy.floating) else leaf,
            batch)

    @contextlib.contextmanager
    def in_double(self):
        """The same model in double precision, for a while."""
        before = self.theta
        from jax.experimental import enable_x64
        with enable_x64():
            self.theta, self.wide = before.astype(numpy.float64), True
            try:
                yield
            finally:
                self.theta, self.wide = before, False

    def _function(self, name):
        """A compiled function of flat weights and a batch."""
        key = name, self.wide
        if key not in self._functions:
            self._functions[key] = jax.jit(self._made(name))
        return self._functions[key]

    def _made(self, name):
        tree, loss_of = self.parts.tree, self.loss_of

        def loss(flat, batch):
            value = loss_of(tree(flat), batch)
            if self.summed:
                value = value / len(jax.tree_util.tree_leaves(batch)[0])
            return value.reshape(())

        def example(flat, one):
            return loss(flat, jax.tree_util.tree_map(lambda leaf: leaf[None], one))

        return {
            "loss": loss,
            "gradient": jax.value_and_grad(loss),
            "product": lambda flat, v, batch: jax.jvp(
                lambda at: jax.grad(loss)(at, batch), (flat,), (v,))[1],
            "losses": jax.vmap(example, (None, 0)),
            "each": jax.vmap(jax.grad(example), (None, 0)),
        }[name]

    def describe(self):
        return {
            "framework": f"JAX {jax.__version__}", "model": self.model_name,
            "device": jax.default_backend(),
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


class _Parts:
    """The real leaves of a pytree, flat and back; the others stay as they are."""

    def __init__(self, model):
        found, self.structure = jax.tree_util.tree_flatten_with_path(model)
        self.whole = [leaf for _, leaf in found]
        self.places = [
            place for place, leaf in enumerate(self.whole)
            if hasattr(leaf, "dtype") and numpy.issubdtype(leaf.dtype, numpy.floating)]
        self.others = len(self.whole) - len(self.places)
        self.names = [_name(found[place][0]) for place in self.places]
        self.shapes = [numpy.shape(self.whole[place]) for place in self.places]
        kinds = {str(self.whole[place].dtype) for place in self.places}
        if not self.places or kinds - {"float32", "float64"} or len(kinds) > 1:
            raise Mistake(
                f"model: expected a pytree of weights in float32 or all in float64, got"
                f" {sorted(kinds) or 'none'}")

    def flat(self):
        return numpy.concatenate([numpy.asarray(self.whole[place]).reshape(-1) for place in self.places])

    def tree(self, flat):
        leaves, start = list(self.whole), 0
        for place, shape in zip(self.places, self.shapes):
            size = int(numpy.prod(shape))
            leaves[place] = flat[start:start + size].reshape(shape)
            start += size
        return jax.tree_util.tree_unflatten(self.structure, leaves)

    def described(self):
        return [{"name": name, "role": _role(name, shape), "shape": [int(extent) for extent in shape]}
                for name, shape in zip(self.names, self.shapes)]


def _name(path):
    words = (str(getattr(key, "key", getattr(key, "name", getattr(key, "idx", key)))) for key in path)
    return ".".join(words) or "weights"


def _role(name, shape):
    last = name.rsplit(".", 1)[-1]
    if last in ("bias", "b") or (len(shape) == 1 and last not in ("scale", "gamma", "beta")):
        return "bias"
    if last in ("scale", "gamma", "beta"):
        return "normalization"
    return "embedding" if "embed" in name.lower() else "weight"


def _of_batch(loss):
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
