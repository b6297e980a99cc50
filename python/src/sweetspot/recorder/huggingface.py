"""Recording as a callback of the Trainer of transformers.

``Trainer(..., callbacks=[RecorderCallback("runs/mine")])``
"""

from transformers import TrainerCallback

from .torch_recorder import Recorder


class RecorderCallback(TrainerCallback):
    """Records a training; loss and labels are those of the model's forward pass.

    path: the folder.
    options: those of ``sweetspot.Recorder``.
    """

    def __init__(self, path, **options):
        self._path, self._options, self._recorder = path, options, None

    def on_train_begin(self, args, state, control, model=None, optimizer=None, lr_scheduler=None,
                       **_):
        """Begins when the optimizer is there."""
        settings = {"planned": state.max_steps, "accumulation": args.gradient_accumulation_steps}
        self._recorder = Recorder(
            self._path, model, optimizer, lr_scheduler, settings=settings, **self._options)

    def on_substep_end(self, args, state, control, **_):
        """Records a batch that is accumulated."""
        self._recorder.step()

    def on_step_end(self, args, state, control, **_):
        """Records the batch that ends an update."""
        self._recorder.step()

    def on_evaluate(self, args, state, control, metrics=None, **_):
        """Records an evaluation during the training."""
        if self._recorder is not None and metrics:
            self._recorder.evaluation(
                "validation", loss=metrics.get("eval_loss"), accuracy=metrics.get("eval_accuracy"))

    def on_train_end(self, args, state, control, **_):
        """Ends the record."""
        self._recorder.close()
        self._recorder = None
