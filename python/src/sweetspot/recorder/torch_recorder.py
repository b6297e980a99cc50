"""The recorder of PyTorch trainings."""

import atexit
import time
import warnings

import torch

from . import clipping, examples, facts, monitors, scores, sketch
from .folder import RecordedFolder
from .loss_probe import LossProbe
from .pace import FIRST, GRID, Pace
from .torch_vectors import Vectors

_WATCHED = 4096

#: What the report of ``sweetspot control`` asks about a trained network.
BIASES = ["hessian-eigenvalues", "hessian-trace", "stability-margin", "gradient-noise",
          "noise-temperature", "margins", "weight-norms", "nll", "ece"]


class Recorder:
    """Records a training as a folder that `sweetspot diagnose` reads.

    One call for each batch that is trained on, anywhere in the loop::

        recorder = sweetspot.Recorder("runs/mine", model, optimizer)
        for inputs, targets in loader:
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            recorder.step(loss, targets=targets)

    Called before ``loss.backward()`` it also sees what weight the loss has in the gradient. Nothing
    of the training is altered: no random number is drawn, no gradient or weight is touched.

    Where the optimizer steps, hooks look at gradient and update; how often they look closely
    follows from what it costs.

    path: the folder; one that exists is gone on with, after its last step.
    model: whose parameters are trained.
    optimizer: a torch.optim.Optimizer.
    scheduler, scaler: where there are any, so that their steps are seen.
    overhead: the largest share of time that recording may take; 0 looks closely at every update.
    snapshots: weights every so many updates, as well as the first and the last; 0 keeps none.
    ignored: the target that stands for padding.
    settings: anything else that should stand in the record: a dictionary of numbers and texts.
    """

    def __init__(self, path, model, optimizer, scheduler=None, scaler=None, *, overhead=0.02,
                 snapshots=0, ignored=-100, settings=None):
        optimizer = getattr(optimizer, "optimizer", optimizer)
        named = [(name, one) for name, one in model.named_parameters() if one.requires_grad]
        if not named:
            raise ValueError("model: expected parameters that are trained, got none"
                             "\n  fix: set requires_grad of those that shall be")
        self._model, self._optimizer = model, optimizer
        self._scheduler, self._scaler = scheduler, scaler
        self._ignored, self._snapshots = ignored, snapshots
        self._vectors = Vectors(named)
        self._groups = [set(map(id, group["params"])) for group in optimizer.param_groups]
        settings = dict(settings or {})
        header = facts.describe(model, named, optimizer, scheduler, settings)
        weights = self._vectors.parameters
        header["start"] = {
            "norm": float(self._vectors.norms(weights).pow(2).sum().sqrt()),
            "sketch": sketch.encode(self._vectors.sketch(weights).tolist())}
        self._folder = RecordedFolder(path, header)
        self._step = self._folder.last_step
        self._pace = Pace(overhead)
        self._hash, self._seen = examples.ExampleHash(), examples.SeenExamples()
        self._labels = examples.LabelCounts()
        self._previous = None
        self._fresh, self._used = True, None
        self._own = 0.0
        held = set().union(*self._groups)
        self._outside = {place for place, (_, one) in enumerate(named) if id(one) not in held}
        self._watched = _smallest([pair for pair in named if id(pair[1]) in held] or named)
        self._incoming = [None] * len(self._watched)
        self._reset()
        self._forwards = {"count": 0, "training": 0, "sampled": 0, "met": 0}
        self._skips = 0
        self._monitors, self._asleep = None, False
        self._scale = self._scaler_scale()
        self._hooks = []
        self._attach()
        if snapshots:
            self._snapshot()
        atexit.register(self.close)

    # -- what the loop calls

    def step(self, loss=None, *, targets=None, inputs=None, outputs=None, examples=None, tokens=None):
        """Records a batch; returns the loss, so that the call may stand around it.

        loss: the tensor or number that is reported; that of the model's answer unless given.
        targets: of the batch, with which labels, weights and repetitions are checked; the labels
            that the model was called with unless given.
        inputs, outputs: those of the model's last forward unless given.
        examples, tokens: how many; counted from the inputs and targets unless given.
        """
        began = time.perf_counter()
        if self._stepped and len(self._calls) >= max(1, self._backwards):
            self._flush()
        given, loss = loss, self._answered if loss is None else loss
        targets = self._labelled if targets is None else targets
        call = {"loss": loss.detach() if torch.is_tensor(loss) else loss}
        if torch.is_tensor(loss) and loss.requires_grad and loss.grad_fn is not None:
            loss.register_hook(lambda gradient: call.__setitem__("weight", gradient.detach()))
        call["attached"] = bool(
            torch.is_tensor(loss) and loss.requires_grad and self._backwards <= len(self._calls))
        inputs = self._inputs if inputs is None else inputs
        probe = self._probes[-1] if self._probes else None
        if outputs is not None and (probe is None or probe.outputs.shape != outputs.shape):
            probe = LossProbe(outputs, self._ignored)
            if outputs.requires_grad:
                outputs.register_hook(probe.arrived)
            self._probes.append(probe)
        if probe is not None and targets is not None:
            probe.targets = targets.detach()
        call["probe"] = probe
        call["examples"] = examples if examples is not None else (
            int(inputs.shape[0]) if inputs is not None and inputs.dim() else None)
        call["tokens"] = tokens
        if tokens is None and targets is not None and targets.dim() > 1 and not targets.is_floating_point():
            call["tokens"] = int((targets != self._ignored).sum())
        if self._look:
            self._batch(call, inputs, targets)
        self._calls.append(call)
        self._spend(began)
        if self._stepped and len(self._calls) >= self._backwards:
            self._flush()
        self._skipped()
        return given

    def evaluation(self, name="validation", *, loss=None, accuracy=None, outputs=None, targets=None,
                   examples=None):
        """Records an evaluation: its numbers, or outputs and targets that they are taken from.

        outputs, targets: classes (rows of logits, log-probabilities or probabilities, and labels),
            one logit or probability for each label that may hold (targets of the outputs' shape, 0
            and 1), or numbers. What they were taken for stands in the record as ``of``.
        loss, accuracy: of your own, used instead.
        """
        self._flush_if_stepped()
        line = {"kind": "evaluation", "step": self._step, "name": name, "loss": _number(loss),
                "accuracy": _number(accuracy), "examples": examples, "forwards": self._forwards["count"],
                "training": self._forwards["training"], "sampled": self._forwards["sampled"],
                "met": self._forwards["met"], "seen": len(self._seen.labels)}
        if outputs is not None and targets is not None:
            line.update(scores.of(outputs.detach(), targets.detach(), self._ignored))
            if loss is not None:
                line["loss"] = _number(loss)
            if accuracy is not None:
                line["accuracy"] = _number(accuracy)
        self._forwards = {"count": 0, "training": 0, "sampled": 0, "met": 0}
        self._folder.add(line)

    def monitor(self, data, loss, names=monitors.NAMES, *, overhead=0.05, steps=None, batch=None,
                seed=1):
        """Has the program measure the model while it trains, and records what it finds.

        data, loss: as for ``sweetspot.measure``.
        names: of monitors: sharpness, batch-sharpness, noise-scale, margin.
        overhead: the largest share of the training's own time for all of them, start included.
        steps: updates that are planned, where that is known.
        batch: examples in an update; those of the loader where it says so.
        """
        if self._monitors is not None:
            raise ValueError("monitors: expected one call, got a second")
        self._asleep = True
        try:
            size = batch or getattr(data, "batch_size", None) or 1
            self._monitors = monitors.Monitors(
                self._model, data, loss, self._optimizer, self._folder.add, list(names), overhead,
                steps, int(size), seed)
        finally:
            self._asleep = False

    def biases(self, data, loss, *, validation=None, test=None, batch=None, **options):
        """Has the program measure the network as it is now, and records the answers.

        At the end of a training that ``sweetspot control`` starts: its report then says what a
        change did to the network. data, loss, validation, test and the options are those of
        ``sweetspot.measure``; batch: examples in an update, those of the loader where it says so.
        """
        from sweetspot.measuring import measure
        from sweetspot.program import ProgramError

        self._flush_if_stepped()
        size = batch or getattr(data, "batch_size", None)
        if size:
            options["batch"] = int(size)
        self._asleep = True
        try:
            profile = measure(
                self._model, data, loss, validation=validation, test=test,
                optimizer=self._optimizer, measures=BIASES, **options)
        except ProgramError as failure:
            words = str(failure)[:2000]
            warnings.warn(f"sweetspot: the network was not measured: {words}", stacklevel=2)
            self._folder.add({"kind": "biases", "step": self._step, "failed": words})
            return None
        finally:
            self._asleep = False
        self._folder.add({"kind": "biases", "step": self._step, "measures": [
            {"id": one.id, "value": one.value, "error": one.error, "unit": one.unit,
             "status": one.status} for one in profile if one.value is not None]})
        return profile

    def overhead(self):
        """The share of the time since the start that recording took, monitors not counted."""
        return self._pace.overhead()

    def monitor_overhead(self):
        """The share of the training's own time that monitors took, their start included."""
        return self._monitors.overhead() if self._monitors is not None else 0.0

    def close(self):
        """Writes what is left and takes all hooks away; may be called twice."""
        if self._folder is None:
            return
        self._flush_if_stepped()
        if self._monitors is not None:
            self._monitors.close()
        if self._snapshots:
            self._snapshot()
        self._folder.add({"kind": "end", "step": self._step, "overhead": self._pace.overhead()})
        for hook in self._hooks:
            hook.remove()
        self._folder.close()
        self._folder = None
        atexit.unregister(self.close)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # -- what hooks do

    def _attach(self):
        self._hooks.append(self._optimizer.register_step_pre_hook(self._before))
        self._hooks.append(self._optimizer.register_step_post_hook(self._after))
        self._hooks.append(self._model.register_forward_hook(self._forward, with_kwargs=True))
        self._hooks.append(clipping.watch(self))
        for place, one in enumerate(self._watched):
            self._hooks.append(one.register_hook(
                lambda gradient, place=place: self._arrives(place, gradient)))
            self._hooks.append(one.register_post_accumulate_grad_hook(
                lambda parameter, place=place: self._accumulated(place, parameter)))

    def _arrives(self, place, gradient):
        if self._look:
            self._incoming[place] = gradient.detach().clone()

    def _accumulated(self, place, parameter):
        self._flush_if_stepped()
        incoming = self._incoming[place]
        if incoming is not None and parameter.grad is not None:
            rest = (parameter.grad.detach() - incoming).norm()
            kept = self._left if self._counts[place] == 0 else self._carried
            kept.append(torch.stack([rest, incoming.norm()]))
            self._incoming[place] = None
        self._counts[place] += 1
        self._backwards = max(self._counts)
        self._fresh = True

    def _forward(self, module, arguments, keywords, outputs):
        if self._asleep:
            return
        began = time.perf_counter()
        inputs = examples.tensor_of(arguments)
        if inputs is None:
            inputs = examples.tensor_of(keywords)
        if not torch.is_grad_enabled():
            self._forwards["count"] += 1
            self._forwards["training"] += bool(module.training)
            if inputs is not None and inputs.dim() > 1 and self._forwards["count"] <= 32:
                sampled, met = self._seen.met(self._hash.rows(inputs[:256]))
                self._forwards["sampled"] += sampled
                self._forwards["met"] += met
            self._spend(began)
            return
        if self._stepped and len(self._calls) >= max(1, self._backwards):
            self._flush()
        self._inputs = inputs
        self._answered = getattr(outputs, "loss", None)
        self._labelled = examples.labels_of(module, keywords, outputs, self._ignored)
        self._training = bool(module.training)
        self._autocast = _autocast(outputs)
        logits = examples.logits_of(outputs)
        if self._look and logits is not None and logits.requires_grad and logits.is_floating_point():
            probe = LossProbe(logits, self._ignored)
            logits.register_hook(probe.arrived)
            self._probes.append(probe)
            del self._probes[:-64]
        self._spend(began)

    def _before(self, optimizer, *_):
        began = time.perf_counter()
        gradients = [None if place in self._outside else one.grad
                     for place, one in enumerate(self._vectors.parameters)]
        self._rates = [float(group["lr"]) for group in optimizer.param_groups]
        self._line = {}
        if self._look:
            self._line["norms"] = self._vectors.norms(gradients)
            self._line["sketch"] = self._vectors.sketch(gradients)
            self._line["places"] = self._vectors.sampled(gradients)
            self._weights_before = self._vectors.sampled(self._vectors.parameters)
            self._vectors.hold()
        elif self._pace.share == 0 or self._step % 4 == 0:
            self._line["norms"] = self._vectors.norms(gradients)
        norms = self._line.get("norms")
        if not self._fresh and norms is not None and self._used is not None:
            # No backward pass since the last update, and what lies there has not changed.
            self._repeats += bool(torch.equal(norms, self._used) and norms.any())
        self._fresh, self._used = False, norms
        self._spend(began)

    def _after(self, *_):
        began = time.perf_counter()
        self._step += 1
        self._stepped = True
        if self._look and "sketch" in self._line:
            weights = self._vectors.sampled(self._vectors.parameters)
            there = self._line.pop("places") != 0
            still = (weights == self._weights_before) & there
            self._line["unchanged"] = torch.stack([still.sum(), there.sum()])
            moved = self._vectors.moved()
            self._line["moves"] = self._vectors.norms(moved)
            self._line["moved"] = self._vectors.sketch(moved)
            self._line["weights"] = self._vectors.norms(self._vectors.parameters)
            self._line["stale"] = self._second_moment()
        self._spend(began)
        if self._monitors is not None:
            # Here no pass through the model is under way.
            self._asleep = True
            try:
                loss = _number(self._calls[-1]["loss"]) if self._calls else None
                if self._monitors.stepped(self._step, max(self._rates, default=0.0), loss):
                    self._pace.rested()
            finally:
                self._asleep = False

    def clipped(self, limit, before, parameters):
        """Told by the watch on clip_grad_norm_."""
        mine = {id(one) for one in self._vectors.parameters}
        if any(id(one) in mine for one in parameters):
            self._clip = (float(limit), before.detach() if torch.is_tensor(before) else before)

    def clipped_values(self, limit, parameters):
        """Told by the watch on clip_grad_value_."""
        mine = {id(one) for one in self._vectors.parameters}
        if any(id(one) in mine for one in parameters):
            self._clip_value = float(limit)

    # -- a step's line

    def _reset(self):
        self._calls, self._probes, self._left, self._carried = [], [], [], []
        self._repeats = 0
        self._stepped, self._backwards, self._clip = False, 0, None
        self._counts = [0] * len(self._watched)
        self._inputs, self._training, self._line, self._rates = None, None, {}, []
        self._autocast, self._clip_value = False, None
        self._answered, self._labelled = None, None
        self._look = self._pace.close_look(self._step + 1)
        self._data = []

    def _spend(self, began):
        self._own += time.perf_counter() - began

    def _batch(self, call, inputs, targets):
        labels = None
        if targets is not None and targets.dim() == 1 and not targets.is_floating_point():
            labels = targets.detach().tolist()
            call["labelEntropy"] = self._labels.add(labels)
        if inputs is None or inputs.dim() < 2:
            return
        codes = self._hash.rows(inputs)
        self._seen.train(codes, labels if labels is not None and len(labels) == len(codes) else None)
        mixed = 0
        for code in codes:
            mixed ^= (code * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        call["batch"] = mixed
        if inputs.is_floating_point():
            values = inputs.detach().float()
            call["inputs"] = torch.stack([values.mean(), values.std(), values.abs().max()])
        if targets is not None and targets.is_floating_point():
            values = targets.detach().float()
            call["targets"] = torch.stack([values.mean(), values.std(), values.abs().max()])
        if targets is not None and not targets.is_floating_point() and targets.dim() == 2:
            call["shift"] = examples.token_shift(inputs.detach(), targets.detach(), self._ignored)

    def _flush_if_stepped(self):
        if self._stepped:
            self._flush()

    def _flush(self):
        began = time.perf_counter()
        line = {"kind": "step", "step": self._step}
        scale = self._scale or 1.0
        losses, micro, mixed = [], [], 0
        for call in self._calls:
            one = {"loss": _number(call["loss"]), "examples": call["examples"],
                   "tokens": call["tokens"], "labelEntropy": call.get("labelEntropy"),
                   "shift": call.get("shift")}
            if "weight" in call:
                one["weight"] = float(call["weight"]) / scale
            elif call["attached"]:
                one["weight"] = 0.0
            for name in ("inputs", "targets"):
                if name in call:
                    one[name] = call[name].tolist()
            if call["probe"] is not None:
                one["probe"] = call["probe"].found(scale)
            losses.append(one["loss"])
            mixed ^= call.get("batch", 0)
            micro.append(one)
        known = [one for one in losses if one is not None]
        line["loss"] = sum(known) / len(known) if known else None
        line["rate"] = self._rates
        for name in ("examples", "tokens"):
            counts = [one[name] for one in micro if one[name] is not None]
            line[name] = sum(counts) if counts else None
        line["accumulation"] = self._backwards
        if self._repeats:
            line["repeats"] = self._repeats
        line["training"] = self._training
        if any(len(one) > 4 and self._look for one in micro):
            line["micro"] = micro[:64]
        if mixed:
            line["batch"] = "%016x" % mixed
        if self._clip is not None:
            line["clip"] = {"limit": self._clip[0], "before": _number(self._clip[1])}
        if self._clip_value is not None:
            line["clip"] = {**line.get("clip", {}), "value": self._clip_value}
        if self._scheduler is not None:
            line["schedule"] = getattr(self._scheduler, "last_epoch", None)
        if self._scaler is not None:
            line["scale"] = self._scale
        if self._autocast:
            line["autocast"] = True
        self._vector_lines(line)
        if self._look:
            line["labels"] = {
                "entropy": self._labels.entropy(), "majority": self._labels.majority(),
                "repeated": self._seen.repeated, "relabelled": self._seen.relabelled}
        if self._snapshots and self._step % self._snapshots == 0:
            self._snapshot()
        close = self._look
        self._folder.add(line)
        self._reset()
        self._spend(began)
        self._pace.stepped(self._own, close)
        self._own = 0.0

    def _vector_lines(self, line):
        found = self._line
        if "norms" in found:
            norms = found["norms"].tolist()
            line["gradient"] = {"norm": sum(one * one for one in norms) ** 0.5}
        if "sketch" not in found or "moves" not in found:
            self._previous = None
            return
        gradient = found["sketch"].tolist()
        line["gradient"]["norms"] = norms
        shared = self._step <= FIRST or self._step % GRID < 2
        if shared:
            line["gradient"]["sketch"] = sketch.encode(gradient)
        if self._left:
            rest, whole = torch.stack(self._left).pow(2).sum(0).tolist()
            line["gradient"]["leftover"] = (rest / whole) ** 0.5 if whole > 0 else None
        if self._carried:
            rest, whole = torch.stack(self._carried).pow(2).sum(0).tolist()
            line["gradient"]["carried"] = (rest / whole) ** 0.5 if whole > 0 else None
        if self._previous is not None and self._previous[0] == self._step - 1:
            line["gradient"]["dot"] = sum(a * b for a, b in zip(gradient, self._previous[1]))
            line["gradient"]["alongUpdate"] = sum(a * b for a, b in zip(gradient, self._previous[2]))
        moves, weights = found["moves"].tolist(), found["weights"].tolist()
        moved = found["moved"].tolist()
        still, there = found["unchanged"].tolist()
        line["update"] = {
            "norm": sum(one * one for one in moves) ** 0.5, "norms": moves, "weights": weights,
            "unchanged": still / there if there else None}
        if shared:
            line["update"]["sketch"] = sketch.encode(moved)
        if found.get("stale") is not None:
            line["update"]["momentRatio"] = float(found["stale"])
        self._previous = (self._step, gradient, moved)

    def _second_moment(self):
        """Root of the mean of g^2 / v over sampled entries: above 1, v lags behind."""
        squares = []
        for parameter in self._vectors.parameters[:8]:
            state = self._optimizer.state.get(parameter, {})
            held = state.get("exp_avg_sq")
            if held is None or parameter.grad is None:
                continue
            beta = 0.999
            for group in self._optimizer.param_groups:
                if "betas" in group and any(one is parameter for one in group["params"][:64]):
                    beta = group["betas"][1]
            count = float(state.get("step", 1))
            stride = max(1, parameter.numel() // 2048)
            gradient = parameter.grad.detach().reshape(-1)[::stride].float()
            value = held.detach().reshape(-1)[::stride].float() / max(1e-12, 1 - beta ** count)
            squares.append((gradient.pow(2).mean() / value.mean().clamp(min=1e-30)))
        return torch.stack(squares).mean().sqrt() if squares else None

    def _scaler_scale(self):
        return float(self._scaler.get_scale()) if self._scaler is not None else None

    def _skipped(self):
        """Notices that a scaler left an update out: its scale falls."""
        if self._scaler is None:
            return
        now = self._scaler_scale()
        if self._scale is not None and now < self._scale:
            self._folder.add({"kind": "skip", "step": self._step, "scale": now})
        self._scale = now

    def _snapshot(self):
        tensors = []
        for name, parameter in zip(self._vectors.names, self._vectors.parameters):
            values = parameter.detach().float().cpu().contiguous()
            tensors.append((name, values.shape, values.numpy().tobytes()))
        self._folder.snapshot(self._step, tensors)


def _smallest(named):
    """Up to four small parameters, whose gradients are watched as they arrive."""
    found, size = [], 0
    for _, one in sorted(named, key=lambda pair: pair[1].numel()):
        if len(found) < 4 and (size + one.numel() <= _WATCHED or not found):
            found.append(one)
            size += one.numel()
    return found


def _autocast(outputs):
    """Whether a forward pass that has just ended ran in mixed precision."""
    found = examples.logits_of(outputs)
    return torch.is_autocast_enabled(found.device.type if found is not None else "cpu")


def _number(value):
    if value is None:
        return None
    return float(value.detach()) if torch.is_tensor(value) else float(value)
