"""An archive of the program's loaded classes, which halves its start; made once, by a process of its own."""

import hashlib
import os
import subprocess
import sys
import tempfile

_SECONDS = 120


def options(java, jars):
    """The options that use the archive of this java and these jars; none until there is one."""
    path = _place(java, jars)
    if os.path.exists(path):
        return ["-Xshare:auto", "-XX:SharedArchiveFile=" + path]
    # By a process of its own, which ends by itself: this one may be over before that is done.
    subprocess.Popen(
        [sys.executable, os.path.abspath(__file__), java, path, *jars], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    return []


def _place(java, jars):
    known = hashlib.sha256()
    for path in (os.path.realpath(java), *jars):
        state = os.stat(path)
        known.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    if sys.platform == "darwin":
        folder = os.path.expanduser("~/Library/Caches")
    else:
        folder = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(folder, "sweetspot", known.hexdigest()[:24] + ".jsa")


def _make(java, jars, path):
    """Lists what a start loads, and dumps it: works for runtimes without an archive of their own."""
    mark = path + ".making"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except OSError:
        return  # another one is at it, or nothing can be kept here
    try:
        with tempfile.TemporaryDirectory(dir=os.path.dirname(path)) as folder:
            classes, made = os.path.join(folder, "classes"), os.path.join(folder, "made.jsa")
            joined = os.pathsep.join(jars)
            _run([java, "-Xshare:auto", "-Xlog:disable", "-XX:DumpLoadedClassList=" + classes, "-cp",
                  joined, "org.sweetspot.app.Main", "measures"])
            _run([java, "-Xshare:dump", "-Xlog:disable", "-XX:SharedClassListFile=" + classes,
                  "-XX:SharedArchiveFile=" + made, "-cp", joined])
            os.replace(made, path)
    except (OSError, subprocess.SubprocessError):
        pass  # the program starts without one, only later
    finally:
        os.unlink(mark)


def _run(line):
    subprocess.run(
        line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        timeout=_SECONDS, check=True)


if __name__ == "__main__":
    _make(sys.argv[1], sys.argv[3:], sys.argv[2])
