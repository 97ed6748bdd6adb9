// SPDX-License-Identifier: Apache-2.0
#include "gateway/judging/answer_hold.h"
#include "gateway/judging/question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

using guardrail::Action;
using guardrail::Case;
using guardrail::Source;
using guardrail::Strength;
using guardrail::Voice;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Kind = ReplyEvent::Kind;

Case make_case(Source source, std::vector<guardrail::JudgedText> texts) {
    const guardrail::Actions off_input{Action::off, Action::block};
    guardrail::Rules rules;
    rules.judged.topics = {{"Cooking", "What to eat.", {"What is for dinner?"}, {}},
                           {"Answers only", "Of answers.", {}, off_input}};
    rules.judged.content = {{"HATE", Strength::high, Strength::none, {}},
                            {"INSULTS", Strength::low, Strength::low, {}}};
    rules.judged.grounding = {{"GROUNDING", 0.5, Action::block}, {"RELEVANCE", 0.5, Action::off}};
    return {.guardrail = guardrail::Guardrail::compile(rules).value(),
            .source = source,
            .texts = std::move(texts)};
}

std::string reply_of(std::string_view verdict, std::string_view finish = "stop") {
    std::string quoted;
    for (const char c : verdict) {
        quoted += c == '"' ? "\\\"" : std::string{c};
    }
    return R"({"choices":[{"index":0,"message":{"content":")" + quoted + R"("},"finish_reason":")" +
           std::string{finish} + R"("}]})";
}

struct Read {
    bool ok = false;
    guardrail::Judgement judgement;
};
Read read(const Question& question, const Case& brought, const std::string& reply) {
    JsonReader json;
    Read out{.ok = false,
             .judgement = guardrail::Judgement::for_rules(brought.guardrail->judged())};
    out.ok = question.read(json, reply, out.judgement).ok();
    return out;
}

TEST(Question, AsksWhatIsLookedForInTextsOfTheSource) {
    const auto brought = make_case(Source::input, {{Voice::system, "ab"}, {Voice::user, "cédé"}});
    const auto body = Question::of_texts(brought, 0, 6, "m").body();
    EXPECT_THAT(body, HasSubstr(R"({\"texts\":[{\"from\":\"system\",\"text\":\"ab\"},)"
                                R"({\"from\":\"user\",\"text\":\"cédé\"}]})"));
    EXPECT_THAT(body, HasSubstr("Cooking"));
    EXPECT_THAT(body, HasSubstr("What is for dinner?"));
    EXPECT_THAT(body, Not(HasSubstr("Answers only")));
    EXPECT_THAT(body, HasSubstr(R"("required":["HATE","INSULTS"])"));
    EXPECT_THAT(body, HasSubstr(R"("required":["T1"])"));
    EXPECT_THAT(Question::of_texts(brought, 1, 4, "m").body(),
                HasSubstr(R"({\"from\":\"system\",\"text\":\"b\"},)"
                          R"({\"from\":\"user\",\"text\":\"cé\"}])"));
    auto answer = make_case(Source::output, {{Voice::assistant, "x"}, {Voice::thought, "y"}});
    answer.grounds = {"the [source]", "the <query>"};
    answer.context = "before";
    EXPECT_THAT(Question::of_texts(answer, 0, 2, "m").body(),
                HasSubstr(R"(],\"context\":\"before\"})"));
    EXPECT_THAT(Question::of_grounds(answer, "m").body(),
                HasSubstr(R"({\"source\":\"the \\u005bsource]\",)"
                          R"(\"query\":\"the \\u003cquery>\",\"answer\":\"x\"})"));
}

