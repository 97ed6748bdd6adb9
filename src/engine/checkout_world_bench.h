// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/grant_world_bench.h"
#include "model/checkout/check_out.h"

/// What benchmarks of checkouts have in common: a subscription to seats without number, and the
/// checkouts of its holder.
namespace licet::engine {

inline constexpr std::string_view kSeatProduct = "prod-seats";
inline constexpr std::string_view kSeatIssuer =
    "aws:294406891311:AWS/Marketplace:issuer-fingerprint";

/// Subscribes the management account.
inline void subscribe_to_seats(GrantWorldBuilder& builder) {
    const AccountId holder = builder.world().management;
    builder.decide(
        "marketplace", "ProvisionAgreement", [&](const auto& state, const auto& context) {
            return Result<model::Events>{
                model::issue_subscription_license(state,
                                                  {.holder = holder,
                                                   .product_sku = std::string{kSeatProduct},
                                                   .agreement = "agmt-seats",
                                                   .license_name = "License of seats",
                                                   .product_name = "Seats",
                                                   .valid_from = context.now,
                                                   .valid_until = {},
                                                   .entitlements = {{.name = "seats",
                                                                     .unit = "Count",
                                                                     .value = {},
                                                                     .max_count = 1'000'000'000,
                                                                     .allow_check_in = true}}},
                                                  context.now, context.random)};
        });
}

/// The request of the `number`-th CheckoutLicense.
struct NumberedCheckout {
    std::string token;

    explicit NumberedCheckout(std::size_t number)
        : token{"6f1c4b7e-9d7a-0c3f-4e5d-" + std::to_string(100'000'000'000 + number)} {}

    /// As a client sends it, and as the record keeps it.
    std::string body() const {
        return R"({"ProductSKU":")" + std::string{kSeatProduct} +
               R"(","CheckoutType":"PROVISIONAL","KeyFingerprint":")" + std::string{kSeatIssuer} +
               R"(","Entitlements":[{"Name":"seats","Value":"1","Unit":"Count"}],)" +
               R"("ClientToken":")" + token + R"("})";
    }

    /// As the operation decides it. @return its events
    Result<model::Events> decide(const model::State& state, const model::Context& context) const {
        const model::CheckOut command{
            .license = {std::string{kSeatProduct}, std::string{kSeatIssuer}, std::nullopt},
            .kind = model::CheckoutKind::provisional,
            .entitlements = {{"seats", "Count", "1"}},
            .request = {.key = model::request_key(context.actor.account, "CheckoutLicense", token),
                        .input = model::input_hash(body())}};
        LICET_TRY(auto decision, model::check_out(state, command, context));
        return std::move(decision.events);
    }
};

inline std::unique_ptr<Task> check_out_command(const GrantWorld& world, std::size_t number,
                                               Command::Ended ended) {
    const NumberedCheckout checkout{number};
    const auto decide = [checkout](Transaction& transaction) -> Result<void> {
        LICET_TRY(auto events, checkout.decide(transaction.state(), transaction.context()));
        transaction.commit(std::move(events));
        return {};
    };
    return std::make_unique<Command>(
        bench_origin(world.management, "license-manager", "CheckoutLicense", checkout.body()),
        decide, std::move(ended));
}

}  // namespace licet::engine
