"""Answers for a loss over TensorFlow tensors, such as that of a Keras model on TensorFlow."""

import contextlib

import numpy
import tensorflow

from sweetspot.array_model import ArrayModel, described


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

    def _function(self, name):
        """A traced function of flat weights and a batch, which takes and gives arrays."""
        key = name, self.wide, self.summed
        if key not in self._functions:
            self._functions[key] = tensorflow.function(getattr(self, "_of_" + name), reduce_retracing=True)
        return lambda *given: tensorflow.nest.map_structure(
            numpy.asarray,
            self._functions[key](*tensorflow.nest.map_structure(tensorflow.convert_to_tensor, given)))

    def _of_loss(self, flat, batch):
        value = self.loss_of(self.parts.tree(flat), batch)
        if self.summed:
            value = value / tensorflow.cast(tensorflow.shape(_leaf(batch))[0], value.dtype)
        return tensorflow.reshape(value, ())

    def _of_gradient(self, flat, batch):
        with tensorflow.GradientTape() as tape:
            tape.watch(flat)
            loss = self._of_loss(flat, batch)
        return loss, tape.gradient(loss, flat)

    def _of_product(self, flat, v, batch):
        with tensorflow.GradientTape() as outer:
            outer.watch(flat)
            _, gradient = self._of_gradient(flat, batch)
            along = tensorflow.reduce_sum(gradient * v)
        return outer.gradient(along, flat)

    def _alone(self, flat, one):
        return self._of_loss(flat, tensorflow.nest.map_structure(lambda leaf: leaf[None], one))

    def _of_losses(self, flat, batch):
        return tensorflow.vectorized_map(lambda one: self._alone(flat, one), batch)

    def _of_each(self, flat, batch):
        def gradient(one):
            with tensorflow.GradientTape() as tape:
                tape.watch(flat)
                loss = self._alone(flat, one)
            return tape.gradient(loss, flat)

        return tensorflow.vectorized_map(gradient, batch)

    def _logits_at(self, inputs):
        weights = self.parts.tree(tensorflow.convert_to_tensor(self.theta))
        return numpy.asarray(self.logits_of(weights, inputs))


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
