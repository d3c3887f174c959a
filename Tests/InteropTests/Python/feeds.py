"""Holds feeds against a grammar of Atom (RFC 4287) and against what readers break on.

    feeds.py PLAN FOLDER

The plan is a JSON object: `jing` is a path, `origin` is the site's, `feeds` are paths of Atom feeds, `posts` say
of posts their `page`, `title` and `author`; a title may be missing. Prints a JSON object: `faults`, a text for
each, and `measured`. A feed with `xml` is not fetched but that.
"""

import json
import pathlib
import re
import subprocess
import sys
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib

import web

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ADDRESSES = {"href", "src", "cite", "poster"}
SCHEMES = {"http", "https", "mailto", "xmpp", "tel", "geo"}
FORBIDDEN = {"script", "style", "iframe", "object", "embed", "form", "base", "meta", "link"}


def links(element, relation):
    return element.findall(f"{ATOM}link[@rel='{relation}']")


def moment(element, name):
    text = element.findtext(f"{ATOM}{name}")
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def one(items):
    items = list(items)
    return items[0] if len(items) == 1 else None


# What holds of a feed: a rule gives true, or is broken.

FEED_RULES = {
    "its `self` is the address that was asked for": lambda feed, address:
        [each.get("href") for each in links(feed, "self")] == [address],
    "it has one page, of the site": lambda feed, address:
        (page := one(links(feed, "alternate"))) is not None and page.get("type") == "text/html"
        and urlsplit(page.get("href")).netloc == urlsplit(address).netloc,
    "its title says something": lambda feed, _: feed.findtext(f"{ATOM}title").strip() != "",
    "no two entries have an id, or a page": lambda feed, _: all(
        len(set(each)) == len(each) for each in (
            [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")],
            [link.get("href") for entry in feed.iter(f"{ATOM}entry")
             for link in links(entry, "alternate")])),
}

# What holds of an entry, whatever it is.

ENTRY_RULES = {
    "one page, of the site": lambda entry, origin:
        (page := one(links(entry, "alternate"))) is not None and page.get("type") == "text/html"
        and page.get("href").startswith(origin + "/"),
    "`xmpp:` only as `related`": lambda entry, _: all(
        link.get("rel") in ("related", "via", "replies") for link in entry.findall(f"{ATOM}link")
        if link.get("href").startswith("xmpp:")),
    "an address of XMPP of its own": lambda entry, _: any(
        link.get("href").startswith("xmpp:") for link in links(entry, "related")),
    "a title in plain text": lambda entry, _:
        entry.find(f"{ATOM}title").get("type", "text") == "text"
        and entry.findtext(f"{ATOM}title").strip() != "",
    "changed no sooner than written": lambda entry, _:
        moment(entry, "published") <= moment(entry, "updated"),
    "files have a type, and are on the web": lambda entry, _: all(
        link.get("type") and urlsplit(link.get("href")).scheme in ("http", "https")
        for link in links(entry, "enclosure")),
    "its language is one": lambda entry, _:
        re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", entry.get(LANGUAGE, "en")) is not None,
    "a content, not an empty one": lambda entry, _:
        (entry.findtext(f"{ATOM}content") or entry.findtext(f"{ATOM}summary") or "").strip() != "",
    "markup that is whole": lambda entry, _: all(not fragment(each)[1] for each in contents(entry)),
    "markup that runs nothing": lambda entry, _: not any(
        node.tag in FORBIDDEN or any(name.lower().startswith("on") or name in ("style", "srcset", "id")
                                     for name in node.attrib)
        for each in contents(entry) for node in fragment(each)[0].iter()),
    "addresses that need no base": lambda entry, _: all(
        urlsplit(node.get(name)).scheme in SCHEMES
        for each in contents(entry) for node in fragment(each)[0].iter()
        for name in ADDRESSES & set(node.attrib)),
}


def contents(entry):
    return [each.text or "" for each in entry.findall(f"{ATOM}content") if each.get("type") == "html"]


def fragment(markup):
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parseFragment(markup, container="div"), parser.errors


def broken(rules, element, other, name):
    for rule, holds in rules.items():
        try:
            held = holds(element, other)
        except (AttributeError, TypeError, ValueError) as error:
            held, rule = False, f"{rule} ({error})"
        if not held:
            yield f"{name}: {rule}"


def squeezed(text):
    return " ".join((text or "").split())


class Checker:
    def __init__(self, plan, folder):
        self.plan, self.folder, self.faults, self.files = plan, folder, [], []
        self.posts = {post["page"]: post for post in plan["posts"]}
        self.ids = {}

    def fetched(self, path):
        """What HTTP has to say of it, and the feed itself."""
        address = self.plan["origin"] + path
        status, headers, body = web.fetch(address)
        if status != 200 or headers["Content-Type"] != "application/atom+xml; charset=utf-8":
            self.faults.append(f"{path}: {status} {headers['Content-Type']}")
        if headers["Access-Control-Allow-Origin"] != "*":
            self.faults.append(f"{path}: not for scripts of others")
        if not headers["ETag"]:
            self.faults.append(f"{path}: without an ETag")
        again, _, rest = web.fetch(address, **{"If-None-Match": headers["ETag"] or ""})
        if again != 304 or rest:
            self.faults.append(f"{path}: then {again}")
        if web.fetch(address)[2] != body:
            self.faults.append(f"{path}: another one each time")
        return body

    def feed(self, path, body):
        file = self.folder / f"feed-{len(self.files)}.xml"
        file.write_bytes(body)
        self.files.append((file, path))
        try:
            feed = ElementTree.fromstring(body)
        except ElementTree.ParseError as error:
            self.faults.append(f"{path}: {error}")
            return
        self.faults += broken(FEED_RULES, feed, self.plan["origin"] + path, path)
        for entry in feed.iter(f"{ATOM}entry"):
            name = f"{path}: {entry.findtext(f'{ATOM}id')}"
            self.faults += broken(ENTRY_RULES, entry, self.plan["origin"], name)
            self.same(entry, name)

    def same(self, entry, name):
        """As it was written, and as it is in other feeds."""
        page = one(each.get("href") for each in links(entry, "alternate"))
        number = entry.findtext(f"{ATOM}id")
        if self.ids.setdefault(page, number) != number:
            self.faults.append(f"{name}: elsewhere its id is {self.ids[page]}")
        post = self.posts.get(page)
        if post is None:
            return
        title, author = (squeezed(entry.findtext(f"{ATOM}{part}")) for part in ("title", "author/" + ATOM + "name"))
        if post.get("title") is not None and title != squeezed(post["title"]):
            self.faults.append(f"{name}: {title!r}, and it was {post['title']!r}")
        if author != squeezed(post["author"]):
            self.faults.append(f"{name}: by {author!r}, and it was by {post['author']!r}")

    def json(self, path):
        """The same as a JSON feed (version 1.1)."""
        path = path.replace("/feed", "/feed.json", 1)
        address = self.plan["origin"] + path
        status, headers, body = web.fetch(address)
        if status != 200:
            self.faults.append(f"{path}: {status}")
            return
        feed = json.loads(body)
        rules = {
            "media type": headers["Content-Type"].startswith("application/feed+json"),
            "version": feed["version"] == "https://jsonfeed.org/version/1.1",
            "addresses": feed["feed_url"] == address and feed["home_page_url"].startswith(self.plan["origin"]),
            "title": bool(feed["title"]),
            "items": all(isinstance(each["id"], str) and ("content_html" in each) != ("content_text" in each)
                         and all(author["name"] for author in each["authors"]) for each in feed["items"]),
            "the same ids": all(self.ids.get(each["url"], each["id"]) == each["id"] for each in feed["items"]),
        }
        self.faults += [f"{path}: {rule}" for rule, held in rules.items() if not held]

    def grammar(self):
        schema = pathlib.Path(__file__).with_name("atom.rnc")
        said = subprocess.run(
            [self.plan["jing"], "-c", schema, *(file for file, _ in self.files)], capture_output=True,
            text=True, timeout=60)
        if said.returncode:
            self.faults += [f"jing: {line}" for line in said.stdout.splitlines() or [said.stderr]]


plan = web.plan()
checker = Checker(plan, pathlib.Path(sys.argv[2]))
for each in plan["feeds"]:
    if each.startswith("<"):
        checker.feed("", each.encode())
    else:
        checker.feed(each, checker.fetched(each))
        checker.json(each)
checker.grammar()
missing = set(checker.posts) - set(checker.ids)
checker.faults += [f"in no feed: {page}" for page in sorted(missing)]
web.report(checker.faults, [f"{len(checker.ids)} entries in {len(plan['feeds'])} feeds"])
