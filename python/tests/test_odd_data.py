"""Data, targets and losses as people bring them: read rightly, or refused with what is wrong."""

import random
import unittest

try:
    import torch
except ImportError:
    raise unittest.SkipTest("no torch") from None

import numpy

from sweetspot.torch_model import TorchModel
from sweetspot.wire import Mistake

nn = torch.nn
functional = nn.functional
utils = torch.utils.data


class Asked:
    split, mode, key = "train", "evaluate", 0

    def __init__(self, indices):
        self.indices = list(indices)


class Items(utils.Dataset):
    def __init__(self, size, item):
        self.size, self.item = size, item

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        return self.item(index)


def network(inputs=4, outputs=3):
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(inputs, 5), nn.Tanh(), nn.Linear(5, outputs)).double()


def classes(size=24, count=3):
    torch.manual_seed(2)
    return torch.randn(size, 4).double(), torch.randint(0, count, (size,))


def accuracy(answers, size):
    logits, labels = answers.outputs(Asked(range(size)))
    return float((logits.argmax(1) == labels).mean())


class DataTest(unittest.TestCase):
    def test_a_sampler_of_a_part_gives_that_part(self):
        x, y = classes()
        part = [3, 5, 11, 20]
        expected = float(functional.cross_entropy(network()(x[part]), y[part]).detach())
        for dataset in (utils.TensorDataset(x, y), Items(24, lambda index: (x[index], y[index]))):
            loader = utils.DataLoader(
                dataset, batch_size=3, sampler=utils.SubsetRandomSampler(part))
            answers = TorchModel(network(), loader, nn.CrossEntropyLoss())
            self.assertEqual(answers.size("train"), 4)
            self.assertAlmostEqual(answers.loss(Asked(range(4))), expected, places=12)

    def test_a_sampler_that_draws_some_more_often_is_told(self):
        x, y = classes()
        sampler = utils.WeightedRandomSampler(torch.rand(24), 24)
        loader = utils.DataLoader(utils.TensorDataset(x, y), batch_size=4, sampler=sampler)
        notes = TorchModel(network(), loader, nn.CrossEntropyLoss()).describe()["notes"]
        self.assertIn("24 examples, each once: what WeightedRandomSampler picks", notes["data"])

    def test_a_list_of_single_examples_is_a_data_set(self):
        x, y = classes()
        for target in (lambda index: y[index], lambda index: int(y[index])):
            data = [(x[index], target(index)) for index in range(24)]
            answers = TorchModel(network(), data, nn.CrossEntropyLoss())
            self.assertEqual(answers.size("train"), 24)
            self.assertAlmostEqual(
                answers.loss(Asked(range(24))),
                float(functional.cross_entropy(network()(x), y).detach()), places=12)

    def refuse(self, words, data, loss=nn.CrossEntropyLoss(), model=None, ask=None):
        with self.assertRaisesRegex(Mistake, words):
            answers = TorchModel(model or network(), data, loss)
            answers.loss(Asked(ask or range(24)))

    def test_mistakes_in_data_are_named_where_they_are(self):
        x, y = classes()
        self.refuse("tensors of 10 and 24 rows", (x, y[:10]))
        beyond = y.clone()
        beyond[20] = 3
        self.refuse("labels go from 0 to 3, and outputs have 3 columns", (x, beyond))
        self.refuse("labels go from 1 to 3.*subtract 1", (x, y + 1))
        targets = torch.randn(24, 3).double()
        targets[19, 1] = float("nan")
        self.refuse("got nan in targets of train example 19", (x, targets), nn.MSELoss())
        inputs = x.clone()
        inputs[2, 1] = float("inf")
        self.refuse("got inf in inputs of train example 2", (inputs, targets[:, :3]), nn.MSELoss())

        def broken(index):
            if index == 20:
                raise ValueError("cut off")
            return x[index], y[index]

        self.refuse("expected example 20 from Items, got ValueError: cut off", Items(24, broken))

    def test_a_collation_that_leaves_examples_out_is_refused(self):
        x, y = classes()
        data = Items(24, lambda index: None if index % 5 == 3 else (x[index], y[index]))

        def kept(items):
            return utils.default_collate([item for item in items if item is not None])

        self.refuse("a batch without 5 of them",
                    utils.DataLoader(data, batch_size=8, collate_fn=kept))

    def test_batches_whose_rows_are_no_examples_are_refused(self):
        tokens, offsets = torch.randint(0, 9, (10,)), torch.tensor([0, 2, 5, 7])
        batches = [((offsets, tokens), torch.randint(0, 3, (4,)))] * 3
        self.refuse("a row for each of 4 examples in every tensor, got tensors of 10 rows", batches)

    def test_how_a_batch_is_read_is_told_where_that_fails(self):
        x, y = classes()
        three = Items(24, lambda index: (x[index], y[index], index))
        self.refuse("the batch's first 2 parts went to the model, the last one and", utils.DataLoader(three))
        named = Items(24, lambda index: {"input": x[index], "label": y[index], "id": index})
        self.refuse("the batch's input, id went to the model, by name, label and", utils.DataLoader(named))


