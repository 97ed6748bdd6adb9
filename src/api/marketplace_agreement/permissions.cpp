// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/permissions.h"

#include "model/marketplace/offers.h"
#include "model/state.h"

namespace licet::api::marketplace_agreement {
namespace {

using policy::Key;

/// The product of an offer that the account may accept; empty for any other.
std::string product_of_offer(const PermissionCall& call, std::string_view offer_id) {
    const auto offer = model::offer_view(call.state(), offer_id);
    return offer && model::may_accept(*offer, call.account()) ? offer->product_id : std::string{};
}

/// The product of an agreement of the account; empty for any other.
std::string product_of_agreement(const PermissionCall& call, std::string_view id) {
    const auto& agreements = call.state().marketplace.agreements;
    const auto found = agreements.find(id);
    const bool own = found != agreements.end() && found->second.acceptor == call.account();
    return own ? found->second.product_id : std::string{};
}

Permissions permit_product(std::string product) {
    auto permissions = permit_agreements();
    if (!product.empty()) {
        permissions.front().keys.push_back(
            key_value(Key::aws_marketplace_product_id, std::move(product)));
    }
    return permissions;
}

}  // namespace

Permissions permit_agreements() {
    auto permissions = permit("*");
    permissions.front().keys.push_back(
        key_value(Key::aws_marketplace_agreement_type, "PurchaseAgreement"));
    return permissions;
}

void add_agreements(Permissions& permissions, const Need& need) {
    permissions.push_back(std::move(permit_agreements().front()));
    permissions.back().action = need.action;
}

Permissions permit_party(std::string party) {
    auto permissions = permit_agreements();
    if (!party.empty()) {
        permissions.front().keys.push_back(
            key_value(Key::aws_marketplace_party_type, std::move(party)));
    }
    return permissions;
}

Permissions permit_agreement(const PermissionCall& call, const std::string& id) {
    const auto& agreements = call.state().marketplace.agreements;
    const auto found = agreements.find(id);
    if (found == agreements.end()) {
        return permit_agreements();
    }
    return permit_party(found->second.acceptor == call.account()   ? "Acceptor"
                        : found->second.proposer == call.account() ? "Proposer"
                                                                   : "");
}

Permissions permit_proposal(const PermissionCall& call, const std::optional<std::string>& proposal,
                            const std::optional<std::string>& source) {
    const auto offer = proposal ? model::offer_id_of(*proposal) : std::nullopt;
    auto product = offer ? product_of_offer(call, *offer) : std::string{};
    return permit_product(product.empty() && source ? product_of_agreement(call, *source)
                                                    : std::move(product));
}

Permissions permit_request(const PermissionCall& call, const std::string& request) {
    const auto& requests = call.state().marketplace.requests;
    const auto found = requests.find(request);
    if (found == requests.end() || found->second.acceptor != call.account()) {
        return permit_agreements();
    }
    const auto& asked = found->second;
    return permit_product(asked.offer_id.empty() ? product_of_agreement(call, asked.source)
                                                 : product_of_offer(call, asked.offer_id));
}

}  // namespace licet::api::marketplace_agreement
