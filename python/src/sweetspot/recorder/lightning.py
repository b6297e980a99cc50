"""Recording as a callback of Lightning: ``Trainer(callbacks=[RecorderCallback("runs/mine")])``."""

try:
    from lightning.pytorch.callbacks import Callback
except ImportError:
    from pytorch_lightning.callbacks import Callback

import torch

from .torch_recorder import Recorder


class RecorderCallback(Callback):
    """Records the first optimizer of a module.

    path: the folder.
    loss, accuracy: names under which the module logs those of the validation.
    options: those of ``sweetspot.Recorder``.
    """

    def __init__(self, path, loss="val_loss", accuracy="val_acc", **options):
        super().__init__()
        self._path, self._names, self._options = path, (loss, accuracy), options
        self._recorder = None

    def on_train_start(self, trainer, pl_module):
        """Begins when the optimizer is there."""
        schedulers = [one.scheduler for one in trainer.lr_scheduler_configs]
        self._recorder = Recorder(
            self._path, pl_module, trainer.optimizers[0], schedulers[0] if schedulers else None,
            getattr(trainer.strategy.precision_plugin, "scaler", None), **self._options)

    def on_train_batch_end(self, trainer, pl_module, outputs, batch, batch_idx):
        """Records a batch: of a pair of tensors the second are the targets."""
        loss = outputs["loss"] if isinstance(outputs, dict) else outputs
        pair = isinstance(batch, (list, tuple)) and len(batch) == 2
        targets = batch[1] if pair and torch.is_tensor(batch[1]) else None
        inputs = batch[0] if pair and torch.is_tensor(batch[0]) else None
        self._recorder.step(loss, targets=targets, inputs=inputs)

    def on_validation_end(self, trainer, pl_module):
        """Records what the module logged."""
        if self._recorder is not None and not trainer.sanity_checking:
            loss, accuracy = (trainer.callback_metrics.get(name) for name in self._names)
            self._recorder.evaluation("validation", loss=loss, accuracy=accuracy)

    def on_train_end(self, trainer, pl_module):
        """Ends the record."""
        self._recorder.close()

    def on_exception(self, trainer, pl_module, exception):
        """Ends the record where the training fails."""
        if self._recorder is not None:
            self._recorder.close()
