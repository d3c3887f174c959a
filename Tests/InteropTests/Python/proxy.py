"""An HTTP proxy that passes everything on and remembers what was asked and answered."""

import http.client
import http.server
import threading
import urllib.parse


class Proxy(http.server.ThreadingHTTPServer):
    """`with Proxy() as proxy:`; `proxy.address` is where it listens, `proxy.seen` are (agent, address, status)."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Passing)
        self.seen = []
        self.address = f"http://127.0.0.1:{self.server_port}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Passing(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        asked = {name: value for name, value in self.headers.items()
                 if name.lower() not in ("proxy-connection", "connection")}
        site = http.client.HTTPConnection(address.netloc, timeout=20)
        target = urllib.parse.urlunsplit(("", "", address.path, address.query, ""))
        site.request("GET", target, headers=asked | {"Connection": "close"})
        answer = site.getresponse()
        body = answer.read()
        self.server.seen.append((self.headers.get("User-Agent", ""), self.path, answer.status))
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "server", "date"):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        site.close()

    def log_message(self, *_):
        pass
