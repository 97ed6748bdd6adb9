# SPDX-License-Identifier: Apache-2.0
"""The settings of docs/explaining.md by which nginx and HAProxy ask licet, run as they stand there but
for addresses and the key; and what Envoy sends, whose settings no package of Debian could run."""
import contextlib
import http.client
import http.server
import re
import shutil
import socket
import subprocess
import threading
import time
import unittest
import urllib.parse

from place import ROOT, Place

ACCOUNT = "111122223333"  # as in the examples
ALLOWED = "amazon.nova-micro-v1:0"
DENIED = "openai.gpt-6-luna"  # nobody has subscribed to it
START_TIMEOUT_S = 20


def missing():
    return None  # each test says by itself what it lacks


def example(language):
    page = (ROOT / "docs" / "explaining.md").read_text(encoding="utf-8")
    return re.search(rf"^```{language}\n(.*?)^```$", page.split("## Proxies")[1], re.M | re.S)[1]


def free_address():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


class Upstream(http.server.BaseHTTPRequestHandler):
    """What the proxies protect."""

    def do_GET(self):  # noqa: N802
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"through")

    def log_message(self, *_):
        pass


class ProxiesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = place = Place().init("--management-account", ACCOUNT)
        cls.addClassCleanup(place.close)
        cls.licet = urllib.parse.urlsplit(place.serve()).netloc
        made = place.administrator().call("iam", "CreateServiceSpecificCredential", UserName="admin",
                                          ServiceName="bedrock.amazonaws.com")
        assert made.ok, made.message
        cls.key = made.body.findtext(".//{*}ServiceCredentialSecret")
        cls.upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
        threading.Thread(target=cls.upstream.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.upstream.server_close)
        cls.addClassCleanup(cls.upstream.shutdown)

    def here(self, text, account, model):
        """The example with the addresses and the key of this test, for another account and model."""
        self.proxy = free_address()
        text = text.replace(ACCOUNT, account).replace(ALLOWED, model)
        for there, ours in (("127.0.0.1:8080", self.licet), ("127.0.0.1:8081", self.proxy),
                            ("127.0.0.1:8082", f"127.0.0.1:{self.upstream.server_port}"), ("KEY", self.key)):
            text = text.replace(there, ours)
        return text

    def start(self, *command):
        log = self.enterContext(open(self.place.path / "proxy.log", "w+", encoding="utf-8"))
        proxy = subprocess.Popen(command, stdout=log, stderr=log)
        self.addCleanup(proxy.wait)
        self.addCleanup(proxy.terminate)
        host, port = self.proxy.split(":")
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                socket.create_connection((host, int(port))).close()
                return
            except OSError:
                log.seek(0)
                self.assertIsNone(proxy.poll(), log.read())
                self.assertLess(time.monotonic(), deadline, "the proxy does not listen")

    def ask(self, address, path="/", **headers):
        connection = http.client.HTTPConnection(address, timeout=START_TIMEOUT_S)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={name.replace("_", "-"): value
                                                     for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def check(self, start, not_asked):
        """What every proxy must do.
        @param start(account, model) starts it as a door for these
        @param not_asked its status for what licet calls no question"""
        start(ACCOUNT, ALLOWED)
        status, _, body = self.ask(self.proxy)
        self.assertEqual((status, body), (200, b"through"))
        start("999999999999", ALLOWED)
        self.assertEqual(self.ask(self.proxy)[0], 403)
        start('""', ALLOWED)
        self.assertEqual(self.ask(self.proxy)[0], not_asked)
        start(ACCOUNT, DENIED)
        self.assertEqual(self.ask(self.proxy)[0], 403)
        trick = {"x_licet_resource": ALLOWED, "x_licet_action": "licet:UseProduct"}
        self.assertEqual(self.ask(self.proxy, **trick)[0], 403, "the client's are not taken")

    @unittest.skipUnless(shutil.which("nginx"), "no nginx")
    def test_nginx(self):
        folder = self.place.path / "nginx"
        folder.mkdir()
        temporary = "".join(f"{kind}_temp_path {folder}/{kind}; "
                            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))

        def start(account, model):
            settings = self.here(example("nginx"), account, model)
            (folder / "nginx.conf").write_text(
                f"daemon off; pid {folder}/pid; events {{}} http {{ access_log off; {temporary}\n"
                f"{settings} }}", encoding="utf-8")
            self.start("nginx", "-e", "stderr", "-c", folder / "nginx.conf")

        self.check(start, not_asked=500)
        self.assertEqual(self.ask(self.proxy)[1]["x-licet-reason"], "no_entitlement")

    @unittest.skipUnless(shutil.which("haproxy"), "no haproxy")
    def test_haproxy(self):
        script = self.place.path / "licet.lua"
        settings = self.place.path / "haproxy.cfg"
        timeouts = "".join(f"    timeout {kind} 20s\n" for kind in ("client", "server", "connect"))

        def start(account, model):
            example_here = self.here(example("haproxy") + "--\n" + example("lua"), account, model)
            frontends, lua = example_here.split("--\n")
            settings.write_text(f"global\n    lua-load {script}\ndefaults\n    mode http\n{timeouts}"
                                f"{frontends}", encoding="utf-8")
            script.write_text(lua, encoding="utf-8")
            self.start("haproxy", "-db", "-f", settings)

        self.check(start, not_asked=403)

    def test_what_envoy_sends(self):
        """Its path stands behind the prefix; its own headers are added; all but 200 is a refusal."""
        settings = example("yaml")
        prefix = re.search(r"path_prefix: (\S+)", settings)[1]
        authorization = re.search(r"value: (.*?)}", settings)[1].replace("KEY", self.key)
        for resource, status in ((ALLOWED, 200), (DENIED, 403)):
            answer = self.ask(self.licet, f"{prefix}/v1/chat?x=1", authorization=authorization,
                              x_licet_subject=ACCOUNT, x_licet_resource=resource, content_length="0")
            self.assertEqual(answer[0], status, answer[2])
            self.assertTrue(answer[1]["x-licet-reason"])
        self.assertEqual(self.ask(self.licet, prefix, authorization="Bearer no")[0], 401)
