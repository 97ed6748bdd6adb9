# SPDX-License-Identifier: Apache-2.0
"""Reads back, through the API, everything that the writers may have made."""
from book import UNREAD

ARNS_MAX = 100
STANDING = {("account", "management"), ("user", "admin")}  # made by `licet init`


class Unexpected(Exception):
    """A call that must succeed did not, or its answer makes no sense."""


def ask(client, service, operation, **members):
    got = client.call(service, operation, **members)
    if not got.ok:
        raise Unexpected(f"{operation} {members}: {got.status} {got.error}: {got.message}")
    return got


def pages(client, service, operation, member, **members):
    """All items of a list."""
    token = None
    while True:
        got = ask(client, service, operation, **members, **({"NextToken": token} if token else {}))
        yield from got[member]
        token = got.body.get("NextToken")
        if not token:
            return


def by(name_of, items):
    """The items by their names, of which there must be one each."""
    named = {}
    for item in items:
        if named.setdefault(name_of(item), item) is not item:
            raise Unexpected(f"two are called {name_of(item)}: {named[name_of(item)]} and {item}")
    return named


def observe(client, root, known, deep):
    """All objects that there are: key -> content. Contents of `deep` keys are read in full.

    `known` are the contents last known: lists leave DELETED grants out, so these are asked for.
    """
    found = {**accounts(client), **units(client, root), **users(client, deep), **grants(client, known, deep)}
    return {key: content for key, content in found.items() if key not in STANDING}


def accounts(client):
    """An account with the request that made it; each half without the other shows as None."""
    listed = by(lambda one: one["Id"], pages(client, "organizations", "ListAccounts", "Accounts"))
    asked_for = by(lambda asked: asked["AccountName"],
                   pages(client, "organizations", "ListCreateAccountStatus", "CreateAccountStatuses"))
    found = {}
    for name, asked in asked_for.items():
        one = listed.pop(asked.get("AccountId"), {})
        found["account", name] = {
            "Creation": asked["Id"], "Outcome": asked["State"], "Id": one.get("Id"), "Name": one.get("Name"),
            "Email": one.get("Email"), "State": one.get("State"), "Parent": parent_in(one.get("Paths"))}
    for account, one in listed.items():
        found["account", one["Name"]] = {"Creation": None, "Id": account}
    return found


def parent_in(paths):
    """The next to last of `o-id/r-id/ou-id/account/`."""
    return paths[0].split("/")[-3] if paths else None


def units(client, root):
    listed = by(lambda one: one["Name"], pages(
        client, "organizations", "ListOrganizationalUnitsForParent", "OrganizationalUnits", ParentId=root))
    return {("unit", name): {"Id": one["Id"], "Arn": one["Arn"]} for name, one in listed.items()}


def users(client, deep):
    found, marker = {}, {}
    while True:
        body = ask(client, "iam", "ListUsers", MaxItems=1000, **marker).body
        for one in body.iterfind(".//{*}Users/{*}member"):
            key = "user", one.findtext("{*}UserName")
            found[key] = {"UserId": one.findtext("{*}UserId"), "Arn": one.findtext("{*}Arn"),
                          "Key": access_key(client, key[1]) if key in deep else UNREAD}
        marker = {"Marker": body.findtext(".//{*}Marker")}
        if body.findtext(".//{*}IsTruncated") != "true":
            return found


def access_key(client, user):
    """The id of the one key of a user; None when it has none."""
    body = ask(client, "iam", "ListAccessKeys", UserName=user).body
    ids = [one.text for one in body.iterfind(".//{*}AccessKeyId")]
    return ids if len(ids) > 1 else "".join(ids) or None


def grants(client, known, deep):
    found = by(lambda one: ("grant", one["GrantName"]),
               pages(client, "license-manager", "ListDistributedGrants", "Grants"))
    gone = [content["GrantArn"] for key, content in known.items() if key[0] == "grant" and key not in found]
    for at in range(0, len(gone), ARNS_MAX):
        for one in pages(client, "license-manager", "ListDistributedGrants", "Grants",
                         GrantArns=gone[at:at + ARNS_MAX]):
            found["grant", one["GrantName"]] = one
    return {key: grant_content(one, tags(client, one["GrantArn"]) if key in deep else UNREAD)
            for key, one in found.items()}


def grant_content(one, its_tags):
    return {"GrantArn": one["GrantArn"], "LicenseArn": one["LicenseArn"],
            "Principal": one["GranteePrincipalArn"], "Region": one["HomeRegion"],
            "Operations": sorted(one["GrantedOperations"]),
            "Status": one["GrantStatus"], "Version": one["Version"], "Tags": its_tags}


def tags(client, arn):
    got = ask(client, "license-manager", "ListTagsForResource", ResourceArn=arn)
    return {tag["Key"]: tag["Value"] for tag in got["Tags"]}
