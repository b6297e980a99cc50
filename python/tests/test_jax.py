"""JAX: the same network, weights and data give what PyTorch gives."""

import unittest

try:
    import jax
    import torch
except ImportError:
    raise unittest.SkipTest("no jax beside torch") from None

from sweetspot.jax_model import JaxModel
from sweetspot.torch_model import TorchModel
from test_torch import Asked, mlp, points


def network(weights, inputs):
    for layer, one in enumerate(weights):
        inputs = inputs @ one["kernel"] + one["bias"]
        inputs = inputs if layer == len(weights) - 1 else jax.numpy.tanh(inputs)
    return inputs


def loss(weights, inputs, targets):
    rows = jax.nn.log_softmax(network(weights, inputs))
    return -rows[jax.numpy.arange(len(targets)), targets].mean()


class JaxModelTest(unittest.TestCase):
    def setUp(self):
        # jax_enable_x64 must be on before the weights are made.
        jax.config.update("jax_enable_x64", True)
        self.torch = mlp()
        layers = [layer for layer in self.torch if hasattr(layer, "weight")]
        self.weights = [
            {"kernel": jax.numpy.asarray(layer.weight.detach().numpy().T),
             "bias": jax.numpy.asarray(layer.bias.detach().numpy())} for layer in layers]
        x, y = points()
        self.data = x.double().numpy(), y.numpy()
        self.there = TorchModel(self.torch, points(), torch.nn.CrossEntropyLoss())
        self.here = JaxModel(self.weights, self.data, loss, outputs=network)

    def tearDown(self):
        jax.config.update("jax_enable_x64", False)

    def test_losses_norms_and_products_are_equal(self):
        asked = Asked(range(40))
        self.assertAlmostEqual(self.here.loss(asked), self.there.loss(asked), delta=1e-12)
        for ours, theirs in zip(self.here.squared_norms(asked), self.there.squared_norms(asked)):
            self.assertAlmostEqual(ours, theirs, delta=1e-9 * theirs)
        traces = []
        for model in (self.here, self.there):
            graph, size = model.graph(asked, None), model.parameters().size
            trace = 0.0
            for entry in range(size):
                unit, product = model.zeros(size), model.zeros(size)
                unit.data[entry] = 1
                graph.hessian(unit, product)
                trace += float(product.data[entry])
            traces.append(trace)
        self.assertAlmostEqual(*traces, delta=1e-9 * abs(traces[0]))

    def test_what_is_said_is_what_was_tried(self):
        said = self.here.describe()
        self.assertEqual(said["precision"], "double")
        self.assertEqual(
            {name["name"] for name in said["parameters"]},
            {"0.bias", "0.kernel", "1.bias", "1.kernel"})
        self.assertIn("second-order", said["abilities"])
        self.assertTrue(said["abilities"]["outputs"]["counts-all-alike"])
        self.assertEqual(self.here.outputs(Asked(range(5)))[0].shape, (5, 3))


if __name__ == "__main__":
    unittest.main()
