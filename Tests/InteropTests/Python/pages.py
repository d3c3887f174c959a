"""Examines pages in a browser: what axe-core, the content policy and the console say, whether all is there
without script, whether it fits, what it loads. Keeps a picture of each.

    pages.py PLAN FOLDER

The plan is a JSON object: `browser` and `axe` are paths, `origin` is the site's, `pages` have a `name`, a
`path`, a `status`, a `language` and words that it `shows`, `pictures` is a folder. A page with `html` is
not fetched but made of that. Prints a JSON object: `faults`, a text for each, and `measured`. FOLDER holds
what the browser leaves behind.
"""

import base64
import json
import pathlib
import sys
import time

import web
from devtools import Browser

# Posts show pictures from there; a page of our own making is there too.
ELSEWHERE = "elsewhere.example"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
WIDTHS = {320: 640, 390: 844, 1280: 900}
PICTURED = (390, 1280)
SCHEMES = ("light", "dark")
TALLEST = 3_000
REQUESTS_BEFORE_PICTURES = 3

PICTURE = """
<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800"><rect width="1200" height="800"
fill="#7d9bb5"/><circle cx="880" cy="240" r="110" fill="#f3d9a4"/><path d="M0 800 420 330 760 800"
fill="#3d5a4c"/><path d="M480 800 860 430 1200 760V800" fill="#567a63"/></svg>
"""

AXE = """
axe.run(document, {resultTypes: ["violations"], preload: false}).then(found => found.violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`)))
"""

# What stands out at the side, the innermost of it.
WIDE = """
(() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll("*")].filter(each => {
    const box = each.getBoundingClientRect();
    return box.right > room + 1 || box.left < -1;
  });
  return wide.filter(each => !wide.some(other => other !== each && each.contains(other)))
    .map(each => each.outerHTML.slice(0, 120)).slice(0, 3).concat(["it is too wide"]);
})()
"""

# What is folded away is looked at by night.
UNFOLD = "document.querySelectorAll('details').forEach(each => { each.open = %s; })"


class Examination:
    def __init__(self, plan, browser):
        self.plan, self.faults = plan, []
        self.axe = pathlib.Path(plan["axe"]).read_text()
        self.pictures = pathlib.Path(plan["pictures"])
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.tab = browser.tab()
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            self.tab.ask(f"{domain}.enable")
        self.tab.serve(ELSEWHERE, self.elsewhere)

    def elsewhere(self, address):
        for page in self.plan["pages"]:
            if page.get("html") and address.endswith(page["path"]):
                return ({"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY},
                        page["html"])
        return {"content-type": "image/svg+xml"}, PICTURE

    def page(self, page):
        address = (f"https://{ELSEWHERE}" if page.get("html") else self.plan["origin"]) + page["path"]
        self.look(390, "light")
        self.tab.ask("Network.setExtraHTTPHeaders", headers={"Accept-Language": page["language"]})
        self.tab.load(address)
        self.loaded(page, address)
        text = self.tab.run("document.body.innerText")
        self.fault(page, *(f"it does not show {words}" for words in page["shows"]
                           if words.lower() not in text.lower()))
        self.tab.run(self.axe + "; 0")
        for width in WIDTHS:
            for scheme in SCHEMES:
                self.view(page, width, scheme)
        self.tab.ask("Emulation.setScriptExecutionDisabled", value=True)
        self.tab.load(address)
        if self.tab.run("document.body.innerText") != text:
            self.fault(page, "its text is another one without script")
        self.tab.ask("Emulation.setScriptExecutionDisabled", value=False)

    def fault(self, page, *what):
        self.faults += [f"{page['name']}: {each}" for each in what]

    def look(self, width, scheme):
        self.tab.ask("Emulation.setDeviceMetricsOverride", width=width, height=WIDTHS[width],
                     deviceScaleFactor=1, mobile=False)
        self.tab.ask("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": scheme}])

    def view(self, page, width, scheme):
        self.look(width, scheme)
        self.tab.run(UNFOLD % ("true" if scheme == "dark" else "false"))
        self.fault(page, *(f"{width} {scheme}: {each}" for each in self.tab.run(WIDE)))
        if width not in PICTURED:
            return
        self.fault(page, *(f"{width} {scheme}: {each}" for each in self.tab.run(AXE)))
        height = min(TALLEST, self.tab.run("document.documentElement.scrollHeight"))
        picture = self.tab.ask(
            "Page.captureScreenshot", captureBeyondViewport=True, optimizeForSpeed=True,
            clip={"x": 0, "y": 0, "width": width, "height": max(height, WIDTHS[width]), "scale": 1})
        name = f"{page['name']}-{width}-{scheme}.png"
        (self.pictures / name).write_bytes(base64.b64decode(picture["data"]))

    def loaded(self, page, address):
        """What went wrong on the way, and what was loaded."""
        tab = self.tab
        for each in tab.told("Log.entryAdded"):
            entry = each["entry"]
            # The browser calls the status of a page that is not there an error.
            if entry["level"] in ("error", "warning") and entry.get("url") != address:
                self.fault(page, f"{entry['source']}: {entry['text']}")
        for each in tab.told("Audits.issueAdded"):
            if each["issue"]["code"] != "LazyLoadImageIssue":
                self.fault(page, f"{each['issue']['code']}: {json.dumps(each['issue']['details'])}")
        for each in tab.told("Runtime.exceptionThrown"):
            self.fault(page, f"exception: {each['exceptionDetails']['text']}")
        for each in tab.told("Runtime.consoleAPICalled"):
            self.fault(page, f"console: {each['type']} {each['args'][:1]}")
        for each in tab.told("Network.loadingFailed"):
            self.fault(page, f"{each['type']}: {each['errorText']}")
        for each in tab.told("Network.responseReceived"):
            response = each["response"]
            expected = page["status"] if response["url"] == address else 200
            if response["status"] != expected:
                self.fault(page, f"{response['url']}: {response['status']}")
        others = [each for each in tab.told("Network.requestWillBeSent")
                  if each["type"] not in ("Image", "Media")]
        if len(others) > REQUESTS_BEFORE_PICTURES:
            self.fault(page, f"{len(others)} requests before pictures")
        if tab.ask("Network.getCookies")["cookies"]:
            self.fault(page, "it sets cookies")


plan = web.plan()
begun = time.monotonic()
with Browser(plan["browser"], sys.argv[2]) as browser:
    examination = Examination(plan, browser)
    for page in plan["pages"]:
        examination.page(page)
seconds = time.monotonic() - begun
web.report(examination.faults, [f"{len(plan['pages'])} pages in a browser {seconds:.1f} s"])
