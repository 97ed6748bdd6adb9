// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/door.h"
#include "model/bedrock/catalogue.h"
#include "model/grant/scope.h"
#include "wire/routing.h"

#include <span>
#include <string_view>

namespace licet::gateway {

/// What is done with a model.
enum class Task { answer, list_models, show_model, count_tokens };

/// One operation of an API that the gateway answers. Immutable, constant.
struct Operation {
    wire::RestRoute route;
    Task task = Task::answer;
    /// Null: the bodies are those of the model's maker; see maker_door().
    const Door& (*door)() = nullptr;
    bool path_names_model = true;
    /// Whether the answer comes piece by piece; with a door whose bodies say it: perhaps.
    bool streams = false;

    std::string_view name() const { return route.operation; }
    const wire::Service& service() const { return *route.service; }
};

/// All that the gateway answers.
std::span<const Operation> operations();

/// Null when the gateway does not answer it.
const Operation* find_operation(const wire::Service& service, std::string_view name);

/// What IAM calls it: the actions of other APIs are those of Bedrock's own.
model::ModelOperation asked_of(const Operation& operation, bool stream);

/// As Bedrock Runtime and CloudTrail call it.
std::string_view operation_name(model::ModelOperation operation);

/// How the operation asks the model.
/// @param named how it asked the model that the caller named, where that is another; null: the same
/// @return `invalid` where it cannot: another kind of model, or a maker whose bodies are not known
Result<const Door*> door_of(const Operation& operation, const model::FoundationModel& model,
                            const Result<Json>& body, const Door* named);

}  // namespace licet::gateway
