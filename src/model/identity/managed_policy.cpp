// SPDX-License-Identifier: Apache-2.0
#include "model/identity/managed_policy.h"

#include "base/check.h"
#include "model/identity/aws_managed/aws_managed.h"
#include "model/identity/identity.h"

#include <fmt/format.h>

#include <charconv>

namespace licet::model {
namespace {

constexpr std::string_view kPrefix = "arn:aws:iam::";
constexpr std::string_view kKind = ":policy/";
constexpr std::size_t kAccountDigits = 12;

}  // namespace

Result<PolicyVersionId> PolicyVersionId::parse(std::string_view text) {
    PolicyVersionId id;
    const char* end = text.data() + text.size();
    if (text.size() < 2 || text[0] != 'v' || text[1] < '1' || text[1] > '9') {
        return Error{ErrorKind::invalid, "must be `v` and a number from 1"};
    }
    const auto [stop, fault] = std::from_chars(text.data() + 1, end, id.number);
    if (fault != std::errc{} || stop != end) {
        return Error{ErrorKind::invalid, "must be `v` and a number from 1"};
    }
    return id;
}

std::string PolicyVersionId::text() const {
    return fmt::format("v{}", number);
}

std::optional<OwnedName> managed_policy_name(std::string_view arn) {
    if (!arn.starts_with(kPrefix)) {
        return std::nullopt;
    }
    arn.remove_prefix(kPrefix.size());
    const auto account = AccountId::parse(arn.substr(0, kAccountDigits));
    if (!account || !arn.substr(kAccountDigits).starts_with(kKind)) {
        return std::nullopt;
    }
    return OwnedName{*account, std::string{arn.substr(arn.rfind('/') + 1)}};
}

const ManagedPolicy* find_managed_policy(const Identities& state, std::string_view arn) {
    const auto name = managed_policy_name(arn);
    if (!name) {
        return find_aws_managed_policy(arn);
    }
    const auto found = state.managed_policies.find(*name);
    if (found == state.managed_policies.end() ||
        managed_policy_arn(name->account, found->second.path, name->name) != arn) {
        return nullptr;
    }
    return &found->second;
}

const ManagedPolicyVersion& default_version(const ManagedPolicy& policy) {
    const auto found = policy.versions.find(policy.default_version);
    LICET_CHECK(found != policy.versions.end());
    return found->second;
}

std::string managed_policy_arn(AccountId account, std::string_view path, std::string_view name) {
    return fmt::format("arn:aws:iam::{}:policy{}{}", account.text(), path, name);
}

}  // namespace licet::model
