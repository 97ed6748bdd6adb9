// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <utility>

/// The refusals of the agreement service, with the members that its clients read.
/// Source: domain.md 8.3, rule MP-11; the service model's ValidationExceptionReason,
/// AccessDeniedExceptionReason and ResourceType.
namespace licet::model {

/// ValidationException with its reason, such as `MISSING_MANDATORY_TERMS`.
inline Error not_valid(std::string_view reason, std::string message) {
    return Error{ErrorKind::invalid,
                 std::move(message),
                 "ValidationException",
                 {{"reason", std::string{reason}}}};
}

/// AccessDeniedException with its reason, such as `INVALID_ACCESS`.
inline Error not_allowed(std::string_view reason, std::string message) {
    return Error{ErrorKind::denied,
                 std::move(message),
                 "AccessDeniedException",
                 {{"reason", std::string{reason}}}};
}

/// What does not exist, or is none of the caller's business.
/// @param type as the service names it: `Agreement`, `AgreementRequest`, `AgreementProposal`, …
inline Error unknown_resource(std::string_view type, std::string_view id) {
    return Error{
        ErrorKind::not_found,
        "there is no " + std::string{type} + " `" + std::string{id.substr(0, 64)} +
            "` that you are a party of",
        "ResourceNotFoundException",
        {{"resourceId", std::string{id.substr(0, 64)}}, {"resourceType", std::string{type}}}};
}

inline Error resource_conflict(std::string_view type, std::string_view id, std::string message) {
    return Error{ErrorKind::conflict,
                 std::move(message),
                 "ConflictException",
                 {{"resourceId", std::string{id}}, {"resourceType", std::string{type}}}};
}

}  // namespace licet::model
