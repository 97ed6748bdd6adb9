// SPDX-License-Identifier: Apache-2.0
#include "model/grant/activity.h"

#include "model/grant/sub_grant.h"
#include "model/state.h"

#include <algorithm>

namespace licet::model {
namespace {

bool is_of_product(const State& state, const Grant& grant, std::string_view product) {
    return is_of_product(*find_license(state.license, grant.license), product);
}

/// Whether the license can be relied on at no time of the period.
bool is_void(const State& state, const Grant& grant, const Period& period) {
    const LicenseVersion& version = current(*find_license(state.license, grant.license));
    return version.status != LicenseStatus::AVAILABLE || version.valid_from > period.until ||
           version.valid_until.value_or(Time::max()) < period.from;
}

bool is_in_force(const State& state, const Grant& grant, const Period& period) {
    return grant.status == GrantStatus::ACTIVE && sources_active(state, grant) &&
           !is_void(state, grant, period);
}

/// Gathers what stands in the way of one parent grant's activation.
class Rivals {
public:
    Rivals(const State& state, const GrantId& parent_id, const Grant& parent, const Period& period)
        : state_{state}, parent_id_{parent_id}, parent_{parent}, period_{period} {}

    void add(const GrantId& id, const Grant& grant) {
        if (id == parent_id_ || is_void(state_, grant, period_) || !sources_active(state_, grant)) {
            return;
        }
        if (grant.grantee.kind == GranteeKind::account) {
            if (grant.status == GrantStatus::ACTIVE) {
                add_account(grant.grantee.account, id);
            }
        } else if (grant.status == GrantStatus::ACTIVE) {
            add_active_distribution(id, grant);
        } else {
            add_exceptions(id, grant);
        }
    }

    std::vector<std::pair<AccountId, GrantId>> sorted() && {
        std::sort(found_.begin(), found_.end());
        return std::move(found_);
    }

private:
    void add_account(AccountId account, const GrantId& rival) {
        const bool open =
            covers(state_, parent_, account) &&
            !is_terminal(sub_grant_status(state_.grant, parent_id_, parent_, account));
        if (open) {
            found_.emplace_back(account, rival);
        }
    }

    void add_sub_grant(const GrantId& id, const Grant& grant, AccountId account) {
        if (covers(state_, grant, account) &&
            sub_grant_status(state_.grant, id, grant, account) == GrantStatus::ACTIVE) {
            add_account(account, sub_grant_id(state_.grant, id, account));
        }
    }

    void add_active_distribution(const GrantId& id, const Grant& grant) {
        const auto node = common_node(state_, grant.grantee, parent_.grantee);
        if (node.empty()) {
            return;
        }
        for (const AccountId account : accounts_under(state_.organization, node)) {
            add_sub_grant(id, grant, account);
        }
    }

    void add_exceptions(const GrantId& id, const Grant& grant) {
        const auto distribution = state_.grant.distributions.find(id);
        if (distribution == state_.grant.distributions.end()) {
            return;
        }
        for (const auto& [account, lives] : distribution->second.exceptions) {
            add_sub_grant(id, grant, account);
        }
    }

