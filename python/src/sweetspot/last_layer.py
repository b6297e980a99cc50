"""The product of features with weights that gives a classifier's logits, found by trying."""

import numpy

from sweetspot.wire import NotAble


class LastLayer:
    """Which of a model's products it is. Layers are features (rows x width), weight, bias."""

    def __init__(self, back, bias):
        #: Counted from the last product; what is added behind it, a row.
        self.back, self.bias = back, bias

    @classmethod
    def of(cls, logits, layers):
        """Found on a few examples; raises NotAble where none of the products gives the logits."""
        if logits is None or logits.shape[0] < 2:
            raise NotAble("last layer: needs two rows of logits to be found by")
        for back, layer in enumerate(reversed(layers)):
            rest = _rest(layer, logits)
            if rest is None:
                continue
            bias = rest.mean(0)
            if _small(rest - bias, logits):
                if _small(bias, logits):
                    bias = numpy.zeros_like(bias)
                return cls(back, bias)
        raise NotAble(
            "the outputs are not a product of features with a matrix of weights that could be seen")

    def at(self, logits, layers):
        """Features, weight and bias on a batch, in double precision."""
        if logits is None or len(layers) <= self.back:
            raise NotAble("last layer: this batch went another way through the model")
        layer = layers[-1 - self.back]
        rest = _rest(layer, logits)
        if rest is None or not _small(rest - self.bias, logits):
            raise NotAble("last layer: on this batch it does not give the logits")
        features, weight, bias = layer
        return features, weight, bias + self.bias


def layer_of(rows, weight, bias, classes):
    """A layer in double precision; a single output is the second of two classes."""
    rows, weight = numpy.asarray(rows, numpy.float64), numpy.asarray(weight, numpy.float64)
    given = 0.0 if bias is None else numpy.asarray(bias, numpy.float64)
    bias = numpy.broadcast_to(given, (len(weight),))
    if len(weight) == 1 and classes == 2:
        weight = numpy.concatenate([numpy.zeros_like(weight), weight])
        bias = numpy.concatenate([numpy.zeros_like(bias), bias])
    return numpy.ascontiguousarray(rows), numpy.ascontiguousarray(weight), bias


def _rest(layer, logits):
    """Logits less what the layer gives, up to a number that all classes of a row share."""
    features, weight, bias = layer
    given = features @ weight.T + bias
    if given.shape != logits.shape:
        return None
    rest = logits - given
    return rest - rest.mean(1, keepdims=True)


def _small(rest, logits):
    return float(abs(rest).max()) <= 1e-4 * max(1e-6, float(abs(logits).max()))
