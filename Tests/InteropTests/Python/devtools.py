"""Headless Chromium, driven by its DevTools protocol over two pipes: JSON objects, each ended by a NUL."""

import base64
import json
import os
import select
import subprocess
import time

DEADLINE = 60
MOST_AT_ONCE = 1 << 20


class Failed(Exception):
    """The browser said no, or nothing in time."""


class Browser:
    """`with Browser(program, folder) as browser:`; its profile is kept below the folder."""

    def __init__(self, program, folder):
        (theirs, self.input), (self.output, answers) = os.pipe(), os.pipe()
        self.rest, self.number, self.listeners = b"", 0, {}

        def descriptors():
            # First out of the way of each other.
            for target, source in zip((3, 4), [os.dup2(each, number) for each, number in
                                               ((theirs, 103), (answers, 104))]):
                os.dup2(source, target)

        self.process = subprocess.Popen(
            [program, "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-proxy-server",
             "--hide-scrollbars", "--disable-background-networking", "--force-color-profile=srgb",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
             f"--user-data-dir={folder}/profile", "about:blank"],
            preexec_fn=descriptors, close_fds=False, stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(theirs)
        os.close(answers)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.input)
        self.process.kill()
        self.process.wait()
        os.close(self.output)

    def tab(self):
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        return Tab(
            self, self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])

    def send(self, method, session=None, **parameters):
        """Does not wait; the answer has this number."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.input, data):]
        return self.number

    def ask(self, method, session=None, **parameters):
        number = self.send(method, session, **parameters)
        answer = self.until(lambda each: each.get("id") == number, method)
        if "error" in answer:
            raise Failed(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def until(self, fits, what):
        """Reads on to the message that fits; events on the way go to those who listen."""
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline:
            message = self.read()
            listener = self.listeners.get(message.get("sessionId"))
            if listener and "method" in message:
                listener(message["method"], message["params"])
            if fits(message):
                return message
        raise Failed(f"{what}: nothing within {DEADLINE} s")

    def read(self):
        while b"\0" not in self.rest:
            if not select.select([self.output], [], [], DEADLINE)[0]:
                raise Failed(f"the browser has said nothing for {DEADLINE} s")
            data = os.read(self.output, MOST_AT_ONCE)
            if not data:
                raise Failed("the browser has ended")
            self.rest += data
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)


class Tab:
    """A page of the browser. `events`: all that it told of what it has loaded last."""

    def __init__(self, browser, session):
        self.browser, self.session = browser, session
        self.events, self.answer = [], None
        browser.listeners[session] = self.heard

    def heard(self, method, parameters):
        self.events.append((method, parameters))
        if method == "Fetch.requestPaused":
            headers, body = self.answer(parameters["request"]["url"])
            self.browser.send(
                "Fetch.fulfillRequest", self.session, requestId=parameters["requestId"],
                responseCode=200, body=base64.b64encode(body.encode()).decode(),
                responseHeaders=[{"name": name, "value": value} for name, value in headers.items()])

    def serve(self, host, answer):
        """Answers requests to a host that is not there: `answer(address)` gives headers and a text."""
        self.answer = answer
        self.ask("Fetch.enable", patterns=[{"urlPattern": f"*://{host}/*"}])

    def ask(self, method, **parameters):
        return self.browser.ask(method, self.session, **parameters)

    def told(self, method):
        return [parameters for name, parameters in self.events if name == method]

    def load(self, address):
        """Goes to an address and waits until all of the page is there."""
        self.events.clear()
        failure = self.ask("Page.navigate", url=address).get("errorText")
        if failure:
            raise Failed(f"{address}: {failure}")
        if not self.told("Page.loadEventFired"):
            self.browser.until(
                lambda each: each.get("sessionId") == self.session
                and each.get("method") == "Page.loadEventFired", address)

    def run(self, script):
        """The value of an expression, of a promise once it is kept."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise Failed(json.dumps(answer["exceptionDetails"])[:2_000])
        return answer["result"].get("value")
