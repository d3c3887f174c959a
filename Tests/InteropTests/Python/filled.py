"""Waits until a database of Martlet holds so many items of one node: `filled.py FILE NODE COUNT`.

Prints a JSON object: how many came while it looked, and in how many seconds.
"""

import json
import os
import sqlite3
import sys
import time

path, node, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
deadline = time.monotonic() + 300


def wait(for_what):
    while not (found := for_what()):
        if time.monotonic() > deadline:
            raise SystemExit("it is not filled")
        time.sleep(0.01)
    return found


def have():
    try:
        row = database.execute("SELECT items FROM node WHERE name = ? AND deleted IS NULL", (node,)).fetchone()
    except sqlite3.OperationalError:
        return 0
    return row[0] if row else 0


wait(lambda: os.path.exists(path) and os.path.getsize(path))
database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
first = wait(have)
begun = time.monotonic()
wait(lambda: have() >= count)
print(json.dumps({"count": count - first, "seconds": time.monotonic() - begun, "way": "store"}))
