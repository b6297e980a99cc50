"""What a model proves about itself before the program believes it."""

import contextlib
import math
import struct

import numpy

from sweetspot.wire import Mistake

#: How far a product in double precision may be from differences of gradients.
_ALLOWED = 5e-3


class Found:
    """Abilities that held, why others did not, and the step of differences where those replace it."""

    def __init__(self):
        self.abilities, self.missing = {}, {}
        self.differences = None


class _Asked:
    """A batch that the model itself asks about."""

    def __init__(self, indices, mode):
        self.split, self.mode, self.indices, self.key = "train", mode, indices, 0


def close(a, b, tolerance):
    """Whether two numbers are equal up to a relative error."""
    return abs(a - b) <= tolerance * max(1e-30, abs(a), abs(b)) or a == b


def first(loss, few, labels_beyond, read=""):
    """The first loss of all: where it fails, it is the caller's model, data or loss that does.

    ``labels_beyond(few)`` says what is wrong with the labels, if anything is, and may fail itself;
    ``read`` how a batch is read.
    """
    try:
        return loss(few)
    except Mistake:
        raise
    except Exception as error:
        try:
            reason = labels_beyond(few)
        except Exception:  # outputs and labels of another kind
            reason = ""
        reason = reason or read
        raise Mistake(
            f"loss: expected a number for the first {len(few)} examples, got {type(error).__name__}:"
            f" {error}{'; ' if reason else ''}{reason}") from error


def summed(loss, indices):
    """Whether the loss of a batch is the sum over its examples, and not their mean."""
    if len(indices) < 2:
        return False
    half = len(indices) // 2
    whole, first, second = loss(indices), loss(indices[:half]), loss(indices[half:])
    mean = (half * first + (len(indices) - half) * second) / len(indices)
    return close(whole, first + second, 1e-4) and not close(whole, mean, 1e-3)


def of(model, sample):
    """Tries each ability on a few training examples."""
    found = Found()
    mode = "probe" if model.differ else "evaluate"
    asked = _Asked(sample, mode)
    double = model.parameters().bytes == 8
    first, second = model.loss(asked), model.loss(asked)
    if not math.isfinite(first):
        reason = f"the loss of the first {len(sample)} examples is {first}"
        model.notes["self-check"] = reason
        return _withdrawn(model, found, reason)
    if not close(first, second, 1e-12 if double else 1e-6):
        reason = (
            f"two losses of the same examples differ ({first:.9g} and {second:.9g}): the model draws"
            " from a generator that cannot be set; make it draw from PyTorch's own")
        return _withdrawn(model, found, reason)
    _second_order(model, asked, found)
    if model.mixes["evaluate"]:
        found.missing["per-example"] = "an example's outputs depend on the rest of its batch"
    elif getattr(model, "tied", False):
        found.missing["per-example"] = (
            "the loss of several examples is not the mean of theirs: none has one of its own")
    else:
        _singles(model, sample[:2], found)
    _outputs(model, found)
    return found


def _withdrawn(model, found, reason):
    for name in ("second-order", "gauss-newton", "per-example"):
        found.missing[name] = reason
    _outputs(model, found)
    return found


def _outputs(model, found):
    if model.classes is None:
        found.missing["outputs"] = (
            "needs a classifier: outputs with a number for each class, and targets that are classes,"
            " as a loss of (outputs, targets) or a model that returns logits show them")
    else:
        found.abilities["outputs"] = {"counts-all-alike": model.classes["alike"]}
        if model.classes["form"]:
            found.abilities["output-form"] = {
                "counts-all-alike": True, "piecewise-linear": model.classes["linear"]}
    if "output-form" not in found.abilities:
        found.missing["output-form"] = (
            "needs a loss that is the mean cross-entropy of one row of logits for each example")


def of_outputs(model, sample, found):
    """Tries what speaks of single examples' outputs, of the last layer and of the inputs."""
    if model.rows is None:
        reason = "needs a classifier with one row of logits for each example"
        for name in ("output-gradients", "features", "inputs"):
            found.missing[name] = reason
        if model.classes is not None:
            _features(model, sample, found)
        return
    if model.mixes["evaluate"]:
        found.missing["output-gradients"] = "an example's outputs depend on the rest of its batch"
    else:
        try:
            reason = _wrong_outputs(model, _Asked(sample, "evaluate"))
        except Exception as failure:
            reason = _line(failure)
        if reason:
            found.missing["output-gradients"] = f"gradients of outputs: {reason}"
        else:
            found.abilities["output-gradients"] = {"cheap-group": model.cheap_group()}
    _features(model, sample, found)
    if model.shape is None:
        found.missing["inputs"] = "needs inputs that are one tensor of real numbers"
    else:
        found.abilities["inputs"] = {"shape": model.shape}


