# SPDX-License-Identifier: Apache-2.0
"""Terraform: apply, an empty plan, an update in place, destroy.

Source: domain §11, §13.14.
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import unittest

from place import FORM, LICENSE_MANAGER, MARKETPLACE, MODEL, Place

PLUGINS = os.environ.get("LICET_TF_PLUGINS")
TIMEOUT_S = 240
POLLS = 1000
NO_CHANGES, CHANGES = 0, 2
WITH_CLASSIFIER = {"upstreams": [{"name": "safety", "kind": "openai", "base_url": "http://127.0.0.1:9/v1"}],
                   "classifier": {"upstream": "safety", "model": "safeguard"}}


def missing():
    if not shutil.which("terraform"):
        return "no Terraform"
    if not PLUGINS:
        return "LICET_TF_PLUGINS names no folder with the AWS provider"
    return None


class Terraform:
    """One configuration of terraform/, run against the server of a place."""

    def __init__(self, place, name, **variables):
        self.folder = place.path / name
        shutil.copytree(pathlib.Path(__file__).parent / "terraform" / name, self.folder)
        self.environment = {**place.environment(), "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
        self.set(**variables)
        self.run("init", f"-plugin-dir={pathlib.Path(PLUGINS).resolve()}")

    def set(self, **variables):
        self.environment.update({f"TF_VAR_{name}": value for name, value in variables.items()})

    def run(self, verb, *options, statuses=(0,)):
        done = subprocess.run(["terraform", *verb.split(), *options], cwd=self.folder, text=True,
                              env=self.environment, capture_output=True, timeout=TIMEOUT_S, check=False)
        if done.returncode not in statuses:
            raise AssertionError(f"terraform {verb}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def plan(self):
        """@return the plan's text when there is something to do, else nothing"""
        done = self.run("plan", "-no-color", "-input=false", "-detailed-exitcode",
                        statuses=(NO_CHANGES, CHANGES))
        return done.stdout if done.returncode == CHANGES else ""

    def apply(self, *options):
        """@return how many resources were added, changed and destroyed"""
        text = self.run("apply", "-no-color", "-input=false", "-auto-approve", *options).stdout
        line = next(line for line in text.splitlines() if line.startswith("Apply complete!"))
        return [int(word) for word in line.split() if word.isdigit()]

    def destroy(self, *options):
        self.run("destroy", "-input=false", "-auto-approve", *options)

    def outputs(self):
        text = self.run("output", "-json").stdout
        return {name: output["value"] for name, output in json.loads(text).items()}

    def resources(self):
        return self.run("state list").stdout.split()


