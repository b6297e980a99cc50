"""Compares a result of control with recorded values: compare.py RECORDED RESULT

Accuracies, losses, steps, gap, share won back, effects and sentences must be equal; measures of the
trained networks may differ by 1e-4 of their size, the tolerance of the iterative ones.
"""

import json
import math
import sys

recorded, result = (json.load(open(path)) for path in sys.argv[1:])
wrong = []


def check(what, expected, got, relative=1e-9):
    same = (
        math.isclose(expected, got, rel_tol=relative, abs_tol=1e-12)
        if isinstance(expected, float) and isinstance(got, (int, float))
        else expected == got
    )
    if not same:
        wrong.append(f"{what}: recorded {expected}, got {got}")


arms = {arm["name"]: arm for arm in result["arms"]}
count = 0
for arm in recorded["arms"]:
    runs = arms[arm["name"]]["runs"]
    for key in ("testAccuracy", "testLoss", "steps"):
        for i, expected in enumerate(arm[key]):
            check(f"{arm['name']}, run {i + 1}, {key}", expected, runs[i][key])
            count += 1
    measures = {m["id"]: m["value"] for m in arms[arm["name"]]["measures"]}
    for name, expected in arm["measures"].items():
        check(f"{arm['name']}, {name}", expected, measures.get(name), 1e-4)
        count += 1
check("gap", recorded["gap"]["points"], result["gap"]["points"])
check("gap, steps", recorded["gap"]["steps"], result["gap"]["steps"]["points"])
check("gap at equal steps", recorded["gap"]["atEqualSteps"], result["gap"]["atEqualSteps"]["points"])
check("share won back", recorded["recovered"], result["recovered"]["fraction"])
for expected, got in zip(recorded["corrections"], result["corrections"]):
    for key in ("name", "effect", "outcome"):
        check(f"correction {expected['name']}, {key}", expected[key], got[key])
        count += 1
check("number of corrections", len(recorded["corrections"]), len(result["corrections"]))
for expected, got in zip(recorded["verdict"], result["verdict"]):
    check("verdict", expected, got)
    count += 1
print("\n".join(wrong) if wrong else f"all {count + 5} recorded values hold")
sys.exit(1 if wrong else 0)
