// SPDX-License-Identifier: Apache-2.0
#include "server/http_service.h"

#include "auth/api_key.h"
#include "auth/refusal.h"
#include "model/bedrock/regions.h"
#include "server/host_region.h"
#include "wire/decode.h"
#include "wire/encode.h"
#include "wire/error_status.h"

#include <fmt/format.h>

namespace licet::server {
namespace {

/// Of longer user agents and referers the rest is cut off, in bytes.
constexpr std::size_t kHeaderMax = 512;

/// Of calls that do not say theirs.
constexpr std::string_view kDefaultRegion = "us-east-1";

/// Credentials out of the decision index.
class IndexCredentials final : public auth::CredentialSource {
public:
    explicit IndexCredentials(const decision::Index& index) : index_{index} {}

    std::optional<auth::Credential> find_key(std::string_view access_key_id) const override {
        const auto* row = index_.find_key(access_key_id);
        if (row == nullptr) {
            return std::nullopt;
        }
        return auth::Credential{row->secret, row->active, row->principal};
    }
    std::optional<auth::ApiKey> find_api_key(std::string_view alias) const override {
        const auto* row = index_.find_bearer(alias);
        if (row == nullptr) {
            return std::nullopt;
        }
        return auth::ApiKey{row->salt, row->hash, row->active, row->expires_at, row->principal};
    }
    bool role_exists(AccountId account, std::string_view role_id) const override {
        return index_.role_exists(account, role_id);
    }

private:
    const decision::Index& index_;
};

wire::RequestView view_of(const net::Request& request) {
    return {.method = request.method(),
            .path = request.path(),
            .query = request.query(),
            .headers = request.headers(),
            .body = request.body()};
}

Result<void> decode(const api::Operation& operation, const net::Request& request,
                    const wire::Target& target, void* out) {
    const auto& type = operation.request_type();
    switch (operation.row.service->protocol) {
        case wire::Protocol::json_1_0:
        case wire::Protocol::json_1_1:
            return wire::decode_json_request(type, out, request.body());
        case wire::Protocol::query:
            return wire::decode_query_request(type, out, target.parameters);
        case wire::Protocol::rest_json:
            // Members of later versions of AWS's APIs are none of our business; of ours they are
            // mistakes.
            return wire::decode_rest_request(type, out,
                                             {.members = operation.row.request_members,
                                              .labels = target.labels,
                                              .query = request.query(),
                                              .headers = request.headers(),
                                              .body = request.body(),
                                              .is_strict = operation.row.service == &wire::kLicet});
    }
    return {};
}

wire::Encoded encode(const api::Operation& operation, const void* response,
                     std::string_view request_id) {
    const auto& row = operation.row;
    const auto& type = operation.response_type();
    switch (row.service->protocol) {
        case wire::Protocol::query:
            return wire::encode_query_response(*row.service, row.name, type, response, request_id);
        case wire::Protocol::rest_json:
            return wire::encode_rest_response(*row.http, row.response_members, type, response);
        case wire::Protocol::json_1_0:
        case wire::Protocol::json_1_1:
            break;
    }
    return wire::encode_json_response(*row.service, type, response);
}

/// Every response says which request it answers, and of what state.
void mark(net::Response& response, const std::string& request_id, engine::Revision revision) {
    response.headers.push_back({"x-amzn-RequestId", request_id});
    response.headers.push_back({"x-licet-revision", fmt::format("{}", revision)});
}

/// The caller's own name of a request comes back with its answer. Source: AuthZEN Authorization API
/// 1.0, "Request Identification".
constexpr std::string_view kOwnRequestId = "x-request-id";

void send(net::Responder responder, const net::Request& request, wire::Encoded encoded,
          const std::string& request_id, engine::Revision revision) {
    net::Response response{.status = encoded.status, .body = std::move(encoded.body)};
    response.headers.push_back({"content-type", encoded.content_type});
    mark(response, request_id, revision);
    if (const auto own = request.header(kOwnRequestId)) {
        response.headers.push_back({kOwnRequestId, *own});
    }
    for (const auto& [name, value] : encoded.headers) {
        response.headers.push_back({name, value});
    }
    std::move(responder).send(std::move(response));
}

bool calls_models(const wire::Service& service) {
    return &service == &wire::kBedrockRuntime || &service == &wire::kOpenAi ||
           &service == &wire::kAnthropic;
}

/// Clients that sign nothing say the region in the host's name or in a header of ours.
std::string_view region_of(const net::Request& request) {
    const auto named = request.header("x-licet-region").value_or("");
    if (model::find_region(named) != nullptr) {
        return named;
    }
    return region_of_host(request.header("host").value_or("")).value_or(kDefaultRegion);
}

/// Bedrock API keys are good for Bedrock, and for asking whether Bedrock may be called: what
/// proxies ask cannot be signed.
bool takes_api_keys(const wire::Service& service) {
    return &service == &wire::kBedrock || &service == &wire::kAuthzen || calls_models(service);
}

/// A signature made for another service proves nothing about a call of this one, and conditions on
/// regions mean nothing where one could sign for a region that is none.
Result<void> check_scope(const auth::Authenticated& caller, const wire::Service& service) {
    if (caller.service != service.signing_name) {
        return auth::refuse(auth::Refusal::wrong_signature,
                            fmt::format("Credential should be scoped to correct service: '{}'.",
                                        service.signing_name));
    }
    if (model::find_region(caller.region) == nullptr) {
        return auth::refuse(auth::Refusal::wrong_signature,
                            "Credential should be scoped to a valid region.");
    }
    return {};
}

/// Whether the call carries no signature and needs none: what it carries instead its operation
/// judges.
bool goes_unsigned(const wire::Routing& routing, const Error& refusal) {
    if (!routing.target.ok() || refusal.name != auth::name_of(auth::Refusal::missing_token)) {
        return false;
    }
    const auto* operation = api::find_operation(*routing.service, routing.target->operation);
    return operation != nullptr && operation->row.signature == api::Signature::optional;
}

/// @param account none: the caller of an unsigned call
Result<void> check_standing(const decision::Index& index, AccountId account) {
    if (!account || index.standing(account) == decision::Facts::AccountStanding::open) {
        return {};
    }
    return Error{ErrorKind::denied, "the account is closed or suspended", "AccessDeniedException"};
}

}  // namespace

/// One request on its way to its answer.
struct HttpService::Exchange {
    net::Request request;
    net::Responder responder;
    const wire::Service* service = nullptr;
    engine::Origin origin;
    std::shared_ptr<const decision::Index> index;
};

/// A decision that is made anew, each time by the index of then. Loop-owned; while a scan is under
/// way its thread has it.
class HttpService::Waiting final : public net::ClientWatch,
                                   public std::enable_shared_from_this<Waiting> {
public:
    Waiting(HttpService& service, Exchange exchange, api::Invocation invocation,
            guardrail::Hearing hearing)
        : service_{service},
          exchange_{std::move(exchange)},
          invocation_{std::move(invocation)},
          hearing_{std::move(hearing)} {}

    /// Hears of the client from now on, and does what the operation, which was called, waits for.
    void start() {
        exchange_.responder.watch(weak_from_this());
        go_on();
    }

    void on_room() override {}
    /// A question is given up, and a scan that has not begun. One that has comes to its end.
    void on_gone() override {
        const auto self = shared_from_this();
        const bool asked = std::exchange(question_, nullptr) != nullptr;
        if (asked || (scan_ && scan_->withdraw())) {
            give_up({ErrorKind::unavailable, "the caller left before its texts were judged"});
        }
    }

private:
    void go_on() {
        if (std::exchange(hearing_.takes_long, false)) {
            hearing_.may_take_long = true;
            decide_elsewhere();
        } else {
            ask();
        }
    }

    void ask() {
        auto asked = *std::exchange(hearing_.asked, std::nullopt);
        hearing_.judged_by = asked.guardrail;
        auto question = service_.gateway_.judge(std::move(asked), exchange_.origin.request_id,
                                                [this](Result<guardrail::Judgement> judged) {
                                                    const auto self = shared_from_this();
                                                    const auto over =
                                                        std::exchange(question_, nullptr);
                                                    hear(std::move(judged));
                                                });
        if (question.ok()) {
            question_ = *std::move(question);
        } else {
            hear(question.error());
        }
    }

    void hear(Result<guardrail::Judgement> judged) {
        hearing_.judged = std::move(judged);
        exchange_.index = service_.index_.get();
        if (hearing_.may_take_long) {
            decide_elsewhere();
            return;
        }
        reply_ = decide();
        take_reply();
    }

    std::optional<api::Reply> decide() {
        const auto host = exchange_.request.header("host").value_or("");
        return service_.shared_.dispatcher.decide(invocation_, *exchange_.index, host, hearing_);
    }

    void decide_elsewhere() {
        const auto self = shared_from_this();
        scan_ = service_.shared_.scans.begin(
            service_.loop_, exchange_.origin.actor.account, exchange_.request.body().size(),
            [self] { self->reply_ = self->decide(); }, [this] { take_reply(); });
        if (!scan_) {
            give_up(gateway::too_many_scans());
        }
    }

    void take_reply() {
        const auto self = shared_from_this();
        scan_.reset();
        if (reply_) {
            finish(*reply_);
        } else {
            go_on();
        }
    }

    void give_up(Error why) {
        finish(service_.shared_.dispatcher.give_up(invocation_, *exchange_.index, std::move(why)));
    }

    void finish(const api::Reply& reply) {
        service_.answer(exchange_, *invocation_.operation, reply);
        service_.waiting_.erase(shared_from_this());
    }

    HttpService& service_;
    Exchange exchange_;
    api::Invocation invocation_;
    guardrail::Hearing hearing_;
    std::optional<api::Reply> reply_;  // of the last call
    std::shared_ptr<gateway::Inquiry> question_;
    std::optional<gateway::ScanPool::Ticket> scan_;
};

wire::Router make_router() {
    std::vector<wire::RestRoute> routes;
    for (const auto* operation : api::all_operations()) {
        if (operation->row.http != nullptr) {
            routes.push_back({operation->row.service, operation->row.name, operation->row.http});
        }
    }
    const auto model_calls = gateway::routes();
    routes.insert(routes.end(), model_calls.begin(), model_calls.end());
    return wire::Router{std::move(routes)};
}

HttpService::HttpService(net::Loop& loop, const Shared& shared)
    : loop_{loop},
      shared_{shared},
      index_{shared.engine.index()},
      gateway_{loop,
               {.settings = shared.gateway,
                .index = shared.engine.index(),
                .journal = shared.services.journal,
                .quotas = shared.services.quotas,
                .meter = shared.meter,
                .invocations = shared.invocations,
                .clock = shared.services.clock,
                .random = random_,
                .logger = shared.logger,
                .scans = shared.scans,
                .traces = shared.traces,
                .submit = [&engine = shared.engine](std::unique_ptr<engine::Task> task) {
                    engine.submit(std::move(task));
                }}} {}

void HttpService::handle(net::Request request, net::Responder responder) {
    if (auto probed = shared_.probes.answer(request, index_.get().get())) {
        std::move(responder).send(*std::move(probed));
        return;
    }
    auto routing = shared_.router.route(view_of(request));
    const std::string_view agent = request.header("user-agent").value_or("");
    engine::Origin origin{
        .actor = {.arn = {}},
        .source_address = request.peer(),
        .user_agent = std::string{agent.substr(0, kHeaderMax)},
        .request_id = engine::make_uuid(random_),
        .service = std::string{routing.service->name},
        .action = routing.target.ok() ? std::string{routing.target->operation} : std::string{},
        .region = std::string{kDefaultRegion},
        .parameters = {},
        .referer = std::string{request.header("referer").value_or("").substr(0, kHeaderMax)},
        .secure_transport = request.is_secure()};
    Exchange exchange{.request = std::move(request),
                      .responder = std::move(responder),
                      .service = routing.service,
                      .origin = std::move(origin),
                      .index = index_.get()};
    auto caller = authenticate(exchange.request, *exchange.service, *exchange.index);
    if (caller.ok()) {
        exchange.origin.actor = std::move(caller->principal);
        exchange.origin.region = routing.service->only_region.empty()
                                     ? std::move(caller->region)
                                     : std::string{routing.service->only_region};
    } else if (goes_unsigned(routing, caller.error())) {
        exchange.origin.actor.kind = model::PrincipalKind::web_identity;
    } else {
        refuse(std::move(exchange), caller.error());
        return;
    }
    const auto* operation = routing.target.ok()
                                ? api::find_operation(*routing.service, routing.target->operation)
                                : nullptr;
    if (auto may = api::check_bearer(exchange.origin.actor, operation); !may.ok()) {
        refuse(std::move(exchange), may.error());
    } else if (routing.target.ok() && operation == nullptr && calls_models(*routing.service)) {
        // The decision looks at the standing.
        call_model(std::move(exchange), *std::move(routing.target));
    } else if (auto standing = check_standing(*exchange.index, exchange.origin.actor.account);
               !standing.ok()) {
        refuse(std::move(exchange), standing.error());
    } else if (!routing.target.ok()) {
        refuse(std::move(exchange), routing.target.error());
    } else {
        call_operation(std::move(exchange), *routing.target);
    }
}

net::Response HttpService::refuse(int status, std::string_view message) {
    auto response = net::message_response(status, message);
    mark(response, engine::make_uuid(random_), index_.get()->revision());
    return response;
}

Result<auth::Authenticated> HttpService::authenticate(const net::Request& request,
                                                      const wire::Service& service,
                                                      const decision::Index& index) {
    const IndexCredentials credentials{index};
    const auth::SignedRequest proof{.method = request.method(),
                                    .path = request.path(),
                                    .query = request.query(),
                                    .body = request.body(),
                                    .headers = request.headers()};
    const Time now = shared_.services.clock.now();
    const auto api_key = takes_api_keys(service) ? auth::presented_api_key(proof) : std::nullopt;
    if (api_key) {
        auto found = auth::authenticate_api_key(*api_key, credentials, now);
        if (!found.ok() &&
            service.error_form !=
                wire::ErrorForm::aws) {  // what Bedrock denies is not authenticated there
            return auth::refuse(auth::Refusal::unknown_client, found.error().message);
        }
        LICET_TRY(auto caller, std::move(found));
        caller.region = region_of(request);
        return caller;
    }
    auto caller =
        auth::authenticate(proof, credentials, shared_.services.sessions, now, shared_.auth);
    if (caller.ok()) {
        LICET_TRY_VOID(check_scope(*caller, service));
    }
    return caller;
}

void HttpService::refuse(Exchange&& exchange, const Error& error) {
    const auto noted = shared_.services.journal.append(
        api::journal_entry(exchange.origin, *exchange.service, api::Access::read,
                           shared_.services.clock.now(), Result<void>{error}));
    send(std::move(exchange.responder), exchange.request,
         wire::encode_error(*exchange.service, noted.ok() ? error : noted.error(),
                            exchange.origin.request_id),
         exchange.origin.request_id, exchange.index->revision());
}

void HttpService::call_operation(Exchange&& exchange, const wire::Target& target) {
    const auto* operation = api::find_operation(*exchange.service, target.operation);
    if (operation == nullptr) {
        refuse(std::move(exchange), wire::unknown_operation(*exchange.service, target.operation));
        return;
    }
    auto decoded = operation->make_request();
    if (const auto read = decode(*operation, exchange.request, target, decoded.get()); !read.ok()) {
        refuse(std::move(exchange), read.error());
        return;
    }
    api::Invocation invocation{
        .operation = operation, .request = std::move(decoded), .origin = exchange.origin};
    if (operation->row.access == api::Access::decision) {
        decide(std::move(exchange), std::move(invocation));
        return;
    }
    shared_.dispatcher.dispatch(std::move(invocation), [this, operation,
                                                        exchange = std::move(exchange)](
                                                           api::Reply reply) mutable {
        loop_.post([this, operation, exchange = std::move(exchange),
                    reply = std::move(reply)]() mutable { answer(exchange, *operation, reply); });
    });
}

/// Where the operation asks a classifier, or takes long, it waits to be decided anew.
void HttpService::decide(Exchange exchange, api::Invocation invocation) {
    guardrail::Hearing hearing;
    const auto host = exchange.request.header("host").value_or("");
    auto reply = shared_.dispatcher.decide(invocation, *exchange.index, host, hearing);
    if (!reply && waiting_.size() >= kDecisionsWaitingMax) {
        reply = shared_.dispatcher.give_up(
            invocation, *exchange.index,
            {ErrorKind::exhausted, "too many guardrails are applied at once; try again",
             "ThrottlingException"});
    }
    if (reply) {
        answer(exchange, *invocation.operation, *reply);
        return;
    }
    const auto waiting = std::make_shared<Waiting>(*this, std::move(exchange),
                                                   std::move(invocation), std::move(hearing));
    waiting_.insert(waiting);
    waiting->start();
}

void HttpService::answer(Exchange& exchange, const api::Operation& operation,
                         const api::Reply& reply) {
    const auto& id = exchange.origin.request_id;
    if (reply.result.ok()) {
        send(std::move(exchange.responder), exchange.request,
             encode(operation, reply.response.get(), id), id, reply.revision);
        return;
    }
    const auto& error = reply.result.error();
    if (error.kind == ErrorKind::internal) {
        shared_.logger.error(
            "an operation failed",
            {{"operation", operation.row.name}, {"request", id}, {"reason", error.message}});
    }
    send(std::move(exchange.responder), exchange.request,
         wire::encode_error(*exchange.service, error, id), id, reply.revision);
}

void HttpService::call_model(Exchange&& exchange, wire::Target&& target) {
    gateway_.handle(
        {.request = std::move(exchange.request),
         .service = exchange.service,
         .operation = target.operation,
         .model_identifier =
             target.labels.empty() ? std::string{} : std::move(target.labels.front().value),
         .origin = std::move(exchange.origin)},
        std::move(exchange.responder));
}

}  // namespace licet::server
