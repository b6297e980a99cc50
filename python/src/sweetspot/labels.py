"""Whole-number labels against the columns that outputs have for them.

Libraries differ in what they make of a label without a column: PyTorch raises, JAX takes the last
column, Keras on JAX counts nothing. Only the first is found without asking.
"""

import numpy


#: The ignored label of a loss that leaves none out.
NONE = float("nan")


def columns(shape, targets):
    """Columns of outputs of this shape where targets are a label for each of their rows, or None."""
    if len(shape) < 2 or shape[-1] < 2 or targets.dtype.kind not in "iu":
        return None
    single = targets.ndim == len(shape) and targets.shape[-1] == 1
    rows = targets.shape[:-1] if single else targets.shape
    return int(shape[-1]) if tuple(rows) == tuple(shape[:-1]) else None


def beyond(labels, wide, ignored=None):
    """What is wrong with labels that ``wide`` columns do not hold; empty if nothing is.

    ``ignored`` is the label that the loss leaves out. Of a loss that is not known (None) it may be
    any below 0, which are then not looked at.
    """
    labels = numpy.asarray(labels)
    labels = labels[labels >= 0] if ignored is None else labels[labels != ignored]
    if labels.size == 0:
        return ""
    low, high = int(labels.min()), int(labels.max())
    if low >= 0 and high < wide:
        return ""
    remedy = "subtract 1 from the labels" if low == 1 and high == wide else (
        "make labels and outputs agree")
    return (f"labels go from {low} to {high}, and outputs have {wide} columns, for labels from 0 to"
            f" {wide - 1}: {remedy}")
