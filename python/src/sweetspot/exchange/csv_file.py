"""CSV files with a row for each step and a column for each series."""

import csv

from sweetspot.exchange import series
from sweetspot.wire import Mistake


def to_csv(run, file):
    """Writes a record as a table: ``step`` and a column for each series; gaps are empty."""
    found = series.of_run(run)
    rows = {}
    for name, points in found.items():
        for step, value in points:
            rows.setdefault(step, {})[name] = repr(value)
    with open(file, "w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, ["step", *found])
        writer.writeheader()
        for step in sorted(rows):
            writer.writerow({"step": step, **rows[step]})
    return file


def of_csv(file, run):
    """Makes a record of a table with a column ``step`` (else rows are steps) and one ``loss``."""
    found = {}
    with open(file, newline="", encoding="utf-8-sig") as given:
        for number, row in enumerate(csv.DictReader(given), 1):
            step = row.get("step") or row.get("global_step") or number
            for name, text in row.items():
                if name in (None, "step", "global_step") or text in (None, ""):
                    continue
                try:
                    point = int(float(step)), float(text)
                    found.setdefault(name, []).append(point)
                except ValueError:
                    if name in ("loss", "train_loss", "train/loss"):
                        raise Mistake(
                            f"{file}, row {number}, {name}: expected a number, got {text!r}\n"
                            "  fix: write numbers with a point, and leave gaps empty") from None
    return series.to_run(found, run, "CSV")
