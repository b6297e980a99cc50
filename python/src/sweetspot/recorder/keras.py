"""Recording as a callback of Keras 3: ``model.fit(..., callbacks=[RecorderCallback("runs/mine")])``.

Keras shows callbacks no gradients: losses, rates, updates and evaluations are recorded.
"""

import keras
import numpy

from .arrays import ArrayRecorder


class RecorderCallback(keras.callbacks.Callback):
    """Records a fit; losses are those of single batches, taken out of the running means.

    path: the folder.
    options: those of ``ArrayRecorder``.
    """

    def __init__(self, path, **options):
        super().__init__()
        self._path, self._options, self._recorder = path, options, None
        self._before, self._mean, self._count = None, 0.0, 0

    def _weights(self):
        return {one.path: numpy.array(keras.ops.convert_to_numpy(one))
                for one in self.model.trainable_variables}

    def on_train_begin(self, logs=None):
        """Begins when the weights are there."""
        self._recorder = ArrayRecorder(
            self._path, self._weights(), framework="keras-" + keras.backend.backend(),
            optimizer=type(self.model.optimizer).__name__, **self._options)

    def on_epoch_begin(self, epoch, logs=None):
        """Running means begin anew."""
        self._mean, self._count = 0.0, 0

    def on_train_batch_begin(self, batch, logs=None):
        """Keeps the weights where the update is looked at closely."""
        with self._recorder.watch:
            self._before = self._weights() if self._recorder.looks() else None

    def on_train_batch_end(self, batch, logs=None):
        """Records a batch."""
        with self._recorder.watch:
            mean = float((logs or {}).get("loss", float("nan")))
            loss = mean * (self._count + 1) - self._mean * self._count
            self._mean, self._count = mean, self._count + 1
            after = updates = None
            if self._before is not None:
                after = self._weights()
                updates = {name: after[name] - self._before[name] for name in after}
            rate = float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate))
            self._recorder.step(loss, after, updates=updates, rate=rate)

    def on_epoch_end(self, epoch, logs=None):
        """Records the evaluation of an epoch."""
        logs = logs or {}
        if "val_loss" in logs:
            self._recorder.evaluation(
                "validation", loss=logs["val_loss"], accuracy=logs.get("val_accuracy"))

    def on_train_end(self, logs=None):
        """Ends the record."""
        self._recorder.close()
