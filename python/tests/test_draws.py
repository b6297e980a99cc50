"""The streams' vectors are those of the formula, drawn one by one."""

import math
import unittest

import numpy

from sweetspot import draws

_ALL = (1 << 64) - 1


def word(key, counter):
    z = (key + counter * 0x9E3779B97F4A7C15) & _ALL
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _ALL
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _ALL
    return z ^ (z >> 31)


class DrawsTest(unittest.TestCase):
    def test_words_are_the_published_sequence(self):
        self.assertEqual(
            draws.words(1234567, 0, 3).tolist(),
            [6457827717110365317, 3203168211198807973, 9817491932198370423])

    def test_signs_are_the_words_bits(self):
        found = draws.signs(99, 7, 130)
        expected = [1 - 2 * (word(99, 8 + j // 64) >> (j % 64) & 1) for j in range(130)]
        self.assertEqual(found.tolist(), expected)

    def test_normals_are_box_and_muller(self):
        found = draws.normals(99, 3, 20000, numpy.float64)
        for j in (0, 1, 8191, 8192, 19999):
            u, v = (((word(99, 4 + 2 * j + k) >> 11) * 2.0 ** -53) for k in (0, 1))
            expected = math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)
            self.assertAlmostEqual(found[j], expected, delta=1e-14)
        self.assertLess(abs(found.mean()), 4 / math.sqrt(20000))


if __name__ == "__main__":
    unittest.main()