    const State& state_;
    const GrantId& parent_id_;
    const Grant& parent_;
    Period period_;
    std::vector<std::pair<AccountId, GrantId>> found_;
};

}  // namespace

std::string_view common_node(const State& state, const Grantee& a, const Grantee& b) {
    if (a.organization() != b.organization()) {
        return {};
    }
    if (a.kind == GranteeKind::organization || b.kind == GranteeKind::organization) {
        return a.kind == GranteeKind::organization ? b.node_id() : a.node_id();
    }
    const auto contains = [&](std::string_view upper, std::string_view lower) {
        const auto nodes = node_and_ancestors(state.organization, lower);
        return std::find(nodes.begin(), nodes.end(), upper) != nodes.end();
    };
    if (contains(a.node_id(), b.node_id())) {
        return b.node_id();
    }
    return contains(b.node_id(), a.node_id()) ? a.node_id() : std::string_view{};
}

Period period_of(const LicenseVersion& version, Time now) {
    return {std::max(now, version.valid_from), version.valid_until.value_or(Time::max())};
}

GrantStatus status_of(const State& state, const GrantId& id) {
    const Grant* stored = find_grant(state.grant, id.parent());
    const auto part = id.part();
    if (stored == nullptr || !part) {
        return stored == nullptr ? GrantStatus::DELETED : stored->status;
    }
    const bool there = covers(state, *stored, part->account) &&
                       sub_grant_id(state.grant, id.parent(), part->account) == id;
    return there ? sub_grant_status(state.grant, id.parent(), *stored, part->account)
                 : GrantStatus::DELETED;
}

bool sources_active(const State& state, const Grant& grant) {
    for (auto source = grant.source; source;
         source = find_grant(state.grant, source->parent())->source) {
        if (status_of(state, *source) != GrantStatus::ACTIVE) {
            return false;
        }
    }
    return true;
}

bool is_in_force(const State& state, const Grant& grant, Time now) {
    return is_in_force(state, grant, Period{now, now});
}

std::vector<GrantId> grants_in_force(const State& state, AccountId account,
                                     std::span<const std::string_view> nodes,
                                     std::string_view product, const Period& period) {
    std::vector<GrantId> found;
    const Grants& grants = state.grant;
    if (const auto own = grants.by_account.find(account); own != grants.by_account.end()) {
        for (const GrantId& id : own->second) {
            const Grant& grant = grants.grants.at(id);
            if (is_of_product(state, grant, product) && is_in_force(state, grant, period)) {
                found.push_back(id);
            }
        }
    }
    for (const std::string_view node : nodes) {
        const auto here = grants.by_node.find(node);
        if (here == grants.by_node.end()) {
            continue;
        }
        for (const GrantId& id : here->second) {
            const Grant& grant = grants.grants.at(id);
            if (is_of_product(state, grant, product) && !is_void(state, grant, period) &&
                covers(state, grant, account) &&
                sub_grant_status(grants, id, grant, account) == GrantStatus::ACTIVE &&
                sources_active(state, grant)) {
                found.push_back(sub_grant_id(grants, id, account));
            }
        }
    }
    return found;
}

std::vector<GrantId> grants_in_force(const State& state, AccountId account,
                                     std::string_view product, const Period& period) {
    const auto nodes = ancestors(state.organization, account);
    return grants_in_force(state, account, nodes, product, period);
}

std::vector<GrantId> grants_in_force(const State& state, AccountId account,
                                     std::span<const std::string_view> nodes,
                                     std::string_view product, Time now) {
    return grants_in_force(state, account, nodes, product, Period{now, now});
}

std::vector<GrantId> grants_in_force(const State& state, AccountId account,
                                     std::string_view product, Time now) {
    return grants_in_force(state, account, product, Period{now, now});
}

std::optional<GrantId> entitling_grant(const State& state, AccountId account,
                                       std::string_view product, Time now) {
    const auto found = grants_in_force(state, account, product, now);
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::vector<std::pair<AccountId, GrantId>> rivals_of(const State& state, const GrantId& parent_id,
                                                     const Grant& parent, const Period& period) {
    Rivals rivals{state, parent_id, parent, period};
    const std::string product = product_of(*find_license(state.license, parent.license));
    for (const Id128& id : state.license.by_product.at(product)) {
        const License& license = *find_license(state.license, id);
        if (!is_seller_issued(license)) {
            rivals.add(license.holder_grant, state.grant.grants.at(license.holder_grant));
        }
        if (const auto found = state.grant.by_license.find(id);
            found != state.grant.by_license.end()) {
            for (const GrantId& grant : found->second.ids) {
                rivals.add(grant, state.grant.grants.at(grant));
            }
        }
    }
    return std::move(rivals).sorted();
}

}  // namespace licet::model
