# SPDX-License-Identifier: Apache-2.0
"""The way from a private offer to a license as boto3 goes it (rule MP-23), and botocore's service
model held against what `licet api` says of AWS Marketplace Discovery."""
import importlib.util
import json
import subprocess
import unittest

from boto3_test import Caller
from place import LICENSE_MANAGER, PROGRAM, ROOT, Place

SERVICE = "marketplace-discovery"
BUYER = "111111111111"
PRIVATE = [{"filterType": "VISIBILITY_SCOPE", "filterValues": ["PRIVATE"]}]
KINDS = {"string": "text", "integer": "number", "long": "number", "timestamp": "time"}


def missing():
    if importlib.util.find_spec("boto3") is None:
        return "no boto3"
    import boto3
    if not {SERVICE, "marketplace-agreement"} <= set(boto3.Session().get_available_services()):
        return "boto3 is too old: it does not know Marketplace Discovery"
    return None


def example():
    """The offer file of docs/offers.md."""
    page = (ROOT / "docs" / "offers.md").read_text(encoding="utf-8")
    return page.split("```yaml\n")[1].split("```")[0]


class PrivateOfferTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = place = Place().init("--management-account", BUYER)
        cls.addClassCleanup(place.close)
        url = place.serve()
        keys = place.administrator().credentials
        cls.buyer = Caller(url, keys.key, keys.secret)
        cls.buyer.iam.create_service_linked_role(AWSServiceName=LICENSE_MANAGER)
        (place.path / "offers.yaml").write_text(example(), encoding="utf-8")
        subprocess.run([PROGRAM, "offer", "apply", place.path / "offers.yaml", "--endpoint", url],
                       check=True, stdout=subprocess.DEVNULL, env=place.environment())

    def test_the_sequence_of_clients(self):
        """Rule MP-23, with the retries and pages of the SDK."""
        discovery, agreement = self.buyer.marketplace_discovery, self.buyer.marketplace_agreement
        pages = discovery.get_paginator("list_purchase_options").paginate(filters=PRIVATE)
        options = [option for page in pages for option in page["purchaseOptions"]]
        self.assertEqual({option["purchaseOptionType"] for option in options}, {"OFFER", "OFFERSET"})
        offer_id = next(option["purchaseOptionId"] for option in options
                        if option["associatedEntities"][0]["product"]["productName"] == "Sample Runner"
                        and option["purchaseOptionType"] == "OFFER")
        offer = discovery.get_offer(offerId=offer_id)
        self.assertEqual(offer["sellerOfRecord"]["displayName"], "Example Corp.")
        pages = discovery.get_paginator("get_offer_terms").paginate(
            offerId=offer_id, PaginationConfig={"PageSize": 2})
        terms = [next(iter(term.values())) for page in pages for term in page["offerTerms"]]

        requested = [{"id": term["id"], **({"configuration": {"renewalTermConfiguration": {
            "enableAutoRenew": False}}} if term["type"] == "RenewalTerm" else {})} for term in terms]
        request = agreement.create_agreement_request(
            intent="NEW", agreementProposalIdentifier=offer["agreementProposalId"],
            requestedTerms=requested)
        accepted = agreement.accept_agreement_request(
            agreementRequestId=request["agreementRequestId"])
        described = agreement.describe_agreement(agreementId=accepted["agreementId"])
        self.assertEqual(described["status"], "ACTIVE")
        self.assertEqual(described["acceptor"]["accountId"], BUYER)
        self.assertEqual(described["proposalSummary"]["offerId"], offer_id)

        licenses = self.buyer.license_manager.list_received_licenses()["Licenses"]
        self.assertEqual([one["ProductSKU"] for one in licenses], ["prod-samplerunner1"])
        left = discovery.list_purchase_options(filters=PRIVATE)["purchaseOptions"]
        self.assertNotIn(offer_id, [option["purchaseOptionId"] for option in left])

    def test_errors_are_those_of_the_model(self):
        discovery = self.buyer.marketplace_discovery
        with self.assertRaises(discovery.exceptions.ResourceNotFoundException):
            discovery.get_offer(offerId="offer-nobodysoffer0")
        with self.assertRaises(discovery.exceptions.ValidationException) as caught:
            discovery.list_purchase_options()
        self.assertEqual(caught.exception.response["reason"], "MALFORMED_REQUEST_PARAMETERS")

    def test_answers_have_the_shapes_of_the_model(self):
        """botocore reads every answer, and finds in it what the model requires."""
        discovery = self.buyer.marketplace_discovery
        for operation, request in [
                ("SearchListings", {}), ("SearchFacets", {}),
                ("GetProduct", {"productId": "prod-sampledesk001"}),
                ("GetListing", {"listingId": "prodview-samplerunner1"}),
                ("ListFulfillmentOptions", {"productId": "prod-samplerunner1"}),
                ("GetOfferSet", {"offerSetId": "offerset-examplebundle"})]:
            method = getattr(discovery, "".join(
                ("_" if letter.isupper() and at else "") + letter.lower()
                for at, letter in enumerate(operation)))
            answer = method(**request)
            shape = discovery.meta.service_model.operation_model(operation).output_shape
            for name in shape.required_members:
                self.assertIn(name, answer, operation)


