"""A model's loss on a batch, and its outputs where they can be told apart from the loss."""

import inspect

import torch
import torch.nn.functional as functional

from sweetspot import labels
from sweetspot.torch_data import leaves
from sweetspot.wire import Mistake

_NAMES_OF_MODELS = ("model", "net", "network", "module")


class Objective:
    """What a batch's loss is. ``of(model, batch)`` is a scalar tensor.

    Three forms: ``loss(outputs, targets)`` where batches are (inputs, targets); ``loss(model,
    batch)``, told by its first parameter being called model; and none, where the model itself
    returns its loss, as those of Hugging Face do.
    """

    def __init__(self, loss, sample):
        self.loss = loss
        if loss is None:
            self.form = "own"
            self.words = "the model's own"
        elif _takes_model(loss):
            self.form = "whole"
            self.words = f"{_name(loss)}(model, batch)"
        else:
            self.form = "pair"
            self.words = f"{_name(loss)}(outputs, targets)"
            if not isinstance(sample, (tuple, list)) or len(sample) < 2:
                if not (isinstance(sample, dict) and _target_key(sample)):
                    raise Mistake(
                        "loss: expected batches of (inputs, targets) for a loss of outputs and"
                        f" targets, got {type(sample).__name__}; give data as a tuple (inputs, targets), or"
                        " loss(model, batch)")
        #: What else outputs and targets stand for: "", classes along the "second" axis, "one-hot"
        #: targets, or a "sigmoid" put out.
        self.reading = ""
        #: Targets of more examples, for what is said of labels.
        self.more_targets = None
        #: Factor that makes the loss a mean over examples where it is a sum.
        self.summed = False

    def of(self, model, batch):
        if self.form == "whole":
            value = self.loss(model, batch)
        elif self.form == "own":
            value = _own(model, batch)
        else:
            return self.of_outputs(self.outputs(model, batch), batch)
        return self._scalar(value, batch)

    def read(self, batch):
        """How a batch is read, and what to do where that is not how it was meant."""
        if self.form == "whole":
            return ""
        if isinstance(batch, dict):
            given = [str(key) for key in batch if self.form == "own" or key != _target_key(batch)]
            words = f"the batch's {', '.join(given)} went to the model, by name"
        else:
            count = len(batch) - (self.form == "pair") if isinstance(batch, (tuple, list)) else 1
            words = f"the batch's first {count} parts" if count > 1 else "the batch's first part"
            words += " went to the model"
        if self.form == "pair":
            named = _target_key(batch) if isinstance(batch, dict) else "the last one"
            words += f", {named} and what the model returned to the loss"
        return f"{words}; if that is not what is meant, give a function loss(model, batch)"

    def one_output(self, model, batch):
        """What one number an example is to the loss, beside targets of 0 and 1.

        "logit" where the loss falls, for ever, as the number moves to the target's side;
        "probability" where it does so between 0 and 1 alone and all numbers lie there; "none" of
        these; "" where there is not one number an example.
        """
        if self.form != "pair":
            return "none" if one_column(*_own_outputs(model, batch)) else ""
        outputs, targets = self.outputs(model, batch), self.targets(batch)
        if not one_column(outputs, targets):
            return ""

        def falls(*places):
            """Whether the loss falls along these outputs for the target 1, and grows for 0."""
            try:
                ones, zeros = ([float(self._scalar(self.loss(
                    torch.full_like(outputs, place), torch.full_like(targets, target)), batch))
                    for place in places] for target in (1, 0))
            except Exception:  # a loss of probabilities refuses others
                return False
            return all(a > b for a, b in zip(ones, ones[1:])) and (
                all(a < b for a, b in zip(zeros, zeros[1:])))

        if falls(-6, -2, 0, 0.5, 1, 2, 6):
            return "logit"
        inside = bool(((outputs >= 0) & (outputs <= 1)).all())
        return "probability" if inside and falls(0.1, 0.3, 0.5, 0.7, 0.9) else "none"

    def of_outputs(self, outputs, batch):
        """The loss as a function of the outputs alone."""
        targets = self.targets(batch)
        try:
            value = self.loss(outputs, targets)
        except Exception as error:
            reason = beyond(outputs, targets, self.loss)
            if not reason:
                raise
            if self.more_targets is not None:
                reason = beyond(outputs, self.more_targets(targets), self.loss) or reason
            raise Mistake(
                f"loss: expected labels that outputs have a column for, got {type(error).__name__}:"
                f" {error}; {reason}") from error
        return self._scalar(value, batch)

    def broadcasts(self, model, batch):
        """Shapes of outputs and targets that the loss spreads over each other; None if it does not.

        Outputs of (n, 1) less targets of (n) are n x n differences, each output against all targets.
        """
        if self.form != "pair":
            return None
        outputs, targets = self.outputs(model, batch), self.targets(batch)
        if not isinstance(outputs, torch.Tensor) or not isinstance(targets, torch.Tensor) or (
                outputs.shape == targets.shape or outputs.numel() != targets.numel()):
            return None
        try:
            one, other = (float(self._scalar(self.loss(given, targets), batch))
                          for given in (outputs, outputs.reshape(targets.shape)))
        except Exception:  # a loss that asks for this shape
            return None
        near = abs(one - other) <= 1e-6 * max(abs(one), abs(other))
        return None if near else (tuple(outputs.shape), tuple(targets.shape))

    def _scalar(self, value, batch):
        if not isinstance(value, torch.Tensor) or value.numel() != 1:
            got = tuple(value.shape) if isinstance(value, torch.Tensor) else type(value).__name__
            raise Mistake(
                f"loss: expected one number, got {got}; take the mean over the examples, as"
                " reduction='mean' does")
        value = value.reshape(())
        if self.summed:
            from sweetspot.torch_data import rows
            value = value / rows(batch)
        return value

    def outputs(self, model, batch):
        if isinstance(batch, dict):
            key = _target_key(batch)
            return _bare(model(**{name: part for name, part in batch.items() if name != key}))
        if len(batch) > 2:
            return _bare(model(*batch[:-1]))
        inputs = batch[0]
        if isinstance(inputs, dict):
            return _bare(model(**inputs))
        if isinstance(inputs, (tuple, list)):
            return _bare(model(*inputs))
        return _bare(model(inputs))

    def targets(self, batch):
        return batch[_target_key(batch)] if isinstance(batch, dict) else batch[-1]

    def raw(self, model, batch):
        """The outputs as the model gives them, where they can be told apart from the loss."""
        if self.form == "pair":
            return self.outputs(model, batch)
        return _own_outputs(model, batch)[0] if self.form == "own" else None

    def rows_of_logits(self, model, batch):
        """Logits (rows x classes, double) and labels of a classifier, or None; ignored rows left out."""
        found = self.chosen_rows(model, batch)
        return None if found is None else found[:2]

    def chosen_rows(self, model, batch):
        """The same, and what picks the same rows of features that a layer has seen."""
        if self.form == "pair":
            outputs, targets = self.outputs(model, batch), self.targets(batch)
        elif self.form == "own":
            outputs, targets = _own_outputs(model, batch)
        else:
            return None
        ignored = getattr(self.loss, "ignore_index", -100)
        if self.reading == "second" or (self.form == "pair" and _second_axis(self.loss)):
            if not isinstance(outputs, torch.Tensor) or outputs.dim() < 3:
                if self.reading == "second":
                    return None
            else:
                outputs = outputs.movedim(1, -1)
        if self.reading == "one-hot":
            targets = one_hot(outputs, targets)
        found = None if targets is None else classified(outputs, targets, ignored)
        if found is None:
            return None
        if self.reading == "sigmoid":
            found = log_odds(found[0]), found[1]
        shifted = self.form == "own" and _predicts_next(model)

        def choose(features):
            kept = features[:, :-1] if shifted and features.dim() == 3 else features
            rows = kept.reshape(-1, kept.shape[-1])
            labels = targets.reshape(-1)
            if len(rows) != len(labels):
                return None
            return rows if targets.is_floating_point() else rows[labels != ignored]

        return (*found, choose)


