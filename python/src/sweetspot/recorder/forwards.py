"""What the model was last called with, what it answered, and how it is evaluated."""

import torch

from . import examples
from .loss_probe import LossProbe

_PROBES = 64
_EVALUATED = 32


class Forwards:
    """Forward passes of a model: those that are trained on, and those of evaluations between.

    ignored: the target that stands for padding.
    modes: modules that act otherwise in training; None where all of them are frozen.
    padding: the token that stands for padding, or None.
    """

    def __init__(self, ignored, modes=(), padding=None):
        self._ignored, self._modes, self._padding = ignored, modes, padding
        self._counts = {"forwards": 0, "training": 0, "sampled": 0, "met": 0}
        #: Whether mixed precision was on in the last pass that was looked at.
        self.autocast = False
        self.reset()

    def reset(self):
        """Begins an update."""
        self._probes = []
        self.inputs, self.training = None, None
        #: Loss and labels of a model that takes labels and answers with its loss.
        self.loss, self.labels = None, None

    def evaluated(self, module, inputs, seen):
        """A pass without gradient; seen: the training's examples."""
        counts = self._counts
        counts["forwards"] += 1
        counts["training"] += bool(
            any(one.training for one in self._modes) if self._modes else module.training)
        if inputs is not None and inputs.dim() > 1 and counts["forwards"] <= _EVALUATED:
            sampled, met = seen.met(inputs)
            counts["sampled"] += sampled
            counts["met"] += met

    def trained(self, module, inputs, keywords, outputs, look):
        """A pass that a gradient may follow; look: whether that is looked at."""
        self.inputs = inputs
        self.loss = getattr(outputs, "loss", None)
        self.labels = examples.labels_of(module, keywords, outputs, self._ignored) if keywords else None
        if self._modes is not None:
            self.training = bool(
                all(one.training for one in self._modes) if self._modes else module.training)
        if not look:
            return
        logits = examples.logits_of(outputs)
        self.autocast = torch.is_autocast_enabled(
            logits.device.type if logits is not None else "cpu")
        if logits is not None and logits.requires_grad and logits.is_floating_point():
            self._probe(logits)
            if self._padding is not None and inputs is not None and not inputs.is_floating_point():
                self._probes[-1].padding = inputs.detach() == self._padding, self._padding
            del self._probes[:-_PROBES]

    def add_to(self, line):
        """Adds to an update's line how the model ran."""
        if self.training is not None:
            line["training"] = self.training
        if self.autocast:
            line["autocast"] = True

    def probe(self, outputs):
        """The probe of the last pass, or of outputs where they are others; None without any."""
        last = self._probes[-1] if self._probes else None
        if outputs is not None and (last is None or last.outputs.shape != outputs.shape):
            last = self._probe(outputs)
        return last

    def taken(self):
        """Counts of passes without gradient since this was last asked."""
        found = dict(self._counts)
        for name in self._counts:
            self._counts[name] = 0
        return found

    def _probe(self, outputs):
        probe = LossProbe(outputs, self._ignored)
        if outputs.requires_grad:
            outputs.register_hook(probe.arrived)
        self._probes.append(probe)
        return probe
