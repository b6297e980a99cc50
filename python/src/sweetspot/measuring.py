"""``sweetspot.measure``: a model is measured in the process that trains it."""

import json
import os
import shutil
import tempfile

from sweetspot import program
from sweetspot.models import answering
from sweetspot.profile import Profile
from sweetspot.wire import Mistake

_OPTIONS = ("examples", "split", "eigenvalues", "tolerance", "trace_error", "group", "rate",
            "momentum", "batch", "mode", "seed", "threads")


def measure(model, data, loss=None, *, validation=None, test=None, measures=None, optimizer=None,
            outputs=None, weights=None, **options):
    """Measures a model on its data, and returns a profile.

    ``model``: a torch.nn.Module, or a pytree of JAX arrays with a ``loss(weights, batch)`` or
    ``loss(weights, inputs, targets)`` and, for a classifier, ``outputs(weights, inputs)``. ``data``: a loader, a data set, (inputs, targets), or batches in a
    list. ``loss``: a loss of (outputs, targets), a function of (model, batch), or None where the
    model returns its own. ``validation`` and ``test`` as ``data``. ``measures``: ids, "all", or
    None for the usual ones. ``optimizer``: the one it is trained with, whose rate and momentum steps
    are judged by. ``weights``: the folder of a recorded training, at whose last snapshot the model is
    measured, or the file of a snapshot. Further options are those of ``sweetspot measure``: examples, split, eigenvalues,
    tolerance, trace_error, group, rate, momentum, batch, mode, seed.

    The model is as it was before: weights, buffers, gradients, modes and generators.
    """
    arguments = []
    for name, value in options.items():
        if name not in _OPTIONS:
            raise Mistake(f"measure: expected one of {', '.join(_OPTIONS)}, got {name}")
        if value is not None:
            arguments += ["--" + name.replace("_", "-"), str(value)]
    if measures is not None:
        named = [measures] if isinstance(measures, str) else list(measures)
        arguments += ["--measures", ",".join(named)]
    if weights is not None:
        # The program may have started in another folder.
        arguments += ["--weights", os.path.abspath(os.fspath(weights))]
    given = {} if outputs is None else {"outputs": outputs}
    answers = answering(
        model, data, loss, validation=validation, test=test, training=_training(optimizer), **given)
    folder = tempfile.mkdtemp(prefix="sweetspot-")
    try:
        result, page = os.path.join(folder, "result.json"), os.path.join(folder, "page.html")
        code, out, err = program.run(
            ["measure", "python:", "--json", result, "--html", page, *arguments], answers)
        if not os.path.exists(result):
            error = Mistake if code == 2 else program.ProgramError
            raise error(err.strip() or f"program: exit code {code}")
        with open(result, encoding="utf-8") as file:
            found = json.load(file)
        shown = ""
        if os.path.exists(page):
            with open(page, encoding="utf-8") as file:
                shown = file.read()
        return Profile(found, _lines(out), shown)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _training(optimizer):
    """Rate and momentum of an optimizer that is stochastic gradient descent."""
    groups = getattr(optimizer, "param_groups", None)
    if not groups or type(optimizer).__name__ != "SGD":
        return {}
    known = {"rate": float(groups[0]["lr"]), "momentum": float(groups[0].get("momentum", 0))}
    return {name: value for name, value in known.items() if value > 0}


def _lines(out):
    """What the shell shows, without what points at its files."""
    left_out = ("Report: ", "Result: ", "All numbers: ")
    return "\n".join(
        line for line in out.splitlines() if not line.startswith(left_out)).strip()
