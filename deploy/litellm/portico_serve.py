"""LiteLLM's own command line, ended in order: `python portico_serve.py --config config.yaml --port 4000`.

When it is told to end, uvicorn answers what is under way and then ends the process by the same signal, which skips what Python
does at the end: LiteLLM's last callbacks, and with them the report of the last calls. Here that signal ends the program as its
last line would.
"""

import signal
import sys

from litellm import run_server

if __name__ == "__main__":
    # uvicorn puts its own in the place of this one while it serves, and this one back after that.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    run_server()
