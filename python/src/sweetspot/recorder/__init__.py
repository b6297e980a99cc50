"""Records a training as a folder that the program reads: see docs/recorded-runs.md.

``Recorder`` for plain PyTorch loops. The files themselves are in ``folder``, the projection that
two runs share in ``sketch``.
"""


def __getattr__(name):
    if name == "Recorder":
        from .torch_recorder import Recorder
        return Recorder
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
