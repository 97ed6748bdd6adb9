# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks of the gateway share: a licet whose whole policy is on, an nginx that passes
the same bytes to the same upstream, the calls, and who drives them.

The calls: `converse`, signed and translated both ways to chat completions; `chat`, a chat completion
with an API key that goes on as it is; `stream` and `converse_stream`, the same whose answer is 20
events. licet proves the caller, decides through an organization grant with six quotas, counts tokens
and journals.

With two cores or more, the candidate has the first one to itself, all threads together; upstream and
clients share the second.
"""
import argparse
import base64
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
sys.dont_write_bytecode = True

from wire_client import Client, Credentials, Server, encode, sign  # noqa: E402

PROGRAM = os.environ.get("LICET", str(ROOT / "build" / "licet"))
MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"
OPERATIONS = ["CheckoutLicense", "CheckInLicense", "ExtendConsumptionLicense",
              "ListPurchasedLicenses", "CreateToken"]
TRUSTED = ["license-manager.amazonaws.com", "license-management.marketplace.amazonaws.com"]
FORM = ('{"companyName": "Example", "companyWebsite": "https://example.com", "intendedUsers": "0",'
        '"industryOption": "Software", "useCases": "benchmarks"}')
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["bedrock:InvokeModel*", "bedrock:CallWithBearerToken"], "Resource": "*"},
    {"Effect": "Deny", "Action": "bedrock:*", "Resource": "*",
     "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}]})
QUOTA = "1000000000000"  # never reached
QUOTAS = ["licet:quota:requests-per-minute", "licet:quota:requests-per-total",
          "licet:quota:input-tokens-per-day:each", "licet:quota:output-tokens-per-hour",
          "licet:quota:output-tokens-per-month", "licet:concurrency"]
QUESTION = "Which accounts of the organization may use this model, and who decided that? " * 8
COMPLETION = json.dumps({
    "id": "chatcmpl-7QyqpwdfhqwajicIEznoc6Q47XAyW", "object": "chat.completion",
    "created": 1764000000, "model": "benchmark",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {
        "role": "assistant", "content": "Those that were granted it, each by a record. " * 5}}],
    "usage": {"prompt_tokens": 120, "completion_tokens": 50, "total_tokens": 170}})

CHUNK = ('data: {"id":"chatcmpl-7Qyqpwdf","object":"chat.completion.chunk","created":1764000000,'
         '"model":"benchmark","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}\n\n')
FIRST_CHUNK = CHUNK % ('{"role":"assistant","content":""}', "null")
TEXT_CHUNK = CHUNK % ('{"content":"Those that were granted it. "}', "null")
LAST_CHUNKS = (CHUNK % ("{}", '"stop"')
               + 'data: {"id":"chatcmpl-7Qyqpwdf","object":"chat.completion.chunk",'
                 '"created":1764000000,"model":"benchmark","choices":[],"usage":{"prompt_tokens":120,'
                 '"completion_tokens":50,"total_tokens":170}}\n\ndata: [DONE]\n\n')
STREAM = FIRST_CHUNK + TEXT_CHUNK * 16 + LAST_CHUNKS

READY_TIMEOUT_S = 30
PINNED = os.cpu_count() >= 2
CANDIDATE_CPU, OTHERS_CPU = 0, 1

NGINX = """
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid {directory}/{name}.pid;
error_log {directory}/{name}.log error;
events {{ worker_connections 16384; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    keepalive_timeout 3600;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    {http}
}}
"""
UPSTREAM = """
    server {{
        listen 127.0.0.1:{port};
        location / {{ default_type application/json; return 200 '{answer}'; }}
        location /stream {{ default_type text/event-stream; return 200 '{stream}'; }}
    }}
