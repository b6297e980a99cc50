"""Answers for a model that the program has asked for: ``python -m sweetspot.worker``."""

import fcntl
import os
import select
import signal
import stat
import sys


def tie():
    """Lets the system end this process when the program is gone, whatever this process is doing.

    The standard input is a pipe that the program holds open. Its end raises SIGIO, which ends a
    process: a library that is being loaded, or code that never lets another thread run, is no reason
    to stay. A standard input that is no pipe is left as it is.
    """
    if not stat.S_ISFIFO(os.fstat(0).st_mode) or not hasattr(os, "O_ASYNC"):
        return
    line = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(line, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(line, fcntl.F_SETFL, fcntl.fcntl(line, fcntl.F_GETFL) | os.O_ASYNC)
    ended = select.poll()
    ended.register(line, select.POLLHUP)
    if ended.poll(0):
        os._exit(1)  # it was gone before


def main():
    """Connects to the program that started this process, and answers until it is gone."""
    # What the model's code prints must not get between the program's own lines.
    os.dup2(2, 1)
    tie()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from sweetspot import wire
    line = wire.connect()
    from sweetspot.models import of_target
    from sweetspot.server import Server
    try:
        Server(line, of_target, lambda: os._exit(1)).serve()
    except wire.Gone:
        pass
    finally:
        line.close()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
