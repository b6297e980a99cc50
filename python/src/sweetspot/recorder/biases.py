"""What a training lets the program measure of its own network."""

import warnings

#: What the report of ``sweetspot control`` asks about a trained network.
NAMES = ["hessian-eigenvalues", "hessian-trace", "stability-margin", "gradient-noise",
         "noise-temperature", "margins", "weight-norms", "nll", "ece"]


def measured(step, model, data, loss, **options):
    """The profile, or None where the measurement fails, and the record's line of it.

    options: those of ``sweetspot.measure``.
    """
    from sweetspot.measuring import measure
    from sweetspot.program import ProgramError

    try:
        profile = measure(model, data, loss, measures=NAMES, **options)
    except ProgramError as failure:
        words = str(failure)[:2000]
        warnings.warn(f"sweetspot: the network was not measured: {words}", stacklevel=3)
        return None, {"kind": "biases", "step": step, "failed": words}
    return profile, {"kind": "biases", "step": step, "measures": [
        {"id": one.id, "value": one.value, "error": one.error, "unit": one.unit,
         "status": one.status} for one in profile if one.value is not None]}
