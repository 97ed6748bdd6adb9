// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/operation.h"
#include "base/describe/describe.h"

#include <type_traits>

/// Makes an Operation out of described structs and a function. For src/api/ops only: it is all
/// templates.
namespace licet::api {

/// `extern constinit const Operation op_create_grant =
///      operation<Request, Response, run, permissions>({...});`
///
/// The variable is called `op_` and the file's name; the build collects it by that name.
/// `Run` is `Result<Response> run(Call&, const Request&)`. `Permissions`, where the operation's
/// action has a resource or conditions of its own, is
/// `Permissions permissions(const PermissionCall&, const Request&)`.
template <typename Request, typename Response, auto Run, auto Permissions = nullptr>
consteval Operation operation(OperationRow row) {
    Operation made{
        .row = row,
        .request_type = []() -> const describe::Type& { return describe::type_of<Request>(); },
        .response_type = []() -> const describe::Type& { return describe::type_of<Response>(); },
        .make_request =
            [] {
                return ErasedValue{new Request{}, [](void* p) { delete static_cast<Request*>(p); }};
            },
        .make_response =
            [] {
                return ErasedValue{new Response{},
                                   [](void* p) { delete static_cast<Response*>(p); }};
            }};
    if constexpr (!std::is_null_pointer_v<decltype(Permissions)>) {
        made.permissions = [](const PermissionCall& call, const void* request) {
            return Permissions(call, *static_cast<const Request*>(request));
        };
    }
    if constexpr (std::is_invocable_v<decltype(Run), Call&, const Request&>) {
        made.run = [](Call& call, const void* request, void* response) -> Result<void> {
            LICET_TRY(*static_cast<Response*>(response),
                      Run(call, *static_cast<const Request*>(request)));
            return {};
        };
    } else if constexpr (std::is_invocable_v<decltype(Run), DecisionCall&, const Request&>) {
        made.decide = [](DecisionCall& call, const void* request, void* response) -> Result<void> {
            LICET_TRY(*static_cast<Response*>(response),
                      Run(call, *static_cast<const Request*>(request)));
            return {};
        };
    } else {
        made.audit = [](AuditCall& call, const void* request, void* response) -> Result<void> {
            LICET_TRY(*static_cast<Response*>(response),
                      Run(call, *static_cast<const Request*>(request)));
            return {};
        };
    }
    return made;
}

/// The Request or Response of an operation that has none.
struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

/// An AWS tag on the wire.
struct WireTag {
    Text<1, 128> Key;
    Text<0, 256> Value;
};
BOOST_DESCRIBE_STRUCT(WireTag, (), (Key, Value))

}  // namespace licet::api
