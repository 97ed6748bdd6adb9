# SPDX-License-Identifier: Apache-2.0
"""The four steps, their refusals and what else a program asks, by boto3."""
import datetime
import importlib.util
import json
import os
import unittest
import unittest.mock
import urllib.error
import urllib.request

from place import FORM, LICENSE_MANAGER, MARKETPLACE, MODEL, Place

US = f"us.{MODEL}"
OPERATIONS = ["CheckoutLicense", "CheckInLicense", "ExtendConsumptionLicense", "ListPurchasedLicenses",
              "CreateToken"]
POLLS = 1000
HELLO = [{"role": "user", "content": [{"text": "Hello"}]}]


def missing():
    if importlib.util.find_spec("boto3") is None:
        return "no boto3"
    import boto3
    known = boto3.Session().get_available_services()
    if not {"license-manager", "bedrock", "bedrock-runtime"} <= set(known):
        return "boto3 is too old: it does not know Bedrock"
    if not hasattr(client(boto3, "http://127.0.0.1", "bedrock", "key", "secret"),
                   "create_foundation_model_agreement"):
        return "boto3 is too old: it does not know CreateFoundationModelAgreement"
    return None


def client(boto3, url, service, key, secret, token=None, region="us-east-1"):
    from botocore.config import Config
    return boto3.Session(key, secret, token, region).client(
        service, endpoint_url=url, config=Config(retries={"total_max_attempts": 1}, proxies={}))


