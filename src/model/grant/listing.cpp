// SPDX-License-Identifier: Apache-2.0
#include "model/grant/listing.h"

#include "model/grant/sub_grant.h"
#include "model/state.h"

#include <algorithm>
#include <set>

namespace licet::model {
namespace {

/// The part of a sorted list that is still to be visited.
struct Span {
    const GrantId* next;
    const GrantId* end;
};

void add_span(std::vector<Span>& spans, const std::vector<GrantId>& ids,
              const std::optional<GrantId>& after) {
    const GrantId* begin = ids.data();
    const GrantId* end = begin + ids.size();
    const GrantId* next = after ? std::upper_bound(begin, end, *after) : begin;
    if (next != end) {
        spans.push_back({next, end});
    }
}

/// The grants to the account itself and to every node it stands in.
std::vector<Span> received_spans(const State& state, AccountId account,
                                 const std::optional<GrantId>& after) {
    std::vector<Span> spans;
    if (const auto own = state.grant.by_account.find(account);
        own != state.grant.by_account.end()) {
        add_span(spans, own->second, after);
    }
    for (const std::string_view node : ancestors(state.organization, account)) {
        const auto here = state.grant.by_node.find(node);
        if (here != state.grant.by_node.end()) {
            add_span(spans, here->second, after);
        }
    }
    return spans;
}

/// The account's grant or sub-grant that a stored grant stands for.
std::optional<GrantView> received_view(const State& state, const GrantId& id, const Grant& grant,
                                       AccountId account) {
    if (grant.grantee.kind == GranteeKind::account) {
        return find_view(state, id);
    }
    auto view = find_view(state, sub_grant_id(state.grant, id, account));
    return view && view->at.status == GrantStatus::DELETED ? std::nullopt : std::move(view);
}

/// Visits the stored grants of one license from `from` on.
template <typename Visit>
bool visit_license(const State& state, const Id128& license, const GrantId* from, Visit&& visit) {
    const auto found = state.grant.by_license.find(license);
    if (found == state.grant.by_license.end()) {
        return true;
    }
    const auto& ids = found->second.ids;
    auto id = from == nullptr ? ids.begin() : std::lower_bound(ids.begin(), ids.end(), *from);
    for (; id != ids.end(); ++id) {
        if (!visit(*id, state.grant.grants.at(*id))) {
            return false;
        }
    }
    return true;
}

/// The licenses of which the account may have made grants: those it holds and those it received
/// from a seller.
std::set<Id128> grantable_licenses(const State& state, AccountId grantor) {
    std::set<Id128> licenses;
    if (const auto held = state.license.by_holder.find(grantor);
        held != state.license.by_holder.end()) {
        licenses = held->second;
    }
    for (Span span : received_spans(state, grantor, std::nullopt)) {
        for (; span.next != span.end; ++span.next) {
            const Id128& license = state.grant.grants.at(*span.next).license;
            if (is_seller_issued(*find_license(state.license, license))) {
                licenses.insert(license);
            }
        }
    }
    return licenses;
}

/// Visits the sub-grants of one parent for accounts after `after`, in the order of the accounts.
bool visit_sub_grants(const State& state, const GrantId& id, const Grant& parent, AccountId after,
                      const GrantVisit& visit) {
    const auto visit_one = [&](AccountId account) {
        if (!covers(state, parent, account)) {
            return true;
        }
        const auto view = received_view(state, id, parent, account);
        return !view || visit(*view);
    };
    if (parent.grantee.kind == GranteeKind::organization) {
        const auto& members = state.organization.accounts_by_organization;
        const auto found = members.find(parent.grantee.organization());
        if (found == members.end()) {
            return true;
        }
        return std::all_of(found->second.upper_bound(after), found->second.end(), visit_one);
    }
    const auto accounts = accounts_under(state.organization, parent.grantee.node_id());
    return std::all_of(std::upper_bound(accounts.begin(), accounts.end(), after), accounts.end(),
                       visit_one);
}

}  // namespace

void visit_distributed_grants(const State& state, AccountId grantor, std::optional<Id128> only,
                              std::optional<DistributedGrant> after, const GrantVisit& visit) {
    for (const Id128& license : grantable_licenses(state, grantor)) {
        if ((only && license != *only) || (after && license < after->license)) {
            continue;
        }
        const bool resumed = after && license == after->license;
        const auto visit_one = [&](const GrantId& id, const Grant& grant) {
            const bool seen = resumed && id == after->grant;
            return seen || grant.grantor != grantor || visit(*find_view(state, id));
        };
        if (!visit_license(state, license, resumed ? &after->grant : nullptr, visit_one)) {
            return;
        }
    }
}

void visit_received_grants(const State& state, AccountId account, std::optional<GrantId> after,
                           const GrantVisit& visit) {
    std::vector<Span> spans = received_spans(state, account, after);
    while (!spans.empty()) {
        const auto first = std::min_element(spans.begin(), spans.end(),
                                            [](Span a, Span b) { return *a.next < *b.next; });
        const GrantId id = *first->next;
        if (++first->next == first->end) {
            spans.erase(first);
        }
        const auto view = received_view(state, id, state.grant.grants.at(id), account);
        if (view && !visit(*view)) {
            return;
        }
    }
}

void visit_received_grants_of(const State& state, AccountId account, const Id128& license,
                              const GrantVisit& visit) {
    for (Span span : received_spans(state, account, std::nullopt)) {
        for (; span.next != span.end; ++span.next) {
            const Grant& grant = state.grant.grants.at(*span.next);
            if (grant.license != license) {
                continue;
            }
            const auto view = received_view(state, *span.next, grant, account);
            if (view && !visit(*view)) {
                return;
            }
        }
    }
}

void visit_members_grants(const State& state, const Id128& license,
                          std::optional<MembersGrant> after, const GrantVisit& visit) {
    const auto visit_one = [&](const GrantId& id, const Grant& grant) {
        const bool resumed = after && id == after->stored;
        if (grant.grantee.kind == GranteeKind::account) {
            return resumed || visit(*find_view(state, id));
        }
        return visit_sub_grants(state, id, grant, resumed ? after->account : AccountId{}, visit);
    };
    visit_license(state, license, after ? &after->stored : nullptr, visit_one);
}

}  // namespace licet::model