def classified(outputs, targets, ignored=-100):
    """Rows of logits with their labels where outputs and targets are those of a classifier."""
    if not isinstance(outputs, torch.Tensor) or not isinstance(targets, torch.Tensor):
        return None
    if outputs.dim() == targets.dim() + 1 and not targets.is_floating_point():
        if targets.dim() > 1 and outputs.shape[:-1] != targets.shape:
            if outputs.shape[0] != targets.shape[0] or outputs.shape[2:] != targets.shape[1:]:
                return None
            outputs = outputs.movedim(1, -1)
        elif outputs.shape[:-1] != targets.shape:
            return None
        logits, labels = outputs.reshape(-1, outputs.shape[-1]), targets.reshape(-1)
        seen = labels != ignored
        return _logarithms(logits[seen].double()), labels[seen]
    if one_column(outputs, targets):
        column = outputs.reshape(-1, 1).double()
        return torch.cat([torch.zeros_like(column), column], 1), targets.reshape(-1).long()
    return None


def one_column(outputs, targets):
    """Whether there is one number an example beside targets of 0 and 1."""
    if not isinstance(outputs, torch.Tensor) or not isinstance(targets, torch.Tensor):
        return False
    return bool(
        targets.is_floating_point() and outputs.dim() > 0 and outputs.numel() == targets.numel()
        and outputs.numel() == len(outputs) and ((targets == 0) | (targets == 1)).all())


