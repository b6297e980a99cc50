"""Frames: whatever comes, the server answers with one of its four statuses and goes on."""

import random
import socket
import struct
import threading
import unittest

from sweetspot import wire
from sweetspot.server import Server


def frame(operation, body=b"", flags=0):
    return struct.pack("<IHH", len(body) + 4, operation, flags) + body


class Conversation:
    """A server in a thread, and the other end of its line."""

    def __init__(self, models):
        ours, theirs = socket.socketpair()
        self.socket = ours
        ours.settimeout(10)
        self.thread = threading.Thread(target=self._serve, args=(wire.Line(theirs), models))
        self.failure = None
        self.thread.start()

    def _serve(self, line, models):
        try:
            Server(line, models).serve()
        except wire.Gone:
            pass
        except BaseException as failure:  # reported by the test
            self.failure = failure
        finally:
            line.close()

    def ask(self, operation, body=b""):
        self.socket.sendall(frame(operation, body))
        return self.answer(operation)

    def answer(self, expected):
        while True:
            length, operation, status = struct.unpack("<IHH", self._take(8))
            body = self._take(length - 4)
            if operation != wire.BEAT:
                assert operation == expected, (operation, expected)
                return status, body

    def _take(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def close(self):
        self.socket.close()
        self.thread.join(10)


def no_model(target):
    raise wire.Mistake(f"no model {target}")


class WireTest(unittest.TestCase):
    def setUp(self):
        self.talk = Conversation(no_model)

    def tearDown(self):
        self.talk.close()
        self.assertFalse(self.talk.thread.is_alive())
        self.assertIsNone(self.talk.failure)

    def test_a_greeting_of_another_version_is_refused(self):
        status, text = self.talk.ask(wire.HELLO, struct.pack("<II", wire.MAGIC, 99))
        self.assertEqual(status, wire.MISTAKE)
        self.assertIn(b"expected version 1, got 99", text)

    def test_unknown_operations_are_not_able(self):
        self.assertEqual(self.talk.ask(999)[0], wire.NOT_ABLE)

    def test_what_fails_without_an_answer_is_told_by_the_next(self):
        self.talk.socket.sendall(
            frame(wire.ADD, struct.pack("<IdI", 77, 1.0, 78), wire.ONE_WAY))
        status, text = self.talk.ask(wire.PING)
        self.assertEqual(status, wire.MISTAKE)
        self.assertIn(b"got 77", text)
        self.assertEqual(self.talk.ask(wire.PING), (wire.DONE, b""))

    def test_lengths_that_no_frame_has_end_the_line(self):
        self.talk.socket.sendall(struct.pack("<IHH", 0x7FFFFFFF, wire.PING, 0))
        with self.assertRaises(EOFError):
            self.talk.answer(wire.PING)

    def test_random_frames_get_one_of_four_statuses(self):
        draw = random.Random(5)
        operations = [*range(1, 32), *range(40, 60), 1000]
        operations.remove(wire.BYE)
        seen = set()
        for _ in range(20000):
            body = bytes(draw.choice((0, 1, 2, 16, 255, draw.randrange(256)))
                         for _ in range(draw.randrange(40)))
            seen.add(self.talk.ask(draw.choice(operations), body)[0])
        self.assertLessEqual(seen, {0, 1, 2, 3})
        self.assertIn(wire.MISTAKE, seen)


if __name__ == "__main__":
    unittest.main()
