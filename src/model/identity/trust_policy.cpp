// SPDX-License-Identifier: Apache-2.0
#include "model/identity/trust_policy.h"

#include "model/identity/names.h"
#include "policy/document.h"
#include "policy/evaluate.h"
#include "policy/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace licet::model {
namespace {

using namespace policy::reading;

constexpr std::string_view kKnownConditions =
    "the conditions supported are StringEquals and StringLike on sts:ExternalId, on "
    "sts:SourceIdentity and on openid-license-manager.amazonaws.com:aud and :sub, and the same "
    "after ForAnyValue: on its :amr";

/// Takes `prefix` off the front of `text`. @return whether it was there.
bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

Result<std::vector<std::string>> read_strings(const std::string& path, std::string_view json) {
    std::vector<std::string> strings;
    LICET_TRY_VOID(each_item(path, json, kTrustPolicyCharactersMax,
                             [&](const std::string& at, std::string_view item) -> Result<void> {
                                 LICET_TRY(strings.emplace_back(), read_string(at, item));
                                 return {};
                             }));
    return strings;
}

Result<void> read_effect(TrustStatement& statement, const std::string& path,
                         std::string_view json) {
    LICET_TRY(const auto effect, read_string(path, json));
    if (effect != "Allow" && effect != "Deny") {
        return fault(path, "must be `Allow` or `Deny`");
    }
    statement.effect = effect == "Allow" ? Effect::allow : Effect::deny;
    return {};
}

bool is_service_name(std::string_view text) {
    return text.find('.') != std::string_view::npos && has_name_characters(text) &&
           text.find_first_of("_+=,@") == std::string_view::npos;
}

bool is_provider_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < 0x7f && c != '*' && c != '?' && c != '"';
    });
}

Result<Trustee> read_trustee(const std::string& path, std::string_view kind,
                             std::string_view text) {
    if (kind == "AWS") {
        auto trustee = parse_aws_trustee(text);
        return trustee.ok() ? std::move(trustee) : fault(path, trustee.error().message);
    }
    const bool service = kind == "Service";
    if (service ? !is_service_name(text) : !is_provider_name(text)) {
        return bad_text(path, text, service ? "is no service" : "is no identity provider");
    }
    return Trustee{service ? TrusteeKind::service : TrusteeKind::federation, {}, std::string{text}};
}

Result<void> read_principal(TrustStatement& statement, const std::string& path,
                            std::string_view json) {
    if (json == R"("*")") {
        statement.trustees.emplace_back();
        return {};
    }
    LICET_TRY(const auto kinds, read_object(path, json));
    if (kinds.empty()) {
        return fault(path, "must not be empty");
    }
    for (const auto& [kind, value] : kinds) {
        if (kind != "AWS" && kind != "Service" && kind != "Federated") {
            return fault(path, fmt::format("`{}` is not one of AWS, Service, Federated",
                                           kind.substr(0, kQuotedBytesMax)));
        }
        const auto at = path + "." + kind;
        LICET_TRY(const auto texts, read_strings(at, value.text));
        for (const auto& text : texts) {
            LICET_TRY(statement.trustees.emplace_back(), read_trustee(at, kind, text));
        }
    }
    return {};
}

Result<void> read_actions(TrustStatement& statement, const std::string& path,
                          std::string_view json) {
    constexpr std::string_view kAssumeRole = "sts:AssumeRole";
    constexpr std::string_view kWebIdentity = "sts:AssumeRoleWithWebIdentity";
    constexpr std::string_view kAll[] = {"sts:*", "*"};
    constexpr std::string_view kSetSourceIdentity = "sts:SetSourceIdentity";
    constexpr std::string_view kOther[] = {kSetSourceIdentity, "sts:TagSession",
                                           "sts:AssumeRoleWithSAML"};
    LICET_TRY(const auto actions, read_strings(path, json));
    for (const auto& action : actions) {
        const auto same = [&](std::string_view known) { return is_same_name(known, action); };
        const bool all = std::any_of(std::begin(kAll), std::end(kAll), same);
        const bool assume_role = all || same(kAssumeRole);
        const bool web_identity = all || same(kWebIdentity);
        if (!assume_role && !web_identity &&
            std::none_of(std::begin(kOther), std::end(kOther), same)) {
            return bad_text(
                path, action,
                fmt::format("is not supported in a trust policy; the actions are {}, {}, {}, {}",
                            kAssumeRole, kWebIdentity, fmt::join(kAll, ", "),
                            fmt::join(kOther, ", ")));
        }
        statement.assume_role = statement.assume_role || assume_role;
        statement.set_source_identity =
            statement.set_source_identity || all || same(kSetSourceIdentity);
        statement.web_identity = statement.web_identity || web_identity;
    }
    return {};
}

