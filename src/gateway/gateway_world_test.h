// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/temporary_directory.h"
#include "decision/index_builder.h"
#include "gateway/gateway.h"
#include "gateway/scan_pool.h"
#include "invocations/directory_store.h"
#include "invocations/log.h"
#include "model/bedrock/guardrail_commands.h"
#include "model/bedrock/sample_catalogue_test.h"
#include "model/bedrock/use_case_form.h"
#include "model/grant/grant_world_test.h"
#include "model/identity/identity_policies.h"
#include "model/identity/users.h"
#include "net/loopback_for_test.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::gateway {

inline constexpr std::string_view kHello =
    R"({"messages":[{"role":"user","content":[{"text":"hi"}]}]})";

inline std::string header(const net::Response& response, std::string_view name) {
    return std::string{response.headers.find(name).value_or("")};
}

inline model::Principal caller_of(const model::GrantWorld& world) {
    return {.kind = model::PrincipalKind::user,
            .account = world.in_root,
            .arn = "arn:aws:iam::1:user/u",
            .id = model::find_user(world.state.identity, world.in_root, "u")->id,
            .name = "u",
            .access_key_id = "AKIA1"};
}

/// An organization whose account `in_root` has a grant of Sonnet; one gateway on a loop of its own.
struct GatewayTest : testing::Test {
    model::GrantWorld world;
    model::GrantId grant;
    SealingKey key{std::array<std::uint8_t, 32>{3}};
    decision::IndexBuilder builder{key};
    SnapshotCell<Settings> settings_cell;
    SnapshotCell<decision::Index> cell;
    ManualClock clock{world.now};
    std::string messages;
    obs::Logger logger{clock, obs::Level::info, [this](auto line) { messages += line; }};
    TemporaryDirectory temporary;
    std::unique_ptr<journal::Journal> journal;
    obs::Metrics metrics;
    std::unique_ptr<meter::Meter> meter =
        meter::Meter::open({.directory = temporary.path() / "usage"}, clock, logger, metrics)
            .value();
    std::unique_ptr<quota::Ledger> quotas =
        quota::Ledger::open(temporary.path() / "quotas").value();
    SeededRandom random{5};
    std::unique_ptr<invocations::Log> invocations = std::make_unique<invocations::Log>(
        invocations::Settings{},
        std::make_unique<invocations::DirectoryStore>(temporary.path() / "invocations"), clock,
        random, logger, metrics);
    net::LoopThread thread;
    ScanPool scans{metrics};
    std::unique_ptr<Gateway> gateway;
    std::vector<std::unique_ptr<engine::Task>> attempts;  // of the loop's thread
    std::optional<Time> issued_at;                        // of the caller's credentials

    GatewayTest() {
        world.take({model::CatalogueApplied{model::sample::catalogue()}});
        const auto license = world.subscribe(world.management, model::sample::kSonnetProduct);
        grant = world.create(model::GrantWorld::account_principal(world.in_root), world.management,
                             license);
        world.act_as(world.management);
        world.keep(model::submit_use_case_form(
            R"({"companyName":"a","companyWebsite":"b","intendedUsers":"0",)"
            R"("industryOption":"c","useCases":"d"})",
            world.context()));
        world.act_as(world.in_root);
        world.keep(model::create_user(world.state, {"u", "/", {}}, world.context()));
        world.keep(model::put_inline_policy(
            world.state, {{model::IdentityKind::user, {world.in_root, "u"}},
                          "all",
                          R"({"Version":"2012-10-17","Statement":)"
                          R"([{"Effect":"Allow","Action":"*","Resource":"*"}]})"}));
        publish(41);
        open_journal({});
        use(default_settings());
    }
    ~GatewayTest() override {
        thread.run([this] { gateway.reset(); });
    }

