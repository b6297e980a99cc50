"""What the recorder knows of layers and clippings, however a program calls them."""

import json
import os
import tempfile
import unittest

import torch
from torch.nn.utils import clip_grad_norm_

from sweetspot.recorder import Recorder, facts


class Scaled(torch.nn.Module):
    """Normalizes, though its class is not called so."""

    def __init__(self, width):
        super().__init__()
        self.scale = torch.nn.Parameter(torch.ones(width))

    def forward(self, inputs):
        return self.scale * inputs / inputs.pow(2).mean(-1, keepdim=True).sqrt()


class RolesTest(unittest.TestCase):
    def test_layers_that_normalize_are_known_by_what_they_are_called(self):
        model = torch.nn.ModuleDict({
            "ln_f": Scaled(4), "norm1": Scaled(4), "normal": torch.nn.Linear(4, 4),
            "plain": Scaled(4)})
        found = {name: facts.roles(model)[one] for name, one in model.named_parameters()}
        self.assertEqual(found["ln_f.scale"], "norm")
        self.assertEqual(found["norm1.scale"], "norm")
        self.assertEqual(found["normal.weight"], "weight")
        self.assertNotEqual(found["plain.scale"], "norm")

    def test_only_what_is_trained_must_be_in_training_mode(self):
        body = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.BatchNorm1d(4))
        head = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Dropout(0.5))
        model = torch.nn.Sequential(body, head)
        self.assertEqual(set(facts.modes(model)), {body[1], head[1]})
        body.requires_grad_(False)
        self.assertEqual(facts.modes(model), [head[1]])
        self.assertIsNone(facts.modes(body))
        self.assertEqual(facts.modes(torch.nn.Linear(2, 2)), [])

    def test_the_token_of_padding_is_that_of_the_embedding(self):
        self.assertEqual(facts.padding(torch.nn.Embedding(5, 2, padding_idx=3)), 3)
        self.assertIsNone(facts.padding(torch.nn.Embedding(5, 2)))


class ClippingTest(unittest.TestCase):
    def test_clipping_that_was_imported_by_its_own_name_is_seen(self):
        torch.manual_seed(0)
        model = torch.nn.Linear(4, 2)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        with tempfile.TemporaryDirectory() as folder:
            recorder = Recorder(folder, model, optimizer, overhead=0)
            loss = model(torch.randn(8, 4)).square().mean()
            recorder.step(loss)
            loss.backward()
            norm = float(clip_grad_norm_(model.parameters(), 0.01))
            optimizer.step()
            optimizer.zero_grad()
            recorder.step(model(torch.randn(8, 4)).square().mean())
            recorder.close()
            with open(os.path.join(folder, "recorded.jsonl"), encoding="utf-8") as file:
                steps = [one for one in map(json.loads, file) if one["kind"] == "step"]
        self.assertEqual(steps[0]["clip"]["limit"], 0.01)
        self.assertAlmostEqual(steps[0]["clip"]["before"], norm, places=6)


if __name__ == "__main__":
    unittest.main()
