"""Outputs, last layers and inputs of JAX models, against closed forms; test_tensorflow asks the same."""

import importlib.util
import unittest

import numpy

from sweetspot.array_outputs import Reading
from sweetspot.labels import NONE, beyond, columns
from sweetspot.wire import Mistake


class Asked:
    split, mode, key = "train", "evaluate", 0

    def __init__(self, indices, mode="evaluate"):
        self.indices, self.mode = list(indices), mode


def data(classes=3):
    draws = numpy.random.RandomState(5)
    weights = {"a": draws.randn(4, 5), "b": draws.randn(5), "c": draws.randn(5, classes),
               "d": draws.randn(classes)}
    return weights, draws.randn(12, 4), draws.randint(0, max(2, classes), 12)


def logits(weights, x):
    return numpy.tanh(x @ weights["a"] + weights["b"]) @ weights["c"] + weights["d"]


def jacobian(weights, x):
    """Derivatives of the logits, examples x classes x weights, in the order of the names."""
    h = numpy.tanh(x @ weights["a"] + weights["b"])
    classes = weights["c"].shape[1]
    rows = numpy.zeros((len(x), classes, sum(part.size for part in weights.values())))
    for n in range(len(x)):
        for k in range(classes):
            inner = weights["c"][:, k] * (1 - h[n] ** 2)
            c, d = numpy.zeros_like(weights["c"]), numpy.zeros(classes)
            c[:, k], d[k] = h[n], 1
            rows[n, k] = numpy.concatenate(
                [numpy.outer(x[n], inner).reshape(-1), inner, c.reshape(-1), d])
    return rows


def softmax(rows):
    likely = numpy.exp(rows - rows.max(1, keepdims=True))
    return likely / likely.sum(1, keepdims=True)


def jax_model(y=None, **changed):
    import jax
    import jax.numpy as jnp

    from sweetspot.jax_model import JaxModel

    weights, x, truth = data()
    y = truth if y is None else y

    def outputs(w, inputs):
        return jnp.tanh(inputs @ w["a"] + w["b"]) @ w["c"] + w["d"]

    def loss(w, inputs, targets):
        rows = jax.nn.log_softmax(outputs(w, inputs))
        return -rows[jnp.arange(len(targets)), targets].mean()

    options = {"outputs": outputs, **changed}
    loss = options.pop("loss", loss)
    return JaxModel({name: jnp.asarray(part) for name, part in weights.items()}, (x, y), loss, **options)


class ReadingTest(unittest.TestCase):
    def test_the_loss_says_how_outputs_are_read(self):
        _, x, y = data()
        rows = x[:, :3]
        entropy = -numpy.log(softmax(rows))[numpy.arange(12), y].mean()
        for outputs, targets, kind in (
                (rows, y, "logits"), (softmax(rows), y, "probabilities"),
                (rows, numpy.eye(3)[y], "logits"), (rows, y[:, None], "logits"),
                (rows, y.astype("float32"), "logits")):
            found = Reading.of(outputs, targets, entropy)
            self.assertEqual(found.kind, kind)
            self.assertAlmostEqual(found.cross_entropy(outputs, targets), entropy, places=12)
            numpy.testing.assert_array_equal(found.labels(targets), y)

    def test_one_number_is_a_logit_or_its_sigmoid(self):
        _, x, _ = data()
        z, y = x[:, :1], (numpy.arange(12) % 2).astype(float)
        likely = 1 / (1 + numpy.exp(-z))
        entropy = -numpy.log(numpy.where(y[:, None] == 1, likely, 1 - likely)).mean()
        for outputs, kind in ((z, "logit"), (likely, "probability")):
            found = Reading.of(outputs, y, entropy)
            self.assertEqual(found.kind, kind)
            numpy.testing.assert_allclose(found.logits(outputs)[:, 1], z[:, 0], atol=1e-12)

    def test_real_targets_are_no_classes(self):
        self.assertIsNone(Reading.of(numpy.ones((4, 1)), numpy.array([0.5, 1.0, 2.0, 0.0]), 1.0))
        self.assertIsNone(Reading.of(numpy.ones((4, 3)), numpy.ones((4, 3)) / 7, 1.0))


