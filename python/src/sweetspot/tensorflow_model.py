"""Answers for a loss over TensorFlow tensors, such as that of a Keras model on TensorFlow."""

import contextlib

import numpy
import tensorflow

from sweetspot.array_model import ArrayModel, described
from sweetspot.array_outputs import logits


class TensorflowModel(ArrayModel):
    """Named weights with data and a loss, as the program's questions see it.

    ``loss(weights, inputs, targets)`` is the mean loss of a batch, with the weights as a dictionary
    of tensors; ``outputs(weights, inputs)`` are the logits of a classifier.
    """

    framework = f"TensorFlow {tensorflow.__version__}"

    def __init__(self, weights, data, loss=None, name="variables", **options):
        self.device = "gpu" if tensorflow.config.list_physical_devices("GPU") else "cpu"
        super().__init__(_Parts(weights), name, data, loss, **options)

    @contextlib.contextmanager
    def in_double(self):
        """The same model in double precision, for a while."""
        before = self.theta
        self.theta, self.wide = before.astype(numpy.float64), True
        try:
            yield
        finally:
            self.theta, self.wide = before, False

    def _function(self, name, training=False):
        """A traced function of flat weights and more, which takes and gives arrays."""
        key = name, training, self.wide, self.summed
        if key not in self._functions:
            made = _Functions(self, training)
            self._functions[key] = tensorflow.function(getattr(made, name), reduce_retracing=True)
        return lambda *given: tensorflow.nest.map_structure(
            numpy.asarray,
            self._functions[key](*tensorflow.nest.map_structure(tensorflow.convert_to_tensor, given)))

    def _products(self, inputs, heights):
        flat = tensorflow.nest.flatten(inputs)
        given = [tensorflow.convert_to_tensor(part) for part in (self.theta, *flat)]

        def outputs(theta, *parts):
            return self.outputs_of(
                self.parts.tree(theta), tensorflow.nest.pack_sequence_as(inputs, parts))

        traced = tensorflow.compat.v1.wrap_function(
            outputs, [tensorflow.TensorSpec(part.shape, part.dtype) for part in given])
        seen = [step for step in traced.graph.get_operations() if _is_product(step, heights)]
        if not seen:
            return []
        fed = [tensor for tensor in traced.inputs if not any(
            tensor is captured for captured in traced.graph.internal_captures)]
        values = traced.prune(fed, [part for step in seen for part in step.inputs[:2]])(*given)
        return [_layer(step, *values[2 * place:2 * place + 2]) for place, step in enumerate(seen)]


