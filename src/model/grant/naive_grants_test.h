// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/grant.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace licet::model {

/// The rules of grants once more, as plainly as they can be said: every account's status under
/// every grant is written down, and every change walks over all of them. The judge of the real
/// model. Commands give back whether they are allowed; one that is not changes nothing.
struct NaiveGrants {
    struct HeldLicense {
        AccountId holder;
        std::string product;
        GrantId holder_grant;
        bool usable = true;
        bool sold = false;  ///< its seller issued it: the holder has no grant, others pass it on
    };
    /// Grant, account, how often the account had left before. An account grant has generation 0.
    using Key = std::tuple<GrantId, AccountId, int>;

    struct NaiveGrant {
        Id128 license;
        AccountId grantor;
        std::string node;  ///< empty: to an account
        GrantStatus status = GrantStatus::DISABLED;
        std::optional<ActivationOverride> override_of_grantor;
        bool of_subscription = false;
        std::optional<Key> source = {};  ///< what it passes on
    };
    struct Held {
        GrantStatus status = GrantStatus::DISABLED;
        bool ended = false;  ///< its account has left the grant's reach
        bool override_of_grantor = false;
    };

    AccountId management;
    bool set_up = true;                                   ///< trusted access and linked accounts
    std::map<AccountId, std::vector<std::string>> nodes;  ///< of members; nearest first
    std::map<Id128, HeldLicense> licenses;
    std::map<GrantId, NaiveGrant> grants;
    std::map<Key, Held> held;

    static bool over(GrantStatus status) {
        return status == GrantStatus::DELETED || status == GrantStatus::REJECTED;
    }
    bool covers(const NaiveGrant& grant, AccountId account) const {
        const auto found = nodes.find(account);
        return !grant.node.empty() && found != nodes.end() && account != management &&
               account != grant.grantor && account != licenses.at(grant.license).holder &&
               std::count(found->second.begin(), found->second.end(), grant.node) > 0;
    }
    /// The number of the life that the account has or would have next.
    int generation(const GrantId& id, AccountId account) const {
        int lives = 0;
        for (const auto& [key, entry] : held) {
            lives += std::get<0>(key) == id && std::get<1>(key) == account && entry.ended ? 1 : 0;
        }
        return lives;
    }
    Held* now_of(const GrantId& id, AccountId account) {
        const auto found = held.find({id, account, generation(id, account)});
        return found == held.end() ? nullptr : &found->second;
    }
    const std::string& product_of(const GrantId& id) const {
        return licenses.at(grants.at(id).license).product;
    }

    bool sources_active(const NaiveGrant& grant) const {
        return !grant.source || (held.at(*grant.source).status == GrantStatus::ACTIVE &&
                                 sources_active(grants.at(std::get<0>(*grant.source))));
    }
    bool is_in_force(const Key& key) const {
        const auto& grant = grants.at(std::get<0>(key));
        return held.at(key).status == GrantStatus::ACTIVE && licenses.at(grant.license).usable &&
               sources_active(grant);
    }
    /// What the account has in force of a product.
    std::vector<Key> in_force(AccountId account, const std::string& product) const {
        std::vector<Key> found;
        for (const auto& [key, entry] : held) {
            if (std::get<1>(key) == account && product_of(std::get<0>(key)) == product &&
                is_in_force(key)) {
                found.push_back(key);
            }
        }
        return found;
    }
    int depth(const NaiveGrant& grant) const {
        return grant.source ? 1 + depth(grants.at(std::get<0>(*grant.source))) : 0;
    }
    /// Everything that is in force.
    std::set<Key> all_in_force() const {
        std::set<Key> found;
        for (const auto& [key, entry] : held) {
            if (is_in_force(key)) {
                found.insert(key);
            }
        }
        return found;
    }
    /// What came into force since `before` without being activated yields, one by one, where its
    /// account has another grant of the product in force. @param activated comes first
    void yield(const std::set<Key>& before, std::optional<GrantId> activated) {
        std::set<std::pair<int, Key>> waiting;  // what is passed on comes after its source
        for (const Key& key : all_in_force()) {
            if (!before.contains(key) && std::get<0>(key) != activated) {
                waiting.emplace(depth(grants.at(std::get<0>(key))), key);
            }
        }
        while (!waiting.empty()) {
            const Key key = waiting.extract(waiting.begin()).value().second;
            if (!is_in_force(key)) {
                continue;
            }
            const auto found = in_force(std::get<1>(key), product_of(std::get<0>(key)));
            if (std::any_of(found.begin(), found.end(), [&](const Key& other) {
                    return other != key &&
                           !waiting.contains({depth(grants.at(std::get<0>(other))), other});
                })) {
                disable(key);
            }
        }
    }
    void disable(const Key& key) {
        held.at(key).status = GrantStatus::DISABLED;
        held.at(key).override_of_grantor = false;
        if (grants.at(std::get<0>(key)).node.empty()) {
            grants.at(std::get<0>(key)).status = GrantStatus::DISABLED;
        }
    }
    /// Ends a stored grant and what passes it on.
    void end(const GrantId& id) {
        if (!over(grants.at(id).status)) {
            grants.at(id).status = GrantStatus::DELETED;
        }
        for (auto& [key, entry] : held) {
            if (std::get<0>(key) == id && !over(entry.status)) {
                entry.status = GrantStatus::DELETED;
            }
        }
        end_passed_on([&](const Key& source) { return std::get<0>(source) == id; });
    }
    template <typename IsSource>
    void end_passed_on(IsSource is_source) {
        for (const auto& [id, grant] : grants) {
            if (grant.source && is_source(*grant.source) && !over(grant.status)) {
                end(id);
            }
        }
    }
    bool has_other(const GrantId& id, AccountId account) const {
        const auto found = in_force(account, product_of(id));
        return std::any_of(found.begin(), found.end(),
                           [&](const Key& key) { return std::get<0>(key) != id; });
    }
    void disable_others(const GrantId& id, AccountId account) {
        for (const Key& key : in_force(account, product_of(id))) {
            if (std::get<0>(key) != id) {
                disable(key);
            }
        }
    }

