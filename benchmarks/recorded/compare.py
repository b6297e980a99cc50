"""Compares a result of control with recorded values: compare.py RECORDED RESULT

Accuracies, steps, gap, share won back, outcomes of corrections and sentences must be equal; test
losses may differ by a thousandth and effects by 0.15 points (one validation example), which other
processors' rounding makes of them; corrections that were added since do not count. Measures of the
trained networks may differ by 0.002 of their size, since they are of such networks and some
iterative ones, must have an error that is finite where there is one, and must not have failed.
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
            check(f"{arm['name']}, run {i + 1}, {key}", expected, run[key],
                  1e-3 if key == "testLoss" else 1e-9)
            count += 1
    taken = arms[arm["name"]]["measures"]
    for one in taken:
        if one["status"] in ("failed", "not-applicable"):
            wrong.append(f"{arm['name']}, {one['id']}: {one['status']}")
        elif one.get("error") is not None and not finite(one["error"]):
            wrong.append(f"{arm['name']}, {one['id']}: an error that is not finite")
    measures = {m["id"]: m["value"] for m in taken}
    for name, expected in arm["measures"].items():
        check(f"{arm['name']}, {name}", expected, measures.get(name), 2e-3)
        count += 1
check("gap", recorded["gap"]["points"], result["gap"]["points"])
check("gap, steps", recorded["gap"]["steps"], result["gap"]["steps"]["points"])
check("gap at equal steps", recorded["gap"]["atEqualSteps"], result["gap"]["atEqualSteps"]["points"])
check("share won back", recorded["recovered"], result["recovered"]["fraction"])
tried = {one["name"]: one for one in result["corrections"]}
for expected in recorded["corrections"]:
    got = tried.get(expected["name"])
    if got is None:
        wrong.append(f"correction {expected['name']}: recorded, and not tried")
        continue
    check(f"correction {expected['name']}, outcome", expected["outcome"], got["outcome"])
    if abs(expected["effect"] - got["effect"]) > 0.15:
        wrong.append(
            f"correction {expected['name']}, effect: recorded {expected['effect']}, got"
            f" {got['effect']}")
    count += 2
for expected, got in pairs("sentences", recorded["verdict"], result["verdict"]):
    check("verdict", expected, got)
    count += 1
print("\n".join(wrong) if wrong else f"all {count + 4} recorded values hold")
sys.exit(1 if wrong else 0)
