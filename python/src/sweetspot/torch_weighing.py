"""How much each example counts in the loss of a batch, where that is not alike.

Many losses are means over what a batch's targets let count: tokens that are not ignored, labels that
are known, classes by their weights. The loss of a whole is then not the mean over its batches, nor
over its examples, but sum w l / sum w. Which w that is, is tried on examples of different w.
"""

import math

import torch

from sweetspot import proof
from sweetspot.torch_data import leaves
from sweetspot.wire import Mistake

#: Examples whose targets are looked at, and how many of them are put together at once.
_LOOKED_AT, _TOGETHER = 256, 256
#: Losses in double precision are told apart no finer than this: some are computed in single all the same.
_FINEST = 1e-5


class Weighing:
    """A weight for each example, such that the loss of a batch is the mean of its losses by weight."""

    def __init__(self, data, words, weight):
        self.data, self.words, self.weight = data, words, weight
        self.means = {}

    def share(self, split, indices, batch):
        """What makes a batch's loss a plain mean over its examples, as parts of the whole split."""
        return self.weight(batch) / (len(indices) * self._mean(split))

    def _mean(self, split):
        if split not in self.means:
            data = self.data[split]
            total = 0.0
            for start in range(0, data.size, _TOGETHER):
                total += self.weight(data.batch(list(range(start, min(data.size, start + _TOGETHER)))))
            if not total > 0:
                raise Mistake(_nothing(f"the {split} examples"))
            self.means[split] = total / data.size
        return self.means[split]


def found(data, objective, loss, tolerance):
    """The weighing that the loss has, or None where its batches are plain means.

    ``loss(indices)``: that of some training examples, in the mode in which the model is used.
    """
    size = data["train"].size
    step = max(1, size // _LOOKED_AT)
    pool = list(range(0, size, step))[:_LOOKED_AT]
    singles = [data["train"].batch([index]) for index in pool]
    for words, weight in _candidates(objective, singles[0]):
        try:
            weights = [weight(single) for single in singles]
        except Exception:  # an entry of another form in some batch
            continue
        if words.startswith(_COUNTED) and not any(weights) and math.isnan(loss(pool[:8])):
            raise Mistake(_nothing(f"{len(pool)} examples that were looked at"))
        # Near zero, losses do not tell; what PyTorch's own do with integer targets is known.
        known = _documented(objective, singles[0]) and words in _of_loss(objective)
        if min(weights) >= 0 and max(weights) > min(weights) and (
                known or _fits(pool, weights, loss, tolerance)):
            return Weighing(data, words, weight)
    return None


def _documented(objective, batch):
    """Whether the loss is PyTorch's mean over classes, weighed as its documentation says."""
    loss = objective.loss
    return objective.form == "pair" and loss.__class__ in (
        torch.nn.CrossEntropyLoss, torch.nn.NLLLoss) and loss.reduction == "mean" and (
            not objective.targets(batch).is_floating_point())


def _of_loss(objective):
    """The words of the weighing that such a loss has."""
    weighed = getattr(objective.loss, "weight", None) is not None
    return _CLASSES if weighed else f"{_COUNTED} {getattr(objective.loss, 'ignore_index', -100)}",


def scaled(loss, share, weights):
    """A loss times its share; where nothing counts, a zero that the weights are part of."""
    return loss * share if share else sum((leaf.sum() for leaf in weights)) * 0


_COUNTED = "targets that are not"
_CLASSES = "classes' weights in the loss"


def _nothing(where):
    return (
        f"targets: expected at least one that counts, got none in {where}: all are ignored\n"
        "  fix: check the label that the loss leaves out (ignore_index) and what marks the padding")


def _fits(pool, weights, loss, tolerance):
    """Whether sum w l / sum w is the loss of examples of different weight, and their mean is not."""
    order = sorted(range(len(pool)), key=lambda place: weights[place])
    counting = [place for place in order if weights[place] > 0]
    chosen = dict.fromkeys([order[0], *counting[:2], *counting[-2:]])
    try:
        parts = {place: loss([pool[place]]) for place in chosen}
        whole = loss([pool[place] for place in chosen])
    except Exception:  # a loss or a module that can't be asked of one example
        return False
    total = sum(weights[place] for place in chosen)
    weighed = sum(weights[place] * value for place, value in parts.items() if weights[place] > 0)
    plain = sum(parts.values()) / len(parts)
    return total > 0 and math.isfinite(whole) and proof.close(whole, weighed / total, max(tolerance, _FINEST)) and (
        apart(whole, plain, tolerance))


def apart(whole, mean, tolerance):
    """Whether a loss is surely another number; one near zero is known up to rounding of logits."""
    tolerance = max(tolerance, _FINEST)
    return not abs(whole - mean) <= tolerance * (max(abs(whole), abs(mean)) + 0.1)


def tied(loss, few, tolerance):
    """Whether the loss of a few examples is another number than the mean of theirs."""
    try:
        whole, parts = loss(few), [loss([index]) for index in few]
    except Exception:  # a loss or a module that can't be asked of one example
        return False
    return math.isfinite(whole) and apart(whole, sum(parts) / len(parts), tolerance)


def _candidates(objective, batch):
    """What may weigh examples, as (words, function of a batch), the likeliest first."""
    ignored = getattr(objective.loss, "ignore_index", -100)
    classes = getattr(objective.loss, "weight", None)
    if objective.form == "pair":
        if isinstance(classes, torch.Tensor) and classes.dim() == 1:
            yield _CLASSES, (
                lambda one: _by_class(objective.targets(one), classes, ignored))
        yield f"{_COUNTED} {ignored}", lambda one: _count(objective.targets(one) != ignored)
    for place, leaf in enumerate(leaves(batch)):
        for words, count in _of_leaf(leaf, ignored):
            yield words, lambda one, place=place, count=count: count(leaves(one)[place])


def _of_leaf(leaf, ignored):
    if leaf.dim() == 0:
        return
    if leaf.dtype == torch.bool:
        yield "entries that a mask has", _count
        yield "entries that a mask leaves", lambda mask: _count(~mask)
        return
    yield f"{_COUNTED} {ignored}", lambda targets: _count(targets != ignored)
    if leaf.dim() > 1 and leaf.shape[1] > 1:
        yield f"{_COUNTED} {ignored}, from the second on", (
            lambda targets: _count(targets[:, 1:] != ignored))
    if leaf.is_floating_point():
        yield f"{_COUNTED} missing (NaN)", lambda targets: _count(~targets.isnan())
    yield f"{_COUNTED} negative", lambda targets: _count(targets >= 0)
    yield "sums of a mask or of weights", lambda mask: float(mask.double().sum())
    yield f"{_COUNTED} 0", lambda targets: _count(targets != 0)


def _count(mask):
    return float(mask.sum())


def _by_class(targets, weights, ignored):
    seen = targets[targets != ignored].long()
    return float(weights.double().cpu()[seen.cpu()].sum())
