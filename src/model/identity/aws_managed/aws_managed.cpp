// SPDX-License-Identifier: Apache-2.0
#include "model/identity/aws_managed/aws_managed.h"

#include "base/crypto.h"

#include <fmt/format.h>

namespace licet::model {
namespace {

using Policies = std::map<std::string, ManagedPolicy, std::less<>>;

constexpr std::size_t kUniqueIdCharacters = 17;

/// 2026-11-01T00:00:00Z
const Time kWritten = from_epoch_ms(1'793'491'200'000);

/// The same in every installation.
std::string unique_id(std::string_view arn) {
    const auto digest = sha256(arn);
    std::string id = "ANPA";
    for (std::size_t i = 0; i < kUniqueIdCharacters; ++i) {
        id += kBase32Digits[digest[i] % kBase32Digits.size()];
    }
    return id;
}

ManagedPolicy make_policy(const AwsManagedPolicy& row, std::string_view arn) {
    ManagedPolicy policy;
    policy.id = unique_id(arn);
    policy.path = row.path;
    policy.description = row.description;
    policy.default_version = {1};
    policy.next_version = {2};
    policy.created_at = kWritten;
    policy.updated_at = kWritten;
    ManagedPolicyVersion& version = policy.versions[policy.default_version];
    version.text = row.text;
    version.created_at = kWritten;
    auto document = policy::compile(row.text, policy::Grammar::identity);
    LICET_CHECK(document.ok());
    version.document = *std::move(document);
    return policy;
}

Policies make_policies() {
    Policies policies;
    for (const auto& row : aws_managed_policy_table()) {
        std::string arn = fmt::format("arn:aws:iam::aws:policy{}{}", row.path, row.name);
        ManagedPolicy policy = make_policy(row, arn);
        policies.emplace(std::move(arn), std::move(policy));
    }
    return policies;
}

}  // namespace

const Policies& aws_managed_policies() {
    static const Policies policies = make_policies();
    return policies;
}

const ManagedPolicy* find_aws_managed_policy(std::string_view arn) {
    const auto& policies = aws_managed_policies();
    const auto found = policies.find(arn);
    return found == policies.end() ? nullptr : &found->second;
}

}  // namespace licet::model
