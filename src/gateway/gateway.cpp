// SPDX-License-Identifier: Apache-2.0
#include "gateway/gateway.h"

#include "engine/request_context.h"
#include "gateway/call.h"
#include "gateway/doors/anthropic_messages.h"
#include "gateway/doors/converse.h"
#include "gateway/json.h"
#include "gateway/providers/echo.h"
#include "gateway/providers/openai.h"
#include "net/client.h"
#include "wire/error_status.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace licet::gateway {
namespace {

constexpr wire::HttpBinding kConverse{.method = "POST", .pattern = "/model/{modelId}/converse"};
constexpr wire::HttpBinding kInvoke{.method = "POST", .pattern = "/model/{modelId}/invoke"};
constexpr std::string_view kConverseName = "Converse";
constexpr std::string_view kGuardrailHeader = "x-amzn-bedrock-guardrailidentifier";
constexpr std::string_view kGuardrailVersionHeader = "x-amzn-bedrock-guardrailversion";
constexpr wire::RestRoute kRoutes[] = {{&wire::kBedrockRuntime, kConverseName, &kConverse},
                                       {&wire::kBedrockRuntime, "InvokeModel", &kInvoke}};

model::ModelOperation operation_of(std::string_view name) {
    return name == kConverseName ? model::ModelOperation::Converse
                                 : model::ModelOperation::InvokeModel;
}

/// The guardrail that a call asks for, as conditions of policies name it: its ARN, with the version
/// behind it unless that is the draft. Empty: none. Source: Bedrock User Guide, "Enforce the use of
/// specific guardrails in model inference requests".
std::string guardrail_of(const ModelCall& call, const Result<Json>& body) {
    std::string_view identifier;
    std::string_view version;
    if (operation_of(call.operation) == model::ModelOperation::InvokeModel) {
        identifier = call.request.header(kGuardrailHeader).value_or("");
        version = call.request.header(kGuardrailVersionHeader).value_or("");
    } else if (const auto config = body.ok() ? body->find("guardrailConfig") : std::nullopt) {
        const auto text = [&](std::string_view member) {
            const auto value = config->find(member);
            return value && value->is_text() ? value->text().value() : std::string_view{};
        };
        identifier = text("guardrailIdentifier");
        version = text("guardrailVersion");
    }
    if (identifier.empty()) {
        return {};
    }
    const auto& origin = call.origin;
    std::string arn = identifier.starts_with("arn:")
                          ? std::string{identifier}
                          : fmt::format("arn:aws:bedrock:{}:{}:guardrail/{}", origin.region,
                                        origin.actor.account.text(), identifier);
    return version.empty() || version == "DRAFT" ? arn : fmt::format("{}:{}", arn, version);
}

/// The providers of one version of the settings, kept by the calls under way.
struct Providers {
    std::shared_ptr<const Settings> settings;
    std::vector<std::unique_ptr<Provider>> all;  // one for each of settings->upstreams

    Provider& of(const Upstream& upstream) const {
        return *all[static_cast<std::size_t>(&upstream - settings->upstreams.data())];
    }
};

std::unique_ptr<Provider> make_provider(const Upstream& upstream, net::Client& client,
                                        JsonReader& reader) {
    if (upstream.kind == Upstream::Kind::openai) {
        return std::make_unique<OpenAiProvider>(upstream, client, reader);
    }
    return std::make_unique<EchoProvider>();
}

bool has(const std::vector<model::Modality>& modalities, model::Modality wanted) {
    return std::find(modalities.begin(), modalities.end(), wanted) != modalities.end();
}

/// The text is Bedrock's own.
Result<void> check_converse(const model::FoundationModel& model) {
    if (has(model.input_modalities, model::Modality::TEXT) &&
        has(model.output_modalities, model::Modality::TEXT)) {
        return {};
    }
    return Error{ErrorKind::invalid,
                 fmt::format("This action doesn't support the model that you provided. Try again "
                             "with a supported text or chat model. `{}` is none.",
                             model.model_id)};
}

Result<void> check_invoke(const model::FoundationModel& model, const net::Request& request) {
    if (!model.model_id.starts_with("anthropic.")) {
        return Error{ErrorKind::invalid,
                     fmt::format("InvokeModel takes the bodies of Anthropic's models only; use "
                                 "Converse for `{}`",
                                 model.model_id)};
    }
    // To answer without the protection that was asked for would be worse than not to answer.
    for (const std::string_view name : {kGuardrailHeader, kGuardrailVersionHeader}) {
        if (!request.header(name).value_or("").empty()) {
            return Error{ErrorKind::invalid, fmt::format("{}: is not supported", name)};
        }
    }
    return {};
}

}  // namespace

std::span<const wire::RestRoute> routes() {
    return kRoutes;
}

struct Gateway::Impl {
    SnapshotCell<Settings>::Reader settings;
    SnapshotCell<decision::Index>::Reader index;
    journal::Journal& journal;
    const Clock& clock;
    Random& random;
    obs::Logger& logger;
    JsonReader json;
    net::Client client;
    std::shared_ptr<const Providers> providers;  // null before the first call
    FirstUses first_uses;

    Impl(net::Loop& loop, const SnapshotCell<Settings>& set,
         const SnapshotCell<decision::Index>& cell, journal::Journal& book, const Clock& time,
         Random& bytes, obs::Logger& lines, FirstUses::Submit submit)
        : settings{set},
          index{cell},
          journal{book},
          clock{time},
          random{bytes},
          logger{lines},
          client{loop},
          first_uses{std::move(submit), lines} {}

