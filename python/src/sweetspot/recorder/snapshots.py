"""Snapshots of a training's weights: single precision, in a file of safetensors each."""

from . import sketch


def written(folder, step, named):
    """Writes the weights after so many updates; named: their names and tensors."""
    tensors = []
    for name, parameter in named:
        values = parameter.detach().float().cpu().contiguous()
        tensors.append((sketch.plain(name), values.shape, values.numpy().tobytes()))
    folder.snapshot(step, tensors)
