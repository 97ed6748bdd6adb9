// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/organization/organization.h"

#include <string>
#include <string_view>

/// The names that Organizations gives to things. Source: rule 9.1.
namespace licet::model {

/// `arn:aws:organizations::<management account>:organization/<organization id>`
std::string organization_arn(const OrganizationView& organization);
/// `…:root/<organization id>/<root id>`
std::string root_arn(const OrganizationView& organization);
/// `…:ou/<organization id>/<OU id>`
std::string unit_arn(const OrganizationView& organization, std::string_view unit);
/// `…:account/<organization id>/<account id>`
std::string account_arn(const OrganizationView& organization, AccountId account);

/// `<organization id>/<root id>/<OU id>/…/`, down to and including `node` (root id or OU id).
std::string node_path(const Organizations& state, std::string_view node);

}  // namespace licet::model
