"""Compares two results of control bit for bit: exact.py EARLIER LATER

Each run's test accuracy, test loss and steps, and the value of each measure that both took of an
arm. Arms and measures that only one of them has are named and not compared.
"""

import json
import sys

earlier, later = ({arm["name"]: arm for arm in json.load(open(path))["arms"]} for path in sys.argv[1:])
wrong, alone, count = [], sorted(set(earlier) ^ set(later)), 0


def check(what, one, other):
    global count
    count += 1
    if one != other:
        wrong.append(f"{what}: {one} was, {other} is")


for name in sorted(set(earlier) & set(later)):
    runs = [arm[name]["runs"] for arm in (earlier, later)]
    check(f"{name}, runs", *map(len, runs))
    for number, (one, other) in enumerate(zip(*runs), 1):
        for key in ("testAccuracy", "testLoss", "steps"):
            check(f"{name}, run {number}, {key}", one[key], other[key])
    before, after = ({m["id"]: m["value"] for m in arm[name]["measures"]} for arm in (earlier, later))
    alone += [f"{name}, {one}" for one in sorted(set(before) ^ set(after))]
    for one in sorted(set(before) & set(after)):
        check(f"{name}, {one}", before[one], after[one])

print(f"{count - len(wrong)} of {count} values are equal to the last bit")
for line in wrong[:40]:
    print("  " + line)
if alone:
    print("only in one of them: " + "; ".join(alone[:20]))
sys.exit(bool(wrong) or count == 0)
