"""The process that workers are forked from: it has loaded all code, holds no graph and runs one thread.

Run as ``python -m kg.serve.zygote FD DIRECTORY LIMITS``. Over the socket FD it receives one byte and one end of a
socket pair for each worker wanted; a fork costs some 10 ms where a new interpreter would cost 300.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys

from kg.serve import worker
from kg.serve.settings import Limits


def main() -> None:
    """Forks workers until the server closes its end."""
    control = socket.socket(fileno=int(sys.argv[1]))
    directory, limits = sys.argv[2], Limits(**json.loads(sys.argv[3]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps dead workers
    worker.preload()
    while True:
        data, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not data:
            return
        if os.fork() == 0:
            status = 1
            try:
                control.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                worker.serve(socket.socket(fileno=handles[0]), directory, limits)
                status = 0
            finally:
                os._exit(status)
        os.close(handles[0])


if __name__ == "__main__":
    main()
