// SPDX-License-Identifier: Apache-2.0
#include "gateway/operations.h"

#include "gateway/makers.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {
namespace {

using wire::HttpBinding;
using wire::kAnthropic;
using wire::kBedrockRuntime;
using wire::kOpenAi;

constexpr HttpBinding kConverse{.method = "POST", .pattern = "/model/{modelId}/converse"};
constexpr HttpBinding kConverseStream{.method = "POST",
                                      .pattern = "/model/{modelId}/converse-stream"};
constexpr HttpBinding kInvoke{.method = "POST", .pattern = "/model/{modelId}/invoke"};
constexpr HttpBinding kInvokeStream{.method = "POST",
                                    .pattern = "/model/{modelId}/invoke-with-response-stream"};
constexpr HttpBinding kCount{.method = "POST", .pattern = "/model/{modelId}/count-tokens"};
constexpr HttpBinding kMessagesCount{.method = "POST", .pattern = "/v1/messages/count_tokens"};
constexpr HttpBinding kMessages{.method = "POST", .pattern = "/v1/messages"};
constexpr HttpBinding kChat{.method = "POST", .pattern = "/v1/chat/completions"};
constexpr HttpBinding kResponses{.method = "POST", .pattern = "/v1/responses"};
constexpr HttpBinding kEmbeddings{.method = "POST", .pattern = "/v1/embeddings"};
constexpr HttpBinding kModels{.method = "GET", .pattern = "/v1/models"};
constexpr HttpBinding kModel{.method = "GET", .pattern = "/v1/models/{modelId}"};

constexpr Operation kOperations[] = {
    {.route = {&kBedrockRuntime, "Converse", &kConverse}, .door = converse_door},
    {.route = {&kBedrockRuntime, "ConverseStream", &kConverseStream},
     .door = converse_door,
     .streams = true},
    {.route = {&kBedrockRuntime, "InvokeModel", &kInvoke}},
    {.route = {&kBedrockRuntime, "InvokeModelWithResponseStream", &kInvokeStream}, .streams = true},
    {.route = {&kBedrockRuntime, "CountTokens", &kCount}, .task = Task::count_tokens},
    {.route = {&kAnthropic, "CountTokens", &kMessagesCount},
     .task = Task::count_tokens,
     .door = messages_door,
     .path_names_model = false},
    {.route = {&kAnthropic, "Messages", &kMessages},
     .door = messages_door,
     .path_names_model = false},
    {.route = {&kOpenAi, "ChatCompletions", &kChat}, .door = chat_door, .path_names_model = false},
    {.route = {&kOpenAi, "Responses", &kResponses},
     .door = responses_door,
     .path_names_model = false},
    {.route = {&kOpenAi, "Embeddings", &kEmbeddings},
     .door = embeddings_door,
     .path_names_model = false},
    {.route = {&kOpenAi, "ListModels", &kModels}, .task = Task::list_models},
    {.route = {&kOpenAi, "GetModel", &kModel}, .task = Task::show_model},
    {.route = {&kAnthropic, "ListModels", &kModels}, .task = Task::list_models},
    {.route = {&kAnthropic, "GetModel", &kModel}, .task = Task::show_model},
};

bool has(const std::vector<model::Modality>& modalities, model::Modality wanted) {
    return std::find(modalities.begin(), modalities.end(), wanted) != modalities.end();
}

/// The text is Bedrock's own.
Result<void> check_conversable(const model::FoundationModel& model) {
    if (has(model.input_modalities, model::Modality::TEXT) &&
        has(model.output_modalities, model::Modality::TEXT)) {
        return {};
    }
    return Error{ErrorKind::invalid,
                 fmt::format("This action doesn't support the model that you provided. Try again "
                             "with a supported text or chat model. `{}` is none.",
                             model.model_id)};
}

Error unknown_bodies(const model::FoundationModel& model) {
    return Error{ErrorKind::invalid,
                 fmt::format("InvokeModel does not know such bodies; use Converse for `{}`",
                             model.model_id)};
}

}  // namespace

std::span<const Operation> operations() {
    return kOperations;
}

const Operation* find_operation(const wire::Service& service, std::string_view name) {
    const auto* const found = std::find_if(
        std::begin(kOperations), std::end(kOperations),
        [&](const Operation& row) { return row.route.service == &service && row.name() == name; });
    return found == std::end(kOperations) ? nullptr : found;
}

model::ModelOperation asked_of(const Operation& operation, bool stream) {
    using model::ModelOperation;
    if (operation.task == Task::count_tokens) {
        return ModelOperation::CountTokens;
    }
    if (operation.door == converse_door) {
        return stream ? ModelOperation::ConverseStream : ModelOperation::Converse;
    }
    return stream ? ModelOperation::InvokeModelWithResponseStream : ModelOperation::InvokeModel;
}

std::string_view operation_name(model::ModelOperation operation) {
    switch (operation) {
        case model::ModelOperation::InvokeModelWithResponseStream:
            return "InvokeModelWithResponseStream";
        case model::ModelOperation::Converse:
            return "Converse";
        case model::ModelOperation::ConverseStream:
            return "ConverseStream";
        case model::ModelOperation::CountTokens:
            return "CountTokens";
        default:
            return "InvokeModel";
    }
}

Result<const Door*> door_of(const Operation& operation, const model::FoundationModel& model,
                            const Result<Json>& body, const Door* named) {
    const auto* door = operation.door == nullptr ? named : &operation.door();
    if (door == nullptr) {
        if (!body.ok()) {
            return wire::at("$", body.error());
        }
        door = maker_door(model.model_id, *body);
        if (door != nullptr && operation.streams && embeds(door->dialect())) {
            return Error{ErrorKind::invalid, "The model is unsupported for streaming."};
        }
        return door == nullptr ? Result<const Door*>{unknown_bodies(model)} : door;
    }
    if (!embeds(door->dialect())) {
        LICET_TRY_VOID(check_conversable(model));
    }
    return door;
}

}  // namespace licet::gateway
