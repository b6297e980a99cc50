"""The recorder of PyTorch trainings."""

import atexit
import time

import torch

from . import clipping, examples, facts, scores, snapshots
from .arrivals import Arrivals
from .asking import Asking
from .batches import Batches, number
from .folder import RecordedFolder
from .forwards import Forwards
from .pace import Pace, Stopwatch
from .rules import Rules
from .updates import Updates


class Recorder(Asking):
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
        self._pace, self._watch = Pace(overhead), Stopwatch()
        with self._watch:
            self._start(path, model, getattr(optimizer, "optimizer", optimizer), scheduler, scaler,
                        snapshots, ignored, settings)
        self._pace.beside(self._watch.taken())
        atexit.register(self.close)

    def _start(self, path, model, optimizer, scheduler, scaler, snapshots, ignored, settings):
        named = [(name, one) for name, one in model.named_parameters() if one.requires_grad]
        if not named:
            raise ValueError("model: expected parameters that are trained, got none"
                             "\n  fix: set requires_grad of those that shall be")
        held = {id(one) for group in optimizer.param_groups for one in group["params"]}
        self._model, self._optimizer = model, optimizer
        self._rules = Rules([one for _, one in named], scheduler, scaler, self._watch)
        self._ignored, self._each = ignored, snapshots
        self._updates = Updates(
            named, optimizer, {place for place, (_, one) in enumerate(named) if id(one) not in held})
        self._arrivals = Arrivals(
            [pair for pair in named if id(pair[1]) in held] or named, self._watch,
            self._flush_if_stepped)
        self._batches = Batches(ignored)
        self._forwards = Forwards(ignored, facts.modes(model), facts.padding(model))
        header = facts.describe(model, named, optimizer, scheduler, dict(settings or {}))
        header["start"] = self._updates.start()
        self._folder = RecordedFolder(path, header)
        self._step = self._folder.last_step
        self._monitors, self._asleep = None, False
        self._reset()
        self._hooks = [
            optimizer.register_step_pre_hook(self._before),
            optimizer.register_step_post_hook(self._after),
            model.register_forward_hook(self.forward, with_kwargs=True),
            clipping.watch(self._rules), self._arrivals.attach()]
        if self._each:
            self._snapshot()

    # -- what the loop calls

    def step(self, loss=None, *, targets=None, inputs=None, outputs=None, examples=None, tokens=None):
        """Records a batch; returns the loss, so that the call may stand around it.

        loss: the tensor or number that is reported; that of the model's answer unless given.
        targets: of the batch, with which labels, weights and repetitions are checked; the labels
            that the model was called with unless given.
        inputs, outputs: those of the model's last forward unless given.
        examples, tokens: how many; counted from the inputs and targets unless given.
        """
        with self._watch:
            self._flush_if_complete()
            forwards = self._forwards
            targets = forwards.labels if targets is None else targets
            self._batches.add(
                forwards.loss if loss is None else loss, self._arrivals.passes,
                forwards.inputs if inputs is None else inputs, targets,
                forwards.probe(outputs) if self._look else None, examples, tokens)
            if self._stepped and len(self._batches) >= self._arrivals.passes:
                self._flush()
            skipped = self._rules.skipped()
            if skipped is not None:
                self._folder.add({"kind": "skip", "step": self._step, "scale": skipped})
        return loss

    def evaluation(self, name="validation", *, loss=None, accuracy=None, outputs=None, targets=None,
                   examples=None):
        """Records an evaluation: its numbers, or outputs and targets that they are taken from.

        outputs, targets: classes (rows of logits, log-probabilities or probabilities, and labels),
            one logit or probability for each label that may hold (targets of the outputs' shape, 0
            and 1), or numbers. What they were taken for stands in the record as ``of``.
        loss, accuracy: of your own, used instead.
        """
        self._flush_if_stepped()
        began = time.perf_counter()
        line = {"kind": "evaluation", "step": self._step, "name": name, "loss": number(loss),
                "accuracy": number(accuracy), "examples": examples, **self._forwards.taken(),
                "seen": self._batches.seen()}
        if outputs is not None and targets is not None:
            line.update(scores.of(outputs.detach(), targets.detach(), self._ignored))
            if loss is not None:
                line["loss"] = number(loss)
            if accuracy is not None:
                line["accuracy"] = number(accuracy)
        self._folder.add(line)
        self._pace.beside(time.perf_counter() - began)

    def overhead(self):
        """The share of the time since the start that recording took, monitors not counted."""
        return self._pace.overhead()

    def close(self):
        """Writes what is left and takes all hooks away; may be called twice."""
        if self._folder is None:
            return
        self._flush_if_stepped()
        if self._monitors is not None:
            self._monitors.close()
        if self._each:
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

    def forward(self, module, arguments, keywords, outputs):
        """A forward pass of the model, or of the part of it that answers."""
        if self._asleep:
            return
        began = time.perf_counter()
        inputs = examples.tensor_of(arguments)
        if inputs is None:
            inputs = examples.tensor_of(keywords)
        if not torch.is_grad_enabled():
            self._forwards.evaluated(module, inputs, self._batches)
            self._pace.beside(time.perf_counter() - began)
            return
        with self._watch:
            self._flush_if_complete()
            self._forwards.trained(module, inputs, keywords, outputs, self._look)

    def _before(self, _, arguments=(), keywords=None):
        with self._watch:
            closure = arguments[1] if len(arguments) > 1 else (keywords or {}).get("closure")
            self._updates.before(
                self._look, self._pace.share == 0 or self._step % 8 == 0, self._arrivals.fresh,
                late=closure is not None)
            if self._look:
                self._rules.looked(self._updates.entries())
            self._arrivals.fresh = False
            self._passes = self._arrivals.passes

    def _after(self, *_):
        with self._watch:
            self._step += 1
            self._stepped = True
            inside = self._arrivals.passes - self._passes
            self._updates.after(inside)
            # A closure that is called again and again accumulates nothing.
            self._again = max(0, inside - 1)
        self._ask(self._updates.rates)

    # -- a step's line

    def _reset(self):
        self._look = self._pace.close_look(self._step + 1)
        self._stepped, self._passes, self._again = False, 0, 0
        self._arrivals.reset(self._look)
        self._batches.reset(self._look)
        self._forwards.reset()
        self._updates.reset()
        self._rules.reset()

    def _flush_if_stepped(self):
        if self._stepped:
            self._flush()

    def _flush_if_complete(self):
        """Ends an update whose batches have all been told."""
        if self._stepped and len(self._batches) >= max(1, self._arrivals.passes):
            self._flush()

    def _flush(self):
        with self._watch:
            line = {"kind": "step", "step": self._step, "rate": self._updates.rates,
                    "accumulation": self._arrivals.passes - self._again}
            self._batches.add_to(line, self._rules.scale())
            self._rules.add_to(line)
            self._forwards.add_to(line)
            if self._updates.add_to(line, self._step):
                self._arrivals.add_to(line["gradient"])
            self._folder.add_filled(line)
            close = self._look
            self._reset()
            self._pace.stepped(self._watch.taken(), close)
            if self._each and self._step % self._each == 0:
                self._snapshot()
                self._pace.beside(self._watch.taken())

    def _snapshot(self):
        vectors = self._updates.vectors
        snapshots.written(
            self._folder, self._step, zip(vectors.names, vectors.parameters), self._model)
