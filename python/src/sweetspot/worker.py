"""Answers for a model that the program has asked for: ``python -m sweetspot.worker``."""

import os
import signal
import sys


def main():
    """Connects to the program that started this process, and answers until it is gone."""
    # What the model's code prints must not get between the program's own lines.
    os.dup2(2, 1)
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
