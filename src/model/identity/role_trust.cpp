// SPDX-License-Identifier: Apache-2.0
#include "model/identity/role_trust.h"

#include "base/check.h"
#include "base/json_writer.h"
#include "policy/reading.h"

#include <algorithm>

namespace licet::model {
namespace {

using TrustedIds = std::map<std::string, std::string>;
using Verdict = TrustOutcome::Verdict;

const std::optional<std::string>* term_of(const TrustTerms& terms, TrustKey key) {
    switch (key) {
        case TrustKey::external_id:
            return &terms.external_id;
        case TrustKey::source_identity:
            return &terms.source_identity;
        case TrustKey::audience:
        case TrustKey::methods:
        case TrustKey::subject:
            break;
    }
    return nullptr;  // of tokens, which AssumeRole is not shown
}

/// Whether the statement is about calls of sts:AssumeRole that say this.
bool applies(const TrustStatement& statement, const TrustTerms& terms, TrustAction action) {
    const bool named =
        action == TrustAction::assume_role ? statement.assume_role : statement.set_source_identity;
    return named &&
           std::all_of(statement.conditions.begin(), statement.conditions.end(),
                       [&](const TrustCondition& condition) {
                           const auto* sent = term_of(terms, condition.key);
                           return sent != nullptr && *sent && holds(condition, {&**sent, 1});
                       });
}

Verdict by(const Trustee& trustee, const TrustedIds& ids, const Principal& who) {
    const auto id = ids.find(trustee.text);
    const bool user = who.kind == PrincipalKind::user && id != ids.end() && who.id == id->second;
    const bool role =
        who.kind == PrincipalKind::assumed_role && id != ids.end() && who.role_id == id->second;
    switch (trustee.kind) {
        case TrusteeKind::anyone:
            return Verdict::by_name;
        case TrusteeKind::account:
            return who.account == trustee.account ? Verdict::by_account : Verdict::none;
        case TrusteeKind::user:
            return user ? Verdict::by_name : Verdict::none;
        case TrusteeKind::role:
            return role ? Verdict::by_role : Verdict::none;
        case TrusteeKind::session:
            return role && who.arn == trustee.text ? Verdict::by_name : Verdict::none;
        case TrusteeKind::service:
        case TrusteeKind::federation:
            break;
    }
    return Verdict::none;
}

/// @param by what a statement's trustee means for whom is asked about
TrustOutcome judge(const RoleTrust& trust, const TrustTerms& terms, TrustAction action, auto by) {
    TrustOutcome outcome;
    if (!trust.policy) {
        return outcome;
    }
    for (std::size_t n = 0; n < trust.policy->statements.size(); ++n) {
        const auto& statement = trust.policy->statements[n];
        if (!applies(statement, terms, action)) {
            continue;
        }
        for (const auto& trustee : statement.trustees) {
            const Verdict verdict = by(trustee, statement.effect);
            if (verdict != Verdict::none && statement.effect == Effect::deny) {
                return {Verdict::denied, n};
            }
            if (verdict > outcome.verdict) {
                outcome = {verdict, n};
            }
        }
    }
    return outcome;
}

}  // namespace

RoleTrust RoleTrust::unread(const Role& role) {
    RoleTrust trust;
    trust.text = role.trust_policy;
    trust.trusted_ids = role.trusted_ids;
    return trust;
}

RoleTrust RoleTrust::read() const {
    RoleTrust trust = *this;
    if (auto understood = parse_trust_policy(text); understood.ok()) {
        trust.policy = *std::move(understood);
    }
    return trust;
}

TrustOutcome judge_trust(const RoleTrust& trust, const Principal& who, const TrustTerms& terms,
                         TrustAction action) {
    return judge(trust, terms, action, [&](const Trustee& trustee, Effect) {
        return by(trustee, trust.trusted_ids, who);
    });
}

TrustOutcome judge_trust(const RoleTrust& trust, AccountId account, const TrustTerms& terms) {
    const auto action = TrustAction::assume_role;
    return judge(trust, terms, action, [&](const Trustee& trustee, Effect effect) {
        const bool everybody = trustee.kind == TrusteeKind::anyone ||
                               (trustee.kind == TrusteeKind::account && trustee.account == account);
        const bool somebody = effect == Effect::allow && trustee.account == account;
        return everybody || somebody ? Verdict::by_account : Verdict::none;
    });
}

std::vector<std::size_t> denying_statements(const RoleTrust& trust, const Principal& who,
                                            const TrustTerms& terms) {
    LICET_CHECK(trust.policy.has_value());
    std::vector<std::size_t> found;
    for (std::size_t n = 0; n < trust.policy->statements.size(); ++n) {
        const auto& statement = trust.policy->statements[n];
        const auto names = [&](const Trustee& trustee) {
            return by(trustee, trust.trusted_ids, who) != Verdict::none;
        };
        if (statement.effect == Effect::deny &&
            applies(statement, terms, TrustAction::assume_role) &&
            std::any_of(statement.trustees.begin(), statement.trustees.end(), names)) {
            found.push_back(n);
        }
    }
    return found;
}

std::string trust_policy_naming(const RoleTrust& trust, std::string_view arn,
                                const std::vector<std::size_t>& without) {
    using namespace policy::reading;
    LICET_CHECK(trust.policy.has_value());
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("Version", "2012-10-17").key("Statement").begin_array();
    std::size_t number = 0;
    const auto members = read_object("$", trust.text);
    const auto keep = [&](const std::string&, std::string_view item) -> Result<void> {
        if (std::find(without.begin(), without.end(), number++) == without.end()) {
            json.raw(item);
        }
        return {};
    };
    LICET_CHECK(
        each_item("$", members->at("Statement").text, kTrustPolicyCharactersMax, keep).ok());
    json.begin_object().member("Effect", "Allow").key("Principal");
    json.begin_object().member("AWS", arn).end_object();
    json.member("Action", "sts:AssumeRole").end_object();
    json.end_array().end_object();
    return out;
}

}  // namespace licet::model
