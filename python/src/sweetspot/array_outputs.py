"""What the outputs of a model over flat weights say of classes."""

import numpy

#: Readings of outputs: each example's numbers are logits, their softmax, one logit, its sigmoid.
KINDS = ("logits", "probabilities", "logit", "probability")


class Reading:
    """How a model's outputs become rows of logits, and its targets labels."""

    def __init__(self, kind, one_hot):
        self.kind, self.one_hot = kind, one_hot

    @classmethod
    def of(cls, outputs, targets, loss):
        """The reading whose mean cross-entropy is the loss, else the likely one; None if none is.

        ``outputs`` and ``targets`` of a few examples as arrays, ``loss`` their mean loss.
        """
        likely = None
        for kind, one_hot in _possible(outputs, targets):
            found = cls(kind, one_hot)
            gap = abs(found.cross_entropy(outputs, targets) - loss)
            if gap <= 1e-4 * max(1e-30, abs(loss)):
                return found
            likely = likely or found
        return likely

    def logits(self, outputs):
        """Rows of logits in double precision."""
        return logits(_Numpy, numpy.asarray(outputs, numpy.float64), self.kind)

    def labels(self, targets):
        """The class of each row."""
        if self.one_hot:
            targets = targets.argmax(-1)
        return numpy.asarray(targets).reshape(-1).astype(numpy.int32)

    def cross_entropy(self, outputs, targets):
        """The mean over the rows."""
        rows = self.logits(outputs)
        rows = rows - rows.max(1, keepdims=True)
        truth = rows[numpy.arange(len(rows)), self.labels(targets)]
        return float((numpy.log(numpy.exp(rows).sum(1)) - truth).mean())


def logits(library, outputs, kind):
    """Rows of logits, by ``log``, ``maximum`` (with a number), ``joined`` and ``tiny`` of a library."""
    if kind in ("logit", "probability"):
        column = library.reshape(outputs, (-1, 1))
        if kind == "probability":
            floor = library.tiny(outputs)
            column = library.log(library.maximum(column, floor)) - library.log(
                library.maximum(1 - column, floor))
        return library.joined([column * 0, column])
    rows = library.reshape(outputs, (-1, outputs.shape[-1]))
    if kind == "probabilities":
        rows = library.log(library.maximum(rows, library.tiny(outputs)))
    return rows


def _possible(outputs, targets):
    """Readings that the shapes and the values allow, the likelier first."""
    classes = outputs.shape[-1] if outputs.ndim > 1 else 1
    truth = targets[..., 0] if targets.ndim == outputs.ndim and targets.shape[-1] == 1 else targets
    found = []
    if classes > 1:
        if truth.shape == outputs.shape[:-1] and _classes(truth, classes):
            found.append(False)
        elif targets.shape == outputs.shape and _one_hot(targets):
            found.append(True)
        rows = outputs.reshape(-1, classes)
        sums = (rows >= 0).all() and (abs(rows.sum(1) - 1) < 1e-4).all()
        kinds = ("probabilities", "logits") if sums else ("logits",)
    else:
        if truth.size == outputs.size and ((truth == 0) | (truth == 1)).all():
            found.append(False)
        between = ((outputs >= 0) & (outputs <= 1)).all()
        kinds = ("probability", "logit") if between else ("logit",)
    return [(kind, one_hot) for one_hot in found for kind in kinds]


def _classes(labels, classes):
    return bool(((labels >= 0) & (labels < classes) & (labels % 1 == 0)).all())


def _one_hot(targets):
    return bool((((targets == 0) | (targets == 1)).all(-1) & (targets.sum(-1) == 1)).all())


class _Numpy:
    """The few functions that readings need."""

    reshape, log, maximum = numpy.reshape, numpy.log, numpy.maximum

    @staticmethod
    def joined(parts):
        return numpy.concatenate(parts, 1)

    @staticmethod
    def tiny(like):
        return numpy.finfo(like.dtype).tiny