    void subscribe(const Id128& license, const HeldLicense& details) {
        const bool other = !in_force(details.holder, details.product).empty();
        const auto status = other ? GrantStatus::DISABLED : GrantStatus::ACTIVE;
        licenses[license] = details;
        grants[details.holder_grant] = {license, AccountId{}, "", status, {}, true};
        held[{details.holder_grant, details.holder, 0}] = {status, false};
    }
    void set_usable(const Id128& license, bool usable) {
        const auto before = all_in_force();
        licenses.at(license).usable = usable;
        yield(before, std::nullopt);
    }

    /// What the grantor passes on when it grants the license; nothing: its own.
    std::optional<Key> source_of(const Id128& license, AccountId grantor) const {
        for (const auto& [key, entry] : held) {
            const auto& grant = grants.at(std::get<0>(key));
            if (std::get<1>(key) == grantor && grant.license == license && is_in_force(key)) {
                return key;
            }
        }
        return std::nullopt;
    }
    bool came_from(std::optional<Key> source, AccountId account) const {
        return source && (grants.at(std::get<0>(*source)).grantor == account ||
                          came_from(grants.at(std::get<0>(*source)).source, account));
    }

    bool may_create(const Id128& license, AccountId grantor, const std::string& node,
                    AccountId account) const {
        const bool member = nodes.contains(grantor);
        const bool target = node.empty() ? nodes.contains(account) && account != grantor
                                         : grantor == management && set_up;
        const bool duplicate = std::any_of(grants.begin(), grants.end(), [&](const auto& entry) {
            const auto& [id, grant] = entry;
            return grant.license == license && grant.node == node && !grant.of_subscription &&
                   !over(grant.status) && (!node.empty() || held.contains({id, account, 0}));
        });
        const HeldLicense& details = licenses.at(license);
        const auto source = source_of(license, grantor);
        const bool returns =
            node.empty() && (account == details.holder || came_from(source, account));
        return member && target && !duplicate && details.usable &&
               (details.holder == grantor || (details.sold && source && !returns));
    }
    void create(const GrantId& id, const Id128& license, AccountId grantor, const std::string& node,
                AccountId account) {
        NaiveGrant grant{license, grantor, node, GrantStatus::DISABLED, {}, false};
        const HeldLicense& details = licenses.at(license);
        if (details.holder != grantor) {
            grant.source = source_of(license, grantor);
        }
        if (node.empty()) {
            grant.status =
                set_up && !details.sold ? GrantStatus::DISABLED : GrantStatus::PENDING_ACCEPT;
            held[{id, account, 0}] = {grant.status, false};
        }
        for (const auto& [member, where] : nodes) {
            if (covers(grant, member)) {
                held[{id, member, 0}] = {};
            }
        }
        grants[id] = grant;
    }

