"""Looks at the gradient of the loss with respect to the outputs: what is really minimized.

For the mean cross-entropy of logits z with targets y that gradient is w (softmax(z) - onehot(y))
in each row, with the row's weight w. Fitting it gives how well the loss is that one (a cosine) and
what each row weighs, which tells softmax taken twice, a mean of means over unequal batches, padding
that counts, and a gradient of another loss than the one reported. For targets of the outputs' own
shape and kind, the squared error's z - y takes the place of softmax(z) - onehot(y).
"""

import torch

_ROWS = 256


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
            if targets.is_floating_point() and targets.shape == outputs.shape:
                if bool(((targets >= 0) & (targets <= 1)).all()) and outputs.dim() == 2:
                    kind = "probabilities" if bool(torch.allclose(
                        targets.sum(1), torch.ones_like(targets[:, 0]), atol=1e-3)) else "values"
                else:
                    kind = "values"
                return self._fit(outputs.reshape(len(outputs), -1),
                                 gradient.reshape(len(outputs), -1),
                                 targets.reshape(len(outputs), -1), kind)
            if targets.is_floating_point():
                return None
            outputs, gradient, targets = _rows(outputs, gradient, targets)
            if outputs is None:
                return None
            return self._classes(outputs, gradient, targets)

    def _classes(self, outputs, gradient, targets):
        valid = targets != self.ignored
        count = int(valid.sum())
        squared = gradient.pow(2).sum(1)
        other = squared[~valid].sum()
        step = max(1, count // _ROWS)
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
            -torch.log_softmax(logs.exp(), 1).gather(1, labels[:, None]).mean()]).tolist()
        names = ("weight", "cosine", "crossEntropy", "probabilities", "logProbabilities",
                 "likelihood", "chosen", "ignoredShare", "accuracy", "twiceEntropy")
        found = dict(zip(names, numbers))
        found.update(rows=count, classes=rows.shape[1], kind="classes")
        return found

    @staticmethod
    def _fit(outputs, gradient, targets, kind):
        wanted = torch.softmax(outputs, 1) - targets if kind == "probabilities" else outputs - targets
        dots, sizes = (gradient * wanted).sum(), wanted.pow(2).sum()
        numbers = torch.stack([
            dots / sizes.clamp(min=1e-20),
            dots / (sizes * gradient.pow(2).sum()).sqrt().clamp(min=1e-30),
            wanted.pow(2).mean()]).tolist()
        found = dict(zip(("weight", "cosine", "squaredError"), numbers))
        found.update(rows=len(outputs), kind=kind)
        return found


def _rows(outputs, gradient, targets):
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
