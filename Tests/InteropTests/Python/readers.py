"""Lets newsboat, sfeed and rss2email poll feeds again and again, and compares what they keep with what these hold.

    readers.py PLAN FOLDER

The plan is a JSON object: `origin` is the site's, `feeds` are paths of feeds. Prints a JSON object:
`faults`, a text for each, and `measured`.
"""

import configparser
import email
import email.policy
import html
import mailbox
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import time
from xml.etree import ElementTree

import web
from proxy import Proxy

ATOM = "{http://www.w3.org/2005/Atom}"
PATIENCE = 40


def plain(markup):
    """The letters and digits of a text, whatever stands between them."""
    return re.sub(r"[\W_]+", "", html.unescape(re.sub(r"<[^>]*>", "", markup)))


def entries(address):
    """What the feed holds: by the address of the page, the author and the beginning of the content."""
    feed = ElementTree.fromstring(web.fetch(address)[2])
    return {
        entry.find(f"{ATOM}link[@rel='alternate']").get("href"): (
            entry.findtext(f"{ATOM}author/{ATOM}name"), plain(entry.findtext(f"{ATOM}content"))[:24])
        for entry in feed.iter(f"{ATOM}entry")}


class Reader:
    """Fetches all feeds with each `poll`; `kept` tells (page, author, content) of each post that it has."""

    # What the polls are answered.
    statuses = (200, 304)

    def __init__(self, folder, feeds):
        self.folder, self.feeds = folder, feeds
        folder.mkdir()

    def run(self, *command):
        environment = os.environ | {"HOME": str(self.folder), "http_proxy": self.proxy, "no_proxy": ""}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True,
                              text=True, timeout=PATIENCE)
        return done.stdout + done.stderr


class Newsboat(Reader):
    # It keeps the state of a feed only if it knew the feed before.
    statuses = (200, 200, 304)

    def poll(self):
        (self.folder / "urls").write_text("".join(f"{feed}\n" for feed in self.feeds))
        (self.folder / "config").write_text("")
        return self.run("newsboat", "-u", "urls", "-c", "cache", "-C", "config", "-x", "reload")

    def kept(self):
        with sqlite3.connect(self.folder / "cache") as cache:
            return cache.execute("SELECT url, author, content FROM rss_item").fetchall()


class Sfeed(Reader):
    def poll(self):
        feeds = "\n".join(f"feed {number} '{feed}'" for number, feed in enumerate(self.feeds))
        # As its manual says to fetch in another way.
        (self.folder / "sfeedrc").write_text(f"""
            sfeedpath={self.folder}/feeds
            feeds() {{ {feeds}
            }}
            fetch() {{
              curl --silent --fail --max-redirs 0 --max-time 15 --header 'User-Agent: sfeed' \
                --etag-save "$3.etag" --etag-compare "$3.etag" "$2"
            }}
            """)
        (self.folder / "feeds").mkdir(exist_ok=True)
        return self.run("sfeed_update", str(self.folder / "sfeedrc"))

    def kept(self):
        for number, _ in enumerate(self.feeds):
            for line in (self.folder / "feeds" / str(number)).read_text().splitlines():
                fields = line.split("\t")
                yield fields[2], fields[6], re.sub(r"\\[nt]", " ", fields[3])


class RSS2Email(Reader):
    def poll(self):
        config = self.folder / "config"
        if not config.exists():
            settings = configparser.ConfigParser(interpolation=None)
            settings["DEFAULT"] = {
                "from": "r2e@localhost", "to": "reader@localhost", "email-protocol": "maildir",
                "maildir-path": str(self.folder / "mail"), "html-mail": "True"}
            for number, feed in enumerate(self.feeds):
                settings[f"feed.{number}"] = {"url": feed}
            with config.open("w") as file:
                settings.write(file)
            (self.folder / "mail").mkdir()
        return self.run("r2e", "-c", str(config), "-d", "data.json", "run")

    def kept(self):
        for message in mailbox.Maildir(self.folder / "mail" / "INBOX",
                                       lambda file: email.message_from_binary_file(
                                           file, policy=email.policy.default)):
            yield (message["X-RSS-URL"], message["From"].addresses[0].display_name,
                   message.get_body().get_content())


def compare(name, expected, reader):
    kept = {page: (author, plain(content)) for page, author, content in reader.kept()}
    for page, (author, content) in expected.items():
        if page not in kept:
            yield f"{name} has no {page}"
        elif author not in kept[page][0] or content not in kept[page][1]:
            yield f"{name} has of {page}: {kept[page][0]}, {kept[page][1][:200]}; not: {author}, {content}"


plan = web.plan()
feeds = [plan["origin"] + path for path in plan["feeds"]]
expected = {page: entry for feed in feeds for page, entry in entries(feed).items()}
faults, measured = [], []
with Proxy() as proxy:
    for kind in (Newsboat, Sfeed, RSS2Email):
        begun, name = time.monotonic(), kind.__name__
        reader = kind(pathlib.Path(sys.argv[2]) / name, feeds)
        reader.proxy = proxy.address
        for status in reader.statuses:
            proxy.seen.clear()
            said = reader.poll()
            answers = {feed: [each for _, address, each in proxy.seen if address == feed] for feed in feeds}
            if answers != {feed: [status] for feed in feeds}:
                faults.append(f"{name} should get {status}, and got {answers}: {said[-1_000:]}")
        faults += compare(name, expected, reader)
        measured.append(f"{name} {len(reader.statuses)} times {time.monotonic() - begun:.1f} s")
measured.append(f"{len(expected)} posts by {len(feeds)} feeds")
web.report(faults, measured)
