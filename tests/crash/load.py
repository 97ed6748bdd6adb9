# SPDX-License-Identifier: Apache-2.0
"""Writers that keep a server busy until it is gone, and remember what it told them.

No call of theirs has a reason to be refused, so each refusal is a fault.
"""
import http.client
import threading

import contracts
import rights
from book import ANY, Acknowledged, Change
from contracts import Contractor
from rights import RightsHolder
from wire_client import Client, Credentials

OPERATIONS = ["CheckoutLicense", "CreateToken"]
UNITS_MAX, USERS_MAX, GRANTS_MAX = 5, 500, 200  # of one writer: all together stay below the quotas
TAG_KEYS = ["team", "stage", "cost"]
MIX = {"make_account": 6, "make_unit": 1, "move_account": 6, "make_grant": 10, "switch_grant": 8,
       "delete_grant": 3, "tag_grant": 4, "make_user": 2, "make_key": 2, "call_model": 5, "ask_again": 1,
       "read_grant": 2, **rights.MIX,
       **contracts.MIX}


class Writer(RightsHolder, Contractor):
    """One client that makes and changes objects of its own. `facts` are acknowledged contents."""

    def __init__(self, number, world, random):
        self.number, self.world, self.random = number, world, random
        self.facts, self.serial, self.secrets = {}, 0, {}
        self.leases, self.returned = {}, None
        self.begin(None)

    def begin(self, url):
        """Forgets the last round, keeps the facts."""
        self.client = Client(url, self.world.credentials) if url else None
        self.ending, self.refused = None, False  # "stop" or "kill" once the server's end has begun
        self.in_flight, self.unseen, self.newest_seen = None, None, 0
        self.acknowledged, self.models_called, self.touched, self.faults = [], [], set(), []

    def run(self, warm):
        """Until the server is gone. Adds itself to the semaphore `warm` with its first answer."""
        names, weights = zip(*MIX.items())
        try:
            while not self.faults and not self.refused:
                getattr(self, self.random.choices(names, weights)[0])()
                if warm:
                    warm.release()
                    warm = None
        except (OSError, http.client.HTTPException) as fault:
            if not self.ending:
                self.faults.append(f"writer {self.number} lost a server that is there: {fault!r}")
            if isinstance(fault, ConnectionRefusedError):
                self.in_flight = self.unseen = None  # the call that found nobody did nothing
        except Exception as fault:
            self.faults.append(f"writer {self.number}: {fault!r}")
            raise
        finally:
            if warm:
                warm.release()

    # --- calls ---------------------------------------------------------------------------------

    def call(self, service, operation, **members):
        got = self.client.call(service, operation, **members)
        self.newest_seen = max(self.newest_seen, got.revision)
        if not got.ok:
            self.refused = self.ending == "stop" and got.status >= 500
            if not self.refused:
                self.faults.append(f"{operation} {members} was refused: {got.status} {got.error}: "
                                   f"{got.message}")
        return got

    def write(self, key, after, service, operation, **members):
        """A call that gives an object a new content. Returns the answer, None when refused."""
        self.in_flight = Change(operation, key, self.facts.get(key), after)
        self.request = members
        self.touched.add(key)
        got = self.call(service, operation, **members)
        self.in_flight = None
        if not got.ok:
            return None
        self.acknowledged.append(Acknowledged(operation, got.headers["x-amzn-requestid"], got.revision))
        self.facts[key] = after
        return got

    def write_unseen(self, service, operation, **members):
        """A call that makes something which cannot be read back."""
        self.unseen = operation
        got = self.call(service, operation, **members)
        self.unseen = None
        if not got.ok:
            return None
        self.acknowledged.append(Acknowledged(operation, got.headers["x-amzn-requestid"], got.revision))
        return got

    def fresh(self, letter):
        self.serial += 1
        return f"w{self.number}-{letter}{self.serial}"

    def pick(self, kind, wanted):
        """One of the writer's objects, as (key, content), or None."""
        fitting = [(key, content) for key, content in self.facts.items()
                   if key[0] == kind and wanted(content)]
        return self.random.choice(fitting) if fitting else None

    def count(self, kind):
        return sum(key[0] == kind for key in self.facts)

    # --- the organization ----------------------------------------------------------------------

    def make_account(self):
        name = self.fresh("a")
        key, email = ("account", name), f"{name}@example.com"
        after = {"Creation": ANY, "Outcome": "SUCCEEDED", "Id": ANY, "Name": name, "Email": email,
                 "State": "ACTIVE", "Parent": self.world.root}
        got = self.write(key, after, "organizations", "CreateAccount", AccountName=name, Email=email)
        if got:
            creation = got["CreateAccountStatus"]["Id"]
            self.facts[key] = {**self.facts[key], "Creation": creation}
            status = self.call("organizations", "DescribeCreateAccountStatus",
                               CreateAccountRequestId=creation)
            if status.ok:
                self.facts[key] = {**self.facts[key], "Id": status["CreateAccountStatus"].get("AccountId")}

    def make_unit(self):
        name = self.fresh("u")
        if self.count("unit") < UNITS_MAX:
            got = self.write(("unit", name), {"Id": ANY, "Arn": ANY}, "organizations",
                             "CreateOrganizationalUnit", ParentId=self.world.root, Name=name)
            if got:
                made = got["OrganizationalUnit"]
                self.facts["unit", name] = {"Id": made["Id"], "Arn": made["Arn"]}

    def move_account(self):
        account = self.pick("account", lambda content: content["Id"] is not ANY)
        unit = self.pick("unit", lambda content: True)
        if account and unit:
            key, content = account
            to = self.world.root if content["Parent"] == unit[1]["Id"] else unit[1]["Id"]
            self.write(key, {**content, "Parent": to}, "organizations", "MoveAccount",
                       AccountId=content["Id"], SourceParentId=content["Parent"], DestinationParentId=to)

    # --- grants --------------------------------------------------------------------------------

    def make_grant(self):
        served = {content["Principal"] for key, content in self.facts.items()
                  if key[0] == "grant" and content["Status"] != "DELETED"}
        if len(served) == GRANTS_MAX:
            return
        kind = self.random.choice(["account", "account", "unit"])
        to = self.pick(kind, lambda content: content["Id"] is not ANY and
                       principal(kind, content) not in served)
        if to:
            name = self.fresh("g")
            content = {"GrantArn": ANY, "LicenseArn": self.world.licenses[kind],
                       "Principal": principal(kind, to[1]), "Region": "us-east-1", "Operations": OPERATIONS,
                       "Status": "DISABLED", "Version": "1", "Tags": {"made": name}}
            got = self.write(("grant", name), content, "license-manager", "CreateGrant",
                             **request_of(name, content))
            if got:
                self.facts["grant", name] = {**content, "GrantArn": got["GrantArn"]}

    def pick_grant(self, wanted=lambda content: content["Status"] != "DELETED"):
        return self.pick("grant", wanted)

    def switch_grant(self):
        grant = self.pick_grant()
        if grant:
            key, content = grant
            status = "DISABLED" if content["Status"] == "ACTIVE" else "ACTIVE"
            self.write(key, {**content, "Status": status, "Version": str(int(content["Version"]) + 1)},
                       "license-manager", "CreateGrantVersion", ClientToken=self.fresh("t"),
                       GrantArn=content["GrantArn"], Status=status)

    def delete_grant(self):
        grant = self.pick_grant()
        if grant:
            key, content = grant
            self.write(key, {**content, "Status": "DELETED", "Version": str(int(content["Version"]) + 1)},
                       "license-manager", "DeleteGrant", GrantArn=content["GrantArn"],
                       Version=content["Version"])

    def tag_grant(self):
        grant = self.pick_grant()
        if grant:
            key, content = grant
            name, value = self.random.choice(TAG_KEYS), self.fresh("v")
            self.write(key, {**content, "Tags": {**content["Tags"], name: value}}, "license-manager",
                       "TagResource", ResourceArn=content["GrantArn"], Tags=[{"Key": name, "Value": value}])

    def ask_again(self):
        """A repeated CreateGrant gives the first answer."""
        grant = self.pick_grant(lambda content: True)
        if grant:
            (_, name), content = grant
            first = {**content, "Tags": {"made": name}}
            got = self.call("license-manager", "CreateGrant", **request_of(name, first))
            if got.ok and got["GrantArn"] != content["GrantArn"]:
                self.faults.append(f"{name} asked for again: {got['GrantArn']}, first {content['GrantArn']}")

    def read_grant(self):
        grant = self.pick_grant(lambda content: True)
        if grant:
            (_, name), content = grant
            got = self.call("license-manager", "GetGrant", GrantArn=content["GrantArn"])
            shown = got["Grant"]["GrantStatus"] if got.ok else content["Status"]
            if shown != content["Status"]:
                self.faults.append(f"{name} is {shown}, was acknowledged as {content['Status']}")

    # --- identities and models -----------------------------------------------------------------

    def make_user(self):
        name = self.fresh("n")
        if self.count("user") == USERS_MAX:
            return
        got = self.write(("user", name), {"UserId": ANY, "Arn": ANY, "Key": None}, "iam", "CreateUser",
                         UserName=name)
        if got:
            self.facts["user", name] = {"UserId": got.body.findtext(".//{*}UserId"),
                                        "Arn": got.body.findtext(".//{*}Arn"), "Key": None}

    def make_key(self):
        user = self.pick("user", lambda content: content["Key"] is None)
        if user:
            key, content = user
            got = self.write(key, {**content, "Key": ANY}, "iam", "CreateAccessKey", UserName=key[1])
            if got:
                made = got.body.findtext(".//{*}AccessKeyId")
                self.facts[key] = {**content, "Key": made}
                self.secrets[key] = Credentials(made, got.body.findtext(".//{*}SecretAccessKey"))

    def call_model(self):
        text = self.fresh("m")
        got = self.call("bedrock-runtime", "Converse", modelId=self.world.models["account"],
                        messages=[{"role": "user", "content": [{"text": text}]}])
        if got.ok:
            self.models_called.append(got.headers["x-amzn-requestid"])


def principal(kind, content):
    return f"arn:aws:iam::{content['Id']}:root" if kind == "account" else content["Arn"]


def request_of(name, content):
    """The CreateGrant of a new grant."""
    return {"ClientToken": name, "GrantName": name, "LicenseArn": content["LicenseArn"],
            "Principals": [content["Principal"]], "HomeRegion": content["Region"],
            "AllowedOperations": content["Operations"],
            "Tags": [{"Key": key, "Value": value} for key, value in content["Tags"].items()]}


def work(writers, url, until):
    """All writers at once on one server; `until(warm)` ends it and returns when that is done.

    `warm` is a semaphore that each writer releases with its first answer.
    """
    warm = threading.Semaphore(0)
    for writer in writers:
        writer.begin(url)
    threads = [threading.Thread(target=writer.run, args=[warm]) for writer in writers]
    for thread in threads:
        thread.start()
    until(warm)
    for thread in threads:
        thread.join()
