# SPDX-License-Identifier: Apache-2.0
"""The place of one run: a data directory, an organization in it that sells two models, settings."""
import pathlib
import shutil

from observe import ask
from records import Broken, run
from wire_client import Client, Credentials, Server

CATALOG = pathlib.Path(__file__).resolve().parent / "catalog.yaml"
WRITERS = 8
# For each writer a product, to buy and to cancel.
PRODUCT = """  - product_id: prod-crashdesk{0:04}
    product_name: Crash Test Desk {0}
    seller_name: Example
    synthetic: true
    kind: saas
    listing:
      short_description: A desk
      fulfillment_options: [{{option_id: fo-crashdesk{0:04}, name: Desk, url: "https://example.com/{0}"}}]
    offer:
      offer_id: offer-crashdesk{0:04}
      offer_token: crash-desk-{0}
      eula_url: https://example.com/eula
      refund_policy: none
      synthetic: true
      rate_card:
        - {{dimension: in, price: 1, description: desks, unit: Units}}
"""
MODELS = {"account": "example.crash-one-v1:0", "unit": "example.crash-two-v1:0"}
MAY_BE_LOGGED = ("an unfinished line of the journal is cut off",
                 "calls that were measured before a kill are in the usage")
TRUSTED = ["license-manager.amazonaws.com", "license-management.marketplace.amazonaws.com"]
# Snapshots are due all the time, so that crashes meet them.
SETTINGS = "threads: 2\nsnapshot_every_records: 40\njournal:\n  durability: {}\n"


class World:
    """`licenses` and `models` are by the kind of grantee they are granted to: account or unit."""

    def __init__(self, program, place):
        self.program, self.place, self.data = program, place, place / "data"
        self.models, self.writers = MODELS, WRITERS
        self.log = open(place / "licet.log", "a+", encoding="utf-8")
        self.log_read = 0
        for durability in ("strict", "relaxed"):
            self.settings(durability).write_text(SETTINGS.format(durability), encoding="utf-8")
        catalog = place / "catalog.yaml"
        models = "models:\n"
        catalog.write_text(CATALOG.read_text(encoding="utf-8").replace(
            models, "".join(map(PRODUCT.format, range(WRITERS))) + models), encoding="utf-8")
        made = run(program, "init", "--data", str(self.data), "--credentials", str(place / "credentials"),
                   "--catalog", str(catalog))
        if made.returncode != 0:
            raise Broken(f"licet init: exit {made.returncode}: {made.stderr}")
        self.credentials = Credentials.read(place / "credentials")
        server = self.serve()
        try:
            self.prepare(Client(server.url, self.credentials))
        finally:
            server.stop()

    def settings(self, durability):
        return self.place / f"{durability}.yaml"

    def serve(self, data=None, durability="relaxed"):
        return Server(self.program, data or self.data, log=self.log, config=self.settings(durability))

    def prepare(self, client):
        for service in TRUSTED:
            ask(client, "organizations", "EnableAWSServiceAccess", ServicePrincipal=service)
        ask(client, "license-manager", "UpdateServiceSettings",
            OrganizationConfiguration={"EnableIntegration": True})
        self.root = ask(client, "organizations", "ListRoots")["Roots"][0]["Id"]
        self.account = ask(client, "sts", "GetCallerIdentity").body.findtext(".//{*}Account")
        self.licenses = {}
        for kind, model in MODELS.items():
            offer = ask(client, "bedrock", "ListFoundationModelAgreementOffers", modelId=model)["offers"][0]
            ask(client, "bedrock", "CreateFoundationModelAgreement", modelId=model,
                offerToken=offer["offerToken"])
            received = ask(client, "license-manager", "ListReceivedLicenses")["Licenses"]
            new = {one["LicenseArn"] for one in received} - set(self.licenses.values())
            self.licenses[kind] = new.pop()
        self.offers = [self.look_up_offer(client, f"crashdesk{number:04}") for number in range(WRITERS)]
        self.strangers = [ask(client, "licet", "OpenAccount", name=f"stranger {number}",
                              email=f"stranger{number}@example.com")["account"] for number in range(WRITERS)]

    @staticmethod
    def look_up_offer(client, name):
        offer = ask(client, "marketplace-discovery", "GetOffer", offerId=f"offer-{name}")
        terms = ask(client, "marketplace-discovery", "GetOfferTerms", offerId=f"offer-{name}")["offerTerms"]
        return {"id": f"offer-{name}", "product": f"prod-{name}", "proposal": offer["agreementProposalId"],
                "terms": [kind["id"] for term in terms for kind in term.values()]}

    def complaints(self):
        """What servers have logged since the last time, but for what a kill may leave behind."""
        self.log.seek(self.log_read)
        lines = self.log.read().splitlines()
        self.log_read = self.log.tell()
        return [line for line in lines if not any(text in line for text in MAY_BE_LOGGED)]

    def copy(self, name, snapshots):
        """A copy of the data, with its snapshots or without."""
        target = self.place / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.data, target, ignore=None if snapshots else shutil.ignore_patterns("snapshots"))
        return target