class Caller:
    """One principal in one region: `caller.sts.get_caller_identity()`."""

    def __init__(self, url, key, secret, token=None, region="us-east-1"):
        self.url, self.keys, self.region, self.account = url, (key, secret, token), region, None

    def __getattr__(self, service):
        import boto3
        made = client(boto3, self.url, service.replace("_", "-"), *self.keys, region=self.region)
        setattr(self, service, made)
        return made

    def elsewhere(self, region):
        return Caller(self.url, *self.keys, region=region)

    def assume(self, account):
        """A caller with a session of a role in another account."""
        got = self.sts.assume_role(RoleSessionName="test",
                                   RoleArn=f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole")
        issued = got["Credentials"]
        caller = Caller(self.url, issued["AccessKeyId"], issued["SecretAccessKey"],
                        issued["SessionToken"], self.region)
        caller.account = account
        return caller

    def converse(self, model=US):
        return self.bedrock_runtime.converse(modelId=model, messages=HELLO)


class Boto3Test(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """A prepared organization that has subscribed."""
        place = Place().init()
        cls.addClassCleanup(place.close)
        cls.url = place.serve()
        keys = place.administrator().credentials
        cls.management = management = Caller(cls.url, keys.key, keys.secret)
        management.iam.create_service_linked_role(AWSServiceName=LICENSE_MANAGER)
        for principal in (LICENSE_MANAGER, MARKETPLACE):
            management.organizations.enable_aws_service_access(ServicePrincipal=principal)
        management.license_manager.update_service_settings(
            OrganizationConfiguration={"EnableIntegration": True})
        management.bedrock.put_use_case_for_model_access(formData=FORM)
        offers = management.bedrock.list_foundation_model_agreement_offers(modelId=MODEL)["offers"]
        made = management.bedrock.create_foundation_model_agreement(
            modelId=MODEL, offerToken=offers[0]["offerToken"])
        assert made["modelId"] == MODEL
        cls.license, = management.license_manager.list_received_licenses()["Licenses"]

    def refused(self, operations, name, call, *arguments, **members):
        """Calls; it must raise the modelled exception. @return the exception"""
        with self.assertRaises(getattr(operations.exceptions, name)) as caught:
            call(*arguments, **members)
        return caught.exception

    def member(self, name):
        """A caller in a new account."""
        organizations = self.management.organizations
        asked = organizations.create_account(AccountName=name, Email=f"{name}@example.com")
        status = asked["CreateAccountStatus"]
        for _ in range(POLLS):
            if status["State"] != "IN_PROGRESS":
                break
            status = organizations.describe_create_account_status(
                CreateAccountRequestId=status["Id"])["CreateAccountStatus"]
        self.assertEqual(status["State"], "SUCCEEDED")
        return self.management.assume(status["AccountId"])

    def grant(self, name, principal):
        return self.management.license_manager.create_grant(
            ClientToken=name, GrantName=name, LicenseArn=self.license["LicenseArn"],
            Principals=[principal], HomeRegion="us-east-1", AllowedOperations=OPERATIONS)["GrantArn"]

    def test_the_four_steps_and_their_refusals(self):
        member = self.member("worker")
        licenses, runtime = self.management.license_manager, member.bedrock_runtime
        grant = self.grant("worker", f"arn:aws:iam::{member.account}:root")
        self.assertEqual(licenses.get_grant(GrantArn=grant)["Grant"]["GrantStatus"], "DISABLED")
        error = self.refused(runtime, "AccessDeniedException", member.converse)
        self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 403)
        self.assertTrue(error.response["ResponseMetadata"]["HTTPHeaders"]["x-licet-reason"])

        made = licenses.create_grant_version(ClientToken="activate", GrantArn=grant, Status="ACTIVE")
        self.assertEqual(made["Status"], "ACTIVE")
        answer = member.converse()
        self.assertIn("Hello", answer["output"]["message"]["content"][0]["text"])
        self.assertEqual(answer["stopReason"], "end_turn")
        self.assertEqual(answer["usage"]["totalTokens"],
                         answer["usage"]["inputTokens"] + answer["usage"]["outputTokens"])
        member.elsewhere("eu-west-1").converse(f"global.{MODEL}")
        body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 10,
                "messages": [{"role": "user", "content": "Hello"}]}
        invoked = runtime.invoke_model(modelId=US, body=json.dumps(body))
        self.assertEqual(json.load(invoked["body"])["content"][0]["type"], "text")

        received, = member.license_manager.list_received_grants(
            Filters=[{"Name": "LicenseArn", "Values": [self.license["LicenseArn"]]}])["Grants"]
        self.assertEqual((received["GrantArn"], received["GrantStatus"]), (grant, "ACTIVE"))
        licenses.delete_grant(GrantArn=grant, Version=made["Version"])
        self.refused(runtime, "AccessDeniedException", member.converse)

    def test_errors_are_the_modelled_classes(self):
        management, organizations = self.management, self.management.organizations
        licenses, bedrock, iam = management.license_manager, management.bedrock, management.iam
        self.refused(licenses, "ResourceNotFoundException", licenses.get_grant,
                     GrantArn=f"arn:aws:license-manager::{'1' * 12}:grant:g-{'0' * 32}")
        elsewhere = management.elsewhere("eu-west-1").license_manager
        self.refused(elsewhere, "ValidationException", elsewhere.create_grant, ClientToken="far",
                     GrantName="far", LicenseArn=self.license["LicenseArn"], HomeRegion="eu-west-1",
                     Principals=["arn:aws:iam::111111111111:root"], AllowedOperations=OPERATIONS)
        self.refused(organizations, "AlreadyInOrganizationException", organizations.create_organization)
        self.refused(organizations, "AccountNotFoundException", organizations.describe_account,
                     AccountId="111111111111")
        self.refused(bedrock, "ResourceNotFoundException", bedrock.get_foundation_model,
                     modelIdentifier="anthropic.none-v1:0")
        self.refused(management.bedrock_runtime, "ValidationException", management.converse, MODEL + "x")
        self.refused(iam, "NoSuchEntityException", iam.get_user, UserName="nobody")
        iam.create_user(UserName="twice")
        self.refused(iam, "EntityAlreadyExistsException", iam.create_user, UserName="twice")
        trail = management.cloudtrail
        pair = [{"AttributeKey": "EventName", "AttributeValue": "CreateGrant"}] * 2
        self.refused(trail, "InvalidLookupAttributesException", trail.lookup_events, LookupAttributes=pair)

    def test_a_wrong_secret_is_refused_by_every_protocol(self):
        from botocore.exceptions import ClientError
        key, secret, _ = self.management.keys
        stranger = Caller(self.url, key, secret[::-1])
        for call, code in ((stranger.sts.get_caller_identity, "SignatureDoesNotMatch"),
                           (stranger.organizations.list_roots, "InvalidSignatureException"),
                           (stranger.bedrock.list_foundation_models, "InvalidSignatureException")):
            with self.assertRaises(ClientError) as caught:
                call()
            self.assertEqual(caught.exception.response["Error"]["Code"], code)

    def test_pages_add_up(self):
        iam, organizations = self.management.iam, self.management.organizations
        names = {f"user-{number}" for number in range(7)}
        for name in names:
            iam.create_user(UserName=name, Path="/paged/", Tags=[{"Key": "of", "Value": name}])
        pages = list(iam.get_paginator("list_users").paginate(
            PathPrefix="/paged/", PaginationConfig={"PageSize": 3}))
        self.assertEqual([len(page["Users"]) for page in pages], [3, 3, 1])
        self.assertEqual({user["UserName"] for page in pages for user in page["Users"]}, names)
        self.assertIsInstance(pages[0]["Users"][0]["CreateDate"], datetime.datetime)

        root = organizations.list_roots()["Roots"][0]["Id"]
        units = {organizations.create_organizational_unit(ParentId=root, Name=f"unit-{number}")[
            "OrganizationalUnit"]["Id"] for number in range(5)}
        pages = list(organizations.get_paginator("list_organizational_units_for_parent").paginate(
            ParentId=root, PaginationConfig={"PageSize": 2}))
        self.assertGreater(len(pages), 2)
        self.assertEqual({unit["Id"] for page in pages for unit in page["OrganizationalUnits"]}, units)

        profiles = self.management.bedrock.get_paginator("list_inference_profiles").paginate(
            PaginationConfig={"PageSize": 5}).build_full_result()["inferenceProfileSummaries"]
        self.assertIn(US, {profile["inferenceProfileId"] for profile in profiles})

    def test_iam_lists_and_times(self):
        iam = self.management.iam
        trust = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}]}
        made = iam.create_role(RoleName="reader", AssumeRolePolicyDocument=json.dumps(trust),
                               MaxSessionDuration=7200, Tags=[{"Key": "a", "Value": "1"},
                                                              {"Key": "b", "Value": ""}])["Role"]
        role = iam.get_role(RoleName="reader")["Role"]
        self.assertEqual(role["AssumeRolePolicyDocument"], trust)
        self.assertEqual(role["Tags"], [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}])
        self.assertEqual((role["MaxSessionDuration"], role["Arn"]), (7200, made["Arn"]))
        self.assertIn("reader", {role["RoleName"] for role in iam.list_roles()["Roles"]})
        iam.create_user(UserName="keeper")
        self.assertEqual(iam.list_access_keys(UserName="keeper")["AccessKeyMetadata"], [])
        key = iam.create_access_key(UserName="keeper")["AccessKey"]
        keeper = Caller(self.url, key["AccessKeyId"], key["SecretAccessKey"])
        self.assertTrue(keeper.sts.get_caller_identity()["Arn"].endswith(":user/keeper"))
        used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
        self.assertEqual(used["UserName"], "keeper")

    def test_iam_policies_are_read_back_as_they_were_given(self):
        iam = self.management.iam
        document = {"Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "Action": "iam:Get*", "Resource": "*"}]}
        iam.create_group(GroupName="readers")
        iam.put_group_policy(GroupName="readers", PolicyName="read", PolicyDocument=json.dumps(document))
        self.assertEqual(
            iam.get_group_policy(GroupName="readers", PolicyName="read")["PolicyDocument"], document)
        self.refused(iam, "MalformedPolicyDocumentException", iam.put_group_policy,
                     GroupName="readers", PolicyName="read", PolicyDocument="{}")
        iam.create_role(RoleName="patient", AssumeRolePolicyDocument=json.dumps(
            {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}}))
        iam.update_role(RoleName="patient", MaxSessionDuration=7200)
        self.assertEqual(iam.get_role(RoleName="patient")["Role"]["MaxSessionDuration"], 7200)
        self.refused(iam, "DeleteConflictException", iam.delete_group, GroupName="readers")

    def test_a_bedrock_api_key_in_the_environment_calls_models(self):
        import boto3
        import botocore.utils
        from botocore.config import Config
        if not hasattr(botocore.utils, "get_token_from_environment"):
            self.skipTest("boto3 is too old: it does not know Bedrock API keys")
        iam = self.management.iam
        iam.create_user(UserName="holder")
        made = iam.create_service_specific_credential(
            UserName="holder", ServiceName="bedrock.amazonaws.com")["ServiceSpecificCredential"]
        config = Config(retries={"total_max_attempts": 1}, proxies={})
        with unittest.mock.patch.dict(os.environ,
                                      AWS_BEARER_TOKEN_BEDROCK=made["ServiceCredentialSecret"]):
            runtime, bedrock = (boto3.Session(region_name="us-east-1").client(
                service, endpoint_url=self.url, config=config)
                for service in ("bedrock-runtime", "bedrock"))
            call = {"modelId": US, "messages": HELLO}
            self.refused(runtime, "AccessDeniedException", runtime.converse, **call)
            iam.attach_user_policy(UserName="holder",
                                   PolicyArn="arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess")
            answer = runtime.converse(**call)
            self.assertIn("Hello", answer["output"]["message"]["content"][0]["text"])
            self.assertTrue(bedrock.list_foundation_models()["modelSummaries"])
            iam.update_service_specific_credential(
                UserName="holder", Status="Inactive",
                ServiceSpecificCredentialId=made["ServiceSpecificCredentialId"])
            self.refused(runtime, "AccessDeniedException", runtime.converse, **call)

    def test_a_presigned_url_tells_who_signed_it(self):
        arn = self.management.sts.get_caller_identity()["Arn"]
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for method, body in (("GET", None), ("POST", b"")):
            url = self.management.sts.generate_presigned_url(
                "get_caller_identity", ExpiresIn=60, HttpMethod=method)
            with direct.open(urllib.request.Request(url, body, method=method), timeout=30) as answer:
                self.assertIn(arn, answer.read().decode())
            with self.assertRaises(urllib.error.HTTPError) as caught:
                direct.open(url.replace("X-Amz-Expires=60", "X-Amz-Expires=61"), timeout=30)
            with caught.exception as refusal:
                self.assertEqual(refusal.code, 403)

    def test_events_name_what_was_done_and_refused(self):
        member = self.member("watched")
        self.refused(member.bedrock_runtime, "AccessDeniedException", member.converse)
        done, = self.looked_up(self.management, "CreateFoundationModelAgreement")
        self.assertEqual(done["EventSource"], "bedrock.amazonaws.com")
        self.assertIsInstance(done["EventTime"], datetime.datetime)
        refused, = self.looked_up(member, "Converse")
        self.assertEqual(json.loads(refused["CloudTrailEvent"])["errorCode"],
                         "AccessDeniedException")

    def looked_up(self, caller, name):
        pages = caller.cloudtrail.get_paginator("lookup_events").paginate(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}],
            PaginationConfig={"PageSize": 1})
        return [event for page in pages for event in page["Events"]]
