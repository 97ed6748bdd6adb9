#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes src/auth/testdata/sigv4_vectors.txt: requests signed by botocore (Debian: python3-botocore).

Usage: tools/make_sigv4_vectors.py > src/auth/testdata/sigv4_vectors.txt

Three sources, in this order:
- the cases of AWS's published Signature Version 4 test suite; the script fails unless botocore gives
  the published signature;
- further cases, signed directly: model ids that are ARNs, odd queries, presigned requests;
- calls made through botocore's own clients, recorded as they would be sent.

Every case is a block of `key value` lines ended by an empty line. `body` is hexadecimal; `header`
lines keep their order and stand as sent, the signature among them.
"""
import datetime
import os
import sys
import types
from unittest import mock
from urllib.parse import urlsplit

os.environ["BOTO_DISABLE_CRT"] = "true"
sys.dont_write_bytecode = True

import botocore.auth  # noqa: E402
import botocore.session  # noqa: E402
from botocore.awsrequest import AWSRequest, AWSResponse  # noqa: E402
from botocore.credentials import Credentials  # noqa: E402

KEY = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = (
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeo"
    "IYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5V"
    "SXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yj"
    "c8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="
)
TIME = datetime.datetime(2015, 8, 30, 12, 36, 0)
HOST = "example.amazonaws.com"
UNRESERVED = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
VANILLA = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
POST_VANILLA = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
FORM = "application/x-www-form-urlencoded"

# name, method, path and query, headers, body, published signature
SUITE = [
    ("get-vanilla", "GET", "/", [], b"", VANILLA),
    ("get-vanilla-empty-query-key", "GET", "/?Param1=value1", [], b"",
     "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"),
    ("get-vanilla-query-order-key", "GET", "/?Param1=value2&Param1=Value1", [], b"",
     "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1"),
    ("get-vanilla-query-order-value", "GET", "/?Param1=value2&Param1=value1", [], b"",
     "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694"),
    ("get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", [], b"",
     "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
    ("get-vanilla-query-order-encoded", "GET", "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1", [],
     b"", "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac"),
    ("get-vanilla-query-unreserved", "GET", f"/?{UNRESERVED}={UNRESERVED}", [], b"",
     "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"),
    ("get-vanilla-utf8-query", "GET", "/?%E1%88%B4=bar", [], b"",
     "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
    ("get-unreserved", "GET", f"/{UNRESERVED}", [], b"",
     "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
    ("get-utf8", "GET", "/\u1234", [], b"",
     "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
    ("get-header-key-duplicate", "GET", "/",
     [("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")], b"",
     "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
    ("get-header-value-order", "GET", "/",
     [("My-Header1", "value4"), ("My-Header1", "value1"), ("My-Header1", "value3"),
      ("My-Header1", "value2")], b"",
     "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"),
    ("get-header-value-trim", "GET", "/",
     [("My-Header1", " value1"), ("My-Header2", ' "a   b   c"')], b"",
     "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
    ("normalize-path/get-relative", "GET", "/example/..", [], b"", VANILLA),
    ("normalize-path/get-relative-relative", "GET", "/example1/example2/../..", [], b"", VANILLA),
    ("normalize-path/get-slash", "GET", "//", [], b"", VANILLA),
    ("normalize-path/get-slash-dot-slash", "GET", "/./", [], b"", VANILLA),
    ("normalize-path/get-slash-pointless-dot", "GET", "/./example", [], b"",
     "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5"),
    ("normalize-path/get-slashes", "GET", "//example//", [], b"",
     "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
    ("normalize-path/get-space", "GET", "/example space/", [], b"",
     "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
    ("post-vanilla", "POST", "/", [], b"", POST_VANILLA),
    ("post-vanilla-query", "POST", "/?Param1=value1", [], b"",
     "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"),
    ("post-vanilla-query-nonunreserved", "POST",
     "/?%40%23%24%25%5E=&%2B=%2F%2C%3F%3E%3C%60%22%3B%3A%5C%7C%5D%5B%7B%7D", [], b"",
     "66c82657c86e26fb25238d0e69f011edc4c6df5ae71119d7cb98ed9b87393c1e"),
    ("post-header-key-sort", "POST", "/", [("My-Header1", "value1")], b"",
     "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
    ("post-header-value-case", "POST", "/", [("My-Header1", "VALUE1")], b"",
     "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"),
    ("post-x-www-form-urlencoded", "POST", "/", [("Content-Type", FORM)], b"Param1=value1",
     "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
    ("post-x-www-form-urlencoded-parameters", "POST", "/",
     [("Content-Type", f"{FORM}; charset=utf8")], b"Param1=value1",
     "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe"),
]

PROFILE = (
    "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile"
    "%2Fus.anthropic.claude-v1%3A0"
)
JSON = [("Content-Type", "application/json")]

# name, service, method, path and query, headers, body
DIRECT = [
    ("arn-as-model-id", "bedrock", "POST", f"/model/{PROFILE}/converse", JSON, b'{"messages":[]}'),
    ("arn-with-bare-colons", "bedrock", "POST",
     "/model/arn:aws:bedrock:us-east-1:123456789012:inference-profile%2Fus.anthropic.claude/converse",
     JSON, b"{}"),
    ("lower-case-escapes", "bedrock", "POST", "/model/a.b%3a0/invoke", JSON, b"{}"),
    ("sub-delimiters-in-path", "bedrock", "GET", "/a!$&'()*+,;=:@b/%20%25", [], b""),
    ("dots-in-the-middle", "bedrock", "GET", "/a/b/../c/./d//e/", [], b""),
    ("dot-at-the-end", "bedrock", "GET", "/a/b/.", [], b""),
    ("above-the-root", "bedrock", "GET", "/../../a", [], b""),
    ("empty-values", "service", "GET", "/?b=&a=&a=1&A=2", [], b""),
    ("blanks-in-query", "service", "GET", "/?q=a%20b%2Bc", [], b""),
    ("blanks-in-header", "service", "GET", "/", [("My-Header1", "  a \t b  c  ")], b""),
    ("empty-header", "service", "GET", "/", [("My-Header1", "")], b""),
    ("unsigned-payload", "service", "POST", "/", [("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD")],
     b"whatever"),
    ("declared-payload", "service", "POST", "/",
     [("X-Amz-Content-SHA256",
       "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")], b"hello"),
    ("date-header", "service", "GET", "/", [("Date", "any")], b""),
    ("binary-body", "service", "POST", "/", [], bytes(range(256))),
]

# name, method, path and query, token
PRESIGNED = [
    ("presigned", "GET", "/?Action=GetCallerIdentity&Version=2011-06-15", None),
    ("presigned-with-token", "GET", "/?Action=GetCallerIdentity&Version=2011-06-15", TOKEN),
    ("presigned-post", "POST", "/model/a.b%3A0/invoke?b=2&a=1", None),
]


class FixedDatetime(datetime.datetime):
    """A datetime whose now is the moment of the vectors."""

    @classmethod
    def utcnow(cls):
        return TIME


def emit(name, form, request, service, body, token=None):
    url = urlsplit(request.url)
    print(f"name {name}\nform {form}\nservice {service}")
    if token:
        print(f"token {token}")
    print(f"method {request.method}\npath {url.path or '/'}\nquery {url.query}\nbody {body.hex()}")
    names = {n.lower() for n in request.headers.keys()}
    if "host" not in names:
        print(f"header host: {url.netloc}")
    for header, value in request.headers.items():
        text = value.decode() if isinstance(value, bytes) else str(value)
        print(f"header {header.lower()}: {text}")
    print()


def build(method, target, headers, body):
    request = AWSRequest(method=method, url=f"http://{HOST}{target}", data=body)
    for name, value in headers:
        request.headers[name] = value
    return request


def signature_of(request):
    return request.headers["Authorization"].rpartition("Signature=")[2]


def sign(service, method, target, headers, body, token=None):
    request = build(method, target, headers, body)
    credentials = Credentials(KEY, SECRET, token)
    botocore.auth.SigV4Auth(credentials, service, "us-east-1").add_auth(request)
    return request


def suite():
    for name, method, target, headers, body, published in SUITE:
        request = sign("service", method, target, headers, body)
        if signature_of(request) != published:
            sys.exit(f"{name}: botocore gives {signature_of(request)}, published is {published}")
        emit(f"suite/{name}", "header", request, "service", body)
    request = sign("service", "POST", "/", [], b"", TOKEN)
    published = "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"
    if signature_of(request) != published:
        sys.exit("post-sts-header-before differs")
    emit("suite/post-sts-header-before", "header", request, "service", b"", TOKEN)


def direct():
    for name, service, method, target, headers, body in DIRECT:
        emit(f"direct/{name}", "header", sign(service, method, target, headers, body), service, body)
    for name, method, target, token in PRESIGNED:
        request = build(method, target, [], b"")
        credentials = Credentials(KEY, SECRET, token)
        botocore.auth.SigV4QueryAuth(credentials, "service", "us-east-1", 900).add_auth(request)
        emit(f"direct/{name}", "query", request, "service", b"", token)


def client(service, operation, port=None, **parameters):
    session = botocore.session.Session()
    session.set_credentials(KEY, SECRET)
    endpoint = f"http://127.0.0.1:{port}" if port else None
    made = session.create_client(service, region_name="us-east-1", endpoint_url=endpoint)
    sent = []

    def capture(request, **_):
        sent.append(request)
        return AWSResponse(request.url, 200, {}, mock.Mock(stream=lambda: [b"{}"]))

    made.meta.events.register("before-send", capture)
    try:
        getattr(made, operation)(**parameters)
    except Exception as error:  # only the request matters, not how its empty answer is read
        if not sent:
            raise error
    request = sent[0]
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else body
    scope = str(request.headers["Authorization"]).split("/")[3]
    for unsigned in ("User-Agent", "amz-sdk-invocation-id"):  # differs from run to run
        if unsigned in request.headers:
            del request.headers[unsigned]
    emit(f"client/{service}/{operation}", "header", request, scope, body)


def clients():
    arn = "arn:aws:lambda:us-east-1:123456789012:function:name:1"
    client("sts", "get_caller_identity", port=8080)
    client("iam", "list_users", PathPrefix="/a b+c/", MaxItems=5)
    client("organizations", "list_accounts", port=8080, MaxResults=5)
    client("license-manager", "list_received_licenses", port=8080)
    client("cloudtrail", "lookup_events", MaxResults=1)
    client("lambda", "get_function", FunctionName=arn, Qualifier="a b", port=8080)
    client("resource-groups", "get_tags", Arn="arn:aws:resource-groups:us-east-1:123456789012:group/a")


def main():
    print("# Made by tools/make_sigv4_vectors.py; do not edit.")
    print(f"# access key {KEY}, secret {SECRET}, region us-east-1, 20150830T123600Z\n")
    with mock.patch.object(botocore.auth, "datetime", types.SimpleNamespace(datetime=FixedDatetime)):
        suite()
        direct()
        clients()


if __name__ == "__main__":
    main()