class ModelTest(unittest.TestCase):
    """Every member of ours is the model's, and none that it requires is missing."""

    @classmethod
    def setUpClass(cls):
        import botocore.session
        cls.model = botocore.session.get_session().get_service_model(SERVICE)
        lines = subprocess.run([PROGRAM, "api"], check=True, capture_output=True, text=True).stdout
        cls.table = [row for row in map(json.loads, lines.splitlines()) if row["service"] == SERVICE]

    def test_all_operations_are_there(self):
        self.assertEqual(sorted(row["name"] for row in self.table), sorted(self.model.operation_names))

    def test_requests_and_responses_have_the_members_of_the_model(self):
        found = []
        for row in self.table:
            operation = self.model.operation_model(row["name"])
            found += self.differences(row["request"], operation.input_shape, row["name"], True)
            found += self.differences(row["response"], operation.output_shape, row["name"], False)
        self.assertEqual(found, [])

    def differences(self, ours, shape, path, is_request):
        found = []
        names = {member["name"] for member in ours}
        for name in sorted(names - set(shape.members)):
            found.append(f"{path}.{name}: unknown to the model")
        needed = shape.members if is_request else shape.required_members
        for name in sorted(set(needed) - names):
            found.append(f"{path}.{name}: missing")
        for member in ours:
            name = member["name"]
            if name not in shape.members:
                continue
            required = name in shape.required_members
            may_lack = member["type"] not in ("list", "map") and not member["required"]
            if (is_request and member["required"] != required) or (
                    not is_request and required and may_lack):
                found.append(f"{path}.{name}: required {required} in the model")
            found += self.type_differences(member, shape.members[name], f"{path}.{name}", is_request)
        return found

    def type_differences(self, own, shape, path, is_request):
        kind = KINDS.get(shape.type_name, shape.type_name)
        own_kind = {"integer": "number", "enumeration": "text"}.get(own["type"], own["type"])
        if own_kind == "variant" and getattr(shape, "is_tagged_union", False):
            return self.union_differences(own, shape, path)
        if own_kind != kind:
            return [f"{path}: {own['type']} for {shape.type_name}"]
        if kind == "list":
            return self.type_differences(own["element"], shape.member, f"{path}[]", is_request)
        if kind == "map":
            return self.type_differences(own["value"], shape.value, f"{path}{{}}", is_request)
        if kind == "structure":
            return self.differences(own["members"], shape, path, is_request) if own["members"] else []
        if own["type"] != "enumeration":
            return []
        values, known = set(own["values"]), set(shape.enum)
        return [f"{path}: {value} differs"
                for value in sorted(known - values if is_request else values - known)]

    def union_differences(self, own, shape, path):
        found = []
        for one in own["members"]:
            if one["name"] not in shape.members:
                found.append(f"{path}.{one['name']}: unknown to the model")
            else:
                found += self.type_differences(one, shape.members[one["name"]],
                                               f"{path}.{one['name']}", False)
        return found


if __name__ == "__main__":
    unittest.main()
