// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <utility>

/// The errors that Organizations' operations share.
namespace licet::model {

/// InvalidInputException. @param reason one of InvalidInputExceptionReason.
inline Error invalid_input(std::string_view reason, std::string message) {
    return Error{ErrorKind::invalid,
                 std::move(message),
                 "InvalidInputException",
                 {{"Reason", std::string{reason}}}};
}

/// ConstraintViolationException. @param reason one of ConstraintViolationExceptionReason.
inline Error constraint_violation(std::string_view reason, std::string message) {
    return Error{ErrorKind::conflict,
                 std::move(message),
                 "ConstraintViolationException",
                 {{"Reason", std::string{reason}}}};
}

/// HandshakeConstraintViolationException. @param reason one of its reasons.
inline Error handshake_constraint_violation(std::string_view reason, std::string message) {
    return Error{ErrorKind::conflict,
                 std::move(message),
                 "HandshakeConstraintViolationException",
                 {{"Reason", std::string{reason}}}};
}

/// AccountNotFoundException.
inline Error account_not_found(std::string_view account) {
    return Error{ErrorKind::not_found,
                 "account `" + std::string{account} + "` is not a member of your organization",
                 "AccountNotFoundException"};
}

}  // namespace licet::model