class ReadingTest(unittest.TestCase):
    def test_one_output_is_a_logit_or_a_probability_or_neither(self):
        x, _ = classes()
        y = (x[:, :1] > 0.3).double()
        plain, squashed = network(4, 1), nn.Sequential(network(4, 1), nn.Sigmoid())
        weighed = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(4.0).double())

        def likely(outputs, targets):
            return functional.binary_cross_entropy(outputs, targets, weight=1 + 2 * targets)

        def focal(outputs, targets):
            right = torch.sigmoid(outputs) * targets + (1 - torch.sigmoid(outputs)) * (1 - targets)
            return -((1 - right) ** 2 * right.log()).mean()

        for model, loss, bound in (
                (plain, weighed, 0), (plain, focal, 0), (squashed, likely, 0.5),
                (squashed, nn.BCELoss(), 0.5), (squashed, nn.MSELoss(), 0.5)):
            answers = TorchModel(model, (x, y), loss)
            expected = float(((model(x) > bound) == (y > 0.5)).double().mean())
            self.assertAlmostEqual(accuracy(answers, 24), expected, places=12)
        # Outputs beyond 0 and 1 whose distance from 0 and 1 is taken are neither.
        self.assertNotIn("outputs", TorchModel(plain, (x, y), nn.MSELoss()).abilities)

    def test_classes_lie_where_the_loss_has_them_though_both_axes_fit(self):
        torch.manual_seed(6)
        tokens, labels = torch.randint(0, 5, (12, 5)), torch.randint(0, 5, (12, 5))

        class Words(nn.Module):
            def __init__(self):
                super().__init__()
                self.table, self.last = nn.Embedding(5, 3), nn.Linear(3, 5)

            def forward(self, tokens):
                return self.last(self.table(tokens).cumsum(1).tanh()).transpose(1, 2)

        model = Words().double()
        expected = float((model(tokens).argmax(1) == labels).double().mean())
        for loss in (nn.CrossEntropyLoss(label_smoothing=0.1), nn.CrossEntropyLoss(),
                     lambda outputs, targets: functional.cross_entropy(outputs, targets)):
            answers = TorchModel(model, (tokens, labels), loss)
            logits, truth = answers.outputs(Asked(range(12)))
            self.assertAlmostEqual(
                float((logits.argmax(1) == truth).mean()), expected, places=12)

    def test_a_model_may_return_its_loss_in_any_of_the_usual_ways(self):
        x, y = classes()

        class Own(nn.Module):
            def __init__(self, form):
                super().__init__()
                self.inner, self.form = network(), form

            def forward(self, x, labels):
                outputs = self.inner(x)
                loss = functional.cross_entropy(outputs, labels)
                return {"alone": loss, "tuple": (loss, outputs),
                        "named": {"loss": loss, "logits": outputs}}[self.form]

        expected = float(functional.cross_entropy(network()(x), y).detach())
        for form in ("alone", "tuple", "named"):
            for data in ((x, y), {"x": x, "labels": y}):
                answers = TorchModel(Own(form), data)
                self.assertAlmostEqual(answers.loss(Asked(range(24))), expected, places=12)
        right = float((network()(x).argmax(1) == y).double().mean())
        answers = TorchModel(Own("named"), {"x": x, "labels": y})
        self.assertAlmostEqual(accuracy(answers, 24), right, places=12)

    def test_draws_of_python_and_numpy_are_the_same_at_every_question_and_leave_no_trace(self):
        x, y = classes()

        class Noisy(nn.Module):
            def __init__(self, draw):
                super().__init__()
                self.inner, self.draw = network(), draw

            def forward(self, inputs):
                return self.inner(inputs) * (1 + self.draw())

        for draw in (random.random, numpy.random.rand):
            random.seed(3)
            numpy.random.seed(3)
            following = random.random(), numpy.random.rand()
            random.seed(3)
            numpy.random.seed(3)
            answers = TorchModel(Noisy(draw), (x, y), nn.CrossEntropyLoss())
            self.assertEqual((random.random(), numpy.random.rand()), following)
            self.assertIn("second-order", answers.abilities)
            self.assertIn("drawn at random", answers.describe()["notes"]["loss"])

    def test_a_module_that_changes_at_every_call_is_not_said_to_draw(self):
        x, y = classes()

        class Counting(nn.Module):
            def __init__(self):
                super().__init__()
                self.inner, self.calls = network(), 0

            def forward(self, inputs):
                self.calls += 1
                return self.inner(inputs) * (1 + self.calls / 100)

        answers = TorchModel(Counting(), (x, y), nn.CrossEntropyLoss())
        self.assertNotIn("drawn at random", answers.describe()["notes"]["loss"])
        self.assertIn("two losses of the same examples differ", answers.missing["second-order"])


if __name__ == "__main__":
    unittest.main()
