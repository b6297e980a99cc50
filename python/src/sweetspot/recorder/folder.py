"""The folder that a recorded training leaves: recorded.json, recorded.jsonl and snapshots."""

import json
import math
import os
import platform
import struct
import sys
import time

SCHEMA = 1

# Where `sweetspot control` wants a training recorded, whatever folder the program names.
PLACE = "SWEETSPOT_RECORD"

# No line is longer; the last lines are looked for in so many bytes.
_LONGEST = 1 << 20

_ENCODE = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def _finite(value):
    """A value that JSON can hold: numbers that are not finite become their names."""
    kind = type(value)
    if kind is float:
        if math.isfinite(value):
            return value
        return "NaN" if value != value else ("Infinity" if value > 0 else "-Infinity")
    if kind is list or kind is tuple:
        return [_finite(one) for one in value]
    if kind is dict:
        return {name: _finite(one) for name, one in value.items() if one is not None}
    for plain in (float, dict, list):
        if isinstance(value, plain):
            return _finite(plain(value))
    return _finite(list(value)) if isinstance(value, tuple) else value


class RecordedFolder:
    """Appends lines to a folder, each handed to the system whole: a kill tears at most the one being made."""

    def __init__(self, path, header, here=False):
        """path: the folder, unless the environment names another and ``here`` is not insisted on."""
        self.path = os.fspath(path) if here else os.environ.get(PLACE) or os.fspath(path)
        os.makedirs(os.path.join(self.path, "snapshots"), exist_ok=True)
        head = os.path.join(self.path, "recorded.json")
        lines = os.path.join(self.path, "recorded.jsonl")
        self.last_step = 0
        resumed = os.path.exists(head)
        if resumed:
            _mend(lines)
            self.last_step = _last_step(lines)
        else:
            whole = {
                "schema": SCHEMA,
                "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "python": platform.python_version(),
                "system": platform.system(),
                "machine": platform.machine(),
            }
            whole.update(header)
            _write_whole(head, json.dumps(_finite(whole), indent=1, allow_nan=False).encode("utf-8"))
        self._file = os.open(lines, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        if resumed:
            self.add({"kind": "resume", "step": self.last_step})

    def add(self, line):
        """Appends one object; entries that are None are left out."""
        self._append(_ENCODE(_finite(line)))

    def add_filled(self, line):
        """Appends one object whose entries are all there: cheaper, since there are many of steps."""
        try:
            text = _ENCODE(line)
        except ValueError:  # numbers that are not finite
            text = _ENCODE(_finite(line))
        self._append(text)

    def _append(self, text):
        if self._file is not None:
            data = text.encode("utf-8") + b"\n"
            while data:
                data = data[os.write(self._file, data):]

    def snapshot(self, step, tensors, place="snapshots"):
        """Writes tensors: a list of (name, shape, bytes of little-endian single precision)."""
        table, at = {}, 0
        for name, shape, data in tensors:
            table[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [at, at + len(data)]}
            at += len(data)
        head = json.dumps(table, separators=(",", ":")).encode("utf-8")
        head += b" " * (-len(head) % 8)
        body = b"".join([struct.pack("<Q", len(head)), head] + [data for _, _, data in tensors])
        os.makedirs(os.path.join(self.path, place), exist_ok=True)
        _write_whole(os.path.join(self.path, place, "step-%09d.safetensors" % step), body)

    def close(self):
        """Ends the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _write_whole(path, data):
    beside = path + ".unfinished"
    with open(beside, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def _mend(path):
    """Ends the last line if a kill took only its end, and takes away the beginning of an unfinished one."""
    if not os.path.exists(path):
        return
    with open(path, "rb+") as file:
        size = file.seek(0, os.SEEK_END)
        start = max(0, size - _LONGEST)
        file.seek(start)
        tail = file.read()
        last = tail[tail.rfind(b"\n") + 1:]
        if not last:
            return
        try:
            json.loads(last)
        except ValueError:
            file.truncate(size - len(last))
        else:
            file.write(b"\n")


def _last_step(path):
    """The highest step among whole lines near the end of the file."""
    if not os.path.exists(path):
        return 0
    with open(path, "rb") as file:
        size = os.path.getsize(path)
        file.seek(max(0, size - _LONGEST))
        found = 0
        for line in file.read().split(b"\n"):
            try:
                found = max(found, int(json.loads(line).get("step", 0)))
            except (ValueError, AttributeError):
                continue
    return found


def command():
    """The program that trains, without its folder and arguments, which may name people."""
    return os.path.basename(sys.argv[0]) if sys.argv else ""
