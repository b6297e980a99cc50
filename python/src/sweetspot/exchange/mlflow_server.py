"""Runs on an MLflow server, over its own HTTP interface: the package mlflow is not needed."""

import json
import math
import os
import time
import urllib.error
import urllib.parse
import urllib.request

from sweetspot.exchange import series
from sweetspot.wire import Mistake

_BATCH = 1000
_SECONDS = 60


def to_mlflow(run, server=None, experiment="sweetspot", name=None):
    """Writes a record as a run of an experiment on a server; returns the run's id.

    server: such as http://localhost:5000; that of MLFLOW_TRACKING_URI unless given.
    """
    server = _server(server)
    try:
        found = _ask(server, "experiments/get-by-name", query={"experiment_name": experiment})
        number = found["experiment"]["experiment_id"]
    except Mistake as missing:
        if "RESOURCE_DOES_NOT_EXIST" not in str(missing):
            raise
        number = _ask(server, "experiments/create", {"name": experiment})["experiment_id"]
    now = int(time.time() * 1000)
    made = _ask(server, "runs/create", {
        "experiment_id": number, "start_time": now,
        "run_name": name or os.path.basename(os.path.abspath(run))})
    key = made["run"]["info"]["run_id"]
    points = [
        {"key": tag, "value": _json(value), "timestamp": now + step, "step": step}
        for tag, values in series.of_run(run).items() for step, value in values]
    for start in range(0, len(points), _BATCH):
        _ask(server, "runs/log-batch", {"run_id": key, "metrics": points[start:start + _BATCH]})
    _ask(server, "runs/update", {"run_id": key, "status": "FINISHED", "end_time": now})
    return key


def of_mlflow(key, run, server=None):
    """Makes a record of the metrics of a run with this id on a server."""
    server = _server(server)
    data = _ask(server, "runs/get", query={"run_id": key})["run"]["data"]
    found = {}
    for metric in data.get("metrics", []):
        token = ""
        while True:
            query = {"run_id": key, "metric_key": metric["key"], "max_results": "10000"}
            if token:
                query["page_token"] = token
            page = _ask(server, "metrics/get-history", query=query)
            found.setdefault(metric["key"], []).extend(
                (int(one.get("step", 0)), float(one["value"])) for one in page.get("metrics", []))
            token = page.get("next_page_token", "")
            if not token:
                break
    return series.to_run(found, run, "MLflow")


def _json(value):
    """As protocol buffers write numbers in JSON: those that are not finite by their names."""
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")


def _server(server):
    given = server or os.environ.get("MLFLOW_TRACKING_URI", "")
    if not given.startswith(("http://", "https://")):
        raise Mistake(f"server: expected the address of an MLflow server, got {given or 'none'}\n"
                      "  fix: give server=\"http://localhost:5000\", or set MLFLOW_TRACKING_URI")
    return given.rstrip("/")


def _ask(server, what, content=None, query=None):
    address = f"{server}/api/2.0/mlflow/{what}"
    if query:
        address += "?" + urllib.parse.urlencode(query)
    body = None if content is None else json.dumps(content).encode("utf-8")
    request = urllib.request.Request(
        address, body, {"Content-Type": "application/json"}, method="GET" if body is None else "POST")
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as reply:
            return json.loads(reply.read() or b"{}")
    except urllib.error.HTTPError as refused:
        said = refused.read(2000).decode("utf-8", "replace")
        raise Mistake(f"{server}: expected an answer to {what}, got {refused.code}: {said}\n"
                      "  fix: check the server, the run's id and your rights") from None
    except (urllib.error.URLError, OSError) as away:
        raise Mistake(f"{server}: expected an MLflow server, got {away}\n"
                      "  fix: start it with mlflow server, or give another address") from None
