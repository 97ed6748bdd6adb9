// SPDX-License-Identifier: Apache-2.0
#include "gateway/gateway.h"

#include "engine/record.h"
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
constexpr wire::RestRoute kRoutes[] = {{&wire::kBedrockRuntime, kConverseName, &kConverse},
                                       {&wire::kBedrockRuntime, "InvokeModel", &kInvoke}};

model::ModelOperation operation_of(std::string_view name) {
    return name == kConverseName ? model::ModelOperation::Converse
                                 : model::ModelOperation::InvokeModel;
}

/// What conditions of policies see of the request. Refers to it.
policy::Context keys_of(const net::Request& request, model::ModelOperation operation,
                        const model::Principal& caller) {
    using policy::Key;
    policy::Context keys;
    keys.set(Key::aws_source_ip, request.peer());
    keys.set(Key::aws_secure_transport, "false");
    keys.set(Key::aws_via_aws_service, "false");
    const auto set_from = [&](Key key, std::string_view header) {
        if (const auto value = request.header(header); value && !value->empty()) {
            keys.set(key, *value);
        }
    };
    set_from(Key::aws_user_agent, "user-agent");
    if (operation == model::ModelOperation::InvokeModel) {  // the others name it in their bodies
        set_from(Key::bedrock_guardrail_identifier, kGuardrailHeader);
    }
    if (caller.api_key) {
        keys.set(Key::bedrock_bearer_token_type, "LONG_TERM");
    }
    return keys;
}

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
    for (const std::string_view name :
         {kGuardrailHeader, std::string_view{"x-amzn-bedrock-guardrailversion"}}) {
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
    std::shared_ptr<const Settings> settings;
    SnapshotCell<decision::Index>::Reader index;
    journal::Journal& journal;
    const Clock& clock;
    Random& random;
    obs::Logger& logger;
    JsonReader json;
    net::Client client;
    std::vector<std::unique_ptr<Provider>> providers;  // one for each of settings->upstreams
    FirstUses first_uses;

    Impl(net::Loop& loop, std::shared_ptr<const Settings> set,
         const SnapshotCell<decision::Index>& cell, journal::Journal& book, const Clock& time,
         Random& bytes, obs::Logger& lines, FirstUses::Submit submit)
        : settings{std::move(set)},
          index{cell},
          journal{book},
          clock{time},
          random{bytes},
          logger{lines},
          client{loop},
          first_uses{std::move(submit), lines} {}

    void handle(ModelCall request, net::Responder responder);
    Result<Prompt> read(const Call& call, const model::FoundationModel& model,
                        const net::Request& request);
    void forward(const decision::Admission& admission, const Prompt& prompt, Call call,
                 net::Responder responder);
    void finish(Call& call, const Upstream& upstream, Answer answer, net::Responder responder);
    void fail(Call& call, const Error& error, bool refused, net::Responder responder);
};

Gateway::Gateway(net::Loop& loop, std::shared_ptr<const Settings> settings,
                 const SnapshotCell<decision::Index>& index, journal::Journal& journal,
                 const Clock& clock, Random& random, obs::Logger& logger, FirstUses::Submit submit)
    : impl_{std::make_unique<Impl>(loop, std::move(settings), index, journal, clock, random, logger,
                                   std::move(submit))} {
    for (const auto& upstream : impl_->settings->upstreams) {
        impl_->providers.push_back(make_provider(upstream, impl_->client, impl_->json));
    }
}

Gateway::~Gateway() = default;

void Gateway::handle(ModelCall call, net::Responder responder) {
    impl_->handle(std::move(call), std::move(responder));
}

void Gateway::Impl::handle(ModelCall request, net::Responder responder) {
    const auto snapshot = index.get();  // keeps what the decision refers to
    LICET_CHECK(snapshot != nullptr);
    const Time now = clock.now();
    const auto operation = operation_of(request.operation);
    const auto keys = keys_of(request.request, operation, request.caller);
    const auto decision = decision::decide(*snapshot, {.subject = request.caller,
                                                       .model_identifier = request.model_identifier,
                                                       .region = request.region,
                                                       .now = now,
                                                       .operation = operation,
                                                       .request = &keys});
    if (decision.reason() == decision::Reason::subscribing ||
        decision.reason() == decision::Reason::subscription_failed) {
        first_uses.attempt(request.caller, *decision.model(), request.region, request.request_id,
                           now);
    }
    const net::Request received = std::move(request.request);
    auto call = make_call(std::move(request), received, decision, snapshot->revision(),
                          engine::make_uuid(random), now);
    if (!decision.allowed()) {
        fail(call, decision.refusal(), true, std::move(responder));
        return;
    }
    const auto prompt = read(call, decision.admission().model(), received);
    if (!prompt.ok()) {
        fail(call, prompt.error(), false, std::move(responder));
        return;
    }
    forward(decision.admission(), *prompt, std::move(call), std::move(responder));
}

Result<Prompt> Gateway::Impl::read(const Call& call, const model::FoundationModel& model,
                                   const net::Request& request) {
    LICET_TRY_VOID(call.door == Door::converse ? check_converse(model)
                                               : check_invoke(model, request));
    const auto parsed = json.parse(request.body(), JsonReader::Padding::present);
    if (!parsed.ok()) {
        return wire::at("$", parsed.error());
    }
    return call.door == Door::converse ? read_converse(*parsed) : read_anthropic_messages(*parsed);
}

void Gateway::Impl::forward(const decision::Admission& admission, const Prompt& prompt, Call call,
                            net::Responder responder) {
    const auto* const upstream = settings->upstream_of(call.model_id);
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
    const auto position = static_cast<std::size_t>(upstream - settings->upstreams.data());
    providers[position]->complete(admission, prompt,
                                  [this, upstream, call = std::move(call),
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
