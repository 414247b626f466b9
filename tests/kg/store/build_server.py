"""Builds graphs in processes of their own that start at once, and ends them when told to.

Reads lines of JSON ([input, directory, seconds until kill -9 or null]) from standard
input; for each it writes the exit status of the build.
"""

import json
import os
import signal
import sys
import time

import kg


def main() -> None:
    warm_up = sys.argv[1]
    kg.build(warm_up, profile="fast")  # loads what all builds share
    print("ready", flush=True)
    for line in sys.stdin:
        corpus, directory, seconds = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                kg.build(corpus, directory, profile="fast")
            except kg.KgError as error:
                print(error, file=sys.stderr)
                os._exit(1)
            os._exit(0)
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)  # its number is its own until it is waited for
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
