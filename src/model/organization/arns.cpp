// SPDX-License-Identifier: Apache-2.0
#include "model/organization/arns.h"

#include <fmt/format.h>

namespace licet::model {
namespace {

std::string arn(const OrganizationView& organization, std::string_view kind,
                std::string_view name) {
    return fmt::format("arn:aws:organizations::{}:{}/{}/{}",
                       organization.details.management_account.text(), kind, organization.id, name);
}

}  // namespace

std::string organization_arn(const OrganizationView& organization) {
    return fmt::format("arn:aws:organizations::{}:organization/{}",
                       organization.details.management_account.text(), organization.id);
}

std::string root_arn(const OrganizationView& organization) {
    return arn(organization, "root", organization.details.root_id);
}

std::string unit_arn(const OrganizationView& organization, std::string_view unit) {
    return arn(organization, "ou", unit);
}

std::string account_arn(const OrganizationView& organization, AccountId account) {
    return arn(organization, "account", account.text());
}

std::string node_path(const Organizations& state, std::string_view node) {
    const auto nodes = node_and_ancestors(state, node);
    std::string path;
    for (auto it = nodes.rbegin(); it != nodes.rend(); ++it) {
        path += *it;
        path += '/';
    }
    return path;
}

}  // namespace licet::model
