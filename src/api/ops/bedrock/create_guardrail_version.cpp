// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/bedrock/request_token.h"
#include "api/define.h"
#include "model/state.h"

namespace licet::api {
namespace {

constexpr std::string_view kName = "CreateGuardrailVersion";

struct Request {
    bedrock::GuardrailIdentifier guardrailIdentifier;
    std::optional<bedrock::GuardrailDescription> description;
    bedrock::RequestToken clientRequestToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (guardrailIdentifier, description, clientRequestToken))

struct Response {
    std::string guardrailId;
    std::string version;
};
BOOST_DESCRIBE_STRUCT(Response, (), (guardrailId, version))

Result<Response> run(Call& call, const Request& request) {
    auto remembered = bedrock::remembered(call, kName, request);
    if (remembered) {
        LICET_TRY(const auto before,
                  model::recall(call.state().idempotency, remembered->key, remembered->input));
        if (before) {
            return Response{bedrock::unpacked(before->resource),
                            model::guardrail_version_text(before->version)};
        }
    }
    const std::string description = request.description.value_or("");
    LICET_TRY(auto made, model::create_guardrail_version(call.state(), request.guardrailIdentifier,
                                                         description, call.context()));
    if (remembered) {
        remembered->resource = bedrock::packed(made.id);
        remembered->version = made.version;
        made.events.emplace_back(*remembered);
    }
    call.transaction.commit(std::move(made.events));
    call.transaction.touch("AWS::Bedrock::Guardrail",
                           model::guardrail_arn(call.context().region, call.account(), made.id));
    return Response{made.id, model::guardrail_version_text(made.version)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_guardrail(call, request.guardrailIdentifier);
}

constexpr wire::HttpBinding kHttp{"POST", "/guardrails/{guardrailIdentifier}", 202};
constexpr wire::RestMember kMembers[] = {{"guardrailIdentifier", wire::Location::label}};

}  // namespace

extern constinit const Operation op_bedrock_create_guardrail_version =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = kName,
         .doc = "Makes a numbered version of a guardrail's draft, which never changes.",
         .access = Access::write,
         .needs = bedrock::kOnGuardrail,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
