// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/facts.h"
#include "decision/shard_map.h"
#include "model/identity/principal.h"
#include "model/state.h"

#include <array>
#include <cstdint>
#include <memory>

namespace licet::decision {

/// A long-term key, ready for verification.
struct KeyRow {
    std::string secret;
    bool active = false;
    model::Principal principal;
};

/// Where an account stands.
struct AccountRow {
    static constexpr std::size_t kNodesMax =
        8;  // organization, root and five levels of OUs; rule OR-1
    bool open = false;
    AccountId management;  ///< of its organization; none when it stands alone
    std::array<std::uint32_t, kNodesMax>
        nodes{};  ///< numbers of organization and OUs; 0 ends the list
};

/// A license as far as it matters for its grants' effect.
struct LicenseRow {
    bool available = false;
    AccountId holder;  ///< has it by itself, not by a sub-grant
    Time valid_from;
    Time valid_until = Time::max();
};

/// One grant at the account or node it is given to. Ordered so that all grants for one holder and
/// product stand together.
struct GrantKey {
    std::uint64_t holder = 0;  ///< account number, or kNodeBit | node number
    std::uint32_t product = 0;
    model::GrantId grant;
    auto operator<=>(const GrantKey&) const = default;
};
inline constexpr std::uint64_t kNodeBit = std::uint64_t{1} << 63;

struct GrantRow {
    std::uint32_t license = 0;
    EntitlementLevel level = EntitlementLevel::none;
    bool from_issuer = false;
    AccountId grantor;
};

struct ExceptionKey {
    model::GrantId parent;
    AccountId account;
    auto operator<=>(const ExceptionKey&) const = default;
};

/// What an account's sub-grant is when it is not simply what its parent implies.
struct ExceptionRow {
    EntitlementLevel level = EntitlementLevel::none;
    model::GrantId grant;
    bool operator==(const ExceptionRow&) const = default;
};

/// How an organization lets its accounts subscribe for themselves, and what came of that.
struct OwnSubscriptions {
    struct Switches {
        bool auto_subscribe = false;
        bool fall_back = false;
    };
    std::map<AccountId, Switches> organizations;  ///< by management account
    model::FirstUses first_uses;
};

struct RoleKey {
    AccountId account;
    std::string id;
    auto operator<=>(const RoleKey&) const = default;
};

/// Everything that authentication and model calls ask about, compiled from the state of one
/// revision. Immutable; shares what did not change with the indexes before and after it.
class Index final : public Facts {
public:
    std::uint64_t revision() const { return revision_; }

    const KeyRow* find_key(std::string_view access_key_id) const;
    bool role_exists(AccountId account, std::string_view role_id) const;

    AccountStanding standing(AccountId account) const override;
    const model::FoundationModel* model(std::string_view id) const override;
    const model::InferenceProfile* profile(std::string_view id) const override;
    Entitlement entitlement(AccountId account, std::string_view product, Time now) const override;
    bool has_use_case_form(AccountId account) const override;
    FirstUse first_use(AccountId account, std::string_view product, Time now) const override;
    bool falls_back(AccountId account) const override;

private:
    friend class IndexBuilder;

    using Numbers = std::map<std::string, std::uint32_t, std::less<>>;

    Entitlement from_holder(std::uint64_t holder, std::uint32_t product, AccountId account,
                            Time now) const;
    bool is_usable(std::uint32_t license, Time now) const;
    OwnSubscriptions::Switches switches_of(AccountId account) const;

    std::uint64_t revision_ = 0;
    std::shared_ptr<const model::Models> models_;
    std::shared_ptr<const Numbers> products_;
    ShardMap<std::string, KeyRow> keys_;
    ShardMap<RoleKey, bool> roles_;
    ShardMap<AccountId, AccountRow> accounts_;
    ShardMap<std::uint32_t, LicenseRow> licenses_;
    ShardMap<GrantKey, GrantRow> grants_;
    ShardMap<ExceptionKey, ExceptionRow> exceptions_;
    ShardMap<AccountId, bool> forms_;
    std::shared_ptr<const OwnSubscriptions> own_subscriptions_;
};

/// All grants of one holder and product stand in one part, so that they can be walked in order.
inline std::size_t shard_hash(const GrantKey& key) {
    return static_cast<std::size_t>(key.holder * 0x9e3779b97f4a7c15U + key.product);
}
inline std::size_t shard_hash(const ExceptionKey& key) {
    return std::hash<model::GrantId>{}(key.parent) ^ std::hash<AccountId>{}(key.account);
}
inline std::size_t shard_hash(const RoleKey& key) {
    return std::hash<std::string>{}(key.id);
}

}  // namespace licet::decision
