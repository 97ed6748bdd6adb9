// SPDX-License-Identifier: Apache-2.0
#include "api/testing/sample_request_test.h"

#include "base/describe/json.h"
#include "policy/evaluate.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace licet::api::testing {
namespace {

using describe::Kind;
using describe::Type;

/// Texts by the name of the member; what is asked for in another form is in kByOperation.
const std::map<std::string_view, std::string_view> kTexts{
    {"AccessKeyId", "AKIAIOSFODNN7EXAMPLE"},
    {"AccountId", "222222222222"},
    {"account", "222222222222"},
    {"agreementProposalIdentifier", "at-offer1"},
    {"agreementRequestId", "ar-00000000000000000000000000000000"},
    {"agreementCancellationRequestId", "acr-00000000000000000000000000000000"},
    {"AssumeRolePolicyDocument", R"({\"Version\":\"2012-10-17\",\"Statement\":[]})"},
    {"AWSServiceName", "license-manager.amazonaws.com"},
    {"Begin", "2026-01-01T00:00:00Z"},
    {"ChildId", "222222222222"},
    {"CreateAccountRequestId", "car-0123456789abcdef"},
    {"DestinationParentId", "ou-root-bbbbbbbb"},
    {"Email", "new@example.com"},
    {"email", "new@example.com"},
    {"GrantArn", "arn:aws:license-manager::111111111111:grant:g-0123456789abcdef0123456789abcdef"},
    {"HandshakeId", "h-0123456789"},
    {"Id", "222222222222"},
    {"inferenceProfileIdentifier", "0123456789ab"},
    {"LicenseArn",
     "arn:aws:license-manager::111111111111:license:l-0123456789abcdef0123456789abcdef"},
    {"modelId", "anthropic.claude-x-v1:0"},
    {"modelIdentifier", "anthropic.claude-x-v1:0"},
    {"OrganizationalUnitId", "ou-root-aaaaaaaa"},
    {"ParentId", "ou-root-aaaaaaaa"},
    {"PermissionsBoundary", "arn:aws:iam::111111111111:policy/boundary"},
    {"PolicyArn", "arn:aws:iam::111111111111:policy/some-policy"},
    {"PolicyId", "p-0123456789"},
    {"PolicySourceArn", "arn:aws:iam::111111111111:user/someone"},
    {"Principals", "arn:aws:iam::222222222222:root"},
    {"ResourceArn",
     "arn:aws:license-manager::111111111111:grant:g-0123456789abcdef0123456789abcdef"},
    {"ResourceId", "222222222222"},
    {"resourceARN",
     "arn:aws:bedrock:us-east-1:111111111111:application-inference-profile/0123456789ab"},
    {"RoleArn", "arn:aws:iam::111111111111:role/some-role"},
    {"RootId", "r-root"},
    {"ServicePrincipal", "license-manager.amazonaws.com"},
    {"SourceParentId", "r-root"},
    {"TargetId", "222222222222"},
    {"Unit", "Count"},
    {"VersionId", "v1"},
};

std::string text_for(const Type& type, std::string_view name) {
    if (const auto known = kTexts.find(name); known != kTexts.end()) {
        return fmt::format(R"("{}")", known->second);
    }
    std::string text = "sample";
    text.resize(std::clamp<std::size_t>(
                    text.size(), static_cast<std::size_t>(type.min),
                    static_cast<std::size_t>(std::min<std::int64_t>(type.max, 1'000'000))),
                'x');
    return '"' + text + '"';
}

std::string value_for(const Type& type, std::string_view name);

std::string structure_for(const Type& type) {
    std::string members;
    for (const auto& member : type.members) {
        if (!describe::may_be_absent(*member.type)) {
            members += fmt::format(R"({}"{}":{})", members.empty() ? "" : ",", member.name,
                                   value_for(*member.type, member.name));
        }
    }
    return "{" + members + "}";
}

std::string value_for(const Type& type, std::string_view name) {
    switch (type.kind) {
        case Kind::boolean:
            return "true";
        case Kind::integer:
            return std::to_string(type.min == INT64_MIN ? 1 : std::max<std::int64_t>(type.min, 1));
        case Kind::real:
        case Kind::time:
            return "1";
        case Kind::text:
            return text_for(type, name);
        case Kind::blob:
            return R"("c2FtcGxlc2FtcGxl")";
        case Kind::enumeration:
            return fmt::format(R"("{}")", type.names.front());
        case Kind::optional:
            return value_for(*type.element, name);
        case Kind::list:
            return "[" + value_for(*type.element, name) + "]";
        case Kind::map:
            return "{}";
        case Kind::structure:
            return structure_for(type);
        case Kind::variant:
            return fmt::format(R"({{"{}":{}}})", type.members.front().name,
                               value_for(*type.members.front().type, {}));
        case Kind::json:
            return "{}";
    }
    return "null";
}

const Need* need_of(const Operation& operation, const Permission& permission) {
    if (permission.action.empty()) {
        return &operation.row.needs;
    }
    const auto& also = operation.row.also;
    const auto found = std::find_if(also.begin(), also.end(), [&](const Need& need) {
        return need.action == permission.action;
    });
    return found == also.end() ? nullptr : &*found;
}

bool is_of_type(const Need& need, const std::string& resource) {
    return std::any_of(need.resources.begin(), need.resources.end(), [&](const auto* type) {
        return type != nullptr && policy::is_like(type->pattern, resource);
    });
}

}  // namespace

std::string sample_request(const Operation& operation) {
    auto json = structure_for(operation.request_type());
    const auto request = operation.make_request();
    const auto read =
        describe::read_json(operation.request_type(), request.get(), describe::kAwsFormat, json);
    EXPECT_TRUE(read.ok()) << operation.row.name << " " << json << ": " << read.error().message;
    return json;
}

std::string undeclared(const Operation& operation, const Permission& permission) {
    using policy::Key;
    const Need* need = need_of(operation, permission);
    if (need == nullptr) {
        return fmt::format("action {}", permission.action);
    }
    if (permission.resource != "*" && !is_of_type(*need, permission.resource)) {
        return fmt::format("the type of {}", permission.resource);
    }
    const std::pair<bool, Key> used[] = {
        {permission.resource_tags != nullptr, Key::aws_resource_tag},
        {!permission.request_tags.empty(), Key::aws_request_tag},
        {!permission.request_tags.empty() || !permission.tag_keys.empty(), Key::aws_tag_keys},
        {!permission.called_via.empty(), Key::aws_called_via}};
    for (const auto& [is_used, key] : used) {
        if (is_used && !need->keys.has(key)) {
            return fmt::format("key {}", policy::key_text(key));
        }
    }
    for (const auto& value : permission.keys) {
        if (!need->keys.has(value.key)) {
            return fmt::format("key {}", policy::key_text(value.key));
        }
    }
    return {};
}

}  // namespace licet::api::testing
