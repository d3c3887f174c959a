"""What a client does with posts and feeds; part of client.py.

Where a command says `to`, that is a pubsub service, or the address of an account for its PEP.
"""

import asyncio
import struct
import zlib
from datetime import datetime, timezone
from urllib.parse import quote
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from slixmpp.exceptions import IqError

PUBSUB = "{http://jabber.org/protocol/pubsub}"
OWNER = "http://jabber.org/protocol/pubsub#owner"
ATTACHMENTS = "urn:xmpp:pubsub-attachments:1"
RSM = "{http://jabber.org/protocol/rsm}"
COMMANDS = "{http://jabber.org/protocol/commands}"
DATA = "{jabber:x:data}"


def atom(item, title, text, comments=None, via=None):
    link = f"<link rel='replies' title='comments' href={quoteattr(comments)}/>" if comments else ""
    link += f"<link rel='via' href={quoteattr(via)}/>" if via else ""
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ("<entry xmlns='http://www.w3.org/2005/Atom'>"
            f"<id>{escape(item)}</id><title>{escape(title)}</title>"
            f"<content>{escape(text)}</content>{link}"
            f"<published>{now}</published><updated>{now}</updated></entry>")


def attachments_node(to, node, item):
    """Where things are attached to an item (XEP-0470, section 4.2)."""
    return f"{ATTACHMENTS}/xmpp:{to}?;node={quote(node, safe='')};item={quote(item, safe='')}"


