"""Plants each fault in a small healthy training, diagnoses it, and counts.

    python benchmarks/diagnose/run.py [--seeds 11 12 13] [--only NAME] [--program ./sweetspot]

Prints how many faults are named first, and how many healthy trainings are given a fault.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import warnings

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "python", "src"))

import torch  # noqa: E402

import scenarios  # noqa: E402


def diagnosed(program, folder):
    """Ids and severities of what is found, the first first."""
    result = folder + ".json"
    subprocess.run([program, "diagnose", folder, "--quiet", "--json", result], check=True)
    with open(result, encoding="utf-8") as file:
        return [(one["id"], one["severity"]) for one in json.load(file)["findings"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12])
    parser.add_argument("--only", default="")
    parser.add_argument("--program", default=os.path.join(ROOT, "sweetspot"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore")
    named, planted, alarms, healthy = 0, 0, 0, 0
    with tempfile.TemporaryDirectory() as temporary:
        for seed in options.seeds:
            for name, changes in scenarios.FAULTS.items():
                for place, change in enumerate(changes):
                    if options.only not in name:
                        continue
                    folder = os.path.join(temporary, "%s-%d-%d" % (name, place, seed))
                    scenarios.run(change, seed, folder)
                    found = diagnosed(options.program, folder)
                    first = bool(found) and found[0][0] == name
                    named, planted = named + first, planted + 1
                    print("%s %-24s seed %d: %s" % ("  " if first else "NO", name, seed,
                          ", ".join(one for one, _ in found) or "nothing found"), flush=True)
            for name, change in scenarios.HEALTHY.items():
                if options.only not in name:
                    continue
                folder = os.path.join(temporary, "%s-%d" % (name, seed))
                scenarios.run(change, seed, folder)
                found = diagnosed(options.program, folder)
                alarm = any(severity == "fault" for _, severity in found)
                alarms, healthy = alarms + alarm, healthy + 1
                print("%s %-24s seed %d: %s" % ("NO" if alarm else "  ", name, seed,
                      ", ".join("%s (%s)" % one for one in found) or "nothing found"), flush=True)
    print("Faults: %d kinds; %d of %d planted ones named first." % (
        len(scenarios.FAULTS), named, planted))
    print("Healthy trainings given a fault: %d of %d." % (alarms, healthy))


if __name__ == "__main__":
    main()
