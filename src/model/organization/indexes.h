// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/organization/organization.h"

#include <string>

/// Keeps the derived parts of Organizations right while events are applied. O(log n) each.
namespace licet::model {

void index_unit(Organizations& state, const std::string& organization, const std::string& unit,
                const std::string& parent);
void unindex_unit(Organizations& state, const std::string& unit, const std::string& parent);

/// Enters an account under its organization, its parent and, if due, the closures; the opposite
/// must be called before any of these members changes. E-mail addresses stay with their account for
/// ever and are not touched.
void index_account(Organizations& state, AccountId id, const Account& account);
void unindex_account(Organizations& state, AccountId id, const Account& account);

/// Whose e-mail address it is: where an account that the installation opened has the address of one
/// that an organization made for itself, it is the former's. @param made by CreateAccount
void index_email(Organizations& state, AccountId id, const Account& account, bool made);

/// Understands the content of a policy. Requires that it can be understood.
void understand(OrganizationPolicy& policy, policy::Library& library);

void index_policy(Organizations& state, const std::string& id, const std::string& organization);
void unindex_policy(Organizations& state, const std::string& id, const std::string& organization);
void index_attachment(Organizations& state, const std::string& policy, const std::string& target);
void unindex_attachment(Organizations& state, const std::string& policy, const std::string& target);

/// Detaches all from a target that ends or leaves.
void drop_target(Organizations& state, Organization& organization, const std::string& target);

/// Notes an account that CreateAccount made.
void index_made_account(Organizations& state, AccountId id, const std::string& organization);

}  // namespace licet::model
