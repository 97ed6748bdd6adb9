// SPDX-License-Identifier: Apache-2.0
#include "model/grant/sub_grant.h"

#include "model/state.h"

#include <algorithm>

// How a sub-grant's version tells its past: it is the sum of the parent's version and of the number
// of versions the sub-grant made by itself. Each step of either raises the sum by one, so a version
// number names one pair of them, and the pair names the parent's state and the last own change. An
// own change holds until the parent's status is set by a later version of the parent.

namespace licet::model {
namespace {

/// The changes of one generation, oldest first; null when the generation is neither past nor
/// present. Nothing stored stands for no changes.
const std::vector<SubGrantChange>* changes_of(const State& state, const GrantId& parent_id,
                                              const Grant& parent, const GrantId::Part& part) {
    static const std::vector<SubGrantChange> none;
    const SubGrantLife* life = nullptr;
    if (const auto distribution = state.grant.distributions.find(parent_id);
        distribution != state.grant.distributions.end()) {
        const auto& exceptions = distribution->second.exceptions;
        const auto lives = exceptions.find(part.account);
        if (lives != exceptions.end() && part.generation < lives->second.size()) {
            life = &lives->second[part.generation];
        }
    }
    if (life != nullptr && life->ended) {
        return &life->changes;
    }
    const bool in_force =
        sub_grant_id(state.grant, parent_id, part.account).part()->generation == part.generation &&
        covers(state, parent, part.account);
    if (!in_force) {
        return nullptr;
    }
    return life != nullptr ? &life->changes : &none;
}

bool own_status_holds(const SubGrantChange& change, GrantStatus parent_status,
                      std::uint32_t parent_status_version) {
    return is_terminal(change.status) ||
           (change.parent_version >= parent_status_version && !is_terminal(parent_status) &&
            parent_status != GrantStatus::PENDING_DELETE);
}

/// @param change the last change so far, or null
std::optional<GrantVersion> combine(GrantVersion parent, const SubGrantChange* change) {
    if (change == nullptr) {
        if (parent.status == GrantStatus::FAILED_WORKFLOW) {
            return std::nullopt;
        }
        return parent;
    }
    const bool own_holds = own_status_holds(*change, parent.status, parent.status_version);
    const std::uint32_t parent_version =
        is_terminal(change->status) ? change->parent_version : parent.version;
    GrantVersion combined = std::move(parent);
    combined.version = parent_version + change->own_versions;
    if (own_holds) {
        combined.status = change->status;
        combined.status_reason = change->status_reason;
        if (change->activation_override) {
            combined.activation_override = change->activation_override;
        }
    }
    return combined;
}

}  // namespace

GrantVersion version_of(const Grants& state, const GrantId& id, const Grant& grant) {
    return {.version = grant.version,
            .status_version = grant.status_version,
            .name = grant.name,
            .operations = grant.operations,
            .status = grant.status,
            .activation_override = grant.activation_override,
            .status_reason = std::string{status_reason_of(state, id)}};
}

std::optional<GrantVersion> version_of(const Grants& state, const GrantId& id, const Grant& grant,
                                       std::uint32_t version) {
    if (version == grant.version) {
        return version_of(state, id, grant);
    }
    const auto found = state.history.find(id);
    if (found == state.history.end() || version == 0 || version > found->second.size()) {
        return std::nullopt;
    }
    const auto& versions = found->second;
    const PastVersion& past = versions[version - 1];
    const auto named = std::find_if(versions.begin() + (version - 1), versions.end(),
                                    [](const auto& later) { return !later.texts.empty(); });
    return GrantVersion{.version = version,
                        .status_version = past.status_version,
                        .name = named == versions.end() ? grant.name : named->texts.front(),
                        .operations = past.operations,
                        .status = past.status,
                        .activation_override = past.activation_override,
                        .status_reason = past.texts.empty() ? "" : past.texts.back()};
}

bool covers(const State& state, const Grant& parent, AccountId account) {
    const Grantee& grantee = parent.grantee;
    if (grantee.kind == GranteeKind::account || account == grantee.account ||
        account == parent.grantor) {
        return false;
    }
    if (parent.source && find_license(state.license, parent.license)->holder == account) {
        return false;
    }
    const Account* found = find_account(state.organization, account);
    if (found == nullptr || found->organization != grantee.organization()) {
        return false;
    }
    if (grantee.kind == GranteeKind::organization) {
        return true;
    }
    const auto nodes = ancestors(state.organization, account);
    return std::find(nodes.begin(), nodes.end(), grantee.node_id()) != nodes.end();
}

bool is_override_of_grantor(const State& state, const GrantId& id) {
    const auto part = id.part();
    const Grant* parent = find_grant(state.grant, id.parent());
    LICET_CHECK(part && parent != nullptr);
    const auto* changes = changes_of(state, id.parent(), *parent, *part);
    if (parent->activation_override || changes == nullptr || changes->empty()) {
        return parent->activation_override.has_value();
    }
    const SubGrantChange& last = changes->back();
    return last.activation_override && !last.override_by_grantee &&
           own_status_holds(last, parent->status, parent->status_version);
}

GrantId sub_grant_id(const Grants& state, const GrantId& parent, AccountId account) {
    std::size_t generation = 0;
    if (const auto found = state.distributions.find(parent); found != state.distributions.end()) {
        const auto lives = found->second.exceptions.find(account);
        if (lives != found->second.exceptions.end() && !lives->second.empty()) {
            generation = lives->second.size() - (lives->second.back().ended ? 0 : 1);
        }
    }
    return parent.sub_grant(account, static_cast<std::uint8_t>(generation));
}

GrantStatus sub_grant_status(const Grants& state, const GrantId& parent_id, const Grant& parent,
                             AccountId account) {
    const auto found = state.distributions.find(parent_id);
    if (found == state.distributions.end()) {
        return parent.status;
    }
    const auto lives = found->second.exceptions.find(account);
    if (lives == found->second.exceptions.end() || lives->second.empty() ||
        lives->second.back().ended || lives->second.back().changes.empty()) {
        return parent.status;
    }
    const SubGrantChange& last = lives->second.back().changes.back();
    return own_status_holds(last, parent.status, parent.status_version) ? last.status
                                                                        : parent.status;
}

std::optional<GrantVersion> sub_grant_version(const State& state, const GrantId& id) {
    const auto part = id.part();
    const Grant* parent = find_grant(state.grant, id.parent());
    if (!part || parent == nullptr || parent->grantee.kind == GranteeKind::account) {
        return std::nullopt;
    }
    const auto* changes = changes_of(state, id.parent(), *parent, *part);
    if (changes == nullptr) {
        return std::nullopt;
    }
    return combine(version_of(state.grant, id.parent(), *parent),
                   changes->empty() ? nullptr : &changes->back());
}

std::optional<GrantVersion> sub_grant_version(const State& state, const GrantId& id,
                                              std::uint32_t version) {
    const auto now = sub_grant_version(state, id);
    if (!now || version >= now->version) {
        return now && version == now->version ? now : std::nullopt;
    }
    const Grant& parent = *find_grant(state.grant, id.parent());
    const auto& changes = *changes_of(state, id.parent(), parent, *id.part());
    const SubGrantChange* last = nullptr;
    for (const SubGrantChange& change : changes) {
        if (change.parent_version + change.own_versions <= version) {
            last = &change;
        }
    }
    const std::uint32_t own_versions = last == nullptr ? 0 : last->own_versions;
    const auto then = version_of(state.grant, id.parent(), parent, version - own_versions);
    return then ? combine(*then, last) : std::nullopt;
}

}  // namespace licet::model
