// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <utility>

/// The errors that IAM's operations share, worded as IAM words them.
namespace licet::model {

/// NoSuchEntity. @param what `user`, `role`
inline Error no_such_name(std::string_view what, std::string_view name) {
    return {ErrorKind::not_found,
            "The " + std::string{what} + " with name " + std::string{name} + " cannot be found.",
            "NoSuchEntity"};
}

inline Error no_such_access_key(std::string_view id) {
    return {ErrorKind::not_found, "The Access Key with id " + std::string{id} + " cannot be found.",
            "NoSuchEntity"};
}

/// EntityAlreadyExists. @param what `User`, `Role`
inline Error name_taken(std::string_view what, std::string_view name) {
    return {ErrorKind::conflict,
            std::string{what} + " with name " + std::string{name} + " already exists.",
            "EntityAlreadyExists"};
}

/// DeleteConflict. @param what must be done before: `delete access keys`
inline Error delete_conflict(std::string_view what) {
    return {ErrorKind::conflict, "Cannot delete entity, must " + std::string{what} + " first.",
            "DeleteConflict"};
}

/// UnmodifiableEntity: the role is a service-linked one.
inline Error protected_role(std::string_view name) {
    return {ErrorKind::conflict,
            "Cannot perform the operation on the protected role '" + std::string{name} +
                "' - this role is only modifiable by AWS",
            "UnmodifiableEntity"};
}

/// LimitExceeded. @param quota as IAM calls it: `AccessKeysPerUser`
inline Error quota_exceeded(std::string_view quota, std::size_t limit) {
    return {ErrorKind::exhausted,
            "Cannot exceed quota for " + std::string{quota} + ": " + std::to_string(limit),
            "LimitExceeded"};
}

/// InvalidInput.
inline Error invalid_identity_input(std::string message) {
    return {ErrorKind::invalid, std::move(message), "InvalidInput"};
}

}  // namespace licet::model
