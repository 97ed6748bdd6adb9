// SPDX-License-Identifier: Apache-2.0
#include "gateway/judging/inquiry.h"

#include "base/utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {
namespace {

std::size_t characters_of(const guardrail::Case& brought) {
    std::size_t characters = 0;
    for (const auto& one : brought.texts) {
        characters += count_characters(one.text);
    }
    return characters;
}

Error too_long(std::string_view what, std::size_t characters, std::size_t most) {
    return {ErrorKind::invalid,
            fmt::format("{} of {} characters is longer than the {} that a guardrail that applies "
                        "can judge; shorten it",
                        what, characters, most),
            "ValidationException"};
}

net::ClientRequest request_of(const Question& question, const Upstream& upstream) {
    net::ClientRequest request{
        .method = "POST",
        .target = "/chat/completions",
        .headers = {{"content-type", "application/json"}, {"accept", "application/json"}},
        .body = question.body(),
        .repeatable = true};
    if (!upstream.key.empty()) {
        request.headers.push_back({"authorization", "Bearer " + upstream.key});
    }
    return request;
}

}  // namespace

/// One question under way.
class Inquiry::Asking final : public net::ResponseListener {
public:
    Asking(Inquiry& inquiry, std::size_t brought, Question question, const Upstream& upstream,
           Milliseconds timeout)
        : inquiry_{inquiry}, brought_{brought}, question_{std::move(question)} {
        auto timeouts = upstream.timeouts;
        timeouts.total = timeout;
        exchange_.emplace(inquiry.core_.client.stream(
            upstream.endpoint, request_of(question_, upstream), timeouts, *this));
    }

    std::size_t brought() const { return brought_; }
    const Question& question() const { return question_; }

    void on_head(net::ClientResponse head) override { status_ = head.status; }
    void on_data(std::string_view bytes) override {
        if (reply_.size() + bytes.size() > kReplyBytesMax) {
            inquiry_.fail("an answer that is too long");
            return;
        }
        reply_ += bytes;
    }
    void on_end(Result<void> result) override {
        if (!result.ok()) {
            note_fault();
            inquiry_.fail(fmt::format("{}: {}", result.error().name, result.error().message));
        } else if (status_ != 200) {
            if (status_ == 408 || status_ == 429 || status_ >= 500) {
                note_fault();
            }
            inquiry_.fail(fmt::format("status {}", status_));
        } else {
            inquiry_.settings_->health->succeeded(inquiry_.settings_->classifier->upstream);
            inquiry_.take(*this, reply_);
        }
    }

private:
    /// What a text can bring about by what it says is not the upstream's fault.
    void note_fault() {
        inquiry_.settings_->health->failed(inquiry_.settings_->classifier->upstream,
                                           inquiry_.core_.clock.now());
    }

    Inquiry& inquiry_;
    std::size_t brought_;
    Question question_;
    int status_ = 0;
    std::string reply_;
    std::optional<net::Client::Exchange> exchange_;
};

Inquiry::Inquiry(Core& core, Done done)
    : core_{core},
      settings_{core.settings.get()},
      done_{std::move(done)},
      began_{core.clock.now()} {}

Inquiry::~Inquiry() = default;

Result<std::unique_ptr<Inquiry>> Inquiry::begin(Core& core, std::string request_id,
                                                std::vector<guardrail::Case> cases, Done done) {
    std::unique_ptr<Inquiry> inquiry{new Inquiry{core, std::move(done)}};
    inquiry->request_id_ = std::move(request_id);
    inquiry->cases_ = std::move(cases);
    const auto& classifier = inquiry->settings_->classifier;
    if (!classifier) {
        core.logger.warn("no classifier is configured, and a guardrail needs one",
                         {{"request", inquiry->request_id_}});
        return guardrail::cannot_judge();
    }
    auto& health = *inquiry->settings_->health;
    if (!health.admits(classifier->upstream, core.clock.now())) {
        return guardrail::cannot_judge();
    }
    LICET_TRY_VOID(inquiry->plan());
    inquiry->trial_ = health.asked(classifier->upstream, core.clock.now());
    inquiry->ask_more();
    return inquiry;
}

