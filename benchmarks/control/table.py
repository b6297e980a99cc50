"""Prints results of control as a table in Markdown: accuracies, predictions and what was won back.

    table.py FOLDER NAME ...     FOLDER/NAME/result.json is read
"""

import json
import os
import sys


def points(share):
    return "%.1f" % (100 * share)


def accuracy(result, arm):
    """The mean test accuracy of an arm's runs."""
    runs = next(one["runs"] for one in result["arms"] if one["name"] == arm)
    return points(sum(run["testAccuracy"] for run in runs) / len(runs))


def predicted(result, what):
    """The last statement about an arm's accuracy, with its interval and whether it held."""
    found = [one for one in result["predicted"]
             if one["what"] == what and one["quantity"] == "testAccuracy"]
    if not found or found[-1]["kind"] == "no claim":
        return "no claim"
    one = found[-1]
    return "%s (%s to %s), %s%s" % (
        points(one["value"]), points(one["low"]), points(one["high"]),
        "held" if one["inside"] else "**missed**: " + points(one["outcome"]),
        "; few entries" if one["kind"] == "few entries" else "")


def recovered(result):
    """The share of the gap that the plan won back, where one was kept and there was a gap."""
    found = result["recovered"]
    kept = any(one.get("kept") for one in result["corrections"])
    if not kept or found.get("fraction") is None:
        return "–"
    return "%.0f%% (%.0f to %.0f)" % tuple(100 * found[key] for key in ("fraction", "low", "high"))


def main():
    folder, names = sys.argv[1], sys.argv[2:]
    print("| example | baseline | changed | predicted from its first run | controlled |"
          " predicted before a correction was tried | won back |")
    print("|---|---|---|---|---|---|---|")
    held = made = 0
    for name in names:
        with open(os.path.join(folder, name, "result.json"), encoding="utf-8") as file:
            result = json.load(file)
        claims = [one for one in result["predicted"] if one["kind"] != "no claim"]
        held, made = held + sum(one["inside"] for one in claims), made + len(claims)
        print("| `%s` | %s | %s | %s | %s | %s | %s |" % (
            name, accuracy(result, "baseline"), accuracy(result, "changed"),
            predicted(result, "changed"), accuracy(result, "controlled"),
            predicted(result, "controlled"), recovered(result)))
    print("\nOf %d intervals for accuracy and loss %d held." % (made, held))


if __name__ == "__main__":
    main()
