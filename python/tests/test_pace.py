"""How often the recorder looks closely, by the cost that it is told, against its share."""

import random
import unittest
from unittest import mock

from sweetspot.recorder import pace


class PaceTest(unittest.TestCase):
    def shared(self, step, close, plain, share=0.02, steps=20000):
        """The share of a training's own time that recording takes, after the first updates."""
        clock = [0.0]
        with mock.patch("time.perf_counter", lambda: clock[0]):
            watch = pace.Pace(share)
            spent = looked = 0
            for number in range(1, steps + 1):
                look = watch.close_look(number)
                took = close if look else plain
                clock[0] += step + took
                watch.stepped(took, look)
                if number > pace.FIRST:
                    spent, looked = spent + took, looked + look
        return spent / (step * (steps - pace.FIRST)), looked

    def test_it_stays_within_its_share(self):
        for close, plain in ((0.0002, 0.00005), (0.001, 0.00005), (0.004, 0.0001), (0.008, 0.00008)):
            share, looked = self.shared(0.02, close, plain)
            self.assertLess(share, 0.0225, (close, plain))
            always = 2 * (pace.LATE / pace.GRID + (20000 - pace.LATE) / pace.LATE_GRID)
            self.assertGreater(looked, 0.9 * always, "what two runs have in common")

    def test_it_stays_within_its_share_where_looks_now_and_then_take_long(self):
        clock, draws = [0.0], random.Random(2)
        with mock.patch("time.perf_counter", lambda: clock[0]):
            watch = pace.Pace(0.02)
            for number in range(1, 20001):
                look = watch.close_look(number)
                took = (0.5 if draws.random() < 0.01 else 0.001) if look else 0.0001
                clock[0] += 0.02 + took
                watch.stepped(took, look)
            # The last one may have taken it above by its own length.
            self.assertLess(watch.overhead(), 0.0215)
            self.assertGreater(watch.overhead(), 0.015)

    def test_a_cheap_look_is_taken_every_time(self):
        _, looked = self.shared(0.02, 0.0001, 0.00001)
        self.assertGreater(looked, 19000)

    def test_what_is_always_looked_at_may_alone_be_more(self):
        for steps, grid in ((pace.LATE - 1, pace.GRID), (20000, pace.LATE_GRID)):
            share, looked = self.shared(0.02, 0.06, 0.0, steps=steps)
            early = 2 * min(steps, pace.LATE) / pace.GRID
            self.assertAlmostEqual(
                looked, early + 2 * max(0, steps - pace.LATE) / pace.LATE_GRID, delta=4)
            self.assertAlmostEqual(share, 3 * 2 / grid, delta=0.015)


class StopwatchTest(unittest.TestCase):
    def test_blocks_inside_blocks_count_once_and_what_goes_on_counts(self):
        clock = [0.0]

        def work(seconds):
            clock[0] += seconds

        with mock.patch("time.perf_counter", lambda: clock[0]):
            watch = pace.Stopwatch()
            work(5)
            with watch:
                work(1)
                with watch:
                    work(2)
                self.assertEqual(watch.taken(), 3)
                work(4)
            work(7)
            with watch:
                work(8)
            self.assertEqual(watch.taken(), 12)
            self.assertEqual(watch.taken(), 0)

    def test_work_beside_updates_counts_and_makes_no_step_longer(self):
        clock = [0.0]
        with mock.patch("time.perf_counter", lambda: clock[0]):
            paces = [pace.Pace(0.02), pace.Pace(0.02)]
            for number in range(1, 200):
                clock[0] += 0.02 + 0.0001
                for one in paces:
                    one.stepped(0.0001, number <= pace.FIRST)
            clock[0] += 10
            paces[0].beside(10)
            clock[0] += 0.02 + 0.0001
            for one in paces:
                one.stepped(0.0001, False)
            self.assertAlmostEqual(paces[0].overhead(), (10 + 200 * 0.0001) / clock[0], places=9)
            looks = [sum(one.close_look(step) for step in range(200, 1200)) for one in paces]
            # To the other one the pause looks like a long update, which a close look hardly adds to.
            self.assertLess(looks[0], looks[1] + 1)


if __name__ == "__main__":
    unittest.main()
