"""Looks at the gradient of the loss with respect to the outputs: what is really minimized.

For the mean cross-entropy of logits z with targets y that gradient is w (softmax(z) - onehot(y))
in each row, with the row's weight w. Fitting it gives how well the loss is that one (a cosine) and
what each row weighs, which tells softmax taken twice, a mean of means over unequal batches, padding
that counts, and a gradient of another loss than the one reported. For as many numbers as outputs
the squared error's z - y takes the place of softmax(z) - onehot(y), for numbers that are 0 or 1
sigmoid(z) - y where that fits better; z - mean(y) fits where (n, 1) met (n) and was broadcast.
"""

import torch
from torch.nn import functional

_ROWS = 256
_WHOLE = 1 << 20
#: Logarithms of probabilities are at most this, rounded.
_LOG = 1e-4
#: A loss is the cross-entropy of the outputs where it is so near to it.
_SAME = 1e-3


class LossProbe:
    """One forward's outputs, seen again when their gradient arrives."""

    def __init__(self, outputs, ignored):
        self.outputs = outputs.detach()
        self.gradient = None
        self.targets = None
        self.ignored = ignored
        #: Where the inputs are padding, and the token that stands for it; None if that is not known.
        self.padding = None

    def arrived(self, gradient):
        """Keeps the gradient of the outputs."""
        self.gradient = gradient.detach()

    def found(self, scale, loss=None):
        """What the gradient says, as a dictionary; None without targets or gradient.

        scale: of a gradient scaler, 1 without one.
        loss: that is reported; where it is the mean cross-entropy, others are not computed.
        """
        if self.targets is None or self.gradient is None:
            return None
        with torch.no_grad():
            outputs, gradient = self.outputs.float(), self.gradient.float() / scale
            targets = self.targets.detach().to(outputs.device)
            if targets.is_floating_point():
                if targets.numel() != outputs.numel() or outputs.dim() == 0:
                    return None
                crossed = targets.shape != outputs.shape and len(outputs) > 1
                width = (len(outputs), -1)
                return self._numbers(outputs.reshape(width), gradient.reshape(width),
                                     targets.float().reshape(width), crossed)
            last = outputs.dim() == targets.dim() + 1 and outputs.shape[:-1] == targets.shape
            length = targets.shape[1] if last and targets.dim() == 2 else 0
            outputs, gradient, targets = rows_of(outputs, gradient, targets)
            if outputs is None:
                return None
            return self._classes(outputs, gradient, targets, loss, length)

    def _padded(self, targets):
        """Which targets are padding that follows padding; None where that is not known."""
        if self.padding is None or self.padding[0].numel() != len(targets):
            return None
        inputs, token = self.padding
        return inputs.reshape(-1).to(targets.device) & (targets == token)

    def _classes(self, outputs, gradient, targets, loss, length):
        kept = _kept(targets, self.ignored, self._padded(targets))
        every = len(targets)
        count = every if kept is None else len(kept)
        step = max(1, count // _ROWS)
        some = slice(None, None, step) if kept is None else kept[::step]
        rows, moves, labels = (one[some][:_ROWS] for one in (outputs, gradient, targets))
        named = labels.tolist()
        if not named or max(named) >= rows.shape[1] or min(named) < 0:
            return None
        at = labels.long()[:, None]
        logs = torch.log_softmax(rows, 1)
        # softmax(z) - onehot(y), whose entries cancel where a row is learned.
        wanted = logs.exp().scatter_add_(1, at, torch.full_like(logs[:, :1], -1.0))
        pair = torch.stack([wanted, moves]).reshape(2, -1)
        size, dot, _, square, entropy, *ends = torch.cat([
            (pair @ pair.T).reshape(-1), -logs.gather(1, at).mean().reshape(1),
            *torch.aminmax(rows, dim=1)]).tolist()
        low, high = ends[:len(named)], ends[len(named):]
        within = sum(least >= 0 and most <= 1 for least, most in zip(low, high)) / len(named)
        found = {
            "weight": dot / max(size, 1e-20), "cosine": dot / max((size * square) ** 0.5, 1e-30),
            "crossEntropy": entropy, "within": within, "least": min(low), "most": max(high),
            "ignoredShare": _ignored(gradient, kept) if count < every else 0.0,
            "probabilities": 0.0, "logProbabilities": 0.0, "columns": 0.0, "rows": count,
            "places": every, "classes": rows.shape[1], "kind": "classes"}
        if length > 1:
            places = torch.arange(every, device=rows.device) if kept is None else kept
            spread = _by_sequence(wanted, moves, (places[::step][:_ROWS] // length).tolist())
            if spread is not None:
                found["sequences"] = spread
        whole = outputs if outputs.numel() <= _WHOLE else outputs[:0]
        if within > 0 or min(high) <= _LOG:
            found.update(_normalized(rows, whole))
        if found["probabilities"] > 0:
            found["others"] = _off_labels(wanted, moves, at) / (found["weight"] or 1.0)
        if loss is None or not abs(loss - entropy) <= _SAME * abs(loss):
            if len(whole) and kept is not None:
                whole, targets = whole[kept], targets[kept]
            found.update(_others(rows, logs, at, whole, targets))
        return found

    @staticmethod
    def _numbers(outputs, gradient, targets, crossed):
        kind, wanted = "values", outputs - targets
        one = targets.shape[1] > 1 and bool(
            ((targets >= 0) & ((targets.sum(1) - 1).abs() < 1e-3)[:, None]).all())
        if one:
            kind, wanted = "probabilities", torch.softmax(outputs, 1) - targets
        elif bool(((targets == 0) | (targets == 1)).all()):
            other = torch.sigmoid(outputs) - targets
            if _cosine(gradient, other) > _cosine(gradient, wanted):
                kind, wanted = "labels", other
        doubled = functional.binary_cross_entropy_with_logits(
            torch.sigmoid(outputs), targets) if kind == "labels" else outputs.new_tensor(float("nan"))
        single = functional.binary_cross_entropy_with_logits(
            outputs, targets) if kind == "labels" else outputs.new_tensor(float("nan"))
        numbers = torch.stack([
            (gradient * wanted).sum() / wanted.pow(2).sum().clamp(min=1e-20),
            _cosine(gradient, wanted), wanted.pow(2).mean(), _within(outputs), outputs.min(),
            outputs.max(), _cosine(gradient, outputs - targets.mean(0)), single, doubled]).tolist()
        found = dict(zip(
            ("weight", "cosine", "squaredError", "within", "least", "most", "crossed",
             "crossEntropy", "sigmoidEntropy"), numbers))
        if kind != "labels":
            del found["crossEntropy"], found["sigmoidEntropy"]
        if not crossed:
            del found["crossed"]
        found.update(rows=len(outputs), entries=outputs.numel(), kind=kind)
        return found


def _kept(targets, ignored, padded):
    """Places of the targets that count; None where all of them do."""
    if padded is not None:
        valid = (targets != ignored) & ~padded
        return None if bool(valid.all()) else valid.nonzero().flatten()
    if len(targets) <= _ROWS:
        every = ignored not in targets.tolist()
        return None if every else (targets != ignored).nonzero().flatten()
    valid = targets != ignored
    return None if bool(valid.all()) else valid.nonzero().flatten()


def _ignored(gradient, kept):
    """The share of the squared gradient outside the kept rows."""
    squares = gradient.square().sum(1)
    whole = squares.sum()
    return float(squares.index_fill_(0, kept, 0.0).sum() / whole.clamp(min=1e-30))


def _off_labels(wanted, moves, at):
    """The weight of the loss as the classes tell it that are not the label."""
    wanted, moves = (one.scatter(1, at, 0.0) for one in (wanted, moves))
    return float((wanted * moves).sum() / wanted.square().sum().clamp(min=1e-30))


def _by_sequence(wanted, moves, owners):
    """Largest over smallest weight of a row, where it is one number in each of 4 sequences or more.

    None where rows of one sequence differ, as they do by weights of classes.
    """
    sizes, weights = wanted.square().sum(1).tolist(), (wanted * moves).sum(1).tolist()
    found = {}
    for owner, size, weight in zip(owners, sizes, weights):
        if size > 1e-3:
            found.setdefault(owner, []).append(weight / size)
    known = [(min(one), max(one)) for one in found.values() if len(one) > 1]
    if len(known) < 4 or any(least <= 0 or most > 1.002 * least for least, most in known):
        return None
    return max(most for _, most in known) / min(least for least, _ in known)


def _cosine(one, other):
    return (one * other).sum() / (one.pow(2).sum() * other.pow(2).sum()).sqrt().clamp(min=1e-30)


def _normalized(rows, every):
    """Shares of rows, and of all columns, that are probabilities or their logarithms."""
    sums = ((rows.sum(1) - 1).abs() < 1e-2) & (rows.amin(1) >= 0)
    logs = ((rows.exp().sum(1) - 1).abs() < 1e-2) & (rows.amax(1) <= _LOG)
    numbers = torch.stack([sums.float().mean(), logs.float().mean(), _columns(every)]).tolist()
    return dict(zip(("probabilities", "logProbabilities", "columns"), numbers))


def _others(rows, logs, at, every, labels):
    """Cross-entropies that the loss may be instead: of softmax twice, a sigmoid, the wrong axis."""
    numbers = torch.stack([
        -torch.log_softmax(logs.exp(), 1).gather(1, at).mean(),
        -torch.log_softmax(torch.sigmoid(rows), 1).gather(1, at).mean(),
        _over_batch(every, labels)]).tolist()
    return dict(zip(("twiceEntropy", "sigmoidEntropy", "columnEntropy"), numbers))


def _over_batch(rows, labels):
    """The cross-entropy of a softmax over the batch; NaN where the batch is too large."""
    if len(rows) < 2:
        return torch.full((), float("nan"), device=rows.device)
    return -torch.log_softmax(rows, 0).gather(1, labels[:, None].long()).mean()


def _within(rows):
    """The share of rows that lie between 0 and 1."""
    return ((rows >= 0) & (rows <= 1)).all(1).float().mean()


def _columns(rows):
    """The share of columns whose entries, or their exponentials, sum to 1 over the batch."""
    if len(rows) < 2 or rows.shape[1] < 2:
        return torch.zeros((), device=rows.device)
    plain = (rows.min(0).values >= 0) & ((rows.sum(0) - 1).abs() < 1e-2)
    logs = (rows.max(0).values <= _LOG) & ((rows.exp().sum(0) - 1).abs() < 1e-2)
    return (plain | logs).float().mean()


def rows_of(outputs, gradient, targets):
    """Outputs as rows of classes, whichever axis holds them."""
    if outputs.dim() == targets.dim() + 1:
        if outputs.shape[:-1] == targets.shape:
            width = outputs.shape[-1]
            return outputs.reshape(-1, width), gradient.reshape(-1, width), targets.reshape(-1)
        if outputs.shape[:1] + outputs.shape[2:] == targets.shape:
            width = outputs.shape[1]
            return (outputs.movedim(1, -1).reshape(-1, width),
                    gradient.movedim(1, -1).reshape(-1, width), targets.reshape(-1))
    return None, None, None
