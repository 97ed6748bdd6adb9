// SPDX-License-Identifier: Apache-2.0
#include "model/grant/events.h"

#include "model/grant/sub_grant.h"
#include "model/state.h"

namespace licet::model {
namespace {

/// A grant that has neither reason nor tags has no details.
void set_details(Grants& grants, const GrantId& id, std::string_view status_reason,
                 const Tags& tags) {
    if (status_reason.empty() && tags.empty()) {
        grants.details.erase(id);
    } else {
        grants.details[id] = {.status_reason = std::string{status_reason},
                              .tags = tags,
                              .scope = scope_of(tags).value()};
    }
}

void set_reason(Grants& grants, const GrantId& id, std::string_view status_reason) {
    const auto found = grants.details.find(id);
    set_details(grants, id, status_reason,
                found == grants.details.end() ? Tags{} : Tags{found->second.tags});
}

PastVersion past_version(GrantVersion version, const std::string& next_name) {
    PastVersion past{.status_version = version.status_version,
                     .operations = version.operations,
                     .status = version.status,
                     .activation_override = version.activation_override};
    if (!version.status_reason.empty() || version.name != next_name) {
        past.texts = {std::move(version.name), std::move(version.status_reason)};
    }
    return past;
}

void change(Grants& grants, const GrantChanged& event) {
    Grant& grant = grants.grants.at(event.id);
    grants.history[event.id].push_back(
        past_version(version_of(grants, event.id, grant), event.now.name));
    remove_from_indexes(grants, event.id, grant);
    grant.name = event.now.name;
    grant.operations = event.now.operations;
    grant.status = event.now.status;
    grant.work = event.work;
    grant.override_by_grantee = event.override_by_grantee;
    grant.version = event.now.version;
    grant.status_version = event.now.status_version;
    grant.activation_override = event.now.activation_override;
    add_to_indexes(grants, event.id, grant);
    set_reason(grants, event.id, event.now.status_reason);
}

/// The life in which a change is to be noted.
SubGrantLife& current_life(Grants& grants, const GrantId& parent, AccountId account) {
    auto& lives = grants.distributions[parent].exceptions[account];
    if (lives.empty() || lives.back().ended) {
        lives.emplace_back();
    }
    return lives.back();
}

/// Notes a change of one sub-grant. @param new_versions 1 when it has a version of its own, else 0
void note(Grants& grants, const GrantId& parent, AccountId account, SubGrantChange noted,
          std::uint32_t new_versions) {
    auto& changes = current_life(grants, parent, account).changes;
    noted.parent_version = grants.grants.at(parent).version;
    noted.own_versions = (changes.empty() ? 0 : changes.back().own_versions) + new_versions;
    changes.push_back(std::move(noted));
}

void displace(Grants& grants, const GrantId& id, const std::string& reason) {
    if (const auto part = id.part()) {
        note(grants, id.parent(), part->account,
             {.status = GrantStatus::DISABLED, .status_reason = reason}, 1);
        return;
    }
    const Grant& grant = grants.grants.at(id);
    GrantVersion now = version_of(grants, id, grant);
    now.status = GrantStatus::DISABLED;
    now.status_reason = reason;
    now.status_version = ++now.version;
    change(grants, {id, std::move(now), GrantWork::none, grant.override_by_grantee});
}

}  // namespace

void apply(State& state, const GrantCreated& event) {
    Grants& grants = state.grant;
    const auto [place, made] = grants.grants.emplace(event.id, event.grant);
    add_to_indexes(grants, place->first, place->second);
    set_details(grants, event.id, {}, event.tags);
}

void apply(State& state, const GrantChanged& event) {
    change(state.grant, event);
}

void apply(State& state, const GrantSettled& event) {
    Grant& grant = state.grant.grants.at(event.id);
    remove_from_indexes(state.grant, event.id, grant);
    grant.status = event.status;
    grant.work = GrantWork::none;
    add_to_indexes(state.grant, event.id, grant);
    set_reason(state.grant, event.id, event.status_reason);
}

void apply(State& state, const GrantsDisplaced& event) {
    for (const GrantId& id : event.grants) {
        displace(state.grant, id, event.status_reason);
    }
}

void apply(State& state, const SubGrantsHeld& event) {
    for (const AccountId account : event.accounts) {
        note(state.grant, event.parent, account,
             {.status = GrantStatus::DISABLED, .status_reason = event.status_reason}, 0);
    }
}

void apply(State& state, const SubGrantChanged& event) {
    const auto part = event.id.part();
    LICET_CHECK(part.has_value());
    note(state.grant, event.id.parent(), part->account,
         {.status = event.status,
          .override_by_grantee = event.override_by_grantee,
          .activation_override = event.activation_override,
          .status_reason = event.status_reason},
         1);
}

void apply(State& state, const SubGrantsWithdrawn& event) {
    for (const GrantId& parent : event.parents) {
        SubGrantLife& life = current_life(state.grant, parent, event.account);
        auto& lives = state.grant.distributions[parent].exceptions[event.account];
        if (lives.size() > kSubGrantGenerations) {
            lives.pop_back();  // the last generation stands for all later ones and starts anew
            continue;
        }
        if (life.changes.empty() || !is_terminal(life.changes.back().status)) {
            note(state.grant, parent, event.account,
                 {.status = GrantStatus::DELETED, .status_reason = event.status_reason}, 1);
        }
        life.ended = true;
    }
}

void apply(State& state, const GrantTagsChanged& event) {
    const std::string reason{status_reason_of(state.grant, event.id)};
    set_details(state.grant, event.id, reason, event.tags);
}

}  // namespace licet::model
