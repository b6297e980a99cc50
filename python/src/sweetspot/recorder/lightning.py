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
        self._recorder, self._hooks = None, []

    def on_train_start(self, trainer, pl_module):
        """Begins when the optimizer is there."""
        schedulers = [one.scheduler for one in trainer.lr_scheduler_configs]
        self._recorder = Recorder(
            self._path, pl_module, trainer.optimizers[0], schedulers[0] if schedulers else None,
            getattr(trainer.strategy.precision_plugin, "scaler", None), **self._options)
        self._watch_children(pl_module)

    def _watch_children(self, module):
        """Sees the layers of a module whose steps call them and not the module itself."""
        forward, inside = self._recorder.forward, []

        def seen(child, arguments, keywords, outputs):
            if not inside:
                forward(child, arguments, keywords, outputs)

        self._hooks = [
            module.register_forward_pre_hook(lambda *_: inside.append(True)),
            module.register_forward_hook(lambda *_: inside.clear(), always_call=True)]
        self._hooks += [
            child.register_forward_hook(seen, with_kwargs=True) for child in module.children()
            if any(True for _ in child.parameters())]

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
        self._close()

    def on_exception(self, trainer, pl_module, exception):
        """Ends the record where the training fails."""
        if self._recorder is not None:
            self._close()

    def _close(self):
        for hook in self._hooks:
            hook.remove()
        self._recorder.close()
