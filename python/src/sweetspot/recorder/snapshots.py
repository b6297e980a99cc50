"""Snapshots of a training's weights: single precision, in a file of safetensors each."""

from . import sketch


def written(folder, step, named, model):
    """Writes the weights after so many updates, and the model's buffers that are real numbers.

    named: names and tensors of the weights.
    """
    folder.snapshot(step, _stored(named))
    buffers = [(f"{prefix}.{name}" if prefix else name, tensor)
               for prefix, owner in model.named_modules()
               for name, tensor in owner._buffers.items()
               if tensor is not None and tensor.is_floating_point()]
    if buffers:
        folder.snapshot(step, _stored(buffers), "buffers")


def _stored(named):
    tensors = []
    for name, tensor in named:
        values = tensor.detach().float().cpu().contiguous()
        tensors.append((sketch.plain(name), values.shape, values.numpy().tobytes()))
    return tensors
