// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/identity/identity.h"
#include "model/identity/principal.h"
#include "model/identity/trust_policy.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace licet::model {

/// A role's trust policy, understood, so that it can be asked about many principals. Immutable.
struct RoleTrust {
    explicit RoleTrust(const Role& role) : RoleTrust{unread(role).read()} {}

    /// With the texts only, for who keeps many.
    static RoleTrust unread(const Role& role);
    /// The whole of it.
    RoleTrust read() const;

    std::string text;                                ///< the JSON as given
    std::optional<TrustPolicy> policy;               ///< none: unreadable; it trusts nobody
    std::map<std::string, std::string> trusted_ids;  ///< see Role::trusted_ids

private:
    RoleTrust() = default;
};

/// How a trust policy answers, and by which statement.
struct TrustOutcome {
    enum class Verdict : std::uint8_t {
        none,        ///< no statement allows it
        denied,      ///< a statement denies it, whatever others allow
        by_account,  ///< a statement names the account: its policies have to allow it as well
        by_role,     ///< a statement names the role of a session
        by_name,     ///< a statement names the user or the very session, or everybody
    };
    Verdict verdict = Verdict::none;
    std::size_t statement = 0;  ///< that decided; without meaning where none did

    bool trusts() const { return verdict >= Verdict::by_account; }
};

/// What a call of sts:AssumeRole says that trust policies may ask about, as it was sent.
struct TrustTerms {
    std::optional<std::string> external_id = {};
    std::optional<std::string> source_identity = {};
};

/// What a trust policy lets do: a call that sets a source identity needs both. Source: IAM User
/// Guide, "Permissions required to set source identity".
enum class TrustAction : std::uint8_t { assume_role, set_source_identity };

/// Whether the policy lets `who` do so. Source: IAM User Guide, "Policy evaluation logic", "AWS
/// JSON policy elements: Principal".
TrustOutcome judge_trust(const RoleTrust& trust, const Principal& who, const TrustTerms& terms,
                         TrustAction action = TrustAction::assume_role);

/// Whether it lets anybody in the account do so.
TrustOutcome judge_trust(const RoleTrust& trust, AccountId account, const TrustTerms& terms);

/// The policy with a statement more by which it names `arn`, and without those at `without`.
/// Requires a policy that can be read.
std::string trust_policy_naming(const RoleTrust& trust, std::string_view arn,
                                const std::vector<std::size_t>& without);

/// The statements that keep `who` from assuming the role.
std::vector<std::size_t> denying_statements(const RoleTrust& trust, const Principal& who,
                                            const TrustTerms& terms);

}  // namespace licet::model
