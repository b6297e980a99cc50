"""Losses whose batches are no plain means of their examples: the whole is what its loss says."""

import unittest
from types import SimpleNamespace

try:
    import torch
except ImportError:
    raise unittest.SkipTest("no torch") from None

from sweetspot.torch_model import TorchModel
from sweetspot.wire import Mistake

nn = torch.nn
functional = nn.functional


class Asked:
    split, mode, key = "train", "evaluate", 0

    def __init__(self, indices):
        self.indices = list(indices)


def network(inputs, outputs):
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(inputs, 5), nn.Tanh(), nn.Linear(5, outputs)).double()


def gradient_of(model, loss):
    value = loss(model)
    parts = torch.autograd.grad(value, list(model.parameters()))
    return float(value.detach()), torch.cat([part.reshape(-1) for part in parts])


class WeighingTest(unittest.TestCase):
    def check(self, model, data, loss, whole, size):
        """Loss, gradient and products of a split, put together from its parts, are those of the whole."""
        value, gradient = gradient_of(model, whole)
        answers = TorchModel(model, data, loss)
        n = answers.parameters().size
        self.assertIsNotNone(answers.weighing)
        self.assertIn("examples count by their", answers.describe()["notes"]["loss"])
        self.assertAlmostEqual(sum(answers.losses(Asked(range(size)))) / size, value, places=12)
        parts = [range(0, 7), range(7, 9), range(9, size)]
        summed, product, reference = (torch.zeros(n, dtype=torch.double) for _ in range(3))
        total = 0.0
        v = answers.zeros(n)
        v.draw(0, 5, 0)
        for part in parts:
            into, hv = answers.zeros(n), answers.zeros(n)
            total += len(part) * answers.gradient(Asked(part), into) / size
            summed += len(part) * into.data / size
            answers.graph(Asked(part), None).hessian(v, hv)
            product += len(part) * hv.data / size
        self.assertAlmostEqual(total, value, places=12)
        torch.testing.assert_close(summed, gradient)
        single = [answers.zeros(n) for _ in range(size)]
        answers.example_gradients(Asked(range(size)), single)
        torch.testing.assert_close(sum(one.data for one in single) / size, gradient)
        answers.graph(Asked(range(size)), None).hessian(v, hv)
        reference += hv.data
        torch.testing.assert_close(product, reference)
        return answers

    def test_classes_by_their_weights(self):
        x, y = torch.randn(24, 4).double(), torch.randint(0, 3, (24,))
        loss = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2, 5]).double())
        model = network(4, 3)
        answers = self.check(model, (x, y), loss, lambda one: loss(one(x), y), 24)
        self.assertFalse(answers.abilities["outputs"]["counts-all-alike"])
        self.assertNotIn("output-form", answers.abilities)

    def test_tokens_that_are_ignored(self):
        class Words(nn.Module):
            def __init__(self):
                super().__init__()
                self.table, self.last = nn.Embedding(6, 3), nn.Linear(3, 6)

            def forward(self, input_ids, labels=None):
                outputs = self.last(self.table(input_ids).cumsum(1).tanh())
                if labels is None:
                    return outputs.transpose(1, 2)
                return SimpleNamespace(logits=outputs, loss=functional.cross_entropy(
                    outputs.flatten(0, 1), labels.flatten()))

        torch.manual_seed(2)
        model = Words().double()
        tokens, labels = torch.randint(0, 6, (20, 5)), torch.randint(0, 6, (20, 5))
        labels[torch.arange(5)[None] >= torch.randint(0, 6, (20, 1))] = -100
        self.assertTrue(bool((labels == -100).all(1).any()))
        loss = nn.CrossEntropyLoss()
        self.check(model, (tokens, labels), loss, lambda one: loss(one(tokens), labels), 20)
        self.check(model, {"input_ids": tokens, "labels": labels}, None,
                   lambda one: one(tokens, labels).loss, 20)

    def test_labels_that_are_missing(self):
        torch.manual_seed(3)
        x, y = torch.randn(24, 4).double(), (torch.rand(24, 3) > 0.5).double()
        y[torch.rand(24, 3) < 0.3] = float("nan")

        def known(outputs, targets):
            there = ~torch.isnan(targets)
            return functional.binary_cross_entropy_with_logits(outputs[there], targets[there])

        self.check(network(4, 3), (x, y), known, lambda one: known(one(x), y), 24)

    def test_weights_of_single_examples(self):
        torch.manual_seed(4)
        x, y, w = torch.randn(24, 4).double(), torch.randn(24, 1).double(), torch.rand(24).double()

        def weighed(model, batch):
            inputs, targets, weights = batch
            return (weights * (model(inputs) - targets)[:, 0] ** 2).sum() / weights.sum()

        answers = self.check(
            network(4, 1), (x, y, w), weighed, lambda one: weighed(one, (x, y, w)), 24)
        self.assertIn("per-example", answers.abilities)

    def test_a_loss_of_all_examples_together_has_none_of_single_ones(self):
        torch.manual_seed(7)
        x, y = torch.randn(24, 4).double(), torch.rand(24, 1).double()

        def ranked(outputs, targets):
            order = targets[:, 0].argsort(descending=True)
            return (outputs[order, 0].logcumsumexp(0) - outputs[order, 0]).mean()

        for loss in (lambda outputs, targets: functional.mse_loss(outputs, targets).sqrt(), ranked):
            answers = TorchModel(network(4, 1), (x, y), loss)
            self.assertIsNone(answers.weighing)
            self.assertNotIn("per-example", answers.abilities)
            self.assertIn("not the mean of theirs", answers.missing["per-example"])
            self.assertIn("not the mean of theirs", answers.describe()["notes"]["loss"])
            self.assertAlmostEqual(
                answers.loss(Asked(range(24))), float(loss(network(4, 1)(x), y).detach()), places=12)

    def test_a_fitted_model_of_single_precision_is_not_said_to_tie_its_examples(self):
        torch.manual_seed(8)
        x, y = torch.randn(24, 4), torch.randint(0, 3, (24,))

        class Sure(nn.Module):
            def __init__(self):
                super().__init__()
                self.scale = nn.Parameter(torch.tensor(9.0))

            def forward(self, given):
                return self.scale * given

        likely = functional.one_hot(y, 3) + 0.05 * x[:, :3]
        answers = TorchModel(Sure(), (likely, y), nn.CrossEntropyLoss())
        self.assertLess(answers.loss(Asked(range(24))), 1e-3)
        self.assertIn("per-example", answers.abilities)
        self.assertIn("output-form", answers.abilities)
        gradients = [answers.zeros(1) for _ in range(24)]
        answers.example_gradients(Asked(range(24)), gradients)
        for square, gradient in zip(answers.squared_norms(Asked(range(24))), gradients):
            self.assertAlmostEqual(square, float(gradient.data[0]) ** 2, places=12)

        weighed = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2, 5]))
        answers = TorchModel(Sure(), (likely, y), weighed)
        expected = float(weighed(Sure()(likely), y).detach())
        self.assertAlmostEqual(
            sum(answers.losses(Asked(range(24)))) / 24 / expected, 1, places=5)

    def test_plain_means_are_left_alone(self):
        torch.manual_seed(5)
        x, y = torch.randn(24, 4).double(), torch.randint(0, 3, (24,))
        for loss in (nn.CrossEntropyLoss(), nn.CrossEntropyLoss(label_smoothing=0.1),
                     nn.CrossEntropyLoss(reduction="sum")):
            answers = TorchModel(network(4, 3), (x, y), loss)
            self.assertIsNone(answers.weighing)
            self.assertIn("per-example", answers.abilities)

    def test_a_module_that_takes_no_single_example_is_asked_no_such(self):
        torch.manual_seed(6)
        x, y = torch.randn(24, 4).double(), torch.randint(0, 3, (24,))
        model = network(4, 3)
        model.insert(1, nn.BatchNorm1d(5, track_running_stats=False).double())
        loss = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2, 5]).double())
        answers = TorchModel(model, (x, y), loss)
        self.assertIn("depend on the rest", answers.missing["per-example"])
        self.assertAlmostEqual(
            answers.loss(Asked(range(24))), float(loss(model.eval()(x), y).detach()), places=12)
        plain = TorchModel(model, (x, y), lambda outputs, targets: loss(outputs, targets))
        self.assertIsNone(plain.weighing)

    def test_where_nothing_counts_that_is_said(self):
        x, y = torch.randn(24, 4).double(), torch.full((24,), -100)
        with self.assertRaisesRegex(Mistake, "expected at least one that counts"):
            TorchModel(network(4, 3), (x, y), nn.CrossEntropyLoss())


if __name__ == "__main__":
    unittest.main()
