// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/identity/managed_policy.h"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

/// The AWS managed policies that licet has: the names of AWS, with texts of our own that cover the
/// services licet has. They belong to no account, are never changed and stand in no log.
/// Source: AWS Managed Policy Reference Guide.
namespace licet::model {

/// One row of the table.
struct AwsManagedPolicy {
    std::string_view path;  ///< `/`, `/job-function/` or `/service-role/`
    std::string_view name;
    std::string_view description;
    std::string_view text;
};
std::span<const AwsManagedPolicy> aws_managed_policy_table();

/// All of them by ARN, `arn:aws:iam::aws:policy<path><name>`. Compiled once; thread-safe.
const std::map<std::string, ManagedPolicy, std::less<>>& aws_managed_policies();

/// Null when there is none.
const ManagedPolicy* find_aws_managed_policy(std::string_view arn);

}  // namespace licet::model