class InnerTest(unittest.TestCase):
    """Inner products of vectors of numpy and of PyTorch."""

    def each(self):
        import torch

        from sweetspot import numpy_vectors, torch_vectors

        yield numpy_vectors.products, numpy_vectors.Vector
        yield torch_vectors.products, lambda data: torch_vectors.Vector(torch.from_numpy(data))

    def test_products_in_single_precision_are_those_of_double(self):
        draws = numpy.random.RandomState(7)
        given = [draws.randn(200_001).astype("float32") for _ in range(3)]
        expected = [float(one.astype(float) @ given[0].astype(float)) for one in given]
        for products, vector in self.each():
            vectors = [vector(one) for one in given]
            for left, right in ((vectors, vectors[:1]), (vectors[:1], vectors), (vectors, vectors)):
                found = numpy.frombuffer(products(left, right))[:3]
                numpy.testing.assert_allclose(found, expected, atol=2e-8 * 200_001)

    def test_neither_large_nor_tiny_numbers_are_lost(self):
        for products, vector in self.each():
            for size in (1e30, 1e-30):
                one = vector(numpy.full(100_000, size, "float32"))
                (found,) = numpy.frombuffer(products([one], [one]))
                self.assertAlmostEqual(found / (1e5 * float(one.data[0]) ** 2), 1, places=9)
            broken = vector(numpy.array([1, numpy.nan], "float32"))
            self.assertTrue(numpy.isnan(numpy.frombuffer(products([broken], [broken]))[0]))


class LabelsTest(unittest.TestCase):
    def test_labels_without_a_column_are_told_with_their_remedy(self):
        self.assertEqual(beyond([0, 1, 2], 3), "")
        self.assertIn("subtract 1", beyond([1, 2, 3], 3))
        self.assertIn("from 0 to 7", beyond([0, 7], 3))
        self.assertEqual(beyond([0, -1], 3, -1), "")
        self.assertEqual(beyond([0, -1], 3), "", "a loss that is not known may leave it out")
        self.assertIn("from -1", beyond([0, -1], 3, NONE))
        self.assertEqual(beyond([-100], 3, -100), "")

    def test_labels_are_whole_numbers_one_a_row(self):
        whole = numpy.arange(4)
        self.assertEqual(columns((4, 3), whole), 3)
        self.assertEqual(columns((4, 3), whole[:, None]), 3)
        self.assertEqual(columns((2, 2, 5), whole.reshape(2, 2)), 5)
        for shape, targets in (((4, 3), whole / 2), ((4, 1), whole), ((4, 3), numpy.ones((4, 3), int)),
                               ((4,), whole)):
            self.assertIsNone(columns(shape, targets))


