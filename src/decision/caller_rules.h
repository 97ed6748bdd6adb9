// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/authorize.h"
#include "decision/directory.h"
#include "decision/explain.h"
#include "model/identity/role_trust.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// What somebody must be to do something at all, whatever policies say.
namespace licet::decision {

/// Whom an operation admits.
enum class CallerRule : std::uint8_t {
    anybody,
    member,          ///< any account of an organization
    reader,          ///< its management account or a delegated administrator of any service
    administrator,   ///< its management account or License Manager's delegated administrator
    management,      ///< its management account
    founder,         ///< the installation's first account
    owner,           ///< the account that the resource's ARN names, where it names one
    license_holder,  ///< who holds the license, or was given it to pass on
    trusted,         ///< whom the role's trust policy names
};

/// @param action in the spelling of the service authorization reference
CallerRule caller_rule(std::string_view action);

/// Why somebody cannot do it.
enum class CallerFault : std::uint8_t {
    none,
    account_closed,
    not_in_organization,
    not_organization_reader,
    not_license_administrator,
    not_management_account,
    not_founder,
    not_the_owner,
    not_license_holder,
    root_assumes_role,
    role_does_not_trust,  ///< also where there is no such role: nobody learns which
};
/// `not_management_account` and so on; stable as reason_text() of a Reason is. Requires a fault.
std::string_view reason_text(CallerFault fault);

/// Holds subjects against the rule of one action. Refers to all that it is made from. Says the same
/// of a resource that does not exist and of one that is somebody else's.
class CallerCheck {
public:
    CallerCheck(const Facts& facts, const Directory& directory, const policy::Action& action,
                std::string_view resource, const policy::Context& context);

    CallerFault fault_of(const Subject& subject) const;
    /// What the resource's own policy spares the subject.
    ByResource by_resource(const Subject& subject) const;
    /// Step 1 of an explanation.
    Step step_of(const Subject& subject) const;

private:
    CallerFault organization_fault(AccountId account) const;
    CallerFault license_fault(AccountId account) const;
    CallerFault trust_fault(const Subject& subject) const;
    model::TrustOutcome outcome_of(const Subject& subject) const;
    std::string message_of(CallerFault fault, const Subject& subject) const;
    Fix fix_of(CallerFault fault, const Subject& subject) const;
    static Fix delegation_fix(AccountId account, AccountId management);
    Fix trust_fix(const Subject& subject) const;
    std::string passing_message(const Subject& subject) const;

    const Facts& facts_;
    const Directory& directory_;
    std::string_view resource_;
    CallerRule rule_ = CallerRule::anybody;
    AccountId owner_;  ///< that the resource's ARN names
    std::optional<Id128> license_ = {};
    bool to_node_ = false;  ///< the grant would be to an organization or OU
    model::TrustTerms terms_ = {};
    std::shared_ptr<const model::RoleTrust> trust_ = {};
};

/// The account in an ARN; none where there is none.
AccountId account_in(std::string_view arn);

}  // namespace licet::decision
