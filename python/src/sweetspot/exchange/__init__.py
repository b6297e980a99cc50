"""Records to and from what others write: CSV, TensorBoard, MLflow, Weights & Biases.

``of_...`` makes a record out of theirs, ``to_...`` theirs out of a record; what ``diagnose``,
``compare`` and ``watch`` read is the record. Only numbers over steps are exchanged.
"""

from sweetspot.exchange.csv_file import of_csv, to_csv
from sweetspot.exchange.mlflow_server import of_mlflow, to_mlflow
from sweetspot.exchange.tensorboard import of_tensorboard, to_tensorboard
from sweetspot.exchange.wandb_run import to_wandb

__all__ = ["of_csv", "of_mlflow", "of_tensorboard", "to_csv", "to_mlflow", "to_tensorboard", "to_wandb"]