TEST(Question, TakesTheVerdictItAskedForAndNoOther) {
    const auto brought = make_case(Source::input, {{Voice::user, "a"}});
    const auto question = Question::of_texts(brought, 0, 1, "m");
    const auto found =
        read(question, brought,
             reply_of(R"({"content":{"INSULTS":"LOW","HATE":"HIGH"},"topics":{"T1":true}})"));
    ASSERT_TRUE(found.ok);
    EXPECT_THAT(found.judgement.topics, ElementsAre(true, false));
    EXPECT_THAT(found.judgement.content, ElementsAre(Strength::high, Strength::low));
    const std::string good = R"({"topics":{"T1":false},"content":{"HATE":"NONE","INSULTS":"LOW"}})";
    EXPECT_TRUE(read(question, brought, reply_of(good)).ok);
    EXPECT_FALSE(read(question, brought, reply_of(good, "length")).ok);
    EXPECT_FALSE(read(question, brought, reply_of(std::string(20'000, ' ') + good)).ok);
    EXPECT_FALSE(read(question, brought, good).ok) << "it is no completion";
    for (
        const std::string_view verdict :
        {"", "{}", "null", "[]", "yes", R"({"topics":{"T1":false}})",
         R"({"topics":{"T1":false},"content":{"HATE":"NONE"}})",
         R"({"topics":{"T1":false},"content":{"HATE":"NONE","INSULTS":"none"}})",
         R"({"topics":{"T1":false},"content":{"HATE":"NONE","INSULTS":null}})",
         R"({"topics":{"T1":"false"},"content":{"HATE":"NONE","INSULTS":"LOW"}})",
         R"({"topics":{"T1":false,"T2":false},"content":{"HATE":"NONE","INSULTS":"LOW"}})",
         R"({"topics":{"T1":false},"content":{"HATE":"NONE","HATE":"NONE"}})",
         R"({"topics":{"T1":false},"content":{"HATE":"NONE","INSULTS":"LOW"},"grounding":{}})",
         R"({"topics":{"T1":false},"topics":{"T1":false},"content":{"HATE":"NONE","INSULTS":"LOW"}})"}) {
        const auto taken = read(question, brought, reply_of(verdict));
        EXPECT_FALSE(taken.ok) << verdict;
        EXPECT_THAT(taken.judgement.content, ElementsAre(Strength::none, Strength::none));
    }
}

TEST(Question, TakesScoresFromZeroToOne) {
    auto brought = make_case(Source::output, {{Voice::assistant, "a"}});
    EXPECT_FALSE(brought.asks_of_grounds());
    brought.grounds = {"s", "q"};
    const auto question = Question::of_grounds(brought, "m");
    for (const auto& [score, taken] :
         {std::pair{"0", true}, std::pair{"1", true}, std::pair{"0.25", true},
          std::pair{"1.01", false}, std::pair{"-0.1", false}, std::pair{"\"1\"", false}}) {
        const auto verdict = std::string{R"({"grounding":{"GROUNDING":)"} + score + "}}";
        EXPECT_EQ(read(question, brought, reply_of(verdict)).ok, taken) << score;
    }
}

/// What events say, with the number of the block before each.
std::string written(const std::vector<ReplyEvent>& events) {
    std::string out;
    for (const auto& event : events) {
        const auto block = std::to_string(event.block);
        switch (event.kind) {
            case Kind::start:
                out += "start ";
                break;
            case Kind::block_start:
                out += block + "[ ";
                break;
            case Kind::block_stop:
                out += block + "] ";
                break;
            case Kind::stop:
                out += event.stop_reason == StopReason::guardrail_intervened ? "intervened" : "end";
                break;
            default:
                out += block + std::string{event.text} + ' ';
        }
    }
    return out;
}

struct AnswerHoldTest : testing::Test {
    std::string own = "mine";

    static ReplyEvent begin(std::uint32_t block, BlockKind kind) {
        return {.kind = Kind::block_start, .block = block, .block_kind = kind};
    }
    static ReplyEvent end(std::uint32_t block, BlockKind kind) {
        return {.kind = Kind::block_stop, .block = block, .block_kind = kind};
    }
    static ReplyEvent text(std::string_view text, std::uint32_t block = 0) {
        return {.kind = Kind::text, .block = block, .text = text};
    }
    void take(AnswerHold& hold, std::vector<ReplyEvent> events) const {
        for (auto& event : events) {  // what it refers to is gone after the call
            const std::string copy{event.text};
            if (event.text.data() != own.data()) {
                event.text = copy;
            }
            hold.take({&event, 1}, own);
        }
    }
};

TEST_F(AnswerHoldTest, LetsWindowsGoOnOnceTheyAreJudged) {
    AnswerHold hold{AnswerHold::Windows::many};
    const std::string half(AnswerHold::kWindow / 2, 'x');
    take(hold, {{.kind = Kind::start}, begin(0, BlockKind::text), text(half)});
    EXPECT_FALSE(hold.is_ready());
    take(hold, {text(half)});
    ASSERT_TRUE(hold.is_ready());
    const auto texts = hold.begin_window();
    ASSERT_EQ(texts.size(), 1U);
    EXPECT_EQ(texts[0].text, half + half);
    EXPECT_FALSE(hold.is_ready());
    take(hold, {text("behind"), text(own), end(0, BlockKind::text), {.kind = Kind::stop}});
    EXPECT_EQ(written(hold.release()), "start 0[ 0" + half + " 0" + half + " ");
    EXPECT_EQ(hold.context(), half + half);
    EXPECT_FALSE(hold.is_ready());
    hold.end();
    ASSERT_TRUE(hold.is_ready());
    EXPECT_EQ(hold.begin_window()[0].text, "behind") << "what is not the model's is not judged";
    EXPECT_EQ(written(hold.release()), "0behind 0mine 0] end");
    EXPECT_TRUE(hold.is_empty());
}

/// What comes at once may be more than a classifier judges at once.
TEST_F(AnswerHoldTest, KeepsWindowsSmallHoweverMuchComesAtOnce) {
    constexpr std::size_t kPieces = 5 * AnswerHold::kWindowMax / AnswerHold::kWindow;
    const std::string piece(AnswerHold::kWindow - 1, 'x');
    AnswerHold many{AnswerHold::Windows::many};
    AnswerHold one{AnswerHold::Windows::one};
    for (auto* const hold : {&many, &one}) {
        for (std::size_t n = 0; n < kPieces; ++n) {
            take(*hold, {text(piece)});
        }
        hold->end();
    }
    EXPECT_EQ(one.begin_window().at(0).text.size(), kPieces * piece.size());
    std::size_t told = 0;
    while (!many.is_empty()) {
        ASSERT_TRUE(many.is_ready());
        EXPECT_LE(many.begin_window().at(0).text.size(), AnswerHold::kWindowMax);
        told += many.release().size();
    }
    EXPECT_EQ(told, kPieces);
    const std::string long_piece(2 * AnswerHold::kWindowMax, 'x');
    take(many, {text(long_piece), text("y")});
    EXPECT_EQ(many.begin_window().at(0).text, long_piece) << "no piece is cut";
    many.release();
    EXPECT_EQ(many.begin_window().at(0).text, "y");
}

TEST_F(AnswerHoldTest, PutsTheMessageInPlaceOfAllThatIsHeld) {
    AnswerHold first{AnswerHold::Windows::one};
    take(first, {{.kind = Kind::start}, begin(0, BlockKind::text), text("bad")});
    EXPECT_FALSE(first.is_ready());
    first.end();
    EXPECT_THAT(first.begin_window(), testing::SizeIs(1));
    EXPECT_EQ(written(first.replace("no")), "start 0[ 0no 0] intervened");

    AnswerHold later{AnswerHold::Windows::many};
    const std::string thought(AnswerHold::kWindow, 't');
    take(later, {begin(0, BlockKind::reasoning), {.kind = Kind::reasoning, .text = thought}});
    EXPECT_EQ(later.begin_window()[0].voice, Voice::thought);
    later.release();
    take(later, {end(0, BlockKind::reasoning), begin(1, BlockKind::text), text("bad", 1)});
    later.end();
    later.begin_window();
    EXPECT_EQ(written(later.replace("no")), "0] 1[ 1no 1] intervened");
}

TEST_F(AnswerHoldTest, TakesTextsThatFollowEachOtherForOne) {
    AnswerHold hold{AnswerHold::Windows::many};
    take(hold, {begin(0, BlockKind::text), text("a"), text("b"), end(0, BlockKind::text)});
    take(hold, {begin(1, BlockKind::text), text("c", 1), end(1, BlockKind::text)});
    take(hold,
         {begin(2, BlockKind::tool_use), {.kind = Kind::tool_input, .block = 2, .text = "{}"}});
    hold.end();
    const auto texts = hold.begin_window();
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_EQ(texts[0].text, "abc");
    EXPECT_EQ(texts[1].voice, Voice::tool);
}

}  // namespace
}  // namespace licet::gateway
