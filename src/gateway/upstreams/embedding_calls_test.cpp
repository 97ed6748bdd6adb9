// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/embedding_calls.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace licet::gateway {
namespace {

constexpr auto kTitan = Dialect::amazon_titan_embeddings;

/// Many texts, each of which is asked about in a question that the test answers.
class EmbeddingCallsTest : public testing::Test, public ReplyListener {
protected:
    void begin(std::size_t count) {
        calls = std::make_unique<EmbeddingCalls>(
            count, kTitan,
            [this](std::size_t place, ReplyListener& listener) {
                waiting[place] = &listener;
                asked += std::to_string(place) + " ";
                return std::make_unique<Question>(*this, place);
            },
            *this);
    }

    void answer(std::size_t place, const std::string& numbers, bool is_counted = true) {
        auto* const listener = waiting.at(place);
        tell(*listener, place, numbers, is_counted);
        listener->on_end(std::nullopt);
    }

    static void tell(ReplyListener& listener, std::size_t place, const std::string& numbers,
                     bool is_counted = true) {
        const ReplyEvent usage{.kind = ReplyEvent::Kind::usage,
                               .usage = {.input = static_cast<std::int64_t>(place) + 1}};
        const std::vector<std::string> lists{numbers};
        listener.on_frame(
            {.events = {&usage, 1}, .whole = true, .embeddings = lists, .counted = is_counted});
    }

    std::map<std::size_t, ReplyListener*> waiting;  // questions that are not given up
    std::string asked;
    std::string paused;
    std::vector<std::string> embeddings;
    std::int64_t input = 0;
    bool counted = false;
    bool gives_up = false;        // when the answer comes
    bool gives_up_at_end = true;  // else when it hears what a part of it took
    std::string ended;
    std::unique_ptr<EmbeddingCalls> calls;  // last: its questions are in `waiting`

private:
    struct Question final : UpstreamCall {
        Question(EmbeddingCallsTest& owner, std::size_t number) : test{owner}, place{number} {}
        ~Question() override { test.waiting.erase(place); }
        void pause() override { test.paused += "-" + std::to_string(place); }
        void resume() override { test.paused += "+" + std::to_string(place); }

        EmbeddingCallsTest& test;
        std::size_t place;
    };

    void on_frame(const Frame& frame) override {
        EXPECT_TRUE(frame.dialect == kTitan && frame.raw.empty());
        EXPECT_EQ(frame.whole, !frame.embeddings.empty());
        embeddings.assign(frame.embeddings.begin(), frame.embeddings.end());
        input = frame.events.front().usage.input;
        counted = frame.counted;
        if (gives_up && frame.whole == gives_up_at_end) {
            calls.reset();
        }
    }
    void on_end(std::optional<UpstreamFault> fault) override {
        ended += fault ? fault->error.message : "complete";
        calls.reset();
    }
};

TEST_F(EmbeddingCallsTest, AnswersAreOneInTheOrderOfTheTexts) {
    begin(3);
    EXPECT_EQ(asked, "0 1 2 ");
    answer(2, "[2]");
    answer(0, "[0]");
    EXPECT_EQ(ended, "");
    EXPECT_EQ(input, 4) << "what was answered is paid for";
    answer(1, "[1]");
    EXPECT_EQ(ended, "complete");
    EXPECT_EQ(embeddings, (std::vector<std::string>{"[0]", "[1]", "[2]"}));
    EXPECT_EQ(input, 6);
    EXPECT_TRUE(counted);
    EXPECT_TRUE(waiting.empty());
}

TEST_F(EmbeddingCallsTest, SomeAreAskedAtOnceAndOthersAfterThem) {
    begin(EmbeddingCalls::kAtOnceMax + 2);
    EXPECT_EQ(waiting.size(), EmbeddingCalls::kAtOnceMax);
    answer(5, "[5]");
    EXPECT_TRUE(asked.ends_with("7 8 "));
    while (!waiting.empty()) {
        answer(waiting.begin()->first, "[1]", false);
    }
    EXPECT_EQ(ended, "complete");
    EXPECT_EQ(embeddings.size(), EmbeddingCalls::kAtOnceMax + 2);
    EXPECT_EQ(embeddings[5], "[5]");
    EXPECT_FALSE(counted);
}

TEST_F(EmbeddingCallsTest, TheFirstFaultEndsAllOfThem) {
    begin(3);
    answer(1, "[1]");
    waiting.at(2)->on_end(UpstreamFault{.error = {ErrorKind::invalid, "too long"}});
    EXPECT_EQ(ended, "too long");
    EXPECT_EQ(input, 2) << "it was paid for";
    EXPECT_TRUE(embeddings.empty());
    EXPECT_TRUE(waiting.empty());
}

TEST_F(EmbeddingCallsTest, WhoGivesUpHearsNoMore) {
    gives_up = true;
    begin(1);
    answer(0, "[0]");
    EXPECT_EQ(embeddings.size(), 1U);
    EXPECT_EQ(ended, "");
    begin(2);
    calls.reset();
    EXPECT_TRUE(waiting.empty());
    gives_up_at_end = false;
    begin(2);
    tell(*waiting.at(1), 1, "[1]");
    EXPECT_TRUE(waiting.empty());
    EXPECT_EQ(ended, "");
}

TEST_F(EmbeddingCallsTest, AllThatAreUnderWayWaitAndGoOn) {
    begin(2);
    answer(0, "[0]");
    calls->pause();
    calls->resume();
    EXPECT_EQ(paused, "-1+1");
}

}  // namespace
}  // namespace licet::gateway
