// SPDX-License-Identifier: Apache-2.0
#include "model/grant/returning.h"

#include "model/grant/activity.h"
#include "model/grant/decision.h"
#include "model/grant/sub_grant.h"
#include "model/state.h"

#include <algorithm>

namespace licet::model {
namespace {

constexpr std::string_view kReason = "another license of the product is active in this account";

bool is_distributed(const Grant& grant) {
    return grant.grantee.kind != GranteeKind::account;
}

/// A grant that comes into force, with all or some of its sub-grants.
struct Coming {
    GrantId id;
    const Grant* grant;
    const std::set<AccountId>* held = nullptr;  ///< given for a parent that is being activated
};

/// Finds the grants that must yield to others in their accounts.
class Yielding {
public:
    /// @param keeps whether those that come stay, and the others yield
    Yielding(const State& state, const License& license, const Period& period, bool keeps)
        : state_{state}, product_{product_of(license)}, period_{period}, keeps_{keeps} {}

    /// Takes note of a grant that comes and that yields to nobody.
    void expect(const Coming& coming) { coming_.push_back(coming); }

    /// To be called with what is passed on after its source.
    void add(const Coming& coming) {
        if (has_yielding_source(*coming.grant)) {
            return;
        }
        if (is_distributed(*coming.grant)) {
            add_distributed(coming);
        } else {
            add_single(coming);
        }
        coming_.push_back(coming);
    }

    Events events() && {
        if (yielding_.empty()) {
            return {};
        }
        return {GrantsDisplaced{{yielding_.begin(), yielding_.end()}, std::string{kReason}}};
    }

private:
    bool has_yielding_source(const Grant& grant) const {
        for (auto source = grant.source; source;
             source = find_grant(state_.grant, source->parent())->source) {
            if (yielding_.contains(*source)) {
                return true;
            }
        }
        return false;
    }
    bool is_expected(const GrantId& id) const {
        return std::any_of(coming_.begin(), coming_.end(),
                           [&](const Coming& other) { return other.id == id.parent(); });
    }
    /// Whether the account gets the product by a grant that comes.
    bool gives(const Coming& coming, AccountId account) const {
        const Grant& grant = *coming.grant;
        if (!is_distributed(grant)) {
            return grant.grantee.account == account;
        }
        if (!covers(state_, grant, account)) {
            return false;
        }
        const auto status = sub_grant_status(state_.grant, coming.id, grant, account);
        return coming.held != nullptr ? !is_terminal(status) && !coming.held->contains(account)
                                      : status == GrantStatus::ACTIVE;
    }
    void meet(const GrantId& coming, const GrantId& other) {
        yielding_.insert(keeps_ ? other : coming);
    }

    void add_single(const Coming& coming) {
        const AccountId account = coming.grant->grantee.account;
        for (const GrantId& other : grants_in_force(state_, account, product_, period_)) {
            if (other != coming.id && !is_expected(other)) {
                meet(coming.id, other);
            }
        }
        if (std::any_of(coming_.begin(), coming_.end(),
                        [&](const Coming& other) { return gives(other, account); })) {
            yielding_.insert(coming.id);
        }
    }

    void add_distributed(const Coming& coming) {
        for (const auto& [account, other] : rivals_of(state_, coming.id, *coming.grant, period_)) {
            if (gives(coming, account) && !is_expected(other)) {
                meet(sub_grant_id(state_.grant, coming.id, account), other);
            }
        }
        for (const Coming& other : coming_) {
            for (const AccountId account : accounts_in_both(coming, other)) {
                if (gives(coming, account) && gives(other, account)) {
                    yielding_.insert(sub_grant_id(state_.grant, coming.id, account));
                }
            }
        }
    }

    std::vector<AccountId> accounts_in_both(const Coming& a, const Coming& b) const {
        if (!is_distributed(*b.grant)) {
            return {b.grant->grantee.account};
        }
        const auto node = common_node(state_, a.grant->grantee, b.grant->grantee);
        return node.empty() ? std::vector<AccountId>{} : accounts_under(state_.organization, node);
    }

