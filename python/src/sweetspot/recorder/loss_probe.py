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


class LossProbe:
    """One forward's outputs, seen again when their gradient arrives."""

    def __init__(self, outputs, ignored):
        self.outputs = outputs.detach()
        self.gradient = None
        self.targets = None
        self.ignored = ignored

    def arrived(self, gradient):
        """Keeps the gradient of the outputs."""
        self.gradient = gradient.detach()

    def found(self, scale, weight_only=False):
        """What the gradient says, as a dictionary; None without targets or gradient.

        scale: of a gradient scaler, 1 without one.
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
            outputs, gradient, targets = rows_of(outputs, gradient, targets)
            if outputs is None:
                return None
            return self._classes(outputs, gradient, targets)

    def _classes(self, outputs, gradient, targets):
        valid = targets != self.ignored
        count = int(valid.sum())
        squared = gradient.pow(2).sum(1)
        other = squared[~valid].sum()
        step = max(1, count // _ROWS)
        whole = outputs if outputs.numel() <= _WHOLE else outputs[:0]
        places = valid.nonzero().flatten()[::step][:_ROWS]
        rows, moves, labels = outputs[places], gradient[places], targets[places]
        if len(places) == 0 or int(labels.max()) >= rows.shape[1] or int(labels.min()) < 0:
            return None
        logs = torch.log_softmax(rows, 1)
        wanted = logs.exp().clone()
        wanted[torch.arange(len(labels)), labels] -= 1
        chosen = rows.gather(1, labels[:, None])
        sums = rows.sum(1)
        probable = ((rows.min(1).values >= 0) & ((sums - 1).abs() < 1e-2)).float().mean()
        logged = ((rows.max(1).values <= 1e-4) & (rows.exp().sum(1) - 1).abs().lt(1e-2)).float().mean()
        dots, sizes = (moves * wanted).sum(1), wanted.pow(2).sum(1)
        numbers = torch.stack([
            dots.sum() / sizes.sum().clamp(min=1e-20),
            dots.sum() / (sizes.sum() * moves.pow(2).sum()).sqrt().clamp(min=1e-30),
            -logs.gather(1, labels[:, None]).mean(), probable, logged,
            -chosen.clamp(min=1e-12).log().mean(), -chosen.mean(),
            other / squared.sum().clamp(min=1e-30),
            (rows.argmax(1) == labels).float().mean(),
            -torch.log_softmax(logs.exp(), 1).gather(1, labels[:, None]).mean(),
            _within(rows), rows.min(), rows.max(), _columns(whole),
            -torch.log_softmax(torch.sigmoid(rows), 1).gather(1, labels[:, None]).mean(),
            _over_batch(whole[valid[:len(whole)]], targets[valid][:len(whole)])]).tolist()
        names = ("weight", "cosine", "crossEntropy", "probabilities", "logProbabilities",
                 "likelihood", "chosen", "ignoredShare", "accuracy", "twiceEntropy", "within",
                 "least", "most", "columns", "sigmoidEntropy", "columnEntropy")
        found = dict(zip(names, numbers))
        found.update(rows=count, classes=rows.shape[1], kind="classes")
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
        found.update(rows=len(outputs), kind=kind)
        return found


def _cosine(one, other):
    return (one * other).sum() / (one.pow(2).sum() * other.pow(2).sum()).sqrt().clamp(min=1e-30)


def _over_batch(rows, labels):
    """The cross-entropy of a softmax over the batch; NaN where the batch is too large."""
    if len(rows) < 2:
        return torch.full((), float("nan"), device=rows.device)
    return -torch.log_softmax(rows, 0).gather(1, labels[:, None]).mean()


def _within(rows):
    """The share of rows that lie between 0 and 1."""
    return ((rows >= 0) & (rows <= 1)).all(1).float().mean()


def _columns(rows):
    """The share of columns whose entries, or their exponentials, sum to 1 over the batch."""
    if len(rows) < 2 or rows.shape[1] < 2:
        return torch.zeros((), device=rows.device)
    plain = (rows.min(0).values >= 0) & ((rows.sum(0) - 1).abs() < 1e-2)
    logs = (rows.max(0).values <= 1e-4) & ((rows.exp().sum(0) - 1).abs() < 1e-2)
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
