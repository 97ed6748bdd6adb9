# SPDX-License-Identifier: Apache-2.0
"""The AWS protocols that licet speaks, from the client's side, with nothing but the standard library.

Used by tools/demo and tests/crash/run, which must run where no AWS SDK is installed.
"""
import configparser
import datetime
import hashlib
import hmac
import http.client
import json
import subprocess
import time
import urllib.parse
import xml.etree.ElementTree as ET

ANSWER_TIMEOUT_S = 30
START_TIMEOUT_S = 30

TARGETS = {
    "organizations": "AWSOrganizationsV20161128",
    "license-manager": "AWSLicenseManager",
    "marketplace-agreement": "AWSMPCommerceService_v20200301",
    "cloudtrail": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
}
QUERY_VERSIONS = {"sts": "2011-06-15", "iam": "2010-05-08"}
REST = {
    "ListFoundationModelAgreementOffers": ("GET", "/list-foundation-model-agreement-offers/{modelId}"),
    "CreateFoundationModelAgreement": ("POST", "/create-foundation-model-agreement"),
    "DeleteFoundationModelAgreement": ("POST", "/delete-foundation-model-agreement"),
    "GetFoundationModelAvailability": ("GET", "/foundation-model-availability/{modelId}"),
    "PutUseCaseForModelAccess": ("POST", "/use-case-for-model-access"),
    "GetUseCaseForModelAccess": ("GET", "/use-case-for-model-access"),
    "Converse": ("POST", "/model/{modelId}/converse"),
    "GetOffer": ("POST", "/2026-02-05/getOffer"),
    "GetOfferTerms": ("POST", "/2026-02-05/getOfferTerms"),
    "OpenAccount": ("POST", "/licet/v1/accounts"),
}
JSON_1_0 = {"marketplace-agreement"}
SIGNING_NAMES = {"bedrock-runtime": "bedrock", "marketplace-agreement": "aws-marketplace",
                 "marketplace-discovery": "aws-marketplace"}


class Credentials:
    """An access key, with the token of its session if it has one."""

    def __init__(self, key, secret, token=None):
        self.key, self.secret, self.token = key, secret, token

    @staticmethod
    def read(path, profile="licet"):
        """From a file in AWS's format."""
        file = configparser.ConfigParser()
        file.read(path)
        return Credentials(file[profile]["aws_access_key_id"], file[profile]["aws_secret_access_key"])


class Answer:
    """What one call gave; `body` is decoded, `error` is the documented error name or None."""

    def __init__(self, status, headers, body, error, message, took_s):
        self.status, self.headers, self.body = status, headers, body
        self.error, self.message, self.took_s = error, message, took_s
        self.reason = headers.get("x-licet-reason")
        self.revision = int(headers.get("x-licet-revision", 0))

    @property
    def ok(self):
        return self.status < 300

    def __getitem__(self, member):
        return self.body[member]


class Client:
    """Signs and sends calls of one principal. Not thread-safe: a connection each."""

    def __init__(self, url, credentials, region="us-east-1"):
        self.url, self.credentials, self.region = url, credentials, region
        self.host = urllib.parse.urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=ANSWER_TIMEOUT_S)

    def elsewhere(self, region):
        """The same principal in another region."""
        return Client(self.url, self.credentials, region)

    def call(self, service, operation, **members):
        """Sends one call; OSError or HTTPException when there is no answer."""
        method, path, headers, body = encode(service, operation, members)
        headers = sign(self, SIGNING_NAMES.get(service, service), method, path, headers, body)
        begun = time.monotonic()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        took_s = time.monotonic() - begun
        names = {name.lower(): value for name, value in response.getheaders()}
        return decode(service, response.status, names, text, took_s)

    def assume(self, account, role="OrganizationAccountAccessRole", session="demo"):
        """A client with a session of a role of another account."""
        got = self.call("sts", "AssumeRole", RoleSessionName=session,
                        RoleArn=f"arn:aws:iam::{account}:role/{role}")
        if not got.ok:
            raise RuntimeError(f"AssumeRole into {account}: {got.error}: {got.message}")
        issued = {name: got.body.findtext(f".//{{*}}{name}")
                  for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")}
        session = Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
        return Client(self.url, session, self.region)


def encode(service, operation, members):
    """Method, path, headers and body of a call."""
    if service in TARGETS:
        version = "1.0" if service in JSON_1_0 else "1.1"
        return "POST", "/", {"content-type": f"application/x-amz-json-{version}",
                             "x-amz-target": f"{TARGETS[service]}.{operation}"}, json.dumps(members).encode()
    if service in QUERY_VERSIONS:
        form = {"Action": operation, "Version": QUERY_VERSIONS[service], **members}
        return "POST", "/", {"content-type": "application/x-www-form-urlencoded"}, \
            urllib.parse.urlencode(form).encode()
    method, path = REST[operation]
    if "{modelId}" in path:
        path = path.format(modelId=urllib.parse.quote(members.pop("modelId"), safe=""))
    body = json.dumps(members).encode() if method == "POST" else b""
    return method, path, {"content-type": "application/json"}, body


def decode(service, status, headers, text, took_s):
    """An Answer from the bytes of a response."""
    if service in QUERY_VERSIONS:
        body = ET.fromstring(text)
        error, message = body.findtext(".//{*}Code"), body.findtext(".//{*}Message")
    else:
        body = json.loads(text) if text else {}
        error = None
        if status >= 300:
            error = headers.get("x-amzn-errortype", body.get("__type", "")).split(":")[0].split("#")[-1]
        message = body.get("message", body.get("Message"))
    return Answer(status, headers, body, error if status >= 300 else None, message, took_s)


def sign(client, service, method, path, headers, body):
    """The headers with those of Signature Version 4 added."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {**headers, "host": client.host, "x-amz-date": now}
    if client.credentials.token:
        headers["x-amz-security-token"] = client.credentials.token
    names = ";".join(sorted(headers))
    canonical = "\n".join([
        method, urllib.parse.quote(path, safe="/"), "",
        *(f"{name}:{headers[name]}" for name in sorted(headers)), "",
        names, hashlib.sha256(body).hexdigest()])
    scope = f"{now[:8]}/{client.region}/{service}/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = b"AWS4" + client.credentials.secret.encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    headers["authorization"] = (f"AWS4-HMAC-SHA256 Credential={client.credentials.key}/{scope}, "
                                f"SignedHeaders={names}, Signature={signature}")
    return headers


class Server:
    """A running `licet serve`; its own session, so that Ctrl-C reaches only us."""

    def __init__(self, program, data, listen="127.0.0.1:0", log=None, config=None, prefix=()):
        settings = ["--config", str(config)] if config else []
        self.process = subprocess.Popen(
            [*prefix, program, "serve", "--data", str(data), "--listen", listen, *settings],
            stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True)
        try:
            line = self.process.stdout.readline()
        except BaseException:  # an alarm, Ctrl-C: nobody else could stop it
            self.kill()
            raise
        if not line.startswith("licet: listening on "):
            self.process.kill()
            raise RuntimeError(f"licet did not start (exit {self.process.wait()}): {line.strip()}")
        self.url = line.split()[-1]

    def stop(self):
        """Drains; returns the exit code."""
        self.process.terminate()
        return self.process.wait(START_TIMEOUT_S)

    def kill(self):
        """As a power cut would."""
        self.process.kill()
        self.process.wait()
