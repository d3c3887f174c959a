"""Reads pages as machines do, with mf2py and extruct, and tells what they do not find.

    meanings.py PLAN

The plan is a JSON object: `origin` is the site's, `lists` are paths of pages that list posts, `posts` say of posts
their `page`, `title`, `author`, `tags`, `language`, `published`, `updated`, `pictures` (`address`, `title`) and how many
`comments` are below them. Prints a JSON object: `faults`, a text for each, and `measured`.
"""

import datetime

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


def moment(text):
    return datetime.datetime.fromisoformat(text) if text else None


def linked(post, data, where):
    """JSON-LD: what search engines read."""
    found = [each for each in data["json-ld"] if each.get("@type") == "BlogPosting"]
    if len(found) != 1:
        return [f"{where}: {len(found)} of BlogPosting"]
    own = found[0]
    images = [(each["url"], each.get("caption")) for each in own.get("image", [])]
    # What nobody has described gets a word of ours.
    wanted = [(each["address"], each.get("title") or caption)
              for each, (_, caption) in zip(post["pictures"], images)]
    return differing(where + " (JSON-LD)", {
        "url": (own.get("url"), post["page"]), "author": (own["author"].get("name"), post["author"]),
        "datePublished": (moment(own.get("datePublished")), moment(post["published"])),
        "dateModified": (moment(own.get("dateModified")), moment(post["updated"])),
        "inLanguage": (own.get("inLanguage"), post["language"]),
        "keywords": (own.get("keywords", []), post["tags"]), "image": (images, wanted),
        "number of images": (len(images), len(post["pictures"])),
        "commentCount": (own.get("commentCount", 0), post["comments"])} | (
            {"headline": (own.get("headline"), post["title"])} if post.get("title") else {}))


def shown(post, graph, where):
    """OpenGraph's picture: the first one."""
    first = post["pictures"][0] if post["pictures"] else {}
    pairs = {"og:image": (graph.get("og:image"), first.get("address"))}
    if first.get("title"):
        pairs["og:image:alt"] = (graph.get("og:image:alt"), first["title"])
    return differing(where, pairs)


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
    comments = found[0]["properties"].get("comment", [])
    if len(comments) != post["comments"]:
        faults.append(f"{address}: {len(comments)} comments, not {post['comments']}")
    for comment in comments:
        if not all(named(comment, name) for name in ("author", "content", "published", "in-reply-to")):
            faults.append(f"{address}: a comment without author, content, date or what it answers")
    data = extruct.extract(markup, address, syntaxes=["opengraph", "json-ld"])
    faults += linked(post, data, address)
    graph = dict(data["opengraph"][0]["properties"])
    # What is shown for another service says where that has it, or nothing.
    place = graph.get("og:url", address if 'content="noindex"' in markup else None)
    faults += differing(address, {"og:url": (place, address),
                                  "og:type": (graph.get("og:type"), "article")})
    faults += shown(post, graph, address)
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
