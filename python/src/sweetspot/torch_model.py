"""Answers for a PyTorch module: loss, gradient, products, single examples, outputs."""

import contextlib
import math

import torch

from sweetspot import proof, torch_convolutions, torch_weighing
from sweetspot.last_layer import LastLayer
from sweetspot.torch_data import examples, leaves, mapped
from sweetspot.torch_graphs import DifferenceGraph, Graph
from sweetspot.torch_loss import Objective, beyond, called, cross_entropy, first_rows, last_rows
from sweetspot.torch_module import Module, piecewise_linear
from sweetspot.torch_outputs import Rows, cheap_group, norms, seen
from sweetspot.torch_singles import Singles, derivatives
from sweetspot.torch_vectors import Vector, products
from sweetspot.wire import Mistake, NotAble

_SAMPLE = 32
#: Of a model with so many weights fewer examples prove as much, and take less memory.
_MANY, _FEW = 5_000_000, 4
#: Examples whose labels are looked at where one has no column.
_LABELS = 1024


class TorchModel:
    """A module with its data and its loss, as the program's questions see it."""

    products = staticmethod(products)

    def __init__(self, model, data, loss=None, validation=None, test=None, training=None):
        self.module = Module(model)
        self.data = {"train": examples(data, "data"), "validation": examples(validation, "validation"),
                     "test": examples(test, "test")}
        if self.data["train"].size == 0:
            raise Mistake("data: expected examples to train on, got none")
        sample = self._sample()
        self.objective = Objective(loss, self.batch("train", sample))
        self.objective.more_targets = self._more_targets
        self.theta = self.module.weights()
        self.kept = self.module.kept()
        self.before = self.kept.clone()
        self.dirty = False
        self.training = dict(training or {})
        per_batch = getattr(self.data["train"], "per_batch", 0)
        if per_batch:
            self.training.setdefault("batch", per_batch)
        self.notes = {}
        self._understand(sample)

    # ---- what it is

    def _sample(self):
        weights = sum(part.tensor.numel() for part in self.module.parts)
        most = _SAMPLE if weights <= _MANY else _FEW
        return list(range(min(most, self.data["train"].size)))

    def _understand(self, sample):
        """Tries everything once, and keeps what works with the reasons for what does not."""
        objective, few = self.objective, sample[:8]
        self._first(few)
        summed = proof.summed(lambda indices: self._plain("train", indices, "evaluate"), few)
        if summed:
            objective.summed = True
            self.notes["loss"] = f"{objective.words}, divided by the number of examples"
        else:
            self.notes["loss"] = objective.words
        self.notes["loss"] += self._warnings(few)
        self.weighing = None if summed else torch_weighing.found(
            self.data, objective, lambda indices: self._plain("train", indices, "evaluate"),
            1e2 * self._rounding())
        if self.weighing is not None:
            self.notes["loss"] += f"; examples count by their {self.weighing.words}"
        #: Whether examples have no losses of their own whose mean the loss of several is.
        self.tied = self.weighing is None and not summed and not self.random and torch_weighing.tied(
            lambda indices: self._plain("train", indices, "evaluate"), few, 1e2 * self._rounding())
        if self.tied:
            self.notes["loss"] += (
                "; the loss of several examples is not the mean of theirs, and is taken as it is on each"
                " pass over some of them")
        self.mixes = {mode: self._mixes(few, mode) for mode in ("train", "evaluate")}
        probe = self._plain("train", few, "probe")
        plain = self._plain("train", few, "evaluate")
        self.differ = not proof.close(probe, plain, self._rounding()) or self.mixes["train"]
        self.classes = self._classifier(few)
        if self.classes is not None and self.weighing is not None:
            # Where some targets are left out, examples have different numbers of rows.
            self.classes.update(alike=False, form=False)
        self.singles, self.differences, self.missing = Singles(self), None, {}
        self.rows, self.last = self._rows_of(few), None
        self.shape = self._shape_of(few)
        found = proof.of(self, sample)
        proof.of_outputs(self, sample, found)
        self.abilities = found.abilities
        convolutions = torch_convolutions.layers(self, few)
        if convolutions:
            self.abilities["convolution-inputs"] = {"layers": convolutions}
        self.missing.update(found.missing)
        self.differences = found.differences
        if self.module.frozen:
            self.notes["left-out"] = (
                f"{len(self.module.frozen)} tensors that are not trained:"
                f" {', '.join(part.name for part in self.module.frozen[:3])}"
                + (", ..." if len(self.module.frozen) > 3 else ""))
        if self.random:
            self.notes["loss"] += (
                "; it or the outputs are drawn at random even in use, and every evaluation takes the"
                " same draws")
        self.notes["data"] = self.data["train"].words

    def _warnings(self, few):
        """What of the loss or the module is likely not what was meant."""
        batch = self.batch("train", few)
        with self.module.at(self.leaves(False), "evaluate") as model, torch.no_grad():
            spread = self.objective.broadcasts(model, batch)
        words = "" if self.module.has_modes else (
            "; the module cannot change its mode and is measured as it was exported")
        if spread:
            words += (
                f"; outputs of shape {spread[0]} and targets of shape {spread[1]} are spread over each"
                " other, each output against every target: give both one shape")
        return words

    def _first(self, few):
        value = proof.first(
            lambda indices: self._plain("train", indices, "evaluate"), few, self._labels_beyond,
            self.objective.read(self.batch("train", few)))
        self._require_numbers(value, "train", few)
        again, other = (self._plain("train", few, "evaluate", key) for key in (0, 1))
        # Noise that the loss or the module draws in use, as a variational autoencoder does.
        self.random = value == again and not math.isnan(other) and other != value

    def _require_numbers(self, value, split, indices):
        """Names the example whose inputs or targets are no numbers, where the loss is none for that."""
        if math.isfinite(value) or all(
                bool(part.isfinite().all()) for part in leaves(self.batch(split, indices))
                if part.is_floating_point()):
            return
        for index in indices:
            parts = leaves(self.batch(split, [index]))
            for place, part in enumerate(parts):
                if part.is_floating_point() and not bool(part.isfinite().all()):
                    entry = part[~part.isfinite()][0].item()
                    what = "target" if place == len(parts) - 1 and place > 0 else "input"
                    raise Mistake(
                        f"data: expected numbers in every example, got {entry} in {what}s of {split}"
                        f" example {index}, and a loss of {value}\n"
                        "  fix: drop such examples, or leave such entries out in the loss")

    def _labels_beyond(self, few):
        """What is wrong with labels that the outputs have no column for, where that is it."""
        batch = self.batch("train", few)
        with self.module.at(self.leaves(False), "evaluate") as model, torch.no_grad():
            outputs, targets = self.objective.outputs(model, batch), self.objective.targets(batch)
        return beyond(outputs, self._more_targets(targets), self.objective.loss)

    def _more_targets(self, targets):
        """Those targets and others of the training examples: a few labels say little of their range."""
        data = self.data["train"]
        step = max(1, data.size // _LABELS)
        try:
            more = self.objective.targets(data.batch(list(range(0, data.size, step))[:_LABELS]))
            return torch.cat([targets.cpu().reshape(-1), more.cpu().reshape(-1)])
        except Exception:  # examples that can't be put together
            return targets

    def _rounding(self):
        return 1e-12 if self.module.dtype == torch.float64 else 1e-6

    def _plain(self, split, indices, mode, key=0):
        batch = self.batch(split, indices)
        with self.module.at(self.leaves(False), mode, key) as model, torch.no_grad():
            return float(self.objective.of(model, batch))

    def _mixes(self, few, mode):
        """Whether an example's outputs depend on the rest of its batch."""
        if len(few) < 3:
            return any("BatchNorm" in type(m).__name__ for m in self.module.root.modules()) and (
                mode == "train")
        with torch.no_grad():
            found = []
            for indices in (few[:2], few[::-1]):
                batch = self.batch("train", indices)
                with self.module.at(self.leaves(False), "probe" if mode == "train" else mode) as model:
                    if self.objective.form == "pair":
                        outputs = self.objective.outputs(model, batch)
                    elif self.objective.form == "own":
                        outputs = _without_loss(called(model, batch))
                    else:
                        return self._mixes_by_loss(few, mode)
                found.append(first_rows(outputs, 2) if indices == few[:2] else last_rows(outputs, 2))
        tolerance = 1e3 * self._rounding()
        return any(
            a.shape == b.shape and a.is_floating_point()
            and not torch.allclose(a, b, rtol=tolerance, equal_nan=True, atol=tolerance * (
                float(b.nan_to_num().abs().max()) or 1))
            for a, b in zip(*found))

    def _mixes_by_loss(self, few, mode):
        real = "probe" if mode == "train" else mode
        whole = self._plain("train", few, real)
        single = sum(
            self.share("train", [index]) * self._plain("train", [index], real) for index in few
            if self.share("train", [index])) / len(few)
        whole *= self.share("train", few)
        return not proof.close(whole, single, 1e3 * self._rounding())

    def _classifier(self, few):
        """What the outputs say of classes: None, or whether the loss is their plain mean."""
        batch = self.batch("train", few)
        best = None
        for reading in ("", "second", "one-hot", "sigmoid"):
            self.objective.reading = reading
            try:
                with self.module.at(self.leaves(False), "evaluate") as model, torch.no_grad():
                    found = self.objective.rows_of_logits(model, batch)
                    if found is None or found[0].shape[0] == 0:
                        continue
                    loss = float(self.objective.of(model, batch))
                    spread = (found[0].amax(1) - found[0].amin(1)).max()
                    # Outputs that are all alike, as of a last layer that starts at zero, tell nothing.
                    if spread > 1e-6 and self._renamed(model, batch, found[0].shape[1], loss):
                        self.notes["loss"] += (
                            ", the same whatever classes are called: its outputs are not taken for"
                            " logits of the labels")
                        best = None
                        break
            except Exception:  # a model that can't be asked so is no classifier
                continue
            # Near zero a loss is known up to the rounding of logits.
            alike = not torch_weighing.apart(
                float(cross_entropy(found)), loss, 1e2 * self._rounding())
            # Another reading than the plain one must give the loss.
            if alike or not reading:
                best = reading, found, alike
            if alike:
                break
        if best is not None and not best[2]:
            best = self._of_one_output(batch, best)
        self.objective.reading = best[0] if best else ""
        if best is None:
            return None
        _, found, alike = best
        single = found[0].shape[0] == len(few) and self.objective.form != "whole"
        classes = found[0].shape[1]
        return {"alike": alike, "form": alike and single and classes > 1,
                "linear": piecewise_linear(self.module.root), "count": classes,
                "heights": {classes, 1} if classes == 2 else {classes}}

    def _of_one_output(self, batch, best):
        """One number an example, whose loss is no plain cross-entropy: a logit, or a probability?"""
        self.objective.reading = best[0]
        with self.module.at(self.leaves(False), "evaluate") as model, torch.no_grad():
            kind = self.objective.one_output(model, batch)
            if kind in ("", "logit"):
                return best
            if kind != "probability":
                return None
            self.objective.reading = "sigmoid"
            return "sigmoid", self.objective.rows_of_logits(model, batch), False

    def _renamed(self, model, batch, classes, loss):
        """Whether the loss does not care which class is called what, so that outputs name none."""
        if self.objective.form != "pair":
            return False
        targets = self.objective.targets(batch)
        if targets.is_floating_point():
            return False
        kept = targets == getattr(self.objective.loss, "ignore_index", -100)
        outputs = self.objective.outputs(model, batch)
        for turn in range(1, classes):
            other = torch.where(kept, targets, (targets + turn) % classes)
            value = float(self.objective._scalar(self.objective.loss(outputs, other), batch))
            if not proof.close(value, loss, self._rounding()):
                return False
        return classes > 1

    def _rows_of(self, few):
        """How an example's one row of logits comes about, or None."""
        if self.classes is None or self.objective.form == "whole":
            return None
        batch = self.batch("train", few)
        with self.module.at(self.leaves(False), "evaluate") as model, torch.no_grad():
            logits = self.objective.rows_of_logits(model, batch)[0]
            return Rows.of(self.objective, model, batch, logits, len(few))

    def _shape_of(self, few):
        """The shape of an example's inputs where they are one tensor of real numbers, or None."""
        batch = self.batch("train", few)
        if self.rows is None or self.objective.form != "pair" or not isinstance(
                batch, (tuple, list)) or len(batch) != 2 or not isinstance(batch[0], torch.Tensor):
            return None
        shape = list(batch[0].shape[1:])
        return shape if batch[0].is_floating_point() and 1 <= len(shape) <= 3 else None

    def find_last_layer(self, asked):
        """Finds the layer that makes the logits; raises NotAble with the reason."""
        self.last = LastLayer.of(*seen(self, asked))

    def cheap_group(self):
        return cheap_group(self)

    @contextlib.contextmanager
    def in_double(self):
        """The same model in double precision, for a while."""
        before = self.module.dtype, self.theta, self.kept
        self.module.dtype, self.theta, self.kept = (
            torch.float64, self.theta.double(), self.kept.double())
        try:
            yield
        finally:
            self.module.dtype, self.theta, self.kept = before

    def describe(self):
        """What the protocol asks of a model at its opening."""
        return {
            "framework": f"PyTorch {torch.__version__}",
            "model": type(self.module.root).__name__,
            "device": str(self.module.device),
            "precision": "double" if self.module.dtype == torch.float64 else "single",
            "parameters": [_group(part) for part in self.module.parts],
            "buffers": [_group(part) for part in self.module.real_buffers()],
            "sizes": {split: data.size for split, data in self.data.items()},
            "mixes": self.mixes,
            "modes-differ": self.differ,
            "refused-modes": {},
            "abilities": self.abilities,
            "missing": self.missing,
            "notes": self.notes,
            "training": {name: float(value) for name, value in self.training.items()},
        }

    # ---- weights and vectors

    def parameters(self):
        return Vector(self.theta, "weights")

    def buffers(self):
        return Vector(self.kept, "buffers")

    def zeros(self, size):
        return Vector(torch.zeros(size, dtype=self.module.dtype, device=self.module.device))

    def moved(self, what):
        """The weights or the buffers were written to; the module's own weights never are."""
        if what == "buffers":
            self.dirty = True
            self.module.store_buffers(self.kept)

    def close(self):
        """Leaves the module with the buffers that it came with."""
        if self.dirty:
            self.module.store_buffers(self.before)
            self.dirty = False

    def follow(self):
        """Takes the module's weights and buffers as they are now."""
        with torch.no_grad():
            for target, part in zip(self.module.split(self.theta), self.module.parts):
                target.copy_(part.tensor)
        self.kept = self.module.kept()
        self.before = self.kept.clone()
        self.dirty = False

    def size(self, split):
        return self.data[split].size

    def batch(self, split, indices):
        batch = self.data[split].batch(list(indices))
        device, kind = self.module.device, self.module.dtype

        def placed(leaf):
            leaf = leaf.to(device)
            return leaf.to(kind) if leaf.is_floating_point() else leaf

        return mapped(batch, placed)

    def leaves(self, differentiable=True):
        return [
            piece.detach().clone().requires_grad_(differentiable)
            for piece in self.module.split(self.theta)]

    def share(self, split, indices, batch=None):
        """How much some examples count, each on average, where that is not alike for all; else 1."""
        if self.weighing is None:
            return 1.0
        return self.weighing.share(
            split, indices, self.batch(split, indices) if batch is None else batch)

    # ---- loss and gradient

    def loss(self, batch):
        asked = self.batch(batch.split, batch.indices)
        share = self.share(batch.split, batch.indices, asked)
        with self.module.at(self.leaves(False), batch.mode) as model, torch.no_grad():
            value = float(self.objective.of(model, asked))
        self._after(batch.mode)
        if not share:
            return 0.0
        self._require_numbers(value, batch.split, batch.indices)
        return share * value

    def gradient(self, batch, into):
        leaves = self.leaves()
        asked = self.batch(batch.split, batch.indices)
        share = self.share(batch.split, batch.indices, asked)
        with self.module.at(leaves, batch.mode) as model:
            loss = torch_weighing.scaled(self.objective.of(model, asked), share, leaves)
            found = derivatives(loss, leaves)
        self.fill(into, found)
        self._after(batch.mode)
        return float(loss.detach())

    def _after(self, mode):
        if mode == "train":
            self.kept.copy_(self.module.kept())
            self.dirty = True

    def fill(self, into, tensors):
        for target, tensor in zip(self.module.split(into.data), tensors):
            target.copy_(tensor.detach())

    def graph(self, batch, into):
        if self.differences is not None:
            return DifferenceGraph(self, batch, into, self.differences)
        return Graph(self, batch, into)

    # ---- single examples

    def losses(self, batch):
        found = []
        with torch.no_grad(), self.module.at(self.leaves(False), "evaluate") as model:
            for index in batch.indices:
                asked = self.batch(batch.split, [index])
                share = self.share(batch.split, [index], asked)
                found.append(share * float(self.objective.of(model, asked)) if share else 0.0)
        for index, value in zip(batch.indices, found):
            self._require_numbers(value, batch.split, [index])
        return found

    def squared_norms(self, batch):
        norms = []
        for gradients in self._each_gradient(batch):
            norms.extend(sum((part.double() ** 2).reshape(len(part), -1).sum(1) for part in gradients).tolist())
        return norms

    def example_gradients(self, batch, into):
        self._hand_out(self._each_gradient(batch), into)

    def _hand_out(self, blocks, into):
        position = 0
        for gradients in blocks:
            for row in range(gradients[0].shape[0]):
                self.fill(into[position], [part[row] for part in gradients])
                position += 1

    def _each_gradient(self, batch):
        def loss(module, one, share):
            value = self.objective.of(module, one)
            return value if share is None else value * share[0]

        if self.weighing is None:
            yield from self.singles.each("loss", loss, batch.split, batch.indices)
            return
        shares = torch.as_tensor(
            [[self.share(batch.split, [index])] for index in batch.indices],
            dtype=self.module.dtype, device=self.module.device)
        position = 0
        for gradients in self.singles.each("loss", loss, batch.split, batch.indices, shares):
            rows = len(gradients[0])
            none = shares[position:position + rows, 0] == 0
            # The loss of an example that does not count may be no number.
            yield [part.masked_fill(none.reshape(-1, *[1] * (part.dim() - 1)), 0)
                   for part in gradients]
            position += rows

    # ---- outputs

    def outputs(self, batch):
        if self.classes is None:
            raise NotAble("outputs: the model is no classifier that shows its logits")
        with self.module.at(self.leaves(False), batch.mode) as model, torch.no_grad():
            found = self.objective.rows_of_logits(model, self.batch(batch.split, batch.indices))
        logits = found[0].cpu().contiguous().numpy()
        return logits, found[1].int().cpu().numpy()

    def output_gradients(self, batch, coefficients, into):
        """Each example's gradient of its logits, weighed; coefficients: examples x classes."""
        self._hand_out(
            self.singles.each("outputs", self._rows().weighed, batch.split, batch.indices,
                              self._placed(coefficients)), into)

    def output_norms(self, batch, sets, group):
        """Squared norms of such gradients: sets x trained tensors x groups of examples."""
        self._rows()
        return norms(self, batch, self._placed(sets), group)

    def _rows(self):
        if self.rows is None:
            raise NotAble("outputs: an example has not one row of logits")
        return self.rows

    def _placed(self, numbers):
        return torch.as_tensor(numbers).to(self.module.device, self.module.dtype)

    def last_layer(self, batch):
        """Features (rows x width), weight (classes x width), bias; raises NotAble with the reason."""
        if self.last is None:
            raise NotAble(self.missing.get("features", "the last layer can't be seen"))
        return self.last.at(*seen(self, batch))

    def inputs(self, batch):
        """Examples x numbers, as the model sees them."""
        self._shape()
        found = self.batch(batch.split, batch.indices)[0]
        return found.reshape(len(batch.indices), -1).double().cpu().contiguous().numpy()

    def logits(self, inputs, weights):
        """Logits at given inputs (examples x numbers) and weights, as the model is used."""
        given = self._placed(inputs).reshape(len(inputs), *self._shape())
        leaves = [piece.detach() for piece in self.module.split(weights.data)]
        with self.module.at(leaves, "evaluate") as module, torch.no_grad():
            found = self.rows.all(module, (given, None), len(inputs))
        return found.double().cpu().contiguous().numpy()

    def _shape(self):
        if self.shape is None:
            raise NotAble("inputs: they are not one tensor of real numbers")
        return self.shape


def _group(part):
    return {"name": part.name, "role": part.role, "shape": list(part.tensor.shape)}


def _without_loss(returned):
    logits = getattr(returned, "logits", None)
    if logits is None and isinstance(returned, dict):
        logits = returned.get("logits")
    return returned if logits is None else logits

