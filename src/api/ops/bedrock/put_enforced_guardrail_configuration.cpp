// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/define.h"
#include "base/random.h"
#include "model/state.h"

namespace licet::api {
namespace {

bool is_config_id(std::string_view text) {
    return text.find_first_not_of(kLowerAlphanumeric) == std::string_view::npos;
}

struct InferenceConfig {
    bedrock::GuardrailIdentifier guardrailIdentifier;
    Text<1, 8> guardrailVersion;
    std::optional<bedrock::SelectiveGuarding> selectiveContentGuarding;
    std::optional<bedrock::ModelEnforcement> modelEnforcement;
};
BOOST_DESCRIBE_STRUCT(InferenceConfig, (),
                      (guardrailIdentifier, guardrailVersion, selectiveContentGuarding,
                       modelEnforcement))

struct Request {
    std::optional<Text<1, 64, is_config_id>> configId;
    InferenceConfig guardrailInferenceConfig;
};
BOOST_DESCRIBE_STRUCT(Request, (), (configId, guardrailInferenceConfig))

struct Response {
    std::string configId;
    std::string updatedAt;
    std::string updatedBy;
};
BOOST_DESCRIBE_STRUCT(Response, (), (configId, updatedAt, updatedBy))

Result<Response> run(Call& call, const Request& request) {
    const auto& asked = request.guardrailInferenceConfig;
    model::EnforcedSettings settings;
    settings.config_id = request.configId.value_or("");
    settings.guardrail = asked.guardrailIdentifier;
    LICET_TRY(settings.version, bedrock::guardrail_version_in(asked.guardrailVersion));
    if (asked.selectiveContentGuarding) {
        settings.system = asked.selectiveContentGuarding->system;
        settings.messages = asked.selectiveContentGuarding->messages;
    }
    if (asked.modelEnforcement) {
        const auto& [included, excluded] = *asked.modelEnforcement;
        settings.included_models.assign(included.begin(), included.end());
        settings.excluded_models.assign(excluded.begin(), excluded.end());
    }
    LICET_TRY(auto made, model::put_enforced_guardrail(call.state(), settings, call.context()));
    call.transaction.commit(std::move(made.events));
    call.transaction.touch("AWS::Bedrock::EnforcedGuardrailConfiguration", made.configuration.id);
    return Response{.configId = made.configuration.id,
                    .updatedAt = format_iso8601(made.configuration.updated_at),
                    .updatedBy = made.configuration.updated_by};
}

constexpr wire::HttpBinding kHttp{"PUT", "/enforcedGuardrailsConfiguration"};

}  // namespace

extern constinit const Operation op_bedrock_put_enforced_guardrail_configuration =
    operation<Request, Response, run>(
        {.service = &wire::kBedrock,
         .name = "PutEnforcedGuardrailConfiguration",
         .doc = "Puts a version of a guardrail on all model calls of the account in the region.",
         .access = Access::write,
         .http = &kHttp});

}  // namespace licet::api