    const State& state_;
    std::string product_;
    Period period_;
    bool keeps_;
    std::vector<Coming> coming_;
    std::set<GrantId> yielding_;
};

/// Whether the grant gives anything to anybody once license and sources are in force.
bool has_active(const Grants& state, const GrantId& id, const Grant& grant) {
    return grant.status == GrantStatus::ACTIVE ||
           (is_distributed(grant) && !is_terminal(grant.status) &&
            state.distributions.contains(id));
}

/// Whether every grant that this one passes on is ACTIVE once `activated` is.
bool sources_active_with(const State& state, const Grant& grant, const Coming& activated) {
    const auto is_active = [&](const GrantId& source) {
        if (source == activated.id) {
            return true;
        }
        const auto part = source.part();
        const auto status = status_of(state, source);
        return status == GrantStatus::ACTIVE ||
               (source.parent() == activated.id && part && activated.held != nullptr &&
                !is_terminal(status) && !activated.held->contains(part->account));
    };
    for (auto source = grant.source; source;
         source = find_grant(state.grant, source->parent())->source) {
        if (!is_active(*source)) {
            return false;
        }
    }
    return true;
}

/// The grants in an order in which each comes after what it passes on.
std::vector<GrantId> sources_first(const Grants& state, std::vector<GrantId> ids) {
    const auto hands = [&](const GrantId& id) {
        std::size_t count = 0;
        for (auto source = state.grants.at(id).source; source; ++count) {
            source = state.grants.at(source->parent()).source;
        }
        return count;
    };
    std::vector<std::pair<std::size_t, GrantId>> ordered;
    for (const GrantId& id : ids) {
        ordered.emplace_back(hands(id), id);
    }
    std::sort(ordered.begin(), ordered.end());
    std::transform(ordered.begin(), ordered.end(), ids.begin(),
                   [](const auto& item) { return item.second; });
    return ids;
}

bool contains(const Period& outer, const Period& inner) {
    return outer.from <= inner.from && inner.until <= outer.until;
}

}  // namespace

Events one_active_after(const State& before, const Id128& id, const LicenseVersion& next,
                        Time now) {
    const License& license = *find_license(before.license, id);
    const Period period = period_of(next, now);
    if (next.status != LicenseStatus::AVAILABLE || period.until < now ||
        (is_live(license, now) && contains(period_of(current(license), now), period))) {
        return {};
    }
    const bool keeps = is_usable(license, now) && next.valid_from <= now;
    Yielding yielding{before, license, period, keeps};
    const auto add = [&](const GrantId& grant_id) {
        const Grant& grant = before.grant.grants.at(grant_id);
        if (has_active(before.grant, grant_id, grant) && sources_active(before, grant)) {
            yielding.add({grant_id, &grant});
        }
    };
    if (!is_seller_issued(license)) {
        add(license.holder_grant);
    }
    if (const auto grants = before.grant.by_license.find(id);
        grants != before.grant.by_license.end()) {
        const auto ordered = sources_first(before.grant, grants->second.ids);
        std::for_each(ordered.begin(), ordered.end(), add);
    }
    return std::move(yielding).events();
}

Events one_active_after(const State& before, const GrantId& activated,
                        const std::set<AccountId>& held, Time now) {
    const auto descendants = descendants_of(before, activated);
    if (descendants.empty()) {
        return {};
    }
    const Grant& stored = before.grant.grants.at(activated.parent());
    const License& license = *find_license(before.license, stored.license);
    const bool whole = is_distributed(stored) && !activated.part();
    const Coming first{activated, &stored, whole ? &held : nullptr};
    Yielding yielding{before, license, period_of(current(license), now), false};
    if (!activated.part()) {
        yielding.expect(first);
    }
    for (const GrantId& id : sources_first(before.grant, descendants)) {
        const Grant& grant = before.grant.grants.at(id);
        if (has_active(before.grant, id, grant) && !sources_active(before, grant) &&
            sources_active_with(before, grant, first)) {
            yielding.add({id, &grant});
        }
    }
    return std::move(yielding).events();
}

}  // namespace licet::model
