// SPDX-License-Identifier: Apache-2.0
#include "gateway/first_use.h"

#include "base/json_writer.h"
#include "model/first_use/subscribe_on_use.h"

#include <algorithm>

namespace licet::gateway {
namespace {

using Progress = FirstUses::Progress;

/// One attempt, recorded as Bedrock's own call in the caller's name.
class Attempt final : public engine::Task {
public:
    Attempt(engine::Origin origin, std::string model_id,
            std::shared_ptr<std::atomic<Progress>> progress, obs::Logger& logger)
        : origin_{std::move(origin)},
          model_id_{std::move(model_id)},
          progress_{std::move(progress)},
          logger_{logger} {}

    const engine::Origin& origin() const override { return origin_; }
    Result<void> run(engine::Transaction& transaction) override {
        auto events =
            model::subscribe_on_use(transaction.state(), model_id_, transaction.context());
        subscribed_ = std::any_of(events.begin(), events.end(), [](const model::Event& event) {
            return std::holds_alternative<model::AgreementAccepted>(event);
        });
        if (!events.empty()) {
            transaction.commit(std::move(events));
        }
        return {};
    }
    void done(const engine::Outcome& outcome) override {
        *progress_ = outcome.result.ok() && subscribed_ ? Progress::subscribed : Progress::nothing;
        if (!outcome.result.ok()) {
            logger_.warn("a first use did not subscribe its account",
                         {{"model", model_id_},
                          {"request", origin_.request_id},
                          {"reason", outcome.result.error().message}});
        }
    }

private:
    engine::Origin origin_;
    std::string model_id_;
    std::shared_ptr<std::atomic<Progress>> progress_;
    bool subscribed_ = false;
    obs::Logger& logger_;
};

std::string parameters_of(const std::string& model_id) {
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("modelId", model_id);
    json.end_object();
    return out;
}

}  // namespace

void FirstUses::attempt(const model::Principal& caller, const model::FoundationModel& model,
                        std::string_view region, std::string_view request_id, Time now) {
    if (attempts_.size() >= kRememberedMax) {
        attempts_.clear();
    }
    auto& last = attempts_[{caller.account, model.product_id}];
    const auto progress = last.progress ? last.progress->load() : Progress::subscribed;
    if (progress == Progress::under_way ||
        (progress == Progress::nothing && now < last.at + kAttemptEvery)) {
        return;
    }
    last = {now, std::make_shared<std::atomic<Progress>>(Progress::under_way)};
    submit_(std::make_unique<Attempt>(engine::Origin{.actor = caller,
                                                     .source_address = "bedrock.amazonaws.com",
                                                     .user_agent = "bedrock.amazonaws.com",
                                                     .request_id = std::string{request_id},
                                                     .service = "bedrock",
                                                     .action = "CreateFoundationModelAgreement",
                                                     .region = std::string{region},
                                                     .parameters = parameters_of(model.model_id)},
                                      model.model_id, last.progress, logger_));
}

}  // namespace licet::gateway
