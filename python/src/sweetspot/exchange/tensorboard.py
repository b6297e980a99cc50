"""TensorBoard's event files, written and read without TensorBoard.

A file is a row of records: length (8 bytes), checksum of the length, data, checksum of the data. The
data are a protocol buffer: wall time (1), step (2), and a summary (5) of values (1) with tag (1) and
either simple_value (2) or a tensor (8). Checksums are masked CRC-32C.
"""

import glob
import os
import struct
import time

from sweetspot.exchange import series
from sweetspot.wire import Mistake

_LARGEST = 64 << 20


def to_tensorboard(run, folder):
    """Writes a record as an event file in a folder; returns the file."""
    os.makedirs(folder, exist_ok=True)
    file = os.path.join(folder, "events.out.tfevents.%010d.sweetspot" % time.time())
    points = sorted(
        ((step, name, value) for name, found in series.of_run(run).items() for step, value in found),
        key=lambda point: point[0])
    with open(file, "wb") as out:
        out.write(_record(_wall() + b"\x1a" + _long(b"brain.Event:2")))
        for step, name, value in points:
            one = b"\x0a" + _long(name.encode("utf-8")) + b"\x15" + struct.pack("<f", value)
            summary = b"\x0a" + _long(one)
            out.write(_record(_wall() + b"\x10" + _number(step) + b"\x2a" + _long(summary)))
    return file


def of_tensorboard(folder, run):
    """Makes a record of the scalars in a folder's event files (or in one file)."""
    folder = os.fspath(folder)
    files = [folder] if os.path.isfile(folder) else sorted(
        glob.glob(os.path.join(folder, "**", "*tfevents*"), recursive=True))
    if not files:
        raise Mistake(f"{folder}: expected event files of TensorBoard, got none\n"
                      "  fix: name the folder that the SummaryWriter was given")
    found = {}
    for file in files:
        prefix = os.path.relpath(os.path.dirname(file), folder) if file != folder else "."
        for step, tag, value in _scalars(file):
            name = tag if prefix in (".", "") else prefix.replace(os.sep, "/") + "/" + tag
            for usual in ("epoch_",):
                name = name.replace(usual, "")
            found.setdefault(name, []).append((step, value))
    return series.to_run(found, run, "TensorBoard")


def _wall():
    return b"\x09" + struct.pack("<d", time.time())


def _record(data):
    size = struct.pack("<Q", len(data))
    return size + struct.pack("<I", _masked(size)) + data + struct.pack("<I", _masked(data))


def _number(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _long(data):
    return _number(len(data)) + data


def _scalars(file):
    """The scalars of a file; what was cut off at its end is passed over."""
    with open(file, "rb") as given:
        while True:
            head = given.read(12)
            if len(head) < 12:
                return
            size, = struct.unpack("<Q", head[:8])
            if size > _LARGEST or struct.unpack("<I", head[8:])[0] != _masked(head[:8]):
                raise Mistake(f"{file}: expected a record of TensorBoard at byte {given.tell() - 12},"
                              " got something else\n  fix: name an event file that is whole")
            data, check = given.read(size), given.read(4)
            if len(data) < size or len(check) < 4:
                return
            step, values = 0, []
            for number, value in _fields(data):
                if number == 2:
                    step = value
                elif number == 5:
                    values += [one for kind, one in _fields(value) if kind == 1]
            for one in values:
                tag, number = _value(one)
                if number is not None:
                    yield step, tag, number


def _value(data):
    tag, number = "", None
    for kind, value in _fields(data):
        if kind == 1:
            tag = value.decode("utf-8", "replace")
        elif kind == 2:
            number, = struct.unpack("<f", value)
        elif kind == 8:
            number = _tensor(value)
    return tag, number


def _tensor(data):
    """The number of a tensor with one entry, of float or double; None for others."""
    kind, content, floats, doubles = 0, b"", b"", b""
    for number, value in _fields(data):
        if number == 1:
            kind = value
        elif number == 4:
            content = value
        elif number == 5:
            floats = value
        elif number == 6:
            doubles = value
    if kind == 1 and len(content or floats) == 4:
        return struct.unpack("<f", content or floats)[0]
    if kind == 2 and len(content or doubles) == 8:
        return struct.unpack("<d", content or doubles)[0]
    return None


def _fields(data):
    """The fields of a protocol buffer as (number, value); numbers as int, the rest as bytes."""
    at = 0
    while at < len(data):
        key, at = _read(data, at)
        kind = key & 7
        if kind == 0:
            value, at = _read(data, at)
        elif kind == 1:
            value, at = data[at:at + 8], at + 8
        elif kind == 2:
            size, at = _read(data, at)
            value, at = data[at:at + size], at + size
        elif kind == 5:
            value, at = data[at:at + 4], at + 4
        else:
            return
        yield key >> 3, value


def _read(data, at):
    value = shift = 0
    while at < len(data) and shift < 64:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            break
    return value, at


def _table():
    table = []
    for number in range(256):
        for _ in range(8):
            number = (number >> 1) ^ (0x82F63B78 if number & 1 else 0)
        table.append(number)
    return table


_TABLE = _table()


def _masked(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 255] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
