"""PyTorch modules: answers against PyTorch's own, and nothing left changed."""

import unittest

try:
    import torch
except ImportError:
    raise unittest.SkipTest("no torch") from None

from sweetspot.torch_model import TorchModel
from sweetspot.wire import Mistake

nn = torch.nn


class Asked:
    def __init__(self, indices, mode="evaluate", split="train"):
        self.indices, self.mode, self.split, self.key = list(indices), mode, split, 0


def points(n=40, features=6, classes=3):
    torch.manual_seed(1)
    return torch.randn(n, features), torch.randint(0, classes, (n,))


def network(*layers):
    torch.manual_seed(2)
    return nn.Sequential(*(layer() for layer in layers)).double()


def mlp():
    return network(lambda: nn.Linear(6, 5), nn.Tanh, lambda: nn.Linear(5, 3))


def dense_hessian(model, inputs, targets, loss):
    parts = list(model.parameters())
    names = [name for name, _ in model.named_parameters()]
    sizes = [part.numel() for part in parts]
    flat = torch.cat([part.detach().reshape(-1) for part in parts])

    def of(vector):
        pieces = [piece.view(part.shape) for piece, part in zip(vector.split(sizes), parts)]
        outputs = torch.func.functional_call(model, dict(zip(names, pieces)), (inputs,))
        return loss(outputs, targets)

    return flat, torch.autograd.functional.hessian(of, flat)