def png(colour, size=64):
    """A square of one colour, three bytes."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress((b"\0" + colour * size) * size)) + chunk(b"IEND", b""))


def form_xml(fields):
    """A form that is handed in; a value is a text or a list of them."""
    values = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    return "<x xmlns='jabber:x:data' type='submit'>" + "".join(
        f"<field var={quoteattr(name)}>"
        + "".join(f"<value>{escape(each)}</value>" for each in several) + "</field>"
        for name, several in values.items()) + "</x>"


def config_xml(kind, fields):
    return form_xml({"FORM_TYPE": f"http://jabber.org/protocol/pubsub#{kind}"} | fields)


def fields_of(form):
    return {field.get("var"): [value.text or "" for value in field.findall(f"{DATA}value")]
            for field in form.iter(f"{DATA}field") if field.get("var")}


class Social:
    async def request(self, to, kind, payload):
        """As `exchange`, and an error is raised."""
        answer = await self.exchange(to, kind, payload)
        if answer["type"] == "error":
            raise IqError(answer)
        return answer.xml

    async def post(self, to, node, item, title, text="", options=None, comments=None, via=None):
        """Publishes an Atom entry, again to edit it. `options`: what the node shall be like; `comments`: the address
        of the node with its comments; `via`: that of a post that it shares."""
        more = options and (
            f"<publish-options>{config_xml('publish-options', options)}</publish-options>")
        await self.request(
            to, "set", f"<pubsub xmlns='{PUBSUB[1:-1]}'><publish node={quoteattr(node)}>"
            f"<item id={quoteattr(item)}>{atom(item, title, text, comments, via)}</item></publish>"
            f"{more or ''}</pubsub>")

    async def like(self, to, node, item):
        """Publishes a heart among the comments of a post, as Movim does."""
        jid = self.boundjid
        author = f"<author><name>{escape(jid.user)}</name><uri>xmpp:{escape(jid.bare)}</uri></author>"
        heart = atom(item, "♥", "").replace("<content></content>", author)
        await self.request(
            to, "set", f"<pubsub xmlns='{PUBSUB[1:-1]}'><publish node={quoteattr(node)}>"
            f"<item id={quoteattr(item)}>{heart}</item></publish></pubsub>")

    async def attach(self, to, node, item, reactions=(), noticed=False):
        """Attaches this to an item, instead of all that was attached before."""
        signs = "".join(f"<reaction>{escape(each)}</reaction>" for each in reactions)
        await self.request(
            to, "set", f"<pubsub xmlns='{PUBSUB[1:-1]}'>"
            f"<publish node={quoteattr(attachments_node(to, node, item))}>"
            f"<item id={quoteattr(self.boundjid.bare)}><attachments xmlns='{ATTACHMENTS}'>"
            f"{'<noticed/>' if noticed else ''}{signs and f'<reactions>{signs}</reactions>'}"
            f"</attachments></item></publish></pubsub>")

    async def detach(self, to, node, item):
        """Takes back all that was attached to an item."""
        await self.retract(to, attachments_node(to, node, item), self.boundjid.bare)

    async def profile(self, to, nickname, colour):
        """Publishes a nickname and a picture for everybody; tells the picture."""
        for plugin in ("xep_0084", "xep_0172"):
            self.register_plugin(plugin)
        data = png(bytes.fromhex(colour))
        options = self.form("publish-options", {"pubsub#access_model": "open"})
        avatar = self["xep_0084"]
        await self["xep_0172"].publish_nick(nickname, options=options)
        await avatar.publish_avatar(data, options=options)
        await avatar.publish_avatar_metadata(
            {"id": avatar.generate_id(data), "type": "image/png", "bytes": len(data)}, options=options)
        return {"payload": data.hex()}

    async def fill(self, to, node, prefix, count):
        """Posts `prefix-0` and so on, many at a time; each of these numbers is answered before the end."""
        window = asyncio.Semaphore(100)

        async def post(number):
            async with window:
                await self.post(to, node, f"{prefix}-{number}", f"{prefix} {number}", f"No. {number}")

        await asyncio.gather(*(post(number) for number in range(count)))

    async def found(self, to, node, fields):
        """Creates a node with a configuration, such as `pubsub#access_model`."""
        await self.request(
            to, "set", f"<pubsub xmlns='{PUBSUB[1:-1]}'><create node={quoteattr(node)}/>"
            f"<configure>{config_xml('node_config', fields)}</configure></pubsub>")

    async def delete(self, to, node):
        await self.own(to, f"<delete node={quoteattr(node)}/>")

    async def purge(self, to, node):
        await self.own(to, f"<purge node={quoteattr(node)}/>")

    async def own(self, to, payload):
        await self.request(to, "set", f"<pubsub xmlns='{OWNER}'>{payload}</pubsub>")

    async def admit(self, to, node, person, affiliation):
        """Makes somebody a member, publisher, owner, outcast or none of these."""
        await self.own(to, f"<affiliations node={quoteattr(node)}><affiliation jid={quoteattr(person)} "
                       f"affiliation={quoteattr(affiliation)}/></affiliations>")

    async def unsubscribe(self, to, node):
        await self.pubsub.unsubscribe(to, node, bare=True, timeout=10)

    async def read(self, to, node, ids=(), newest=None, page=None):
        """The items with all that they hold. `page`: of a result set, such as {"max": "20", "before": ""}."""
        limit = "" if newest is None else f" max_items='{newest}'"
        wanted = "".join(f"<item id={quoteattr(each)}/>" for each in ids)
        part = page is not None and f"<set xmlns='{RSM[1:-1]}'>" + "".join(
            f"<{name}>{escape(value)}</{name}>" for name, value in page.items()) + "</set>"
        answer = await self.request(
            to, "get", f"<pubsub xmlns='{PUBSUB[1:-1]}'><items node={quoteattr(node)}{limit}>{wanted}"
            f"</items>{part or ''}</pubsub>")
        items = answer.findall(f"{PUBSUB}pubsub/{PUBSUB}items/{PUBSUB}item")
        found = answer.find(f".//{RSM}set")
        return {"items": [item.get("id") for item in items],
                "answers": [ElementTree.tostring(item, "unicode") for item in items],
                "page": None if found is None else {
                    part.tag.removeprefix(RSM): part.text or "" for part in found}}

    async def walk(self, to, node=None):
        """What disco#items lists: the names of nodes of a service, of items of a node; else addresses."""
        found = await self["xep_0030"].get_items(jid=to, node=node, timeout=10)
        return {"items": [each[1] or each[2] or each[0].full for each in found["disco_items"]["items"]]}

    async def command(self, to, node, fields=None):
        """Runs an ad-hoc command: without fields to its form, with them to its end."""
        async def step(attributes, payload=""):
            answer = await self.request(
                to, "set", f"<command xmlns='{COMMANDS[1:-1]}' node={quoteattr(node)} {attributes}>"
                f"{payload}</command>")
            return answer.find(f"{COMMANDS}command")

        answer = await step("action='execute'")
        if fields is not None:
            session = quoteattr(answer.get("sessionid"))
            answer = await step(
                f"action='complete' sessionid={session}", form_xml(fields_of(answer) | fields))
        return {"status": answer.get("status"), "fields": fields_of(answer),
                "notes": [note.text or "" for note in answer.findall(f"{COMMANDS}note")]}
