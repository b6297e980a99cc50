"""Finds which library a model belongs to, and what answers for it."""

import importlib
import os
import sys

from sweetspot.wire import Mistake


def answering(model, data, loss=None, **options):
    """What answers for a model with its data and its loss."""
    if "keras" in sys.modules:
        import keras
        if isinstance(model, keras.Model):
            from sweetspot import keras_model
            return keras_model.answering(model, data, loss, **options)
    if "torch" in sys.modules:
        import torch
        if isinstance(model, torch.nn.Module):
            from sweetspot.torch_model import TorchModel
            return TorchModel(model, data, loss, **options)
    if "jax" in sys.modules:
        import jax
        if any(isinstance(leaf, jax.Array) for leaf in jax.tree_util.tree_leaves(model)):
            from sweetspot.jax_model import JaxModel
            return JaxModel(model, data, loss, **options)
    if "tensorflow" in sys.modules and isinstance(model, dict) and model:
        import tensorflow
        if all(isinstance(leaf, (tensorflow.Variable, tensorflow.Tensor)) for leaf in model.values()):
            from sweetspot.tensorflow_model import TensorflowModel
            return TensorflowModel(model, data, loss, **options)
    raise Mistake(
        f"model: expected a torch.nn.Module, a pytree of JAX arrays, a dictionary of TensorFlow's"
        f" variables or a Keras model, got {type(model).__name__}\n"
        "  fix: give the model itself; other libraries are not answered for yet")


def of_target(target):
    """The model that ``MODULE:FUNCTION`` returns, as (model, data, loss) or a dictionary of those."""
    place, colon, name = target.rpartition(":")
    if not colon or not place or not name:
        raise Mistake(
            f"target: expected python:MODULE:FUNCTION, got python:{target}\n"
            "  fix: name the function that returns (model, data, loss), such as python:train:parts")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    if place.endswith(".py"):
        folder, file = os.path.split(os.path.abspath(place))
        sys.path.insert(0, folder)
        place = file[:-3]
    try:
        module = importlib.import_module(place)
    except ModuleNotFoundError as missing:
        if missing.name != place.split(".")[0]:
            raise
        raise Mistake(
            f"target: expected a module {place} in {os.getcwd()} or installed, got none\n"
            f"  fix: run it from the folder of {place}.py, or install it for {sys.executable}, or name"
            " another interpreter in SWEETSPOT_PYTHON") from None
    function = getattr(module, name, None)
    if function is None:
        raise Mistake(f"target: expected {name} in the module {place}, got none\n"
            "  fix: name a function of it that returns (model, data, loss)")
    given = function() if callable(function) else function
    if isinstance(given, dict):
        return answering(**given)
    if isinstance(given, (tuple, list)) and 2 <= len(given) <= 3:
        return answering(*given)
    raise Mistake(
        f"target: expected {name} to return (model, data, loss) or a dictionary of those and more,"
        f" got {type(given).__name__}\n"
        "  fix: return for instance (model, loader, torch.nn.functional.cross_entropy)")