std::optional<TrustKey> find_key(std::string_view name) {
    constexpr std::pair<std::string_view, TrustKey> kClaims[] = {
        {":aud", TrustKey::audience}, {":amr", TrustKey::methods}, {":sub", TrustKey::subject}};
    if (is_same_name(name, "sts:ExternalId")) {
        return TrustKey::external_id;
    }
    if (is_same_name(name, "sts:SourceIdentity")) {
        return TrustKey::source_identity;
    }
    for (const auto& [claim, key] : kClaims) {
        if (is_same_name(name, std::string{kLicenseManagerProvider} + std::string{claim})) {
            return key;
        }
    }
    return std::nullopt;
}

Result<void> read_condition_key(TrustStatement& statement, TrustCondition::Operator compare,
                                bool any_value, const std::string& path, const std::string& name,
                                std::string_view json) {
    const auto key = find_key(name);
    if (!key) {
        return bad_text(path, name, fmt::format("is not supported; {}", kKnownConditions));
    }
    if (any_value != (*key == TrustKey::methods)) {
        return bad_text(path, name,
                        any_value ? "is one text; leave out ForAnyValue:"
                                  : "is a list; write ForAnyValue: before the operator");
    }
    const auto key_path = member_path(path, name);
    const auto same = [&](const TrustCondition& other) {
        return other.key == *key && other.compare == compare;
    };
    if (std::any_of(statement.conditions.begin(), statement.conditions.end(), same)) {
        return fault(key_path, "must be given once");
    }
    auto& condition = statement.conditions.emplace_back(TrustCondition{compare, *key, {}});
    LICET_TRY(condition.values, read_strings(key_path, json));
    for (const auto& value : condition.values) {
        if (value.find("${") != std::string::npos) {
            return bad_text(key_path, value, "has a policy variable; none is supported here");
        }
    }
    return {};
}

Result<void> read_condition(TrustStatement& statement, const std::string& path,
                            std::string_view json) {
    constexpr std::string_view kAnyValue = "ForAnyValue:";
    LICET_TRY(const auto operators, read_object(path, json));
    if (operators.empty()) {
        return fault(path, "must not be empty");
    }
    for (const auto& [name, keys_json] : operators) {
        std::string_view compare = name;
        const bool any_value = take(compare, kAnyValue);
        if (compare != "StringEquals" && compare != "StringLike") {
            return bad_text(path, name, fmt::format("is not supported; {}", kKnownConditions));
        }
        const auto at = path + "." + name;
        LICET_TRY(const auto keys, read_object(at, keys_json.text));
        if (keys.empty()) {
            return fault(at, "must not be empty");
        }
        for (const auto& [key, values] : keys) {
            LICET_TRY_VOID(read_condition_key(statement,
                                              compare == "StringLike"
                                                  ? TrustCondition::Operator::like
                                                  : TrustCondition::Operator::equals,
                                              any_value, at, key, values.text));
        }
    }
    return {};
}

Result<void> read_sid(std::set<std::string>& sids, const std::string& path, std::string_view json) {
    LICET_TRY(auto sid, read_string(path, json));
    const bool plain = has_name_characters(sid) && sid.find_first_of("_+=,.@-") == sid.npos;
    if (!plain) {
        return bad_text(path, sid, "may hold only letters and digits");
    }
    if (!sid.empty() && !sids.insert(sid).second) {
        return bad_text(path, sid, "is the Sid of another statement too");
    }
    return {};
}

Result<void> read_element(TrustStatement& statement, std::set<std::string>& sids,
                          std::string_view name, const std::string& path, std::string_view json) {
    if (name == "Sid") {
        return read_sid(sids, path, json);
    }
    if (name == "Effect") {
        return read_effect(statement, path, json);
    }
    if (name == "Principal") {
        return read_principal(statement, path, json);
    }
    if (name == "Action") {
        return read_actions(statement, path, json);
    }
    if (name == "Condition") {
        return read_condition(statement, path, json);
    }
    return fault(path, "is not allowed in a trust policy");
}

/// Who relies on a Deny must not find out that it never applied: what no call can ever meet is
/// refused. In an Allow the same is harmless.
Result<void> check_deny(const TrustStatement& statement, const std::string& path) {
    for (const auto& trustee : statement.trustees) {
        if (trustee.kind == TrusteeKind::federation && trustee.text != kLicenseManagerProvider) {
            return bad_text(member_path(path, "Principal.Federated"), trustee.text,
                            fmt::format("denies nobody: the only identity provider is {}",
                                        kLicenseManagerProvider));
        }
    }
    const auto of_assume_role = [](const TrustCondition& condition) {
        return condition.key == TrustKey::external_id || condition.key == TrustKey::source_identity;
    };
    const auto& conditions = statement.conditions;
    const auto count = std::count_if(conditions.begin(), conditions.end(), of_assume_role);
    const bool all = count == std::ssize(conditions);
    const bool assumes = statement.assume_role || statement.set_source_identity;
    if (!(assumes && all) && !(statement.web_identity && count == 0) && !conditions.empty()) {
        return fault(member_path(path, "Condition"),
                     "can never hold: sts:ExternalId and sts:SourceIdentity are sent with "
                     "sts:AssumeRole, and the claims of a token with "
                     "sts:AssumeRoleWithWebIdentity");
    }
    return {};
}

