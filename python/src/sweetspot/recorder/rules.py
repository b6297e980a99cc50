"""What acts beside the optimizer: clipping, a scheduler of rates, a scaler of gradients."""

import torch

from .batches import number


class Rules:
    """Gathers what these did to one update after the other.

    parameters: those that are trained; clipping of others is passed over.
    scheduler, scaler: None where there is none.
    watch: of the time that this takes.
    """

    def __init__(self, parameters, scheduler, scaler, watch):
        self._mine = {id(one) for one in parameters}
        # Accelerate wraps schedulers, and shows no count of its own.
        if not hasattr(scheduler, "last_epoch"):
            scheduler = getattr(scheduler, "scheduler", scheduler)
        self._scheduler, self._scaler, self._watch = scheduler, scaler, watch
        self._scale = self._scaler_scale()
        self.reset()

    def reset(self):
        """Begins an update."""
        self._clip = {}

    def scale(self):
        """What the scaler multiplies losses by; 1 without one."""
        return self._scale or 1.0

    def clipped(self, limit, before, parameters):
        """Told by the watch on clip_grad_norm_."""
        with self._watch:
            if any(id(one) in self._mine for one in parameters):
                self._clip["limit"] = float(limit)
                self._clip["before"] = before.detach() if torch.is_tensor(before) else before

    def clipped_values(self, limit, parameters):
        """Told by the watch on clip_grad_value_."""
        with self._watch:
            if any(id(one) in self._mine for one in parameters):
                self._clip["value"] = float(limit)

    def looked(self, entries):
        """Told of some entries of the gradient that the optimizer gets; None where it has none."""
        if "value" in self._clip and entries is not None:
            there = (entries != 0).sum().clamp(min=1)
            # In half precision the limit itself is rounded.
            self._clip["valueShare"] = (entries.abs() >= 0.995 * self._clip["value"]).sum() / there

    def add_to(self, line):
        """Adds to an update's line what acted on it."""
        if self._clip:
            line["clip"] = dict(self._clip)
            for name in ("before", "valueShare"):
                if name in self._clip:
                    line["clip"][name] = number(self._clip[name])
        counted = getattr(self._scheduler, "last_epoch", None)
        if counted is not None:
            line["schedule"] = counted
        if self._scaler is not None:
            line["scale"] = self._scale

    def skipped(self):
        """The scale where a scaler has just left an update out, which lowers it; None otherwise."""
        if self._scaler is None:
            return None
        before, self._scale = self._scale, self._scaler_scale()
        return self._scale if before is not None and self._scale < before else None

    def _scaler_scale(self):
        return float(self._scaler.get_scale()) if self._scaler is not None else None
