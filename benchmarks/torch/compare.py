"""Asks both workers in alternation and prints paired ratios.

Usage: compare.py ROUNDS THREADS JAVA_COMMAND...   (see run)
A ratio is Python's time divided by ours in the same round: above 1, we are faster.
"""

import statistics
import subprocess
import sys

COUNTS = {"step": 20, "kept": 20, "full": 10}


class Worker:
    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        words = self.process.stdout.readline().split()
        if len(words) != 2 or words[0] != "ready":
            sys.exit(f"worker: expected 'ready PARAMETERS', got {words} from {command[0]}")
        self.parameters = int(words[1])

    def ask(self, what, count):
        self.process.stdin.write(f"{what} {count}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    rounds, threads, java = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    ours = Worker([*java, threads])
    theirs = Worker([sys.executable, __file__.replace("compare.py", "peer.py"), threads])
    print(f"parameters: ours {ours.parameters}, theirs {theirs.parameters}; threads {threads}")
    times = {what: ([], []) for what in COUNTS}
    resident = []
    for what in COUNTS:  # warm-up
        for _ in range(3):
            ours.ask(what, COUNTS[what])
            theirs.ask(what, COUNTS[what])
    for index in range(rounds):
        for what, count in COUNTS.items():
            # Who comes first changes from round to round.
            pair = (ours, theirs) if index % 2 == 0 else (theirs, ours)
            taken = {id(worker): worker.ask(what, count) for worker in pair}
            times[what][0].append(taken[id(ours)])
            times[what][1].append(taken[id(theirs)])
        resident.append((ours.ask("resident", 1), theirs.ask("resident", 1)))
    print(f"{'':6}{'ours ms':>10}{'python ms':>11}{'ratio':>8}{'quartiles':>16}{'wins':>8}")
    for what, (mine, other) in times.items():
        ratios = sorted(b / a for a, b in zip(mine, other))
        low, middle, high = statistics.quantiles(ratios, n=4)
        wins = sum(r > 1 for r in ratios)
        print(
            f"{what:6}{statistics.median(mine):10.2f}{statistics.median(other):11.2f}"
            f"{middle:8.2f}{low:9.2f}-{high:.2f}{wins:5}/{rounds}"
        )
    marks = [0, rounds // 4, rounds // 2, 3 * rounds // 4, rounds - 1]
    print("resident MB ours:   " + " ".join(f"{resident[i][0]:.0f}" for i in marks))
    print("resident MB python: " + " ".join(f"{resident[i][1]:.0f}" for i in marks))
    ours.end()
    theirs.end()


if __name__ == "__main__":
    main()
