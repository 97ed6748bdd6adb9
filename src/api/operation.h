// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "base/describe/type.h"
#include "decision/authorize.h"
#include "policy/key.h"
#include "wire/binding.h"
#include "wire/service.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// One operation is one file: described request and response structs, a run function, and this row.
/// The row feeds routing, decoding, audit, idempotency and the reference documentation. HACKING.md
/// shows how to add one.
namespace licet::api {

enum class Access {
    read,      ///< changes nothing; runs on the engine's thread like a write, so that it sees all
               ///< writes before it
    write,     ///< may change the state; recorded
    audit,     ///< reads the published decision index, the log and the journal, on a thread for
               ///< what may take long
    decision,  ///< reads the published decision index, at once on the thread that asks
};

enum class Signature {
    required,
    optional,  ///< what the request carries proves the caller: a token in it; a signature, where
               ///< there is one, must be right all the same
};

/// What a resource is called in the service authorization reference, and the form of its ARNs.
struct ResourceType {
    std::string_view name;     ///< `grant`
    std::string_view pattern;  ///< `arn:aws:license-manager::*:grant:*`
};

/// Condition keys. A constant.
class KeySet {
public:
    constexpr KeySet() = default;
    constexpr KeySet(std::initializer_list<policy::Key> keys) {
        for (const policy::Key key : keys) {
            bits_ |= bit(key);
        }
    }
    constexpr bool has(policy::Key key) const { return (bits_ & bit(key)) != 0; }

private:
    static constexpr std::uint64_t bit(policy::Key key) {
        return std::uint64_t{1} << static_cast<unsigned>(key);
    }
    static_assert(policy::kKeyCount <= 64);

    std::uint64_t bits_ = 0;
};

/// One action that a caller of an operation must be allowed, as the reference shows it.
struct Need {
    std::string_view action = {};  ///< empty: `<signing name of the service>:<operation>`
    /// What the action is asked on, null at the end: each named resource is of one of these types.
    /// None: the action is asked on `*`.
    std::array<const ResourceType*, 5> resources = {};
    /// Conditions of policies see these besides what every call has.
    KeySet keys = {};
};

enum class Authorization {
    by_policy,  ///< identity policies and service control policies must allow it
    none,       ///< needs no permission: the caller is told what it knows, or a token proves it
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
    /// Whether its answer is good for something by itself, whatever became of the change: it is
    /// never given on trial.
    bool answers_credentials = false;
    Authorization authorization = Authorization::by_policy;
    Need needs = {};                  ///< the operation's own action
    std::span<const Need> also = {};  ///< further actions, some or all of which a call needs

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

/// An action that one call needs. Refers to the state.
struct Permission {
    std::string_view action = {};  ///< of the row's `also`; empty: the operation's own
    std::string resource = "*";    ///< the ARN that the request names, whether it exists or not
    /// How a refusal names the resource where its ARN would tell that it exists: `user bob`. Empty:
    /// by the ARN.
    std::string shown = {};
    const model::Tags* resource_tags = nullptr;  ///< aws:ResourceTag; null: none
    model::Tags request_tags = {};               ///< aws:RequestTag and aws:TagKeys
    std::vector<std::string> tag_keys = {};      ///< aws:TagKeys of a request that names only keys
    decision::ByResource by_resource = decision::ByResource::nothing;
    /// The service that asks in the caller's name, aws:CalledVia: `bedrock.amazonaws.com`.
    std::string_view called_via = {};

    struct Value {
        policy::Key key;
        std::vector<std::string> values;  ///< one, where the key is not multivalued
    };
    std::vector<Value> keys = {};  ///< those of the row's `needs` or `also` that have a value
};
using Permissions = std::vector<Permission>;

/// What an operation looks at to say which permissions a call needs. It answers for every request
/// of the right shape, and says the same whether what is named exists or not: an outsider must not
/// learn that.
struct PermissionCall {
    const model::Principal& caller;
    std::string_view region;
    const model::State* known;  ///< null where the index answers: Access::audit, Access::decision
    /// The index that answers; null where the state is known.
    const decision::Facts* facts = nullptr;

    /// Requires that it is known.
    const model::State& state() const {
        LICET_CHECK(known != nullptr);
        return *known;
    }
    AccountId account() const { return caller.account; }
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
    /// Null: the operation's own action on `*`.
    Permissions (*permissions)(const PermissionCall& call, const void* request) = nullptr;
    Result<void> (*run)(Call& call, const void* request,
                        void* response) = nullptr;  ///< read, write
    Result<void> (*audit)(AuditCall& call, const void* request,
                          void* response) = nullptr;  ///< audit
    Result<void> (*decide)(DecisionCall& call, const void* request,
                           void* response) = nullptr;  ///< decision
};

/// The operations of src/api/ops, gathered by the build.
std::span<const Operation* const> all_operations();

/// @return null when the service has no such operation.
const Operation* find_operation(const wire::Service& service, std::string_view name);

/// The operation's own action: `license-manager:CreateGrant`.
std::string_view action_of(const Operation& operation);

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
