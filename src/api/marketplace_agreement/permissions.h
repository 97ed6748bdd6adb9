// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/permissions.h"

#include <optional>
#include <string>
#include <string_view>

/// What conditions see of agreements; their actions have no resource.
/// Source: service authorization reference; rule BA-3.
namespace licet::api::marketplace_agreement {

inline constexpr Need kOfAgreementType{.keys = {policy::Key::aws_marketplace_agreement_type}};
inline constexpr Need kOfParty{
    .keys = {policy::Key::aws_marketplace_agreement_type, policy::Key::aws_marketplace_party_type}};
inline constexpr Need kOfProduct{
    .keys = {policy::Key::aws_marketplace_agreement_type, policy::Key::aws_marketplace_product_id}};

// What other operations need besides. Source: Marketplace API Reference, "Access control for the
// AWS Marketplace Agreement API".
inline constexpr Need kCancelAgreement{.action = "aws-marketplace:CancelAgreement",
                                       .keys = kOfAgreementType.keys};
inline constexpr Need kUpdatePurchaseOrders{.action = "aws-marketplace:UpdatePurchaseOrders",
                                            .keys = kOfAgreementType.keys};

/// The operation's own action, where there is no agreement of another type.
Permissions permit_agreements();
/// One of the above besides.
void add_agreements(Permissions& permissions, const Need& need);
/// @param party `Acceptor` or `Proposer`, as the request has it; empty: it says nothing
Permissions permit_party(std::string party);
/// On an agreement: which party of it the caller's account is.
Permissions permit_agreement(const PermissionCall& call, const std::string& id);

/// To ask for an agreement on an offer's product, or on that of the agreement it is to follow.
Permissions permit_proposal(const PermissionCall& call, const std::optional<std::string>& proposal,
                            const std::optional<std::string>& source);
/// To accept what the account asked for.
Permissions permit_request(const PermissionCall& call, const std::string& request);

}  // namespace licet::api::marketplace_agreement
