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
