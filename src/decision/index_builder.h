// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"
#include "decision/index.h"
#include "model/event.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace licet::decision {

/// Keeps an Index up to date: notes which objects each event touches and, when the next index is
/// due, copies only those anew from the state. Engine thread only.
class IndexBuilder {
public:
    /// @param secrets opens the keys' sealed secrets. Must outlive the builder.
    explicit IndexBuilder(const SealingKey& secrets) : secrets_{secrets} {}

    /// Starts over from a state. O(size of the state).
    void rebuild(const model::State& state);

    /// Notes what an event touched; `state` is the one after it.
    void note(const model::State& state, const model::Event& event);

    /// The index of `state`. O(what was noted since the last call).
    std::shared_ptr<const Index> publish(const model::State& state, std::uint64_t revision);

private:
    friend struct Notes;

    void refresh_account(const model::State& state, AccountId account);
    void refresh_key(const model::State& state, const std::string& id);
    void refresh_role(const model::State& state, const RoleKey& role);
    void refresh_license(const model::State& state, const Id128& license);
    /// With the grants that pass it on, since these depend on it.
    void refresh_grant(const model::State& state, const model::GrantId& grant);
    void refresh_row(const model::State& state, const model::GrantId& grant);
    GrantKey grant_key(const model::State& state, const model::GrantId& id,
                       const model::Grant& grant);
    /// What stands under grant_key(); nothing when the grant gives nothing.
    std::optional<GrantRow> grant_row(const model::State& state, const model::Grant& grant);
    void refresh_exceptions(const model::State& state, const model::GrantId& parent);
    void refresh_exception(const model::State& state, const ExceptionKey& exception);
    void refresh_models(const model::State& state);
    void refresh_own_subscriptions(const model::State& state);

    std::uint32_t product_number(const std::string& product);
    std::uint32_t node_number(std::string_view node);
    struct LicenseNumbers {
        std::uint32_t license;
        std::uint32_t product;
    };
    LicenseNumbers numbers_of(const model::State& state, const Id128& license);

    const SealingKey& secrets_;
    Index next_;
    Index::Numbers nodes_;  // never shrinks: numbers stay valid for as long as the builder lives
    std::map<Id128, LicenseNumbers> licenses_;
    std::map<model::GrantId, std::set<AccountId>>
        exceptions_of_;  // what exceptions_ of next_ holds, by parent

    // What must be looked at again.
    bool everything_ = false;
    bool catalogue_ = false;
    bool own_subscriptions_ = false;
    std::set<AccountId> accounts_;
    std::set<std::string> keys_;
    std::set<RoleKey> roles_;
    std::set<Id128> touched_licenses_;
    std::set<model::GrantId> grants_;
    std::set<model::GrantId> parents_;  ///< all exceptions of these
    std::set<ExceptionKey> exceptions_;
    std::set<AccountId> forms_;
};

}  // namespace licet::decision
