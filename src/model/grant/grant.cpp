// SPDX-License-Identifier: Apache-2.0
#include "model/grant/grant.h"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>
#include <unordered_map>

namespace licet::model {
namespace {

void insert_sorted(std::vector<GrantId>& ids, const GrantId& id) {
    if (ids.empty() || ids.back() < id) {
        ids.push_back(id);
        return;
    }
    const auto place = std::lower_bound(ids.begin(), ids.end(), id);
    if (*place != id) {
        ids.insert(place, id);
    }
}

void erase_sorted(std::vector<GrantId>& ids, const GrantId& id) {
    const auto place = std::lower_bound(ids.begin(), ids.end(), id);
    if (place != ids.end() && *place == id) {
        ids.erase(place);
    }
}

template <typename Map, typename Key>
void erase_from_list(Map& lists, const Key& key, const GrantId& id) {
    const auto found = lists.find(key);
    if (found == lists.end()) {
        return;
    }
    erase_sorted(found->second, id);
    if (found->second.empty()) {
        lists.erase(found);
    }
}

bool counts_towards_limit(const Grant& grant) {
    return !is_terminal(grant.status) && grant.status != GrantStatus::PENDING_DELETE;
}

/// @param license_grants, account_grants where the grants of that license and to that account are.
template <typename LicenseGrantsOf, typename AccountGrantsOf>
void add(Grants& state, const GrantId& id, const Grant& grant, LicenseGrantsOf license_grants,
         AccountGrantsOf account_grants) {
    if (grant.work != GrantWork::none) {
        state.pending.insert(id);
    }
    if (grant.status == GrantStatus::DELETED) {
        return;
    }
    if (!grant.from_issuer) {
        LicenseGrants& of_license = license_grants(grant.license);
        insert_sorted(of_license.ids, id);
        of_license.counted += counts_towards_limit(grant) ? 1 : 0;
    }
    if (grant.grantee.kind == GranteeKind::account) {
        insert_sorted(account_grants(grant.grantee.account), id);
    } else {
        insert_sorted(state.by_node[std::string{grant.grantee.node_id()}], id);
    }
}

void remove_from_license(Grants& state, const GrantId& id, const Grant& grant) {
    const auto found = state.by_license.find(grant.license);
    if (grant.from_issuer || found == state.by_license.end()) {
        return;
    }
    erase_sorted(found->second.ids, id);
    found->second.counted -= counts_towards_limit(grant) ? 1 : 0;
    if (found->second.ids.empty()) {
        state.by_license.erase(found);
    }
}

}  // namespace

void add_to_indexes(Grants& state, const GrantId& id, const Grant& grant) {
    add(
        state, id, grant, [&](const Id128& license) -> auto& { return state.by_license[license]; },
        [&](AccountId account) -> auto& { return state.by_account[account]; });
}

void remove_from_indexes(Grants& state, const GrantId& id, const Grant& grant) {
    state.pending.erase(id);
    if (grant.status == GrantStatus::DELETED) {
        return;
    }
    remove_from_license(state, id, grant);
    if (grant.grantee.kind == GranteeKind::account) {
        erase_from_list(state.by_account, grant.grantee.account, id);
    } else {
        erase_from_list(state.by_node, grant.grantee.node_id(), id);
    }
}

void Grants::rebuild_indexes() {
    by_license.clear();
    by_account.clear();
    by_node.clear();
    pending.clear();
    // A hash finds the lists several times faster than the maps they stand in.
    std::unordered_map<Id128, LicenseGrants*> licenses;
    std::unordered_map<AccountId, std::vector<GrantId>*> accounts;
    const auto list_of = [](auto& known, auto& lists, const auto& key) -> auto& {
        auto& list = known[key];
        if (list == nullptr) {
            list = &lists[key];
        }
        return *list;
    };
    for (const auto& [id, grant] : grants) {
        add(
            *this, id, grant,
            [&](const Id128& license) -> auto& { return list_of(licenses, by_license, license); },
            [&](AccountId account) -> auto& { return list_of(accounts, by_account, account); });
    }
    for (auto& [license, list] : by_license) {
        list.ids.shrink_to_fit();
    }
    for (auto& [account, list] : by_account) {
        list.shrink_to_fit();
    }
    for (auto& [id, more] : details) {
        more.scope = scope_of(more.tags).value();
    }
}

const Grant* find_grant(const Grants& state, const GrantId& id) {
    const auto found = state.grants.find(id);
    return found == state.grants.end() ? nullptr : &found->second;
}

std::string_view status_reason_of(const Grants& state, const GrantId& id) {
    const auto found = state.details.find(id);
    return found == state.details.end() ? std::string_view{}
                                        : std::string_view{found->second.status_reason};
}

std::string_view name_of(GrantStatus status) {
    return boost::describe::enum_to_string(status, "");
}

bool is_terminal(GrantStatus status) {
    return status == GrantStatus::REJECTED || status == GrantStatus::DELETED;
}

std::string grant_arn(AccountId grantor, const GrantId& id) {
    return "arn:aws:license-manager::" + grantor.text() + ":grant:g-" + id.text();
}

}  // namespace licet::model