def _features(model, sample, found):
    try:
        model.find_last_layer(_Asked(sample[:8], "evaluate"))
        found.abilities["features"] = {}
        found.missing.pop("features", None)
    except Exception as failure:
        found.missing["features"] = f"last layer: {failure}".splitlines()[0][:200]


def _wrong_outputs(model, asked):
    """Whether the gradients of outputs, weighed by softmax less truth, miss the loss's gradient."""
    logits, labels = model.outputs(asked)
    examples, size = len(asked.indices), model.parameters().size
    likely = logits - logits.max(1, keepdims=True)
    likely = numpy.exp(likely) / numpy.exp(likely).sum(1, keepdims=True)
    likely[numpy.arange(examples), labels] -= 1
    into = [model.zeros(size) for _ in range(2)]
    two = _Asked(asked.indices[:2], "evaluate")
    model.output_gradients(two, likely[:2], into)
    total = sum(float(part) for part in model.output_norms(two, likely[None, :2], 1).reshape(-1))
    squares = sum(_dot(model, vector, vector) for vector in into)
    if not close(total, squares, 1e-3):
        return f"norms do not fit the gradients ({total:.6g} and {squares:.6g})"
    if not model.classes["form"]:
        return ""
    whole = model.zeros(size)
    model.gradient(two, whole)
    mean = model.zeros(size)
    for vector in into:
        mean.add(1 / len(into), vector)
    off = _distance(model, mean, whole)
    return "" if off < 1e-3 else f"they do not give the loss's gradient (off by {off:.1e})"


def _singles(model, few, found):
    try:
        model.squared_norms(_Asked(few, "evaluate"))
        model.losses(_Asked(few, "evaluate"))
        found.abilities["per-example"] = {}
    except Exception as failure:
        found.missing["per-example"] = f"single examples: {_line(failure)}"


def _second_order(model, asked, found):
    """A product against differences of gradients at two steps, and u'Hv = v'Hu.

    Tried in double precision where the model runs in it: single precision tells little here.
    """
    model.gradient(asked, model.zeros(model.parameters().size))
    reason = ""
    for precision in (model.in_double, contextlib.nullcontext):
        try:
            with precision():
                reason = _wrong(model, asked, model.parameters().bytes == 8)
            break
        except Exception as failure:
            reason = f"differentiating twice fails ({_line(failure)})"
    if reason:
        _replace(model, asked, found, reason)
        return
    found.abilities["second-order"] = {}
    size = model.parameters().size
    v, gv = model.zeros(size), model.zeros(size)
    v.draw(0, 13, 0)
    try:
        model.graph(asked, None).gauss_newton(v, gv)
        if _dot(model, v, gv) < -1e-6 * _norm(model, v) * _norm(model, gv):
            raise ArithmeticError("v'Gv is negative")
        found.abilities["gauss-newton"] = {}
        found.abilities["second-order"]["gauss-newton"] = True
    except Exception as failure:
        found.missing["gauss-newton"] = f"Gauss-Newton products: {_line(failure)}"


def _steps(model, double):
    scale = max(1e-3, _norm(model, model.parameters()))
    return [step * scale for step in ((1e-6, 5e-7) if double else (1e-2, 5e-3))]


def _longer(model):
    """Steps that see past single precision somewhere inside a model in double precision."""
    scale = max(1e-3, _norm(model, model.parameters()))
    return [1e-4 * scale, 1e-3 * scale]


