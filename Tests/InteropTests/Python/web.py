"""What the examiners of a site share."""

import json
import pathlib
import sys
import urllib.error
import urllib.request


def plan():
    return json.loads(pathlib.Path(sys.argv[1]).read_text())


def report(faults, measured):
    """The last line that an examiner prints."""
    print(json.dumps({"faults": faults, "measured": measured}))


def fetch(address, **headers):
    """The status, the header fields and the body, whatever the status is."""
    try:
        request = urllib.request.Request(address, headers=headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()
