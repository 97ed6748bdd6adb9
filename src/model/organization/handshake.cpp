// SPDX-License-Identifier: Apache-2.0
#include "model/organization/handshake.h"

#include "model/organization/organization.h"

namespace licet::model {
namespace {

template <typename Index, typename Key, typename Value>
void take_out(Index& index, const Key& key, const Value& value) {
    const auto found = index.find(key);
    if (found == index.end()) {
        return;
    }
    found->second.erase(value);
    if (found->second.empty()) {
        index.erase(found);
    }
}

bool is_ended(const Handshake& handshake) {
    return handshake.ended_at.has_value();
}

/// Whether the handshake above it cannot be completed because of this one.
bool keeps_parent_waiting(const Handshake& handshake) {
    return !handshake.parent.empty() &&
           (handshake.state == HandshakeState::OPEN || handshake.state == HandshakeState::DECLINED);
}

}  // namespace

void Handshakes::rebuild_indexes() {
    by_organization.clear();
    by_account.clear();
    by_email.clear();
    by_forgetting.clear();
    invitations.clear();
    open_invitations.clear();
    approvals_missing.clear();
    migrations.clear();
    for (const auto& [id, handshake] : all) {
        index_handshake(*this, id, handshake);
    }
}

Time forgotten_at(const Handshake& handshake) {
    const bool alone = handshake.parent.empty() && handshake.ended_at;
    return (alone ? *handshake.ended_at : handshake.expires_at) + kHandshakeKept;
}

HandshakeState state_at(const Handshake& handshake, Time now) {
    return !is_ended(handshake) && now >= handshake.expires_at ? HandshakeState::EXPIRED
                                                               : handshake.state;
}

bool is_live(const Handshake& handshake, Time now) {
    return !is_ended(handshake) && now < handshake.expires_at;
}

const std::string* live_migration(const Handshakes& state, std::string_view organization,
                                  Time now) {
    const auto found = state.migrations.find(organization);
    if (found == state.migrations.end() || found->second.rbegin()->first <= now) {
        return nullptr;
    }
    return &found->second.rbegin()->second;
}

void index_handshake(Handshakes& state, const std::string& id, const Handshake& handshake) {
    state.by_organization[handshake.organization].insert(id);
    state.by_forgetting.emplace(forgotten_at(handshake), id);
    if (handshake.account) {
        state.by_account[*handshake.account].insert(id);
    }
    if (!handshake.email.empty()) {
        state.by_email[email_key(handshake.email)].insert(id);
    }
    if (keeps_parent_waiting(handshake)) {
        state.approvals_missing[handshake.parent].insert(id);
    }
    if (handshake.action == HandshakeAction::INVITE) {
        state.invitations[handshake.organization].emplace(handshake.requested_at, id);
    }
    if (is_ended(handshake)) {
        return;
    }
    if (handshake.action == HandshakeAction::INVITE) {
        state.open_invitations[handshake.organization].emplace(handshake.expires_at, id);
    }
    if (handshake.action == HandshakeAction::ENABLE_ALL_FEATURES) {
        state.migrations[handshake.organization].emplace(handshake.expires_at, id);
    }
}

void unindex_handshake(Handshakes& state, const std::string& id, const Handshake& handshake) {
    take_out(state.by_organization, handshake.organization, id);
    state.by_forgetting.erase({forgotten_at(handshake), id});
    if (handshake.account) {
        take_out(state.by_account, *handshake.account, id);
    }
    if (!handshake.email.empty()) {
        take_out(state.by_email, email_key(handshake.email), id);
    }
    take_out(state.approvals_missing, handshake.parent, id);
    take_out(state.invitations, handshake.organization, std::pair{handshake.requested_at, id});
    take_out(state.open_invitations, handshake.organization, std::pair{handshake.expires_at, id});
    take_out(state.migrations, handshake.organization, std::pair{handshake.expires_at, id});
}

}  // namespace licet::model