class TorchModelTest(unittest.TestCase):
    def test_products_are_those_of_the_dense_hessian(self):
        model, (x, y), loss = mlp(), points(), nn.CrossEntropyLoss()
        answers = TorchModel(model, (x, y), loss)
        _, dense = dense_hessian(model, x.double(), y, loss)
        graph = answers.graph(Asked(range(40)), None)
        v, hv = answers.zeros(len(dense)), answers.zeros(len(dense))
        v.draw(0, 3, 0)
        graph.hessian(v, hv)
        torch.testing.assert_close(hv.data, dense @ v.data, rtol=1e-10, atol=1e-12)

    def test_gauss_newton_is_the_hessian_of_a_model_linear_in_its_weights(self):
        model, data = network(lambda: nn.Linear(6, 3)), points()
        answers = TorchModel(model, data, nn.CrossEntropyLoss())
        graph = answers.graph(Asked(range(40)), None)
        v, hv, gv = (answers.zeros(21) for _ in range(3))
        v.draw(0, 3, 0)
        graph.hessian(v, hv)
        graph.gauss_newton(v, gv)
        torch.testing.assert_close(gv.data, hv.data, rtol=1e-10, atol=1e-12)

    def test_gradients_of_single_examples_average_to_the_whole(self):
        for loss in (nn.CrossEntropyLoss(),
                     lambda model, batch: nn.functional.cross_entropy(model(batch[0]), batch[1])):
            answers = TorchModel(mlp(), points(), loss)
            size = answers.parameters().size
            each = [answers.zeros(size) for _ in range(7)]
            answers.example_gradients(Asked(range(7)), each)
            whole = answers.zeros(size)
            answers.gradient(Asked(range(7)), whole)
            mean = sum(one.data for one in each) / 7
            torch.testing.assert_close(mean, whole.data, rtol=1e-9, atol=1e-12)
            norms = answers.squared_norms(Asked(range(7)))
            for one, norm in zip(each, norms):
                self.assertAlmostEqual(float(one.data @ one.data), norm, delta=1e-9 * norm)

    def test_gradients_of_outputs_are_rows_of_the_jacobian(self):
        model, (x, y) = mlp(), points()
        answers = TorchModel(model, (x, y), nn.CrossEntropyLoss())
        coefficients = torch.randn(2, 5, 3).double()
        names = [name for name, _ in model.named_parameters()]
        sizes = [part.numel() for part in model.parameters()]

        def logits(*parts):
            return torch.func.functional_call(model, dict(zip(names, parts)), (x[:5].double(),))

        rows = torch.cat([part.detach().flatten(2) for part in torch.autograd.functional.jacobian(
            logits, tuple(model.parameters()))], 2)
        expected = torch.einsum("snk,nkp->snp", coefficients, rows)
        into = [answers.zeros(sum(sizes)) for _ in range(5)]
        answers.output_gradients(Asked(range(5)), coefficients[1].numpy(), into)
        torch.testing.assert_close(torch.stack([one.data for one in into]), expected[1])
        norms = torch.tensor(answers.output_norms(Asked(range(5)), coefficients.numpy(), 1))
        parts = torch.stack([(one ** 2).sum(2) for one in expected.split(sizes, 2)], 1)
        torch.testing.assert_close(norms, parts)
        groups = torch.tensor(answers.output_norms(Asked(range(5)), coefficients.numpy(), 2))
        sums = torch.stack(
            [expected[:, 0] + expected[:, 1], expected[:, 2] + expected[:, 3], expected[:, 4]], 1)
        torch.testing.assert_close(groups.sum(1), (sums ** 2).sum(2))

    def test_the_last_layer_gives_the_logits_wherever_it_is_written(self):
        class ByHand(nn.Module):
            def __init__(self):
                super().__init__()
                self.first, self.matrix = nn.Linear(6, 5), nn.Parameter(torch.randn(5, 3))
                self.shift = nn.Parameter(torch.randn(3))

            def forward(self, x):
                return torch.softmax(torch.tanh(self.first(x)) @ self.matrix + self.shift, 1)

        torch.manual_seed(3)

        def likelihood(outputs, targets):
            return nn.functional.nll_loss(outputs.log(), targets)

        for model, loss in ((mlp(), nn.CrossEntropyLoss()), (ByHand().double(), likelihood)):
            answers = TorchModel(model, points(), loss)
            self.assertIn("features", answers.describe()["abilities"], answers.missing)
            features, weight, bias = answers.last_layer(Asked(range(9)))
            self.assertEqual(features.shape, (9, 5))
            logits, _ = answers.outputs(Asked(range(9)))
            rest = logits - features @ weight.T - bias
            self.assertLess(abs(rest - rest.mean(1, keepdims=True)).max(), 1e-12)
        single = answers.last_layer(Asked([3]))[0]
        torch.testing.assert_close(torch.tensor(single[0]), torch.tensor(features[3]))

    def test_a_head_behind_a_function_is_not_taken_for_the_last_layer(self):
        model = network(lambda: nn.Linear(6, 5), nn.Tanh, lambda: nn.Linear(5, 3), nn.Tanh)
        said = TorchModel(model, points(), nn.CrossEntropyLoss()).describe()
        self.assertNotIn("features", said["abilities"])
        self.assertIn("could be seen", said["missing"]["features"])

    def test_convolutions_that_are_used_in_one_way_say_which(self):
        from sweetspot import torch_convolutions

        class Twice(nn.Module):
            def __init__(self):
                super().__init__()
                self.one = nn.Conv2d(1, 1, 3, padding=1)
                self.wide = nn.Conv2d(1, 2, (1, 3), padding=(0, 1))
                self.far = nn.Conv2d(2, 2, 3, dilation=2)
                self.round = nn.Conv2d(2, 2, 3, padding=1, padding_mode="circular")
                self.last = nn.Conv2d(2, 2, 4, stride=2)
                self.head = nn.Linear(2, 3)

            def forward(self, x):
                x = self.one(nn.functional.avg_pool2d(self.one(x), 2))
                return self.head(self.last(self.round(self.far(self.wide(x)))).mean((2, 3)))

        model = Twice()
        x, y = torch.randn(12, 1, 20, 20), torch.randint(0, 3, (12,))
        asked = TorchModel(model, (x, y), nn.CrossEntropyLoss())
        # Twice at two sizes, margins of two kinds, far apart, and going round: none is one map.
        self.assertEqual(torch_convolutions.layers(asked, [0, 1]),
                         {"last.weight": {"sides": [6, 6], "stride": 2, "margin": 0}})
        self.assertEqual(asked.describe()["abilities"]["convolution-inputs"]["layers"],
                         torch_convolutions.layers(asked, [3]))
        self.assertFalse(any(one._forward_pre_hooks for one in model.modules()))

    def test_inputs_and_logits_at_others(self):
        model, (x, y) = mlp(), points()
        answers = TorchModel(model, (x, y), nn.CrossEntropyLoss())
        self.assertEqual(answers.describe()["abilities"]["inputs"], {"shape": [6]})
        inputs = answers.inputs(Asked([4, 7]))
        torch.testing.assert_close(torch.tensor(inputs), x[[4, 7]].double())
        weights = answers.zeros(answers.parameters().size)
        weights.set(answers.parameters())
        weights.scale(2)
        found = torch.tensor(answers.logits(inputs + 1, weights))
        doubled = {name: 2 * part for name, part in model.named_parameters()}
        expected = torch.func.functional_call(model, doubled, (torch.tensor(inputs) + 1,))
        torch.testing.assert_close(found, expected.detach())
        plain, _ = answers.outputs(Asked([4, 7]))
        same = answers.logits(inputs, answers.parameters())
        torch.testing.assert_close(torch.tensor(same), torch.tensor(plain))

    def test_nothing_of_the_model_is_changed(self):
        model = network(
            lambda: nn.Linear(6, 5), lambda: nn.BatchNorm1d(5), lambda: nn.Dropout(0.3),
            lambda: nn.Linear(5, 3))
        model.train()
        model[1].eval()
        before = {name: value.clone() for name, value in model.state_dict().items()}
        objects = list(model.parameters())
        objects[0].grad = torch.ones_like(objects[0])
        data = points()
        state = torch.random.get_rng_state()
        answers = TorchModel(model, data, nn.CrossEntropyLoss())
        into = answers.zeros(answers.parameters().size)
        answers.gradient(Asked(range(40), "probe"), into)
        answers.parameters().add(0.5, into)
        answers.loss(Asked(range(40), "train"))
        answers.close()
        for name, value in model.state_dict().items():
            if "num_batches" not in name:
                torch.testing.assert_close(value, before[name], rtol=0, atol=0)
        self.assertTrue(all(a is b for a, b in zip(objects, model.parameters())))
        self.assertEqual(float(objects[0].grad.sum()), objects[0].numel())
        self.assertTrue(torch.equal(state, torch.random.get_rng_state()))
        self.assertTrue(model.training and not model[1].training)

    def test_batch_statistics_tie_examples_together_in_training_alone(self):
        model = network(lambda: nn.Linear(6, 5), lambda: nn.BatchNorm1d(5), lambda: nn.Linear(5, 3))
        said = TorchModel(model, points(), nn.CrossEntropyLoss()).describe()
        self.assertEqual(said["mixes"], {"train": True, "evaluate": False})
        self.assertTrue(said["modes-differ"])

    def test_wrong_products_are_found_and_replaced(self):
        model = nn.Sequential(
            nn.utils.parametrizations.weight_norm(nn.Linear(6, 16)), nn.Tanh(), nn.Linear(16, 3))
        answers = TorchModel(model, points(), nn.CrossEntropyLoss())
        said = answers.describe()
        self.assertIn("wrong products", said["abilities"]["second-order"]["remark"])
        self.assertIn("wrong products", said["missing"]["gauss-newton"])

    def test_attention_has_second_derivatives(self):
        class Attends(nn.Module):
            def __init__(self):
                super().__init__()
                self.embedding = nn.Embedding(11, 8)
                self.encoder = nn.TransformerEncoder(
                    nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, dropout=0.1), 1)
                self.head = nn.Linear(8, 3)

            def forward(self, tokens):
                return self.head(self.encoder(self.embedding(tokens)).mean(1))

        torch.manual_seed(3)
        said = TorchModel(
            Attends(), (torch.randint(0, 11, (30, 5)), torch.randint(0, 3, (30,))),
            nn.CrossEntropyLoss()).describe()
        self.assertEqual(said["abilities"]["second-order"], {"gauss-newton": True})
        roles = {group["name"]: group["role"] for group in said["parameters"]}
        self.assertEqual(roles["embedding.weight"], "embedding")
        self.assertEqual(roles["encoder.layers.0.norm1.weight"], "normalization")

    def test_tied_weights_count_once_and_frozen_ones_not_at_all(self):
        class Tied(nn.Module):
            def __init__(self):
                super().__init__()
                self.a, self.b = nn.Linear(6, 6, bias=False), nn.Linear(6, 6, bias=False)
                self.b.weight = self.a.weight
                self.head = nn.Linear(6, 3)
                self.head.bias.requires_grad_(False)

            def forward(self, x):
                return self.head(torch.tanh(self.b(torch.tanh(self.a(x)))))

        torch.manual_seed(4)
        model = Tied().double()
        answers = TorchModel(model, points(), nn.CrossEntropyLoss())
        self.assertEqual(answers.parameters().size, 36 + 18)
        self.assertIn("head.bias", answers.describe()["notes"]["left-out"])
        into = answers.zeros(54)
        answers.gradient(Asked(range(40)), into)
        x, y = points()
        loss = nn.functional.cross_entropy(model(x.double()), y)
        expected = torch.autograd.grad(loss, [model.a.weight, model.head.weight])
        torch.testing.assert_close(into.data, torch.cat([part.reshape(-1) for part in expected]))

    def test_a_sum_over_examples_becomes_their_mean(self):
        x, y = points()
        mean = TorchModel(mlp(), (x, y), nn.CrossEntropyLoss())
        total = TorchModel(mlp(), (x, y), nn.CrossEntropyLoss(reduction="sum"))
        self.assertAlmostEqual(mean.loss(Asked(range(9))), total.loss(Asked(range(9))), places=12)
        self.assertIn("divided by the number", total.describe()["notes"]["loss"])

    def test_loaders_and_lists_of_batches_hold_the_same_examples(self):
        data = torch.utils.data.TensorDataset(*points())
        loader = torch.utils.data.DataLoader(data, batch_size=16)
        losses = [
            TorchModel(mlp(), source, nn.CrossEntropyLoss()).loss(Asked([0, 17, 39, 5]))
            for source in (points(), loader, list(loader), data)]
        for loss in losses[1:]:
            self.assertAlmostEqual(loss, losses[0], places=12)
        said = TorchModel(mlp(), loader, nn.CrossEntropyLoss()).describe()
        self.assertEqual(said["training"], {"batch": 16.0})

    def test_mistakes_say_what_was_expected(self):
        with self.assertRaisesRegex(Mistake, "weights that are trained"):
            TorchModel(nn.Flatten(), points(), nn.CrossEntropyLoss())
        with self.assertRaisesRegex(Mistake, "float32"):
            TorchModel(nn.Linear(6, 3).half(), points(), nn.CrossEntropyLoss())
        with self.assertRaisesRegex(Mistake, "one number"):
            TorchModel(mlp(), points(), nn.CrossEntropyLoss(reduction="none"))
        inputs, labels = points()
        with self.assertRaisesRegex(Mistake, "from 1 to 3, .*subtract 1"):
            TorchModel(mlp(), (inputs, labels + 1), nn.CrossEntropyLoss())
        with self.assertRaisesRegex(Mistake, "RuntimeError: .*shapes"):
            TorchModel(mlp(), (inputs[:, :4], labels), nn.CrossEntropyLoss())

    def test_weights_that_are_no_numbers_do_not_break_the_opening(self):
        model = mlp()
        with torch.no_grad():
            model[0].weight[0, 0] = float("nan")
        said = TorchModel(model, points(), nn.CrossEntropyLoss()).describe()["notes"]
        self.assertIn("is nan", said["self-check"])

    def test_an_iteration_over_a_loader_leaves_the_generators_alone(self):
        class Stream(torch.utils.data.IterableDataset):
            def __iter__(self):
                yield from zip(*points())

        torch.manual_seed(5)
        model, loader = mlp(), torch.utils.data.DataLoader(Stream(), batch_size=8)
        torch.manual_seed(7)
        expected = torch.rand(3)
        torch.manual_seed(7)
        TorchModel(model, loader, nn.CrossEntropyLoss())
        self.assertTrue(torch.equal(torch.rand(3), expected))

    def test_outputs_are_logits_only_where_the_loss_asks_what_a_class_is_called(self):
        def contrastive(outputs, targets):
            rows = nn.functional.normalize(outputs, dim=1)
            alike = (targets[:, None] == targets[None]).double()
            return -(alike * torch.log_softmax(rows @ rows.T, 1)).mean()

        asked = TorchModel(mlp(), points(), contrastive)
        self.assertIsNone(asked.classes)
        self.assertIn("whatever classes are called", asked.describe()["notes"]["loss"])

        def focal(outputs, targets):
            logs = torch.log_softmax(outputs, 1).gather(1, targets[:, None])
            return (-(1 - logs.exp()) ** 2 * logs).mean()

        self.assertEqual(TorchModel(mlp(), points(), focal).classes["count"], 3)
        head = mlp()
        with torch.no_grad():
            head[2].weight.zero_()
            head[2].bias.zero_()
        self.assertEqual(TorchModel(head, points(), nn.CrossEntropyLoss()).classes["count"], 3)

    def test_a_module_that_draws_in_use_is_said_to(self):
        class Noisy(nn.Module):
            def __init__(self):
                super().__init__()
                self.body = mlp()

            def forward(self, inputs):
                return self.body(inputs + 0.1 * torch.randn_like(inputs))

        said = TorchModel(Noisy(), points(), nn.CrossEntropyLoss()).describe()["notes"]["loss"]
        self.assertIn("at random even in use", said)
        said = TorchModel(mlp(), points(), nn.CrossEntropyLoss()).describe()["notes"]["loss"]
        self.assertNotIn("random", said)

    def test_a_transformer_that_returns_its_own_loss_is_asked(self):
        try:
            import transformers
        except ImportError:
            self.skipTest("no transformers")
        torch.manual_seed(5)
        model = transformers.GPT2LMHeadModel(transformers.GPT2Config(
            vocab_size=37, n_positions=16, n_embd=16, n_layer=1, n_head=2))
        tokens = torch.randint(0, 37, (12, 9))
        answers = TorchModel(model, {"input_ids": tokens, "labels": tokens})
        said = answers.describe()
        self.assertIn("second-order", said["abilities"])
        self.assertTrue(said["abilities"]["outputs"]["counts-all-alike"])
        self.assertEqual(answers.outputs(Asked(range(3)))[0].shape, (24, 37))
        self.assertTrue(said["modes-differ"])


if __name__ == "__main__":
    unittest.main()
