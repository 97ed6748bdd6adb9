// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/resource_policy.h"

#include "base/json_writer.h"
#include "policy/reading.h"

#include <algorithm>
#include <utility>

namespace licet::model {
namespace {

using namespace policy::reading;

/// The statement as one of the identity grammar.
std::string without_principal(const Members& members, std::string_view version) {
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("Version", version).key("Statement").begin_object();
    for (const auto& [name, value] : members) {
        if (name != "Principal") {
            json.key(name).raw(value.text);
        }
    }
    json.end_object().end_object();
    return out;
}

Result<std::vector<Trustee>> read_principals(const std::string& path, std::string_view json) {
    std::vector<Trustee> principals;
    const auto add = [&](const std::string& at, std::string_view item) -> Result<void> {
        LICET_TRY(const auto text, read_string(at, item));
        auto trustee = parse_aws_trustee(text);
        if (!trustee.ok()) {
            return fault(at, trustee.error().message);
        }
        principals.push_back(*std::move(trustee));
        return {};
    };
    if (!json.empty() && json.front() == '"') {
        LICET_TRY(const auto text, read_string(path, json));
        if (text != "*") {
            return bad_text(path, text, "is no principal: only `*` can stand by itself");
        }
        principals.emplace_back();
        return principals;
    }
    LICET_TRY(const auto members, read_object(path, json));
    if (members.size() != 1 || members.begin()->first != "AWS") {
        return fault(path, "must have the one member `AWS`");
    }
    LICET_TRY_VOID(each_item(member_path(path, "AWS"), members.begin()->second.text,
                             kResourcePolicyPrincipalsMax, add));
    return principals;
}

/// @param by_one whether one principal of an account stands for the whole account
bool names(const Trustee& principal, const PolicyCaller& caller, bool by_one) {
    switch (principal.kind) {
        case TrusteeKind::anyone:
            return true;
        case TrusteeKind::account:
            return principal.account == caller.account;
        case TrusteeKind::user:
        case TrusteeKind::session:
            return caller.arn.empty() ? by_one && principal.account == caller.account
                                      : principal.text == caller.arn;
        case TrusteeKind::role:
            return caller.arn.empty() ? by_one && principal.account == caller.account
                                      : principal.text == caller.role;
        case TrusteeKind::service:
        case TrusteeKind::federation:
            break;
    }
    return false;
}

}  // namespace

Result<ResourcePolicy::Statement> ResourcePolicy::read_statement(const std::string& path,
                                                                 std::string_view json,
                                                                 std::string_view version) {
    LICET_TRY(const auto members, read_object(path, json));
    const auto principal = members.find("Principal");
    if (principal == members.end()) {
        return fault(path, "must have a Principal");
    }
    Statement statement;
    LICET_TRY(statement.principals,
              read_principals(member_path(path, "Principal"), principal->second.text));
    auto compiled = policy::compile(without_principal(members, version), policy::Grammar::identity);
    if (!compiled.ok()) {
        // The paths of a policy of one statement begin with `$.Statement`.
        constexpr std::string_view kAlone = "$.Statement";
        std::string message = compiled.error().message;
        if (message.starts_with(kAlone)) {
            message.replace(0, kAlone.size(), path);
        }
        return policy::malformed_policy(std::move(message));
    }
    statement.document = *std::move(compiled);
    LICET_TRY(const auto effect, read_string(path, members.at("Effect").text));
    statement.denies = effect == "Deny";
    return statement;
}

Result<ResourcePolicyPtr> ResourcePolicy::read(std::string_view json) {
    LICET_TRY(const auto members, read_object("$", json));
    for (const auto& [name, value] : members) {
        if (name != "Version" && name != "Id" && name != "Statement") {
            return bad_text("$", name, "is no element of a resource policy");
        }
    }
    std::string version = "2008-10-17";
    if (const auto given = members.find("Version"); given != members.end()) {
        LICET_TRY(version, read_string("$.Version", given->second.text));
    }
    const auto statements = members.find("Statement");
    if (statements == members.end()) {
        return fault("$", "must have a Statement");
    }
    auto policy = std::make_shared<ResourcePolicy>();
    LICET_TRY_VOID(each_item("$.Statement", statements->second.text, kResourcePolicyStatementsMax,
                             [&](const std::string& path, std::string_view item) -> Result<void> {
                                 LICET_TRY(policy->statements_.emplace_back(),
                                           read_statement(path, item, version));
                                 return {};
                             }));
    return ResourcePolicyPtr{std::move(policy)};
}

policy::Verdict ResourcePolicy::judge(const PolicyCaller& caller,
                                      const policy::Question& question) const {
    auto verdict = policy::Verdict::not_allowed;
    for (const auto& statement : statements_) {
        const bool named =
            std::any_of(statement.principals.begin(), statement.principals.end(),
                        [&](const Trustee& one) { return names(one, caller, !statement.denies); });
        if (!named) {
            continue;
        }
        const auto found = policy::evaluate(*statement.document, question).verdict;
        if (found == policy::Verdict::denied) {
            return found;
        }
        if (found == policy::Verdict::allowed) {
            verdict = found;
        }
    }
    return verdict;
}

}  // namespace licet::model
