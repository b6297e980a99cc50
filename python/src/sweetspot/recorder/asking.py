"""What a recorded training asks the program about its own model."""

import contextlib
import warnings

from . import monitors

#: What the report of ``sweetspot control`` asks about a trained network.
BIASES = ["hessian-eigenvalues", "hessian-trace", "stability-margin", "gradient-noise",
          "noise-temperature", "margins", "weight-norms", "nll", "ece"]


class Asking:
    """Monitors while a training goes on, and biases at its end: a part of the recorder.

    The model's passes that the program asks for are none of the training's, and are not recorded.
    """

    _monitors = None
    _asleep = False

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
        size = batch or getattr(data, "batch_size", None) or 1
        with self._sleeping():
            self._monitors = monitors.Monitors(
                self._model, data, loss, self._optimizer, self._folder.add, list(names), overhead,
                steps, int(size), seed)

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
        line = {"kind": "biases", "step": self._step}
        try:
            with self._sleeping():
                profile = measure(
                    self._model, data, loss, validation=validation, test=test,
                    optimizer=self._optimizer, measures=BIASES, **options)
        except ProgramError as failure:
            line["failed"] = str(failure)[:2000]
            warnings.warn(f"sweetspot: the network was not measured: {line['failed']}", stacklevel=2)
            self._folder.add(line)
            return None
        line["measures"] = [
            {"id": one.id, "value": one.value, "error": one.error, "unit": one.unit,
             "status": one.status} for one in profile if one.value is not None]
        self._folder.add(line)
        return profile

    def monitor_overhead(self):
        """The share of the training's own time that monitors took, their start included."""
        return self._monitors.overhead() if self._monitors is not None else 0.0

    def _ask(self, rates):
        """After an update, when no pass through the model is under way."""
        if self._monitors is None:
            return
        self._asleep = True
        try:
            if self._monitors.stepped(self._step, max(rates, default=0.0), self._batches.loss()):
                self._pace.rested()
        finally:
            self._asleep = False

    @contextlib.contextmanager
    def _sleeping(self):
        """Nothing is recorded meanwhile, and the time is none of an update's."""
        self._asleep = True
        try:
            yield
        finally:
            self._asleep = False
            self._pace.rested()
