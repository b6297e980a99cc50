"""Writes what compare.py compares of a result of control: record.py RESULT WORDS

WORDS say where the result is from. Printed: the record, in JSON.
"""

import json
import sys

result = json.load(open(sys.argv[1]))
json.dump({
    "made": sys.argv[2],
    "arms": [{
        "name": arm["name"],
        **{key: [run[key] for run in arm["runs"]] for key in ("testAccuracy", "testLoss", "steps")},
        "measures": {one["id"]: one["value"] for one in arm["measures"]},
    } for arm in result["arms"]],
    "gap": {"points": result["gap"]["points"],
            "steps": result["gap"].get("steps", result["gap"].get("underTraining"))["points"],
            "atEqualSteps": result["gap"].get("atEqualSteps", result["gap"].get("bias"))["points"]},
    "recovered": result["recovered"]["fraction"],
    "corrections": [{key: one[key] for key in ("name", "effect", "outcome")}
                    for one in result["corrections"]],
    "verdict": result["verdict"],
}, sys.stdout, indent=1)
print()
