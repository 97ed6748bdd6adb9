// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/directory.h"
#include "decision/facts.h"
#include "model/identity/principal.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace licet::model {
struct InvocationLogging;
}

namespace licet::decision {

/// A long-term key, ready for verification.
struct KeyRow {
    std::string secret;
    bool active = false;
    model::Principal principal;
};

/// A Bedrock API key, ready for verification.
struct BearerRow {
    std::string salt;  ///< bytes
    std::string hash;  ///< 32 bytes: SHA-256 over salt and secret
    bool active = false;
    Time expires_at = Time::max();
    model::Principal principal;
};

struct IndexTables;

/// Everything that authentication and model calls ask about, compiled from the state of one
/// revision. Immutable; shares what did not change with the indexes before and after it. Answers
/// allocate nothing.
class Index final : public Facts, public Directory {
public:
    /// Only for IndexBuilder.
    Index(std::unique_ptr<const IndexTables> tables, std::uint64_t revision);
    ~Index() override;
    Index(const Index&) = delete;
    Index& operator=(const Index&) = delete;

    std::uint64_t revision() const { return revision_; }

    /// Null where the account does not log its model calls in the region.
    const model::InvocationLogging* invocation_logging(AccountId account,
                                                       std::string_view region) const;

    const KeyRow* find_key(std::string_view access_key_id) const;
    /// @param alias the public part of the key: `<user>-at-<account>`.
    const BearerRow* find_bearer(std::string_view alias) const;
    bool role_exists(AccountId account, std::string_view role_id) const;

    AccountStanding standing(AccountId account) const override;
    const model::FoundationModel* model(std::string_view id) const override;
    const model::InferenceProfile* profile(std::string_view id) const override;
    ListedModel listed_model(std::string_view id) const override;
    const model::Product* product(std::string_view id) const override;
    const model::ApplicationProfile* application_profile(AccountId account, std::string_view region,
                                                         std::string_view id) const override;
    Entitlement entitlement(AccountId account, std::string_view product, const Use& use,
                            Time now) const override;
    Entitlement entitlement_to(AccountId account, const ListedModel& model, const Use& use,
                               Time now) const override;
    std::vector<GrantLimit> limits_of(const Entitlement& right) const override;
    model::TokenRates token_rates(const Entitlement& right, std::string_view product,
                                  model::Reach reach) const override;
    bool has_use_case_form(AccountId account) const override;
    FirstUse first_use(AccountId account, std::string_view product, Time now) const override;
    bool falls_back(AccountId account) const override;
    ControlLevels control_levels(AccountId account) const override;
    PrincipalRights rights(const model::Principal& principal) const override;
    Membership membership(AccountId account) const override;
    EnforcedGuardrails enforced_guardrails(AccountId account,
                                           std::string_view region) const override;
    const model::ReadyGuardrailPtr* guardrail(std::string_view id) const override;

    Authority authority_of(AccountId account) const override;
    AccountId founder() const override;
    bool may_grant(AccountId account, AccountId issuer, const Id128& license) const override;
    std::shared_ptr<const model::RoleTrust> trust_of(std::string_view role_arn) const override;
    std::vector<AccountId> accounts_of(std::string_view organization) const override;
    std::vector<model::Principal> principals_of(AccountId account) const override;
    std::optional<model::Principal> find_principal(std::string_view arn) const override;
    std::vector<const model::FoundationModel*> models() const override;
    std::vector<const model::InferenceProfile*> profiles() const override;
    std::vector<const model::Product*> products() const override;
    bool lists_product(std::string_view id) const override;

    const IndexTables& tables() const { return *tables_; }

private:
    std::unique_ptr<const IndexTables> tables_;
    std::uint64_t revision_;
};

}  // namespace licet::decision
