"""Answers for a loss over a JAX pytree: that of Flax, Equinox, Haiku or of plain arrays."""

import contextlib

import jax
import numpy

from sweetspot.array_model import ArrayModel, described
from sweetspot.wire import Mistake


class JaxModel(ArrayModel):
    """Weights as a pytree with data and a loss, as the program's questions see it.

    ``loss(weights, batch)`` or ``loss(weights, inputs, targets)`` is the mean loss of a batch. Leaves
    that are no real numbers are kept as they are. ``outputs(weights, inputs)``, where it is given,
    are the logits of a classifier whose targets are the last part of a batch.
    """

    framework = f"JAX {jax.__version__}"

    def __init__(self, model, data, loss=None, **options):
        self.device = jax.default_backend()
        super().__init__(_Parts(model), type(model).__name__, data, loss, **options)

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

    def _logits_at(self, inputs):
        return self.logits_of(self.parts.tree(self.theta), inputs)


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
        return described(self.names, self.shapes)


def _name(path):
    words = (str(getattr(key, "key", getattr(key, "name", getattr(key, "idx", key)))) for key in path)
    return ".".join(words) or "weights"
