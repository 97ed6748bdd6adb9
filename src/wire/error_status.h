// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wire/service.h"

#include <string_view>

namespace licet::wire {

/// How an error leaves on the wire.
struct WireError {
    std::string_view name;
    int status;  ///< HTTP status
};

/// The name and status of `error` as `service` documents them.
///
/// The name is error.name, or else the service's default for the kind. Refusals of authentication
/// come under the name of the JSON protocols (`UnrecognizedClientException`) or the neutral one of
/// auth
/// (`auth.UnknownClient`) and leave as the protocol words them (`InvalidClientTokenId`); for Query
/// services a shape name (`NoSuchEntityException`) leaves as its code (`NoSuchEntity`). A name that
/// no table knows gets the status of its kind.
///
/// Source: rule LM-1; domain.md 7.4; botocore models of IAM and STS; "Common Errors" of the API
/// references.
WireError wire_error(const Service& service, const Error& error);

/// The request names no operation of `service`.
/// Source: smithy `UnknownOperationException`; "Common Errors" of the Query APIs, `InvalidAction`.
Error unknown_operation(const Service& service, std::string_view operation);

}  // namespace licet::wire