class _Functions:
    """Of flat weights and a batch, or of what the name says, in a mode."""

    def __init__(self, model, training):
        self.model, self.training = model, training

    def outputs(self, flat, inputs):
        model = self.model
        chosen = model.in_training if self.training else model.outputs_of
        return chosen(model.parts.tree(flat), inputs)

    def _mean(self, value, batch):
        if self.model.summed:
            value = value / tensorflow.cast(tensorflow.shape(_leaf(batch))[0], value.dtype)
        return tensorflow.reshape(value, ())

    def loss(self, flat, batch):
        model = self.model
        if self.training:
            return self._mean(model.of_outputs(self.outputs(flat, batch[0]), batch[-1]), batch)
        return self._mean(model.loss_of(model.parts.tree(flat), batch), batch)

    def gradient(self, flat, batch):
        with tensorflow.GradientTape() as tape:
            tape.watch(flat)
            loss = self.loss(flat, batch)
        return loss, tape.gradient(loss, flat)

    def product(self, flat, v, batch):
        with tensorflow.GradientTape() as outer:
            outer.watch(flat)
            _, gradient = self.gradient(flat, batch)
            along = tensorflow.reduce_sum(gradient * v)
        return outer.gradient(along, flat, unconnected_gradients="zero")

    def _of_outputs(self, found, batch):
        model = self.model
        if model.of_outputs is not None:
            return self._mean(model.of_outputs(found, batch[-1]), batch)
        truth = tensorflow.argmax(batch[-1], -1) if model.reading.one_hot else batch[-1]
        return tensorflow.reduce_mean(tensorflow.nn.sparse_softmax_cross_entropy_with_logits(
            tensorflow.cast(tensorflow.reshape(truth, (-1,)), "int32"),
            logits(_Library, found, model.reading.kind)))

    def gauss_newton(self, flat, v, batch):
        """J' H J v, with J v as the derivative of J' u in u."""
        with tensorflow.GradientTape(persistent=True) as inner:
            inner.watch(flat)
            # Keras keeps logits beside their softmax, and would take the loss of those.
            found = tensorflow.identity(self.outputs(flat, batch[0]))
        dual = tensorflow.zeros_like(found)
        with tensorflow.GradientTape() as outer:
            outer.watch(dual)
            with tensorflow.GradientTape() as through:
                through.watch(flat)
                again = self.outputs(flat, batch[0])
            back = through.gradient(again, flat, output_gradients=dual)
        moved = outer.gradient(back, dual, output_gradients=v)
        with tensorflow.GradientTape() as outer:
            outer.watch(found)
            with tensorflow.GradientTape() as through:
                through.watch(found)
                loss = self._of_outputs(found, batch)
            along = tensorflow.reduce_sum(through.gradient(loss, found) * moved)
        bent = outer.gradient(along, found, unconnected_gradients="zero")
        return inner.gradient(found, flat, output_gradients=bent)

    def _alone(self, one):
        return tensorflow.nest.map_structure(lambda leaf: leaf[None], one)

    def losses(self, flat, batch):
        return tensorflow.vectorized_map(lambda one: self.loss(flat, self._alone(one)), batch)

    def each(self, flat, batch):
        return tensorflow.vectorized_map(
            lambda one: self.gradient(flat, self._alone(one))[1], batch)

    def together(self, flat, inputs, coefficients):
        with tensorflow.GradientTape() as tape:
            tape.watch(flat)
            rows = logits(_Library, self.outputs(flat, inputs), self.model.rows.kind)
            along = tensorflow.reduce_sum(rows * coefficients)
        return tape.gradient(along, flat)

    def weighed(self, flat, inputs, coefficients):
        return tensorflow.vectorized_map(
            lambda one: self.together(flat, self._alone(one[0]), one[1][None]),
            (inputs, coefficients))


class _Library:
    """The few functions that readings of outputs need."""

    reshape, log, maximum = tensorflow.reshape, tensorflow.math.log, tensorflow.maximum

    @staticmethod
    def joined(parts):
        return tensorflow.concat(parts, 1)

    @staticmethod
    def tiny(like):
        return like.dtype.as_numpy_dtype(numpy.finfo(like.dtype.as_numpy_dtype).tiny)


def _is_product(step, heights):
    """Whether a step of a graph multiplies features by a matrix of such a height."""
    if step.type not in ("MatMul", "BatchMatMulV2") or step.inputs[1].shape.rank != 2:
        return False
    return not _turned(step, 0) and step.inputs[1].shape[0 if _turned(step, 1) else 1] in heights


def _turned(step, side):
    """Whether a factor of a product is transposed first."""
    names = ("transpose_a", "transpose_b") if step.type == "MatMul" else ("adj_x", "adj_y")
    return step.get_attr(names[side])


def _layer(step, features, weight):
    matrix = numpy.asarray(weight)
    return numpy.asarray(features), matrix if _turned(step, 1) else matrix.T, None


def _leaf(batch):
    return tensorflow.nest.flatten(batch)[0]


class _Parts:
    """Named weights, flat and back."""

    def __init__(self, weights):
        self.names = list(weights)
        self.values = [numpy.asarray(value) for value in weights.values()]
        self.shapes = [value.shape for value in self.values]
        self.others = 0

    def flat(self):
        return numpy.concatenate([value.reshape(-1) for value in self.values])

    def tree(self, flat):
        found, start = {}, 0
        for name, shape in zip(self.names, self.shapes):
            size = int(numpy.prod(shape))
            found[name] = tensorflow.reshape(flat[start:start + size], shape)
            start += size
        return found

    def described(self):
        return described(self.names, self.shapes)
