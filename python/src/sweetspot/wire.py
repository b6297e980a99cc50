"""Frames of bytes between this process and the program: docs/bridge-protocol.md, version 1.

Everything that comes in is bounded and checked before it is believed.
"""

import os
import socket
import struct
import threading

VERSION = 1
MAGIC = 0x53575431
LARGEST_FRAME = 4 * 1024 * 1024
PIECE = LARGEST_FRAME - 1024
ONE_WAY = 1

BEAT, HELLO, PING, BYE, OPEN, CLOSE, NEXT, RESULT = range(8)
(NEW, FREE, SET, SCALE, ADD, MULTIPLY, ADD_PRODUCT, ADD_RATIO, VIEW, FINITE, PRODUCTS, COMBINE,
 DRAW, READ, WRITE) = range(16, 31)
(LOSS, GRADIENT, GRAPH, PRODUCT, CLOSE_GRAPH, GAUSS_NEWTON, LOSSES, SQUARED_NORMS, EXAMPLES, OUTPUTS,
 OUTPUT_TABLE, OUTPUT_GRADIENTS, OUTPUT_NORMS, LAST_LAYER, INPUTS, LOGITS) = range(40, 56)

DONE, MISTAKE, FAILURE, NOT_ABLE = range(4)


class Mistake(Exception):
    """What was asked or given cannot be used: what, expected, got, remedy."""


class NotAble(Exception):
    """This side does not do that."""


class Gone(Exception):
    """The other side has closed the connection."""


class Body:
    """The body of a question, read from its beginning."""

    def __init__(self, data):
        self.data = memoryview(data)
        self.at = 0

    def _take(self, form, size):
        if self.at + size > len(self.data):
            raise Mistake(
                f"frame: expected {size} more bytes, got {len(self.data) - self.at}")
        value = struct.unpack_from(form, self.data, self.at)[0]
        self.at += size
        return value

    def u8(self):
        return self._take("<B", 1)

    def u32(self):
        return self._take("<I", 4)

    def u64(self):
        return self._take("<Q", 8)

    def f64(self):
        return self._take("<d", 8)

    def numbers(self):
        """A list of unsigned numbers of four bytes."""
        count = self.u32()
        if self.at + 4 * count > len(self.data):
            raise Mistake(f"frame: expected {count} numbers, got {len(self.data) - self.at} bytes")
        values = struct.unpack_from(f"<{count}I", self.data, self.at)
        self.at += 4 * count
        return values

    def reals(self):
        """A list of real numbers."""
        count = self.u32()
        if self.at + 8 * count > len(self.data):
            raise Mistake(f"frame: expected {count} reals, got {len(self.data) - self.at} bytes")
        values = struct.unpack_from(f"<{count}d", self.data, self.at)
        self.at += 8 * count
        return values

    def text(self):
        count = self.u32()
        if self.at + count > len(self.data):
            raise Mistake(f"frame: expected {count} bytes, got {len(self.data) - self.at}")
        part = bytes(self.data[self.at:self.at + count])
        self.at += count
        try:
            return part.decode("utf-8")
        except UnicodeDecodeError as broken:
            raise Mistake(f"frame: expected text in UTF-8, got {broken}") from None

    def rest(self):
        part = self.data[self.at:]
        self.at = len(self.data)
        return part

    def end(self):
        if self.at != len(self.data):
            raise Mistake(f"frame: expected its end, got {len(self.data) - self.at} more bytes")


def text(value):
    """A text as a frame carries it."""
    encoded = value.encode("utf-8")
    return struct.pack("<I", len(encoded)) + encoded


class Line:
    """A connected socket: takes questions, sends answers and, while busy, beats."""

    def __init__(self, connected):
        self.socket = connected
        self._sending = threading.Lock()
        self._header = bytearray(8)
        self._room = bytearray(1 << 16)

    def receive(self):
        """The next question: operation, flags, body."""
        self._fill(memoryview(self._header))
        length, operation, flags = struct.unpack("<IHH", self._header)
        if length < 4 or length > LARGEST_FRAME - 4:
            raise Gone(f"length of a question: expected 4 to 4 MiB, got {length}")
        size = length - 4
        if size > len(self._room):
            self._room = bytearray(size)
        body = memoryview(self._room)[:size]
        self._fill(body)
        return operation, flags, Body(body)

    def _fill(self, view):
        done = 0
        while done < len(view):
            try:
                count = self.socket.recv_into(view[done:])
            except OSError as broken:
                raise Gone(str(broken)) from None
            if count == 0:
                raise Gone("the end of the stream")
            done += count

    def answer(self, operation, status, body=b""):
        frame = struct.pack("<IHH", len(body) + 4, operation, status)
        with self._sending:
            try:
                if len(body) < 1 << 14:
                    self.socket.sendall(frame + bytes(body))
                else:
                    self.socket.sendall(frame)
                    self.socket.sendall(body)
            except OSError as broken:
                raise Gone(str(broken)) from None

    def close(self):
        try:
            self.socket.close()
        except OSError:
            pass


def greeting(token):
    """What who connects says first, and what it hears back."""
    return struct.pack("<I", MAGIC) + token.encode("ascii")


def connect(environment=os.environ):
    """Connects to the program that has started this process."""
    address = environment.get("SWEETSPOT_BRIDGE_ADDRESS", "")
    token = environment.get("SWEETSPOT_BRIDGE_TOKEN", "")
    if not address or not token:
        raise Mistake(
            "worker: expected SWEETSPOT_BRIDGE_ADDRESS and SWEETSPOT_BRIDGE_TOKEN from the program,"
            " got none; start it by: sweetspot measure python:MODULE:FUNCTION")
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connected.connect(address)
    connected.sendall(greeting(token))
    return Line(connected)