    void publish(std::uint64_t revision) {
        builder.rebuild(world.state);
        cell.store(builder.publish(world.state, revision));
    }
    void activate() {
        world.set(world.in_root, grant, model::kActive);
        publish(42);
    }
    void open_journal(const journal::Options& options) {
        journal.reset();
        journal =
            std::move(journal::Journal::open(temporary.path() / "journal", options, clock, logger))
                .value();
    }
    void use(Settings settings) {
        settings_cell.store(std::make_shared<const Settings>(std::move(settings)));
        thread.run([this] {
            gateway.reset();
            gateway = std::make_unique<Gateway>(
                thread.loop(), Gateway::Parts{.settings = settings_cell,
                                              .index = cell,
                                              .journal = *journal,
                                              .quotas = *quotas,
                                              .meter = *meter,
                                              .invocations = *invocations,
                                              .clock = clock,
                                              .random = random,
                                              .logger = logger,
                                              .scans = scans,
                                              .submit = [this](auto attempt) {
                                                  attempts.push_back(std::move(attempt));
                                              }});
        });
    }
    void use_openai(std::uint16_t port, std::uint32_t most_attempts = 3,
                    std::vector<std::string> fallback = {}) {
        Upstream upstream{.name = "up",
                          .kind = Upstream::Kind::openai,
                          .endpoint = {.host = "127.0.0.1", .port = port, .base_path = "/v1"},
                          .key = "sk-secret",
                          .models = {{model::sample::kSonnet, "their-sonnet"}},
                          .timeouts = {.total = Milliseconds{10'000}}};
        use({.upstreams = {std::move(upstream)},
             .routes = {{.pattern = "*",
                         .targets = {{.upstream = 0}},
                         .attempts = most_attempts,
                         .fallback = std::move(fallback)}}});
    }
    /// One that blocks the word `secret`, of all that the account's calls say and get.
    void enforce_guardrail() {
        model::GuardrailSettings settings{.name = "g", .description = {}, .definition = {}};
        settings.definition.words.push_back({.text = "secret"});
        settings.definition.blockedInputMessaging = "not in";
        settings.definition.blockedOutputsMessaging = "not out";
        auto made = model::create_guardrail(world.state, settings, {}, world.context()).value();
        world.keep(Result<model::Events>{made.events});
        auto version = model::create_guardrail_version(world.state, made.id, "", world.context());
        world.keep(Result<model::Events>{version.value().events});
        auto enforced = model::put_enforced_guardrail(
            world.state, {.guardrail = made.id, .version = 1}, world.context());
        world.keep(Result<model::Events>{enforced.value().events});
        publish(43);
    }

    std::future<net::Response> begin(std::string_view operation, const std::string& model,
                                     std::string_view body, std::vector<net::Header> headers = {},
                                     const wire::Service& service = wire::kBedrockRuntime) {
        auto promise = std::make_shared<std::promise<net::Response>>();
        auto future = promise->get_future();
        headers.push_back({"User-Agent", "sdk"});
        ModelCall call{
            .request = net::Request::make("POST", "/model/x/y", headers, body, "10.1.2.3"),
            .service = &service,
            .operation = operation,
            .model_identifier = model,
            .origin = {.actor = caller_of(world),
                       .source_address = "10.1.2.3",
                       .user_agent = "sdk",
                       .request_id = "aaaa-bbbb",
                       .service = "bedrock-runtime",
                       .action = std::string{operation},
                       .region = "us-east-1",
                       .parameters = {}}};
        call.origin.actor.session_issued_at = issued_at;
        thread.run([&] {
            gateway->handle(std::move(call), net::Responder{[promise](net::Response response) {
                                promise->set_value(std::move(response));
                            }});
        });
        return future;
    }
    net::Response call(std::string_view operation, const std::string& model,
                       std::string_view body) {
        return begin(operation, model, body).get();
    }
    net::Response converse(const std::string& model, std::string_view body = kHello) {
        return call("Converse", model, body);
    }

    /// What the journal holds, newest first.
    std::vector<journal::Entry> entries() {
        std::vector<journal::Entry> out;
        EXPECT_TRUE(journal
                        ->read_backward(journal::Position::newest(), 100,
                                        [&](const auto&, std::string_view line) -> Result<void> {
                                            LICET_TRY(out.emplace_back(),
                                                      journal::parse_entry(line));
                                            return {};
                                        })
                        .ok());
        return out;
    }
};

}  // namespace licet::gateway
