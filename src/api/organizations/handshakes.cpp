// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/handshakes.h"

#include "api/page.h"
#include "base/check.h"
#include "model/organization/errors.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::api::organizations {
namespace {

std::string_view name_of(model::HandshakeAction action) {
    switch (action) {
        case model::HandshakeAction::INVITE:
            return "invite";
        case model::HandshakeAction::ENABLE_ALL_FEATURES:
            return "enable_all_features";
        case model::HandshakeAction::APPROVE_ALL_FEATURES:
            return "approve_all_features";
        case model::HandshakeAction::ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE:
            return "add_organizations_service_linked_role";
        case model::HandshakeAction::TRANSFER_RESPONSIBILITY:
            break;
    }
    return "transfer_responsibility";
}

std::vector<HandshakeParty> parties_of(const model::Handshake& handshake) {
    std::vector<HandshakeParty> parties{{handshake.organization, model::PartyType::ORGANIZATION}};
    if (handshake.account) {
        parties.push_back({handshake.account->text(), model::PartyType::ACCOUNT});
    } else if (!handshake.email.empty()) {
        parties.push_back({handshake.email, model::PartyType::EMAIL});
    }
    return parties;
}

/// What an invited account is told of the organization.
std::vector<HandshakeDetail> sender_of(const model::Organizations& state,
                                       const model::Handshake& handshake) {
    const model::Account* management = model::find_account(state, handshake.management);
    LICET_CHECK(management != nullptr);
    const bool all = handshake.features == model::FeatureSet::ALL;
    return {{management->email, "MASTER_EMAIL"},
            {management->name, "MASTER_NAME"},
            {all ? "ALL" : "CONSOLIDATED_BILLING", "ORGANIZATION_FEATURE_SET"}};
}

std::vector<HandshakeResource> resources_of(const model::Organizations& state,
                                            const model::Handshake& handshake) {
    std::vector<HandshakeResource> resources;
    if (!handshake.parent.empty()) {
        resources.push_back({handshake.parent, "PARENT_HANDSHAKE", std::nullopt});
    }
    resources.push_back({handshake.organization, "ORGANIZATION", std::nullopt});
    if (handshake.action == model::HandshakeAction::INVITE) {
        resources.back().Resources = sender_of(state, handshake);
    }
    if (handshake.account) {
        resources.push_back({handshake.account->text(), "ACCOUNT", std::nullopt});
    } else if (!handshake.email.empty()) {
        resources.push_back({handshake.email, "EMAIL", std::nullopt});
    }
    if (!handshake.notes.empty()) {
        resources.push_back({handshake.notes, "NOTES", std::nullopt});
    }
    return resources;
}

}  // namespace

bool is_handshake_id(std::string_view text) {
    if (!text.starts_with("h-") || text.size() < 10 || text.size() > 34) {
        return false;
    }
    text.remove_prefix(2);
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

Handshake show_handshake(const model::Organizations& state, const std::string& id, Time now) {
    const auto found = state.handshakes.all.find(id);
    LICET_CHECK(found != state.handshakes.all.end());
    const model::Handshake& handshake = found->second;
    return {.Id = id,
            .Arn = fmt::format("arn:aws:organizations::{}:handshake/{}/{}/{}",
                               handshake.management.text(), handshake.organization,
                               name_of(handshake.action), id),
            .Parties = parties_of(handshake),
            .State = model::state_at(handshake, now),
            .RequestedTimestamp = handshake.requested_at,
            .ExpirationTimestamp = handshake.expires_at,
            .Action = handshake.action,
            .Resources = resources_of(state, handshake)};
}

Result<void> check_filter(const std::optional<HandshakeFilter>& filter) {
    if (filter && filter->ActionType && filter->ParentHandshakeId) {
        return model::invalid_input("MAX_LIMIT_EXCEEDED_FILTER",
                                    "give either ActionType or ParentHandshakeId, not both");
    }
    return {};
}

std::string text_of(const std::optional<HandshakeFilter>& filter) {
    std::string by;
    if (filter && filter->ActionType) {
        by = name_of(*filter->ActionType);
    } else if (filter && filter->ParentHandshakeId) {
        by = *filter->ParentHandshakeId;
    }
    return by;
}

bool is_shown(const model::Handshake& handshake, const std::optional<HandshakeFilter>& filter,
              Time now) {
    if (now >= model::forgotten_at(handshake)) {
        return false;
    }
    if (!filter) {
        return true;
    }
    return (!filter->ActionType || *filter->ActionType == handshake.action) &&
           (!filter->ParentHandshakeId || *filter->ParentHandshakeId == handshake.parent);
}

}  // namespace licet::api::organizations
