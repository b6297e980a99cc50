"""A worker ends with the program that started it, whatever it is doing."""

import os
import secrets
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

from sweetspot import wire

#: A match that takes longer than anybody lives, in one call that lets no other thread run.
_STUCK = """
import re
def parts():
    open("begun", "w").close()
    re.match("(a+)+$", "a" * 60 + "b")
"""


@unittest.skipUnless(hasattr(os, "O_ASYNC"), "NOT TESTED: no O_ASYNC here")
class WorkerTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory(prefix="sweetspot-")
        self.addCleanup(held.cleanup)
        self.folder, token = held.name, secrets.token_hex(16)
        with open(os.path.join(self.folder, "stuck.py"), "w", encoding="utf-8") as file:
            file.write(_STUCK)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.addCleanup(listening.close)
        listening.bind(os.path.join(self.folder, "s"))
        listening.listen(1)
        listening.settimeout(30)
        package = os.path.dirname(os.path.dirname(wire.__file__))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sweetspot.worker"], stdin=subprocess.PIPE, cwd=self.folder,
            env={**os.environ, "PYTHONPATH": package, "SWEETSPOT_BRIDGE_TOKEN": token,
                 "SWEETSPOT_BRIDGE_ADDRESS": os.path.join(self.folder, "s")})
        self.addCleanup(self.process.stdin.close)
        self.line, _ = listening.accept()
        self.addCleanup(self.line.close)
        self.addCleanup(self.process.kill)

    def ask(self, operation, body=b""):
        self.line.sendall(struct.pack("<IHH", len(body) + 4, operation, 0) + body)

    def test_it_ends_in_the_middle_of_a_call_that_lets_no_other_thread_run(self):
        self.ask(wire.OPEN, wire.text("stuck:parts"))
        for _ in range(300):
            if os.path.exists(os.path.join(self.folder, "begun")):
                break
            time.sleep(0.1)
        time.sleep(0.2)
        self.assertIsNone(self.process.poll())
        self.process.stdin.close()
        self.assertEqual(self.process.wait(3), -signal.SIGIO)

    def test_it_ends_by_itself_after_the_last_word(self):
        self.ask(wire.BYE)
        self.assertEqual(self.process.wait(10), 0)


if __name__ == "__main__":
    unittest.main()