class Model:
    """What both libraries must answer alike."""

    def make(self, y=None):
        raise NotImplementedError

    def test_a_label_beyond_the_outputs_is_refused_wherever_it_comes(self):
        _, x, y = data()
        for place in (0, 11):
            wrong = y.copy()
            wrong[place] = 3
            with self.assertRaisesRegex(Mistake, "0 to 3, and outputs have 3 columns"):
                self.make(y=wrong).loss(Asked(range(12)))

    def test_gradients_of_outputs_are_rows_of_the_jacobian(self):
        model, (weights, x, _) = self.make(), data()
        rows = jacobian(weights, x[:5])
        coefficients = numpy.random.RandomState(1).randn(2, 5, 3)
        expected = numpy.einsum("snk,nkp->snp", coefficients, rows)
        size = model.parameters().size
        into = [model.zeros(size) for _ in range(5)]
        model.output_gradients(Asked(range(5)), coefficients[1], into)
        numpy.testing.assert_allclose(numpy.stack([one.data for one in into]), expected[1], atol=1e-12)
        cuts = numpy.cumsum([part.size for part in weights.values()])[:-1]
        for group in (1, 2):
            sums = numpy.add.reduceat(expected, range(0, 5, group), axis=1)
            parts = numpy.stack([(one ** 2).sum(2) for one in numpy.split(sums, cuts, 2)], 1)
            found = model.output_norms(Asked(range(5)), coefficients, group)
            numpy.testing.assert_allclose(found, parts, rtol=1e-10, atol=1e-12)

    def test_gauss_newton_products_are_those_of_the_jacobian(self):
        model, (weights, x, _) = self.make(), data()
        rows, likely = jacobian(weights, x), softmax(logits(weights, x))
        bends = numpy.einsum("nk,kl->nkl", likely, numpy.eye(3)) - numpy.einsum(
            "nk,nl->nkl", likely, likely)
        dense = numpy.einsum("nkp,nkl,nlq->pq", rows, bends, rows) / len(x)
        v = model.zeros(len(dense))
        v.draw(0, 3, 0)
        found = model.zeros(len(dense))
        model.graph(Asked(range(12)), None).gauss_newton(v, found)
        numpy.testing.assert_allclose(found.data, dense @ v.data, atol=1e-12)

    def test_the_last_layer_gives_the_logits(self):
        model, (weights, x, _) = self.make(), data()
        self.assertIn("features", model.describe()["abilities"], model.missing)
        features, matrix, bias = model.last_layer(Asked(range(7)))
        numpy.testing.assert_allclose(
            features, numpy.tanh(x[:7] @ weights["a"] + weights["b"]), rtol=1e-12)
        numpy.testing.assert_allclose(matrix, weights["c"].T, rtol=1e-12)
        rest = logits(weights, x[:7]) - features @ matrix.T - bias
        self.assertLess(abs(rest - rest.mean(1, keepdims=True)).max(), 1e-12)

    def test_inputs_and_logits_at_others(self):
        model, (weights, x, _) = self.make(), data()
        self.assertEqual(model.describe()["abilities"]["inputs"], {"shape": [4]})
        numpy.testing.assert_array_equal(model.inputs(Asked([4, 7])), x[[4, 7]])
        doubled = model.zeros(model.parameters().size)
        doubled.set(model.parameters())
        doubled.scale(2)
        found = model.logits(x[[4, 7]] + 1, doubled)
        twice = {name: 2 * part for name, part in weights.items()}
        numpy.testing.assert_allclose(found, logits(twice, x[[4, 7]] + 1), rtol=1e-12)


@unittest.skipIf(importlib.util.find_spec("jax") is None, "jax is not installed")
class JaxTest(Model, unittest.TestCase):
    def setUp(self):
        import jax
        jax.config.update("jax_enable_x64", True)

    def tearDown(self):
        import jax
        jax.config.update("jax_enable_x64", False)

    def make(self, y=None):
        return jax_model(y)

    def test_a_last_layer_behind_vmap_and_jit_is_seen(self):
        import jax
        import jax.numpy as jnp

        def one(w, x):
            return jax.nn.relu(x @ w["a"] + w["b"]) @ w["c"] + w["d"]

        def outputs(w, inputs):
            return jax.jit(jax.vmap(one, (None, 0)))(w, inputs)

        def loss(w, inputs, targets):
            rows = jax.nn.log_softmax(outputs(w, inputs))
            return -rows[jnp.arange(len(targets)), targets].mean()

        model = jax_model(outputs=outputs, loss=loss)
        features, matrix, _ = model.last_layer(Asked(range(7)))
        weights, x, _ = data()
        numpy.testing.assert_allclose(
            features, numpy.maximum(x[:7] @ weights["a"] + weights["b"], 0), rtol=1e-12, atol=1e-12)
        numpy.testing.assert_allclose(matrix, weights["c"].T, rtol=1e-12)

    def test_a_head_behind_a_function_is_not_taken_for_the_last_layer(self):
        import jax.numpy as jnp

        def outputs(w, inputs):
            return jnp.tanh(jnp.tanh(inputs @ w["a"] + w["b"]) @ w["c"] + w["d"])

        said = jax_model(outputs=outputs).describe()
        self.assertNotIn("features", said["abilities"])
        self.assertIn("could be seen", said["missing"]["features"])

    def test_a_sum_over_examples_becomes_their_mean_at_every_size(self):
        import jax
        import jax.numpy as jnp

        def loss(w, inputs, targets):
            rows = jax.nn.log_softmax(jnp.tanh(inputs @ w["a"] + w["b"]) @ w["c"] + w["d"])
            return -rows[jnp.arange(len(targets)), targets].sum()

        summed, mean = jax_model(loss=loss), jax_model()
        # Eight and four examples are those that the opening tries.
        for count in (4, 8, 12):
            self.assertAlmostEqual(
                summed.loss(Asked(range(count))), mean.loss(Asked(range(count))), places=12)


if __name__ == "__main__":
    unittest.main()
