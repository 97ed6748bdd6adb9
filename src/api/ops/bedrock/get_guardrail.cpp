// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/define.h"
#include "model/state.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

struct Request {
    bedrock::GuardrailIdentifier guardrailIdentifier;
    std::optional<Text<1, 8>> guardrailVersion;
};
BOOST_DESCRIBE_STRUCT(Request, (), (guardrailIdentifier, guardrailVersion))

struct WordPolicy {
    model::GuardrailWords words;
    model::GuardrailManagedWordLists managedWordLists;
};
BOOST_DESCRIBE_STRUCT(WordPolicy, (), (words, managedWordLists))

struct SensitiveInformationPolicy {
    model::GuardrailPiiEntities piiEntities;
    model::GuardrailRegexes regexes;
};
BOOST_DESCRIBE_STRUCT(SensitiveInformationPolicy, (), (piiEntities, regexes))

struct Response {
    std::string name;
    std::optional<std::string> description;
    std::string guardrailId;
    std::string guardrailArn;
    std::string version;
    bedrock::GuardrailStatus status = bedrock::GuardrailStatus::READY;
    std::optional<model::GuardrailTopicPolicy> topicPolicy;
    std::optional<model::GuardrailContentPolicy> contentPolicy;
    std::optional<WordPolicy> wordPolicy;
    std::optional<SensitiveInformationPolicy> sensitiveInformationPolicy;
    std::optional<model::GuardrailGroundingPolicy> contextualGroundingPolicy;
    std::string createdAt;
    std::string updatedAt;
    std::string blockedInputMessaging;
    std::string blockedOutputsMessaging;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (name, description, guardrailId, guardrailArn, version, status, topicPolicy,
                       contentPolicy, wordPolicy, sensitiveInformationPolicy,
                       contextualGroundingPolicy, createdAt, updatedAt, blockedInputMessaging,
                       blockedOutputsMessaging))

void show_policies(const model::GuardrailDefinition& definition, Response& response) {
    if (!definition.words.empty() || !definition.managedWordLists.empty()) {
        response.wordPolicy = {definition.words, definition.managedWordLists};
    }
    if (!definition.piiEntities.empty() || !definition.regexes.empty()) {
        response.sensitiveInformationPolicy = {definition.piiEntities, definition.regexes};
    }
    response.topicPolicy = definition.topicPolicy;
    response.contentPolicy = definition.contentPolicy;
    response.contextualGroundingPolicy = definition.contextualGroundingPolicy;
    response.blockedInputMessaging = definition.blockedInputMessaging;
    response.blockedOutputsMessaging = definition.blockedOutputsMessaging;
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto id,
              model::own_guardrail(call.state(), request.guardrailIdentifier, call.context()));
    std::uint32_t number = 0;
    if (request.guardrailVersion) {
        LICET_TRY(number, bedrock::guardrail_version_in(*request.guardrailVersion));
    }
    const auto& guardrail = call.state().guardrail.all.at(id);
    const auto found = guardrail.versions.find(number);
    if (number != 0 && found == guardrail.versions.end()) {
        return Error{ErrorKind::not_found,
                     fmt::format("Guardrail `{}` has no version {}; ListGuardrails with its id "
                                 "shows those there are",
                                 id, number),
                     "ResourceNotFoundException"};
    }
    const auto& version = number == 0 ? guardrail.draft : found->second;
    Response response;
    response.name = version.name;
    if (!version.description.empty()) {
        response.description = version.description;
    }
    response.guardrailId = id;
    response.guardrailArn = guardrail.ready->arn;
    response.version = model::guardrail_version_text(number);
    response.createdAt = format_iso8601(version.created_at);
    response.updatedAt = format_iso8601(version.updated_at);
    show_policies(version.definition, response);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_guardrail(call, request.guardrailIdentifier);
}

constexpr wire::HttpBinding kHttp{"GET", "/guardrails/{guardrailIdentifier}"};
constexpr wire::RestMember kMembers[] = {{"guardrailIdentifier", wire::Location::label},
                                         {"guardrailVersion", wire::Location::query}};

}  // namespace

extern constinit const Operation op_bedrock_get_guardrail =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "GetGuardrail",
         .doc = "Describes a guardrail's draft or one of its versions.",
         .access = Access::read,
         .needs = bedrock::kOnGuardrail,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
