"""A plain TensorFlow loss over named variables, against closed forms."""

import importlib.util
import unittest

import numpy

from test_arrays import Model, data


class Asked:
    """Examples of a split."""

    split, mode = "train", "evaluate"

    def __init__(self, indices):
        self.indices = list(indices)


@unittest.skipIf(importlib.util.find_spec("tensorflow") is None, "tensorflow is not installed")
class TensorflowTest(unittest.TestCase):
    def setUp(self):
        import tensorflow

        from sweetspot.models import answering

        draws = numpy.random.RandomState(2)
        self.x, self.y = draws.randn(30, 4), draws.randn(30)
        self.w = draws.randn(4)
        weights = {"w": tensorflow.Variable(self.w), "b": tensorflow.Variable([0.5], dtype="float64")}

        def loss(weights, inputs, targets):
            missed = tensorflow.linalg.matvec(inputs, weights["w"]) + weights["b"] - targets
            return tensorflow.reduce_mean(missed ** 2) / 2

        self.answers = answering(weights, (self.x, self.y), loss)
        self.missed = self.x @ self.w + 0.5 - self.y
        self.rows = numpy.concatenate([self.x, numpy.ones((30, 1))], 1)
        self.all = Asked(range(30))

    def test_loss_gradient_and_product_are_those_of_least_squares(self):
        self.assertAlmostEqual(self.answers.loss(self.all), (self.missed ** 2).mean() / 2, places=12)
        found, v = self.answers.zeros(5), self.answers.zeros(5)
        graph = self.answers.graph(self.all, found)
        numpy.testing.assert_allclose(found.data, self.rows.T @ self.missed / 30, rtol=1e-10)
        v.data[:] = numpy.arange(1.0, 6.0)
        graph.hessian(v, found)
        numpy.testing.assert_allclose(
            found.data, self.rows.T @ (self.rows @ v.data) / 30, rtol=1e-10)

    def test_single_examples(self):
        numpy.testing.assert_allclose(
            self.answers.losses(self.all), self.missed ** 2 / 2, rtol=1e-10)
        numpy.testing.assert_allclose(
            self.answers.squared_norms(self.all),
            ((self.rows * self.missed[:, None]) ** 2).sum(1), rtol=1e-10)

    def test_it_says_what_it_can(self):
        said = self.answers.describe()
        self.assertIn("TensorFlow", said["framework"])
        self.assertEqual([one["name"] for one in said["parameters"]], ["w", "b"])
        self.assertIn("second-order", said["abilities"])


def tensorflow_model(y=None):
    import tensorflow as tf

    from sweetspot.tensorflow_model import TensorflowModel

    weights, x, truth = data()
    y = truth if y is None else y

    def outputs(w, inputs):
        return tf.matmul(tf.tanh(tf.matmul(inputs, w["a"]) + w["b"]), w["c"]) + w["d"]

    def loss(w, inputs, targets):
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=targets, logits=outputs(w, inputs)))

    return TensorflowModel(
        {name: tf.Variable(part) for name, part in weights.items()}, (x, y), loss, outputs=outputs)


# Here and not beside JAX: TensorFlow must be loaded after the other libraries of this process.
@unittest.skipIf(importlib.util.find_spec("tensorflow") is None, "tensorflow is not installed")
class OutputsTest(Model, unittest.TestCase):
    def make(self, y=None):
        return tensorflow_model(y)


if __name__ == "__main__":
    unittest.main()
