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


def pages(client, service, operation, member, token="NextToken", **members):
    """All items of a list."""
    more = {}
    while True:
        got = ask(client, service, operation, **members, **more)
        yield from got[member]
        if not got.body.get(token):
            return
        more = {token: got.body[token]}


def by(name_of, items):
    """The items by their names, of which there must be one each."""
    named = {}
    for item in items:
        if named.setdefault(name_of(item), item) is not item:
            raise Unexpected(f"two are called {name_of(item)}: {named[name_of(item)]} and {item}")
    return named


def observe(client, world, known, deep):
    """All objects that there are: key -> content. Contents of `deep` keys are read in full.

    `known` are the contents last known: lists leave DELETED grants out, so these are asked for.
    """
    found = {**accounts(client), **units(client, world.root), **users(client, deep),
             **grants(client, known, deep), **licenses(client, deep), **tokens(client),
             **subscriptions(client, world), **invitations(client)}
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


def licenses(client, deep):
    """The licenses issued here, with the units checked out."""
    listed = by(lambda one: ("license", one["LicenseName"]),
                pages(client, "license-manager", "ListLicenses", "Licenses"))
    return {key: {"LicenseArn": one["LicenseArn"], "Status": one["Status"], "Version": one["Version"],
                  "Consumed": consumed(client, one["LicenseArn"]) if key in deep else UNREAD}
            for key, one in listed.items()}


def consumed(client, arn):
    usages = ask(client, "license-manager", "GetLicenseUsage", LicenseArn=arn)["LicenseUsage"]
    (usage,) = usages["EntitlementUsages"]
    return usage["ConsumedValue"]


def tokens(client):
    listed = by(lambda one: ("token", one["TokenProperties"][0]),
                pages(client, "license-manager", "ListTokens", "Tokens"))
    return {key: {"TokenId": one["TokenId"], "LicenseArn": one["LicenseArn"], "Status": one["Status"]}
            for key, one in listed.items()}


def subscriptions(client, world):
    """By the writer whose product it is: all agreements ever, and whether a license is to be had."""
    found = {}
    received = pages(client, "license-manager", "ListReceivedLicenses", "Licenses")
    usable = {one["ProductSKU"] for one in received
              if one["Status"] == "AVAILABLE" and one["ReceivedMetadata"]["ReceivedStatus"] == "ACTIVE"}
    for number, offer in enumerate(world.offers):
        agreements = list(pages(
            client, "marketplace-agreement", "SearchAgreements", "agreementViewSummaries",
            filters=[{"name": name, "values": [value]} for name, value in [
                ("PartyType", "Acceptor"), ("AgreementType", "PurchaseAgreement"),
                ("OfferId", offer["id"])]], token="nextToken"))
        active = by(lambda one: one["status"], agreements_in("ACTIVE", agreements)).get("ACTIVE", {})
        if agreements:
            found["subscription", f"w{number}-p"] = {
                "Agreements": str(len(agreements)), "Active": active.get("agreementId"),
                "Usable": offer["product"] in usable}
    return found


def agreements_in(status, agreements):
    return [one for one in agreements if one["status"] == status]


def invitations(client):
    """By their notes."""
    return {("invitation", note_of(one)): {"Id": one["Id"], "State": one["State"]}
            for one in pages(client, "organizations", "ListHandshakesForOrganization", "Handshakes")}


def note_of(handshake):
    (note,) = [part["Value"] for part in handshake["Resources"] if part["Type"] == "NOTES"]
    return note
