"""Reads pages as machines do, with mf2py and extruct, and tells what they do not find.

    meanings.py PLAN

The plan is a JSON object: `origin` is the site's, `lists` are paths of pages that list posts, `posts` say of posts
their `page`, `title`, `author` and `tags`. Prints a JSON object: `faults`, a text for each, and `measured`.
"""

import extruct
import mf2py

import web


def named(item, name):
    """The first value of a property, of an embedded item its name."""
    values = item["properties"].get(name, [])
    value = values[0] if values else None
    return value["properties"].get("name", [None])[0] if isinstance(value, dict) and "properties" in value else value


def differing(where, pairs):
    return [f"{where}: {name} is {found!r}, not {wanted!r}"
            for name, (found, wanted) in pairs.items() if found != wanted]


def items(address, kind):
    markup = web.fetch(address)[2].decode()
    found = mf2py.parse(doc=markup, url=address)
    return markup, [each for each in found["items"] if kind in each["type"]]


def entry(post, item, where):
    return differing(where, {
        "url": (named(item, "url"), post["page"]), "author": (named(item, "author"), post["author"]),
        "category": (item["properties"].get("category", []), post["tags"])} | (
            {"name": (named(item, "name"), post["title"])} if post.get("title") else {}))


def single(post):
    """The page of a post."""
    address = post["page"]
    markup, found = items(address, "h-entry")
    if len(found) != 1:
        return [f"{address}: {len(found)} of h-entry"]
    faults = entry(post, found[0], address)
    for name in ("published", "content"):
        if not named(found[0], name):
            faults.append(f"{address}: no {name}")
    data = extruct.extract(markup, address, syntaxes=["opengraph", "json-ld", "microdata"])
    graph = dict(data["opengraph"][0]["properties"])
    # What is shown for another service says where that has it, or nothing.
    place = graph.get("og:url", address if 'content="noindex"' in markup else None)
    faults += differing(address, {"og:url": (place, address),
                                  "og:type": (graph.get("og:type"), "article")})
    if not graph.get("og:title", "").startswith(post.get("title") or ""):
        faults.append(f"{address}: og:title is {graph.get('og:title')!r}")
    return faults


def several(address, posts):
    """A page that lists posts."""
    _, found = items(address, "h-feed")
    if len(found) != 1:
        return [f"{address}: {len(found)} of h-feed"]
    if not named(found[0], "name"):
        return [f"{address}: h-feed without a name"]
    entries = [each for each in found[0].get("children", []) if "h-entry" in each["type"]]
    faults = [] if entries else [f"{address}: an empty h-feed"]
    for item in entries:
        post = posts.get(named(item, "url"))
        faults += entry(post, item, address) if post else [f"{address}: a post that nobody wrote"]
    return faults


plan = web.plan()
posts = {post["page"]: post for post in plan["posts"]}
faults = [fault for post in posts.values() for fault in single(post)]
for path in plan["lists"]:
    faults += several(plan["origin"] + path, posts)
web.report(faults, [f"{len(posts)} posts and {len(plan['lists'])} lists read by machines"])