Result<TrustStatement> read_statement(std::set<std::string>& sids, const std::string& path,
                                      std::string_view json) {
    TrustStatement statement;
    LICET_TRY(const auto members, read_object(path, json));
    for (const std::string required : {"Effect", "Principal", "Action"}) {
        if (members.count(required) == 0) {
            return fault(member_path(path, required), "is required");
        }
    }
    for (const auto& [name, value] : members) {
        LICET_TRY_VOID(read_element(statement, sids, name, member_path(path, name), value.text));
    }
    if (statement.effect == Effect::deny) {
        LICET_TRY_VOID(check_deny(statement, path));
    }
    return statement;
}

Result<void> check_length(std::string_view json) {
    if (policy::character_count(json) > kTrustPolicyCharactersMax) {
        return Error{
            ErrorKind::exhausted,
            fmt::format("Cannot exceed quota for ACLSizePerRole: {}", kTrustPolicyCharactersMax),
            "LimitExceeded"};
    }
    return policy::check_bytes(json, kTrustPolicyCharactersMax);
}

/// `/name` or `/a/b/name`.
bool is_path_and_name(std::string_view text) {
    const auto slash = text.rfind('/');
    if (slash == std::string_view::npos) {
        return false;
    }
    return check_path(text.substr(0, slash + 1)).ok() &&
           check_identity_name("name", text.substr(slash + 1)).ok();
}

/// `/<role>/<session>`
bool is_role_and_session(std::string_view text) {
    const auto slash = text.rfind('/');
    if (slash == std::string_view::npos || slash < 2 || !text.starts_with('/')) {
        return false;
    }
    return check_identity_name("role name", text.substr(1, slash - 1)).ok() &&
           check_identity_name("session name", text.substr(slash + 1)).ok();
}

}  // namespace

Result<TrustPolicy> parse_trust_policy(std::string_view json) {
    LICET_TRY_VOID(check_length(json));
    TrustPolicy policy;
    std::set<std::string> sids;
    LICET_TRY(const auto members, read_as<Members>("$", json));
    for (const auto& [name, value] : members) {
        const auto path = member_path("$", name);
        if (name == "Version") {
            LICET_TRY(const auto version, read_string(path, value.text));
            if (version != "2012-10-17" && version != "2008-10-17") {
                return fault(path, "must be `2012-10-17` or `2008-10-17`");
            }
        } else if (name == "Id") {
            LICET_TRY_VOID(read_string(path, value.text));
        } else if (name == "Statement") {
            LICET_TRY_VOID(each_item(
                path, value.text, kTrustPolicyCharactersMax,
                [&](const std::string& at, std::string_view item) -> Result<void> {
                    LICET_TRY(policy.statements.emplace_back(), read_statement(sids, at, item));
                    return {};
                }));
        } else {
            return fault(path, "is not allowed in a trust policy");
        }
    }
    if (policy.statements.empty()) {
        return fault("$.Statement", "is required");
    }
    return policy;
}

Result<Trustee> parse_aws_trustee(std::string_view text) {
    const Error unknown{
        ErrorKind::invalid,
        fmt::format("`{}` is not `*`, an account id or the ARN of an account's root, a user, a "
                    "role or a role's session",
                    text.substr(0, kQuotedBytesMax))};
    if (text == "*") {
        return Trustee{};
    }
    constexpr std::size_t kAccountDigits = 12;
    std::string_view rest = text;
    const bool iam = take(rest, "arn:aws:iam::");
    const bool sts = !iam && take(rest, "arn:aws:sts::");
    auto account = AccountId::parse(rest.substr(0, kAccountDigits));
    if (!account.ok()) {
        return unknown;
    }
    rest.remove_prefix(kAccountDigits);
    if (iam ? rest == ":root" : !sts && rest.empty()) {
        return Trustee{TrusteeKind::account, *account, {}};
    }
    if (iam && take(rest, ":user") && is_path_and_name(rest)) {
        return Trustee{TrusteeKind::user, *account, std::string{text}};
    }
    if (iam && take(rest, ":role") && is_path_and_name(rest)) {
        return Trustee{TrusteeKind::role, *account, std::string{text}};
    }
    if (sts && take(rest, ":assumed-role") && is_role_and_session(rest)) {
        return Trustee{TrusteeKind::session, *account, std::string{text}};
    }
    return unknown;
}

bool holds(const TrustCondition& condition, std::span<const std::string> actual) {
    return std::any_of(actual.begin(), actual.end(), [&](const std::string& text) {
        return std::any_of(condition.values.begin(), condition.values.end(),
                           [&](const std::string& value) {
                               return condition.compare == TrustCondition::Operator::like
                                          ? policy::is_like(value, text)
                                          : value == text;
                           });
    });
}

}  // namespace licet::model
