"""Sweetspot: identify, understand and control the implicit bias of training neural networks.

``sweetspot.measure(model, data, loss)`` measures a model where it is trained.
``sweetspot.Recorder`` records a training while it runs.
"""

__version__ = "0.1.0"
__all__ = ["measure", "Profile", "Measurement", "Mistake", "ProgramError", "Recorder"]

_PLACES = {"measure": "measuring", "Profile": "profile", "Measurement": "profile",
           "Mistake": "wire", "ProgramError": "program", "Recorder": "recorder"}


def __getattr__(name):
    """Loads what is asked for when it is asked for, so that importing costs next to nothing."""
    if name not in _PLACES:
        raise AttributeError(f"module 'sweetspot' has no attribute {name!r}")
    import importlib
    return getattr(importlib.import_module("sweetspot." + _PLACES[name]), name)
