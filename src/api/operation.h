// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "base/describe/type.h"
#include "wire/binding.h"
#include "wire/service.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

/// One operation is one file: described request and response structs, a run function, and this row.
/// The row feeds routing, decoding, audit, idempotency and the reference documentation. HACKING.md
/// shows how to add one.
namespace licet::api {

enum class Access {
    read,   ///< changes nothing; runs on the engine's thread like a write, so that it sees all
            ///< writes before it
    write,  ///< may change the state; recorded
    audit,  ///< reads the log and the journal, on a thread of its own
};

enum class Signature {
    required,
    optional,  ///< what the request carries proves the caller: a token in it; a signature, where
               ///< there is one, must be right all the same
};

/// What stays the same whatever the types are. Immutable, constant.
struct OperationRow {
    const wire::Service* service;
    std::string_view name;  ///< as AWS spells it
    std::string_view doc;   ///< one sentence
    Access access = Access::read;
    Signature signature = Signature::required;
    /// Whether a session that was given for a license token may call it; see check_bearer().
    bool for_bearers = false;

    /// The error names of the API's documentation that this operation may answer with, besides the
    /// names every operation of the service shares (wire::Service::names).
    std::span<const std::string_view> errors = {};

    /// REST-JSON only.
    const wire::HttpBinding* http = nullptr;
    std::span<const wire::RestMember> request_members = {};
    std::span<const wire::RestMember> response_members = {};

    /// Request members that never reach a record or the journal.
    std::span<const std::string_view> secrets = {};
};

/// A value of a described type whose C++ type is forgotten.
using ErasedValue = std::unique_ptr<void, void (*)(void*)>;

/// A row and the functions behind it. Immutable, constant.
struct Operation {
    OperationRow row;
    const describe::Type& (*request_type)();
    const describe::Type& (*response_type)();
    ErasedValue (*make_request)();
    ErasedValue (*make_response)();
    Result<void> (*run)(Call& call, const void* request,
                        void* response) = nullptr;  ///< read, write
    Result<void> (*audit)(AuditCall& call, const void* request,
                          void* response) = nullptr;  ///< audit
};

/// The operations of src/api/ops, gathered by the build.
std::span<const Operation* const> all_operations();

/// @return null when the service has no such operation.
const Operation* find_operation(const wire::Service& service, std::string_view name);

/// Whether the caller may call the operation for all that it is. No policy holds back a session
/// that was given for a license token, so it may call what a seller's application needs and nothing
/// that would last longer than itself.
/// @param operation null: none of the table, such as a call of a model
/// @return AccessDeniedException. Source: rule CO-10; AWS managed policy
///         AWSLicenseManagerConsumptionPolicy.
Result<void> check_bearer(const model::Principal& caller, const Operation* operation);

/// The request as records and the journal show it: JSON, with the row's secrets hidden.
std::string recorded_parameters(const Operation& operation, const void* request);

}  // namespace licet::api
