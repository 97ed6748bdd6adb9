// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/organization/organization.h"

#include <variant>

namespace licet::model {

struct State;

/// An account came into being, alone or as a member (`parent` is then a root id).
struct AccountOpened {
    static constexpr std::string_view kName = "AccountOpened";
    AccountId account;
    Account details;
};
BOOST_DESCRIBE_STRUCT(AccountOpened, (), (account, details))

struct OrganizationCreated {
    static constexpr std::string_view kName = "OrganizationCreated";
    std::string id;
    Organization details;
};
BOOST_DESCRIBE_STRUCT(OrganizationCreated, (), (id, details))

void apply(State& state, const AccountOpened& event);
void apply(State& state, const OrganizationCreated& event);

using OrganizationEvent = std::variant<AccountOpened, OrganizationCreated>;

}  // namespace licet::model
