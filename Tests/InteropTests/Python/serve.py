"""Reads a whole node as fast as its service answers, one request at a time, and keeps nothing: what a
component that stores the same items is measured against.

    serve.py PORT COMPONENT SECRET SERVICE NODE

Attaches as an external component (XEP-0114). Takes pages (XEP-0059) where the service has them, newest
first; otherwise it asks for all ids (XEP-0030), then for items by their ids. Prints one JSON object.
"""

import hashlib
import json
import re
import socket
import sys
import time
from xml.sax.saxutils import quoteattr, unescape

PUBSUB = "http://jabber.org/protocol/pubsub"
RSM = "http://jabber.org/protocol/rsm"
AT_ONCE = 100


class Link:
    def __init__(self, port, name, secret):
        self.name, self.buffer = name, b""
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.send("<stream:stream xmlns='jabber:component:accept' "
                  f"xmlns:stream='http://etherx.jabber.org/streams' to='{name}'>")
        number = re.search(rb"""id=['"]([^'"]*)['"]""", self.until(rb"<stream:stream[^>]*>")).group(1)
        digest = hashlib.sha1(number + secret.encode()).hexdigest()
        self.send(f"<handshake>{digest}</handshake>")
        self.until(rb"<handshake ?/>|<handshake></handshake>")

    def send(self, text):
        self.socket.sendall(text.encode())

    def until(self, pattern):
        """All up to what fits."""
        while not (found := re.search(pattern, self.buffer[max(0, len(self.buffer) - (1 << 17)):])):
            if not (data := self.socket.recv(1 << 20)):
                raise SystemExit("the server ended the stream")
            self.buffer += data
        end = max(0, len(self.buffer) - (1 << 17)) + found.end()
        read, self.buffer = self.buffer[:end], self.buffer[end:]
        return read

    def ask(self, service, payload):
        self.send(f"<iq type='get' id='one' from='{self.name}' to='{service}'>{payload}</iq>")
        while True:
            stanza = self.until(rb"</(iq|message|presence)>|<presence[^>]*/>")
            if re.search(rb"""<iq[^>]*id=['"]one['"]""", stanza):
                return stanza


def items(link, service, node, inner="", after=""):
    return link.ask(service, f"<pubsub xmlns='{PUBSUB}'><items node={quoteattr(node)}>{inner}</items>"
                    f"{after}</pubsub>")


def pages(link, service, node):
    count, before = 0, ""
    while True:
        page = items(link, service, node, after=f"<set xmlns='{RSM}'><max>{AT_ONCE}</max>"
                     f"<before>{before}</before></set>")
        if (first := re.search(rb"<first[^>]*>([^<]*)</first>", page)) is None:
            return count
        count += page.count(b"<item ")
        before = first.group(1).decode()


def by_ids(link, service, node):
    answer = link.ask(service, "<query xmlns='http://jabber.org/protocol/disco#items' "
                      f"node={quoteattr(node)}/>")
    names = [unescape(name.decode()) for name in re.findall(rb"""name=['"]([^'"]*)['"]""", answer)]
    count = 0
    for start in range(0, len(names), AT_ONCE):
        inner = "".join(f"<item id={quoteattr(name)}/>" for name in names[start:start + AT_ONCE])
        count += items(link, service, node, inner).count(b"<item ")
    return count


def main():
    port, name, secret, service, node = sys.argv[1:]
    link = Link(int(port), name, secret)
    begun = time.monotonic()
    count = pages(link, service, node)
    way = "pages"
    if not count:
        begun = time.monotonic()
        count, way = by_ids(link, service, node), "ids"
    print(json.dumps({"count": count, "seconds": time.monotonic() - begun, "way": way}))


main()
