"""Weights & Biases, through its own package where that is installed."""

from sweetspot.exchange import series
from sweetspot.wire import Mistake


def to_wandb(run, project="sweetspot", **options):
    """Logs a record as a run of a project; options are those of ``wandb.init``. Returns the run."""
    try:
        import wandb
    except ImportError:
        raise Mistake("to_wandb: expected the package wandb, got none\n  fix: pip install wandb") from None
    rows = {}
    for name, points in series.of_run(run).items():
        for step, value in points:
            rows.setdefault(step, {})[name] = value
    with wandb.init(project=project, **options) as logged:
        for step in sorted(rows):
            logged.log(rows[step], step=step)
        return logged
