"""The batches of an update, as the training tells of them and as their tensors show them."""

import functools
import operator

import torch

from . import examples

_KEPT = 64
_LARGEST = 1 << 16
_MASK = (1 << 64) - 1


class Batches:
    """Gathers the batches of one update after the other, and the examples of all of them.

    ignored: the target that stands for padding.
    """

    def __init__(self, ignored):
        self._ignored = ignored
        self._hash, self._seen = examples.ExampleHash(), examples.SeenExamples()
        self._labels = examples.LabelCounts()
        self.reset(False)

    def reset(self, look):
        """Begins an update; look: whether examples and labels are looked at."""
        self._look, self._calls = look, []

    def __len__(self):
        return len(self._calls)

    def loss(self):
        """The loss of the last batch, as a number; None without one."""
        return number(self._calls[-1]["loss"]) if self._calls else None

    def seen(self):
        """How many examples are remembered."""
        return len(self._seen.labels)

    def met(self, inputs):
        """How many of a few rows are sampled, and how many of these were trained on."""
        return self._seen.met(self._hash.rows(inputs[:256]))

    def add(self, loss, passes, inputs, targets, probe, count, tokens):
        """A batch: its loss, the backward passes before it, its tensors and numbers of examples."""
        held = torch.is_tensor(loss)
        call = {"loss": loss.detach() if held else loss, "probe": probe}
        if self._look and held and loss.requires_grad and loss.grad_fn is not None:
            loss.register_hook(lambda gradient: call.__setitem__("weight", gradient.detach()))
        call["attached"] = bool(held and loss.requires_grad and passes <= len(self._calls))
        if probe is not None and targets is not None:
            probe.targets = targets.detach()
        call["examples"] = count if count is not None else (
            int(inputs.shape[0]) if inputs is not None and inputs.dim() else None)
        call["tokens"] = tokens
        if tokens is None and targets is not None and targets.dim() > 1 and not targets.is_floating_point():
            call["tokens"] = (targets != self._ignored).sum()
        if self._look:
            self._examine(call, inputs, targets)
        self._calls.append(call)

    def add_to(self, line, scale):
        """Adds what the update's batches were to its line; scale: of a gradient scaler, or 1."""
        micro = [self._told(call, scale) if self._look else _brief(call) for call in self._calls]
        known = [one["loss"] for one in micro if "loss" in one]
        if known:
            line["loss"] = sum(known) / len(known)
        for name in ("examples", "tokens"):
            counts = [one[name] for one in micro if name in one]
            if counts:
                line[name] = sum(counts)
        if self._look and micro:
            line["micro"] = micro[:_KEPT]
        if self._look:
            mixed = functools.reduce(operator.xor, (one.get("batch", 0) for one in self._calls), 0)
            if mixed:
                line["batch"] = "%016x" % (mixed & _MASK)
            line["labels"] = {
                "entropy": self._labels.entropy(), "repeated": self._seen.repeated,
                "relabelled": self._seen.relabelled}
            if self._labels.counts:
                line["labels"]["majority"] = self._labels.majority()

    @staticmethod
    def _told(call, scale):
        one = _brief(call)
        for name in ("labelEntropy", "shift"):
            if call.get(name) is not None:
                one[name] = call[name]
        if "weight" in call:
            one["weight"] = float(call["weight"]) / scale
        elif call["attached"]:
            one["weight"] = 0.0
        for name in ("inputs", "targets"):
            if name in call:
                one[name] = _told_spread(call[name])
        probe = call["probe"].found(scale, one.get("loss")) if call["probe"] is not None else None
        if probe is not None:
            one["probe"] = probe
        return one

    def _examine(self, call, inputs, targets):
        labels = None
        if targets is not None and targets.dim() == 1 and not targets.is_floating_point():
            labels = targets.detach().tolist()
            call["labelEntropy"] = self._labels.add(labels)
        if inputs is None or inputs.dim() < 2:
            return
        codes = self._hash.rows(inputs)
        if labels is None and targets is not None and targets.is_floating_point() and (
                0 < targets.dim() and len(targets) == len(codes) and targets.numel() <= _LARGEST):
            # Of numbers, or of several labels, only whether they are the same again; not of tokens,
            # of which a program may hide others each time.
            labels = self._hash.rows(targets.reshape(len(codes), -1))
        self._seen.train(codes, labels if labels is not None and len(labels) == len(codes) else None)
        call["batch"] = functools.reduce(operator.xor, codes, 0)
        if inputs.is_floating_point():
            call["inputs"] = _spread(inputs)
        if targets is not None and targets.is_floating_point():
            call["targets"] = _spread(targets)
        if targets is not None and targets.numel() == inputs.numel() and targets.dim() == 1:
            targets = targets.reshape(inputs.shape)
        if targets is not None and not targets.is_floating_point() and targets.dim() == 2:
            call["shift"] = examples.token_shift(inputs.detach(), targets.detach(), self._ignored)


def _brief(call):
    """Loss, examples and tokens of a batch, those that are known."""
    loss, count, tokens = call["loss"], call["examples"], call["tokens"]
    one = {}
    if loss is not None:
        one["loss"] = loss.item() if torch.is_tensor(loss) else float(loss)
    if count is not None:
        one["examples"] = count
    if tokens is not None:
        one["tokens"] = int(tokens) if torch.is_tensor(tokens) else tokens
    return one


def _spread(values):
    """Mean, standard deviation, least and largest."""
    values = values.detach().float()
    # torch.std_mean and abs().max() take several times as long.
    mean = values.mean()
    spread = (values - mean).norm() / max(1, values.numel() - 1) ** 0.5
    return torch.stack([mean, spread, *torch.aminmax(values)])


def _told_spread(numbers):
    mean, spread, least, most = numbers.tolist()
    return [mean, spread, max(abs(least), abs(most))]


def number(value):
    """A number of what is given as a tensor or a number; None of None."""
    if value is None:
        return None
    return float(value.detach()) if torch.is_tensor(value) else float(value)