class TerraformTest(unittest.TestCase):
    maxDiff = None

    def call(self, caller, service, operation, **members):
        answer = caller.call(service, operation, **members)
        self.assertTrue(answer.ok, f"{operation}: {answer.error}: {answer.message}")
        return answer

    def served(self, *init, settings=None):
        place = Place().init(*init)
        self.addCleanup(place.close)
        place.serve(settings)
        return place

    def test_an_organization_with_a_unit_an_account_and_a_delegated_administrator(self):
        terraform = Terraform(self.served("--standalone"), "organization")

        self.assertEqual(terraform.apply(), [5, 0, 0])
        self.assertEqual(terraform.plan(), "")
        self.assertEqual(terraform.outputs(), {
            "accounts": ["ACTIVE", "ACTIVE"], "units": ["workloads"], "administrators": ["team"],
            "outer_found": True, "all_units": ["workloads", "inner"], "in_inner": [], "below_root": 2,
            "services": [LICENSE_MANAGER], "tags": {"purpose": "trial"}})

        terraform.set(unit="renamed", purpose="production", account_unit="inner")
        self.assertNotEqual(terraform.plan(), "")
        self.assertEqual(terraform.apply(), [0, 2, 0])
        self.assertEqual(terraform.plan(), "")
        outputs = terraform.outputs()
        self.assertEqual((outputs["units"], outputs["in_inner"]), (["renamed"], ["team"]))

        # A closed account stays where it is for 90 days: it must not be in a unit that is to go, and
        # the organization cannot go.
        terraform.set(account_unit="root")
        self.assertEqual(terraform.apply(), [0, 1, 0])
        terraform.run("state rm", "aws_organizations_organization.this")
        terraform.destroy()
        self.assertEqual(terraform.resources(), [])

    def test_identities_and_what_they_may_do(self):
        terraform = Terraform(self.served(), "identities")

        self.assertEqual(terraform.apply(), [11, 0, 0])
        self.assertEqual(terraform.plan(), "")
        self.assertEqual(terraform.outputs(), {"members": ["ann"], "role": ["reads", 3600]})

        terraform.set(developer="bea", action="bedrock:Converse", description="reads more", session="7200")
        self.assertNotEqual(terraform.plan(), "")
        terraform.apply()
        self.assertEqual(terraform.plan(), "")
        self.assertEqual(terraform.outputs(), {"members": ["bea"], "role": ["reads more", 7200]})

        terraform.destroy()
        self.assertEqual(terraform.resources(), [])

    def test_an_organization_that_goes_and_comes_back(self):
        terraform = Terraform(self.served("--standalone"), "organization", close="false")

        self.assertEqual(terraform.apply(), [5, 0, 0])
        terraform.destroy()
        self.assertEqual(terraform.resources(), [])

    def test_policies_and_where_they_are_attached(self):
        terraform = Terraform(self.served("--standalone"), "policies")

        self.assertEqual(terraform.apply(), [5, 0, 0])
        self.assertEqual(terraform.plan(), "")
        self.assertEqual(terraform.outputs(), {
            "types": ["SERVICE_CONTROL_POLICY"], "control_policies": 2, "on_team": 2,
            "denied": "bedrock:*"})

        terraform.set(denied="bedrock:Converse", purpose="production",
                      types='["SERVICE_CONTROL_POLICY", "TAG_POLICY"]')
        self.assertNotEqual(terraform.plan(), "")
        self.assertEqual(terraform.apply(), [0, 2, 0])
        self.assertEqual(terraform.plan(), "")
        outputs = terraform.outputs()
        self.assertEqual((outputs["types"], outputs["denied"]),
                         (["SERVICE_CONTROL_POLICY", "TAG_POLICY"], "bedrock:Converse"))

        terraform.destroy()
        self.assertEqual(terraform.resources(), [])

    def test_the_change_of_an_organization_to_all_features(self):
        place = self.served("--standalone")
        terraform = Terraform(place, "features", features="CONSOLIDATED_BILLING")
        self.assertEqual(terraform.apply(), [1, 0, 0])
        self.assertEqual(terraform.plan(), "")

        terraform.set(features="ALL")
        self.assertEqual(terraform.apply(), [0, 1, 0])
        # As with AWS the provider only begins the change: the management account has to finish it.
        self.assertNotEqual(terraform.plan(), "")
        administrator = place.administrator()
        asked = self.call(administrator, "organizations", "ListHandshakesForOrganization")
        handshake, = asked["Handshakes"]
        self.assertEqual((handshake["Action"], handshake["State"]), ("ENABLE_ALL_FEATURES", "OPEN"))
        self.call(administrator, "organizations", "AcceptHandshake", HandshakeId=handshake["Id"])
        self.assertEqual(terraform.plan(), "")
        terraform.destroy()
        self.assertEqual(terraform.resources(), [])

    def test_a_guardrail_with_every_policy_and_a_version_of_it(self):
        terraform = Terraform(self.served(settings=WITH_CLASSIFIER), "guardrail")

        self.assertEqual(terraform.apply(), [2, 0, 0])
        self.assertEqual(terraform.plan(), "")
        self.assertEqual(terraform.outputs(), {"version": "1"})

        terraform.set(strength="LOW")
        self.assertNotEqual(terraform.plan(), "")
        self.assertEqual(terraform.apply(), [0, 1, 0])
        self.assertEqual(terraform.plan(), "")

        terraform.destroy()
        self.assertEqual(terraform.resources(), [])

    def test_a_grant_and_its_acceptance(self):
        place = self.served()
        license_arn, account = self.buy(place.administrator())
        terraform = Terraform(place, "grants", license=license_arn, account=account)

        self.assertEqual(terraform.apply(), [2, 0, 0])
        self.assertEqual(terraform.plan(), "")
        outputs = terraform.outputs()
        grant = outputs.pop("grant")
        self.assertEqual(outputs, {
            "accepted": "DISABLED", "grants": [grant], "licenses": [license_arn],
            "granted": "AVAILABLE", "recipient": account, "provider": "Anthropic", "profile": "ACTIVE",
            "role": "/", "service_roles": ["AWSServiceRoleForAWSLicenseManagerRole"], "users": []})

        terraform.set(name="second name")
        self.assertNotEqual(terraform.plan(), "")
        self.assertEqual(terraform.apply(), [0, 1, 0])
        self.assertEqual(terraform.plan(), "")
        self.assertEqual(terraform.outputs()["grant"], grant)

        # The grant and its acceptance go, and come again, in one apply.
        self.assertEqual(terraform.apply("-replace=aws_licensemanager_grant.team"), [2, 0, 2])
        self.assertEqual(terraform.plan(), "")
        successor = terraform.outputs()["grant"]
        self.assertNotEqual(successor, grant)

        terraform.destroy()
        self.assertEqual(terraform.resources(), [])
        for arn in (grant, successor):
            gone = self.call(place.administrator(), "license-manager", "GetGrant", GrantArn=arn)
            self.assertEqual(gone["Grant"]["GrantStatus"], "DELETED")

    def test_a_grant_to_the_organization_stays_active_through_an_update(self):
        place = self.served()
        administrator = place.administrator()
        license_arn, account = self.buy(administrator)
        for principal in (LICENSE_MANAGER, MARKETPLACE):
            self.call(administrator, "organizations", "EnableAWSServiceAccess", ServicePrincipal=principal)
        self.call(administrator, "license-manager", "UpdateServiceSettings",
                  OrganizationConfiguration={"EnableIntegration": True})
        terraform = Terraform(place, "distribution", license=license_arn)

        self.assertEqual(terraform.apply(), [1, 0, 0])
        self.assertEqual(terraform.plan(), "")
        member = administrator.assume(account)
        self.assertEqual(self.converse(member), "AccessDeniedException")
        self.call(administrator, "license-manager", "CreateGrantVersion", ClientToken="activate",
                  GrantArn=terraform.outputs()["grant"], Status="ACTIVE")
        self.assertIsNone(self.converse(member))

        terraform.set(operations='["CheckInLicense", "CheckoutLicense", "ExtendConsumptionLicense"]')
        self.assertEqual(terraform.apply(), [0, 1, 0])
        self.assertEqual(terraform.plan(), "")
        self.assertEqual(terraform.outputs()["status"], "ACTIVE")
        self.assertIsNone(self.converse(member))

        terraform.destroy()
        self.assertEqual(self.converse(member), "AccessDeniedException")

    def converse(self, caller):
        """@return the name of the error, if any"""
        return caller.call("bedrock-runtime", "Converse", modelId=f"us.{MODEL}",
                           messages=[{"role": "user", "content": [{"text": "Hello"}]}]).error

    def buy(self, administrator):
        """Subscribes to a model and makes an account. @return the license's ARN, the account's id"""
        self.call(administrator, "iam", "CreateServiceLinkedRole", AWSServiceName=LICENSE_MANAGER)
        self.call(administrator, "bedrock", "PutUseCaseForModelAccess",
                  formData=base64.b64encode(FORM).decode())
        offers = self.call(administrator, "bedrock", "ListFoundationModelAgreementOffers", modelId=MODEL)
        self.call(administrator, "bedrock", "CreateFoundationModelAgreement", modelId=MODEL,
                  offerToken=offers["offers"][0]["offerToken"])
        licenses = self.call(administrator, "license-manager", "ListReceivedLicenses")["Licenses"]
        asked = self.call(administrator, "organizations", "CreateAccount", AccountName="team",
                          Email="team@example.com")["CreateAccountStatus"]
        for _ in range(POLLS):
            if asked["State"] != "IN_PROGRESS":
                break
            asked = self.call(administrator, "organizations", "DescribeCreateAccountStatus",
                              CreateAccountRequestId=asked["Id"])["CreateAccountStatus"]
        self.assertEqual(asked["State"], "SUCCEEDED")
        self.call(administrator.assume(asked["AccountId"]), "iam", "CreateServiceLinkedRole",
                  AWSServiceName=LICENSE_MANAGER)
        return licenses[0]["LicenseArn"], asked["AccountId"]