Result<void> Inquiry::check_grounds(const guardrail::Grounds& grounds) {
    const auto source = count_characters(grounds.source);
    if (source > kGroundingSourceMax) {
        return too_long("a grounding source", source, kGroundingSourceMax);
    }
    const auto query = count_characters(grounds.query);
    return query > kGroundingQueryMax ? too_long("a grounding query", query, kGroundingQueryMax)
                                      : Result<void>{};
}

Result<void> Inquiry::plan() {
    for (std::size_t place = 0; place < cases_.size(); ++place) {
        const auto& brought = cases_[place];
        LICET_CHECK(brought.has_questions());
        auto& judgement =
            judgements_.emplace_back(guardrail::Judgement::for_rules(brought.guardrail->judged()));
        judgement.characters = characters_of(brought);
        if (brought.asks_of_texts()) {
            LICET_TRY_VOID(plan_texts(place, judgement.characters));
        }
        if (brought.asks_of_grounds()) {
            LICET_TRY_VOID(plan_grounds(place));
        }
    }
    return {};
}

Result<void> Inquiry::plan_texts(std::size_t place, std::size_t characters) {
    const auto size = settings_->classifier->characters;
    const auto step = size - kOverlap;  // the least size is twice the overlap
    const auto most = kPiecesMax * step + kOverlap;
    if (characters > most) {
        return too_long("a text", characters, most);
    }
    for (std::size_t begin = 0; begin == 0 || begin + kOverlap < characters; begin += step) {
        next_.push_back(
            {.brought = place, .begin = begin, .end = std::min(begin + size, characters)});
    }
    return {};
}

Result<void> Inquiry::plan_grounds(std::size_t place) {
    const auto characters = count_characters(cases_[place].grounded_text());
    const auto& grounds = cases_[place].grounds;
    LICET_TRY_VOID(check_grounds(grounds));
    if (characters > kGroundedAnswerMax) {
        return too_long("an answer", characters, kGroundedAnswerMax);
    }
    judgements_[place].grounding_characters =
        characters + count_characters(grounds.source) + count_characters(grounds.query);
    next_.push_back({.brought = place, .grounds = true});
    return {};
}

void Inquiry::ask_more() {
    const auto& classifier = *settings_->classifier;
    for (; !next_.empty() && asking_.size() < kAtOnce; next_.pop_front()) {
        const auto [place, begin, end, grounds] = next_.front();
        const auto& brought = cases_[place];
        auto question = grounds ? Question::of_grounds(brought, classifier.model)
                                : Question::of_texts(brought, begin, end, classifier.model);
        asking_.push_back(std::make_unique<Asking>(*this, place, std::move(question),
                                                   settings_->upstreams[classifier.upstream],
                                                   classifier.timeout));
    }
}

void Inquiry::take(Asking& asking, const std::string& reply) {
    auto& judgement = judgements_[asking.brought()];
    if (const auto read = asking.question().read(core_.json, reply, judgement); !read.ok()) {
        fail(read.error().message);
        return;
    }
    std::erase_if(asking_, [&](const auto& one) { return one.get() == &asking; });
    ask_more();
    if (!asking_.empty()) {
        return;
    }
    const auto took = std::max(core_.clock.now() - began_, Milliseconds{0});
    for (auto& one : judgements_) {
        one.took = took;
    }
    auto done = std::move(done_);
    done(std::move(judgements_));
}

void Inquiry::fail(std::string_view detail) {
    const auto& classifier = *settings_->classifier;
    core_.logger.warn("the classifier failed",
                      {{"upstream", settings_->upstreams[classifier.upstream].name},
                       {"request", request_id_},
                       {"fault", detail}});
    asking_.clear();
    auto done = std::move(done_);
    done(guardrail::cannot_judge());
}

}  // namespace licet::gateway
