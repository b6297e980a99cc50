"""PyTorch modules of unusual kinds: answered for exactly, or with what is unusual said."""

import unittest

try:
    import torch
except ImportError:
    raise unittest.SkipTest("no torch") from None

from sweetspot.torch_model import TorchModel
from sweetspot.wire import Mistake

nn = torch.nn


class Asked:
    split, mode, key = "train", "evaluate", 0

    def __init__(self, indices):
        self.indices = list(indices)


class Words(nn.Module):
    def __init__(self, sparse):
        super().__init__()
        torch.manual_seed(3)
        self.table, self.last = nn.Embedding(12, 4, sparse=sparse), nn.Linear(4, 3)

    def forward(self, tokens):
        return self.last(self.table(tokens).mean(1).tanh())


class OddModulesTest(unittest.TestCase):
    def test_sparse_gradients_are_differentiated_like_dense_ones(self):
        torch.manual_seed(4)
        data = torch.randint(0, 12, (20, 5)), torch.randint(0, 3, (20,))
        found = []
        for sparse in (False, True):
            module = Words(sparse).double()
            answers = TorchModel(module, data, nn.CrossEntropyLoss())
            size = answers.parameters().size
            v, hv, g = (answers.zeros(size) for _ in range(3))
            v.draw(0, 3, 0)
            answers.graph(Asked(range(20)), g).hessian(v, hv)
            found.append((hv.data, g.data, answers.squared_norms(Asked(range(4)))))
            self.assertEqual(module.table.sparse, sparse)
            self.assertIsNone(answers.differences)
        torch.testing.assert_close(found[0][0], found[1][0])
        torch.testing.assert_close(found[0][1], found[1][1])
        torch.testing.assert_close(found[0][2], found[1][2])

    def test_outputs_that_are_spread_over_the_targets_are_told(self):
        torch.manual_seed(5)
        x = torch.randn(20, 3)
        for loss in (nn.MSELoss(), lambda outputs, targets: (outputs - targets).abs().mean()):
            spread = TorchModel(nn.Linear(3, 1), (x, x.sum(1)), loss).describe()["notes"]["loss"]
            self.assertIn("outputs of shape (8, 1) and targets of shape (8,) are spread", spread)
            right = TorchModel(nn.Linear(3, 1), (x, x.sum(1)[:, None]), loss).describe()["notes"]["loss"]
            self.assertNotIn("spread", right)

    def test_an_exported_module_is_measured_in_the_one_mode_that_it_has(self):
        torch.manual_seed(6)
        x, y = torch.randn(20, 3), torch.randint(0, 2, (20,))
        plain = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
        exported = torch.export.export(plain, (x[:8],), dynamic_shapes=(
            {0: torch.export.Dim("examples", min=1)},)).module()
        answers = TorchModel(exported, (x, y), nn.CrossEntropyLoss())
        self.assertIn("as it was exported", answers.describe()["notes"]["loss"])
        expected = TorchModel(plain, (x, y), nn.CrossEntropyLoss()).loss(Asked(range(20)))
        self.assertAlmostEqual(answers.loss(Asked(range(20))), expected, places=6)

    def test_gradients_that_are_not_the_slope_of_the_loss_are_named(self):
        class Detached(nn.Module):
            def __init__(self, dtype):
                super().__init__()
                torch.manual_seed(7)
                self.first, self.last = nn.Linear(3, 4, dtype=dtype), nn.Linear(4, 2, dtype=dtype)

            def forward(self, inputs):
                return self.last(self.first(inputs).tanh().detach())

        for dtype in (torch.float64, torch.float32):
            torch.manual_seed(8)
            data = torch.randn(20, 3, dtype=dtype), torch.randint(0, 2, (20,))
            remark = TorchModel(Detached(dtype), data, nn.CrossEntropyLoss()).abilities[
                "second-order"]["remark"]
            self.assertIn("gradients are not the slope of the loss", remark)

    def test_complex_weights_are_refused_with_their_own_remedy(self):
        module = nn.Linear(3, 2)
        module.weight = nn.Parameter(torch.randn(2, 3, dtype=torch.complex64))
        module.bias = None
        with self.assertRaisesRegex(Mistake, "two real ones"):
            TorchModel(module, (torch.randn(4, 3), torch.zeros(4).long()), nn.CrossEntropyLoss())


if __name__ == "__main__":
    unittest.main()