def _wrong(model, asked, double):
    """What is wrong with products by differentiating twice, empty if nothing is."""
    size = model.parameters().size
    v, hv = model.zeros(size), model.zeros(size)
    v.draw(0, 13, 0)
    graph = model.graph(asked, None)
    graph.hessian(v, hv)
    uneven = _uneven(model, graph, v, hv)
    # Of a large model few vectors fit beside each other: none is held longer than it is needed.
    del graph
    first, second = (_difference(model, asked, v, step) for step in _steps(model, double))
    off = min(_distance(model, hv, first), _distance(model, hv, second))
    apart = _distance(model, first, second)
    del first, second
    if double and off > _ALLOWED:
        off = min(off, *(_distance(model, hv, _difference(model, asked, v, step))
                         for step in _longer(model)))
    # Kinks cross the differences themselves; what two steps disagree by is not held against it.
    allowed = max(_ALLOWED if double else 5e-2, 3 * apart)
    model.notes["self-check"] = (
        f"a Hessian product is within {off:.1e} of differences of gradients and {uneven:.1e} of"
        " symmetric")
    if off > allowed or uneven > (1e-6 if double else 1e-3):
        return (
            f"differentiating twice gives wrong products here (off by {off:.0%}, asymmetry"
            f" {uneven:.1e})")
    return ""


def _uneven(model, graph, v, hv):
    """How far u'Hv is from v'Hu, relative to what they could be."""
    u, hu = model.zeros(v.size), model.zeros(v.size)
    u.draw(0, 11, 0)
    graph.hessian(u, hu)
    crossed = abs(_dot(model, u, hv) - _dot(model, v, hu))
    largest = _norm(model, u) * _norm(model, hv) + _norm(model, v) * _norm(model, hu)
    return crossed / largest if largest > 0 else 0.0


def _replace(model, asked, found, reason):
    """Central differences instead, where two steps agree well enough to be of use."""
    reason = _other_slope(model, asked) or reason
    found.missing["gauss-newton"] = reason
    v = model.zeros(model.parameters().size)
    v.draw(0, 13, 0)
    steps = _steps(model, model.parameters().bytes == 8)
    apart = _distance(model, *(_difference(model, asked, v, step) for step in steps))
    if not apart < 0.1:
        found.missing["second-order"] = (
            f"{reason}, and differences of gradients at two steps differ by {apart:.0%}")
        return
    found.differences = steps[1]
    model.notes["self-check"] = f"{reason}; replaced by differences of gradients"
    found.abilities["second-order"] = {
        "remark": f"{reason}: products by central differences of gradients, which at two steps differ"
                  f" by {apart:.1e}"}


def _other_slope(model, asked):
    """Whether gradients are not the slope of the loss, as behind what is detached or straight-through."""
    size = model.parameters().size
    v, gradient, kept = (model.zeros(size) for _ in range(3))
    v.draw(0, 13, 0)
    model.gradient(asked, gradient)
    weights, along = model.parameters(), _dot(model, gradient, v)
    kept.set(weights)
    slopes = []
    for length in _steps(model, weights.bytes == 8):
        step, losses = length / max(1e-30, _norm(model, v)), []
        for side in (step, -step):
            try:
                weights.add(side, v)
                losses.append(model.loss(asked))
            finally:
                weights.set(kept)
        slopes.append((losses[0] - losses[1]) / (2 * step))
    # A kink between the steps moves the slope itself.
    if not close(*slopes, 0.05) or close(slopes[1], along, 0.1):
        return ""
    return (
        f"gradients are not the slope of the loss ({along:.3g} along a direction where it is"
        f" {slopes[1]:.3g}): a part of the model is detached, or has a gradient of its own")


def _difference(model, asked, v, length):
    """(g(w + s v) - g(w - s v)) / (2 s), where s v is so long."""
    step = length / max(1e-30, _norm(model, v))
    weights, size = model.parameters(), model.parameters().size
    kept, ahead, behind = (model.zeros(size) for _ in range(3))
    kept.set(weights)
    try:
        weights.add(step, v)
        model.gradient(asked, ahead)
        weights.set(kept)
        weights.add(-step, v)
        model.gradient(asked, behind)
    finally:
        weights.set(kept)
    ahead.add(-1, behind)
    ahead.scale(1 / (2 * step))
    return ahead


def _dot(model, x, y):
    return struct.unpack("<d", model.products([x], [y]))[0]


def _norm(model, x):
    return math.sqrt(max(0.0, _dot(model, x, x)))


def _distance(model, x, y):
    """|x - y| relative to the larger of the two."""
    size = max(_norm(model, x), _norm(model, y))
    if not size > 0:
        return 0.0
    difference = model.zeros(x.size)
    difference.set(x)
    difference.add(-1, y)
    return _norm(model, difference) / size


def _line(failure):
    return f"{type(failure).__name__}: {failure}".splitlines()[0][:200]
