# SPDX-License-Identifier: Apache-2.0
"""What a writer does with parties outside: buy and cancel a product of its own, invite an account."""
from book import ANY

MIX = {"subscribe": 2, "cancel": 2, "invite": 1, "uninvite": 1}
INVITATIONS_MAX = 300  # of one writer: all together stay below what a day allows


class Contractor:
    """The part of a Writer that deals with agreements and handshakes."""

    @property
    def product(self):
        return ("subscription", f"w{self.number}-p")

    def subscribe(self):
        """Two calls: a draft, which nobody can read back, and its acceptance."""
        before = self.facts.get(self.product, {"Agreements": "0", "Active": None, "Usable": False})
        if before["Active"]:
            return
        offer = self.world.offers[self.number]
        draft = self.write_unseen("marketplace-agreement", "CreateAgreementRequest", intent="NEW",
                                  agreementProposalIdentifier=offer["proposal"],
                                  requestedTerms=[{"id": term} for term in offer["terms"]])
        if draft:
            after = {"Agreements": str(int(before["Agreements"]) + 1), "Active": ANY, "Usable": True}
            got = self.write(self.product, after, "marketplace-agreement", "AcceptAgreementRequest",
                             agreementRequestId=draft["agreementRequestId"])
            if got:
                self.facts[self.product] = {**after, "Active": got["agreementId"]}

    def cancel(self):
        content = self.facts.get(self.product)
        if content and content["Active"]:
            self.write(self.product, {**content, "Active": None, "Usable": False},
                       "marketplace-agreement", "CancelAgreement", agreementId=content["Active"])

    # --- invitations ---------------------------------------------------------------------------

    def open_invitation(self):
        return self.pick("invitation", lambda content: content["State"] == "OPEN")

    def invite(self):
        if self.open_invitation() or self.count("invitation") == INVITATIONS_MAX:
            return
        name = self.fresh("i")
        got = self.write(("invitation", name), {"Id": ANY, "State": "OPEN"}, "organizations",
                         "InviteAccountToOrganization", Notes=name,
                         Target={"Type": "ACCOUNT", "Id": self.world.strangers[self.number]})
        if got:
            self.facts["invitation", name] = {"Id": got["Handshake"]["Id"], "State": "OPEN"}

    def uninvite(self):
        invitation = self.open_invitation()
        if invitation:
            key, content = invitation
            self.write(key, {**content, "State": "CANCELED"}, "organizations", "CancelHandshake",
                       HandshakeId=content["Id"])
