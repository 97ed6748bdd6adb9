// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/define.h"

namespace licet::api {
namespace {

struct Request {
    bedrock::GuardrailIdentifier guardrailIdentifier;
    std::optional<Text<1, 8>> guardrailVersion;
};
BOOST_DESCRIBE_STRUCT(Request, (), (guardrailIdentifier, guardrailVersion))

Result<Empty> run(Call& call, const Request& request) {
    std::uint32_t version = 0;
    if (request.guardrailVersion) {
        LICET_TRY(version, bedrock::guardrail_version_in(*request.guardrailVersion));
        if (version == 0) {
            return Error{ErrorKind::invalid,
                         "$.guardrailVersion: the draft cannot be deleted by itself; leave the "
                         "version out to delete the guardrail",
                         "ValidationException"};
        }
    }
    LICET_TRY(auto events, model::delete_guardrail(call.state(), request.guardrailIdentifier,
                                                   version, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Bedrock::Guardrail", request.guardrailIdentifier);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_guardrail(call, request.guardrailIdentifier);
}

constexpr std::string_view kErrors[] = {"ResourceInUseException"};
constexpr wire::HttpBinding kHttp{"DELETE", "/guardrails/{guardrailIdentifier}", 202};
constexpr wire::RestMember kMembers[] = {{"guardrailIdentifier", wire::Location::label},
                                         {"guardrailVersion", wire::Location::query}};

}  // namespace

extern constinit const Operation op_bedrock_delete_guardrail =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "DeleteGuardrail",
         .doc = "Deletes a guardrail with all its versions, or one of the versions.",
         .access = Access::write,
         .needs = bedrock::kOnGuardrail,
         .errors = kErrors,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
