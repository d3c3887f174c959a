"""Reads pages with a strict HTML parser and with tidy, and weighs the first one.

    markup.py PLAN

The plan is a JSON object: `tidy` is a path, `origin` is the site's, `pages` have a `name`, a `path`, a
`status` and a `language`; `weight` and `style` are the most bytes that the first page with its style sheet, and that sheet
alone, may take when they are gzipped. Prints a JSON object: `faults`, a text for each, and `measured`.
"""

import gzip
import re
import subprocess

import html5lib

import web

# What tidy, of 2017, does not know yet.
NEWER = re.compile(r"<img> proprietary attribute \"(loading|decoding)\"")


def parsed(markup):
    parser = html5lib.HTMLParser()
    parser.parse(markup, transport_encoding="utf-8")
    return [f"html5lib: {code} {position} {data}" for position, code, data in parser.errors]


def tidied(markup):
    said = subprocess.run([plan["tidy"], "-quiet", "-errors", "-utf8"], input=markup,
                          capture_output=True, timeout=20).stderr.decode()
    return [f"tidy: {line}" for line in said.splitlines() if not NEWER.search(line)]


plan = web.plan()
faults, measured = [], []
for page in plan["pages"]:
    if page.get("html"):
        status, markup = page["status"], page["html"].encode()
    else:
        status, _, markup = web.fetch(
            plan["origin"] + page["path"], **{"Accept-Language": page["language"]})
    if status != page["status"]:
        faults.append(f"{page['name']}: {status}")
    faults += [f"{page['name']}: {each}" for each in parsed(markup) + tidied(markup)]

_, _, front = web.fetch(plan["origin"] + "/")
link = re.search(rb'<link rel="stylesheet" href="([^"]+)"', front).group(1).decode()
style = len(gzip.compress(web.fetch(plan["origin"] + link)[2]))
weight = style + len(gzip.compress(front))
measured.append(f"the first page {weight} bytes gzipped, of these {style} of style")
if weight > plan["weight"] or style > plan["style"]:
    faults.append(measured[-1])
web.report(faults, measured)