def beyond(outputs, targets, loss):
    """What is wrong with labels that the outputs have no column for; empty if nothing is."""
    if not isinstance(outputs, torch.Tensor) or not isinstance(targets, torch.Tensor):
        return ""
    if targets.is_floating_point():
        return ""
    try:
        numbers = targets.cpu().numpy()
    except Exception:  # batched by vmap
        return ""
    return labels.beyond(
        numbers, outputs.shape[1] if outputs.dim() > 1 else 1, getattr(loss, "ignore_index", -100))


def _second_axis(loss):
    """Whether the loss is one of PyTorch's that takes classes along the second axis."""
    return isinstance(loss, (torch.nn.CrossEntropyLoss, torch.nn.NLLLoss)) or loss in (
        functional.cross_entropy, functional.nll_loss)


def one_hot(outputs, targets):
    """The classes that targets name by a single one among zeros, or None."""
    if not isinstance(outputs, torch.Tensor) or not isinstance(targets, torch.Tensor):
        return None
    if outputs.dim() < 2 or outputs.shape != targets.shape or outputs.shape[-1] < 2:
        return None
    single = ((targets == 0) | (targets == 1)).all(-1) & (targets.sum(-1) == 1)
    return targets.argmax(-1) if bool(single.all()) else None


def log_odds(rows):
    """Rows (0, p) of probabilities p as rows of logits."""
    likely = rows[:, 1:]
    floor = torch.finfo(likely.dtype).tiny
    found = likely.clamp_min(floor).log() - (1 - likely).clamp_min(floor).log()
    return torch.cat([torch.zeros_like(found), found], 1)


def _logarithms(rows):
    """Rows that are probabilities already as the logits that give them."""
    likely = rows.numel() > 0 and rows.shape[1] > 1 and bool(
        (rows >= 0).all() and ((rows.sum(1) - 1).abs() < 1e-4).all())
    return rows.clamp_min(1e-300).log() if likely else rows


def cross_entropy(rows):
    return functional.cross_entropy(rows[0], rows[1])


def _own(model, batch):
    returned = called(model, batch)
    value = getattr(returned, "loss", None)
    if value is None and isinstance(returned, dict):
        value = returned.get("loss")
    if value is None and isinstance(returned, tuple) and returned:
        # Models of Hugging Face that return tuples have the loss first.
        first = returned[0]
        value = first if isinstance(first, torch.Tensor) and first.numel() == 1 else None
    if value is None and isinstance(returned, torch.Tensor) and returned.numel() == 1:
        value = returned
    if value is None:
        raise Mistake(
            f"loss: expected a model that returns its loss, got {type(returned).__name__} without"
            " one; give batches with labels, or a loss")
    return value


def _own_outputs(model, batch):
    returned = called(model, batch)
    logits = getattr(returned, "logits", None)
    if logits is None and isinstance(returned, dict):
        logits = returned.get("logits")
    key = _target_key(batch) if isinstance(batch, dict) else None
    if logits is None or key is None:
        return None, None
    labels = batch[key]
    if _predicts_next(model):
        return logits[:, :-1], labels[:, 1:]
    return logits, labels


def _predicts_next(model):
    """Whether a model of Hugging Face compares the outputs at a token with the next label."""
    name = type(model).__name__
    return any(word in name for word in ("CausalLM", "LMHead", "DoubleHeads"))


def called(model, batch):
    """What a model returns of a whole batch."""
    if isinstance(batch, dict):
        return model(**batch)
    if isinstance(batch, (tuple, list)):
        return model(*batch)
    return model(batch)


def _bare(returned):
    """The outputs among what a model returns."""
    logits = getattr(returned, "logits", None)
    if isinstance(logits, torch.Tensor):
        return logits
    if isinstance(returned, dict) and isinstance(returned.get("logits"), torch.Tensor):
        return returned["logits"]
    return returned


def _target_key(batch):
    for key in ("labels", "label", "targets", "target", "y"):
        if key in batch:
            return key
    return None


def _takes_model(loss):
    if isinstance(loss, torch.nn.Module):
        return False
    try:
        names = list(inspect.signature(loss).parameters)
    except (TypeError, ValueError):
        return False
    return bool(names) and names[0] in _NAMES_OF_MODELS


def _name(loss):
    return getattr(loss, "__name__", type(loss).__name__)


def first_rows(value, count):
    """The first rows of every tensor of a model's outputs."""
    return [leaf[:count] for leaf in leaves(value) if leaf.dim() > 0]


def last_rows(value, count):
    """The last rows of every tensor of a model's outputs, the last one first."""
    return [leaf[-count:].flip(0) for leaf in leaves(value) if leaf.dim() > 0]
