// SPDX-License-Identifier: Apache-2.0
#include "gateway/listing.h"

#include "base/json_writer.h"
#include "engine/request_context.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {
namespace {

/// A model as a client may name it.
struct Listed {
    std::string_view id;
    std::string_view name;
    std::string_view provider;
};

std::string_view provider_of(std::string_view id) {
    const auto dot = id.find('.');
    return id.substr(0, dot);
}

/// What the caller may invoke in the region: models directly, or through their profiles.
std::vector<Listed> usable(const decision::Index& index, const engine::Origin& origin, Time now) {
    std::vector<Listed> out;
    const auto keys = engine::request_context(origin, now);
    const auto add = [&](std::string_view id, std::string_view name) {
        const auto decision = decision::decide(index, {.subject = origin.actor,
                                                       .model_identifier = id,
                                                       .region = origin.region,
                                                       .now = now,
                                                       .request = &keys,
                                                       .in_words = false});
        if (decision.allowed()) {
            out.push_back({.id = id,
                           .name = name,
                           .provider = provider_of(decision.admission().model().model_id)});
        }
    };
    for (const auto* model : index.models()) {
        add(model->model_id, model->model_name);
    }
    for (const auto* profile : index.profiles()) {
        add(profile->profile_id, profile->name);
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return out;
}

bool speaks_anthropic(const Operation& operation) {
    return operation.service().error_form == wire::ErrorForm::anthropic;
}

/// When models were made is not known: the beginning of time, as both APIs allow.
void write_model(JsonWriter& json, const Listed& model, bool anthropic) {
    json.begin_object();
    if (anthropic) {
        json.member("type", "model").member("id", model.id).member("display_name", model.name);
        json.member("created_at", "1970-01-01T00:00:00Z");
    } else {
        json.member("id", model.id).member("object", "model").key("created").integer(0);
        json.member("owned_by", model.provider);
    }
    json.end_object();
}

void write_list(JsonWriter& json, const std::vector<Listed>& models, bool anthropic) {
    json.begin_object();
    if (!anthropic) {
        json.member("object", "list");
    }
    json.key("data").begin_array();
    for (const auto& model : models) {
        write_model(json, model, anthropic);
    }
    json.end_array();
    if (anthropic) {
        const auto id_or_null = [&](std::string_view name, bool last) {
            json.key(name);
            if (models.empty()) {
                json.null();
            } else {
                json.string(last ? models.back().id : models.front().id);
            }
        };
        json.key("has_more").boolean(false);
        id_or_null("first_id", false);
        id_or_null("last_id", true);
    }
    json.end_object();
}

Result<void> write_answer(JsonWriter& json, const std::vector<Listed>& models,
                          const Operation& operation, std::string_view id) {
    if (operation.task == Task::list_models) {
        write_list(json, models, speaks_anthropic(operation));
        return {};
    }
    const auto found = std::find_if(models.begin(), models.end(),
                                    [&](const Listed& model) { return model.id == id; });
    if (found == models.end()) {
        return Error{ErrorKind::not_found,
                     fmt::format("the model `{}` does not exist or you do not have access to it",
                                 id.substr(0, 256)),
                     "ResourceNotFoundException"};
    }
    write_model(json, *found, speaks_anthropic(operation));
    return {};
}

}  // namespace

void list_models(Core& core, const Operation& operation, ModelCall call, net::Responder responder) {
    const auto snapshot = core.index.get();
    LICET_CHECK(snapshot != nullptr);
    const Time now = core.clock.now();
    auto record = make_call(operation, call.origin, engine::make_uuid(core.random), now);
    name_call(record, operation.name(), call.model_identifier);
    record.revision = snapshot->revision();
    auto response = success_head(record, "application/json");
    JsonWriter json{response.body};
    const auto written =
        write_answer(json, usable(*snapshot, call.origin, now), operation, call.model_identifier);
    const auto* error = written.ok() ? nullptr : &written.error();
    const auto recorded = core.journal.append(complete_entry(record, error));
    if (!recorded.ok() || error != nullptr) {
        response = make_failure(record, recorded.ok() ? *error : recorded.error(), false);
    }
    std::move(responder).send(std::move(response));
}

}  // namespace licet::gateway
