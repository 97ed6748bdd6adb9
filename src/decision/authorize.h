// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/facts.h"
#include "model/identity/principal.h"
#include "policy/evaluate.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace licet::decision {

/// Who is asked about: a principal, or an account as a whole, whatever its identities may do.
struct Subject {
    AccountId account;
    const model::Principal* principal = nullptr;  ///< null: the account as a whole

    // NOLINTNEXTLINE(google-explicit-constructor)
    Subject(const model::Principal& caller) : account{caller.account}, principal{&caller} {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Subject(AccountId whole) : account{whole} {}
};

/// What the resource's own policy makes up for by naming the caller, within one account. No deny.
/// Source: IAM User Guide, "How AWS enforcement code logic evaluates requests", "Resource-based
/// policies".
enum class ByResource : std::uint8_t {
    nothing,
    identity_policy,  ///< it names the caller's role: the permissions boundary must allow it still
    everything,       ///< it names the user or session itself, or everybody
};

/// May the subject do this to that? Refers to what the caller owns.
struct ActionQuestion {
    Subject subject;
    const policy::Action& action;  ///< `license-manager:CreateGrant`
    std::string_view resource;     ///< an ARN; `*` where the action has none
    AccountId resource_account;    ///< the account that owns the resource; none: not known
    /// What the request says: its time, source address, region, request tags … What is known of
    /// subject and resource account is added by authorize().
    const policy::Context& context;
    ByResource by_resource = ByResource::nothing;
};

/// The kind of policy that decided.
enum class Layer : std::uint8_t {
    none,  ///< no policy had to: an account's root, or an account as a whole
    service_control_policy,
    identity_policy,
    permissions_boundary,
};

/// Yes or no, and by which policy. The views live as long as this and the facts.
struct Authorization {
    /// `denied`: a statement denies it; `not_allowed`: none of the layer allows it.
    policy::Verdict verdict = policy::Verdict::not_allowed;
    Layer layer = Layer::none;
    std::string_view policy = {};  ///< its name; empty when none allows it
    std::string_view target =
        {};  ///< of an SCP: the root, OU or account it is missing or stands at
    const policy::Document* document = nullptr;  ///< null when none allows it
    std::size_t statement = 0;                   ///< of the document
    std::shared_ptr<const void> owner = {};      ///< keeps the above

    bool allowed() const { return verdict == policy::Verdict::allowed; }
};

/// Explicit denies win, of any layer; then every level of service control policies must allow it,
/// then an identity policy, then the permissions boundary. The management account (it has no
/// levels) and service-linked roles are exempt from the first; an account's root from the others;
/// for an account as a whole only the first is asked. Allocates nothing when it allows by an index.
/// Source: design 5; rule OR-10; IAM User Guide, "Policy evaluation logic".
Authorization authorize(const Facts& facts, const ActionQuestion& question);

/// In AWS's words: `User: <arn> is not authorized to perform: <action> on resource: <arn> because
/// no identity-based policy allows the <action> action`. Requires that it is not allowed.
std::string refusal_text(const Authorization& authorization, const Subject& subject,
                         std::string_view action, std::string_view resource);

/// The condition keys of a subject and of a resource's account, on top of what a request says.
/// Refers to facts, question and itself.
class SubjectContext {
public:
    SubjectContext(const Facts& facts, const Subject& subject, const policy::Context& request);
    SubjectContext(const SubjectContext&) = delete;
    SubjectContext& operator=(const SubjectContext&) = delete;

    /// Says whose the resource is. @param owner none: not known
    void set_resource_account(const Facts& facts, AccountId owner);

    policy::Context& keys() { return keys_; }
    const policy::Context& keys() const { return keys_; }
    const PrincipalRights& rights() const { return rights_; }

private:
    policy::Context keys_;
    PrincipalRights rights_;
    Membership membership_;
    Membership resource_membership_;
    std::string account_;           // 12 digits: kept without allocation
    std::string resource_account_;  // likewise
};

/// The single layers, for those who report them apart. @param context with the subject's keys.
Authorization judge_control_policies(const ControlLevels& levels, const policy::Question& question);
/// Identity policies and boundary. Requires a principal that is not unrestricted.
Authorization judge_identity(const PrincipalRights& rights, const policy::Question& question,
                             ByResource by_resource = ByResource::nothing);
/// Whether service control policies do not restrict the subject. Source: rule OR-10.
bool is_exempt(const Subject& subject, const PrincipalRights& rights);
/// All layers, in the order of authorize().
Authorization judge(const ControlLevels& levels, const Subject& subject,
                    const PrincipalRights& rights, const policy::Question& question,
                    ByResource by_resource = ByResource::nothing);

}  // namespace licet::decision
