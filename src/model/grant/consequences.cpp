// SPDX-License-Identifier: Apache-2.0
#include "model/grant/consequences.h"

#include "model/grant/activity.h"
#include "model/grant/decision.h"
#include "model/grant/sub_grant.h"
#include "model/state.h"

#include <algorithm>
#include <set>

namespace licet::model {
namespace {

using Nodes = std::vector<std::string_view>;

/// Those of `nodes` that are, or are not, among `others`; in their order.
Nodes select(const std::vector<std::string>& nodes, const std::vector<std::string>& others,
             bool among) {
    Nodes selected;
    for (const std::string& node : nodes) {
        if ((std::find(others.begin(), others.end(), node) != others.end()) == among) {
            selected.emplace_back(node);
        }
    }
    return selected;
}

const std::vector<GrantId>& grants_at(const State& state, std::string_view node) {
    static const std::vector<GrantId> none;
    const auto found = state.grant.by_node.find(node);
    return found == state.grant.by_node.end() ? none : found->second;
}

/// The sub-grants the account loses with the nodes it leaves. Source: rules P7, U-9.
void withdraw(const State& state, AccountId account, const Nodes& left, bool leaves_organization,
              Events& events) {
    SubGrantsWithdrawn withdrawn{account,
                                 {},
                                 leaves_organization
                                     ? "the account left the organization"
                                     : "the account was moved out of the organizational unit"};
    for (const std::string_view node : left) {
        for (const GrantId& id : grants_at(state, node)) {
            const Grant& parent = state.grant.grants.at(id);
            if (covers(state, parent, account) &&
                sub_grant_status(state.grant, id, parent, account) !=
                    GrantStatus::FAILED_WORKFLOW) {
                withdrawn.parents.push_back(id);
            }
        }
    }
    if (withdrawn.parents.empty()) {
        return;
    }
    std::set<GrantId> passed_on;
    for (const GrantId& parent : withdrawn.parents) {
        const auto found = descendants_of(state, sub_grant_id(state.grant, parent, account));
        passed_on.insert(found.begin(), found.end());
    }
    for (const GrantId& id : passed_on) {
        events.emplace_back(ended(state, id, withdrawn.status_reason));
    }
    events.emplace_back(std::move(withdrawn));
}

/// Ends the grants that bind the account to the organization it leaves, those it made included.
/// Source: rules U-9, ME-40.
void end_bound_grants(const State& state, AccountId account, Events& events) {
    std::set<GrantId> bound;
    const auto add_with_descendants = [&](const GrantId& id) {
        const auto descendants = descendants_of(state, id);
        bound.insert(id);
        bound.insert(descendants.begin(), descendants.end());
    };
    if (const auto own = state.grant.by_account.find(account);
        own != state.grant.by_account.end()) {
        for (const GrantId& id : own->second) {
            if (!state.grant.grants.at(id).from_issuer) {
                add_with_descendants(id);
            }
        }
    }
    if (const auto held = state.license.by_holder.find(account);
        held != state.license.by_holder.end()) {
        for (const Id128& license : held->second) {
            const auto made = state.grant.by_license.find(license);
            if (made != state.grant.by_license.end()) {
                bound.insert(made->second.ids.begin(), made->second.ids.end());
            }
        }
    }
    for (const Event& event : events) {
        if (const auto* ended_already = std::get_if<GrantChanged>(&event)) {
            bound.erase(ended_already->id);
        }
    }
    for (const GrantId& id : bound) {
        if (!is_terminal(state.grant.grants.at(id).status)) {
            events.emplace_back(
                ended(state, id, "account " + account.text() + " left the organization"));
        }
    }
}

/// The products that the account keeps in force through the change.
class Kept {
public:
    Kept(const State& state, AccountId account, Nodes retained, bool leaves_organization)
        : state_{state},
          account_{account},
          retained_{std::move(retained)},
          leaves_organization_{leaves_organization} {}

    bool has(const std::string& product, const Period& period) const {
        if (joined_.contains(product)) {
            return true;
        }
        const auto found = grants_in_force(state_, account_, retained_, product, period);
        return std::any_of(found.begin(), found.end(), [&](const GrantId& id) {
            const Grant* grant = find_grant(state_.grant, id);
            return !leaves_organization_ || grant == nullptr || grant->from_issuer;
        });
    }
    void add(const std::string& product) { joined_.insert(product); }

private:
    const State& state_;
    AccountId account_;
    Nodes retained_;
    bool leaves_organization_;
    std::set<std::string> joined_;
};

/// Holds back new sub-grants of products that the account has in force by another grant; of several
/// new ones the nearest node's first stays. Source: rules P6, U-23.
void hold(const State& state, AccountId account, const Nodes& joined, Kept& kept, Time now,
          Events& events) {
    for (const std::string_view node : joined) {
        for (const GrantId& id : grants_at(state, node)) {
            const Grant& parent = state.grant.grants.at(id);
            const License& license = *find_license(state.license, parent.license);
            const bool reached = account != parent.grantee.account && account != parent.grantor &&
                                 (!parent.source || account != license.holder);
            if (!reached || parent.status != GrantStatus::ACTIVE) {
                continue;
            }
            const std::string product = product_of(license);
            if (kept.has(product, period_of(current(license), now))) {
                events.emplace_back(SubGrantsHeld{
                    id, {account}, "another grant of the product is active in this account"});
            } else if (is_live(license, now) && sources_active(state, parent)) {
                kept.add(product);
            }
        }
    }
}

}  // namespace

Events grant_consequences(const State& before, AccountId account, const Placement& from,
                          const Placement& to, Time now) {
    Events events;
    const bool leaves = !from.organization.empty() && from.organization != to.organization;
    withdraw(before, account, select(from.nodes, to.nodes, false), leaves, events);
    if (leaves) {
        end_bound_grants(before, account, events);
    }
    Kept kept{before, account, select(from.nodes, to.nodes, true), leaves};
    hold(before, account, select(to.nodes, from.nodes, false), kept, now, events);
    return events;
}

}  // namespace licet::model
