"""Everybody of a domain, who are told of very much: takes what comes and counts the messages.

    audience.py PORT COMPONENT SECRET

Attaches as an external component (XEP-0114). With each line of stdin, "SERVICE NODE COUNT", so many subscribe to a node.
Prints a line of JSON with how many have, and how many messages have come, whenever that has grown, ten times a second at
most. Ends when stdin does.
"""

import hashlib
import json
import re
import select
import socket
import sys
import time

_, port, name, secret = sys.argv
link = socket.create_connection(("127.0.0.1", int(port)), timeout=60)
link.sendall(("<stream:stream xmlns='jabber:component:accept' "
              f"xmlns:stream='http://etherx.jabber.org/streams' to='{name}'>").encode())


def receive():
    if not (data := link.recv(1 << 20)):
        sys.exit("the server ended the link")
    return data


read = b""
while not (header := re.search(rb"""<stream:stream[^>]*id=['"]([^'"]*)['"][^>]*>""", read)):
    read += receive()
link.sendall(f"<handshake>{hashlib.sha1(header.group(1) + secret.encode()).hexdigest()}</handshake>".encode())
while b"<handshake" not in read:
    read += receive()
link.settimeout(None)


def requests(service, node, count):
    for number in range(int(count)):
        jid = f"u{number}@{name}"
        yield (f"<iq type='set' id='s{number}' from='{jid}' to='{service}'>"
               "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
               f"<subscribe node='{node}' jid='{jid}'/></pubsub></iq>").encode()


def send(number):
    for _, request in zip(range(number), waiting):
        link.sendall(request)


def tell():
    print(json.dumps({"subscribed": subscribed, "messages": messages}), flush=True)


subscribed, messages, rest = 0, 0, b""
waiting = iter(())
tell()
told, isTold = time.monotonic(), True
while True:
    ready, _, _ = select.select([link, sys.stdin], [], [], 0.1)
    if sys.stdin in ready:
        if not (line := sys.stdin.readline().split()):
            break
        waiting = requests(*line)
        send(50)
    if link in ready:
        data = rest + receive()
        # A tag that is cut is read with what follows.
        end = data.rfind(b">") + 1
        data, rest = data[:end], data[end:]
        messages += len(re.findall(rb"<message ", data))
        answered = len(re.findall(rb"""<iq [^>]*type=['"]result['"]""", data))
        subscribed += answered
        if refusal := re.search(rb"""<iq [^>]*type=['"]error['"].*""", data):
            sys.exit(f"refused: {refusal.group(0)[:500]}")
        send(answered)
        isTold = False
    if not isTold and time.monotonic() >= told + 0.1:
        tell()
        told, isTold = time.monotonic(), True