    /// Accept, reject, activate, deactivate or delete what one account has.
    bool set_one(const GrantId& id, AccountId account, AccountId caller, GrantStatus wanted,
                 std::optional<ActivationOverride> how) {
        NaiveGrant& grant = grants.at(id);
        Held* entry = now_of(id, account);
        const bool by_grantee = caller == account;
        if (entry == nullptr || (!by_grantee && caller != grant.grantor)) {
            return false;
        }
        const bool cleans_up = entry->status == GrantStatus::REJECTED && grant.node.empty() &&
                               wanted == GrantStatus::DELETED;
        if (over(entry->status) && !cleans_up) {
            return false;
        }
        const bool pending = entry->status == GrantStatus::PENDING_ACCEPT;
        if (wanted == GrantStatus::REJECTED && (!by_grantee || grant.of_subscription)) {
            return false;
        }
        if (wanted == GrantStatus::DELETED && caller != grant.grantor) {
            return false;
        }
        if (wanted == GrantStatus::DISABLED && (pending || how)) {
            return false;
        }
        const auto before = all_in_force();
        const bool sold = licenses.at(grant.license).sold;
        if (wanted == GrantStatus::ACTIVE) {
            if (how && (sold || (by_grantee &&
                                 (grant.override_of_grantor || entry->override_of_grantor)))) {
                return false;
            }
            if (entry->status != GrantStatus::ACTIVE) {
                const bool replace = how == ActivationOverride::ALL_GRANTS_PERMITTED_BY_ISSUER;
                if ((!by_grantee && (pending || (sold && grant.node.empty()))) ||
                    !licenses.at(grant.license).usable || !sources_active(grant) ||
                    (!grant.node.empty() && !set_up) || (has_other(id, account) && !replace)) {
                    return false;
                }
                disable_others(id, account);
                if (!by_grantee && grant.node.empty()) {
                    grant.override_of_grantor = how;
                }
            }
        }
        if (entry->status != wanted) {
            entry->override_of_grantor = how && !by_grantee && !grant.node.empty();
        }
        entry->status = wanted;
        if (grant.node.empty()) {
            grant.status = wanted;
        }
        if (over(wanted)) {
            const Key ended{id, account, generation(id, account)};
            end_passed_on([&](const Key& source) { return source == ended; });
        }
        yield(before, id);
        return true;
    }

    /// Activate, deactivate or delete an organization or OU grant.
    bool set_parent(const GrantId& id, GrantStatus wanted, std::optional<ActivationOverride> how) {
        NaiveGrant& grant = grants.at(id);
        if (over(grant.status) || (how && wanted != GrantStatus::ACTIVE) ||
            (how && licenses.at(grant.license).sold)) {
            return false;
        }
        const auto before = all_in_force();
        if (wanted == GrantStatus::ACTIVE) {
            if (grant.status == wanted && (!how || how == grant.override_of_grantor)) {
                return true;
            }
            if (!licenses.at(grant.license).usable || !set_up || !sources_active(grant)) {
                return false;
            }
            grant.override_of_grantor = how;
        }
        grant.status = wanted;
        for (auto& [key, entry] : held) {
            if (std::get<0>(key) != id || over(entry.status)) {
                continue;
            }
            entry.override_of_grantor = false;
            entry.status = wanted;
            const AccountId account = std::get<1>(key);
            const bool other = std::any_of(before.begin(), before.end(), [&](const Key& one) {
                return std::get<1>(one) == account && std::get<0>(one) != id &&
                       product_of(std::get<0>(one)) == product_of(id);
            });
            if (wanted == GrantStatus::ACTIVE && other) {
                if (how == ActivationOverride::ALL_GRANTS_PERMITTED_BY_ISSUER) {
                    disable_others(id, account);
                } else {
                    entry.status = GrantStatus::DISABLED;
                }
            }
        }
        if (over(wanted)) {
            end(id);
        }
        yield(before, id);
        return true;
    }

    /// An account changes its place; no nodes: it leaves.
    void place(AccountId account, const std::vector<std::string>& to) {
        const std::vector<std::string> from =
            nodes.contains(account) ? nodes.at(account) : std::vector<std::string>{};
        if (to.empty()) {
            nodes.erase(account);
            end_bound(account);
        } else {
            nodes[account] = to;
        }
        for (auto& [key, entry] : held) {
            const NaiveGrant& grant = grants.at(std::get<0>(key));
            if (std::get<1>(key) == account && !grant.node.empty() && !over(grant.status) &&
                !entry.ended && !covers(grant, account)) {
                entry.ended = true;
                entry.status =
                    entry.status == GrantStatus::REJECTED ? entry.status : GrantStatus::DELETED;
                end_passed_on([&](const Key& source) { return source == key; });
            }
        }
        for (const std::string& node : to) {
            if (std::count(from.begin(), from.end(), node) == 0) {
                join(account, node);
            }
        }
    }
    void join(AccountId account, const std::string& node) {
        for (const auto& [id, grant] : grants) {
            if (grant.node == node && !over(grant.status) && covers(grant, account)) {
                const bool active = grant.status == GrantStatus::ACTIVE && !has_other(id, account);
                held[{id, account, generation(id, account)}] = {
                    active ? GrantStatus::ACTIVE : GrantStatus::DISABLED, false};
            }
        }
    }
    void end_bound(AccountId account) {
        for (auto& [key, entry] : held) {
            NaiveGrant& grant = grants.at(std::get<0>(key));
            const bool bound =
                (std::get<1>(key) == account && !grant.of_subscription) || grant.grantor == account;
            if (grant.node.empty() && bound && !over(entry.status)) {
                end(std::get<0>(key));
            }
        }
    }

    /// What ListReceivedGrants shows: grant and status.
    std::map<GrantId, GrantStatus> received(AccountId account) const {
        std::map<GrantId, GrantStatus> found;
        for (const auto& [key, entry] : held) {
            const auto& [id, holder, life] = key;
            if (holder == account && !entry.ended && entry.status != GrantStatus::DELETED &&
                grants.at(id).status != GrantStatus::DELETED) {
                found[id] = entry.status;
            }
        }
        return found;
    }
};

}  // namespace licet::model
