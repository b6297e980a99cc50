"""Loss, accuracy and confidence of outputs against targets, whatever kind they are of."""

import torch
from torch.nn import functional

from .loss_probe import rows_of


_COLUMNS = 64


def of(outputs, targets, ignored):
    """The scores as a dictionary with what they are `of`.

    outputs: classes in rows, of logits, log-probabilities or probabilities (recognized by their
        sign and sum), single logits or probabilities for targets of 0 and 1, or numbers.
    targets: labels, one less dimension than the outputs; or as many numbers as outputs.
    ignored: the label that stands for padding.
    """
    with torch.no_grad():
        targets = targets.to(outputs.device)
        outputs = outputs.float() if outputs.is_floating_point() else outputs
        if outputs.dim() > 1 and outputs.dim() == targets.dim() + 1 and not _real(targets) and (
                outputs.shape[-1] > 1 or outputs.dim() > 2):
            rows, _, labels = rows_of(outputs, outputs, targets)
            if rows is not None:
                return _classes(rows, labels, ignored)
        if outputs.numel() == targets.numel():
            outputs, wanted = outputs.reshape(targets.shape), targets.float()
            if bool(((wanted == 0) | (wanted == 1)).all()):
                return _labels(outputs, wanted)
            return _numbers(outputs, wanted)
    raise ValueError(
        f"evaluation: expected outputs (examples, classes) with labels (examples), or outputs and"
        f" targets of as many numbers, got {tuple(outputs.shape)} and {tuple(targets.shape)}"
        f" of {targets.dtype}\n  fix: reshape them, or give loss= and accuracy= of your own")


def _real(targets):
    return targets.is_floating_point() or targets.is_complex()


def _classes(rows, labels, ignored):
    valid = labels != ignored
    rows, labels = rows[valid], labels[valid].long()
    if len(labels) == 0:
        raise ValueError("evaluation: expected at least one label, got none that is not ignored")
    if int(labels.min()) < 0 or int(labels.max()) >= rows.shape[1]:
        raise ValueError(
            f"evaluation: expected labels from 0 to {rows.shape[1] - 1}, one less than the"
            f" outputs are wide, got {int(labels.min())} to {int(labels.max())}"
            f"\n  fix: give labels that start at 0; padding is ignored= of the recorder")
    probable = bool((rows >= 0).all()) and bool(((rows.sum(1) - 1).abs() < 1e-3).all())
    logs = rows.clamp(min=1e-30).log() if probable else torch.log_softmax(rows, 1)
    confidence, chosen = logs.exp().max(1)
    right = (chosen == labels).float()
    return _scores("classes", -logs.gather(1, labels[:, None]).mean(), right, confidence)


def _labels(outputs, wanted):
    probable = bool(((outputs >= 0) & (outputs <= 1)).all())
    if probable:
        losses = functional.binary_cross_entropy(outputs, wanted)
        likely = outputs
    else:
        losses = functional.binary_cross_entropy_with_logits(outputs, wanted)
        likely = torch.sigmoid(outputs)
    confidence = torch.maximum(likely, 1 - likely)
    right = ((likely > 0.5).float() == wanted).float()
    scores = _scores("binary", losses, right.reshape(-1), confidence.reshape(-1))
    scores["apart"] = _apart(outputs.reshape(len(wanted), -1), wanted.reshape(len(wanted), -1))
    return {**scores, "examples": len(wanted)}


def _apart(outputs, wanted):
    """By how many standard errors outputs are larger where the label holds; the best column's."""
    best = None
    for place in range(min(_COLUMNS, outputs.shape[1])):
        one, other = (outputs[wanted[:, place] == held, place] for held in (1, 0))
        if len(one) > 1 and len(other) > 1:
            error = (one.var() / len(one) + other.var() / len(other)).sqrt()
            found = float((one.mean() - other.mean()) / error.clamp(min=1e-30))
            best = found if best is None else max(best, found)
    return best


def _numbers(outputs, wanted):
    squares = (outputs - wanted).pow(2)
    spread = (wanted - wanted.mean(0)).pow(2).sum()
    found = {"of": "numbers", "loss": float(squares.mean()), "examples": len(wanted)}
    if float(spread) > 0:
        found["r2"] = 1 - float(squares.sum() / spread)
    return found


def _scores(kind, loss, right, confidence):
    count = len(right)
    spread = float((confidence - right).std()) / count ** 0.5 if count > 1 else None
    return {"of": kind, "loss": float(loss), "accuracy": float(right.mean()), "examples": count,
            "confidence": float(confidence.mean()), "spread": spread}
