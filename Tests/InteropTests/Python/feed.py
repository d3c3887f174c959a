"""Reads a feed with feedparser and tells what it found, as one JSON object.

    feed.py ADDRESS
"""

import json
import sys

import feedparser


def entry(each):
    return {
        "id": each.get("id"), "title": each.get("title"), "link": each.get("link"),
        "author": each.get("author"), "updated": each.get("updated"),
        "parsed": each.get("updated_parsed") is not None,
        "content": "".join(part.value for part in each.get("content", [])),
    }


feed = feedparser.parse(sys.argv[1])
again = feedparser.parse(sys.argv[1], etag=feed.get("etag"), modified=feed.get("modified"))
print(json.dumps({
    "status": feed.get("status"), "again": again.get("status"), "bozo": bool(feed.bozo),
    "problem": str(feed.get("bozo_exception", "")), "version": feed.version,
    "title": feed.feed.get("title"), "entries": [entry(each) for each in feed.entries],
}))
