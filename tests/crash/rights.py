# SPDX-License-Identifier: Apache-2.0
"""What a writer does with licenses of its own: issue them, draw on them, give back, hand out tokens."""
from book import ANY

LICENSES_MAX, TOKENS_MAX = 20, 100  # of one writer
SEATS = 1_000  # of a license: more than are ever checked out
LEASE_MINUTES = 1_440  # no lease may lapse while a run lasts
ISSUER, BENEFICIARY = "Crash Test", "crash-test"
MIX = {"make_license": 2, "renew_license": 2, "delete_license": 1, "check_out": 8, "check_in": 4,
       "check_in_twice": 1, "make_token": 1, "delete_token": 1}


class RightsHolder:
    """The part of a Writer that deals with licenses. `leases` are the units it holds, by license."""

    def make_license(self):
        if self.count_available() == LICENSES_MAX:
            return
        name = self.fresh("l")
        content = {"LicenseArn": ANY, "Status": "AVAILABLE", "Version": "1", "Consumed": "0"}
        got = self.write(("license", name), content, "license-manager", "CreateLicense",
                         ClientToken=name, Beneficiary=BENEFICIARY, ProductSKU=name, **terms(name))
        if got:
            self.facts["license", name] = {**content, "LicenseArn": got["LicenseArn"]}

    def count_available(self):
        return sum(key[0] == "license" and content["Status"] == "AVAILABLE"
                   for key, content in self.facts.items())

    def pick_license(self):
        return self.pick("license", lambda content: content["Status"] == "AVAILABLE")

    def renew_license(self):
        license = self.pick_license()
        if license:
            key, content = license
            self.write(key, {**content, "Version": str(int(content["Version"]) + 1)}, "license-manager",
                       "CreateLicenseVersion", ClientToken=self.fresh("t"), LicenseArn=content["LicenseArn"],
                       SourceVersion=content["Version"], Status="AVAILABLE", **terms(key[1]))

    def delete_license(self):
        license = self.pick_license()
        if license and self.count_available() == LICENSES_MAX:
            key, content = license  # one version says PENDING_DELETE, the next DELETED
            after = {**content, "Status": "DELETED", "Version": str(int(content["Version"]) + 2)}
            self.write(key, after, "license-manager", "DeleteLicense", LicenseArn=content["LicenseArn"],
                       SourceVersion=content["Version"])

    def check_out(self):
        license = self.pick_license()
        if license:
            key, content = license
            got = self.write(key, {**content, "Consumed": str(int(content["Consumed"]) + 1)},
                             "license-manager", "CheckoutLicense", **checkout_of(self, key[1]))
            if got:
                self.leases.setdefault(key, []).append(got["LicenseConsumptionToken"])

    def check_in(self):
        license = self.pick_license()
        if license and self.leases.get(license[0]):
            key, content = license
            lease = self.leases[key].pop()
            got = self.write(key, {**content, "Consumed": str(int(content["Consumed"]) - 1)},
                             "license-manager", "CheckInLicense", LicenseConsumptionToken=lease,
                             Beneficiary=BENEFICIARY)
            self.returned = lease if got else None

    def check_in_twice(self):
        """What was given back once is not given back again, whatever happened in between."""
        if self.returned and not self.in_flight:
            got = self.client.call("license-manager", "CheckInLicense", Beneficiary=BENEFICIARY,
                                   LicenseConsumptionToken=self.returned)
            if got.error not in ("ConflictException", "ResourceNotFoundException"):
                self.faults.append(f"{self.returned} was checked in twice: {got.status} {got.error}")

    # --- tokens --------------------------------------------------------------------------------

    def make_token(self):
        license = self.pick_license()
        if license and self.count("token") < TOKENS_MAX:
            name = self.fresh("k")
            content = {"TokenId": ANY, "LicenseArn": license[1]["LicenseArn"], "Status": "AVAILABLE"}
            got = self.write(("token", name), content, "license-manager", "CreateToken", ClientToken=name,
                             LicenseArn=content["LicenseArn"], TokenProperties=[name])
            if got:
                self.facts["token", name] = {**content, "TokenId": got["TokenId"]}

    def delete_token(self):
        token = self.pick("token", lambda content: content["Status"] == "AVAILABLE")
        if token:
            key, content = token
            self.write(key, {**content, "Status": "DELETED"}, "license-manager", "DeleteToken",
                       TokenId=content["TokenId"])


def terms(name):
    """What each version of a license says."""
    return {"LicenseName": name, "ProductName": name, "Issuer": {"Name": ISSUER}, "HomeRegion": "us-east-1",
            "Validity": {"Begin": "2025-01-01T00:00:00Z"},
            "Entitlements": [{"Name": "Seats", "Unit": "Count", "MaxCount": SEATS, "AllowCheckIn": True}],
            "ConsumptionConfiguration": {
                "ProvisionalConfiguration": {"MaxTimeToLiveInMinutes": LEASE_MINUTES}}}


def checkout_of(writer, name):
    return {"ClientToken": writer.fresh("c"), "ProductSKU": name, "CheckoutType": "PROVISIONAL",
            "KeyFingerprint": f"aws:{writer.world.account}:{ISSUER}:issuer-fingerprint",
            "Beneficiary": BENEFICIARY,
            "Entitlements": [{"Name": "Seats", "Unit": "Count", "Value": "1"}]}
