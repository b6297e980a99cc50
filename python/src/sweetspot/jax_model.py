"""Answers for a loss over a JAX pytree: that of Flax, Equinox, Haiku or of plain arrays."""

import contextlib

import jax
import numpy

from sweetspot.array_model import ArrayModel, described
from sweetspot.array_outputs import logits
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

    def _function(self, name, training=False):
        """A compiled function of flat weights and more."""
        key = name, training, self.wide, self.summed
        if key not in self._functions:
            self._functions[key] = jax.jit(self._made(name, training))
        return self._functions[key]

    def _made(self, name, training):
        tree, loss_of = self.parts.tree, self.loss_of

        def outputs(flat, inputs):
            chosen = self.in_training if training else self.outputs_of
            return chosen(tree(flat), inputs)

        def mean(value, batch):
            if self.summed:
                value = value / len(jax.tree_util.tree_leaves(batch)[0])
            return value.reshape(())

        def loss(flat, batch):
            if training:
                return mean(self.of_outputs(outputs(flat, batch[0]), batch[-1]), batch)
            return mean(loss_of(tree(flat), batch), batch)

        def alone(one):
            return jax.tree_util.tree_map(lambda leaf: leaf[None], one)

        def example(flat, one):
            return loss(flat, alone(one))

        def along(flat, inputs, coefficients):
            rows = logits(_Library, outputs(flat, inputs), self.rows.kind)
            return (rows * coefficients).sum()

        def single(flat, one, coefficients):
            return along(flat, alone(one), coefficients)

        def of_outputs(found, batch):
            if self.of_outputs is not None:
                return mean(self.of_outputs(found, batch[-1]), batch)
            truth = batch[-1].argmax(-1) if self.reading.one_hot else batch[-1]
            rows = jax.nn.log_softmax(logits(_Library, found, self.reading.kind))
            return -rows[jax.numpy.arange(len(rows)), truth.reshape(-1).astype(int)].mean()

        def gauss_newton(flat, v, batch):
            there = lambda at: outputs(at, batch[0])
            found, moved = jax.jvp(there, (flat,), (v,))
            bent = jax.jvp(jax.grad(lambda at: of_outputs(at, batch)), (found,), (moved,))[1]
            return jax.vjp(there, flat)[1](bent)[0]

        return {
            "loss": loss,
            "gradient": jax.value_and_grad(loss),
            "product": lambda flat, v, batch: jax.jvp(
                lambda at: jax.grad(loss)(at, batch), (flat,), (v,))[1],
            "gauss_newton": gauss_newton,
            "losses": jax.vmap(example, (None, 0)),
            "each": jax.vmap(jax.grad(example), (None, 0)),
            "outputs": outputs,
            "weighed": jax.vmap(jax.grad(single), (None, 0, 0)),
            "together": jax.grad(along),
        }[name]

    def _products(self, inputs, heights):
        traced = jax.make_jaxpr(lambda flat, given: self.outputs_of(self.parts.tree(flat), given))(
            self.theta, inputs)
        found = []
        _evaluated(traced.jaxpr, traced.consts, jax.tree_util.tree_leaves((self.theta, inputs)),
                   lambda *seen: found.extend(_layers(*seen, heights)))
        return found


class _Library:
    """The few functions that readings of outputs need."""

    reshape, log, maximum = jax.numpy.reshape, jax.numpy.log, jax.numpy.maximum

    @staticmethod
    def joined(parts):
        return jax.numpy.concatenate(parts, 1)

    @staticmethod
    def tiny(like):
        return jax.numpy.finfo(like.dtype).tiny


def _evaluated(jaxpr, consts, given, look):
    """Carries a traced function out, one equation after the other, and shows each product."""
    values = dict(zip(jaxpr.constvars, consts))
    values.update(zip(jaxpr.invars, given))
    for equation in jaxpr.eqns:
        operands = [atom.val if hasattr(atom, "val") else values[atom] for atom in equation.invars]
        inner = next((equation.params[name] for name in ("jaxpr", "call_jaxpr", "fun_jaxpr")
                      if name in equation.params), None)
        if inner is not None and equation.primitive.name not in ("scan", "while", "cond"):
            plain = getattr(inner, "jaxpr", inner)
            results = _evaluated(plain, getattr(inner, "consts", ()), operands, look)
        else:
            bound = equation.primitive.get_bind_params(equation.params)
            # Before version 0.10 functions among the parameters come apart from the others.
            functions, params = ((), bound) if isinstance(bound, dict) else bound
            results = equation.primitive.bind(*functions, *operands, **params)
            results = results if equation.primitive.multiple_results else [results]
        if equation.primitive.name == "dot_general":
            look(operands, equation.params["dimension_numbers"])
        values.update(zip(equation.outvars, results))
    return [atom.val if hasattr(atom, "val") else values[atom] for atom in jaxpr.outvars]


def _layers(operands, dimensions, heights):
    """A product as features, weight and no bias, each way round that it can be read."""
    (contracted, batched) = dimensions
    if any(batched) or any(len(axes) != 1 for axes in contracted):
        return
    for features, weight in ((0, 1), (1, 0)):
        matrix = numpy.asarray(operands[weight])
        if matrix.ndim != 2:
            continue
        matrix = numpy.moveaxis(matrix, contracted[weight][0], 1)
        if len(matrix) in heights:
            rows = numpy.moveaxis(numpy.asarray(operands[features]), contracted[features][0], -1)
            yield rows, matrix, None


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