    void handle(ModelCall request, net::Responder responder);
    static Result<Prompt> read(const Call& call, const model::FoundationModel& model,
                               const net::Request& request, const Result<Json>& body);
    std::shared_ptr<const Providers> current_providers();
    void forward(const decision::Admission& admission, const Prompt& prompt, Call call,
                 net::Responder responder);
    void finish(Call& call, const Upstream& upstream, Answer answer, net::Responder responder);
    void fail(Call& call, const Error& error, bool refused, net::Responder responder);
};

Gateway::Gateway(net::Loop& loop, const SnapshotCell<Settings>& settings,
                 const SnapshotCell<decision::Index>& index, journal::Journal& journal,
                 const Clock& clock, Random& random, obs::Logger& logger, FirstUses::Submit submit)
    : impl_{std::make_unique<Impl>(loop, settings, index, journal, clock, random, logger,
                                   std::move(submit))} {}

Gateway::~Gateway() = default;

void Gateway::handle(ModelCall call, net::Responder responder) {
    impl_->handle(std::move(call), std::move(responder));
}

void Gateway::Impl::handle(ModelCall request, net::Responder responder) {
    const auto snapshot = index.get();  // keeps what the decision refers to
    LICET_CHECK(snapshot != nullptr);
    const Time now = clock.now();
    const auto body = json.parse(request.request.body(), JsonReader::Padding::present);
    const auto guardrail = guardrail_of(request, body);
    const auto& origin = request.origin;
    auto keys = engine::request_context(origin, now);
    if (!guardrail.empty()) {
        keys.set(policy::Key::bedrock_guardrail_identifier, guardrail);
    }
    const auto decision = decision::decide(*snapshot, {.subject = origin.actor,
                                                       .model_identifier = request.model_identifier,
                                                       .region = origin.region,
                                                       .now = now,
                                                       .operation = operation_of(request.operation),
                                                       .request = &keys});
    if (decision.reason() == decision::Reason::subscribing ||
        decision.reason() == decision::Reason::subscription_failed) {
        first_uses.attempt(origin.actor, *decision.model(), origin.region, origin.request_id, now);
    }
    const net::Request received = std::move(request.request);
    auto call = make_call(std::move(request), decision, snapshot->revision(),
                          engine::make_uuid(random), now);
    if (!decision.allowed()) {
        fail(call, decision.refusal(), true, std::move(responder));
        return;
    }
    const auto prompt = read(call, decision.admission().model(), received, body);
    if (!prompt.ok()) {
        fail(call, prompt.error(), false, std::move(responder));
        return;
    }
    forward(decision.admission(), *prompt, std::move(call), std::move(responder));
}

Result<Prompt> Gateway::Impl::read(const Call& call, const model::FoundationModel& model,
                                   const net::Request& request, const Result<Json>& body) {
    LICET_TRY_VOID(call.door == Door::converse ? check_converse(model)
                                               : check_invoke(model, request));
    if (!body.ok()) {
        return wire::at("$", body.error());
    }
    return call.door == Door::converse ? read_converse(*body) : read_anthropic_messages(*body);
}

std::shared_ptr<const Providers> Gateway::Impl::current_providers() {
    const auto& newest = settings.get();
    LICET_CHECK(newest != nullptr);
    if (providers == nullptr || providers->settings != newest) {
        auto made = std::make_shared<Providers>(Providers{.settings = newest, .all = {}});
        for (const auto& upstream : newest->upstreams) {
            made->all.push_back(make_provider(upstream, client, json));
        }
        providers = std::move(made);
    }
    return providers;
}

void Gateway::Impl::forward(const decision::Admission& admission, const Prompt& prompt, Call call,
                            net::Responder responder) {
    const auto current = current_providers();
    const auto* const route = current->settings->route_of(call.model_id);
    const auto* const upstream =
        route == nullptr ? nullptr : &current->settings->upstreams[route->targets.front().upstream];
    if (upstream == nullptr) {
        logger.warn("no upstream serves the model",
                    {{"model", call.model_id}, {"request", call.entry.request_id}});
        fail(call,
             Error{ErrorKind::unavailable,
                   fmt::format("no upstream is configured for `{}`; the operator must add a route",
                               call.model_id),
                   "ServiceUnavailableException"},
             false, std::move(responder));
        return;
    }
    current->of(*upstream).complete(admission, prompt,
                                    [this, current, upstream, call = std::move(call),
                                     responder = std::move(responder)](Answer answer) mutable {
                                        finish(call, *upstream, std::move(answer),
                                               std::move(responder));
                                    });
}

void Gateway::Impl::finish(Call& call, const Upstream& upstream, Answer answer,
                           net::Responder responder) {
    if (!answer.completion.ok()) {
        logger.warn("an upstream failed", {{"upstream", upstream.name},
                                           {"model", call.model_id},
                                           {"request", call.entry.request_id},
                                           {"fault", answer.fault}});
        fail(call, answer.completion.error(), false, std::move(responder));
        return;
    }
    const auto& completion = *answer.completion;
    const auto latency = std::max(clock.now() - call.started, Milliseconds{0});
    auto response = make_response(call, completion, latency);
    const auto recorded = journal.append(take_entry(call, &completion));
    std::move(responder).send(recorded.ok() ? std::move(response)
                                            : make_failure(call, recorded.error(), false));
}

void Gateway::Impl::fail(Call& call, const Error& error, bool refused, net::Responder responder) {
    call.entry.error_code = wire::wire_error(wire::kBedrockRuntime, error).name;
    call.entry.error_message = error.message;
    auto response = make_failure(call, error, refused);
    const auto recorded = journal.append(take_entry(call, nullptr));
    std::move(responder).send(recorded.ok() ? std::move(response)
                                            : make_failure(call, recorded.error(), false));
}

}  // namespace licet::gateway
