"""Sweetspot: identify, understand and control the implicit bias of training neural networks.

``sweetspot.measure(model, data, loss)`` measures a model where it is trained.
"""

__version__ = "0.1.0"