"""
PROXY = """
    upstream model {{ server 127.0.0.1:{upstream}; keepalive 128; keepalive_requests 1000000000; }}
    server {{
        listen 127.0.0.1:{port}{listen};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        location / {{ proxy_pass http://model; }}
        location /stream {{ proxy_pass http://model; proxy_buffering off; }}
    }}
"""


def pin(cpu):
    return ["taskset", "-c", str(cpu)] if PINNED else []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    """A server with one worker: Nginx(directory, "proxy", CPU, PROXY, upstream=PORT, listen="")."""

    def __init__(self, directory, name, cpu, http, **values):
        self.port = free_port()
        file = pathlib.Path(directory) / f"{name}.conf"
        file.write_text(NGINX.format(directory=directory, name=name,
                                     http=http.format(port=self.port, **values)))
        self.process = subprocess.Popen([*pin(cpu), "nginx", "-c", str(file), "-e", "stderr"])
        until = time.monotonic() + READY_TIMEOUT_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise SystemExit(f"nginx ({name}) does not answer") from None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        self.process.terminate()
        self.process.wait(READY_TIMEOUT_S)


def cpu_seconds(pid):
    """What all threads of the process and of its children have used."""
    total_ns = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        total_ns += int((task / "schedstat").read_text().split()[0])
        for child in (task / "children").read_text().split():
            total_ns += round(cpu_seconds(int(child)) * 1e9)
    return total_ns / 1e9


def call_members():
    return {"modelId": f"global.{MODEL}",
            "system": [{"text": "Answer in one sentence."}],
            "messages": [{"role": "user", "content": [{"text": QUESTION}]}],
            "inferenceConfig": {"maxTokens": 256}}


def organization(url, credentials):
    """Brings the model to a member account by an organization grant with quotas; a client of a user
    there."""
    owner = Client(url, credentials)

    def must(client, service, operation, **members):
        got = client.call(service, operation, **members)
        if not got.ok:
            raise SystemExit(f"{operation}: {got.error}: {got.message}")
        return got

    for service in TRUSTED:
        must(owner, "organizations", "EnableAWSServiceAccess", ServicePrincipal=service)
    must(owner, "license-manager", "UpdateServiceSettings",
         OrganizationConfiguration={"EnableIntegration": True})
    must(owner, "bedrock", "PutUseCaseForModelAccess",
         formData=base64.b64encode(FORM.encode()).decode())
    offers = must(owner, "bedrock", "ListFoundationModelAgreementOffers", modelId=MODEL)
    must(owner, "bedrock", "CreateFoundationModelAgreement", modelId=MODEL,
         offerToken=offers["offers"][0]["offerToken"])
    license = must(owner, "license-manager", "ListReceivedLicenses")["Licenses"][0]["LicenseArn"]
    whole = must(owner, "organizations", "DescribeOrganization")["Organization"]["Arn"]
    grant = must(owner, "license-manager", "CreateGrant", ClientToken="bench", GrantName="bench",
                 LicenseArn=license, Principals=[whole], HomeRegion="us-east-1",
                 AllowedOperations=OPERATIONS,
                 Tags=[{"Key": key, "Value": QUOTA} for key in QUOTAS])["GrantArn"]
    must(owner, "license-manager", "CreateGrantVersion", ClientToken="bench", GrantArn=grant,
         Status="ACTIVE")
    must(owner, "organizations", "CreateAccount", AccountName="team", Email="team@example.com")
    accounts = must(owner, "organizations", "ListAccounts")["Accounts"]
    team = owner.assume(next(a["Id"] for a in accounts if a["Name"] == "team"))
    must(team, "iam", "CreateUser", UserName="caller")
    must(team, "iam", "PutUserPolicy", UserName="caller", PolicyName="models", PolicyDocument=POLICY)
    key = must(team, "iam", "CreateAccessKey", UserName="caller").body
    member = Client(url, Credentials(key.findtext(".//{*}AccessKeyId"),
                                     key.findtext(".//{*}SecretAccessKey")))
    must(member, "bedrock-runtime", "Converse", **call_members())
    member.api_key = must(team, "iam", "CreateServiceSpecificCredential", UserName="caller",
                          ServiceName="bedrock.amazonaws.com"
                          ).body.findtext(".//{*}ServiceCredentialSecret")
    return member


def converse_request(stream):
    """A Converse request, signed when it is made: path, headers, body."""
    def make(member):
        method, path, headers, body = encode("bedrock-runtime", "Converse", call_members())
        path += "-stream" if stream else ""
        headers = sign(member, "bedrock", method, path,
                       {**headers, "user-agent": "aws-sdk-js/3.0.0 os/linux lang/js"}, body)
        del headers["host"]  # every client says it
        return path, headers, body.decode()
    return make


def chat_request(stream):
    """What OpenAI's clients send."""
    body = json.dumps({
        "model": f"global.{MODEL}", "max_tokens": 256,
        "messages": [{"role": "system", "content": "Answer in one sentence."},
                     {"role": "user", "content": QUESTION}],
        **({"stream": True, "stream_options": {"include_usage": True}} if stream else {})})
    return lambda member: ("/v1/chat/completions", {
        "content-type": "application/json", "authorization": f"Bearer {member.api_key}",
        "user-agent": "OpenAI/JS 5.23.2"}, body)


# How each call is made, and the beginning of its path at the upstream.
CALLS = {
    "converse": (converse_request(False), "/v1"),
    "chat": (chat_request(False), "/v1"),
    "stream": (chat_request(True), "/stream"),
    "converse_stream": (converse_request(True), "/stream"),
}


class World:
    """A licet that asks an upstream, and a member of its organization that may call a model."""

    def __init__(self, directory, settings=""):
        self.directory, self.settings = pathlib.Path(directory), settings
        self.data, credentials = self.directory / "data", self.directory / "credentials"
        subprocess.run([PROGRAM, "init", "--data", str(self.data), "--credentials", str(credentials)],
                       check=True, stdout=subprocess.DEVNULL)
        self.upstream = Nginx(directory, "upstream", OTHERS_CPU, UPSTREAM, answer=COMPLETION,
                              stream=STREAM)
        self.licet = Server(PROGRAM, self.data, config=self.route(self.upstream.url + "/v1"),
                            prefix=pin(CANDIDATE_CPU))
        try:
            self.member = organization(self.licet.url, Credentials.read(credentials))
        except BaseException:
            self.stop()
            raise

    @property
    def url(self):
        return self.licet.url

    @property
    def pid(self):
        return self.licet.process.pid

    def route(self, base_url):
        """All calls go to one upstream."""
        file = self.directory / "licet.yaml"
        file.write_text("threads: 1\nupstreams:\n  - name: bench\n    kind: openai\n"
                        f"    base_url: {base_url}\n{self.settings}")
        return file

    def reroute(self, base_url):
        self.route(base_url)
        self.licet.process.send_signal(signal.SIGHUP)

    def journaled(self):
        """Model calls in the journal."""
        return sum(line.count(b'"inputTokens"') for file in (self.data / "journal").iterdir()
                   for line in file.open("rb"))

    def stop(self):
        self.licet.stop()
        self.upstream.stop()


def h2load(url, request, *options):
    """Drives POST requests; the number that were answered 200."""
    path, headers, body = request
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(body)
        file.flush()
        sent = [word for header in headers.items() for word in ("-H", ": ".join(header))]
        out = subprocess.run([*pin(OTHERS_CPU), "h2load", *options, "-d", file.name, *sent, url + path],
                             check=True, capture_output=True, text=True).stdout
    good, failed, errored = map(int, re.search(
        r"(\d+) succeeded, (\d+) failed, (\d+) errored", out).groups())
    if failed or errored or not good:
        raise SystemExit(f"calls of {url + path} failed:\n{out}")
    return good


def resident_kb(pid):
    """Resident memory of the process and its children, what they share counted once."""
    total = 0
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            total += int(line.split()[1])
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        total += sum(resident_kb(int(child)) for child in (task / "children").read_text().split())
    return total


def show(as_json, name, value, unit, baseline, ratio, goal, conditions):
    """One figure, as all benchmarks print theirs."""
    if as_json:
        print(json.dumps({"name": name, "value": value, "unit": unit, "baseline": baseline,
                          "ratio": ratio, "goal": goal, "conditions": conditions}), flush=True)
        return
    against = f", baseline {baseline} {unit}" if baseline is not None else ""
    share = f", ratio {ratio}" if ratio is not None else ""
    print(f"{name:<24} {value} {unit}{against}{share} (goal {goal})\n    {conditions}", flush=True)


def run(description, figures, measure, **defaults):
    """The command line of a benchmark: measure(name, directory, options) for each figure asked for.
    """
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--list", action="store_true", help="name the figures, measure nothing")
    for option, default in defaults.items():
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("name", nargs="?", default="", help="part of a figure's name")
    options = parser.parse_args()
    if options.list:
        print("\n".join(figures))
        return
    for name in (one for one in figures if options.name in one):
        with tempfile.TemporaryDirectory(prefix="licet-", dir="/var/tmp") as directory:
            measure(name, pathlib.Path(directory), options)


def median_ratio(ours, theirs):
    """The medians of both, that of the ratios of rounds, and their spread in words."""
    ratios = [a / b for a, b in zip(ours, theirs)]
    return (round(statistics.median(ours), 1), round(statistics.median(theirs), 1),
            round(statistics.median(ratios), 2),
            f"ratios of rounds {min(ratios):.2f} to {max(ratios):.2f}")
