"""Compares a result of control with recorded values: compare.py RECORDED RESULT

Accuracies, losses, steps, gap, share won back, effects and sentences must be equal, and as many;
measures of the trained networks may differ by 1e-4 of their size, the tolerance of the iterative
ones, must have an error that is finite where there is one, and must not have failed.
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


def pairs(what, expected, got):
    if len(expected) != len(got):
        wrong.append(f"number of {what}: recorded {len(expected)}, got {len(got)}")
    return list(zip(expected, got))


def finite(error):
    if isinstance(error, dict):
        error = list(error.values())
    return all(map(finite, error)) if isinstance(error, list) else error is not None


arms = {arm["name"]: arm for arm in result["arms"]}
count = 0
for arm in recorded["arms"]:
    if arm["name"] not in arms:
        wrong.append(f"arm {arm['name']}: recorded, and not in the result")
        continue
    runs = arms[arm["name"]]["runs"]
    for key in ("testAccuracy", "testLoss", "steps"):
        for i, (expected, run) in enumerate(pairs(f"runs of {arm['name']}", arm[key], runs)):
            check(f"{arm['name']}, run {i + 1}, {key}", expected, run[key])
            count += 1
    taken = arms[arm["name"]]["measures"]
    for one in taken:
        if one["status"] in ("failed", "not-applicable"):
            wrong.append(f"{arm['name']}, {one['id']}: {one['status']}")
        elif one.get("error") is not None and not finite(one["error"]):
            wrong.append(f"{arm['name']}, {one['id']}: an error that is not finite")
    measures = {m["id"]: m["value"] for m in taken}
    for name, expected in arm["measures"].items():
        check(f"{arm['name']}, {name}", expected, measures.get(name), 1e-4)
        count += 1
check("gap", recorded["gap"]["points"], result["gap"]["points"])
check("gap, steps", recorded["gap"]["steps"], result["gap"]["steps"]["points"])
check("gap at equal steps", recorded["gap"]["atEqualSteps"], result["gap"]["atEqualSteps"]["points"])
check("share won back", recorded["recovered"], result["recovered"]["fraction"])
for expected, got in pairs("corrections", recorded["corrections"], result["corrections"]):
    for key in ("name", "effect", "outcome"):
        check(f"correction {expected['name']}, {key}", expected[key], got[key])
        count += 1
for expected, got in pairs("sentences", recorded["verdict"], result["verdict"]):
    check("verdict", expected, got)
    count += 1
print("\n".join(wrong) if wrong else f"all {count + 4} recorded values hold")
sys.exit(1 if wrong else 0)
