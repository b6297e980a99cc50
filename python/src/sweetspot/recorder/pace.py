"""What recording costs, and how often it may look closely so that it stays within its share."""

import math
import time

FIRST = 16
#: Two updates of so many are looked at in every run: the first number of them, and later ones.
GRID, LATE_GRID, LATE = 50, 250, 500
_NEVER = 1 << 30


def grid(step):
    """Of how many updates two are looked at in every run, around update number step."""
    return GRID if step < LATE else LATE_GRID


def shared(step):
    """Whether update number step (from 1) is looked at closely in every run."""
    return step <= FIRST or step % grid(step) < 2


class Stopwatch:
    """Seconds spent inside ``with`` blocks; a block inside another one is not counted twice."""

    __slots__ = ("_seconds", "_depth", "_began")

    def __init__(self):
        self._seconds, self._depth, self._began = 0.0, 0, 0.0

    def __enter__(self):
        if self._depth == 0:
            self._began = time.perf_counter()
        self._depth += 1

    def __exit__(self, *_):
        self._depth -= 1
        if self._depth == 0:
            self._seconds += time.perf_counter() - self._began

    def taken(self):
        """The seconds since this was last asked, those of a block that goes on included."""
        if self._depth:
            now = time.perf_counter()
            self._seconds += now - self._began
            self._began = now
        seconds, self._seconds = self._seconds, 0.0
        return seconds


class Pace:
    """Measures its own cost and the step's, and thins close looks to stay within a share.

    The first 16 updates, two of every 50 and from the 500th on two of every 250 are looked at closely
    whatever they cost, so that two runs have them in common; others come in pairs, since some
    answers need two updates in a row, and only while all that was spent so far is within the share:
    what looks take varies where others use the processor, too.
    """

    def __init__(self, share):
        self.share = share
        self.spent = 0.0
        self.begun = time.perf_counter()
        self._close = self._plain = 0.0
        self._step = None
        self._last = None
        self._beside = 0.0
        self._every, self._grid = 1, GRID
        self._over = self._pair = False

    def close_look(self, step):
        """Whether update number step (from 1) is looked at closely."""
        self._grid = grid(step)
        phase = step % self._every
        if phase == 0:
            self._pair = not self._over
        return shared(step) or phase < 2 and self._pair

    def beside(self, seconds):
        """Tells of work that belongs to no update: a start, an evaluation, a snapshot."""
        self.spent += seconds
        self._beside += seconds

    def stepped(self, seconds, close):
        """Tells what one update's record cost."""
        now = time.perf_counter()
        if self._last is not None:
            pure = max(1e-6, now - self._last - seconds - self._beside)
            self._step = pure if self._step is None else 0.9 * self._step + 0.1 * pure
        self._last, self._beside = now, 0.0
        self.spent += seconds
        if close:
            self._close = seconds if self._close == 0.0 else 0.8 * self._close + 0.2 * seconds
        else:
            self._plain = seconds if self._plain == 0.0 else 0.8 * self._plain + 0.2 * seconds
        self._over = 0 < self.share * (now - self.begun) < self.spent
        if self._step and self.share > 0:
            # What every update costs, and the pair that is looked at in any case, come first.
            fixed = (self._plain + 2.0 * self._close / self._grid) / self._step
            left = self.share - fixed
            pairs = 2.0 * self._close / (left * self._step) if left > 0 else _NEVER
            self._every = min(_NEVER, max(1, int(math.ceil(pairs)))) if pairs > 2 else 1

    def rested(self):
        """Time since the last update went to something else than the training."""
        self._last = None

    def overhead(self):
        """The share of all time since the start that recording took."""
        whole = time.perf_counter() - self.begun
        return self.spent / whole if whole > 0 else 0.0
