"""An XMPP client, written with slixmpp, that a test drives.

    client.py JID PASSWORD PORT

Commands are JSON objects on stdin, one a line, each with an "id" and a "do"; their answers and what
happens meanwhile are JSON objects on stdout, one a line. Ends when stdin does.
"""

import asyncio
import json
import logging
import sys
from xml.etree import ElementTree

import slixmpp
from slixmpp.exceptions import IqError, IqTimeout
from slixmpp.plugins import xep_0059, xep_0060
from slixmpp.xmlstream import register_stanza_plugin

from social import PUBSUB, Social

EVENT = "{http://jabber.org/protocol/pubsub#event}"


def tell(**what):
    print(json.dumps(what), flush=True)


class Client(Social, slixmpp.ClientXMPP):
    def __init__(self, jid, password):
        super().__init__(jid, password)
        for plugin in ("xep_0004", "xep_0030", "xep_0059", "xep_0060", "xep_0115", "xep_0131"):
            self.register_plugin(plugin)
        self.pubsub = self["xep_0060"]
        # The plugin pages through items, but leaves it to its users to bring the two together.
        register_stanza_plugin(xep_0060.stanza.Pubsub, xep_0059.stanza.Set)
        self.publishing = []
        self.wire = None
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("disconnected", lambda _: tell(event="disconnected"))
        self.add_event_handler("failed_auth", lambda _: tell(event="refused"))
        # The raw stanza, so that what is told is what came and not what a library makes of it.
        self.register_handler(slixmpp.Callback(
            "events", slixmpp.MatchXPath("{jabber:client}message/" + EVENT + "event"), self.news))

    def started(self, _):
        self.get_roster()
        self.send_presence()
        tell(event="session")

    def news(self, message):
        items = message.xml.find(f"{EVENT}event/{EVENT}items")
        if items is None:
            return self.news_of_node(message)
        for entry in items:
            tell(event="retract" if entry.tag == EVENT + "retract" else "item",
                 sender=message["from"].full, node=items.get("node"), item=entry.get("id"),
                 publisher=entry.get("publisher"),
                 payload="".join(ElementTree.tostring(child, "unicode") for child in entry))

    def news_of_node(self, message):
        """It was purged, deleted or configured."""
        for kind in message.xml.find(f"{EVENT}event"):
            tell(event=kind.tag.removeprefix(EVENT), sender=message["from"].full,
                 node=kind.get("node"))

    def data_received(self, data):
        if self.wire is not None:
            self.wire += data
        super().data_received(data)

    async def exchange(self, to, kind, payload, number=None):
        """A request goes out byte for byte; the stanza that answers it."""
        number, answer = number or self.new_id(), asyncio.get_running_loop().create_future()
        self.register_handler(slixmpp.Callback(
            number, slixmpp.MatcherId(number), answer.set_result, once=True))
        self.send_raw(f"<iq type='{kind}' to='{to}' id='{number}'>{payload}</iq>")
        return await asyncio.wait_for(answer, 20)

    # What can be asked for; each returns what is told, or raises IqError or IqTimeout.

    async def info(self, to, node=None):
        found = await self["xep_0030"].get_info(jid=to, node=node, timeout=1)
        info = found["disco_info"]
        return {"features": sorted(info["features"]),
                "identities": sorted([each[0], each[1]] for each in info["identities"])}

    async def create(self, to, node):
        await self.pubsub.create_node(to, node, timeout=10)

    async def configure(self, to, node, fields):
        form = self["xep_0004"].make_form(ftype="submit")
        form.add_field("FORM_TYPE", "hidden",
                       value="http://jabber.org/protocol/pubsub#node_config")
        for name, value in fields.items():
            form.add_field(name, value=value)
        await self.pubsub.set_node_config(to, node, form, timeout=10)

    async def subscribe(self, to, node):
        await self.pubsub.subscribe(to, node, bare=True, timeout=10)

    async def publish(self, to, node, item, payload):
        """The payload goes out byte for byte."""
        answer = await self.exchange(
            to, "set", f"<pubsub xmlns='{PUBSUB[1:-1]}'><publish node='{node}'>"
            f"<item id='{item}'>{payload}</item></publish></pubsub>")
        if answer["type"] == "error":
            raise IqError(answer)
        published = answer.xml.find(f"{PUBSUB}pubsub/{PUBSUB}publish/{PUBSUB}item")
        return {"item": published.get("id")}

    async def asks(self, to, kind, payload, number=None):
        """Whatever the answer is, an error too. `number`: the id that it is sent with."""
        answer = await self.exchange(to, kind, payload, number)
        return {"answers": [ElementTree.tostring(answer.xml, "unicode")]}

    async def overhear(self, to):
        """Tells of each notification whole, and keeps what comes as it stands in the stream."""
        self.wire = b""
        self.register_handler(slixmpp.Callback(
            "whole", slixmpp.MatchXPath("{jabber:client}message/" + EVENT + "event"),
            lambda message: tell(event="notification",
                                 payload=ElementTree.tostring(message.xml, "unicode"))))

    async def heard(self, to):
        return {"payload": self.wire.decode()}

    async def stream(self, to, node, prefix, count):
        """Publishes short entries, a few at a time, and tells of each that is answered."""
        window = asyncio.Semaphore(24)

        async def publish(item):
            async with window:
                try:
                    await self.publish(to, node, item, "<entry xmlns='http://www.w3.org/2005/Atom'>"
                                       f"<title>{item}</title></entry>")
                    tell(event="answered", item=item)
                except (IqError, asyncio.TimeoutError):
                    pass

        self.publishing = [
            asyncio.ensure_future(publish(f"{prefix}-{number}")) for number in range(count)]

    async def halt(self, to):
        """Ends the stream."""
        for task in self.publishing:
            task.cancel()

    async def retract(self, to, node, item):
        await self.pubsub.retract(to, node, item, notify=True, timeout=10)

    async def items(self, to, node, ids):
        answer = await self.pubsub.get_items(to, node, item_ids=ids, timeout=20)
        found = answer.xml.findall(f"{PUBSUB}pubsub/{PUBSUB}items/{PUBSUB}item")
        return {"items": [item.get("id") for item in found]}

    async def befriend(self, to, person):
        """Asks for somebody's presence; both clients say yes to that and ask back."""
        self.send_presence_subscription(pto=person)

    async def group(self, to, person, groups):
        await self.update_roster(person, groups=groups)

    async def friends(self, to):
        return {"items": [jid for jid, entry in self.client_roster._jids.items()
                          if entry["subscription"] == "both"]}

    async def watch(self, to, node):
        """Says by its capabilities that it wants the notifications of a node."""
        await self["xep_0030"].add_feature(f"{node}+notify")
        await self["xep_0115"].update_caps(broadcast=False)
        self.send_presence(pto=to)

    def form(self, kind, fields):
        form = self["xep_0004"].make_form(ftype="submit")
        form.add_field("FORM_TYPE", "hidden", value=f"http://jabber.org/protocol/pubsub#{kind}")
        for name, value in fields.items():
            form.add_field(name, value=value)
        return form

    async def methods(self, to):
        """The names of all that the plugin can be asked for."""
        return {"items": [name for name, what in vars(type(self.pubsub)).items()
                          if not name.startswith(("_", "plugin_")) and callable(what)]}

    async def call(self, to, method, arguments, form=None):
        """Calls a method of the plugin. `form`: the argument, the kind and the fields of a form."""
        if form:
            arguments[form["argument"]] = self.form(form["kind"], form["fields"])
        if "payload" in arguments:
            arguments["payload"] = ElementTree.fromstring(arguments["payload"])
        if method != "map_node_event":
            arguments |= {"jid": to}
        if arguments.get("iterator"):
            answers = [page async for page in self.pubsub.get_items(**arguments)]
        else:
            answer = getattr(self.pubsub, method)(**arguments)
            answers = [] if answer is None else [await answer]
        for answer in answers:
            if answer["type"] == "error":
                raise IqError(answer)
        return {"answers": [ElementTree.tostring(answer.xml, "unicode") for answer in answers]}

    async def listen(self, to, names):
        """Tells of what the plugin makes of events."""
        for name in names:
            self.add_event_handler(name, lambda _, name=name: tell(event="plugin", item=name))

    async def obey(self, command):
        number, name = command.pop("id"), command.pop("do")
        try:
            result = await getattr(self, name)(**command)
            tell(reply=number, ok=True, **(result or {}))
        except IqError as error:
            tell(reply=number, ok=False, condition=error.condition)
        except (IqTimeout, asyncio.TimeoutError):
            tell(reply=number, ok=False, condition="timeout")
        except Exception as error:
            tell(reply=number, ok=False, condition=repr(error))


async def main():
    jid, password, port = sys.argv[1:]
    client = Client(jid, password)
    client.connect(("127.0.0.1", int(port)), force_starttls=False, disable_starttls=True)
    lines = asyncio.StreamReader(limit=1 << 24)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    tasks = set()
    while line := await lines.readline():
        task = asyncio.ensure_future(client.obey(json.loads(line)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    client.abort()


logging.basicConfig(level=logging.WARNING)
slixmpp_loop = asyncio.get_event_loop()
slixmpp_loop.run_until_complete(main())
