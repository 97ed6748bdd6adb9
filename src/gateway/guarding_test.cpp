// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"
#include "gateway/answer_guard.h"
#include "gateway/input_tags.h"
#include "gateway/judging/cases.h"
#include "gateway/prompt_guard.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace licet::gateway {
namespace {

using guardrail::Action;
using guardrail::Source;
using testing::ElementsAre;
using testing::HasSubstr;

using Kind = ReplyEvent::Kind;

constexpr guardrail::Actions kBlock{Action::block, Action::block};
constexpr guardrail::Actions kMask{Action::anonymize, Action::anonymize};

/// `secret` is blocked, e-mail addresses and social security numbers are masked.
const guardrail::Rules kRules{.words = {{"secret", kBlock}},
                              .pii = {{"EMAIL", kMask}, {"US_SOCIAL_SECURITY_NUMBER", kMask}}};

decision::AppliedGuardrail applied(const guardrail::Rules& rules, std::string_view id,
                                   model::ContentGuarding reads) {
    auto compiled = guardrail::Guardrail::compile(rules);
    EXPECT_TRUE(compiled.ok());
    model::ReadyGuardrailVersion version{.scanner = *compiled,
                                         .blocked_input = std::string{id} + ": not in",
                                         .blocked_output = std::string{id} + ": not out"};
    model::ReadyGuardrail known{};
    known.id = id;
    known.arn = model::guardrail_arn("us-east-1", {}, id);
    return {.guardrail = std::make_shared<const model::ReadyGuardrail>(std::move(known)),
            .version = 1,
            .ready = std::make_shared<const model::ReadyGuardrailVersion>(std::move(version)),
            .by_request = true,
            .system = reads,
            .messages = reads};
}

struct GuardingTest : testing::Test {
    ManualClock clock{Time{}};
    Guarding all{{applied(kRules, "a", model::ContentGuarding::COMPREHENSIVE)}, {}, clock};
    Guarding selective{{applied(kRules, "s", model::ContentGuarding::SELECTIVE)}, {}, clock};

    static Conversation prompt(std::vector<Block> blocks, std::vector<Block> system = {}) {
        Conversation out;
        out.system = std::move(system);
        out.turns.push_back({.role = Role::user, .blocks = std::move(blocks)});
        return out;
    }
    static bool blocks(Guarding& guarding, Conversation& conversation, PromptForm form = {}) {
        return blocks_prompt(guarding, conversation, form);
    }
    static std::string_view text(const Block& block) { return std::get<Text>(block).text; }

    std::string record(const Guarding& guarding) {
        std::string out;
        JsonWriter json{out};
        guarding.trace().write_record(json);
        return out;
    }

    /// The events of one text block in pieces, folded after the guard.
    Reply through(Guarding& guarding, const std::vector<ReplyEvent>& events) {
        AnswerGuard guard{guarding};
        Reply reply;
        for (const auto& event : events) {
            const auto passed = guard.pass({&event, 1});
            EXPECT_TRUE(passed.ok());
            for (const auto& one : *passed) {
                add(reply, one);
            }
        }
        return reply;
    }
};

TEST_F(GuardingTest, APromptIsBlockedMaskedOrLeftAsItIs) {
    auto clean = prompt({Text{"hello"}});
    EXPECT_FALSE(blocks(all, clean));
    EXPECT_EQ(text(clean.turns[0].blocks[0]), "hello");
    EXPECT_EQ(all.outcome(Source::input), Action::none);

    auto masked = prompt({Text{"write to a@b.example"}});
    EXPECT_FALSE(blocks(all, masked));
    EXPECT_EQ(text(masked.turns[0].blocks[0]), "write to {EMAIL}");
    EXPECT_EQ(all.outcome(Source::input), Action::anonymize);

    auto blocked = prompt({Text{"the secret"}});
    EXPECT_TRUE(blocks(all, blocked));
    EXPECT_EQ(all.message(Source::input), "a: not in");
    EXPECT_EQ(all.message(Source::output), "");
    EXPECT_THAT(record(all), HasSubstr("\"guardrailVersion\":\"1\""));
}

TEST_F(GuardingTest, EveryPlaceOfAPromptIsRead) {
    const std::vector<Block> places{Text{"secret"},
                                    GuardedText{"secret"},
                                    Document{.format = "txt", .text = "secret"},
                                    Document{.format = "txt", .context = "secret"},
                                    ToolUse{.id = "1", .name = "t", .input = R"({"a":"secret"})"},
                                    ToolResult{.id = "1", .content = {Text{"secret"}}},
                                    Reasoning{.text = "secret"}};
    for (const auto& place : places) {
        Guarding guarding{all.applied(), {}, clock};
        auto conversation = prompt({place});
        EXPECT_TRUE(blocks(guarding, conversation)) << place.index();
    }
    Guarding guarding{all.applied(), {}, clock};
    auto conversation = prompt({Text{"hello"}}, {Text{"secret"}});
    EXPECT_TRUE(blocks(guarding, conversation)) << "the system prompt";
}

TEST_F(GuardingTest, WhatIsSplitOverTextsThatFollowEachOtherIsFound) {
    auto split = prompt({Text{"the sec"}, Text{"ret"}});
    EXPECT_TRUE(blocks(all, split));

    const std::vector<std::vector<Block>> ways{
        {Text{"a top"}, Text{"secret"}},
        {Text{"ask sec"}, Text{"ret"}, Text{"now"}},
        {Text{"sec"}, CachePoint{}, Text{"ret"}},
        {GuardedText{"sec"}, GuardedText{"ret"}, Text{"now"}}};
    for (const auto& way : ways) {
        Guarding one{all.applied(), {}, clock};
        auto conversation = prompt(way);
        EXPECT_TRUE(blocks(one, conversation));
    }
    Guarding phrases{{applied({.words = {{"project falcon", kBlock}}}, "a",
                              model::ContentGuarding::COMPREHENSIVE)},
                     {},
                     clock};
    auto phrase = prompt({Text{"project"}, Text{"falcon"}});
    EXPECT_TRUE(blocks(phrases, phrase)) << "models read a line's end between them";

    Guarding again{all.applied(), {}, clock};
    auto address = prompt({Text{"to a@b"}, Text{".example now"}});
    EXPECT_FALSE(blocks(again, address));
    ASSERT_EQ(address.turns[0].blocks.size(), 1U);
    EXPECT_EQ(text(address.turns[0].blocks[0]), "to {EMAIL} now");

    Guarding apart{all.applied(), {}, clock};
    auto inputs = prompt({Text{"the sec"}, Text{"ret"}});
    EXPECT_FALSE(blocks(apart, inputs, {.running = false})) << "texts to embed are apart";
    EXPECT_EQ(inputs.turns[0].blocks.size(), 2U);

    Guarding parts{all.applied(), {}, clock};
    auto tagged = prompt({Text{"the sec"}, Text{.text = "ret", .continues = true}});
    EXPECT_TRUE(blocks(parts, tagged, {.running = false})) << "but parts of one are that one";
    Guarding masks{all.applied(), {}, clock};
    auto masked = prompt({Text{"to a@b"}, Text{.text = ".example", .continues = true}, Text{"x"}});
    EXPECT_FALSE(blocks(masks, masked, {.running = false}));
    ASSERT_EQ(masked.turns[0].blocks.size(), 2U);
    EXPECT_EQ(text(masked.turns[0].blocks[0]), "to {EMAIL}");
}

/// Source: rule BG-3.
TEST_F(GuardingTest, SelectiveReadingIsOfWhatIsMarked) {
    const PromptForm converse{.marks = true};
    const auto is_blocked = [&](std::vector<Block> blocks_of, std::vector<Block> system) {
        Guarding guarding{selective.applied(), {}, clock};
        auto conversation = prompt(std::move(blocks_of), std::move(system));
        return blocks(guarding, conversation, converse);
    };
    EXPECT_FALSE(is_blocked({Text{"secret"}, GuardedText{"hello"}}, {}));
    EXPECT_TRUE(is_blocked({Text{"hello"}, GuardedText{"secret"}}, {}));
    EXPECT_TRUE(is_blocked({Text{"secret"}}, {})) << "no mark: all of the messages";
    EXPECT_FALSE(is_blocked({Text{"hello"}}, {Text{"secret"}})) << "no mark: nothing of the system";
    EXPECT_TRUE(is_blocked({Text{"hello"}}, {GuardedText{"secret"}}));

    Guarding guarding{selective.applied(), {}, clock};
    auto unmarkable = prompt({Text{"hello"}}, {Text{"secret"}});
    EXPECT_TRUE(blocks(guarding, unmarkable)) << "an API without marks: all of it";
}

const std::string kTag = "amazon-bedrock-guardrails-guardContent_";

/// `[` and `]` are tags.
std::string with_tags(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c == '[' ? "<" + kTag + "xyz>" : c == ']' ? "</" + kTag + "xyz>" : std::string{c};
    }
    return out;
}

/// Source: Bedrock User Guide, "Apply tags to user input to filter content"; rule BG-3.
TEST_F(GuardingTest, InputTagsSayWhatIsRead) {
    const auto sent = [&](const Guarding& by, std::string_view text) {
        const auto tagged = with_tags(text);
        auto conversation = prompt({Text{tagged}, CachePoint{}, Text{"next"}});
        conversation.tag_suffix = "xyz";
        if (!make_readable(conversation, true).ok()) {
            return std::string{"(invalid)"};
        }
        Guarding guarding{by.applied(), {}, clock};
        if (blocks(guarding, conversation)) {
            return std::string{"(blocked)"};
        }
        EXPECT_EQ(conversation.turns[0].blocks.size(), 3U) << text;
        return std::string{this->text(conversation.turns[0].blocks[0])};
    };
    struct Row {
        std::string_view text;
        std::string_view selective;
        std::string_view all;
    };
    const std::string other = "<" + kTag + "abc>hi</" + kTag + "abc> secret";
    const std::string assembled = "<" + kTag.substr(0, 30) + "[x]" + kTag.substr(30) + "xyz>secret";
    const std::string disassembled =
        "<" + kTag.substr(0, 30) + "x" + kTag.substr(30) + "xyz>secret";
    for (const auto& [text, of_selective, of_all] : std::initializer_list<Row>{
             {"hello", "hello", "hello"},
             {"secret", "(blocked)", "(blocked)"},
             {"secret, [hello] you", "secret, hello you", "(blocked)"},
             {"hello [secret] you", "(blocked)", "(blocked)"},
             {"se[cre]t", "secret", "(blocked)"},
             {"[cre]t", "cret", "cret"},
             {"[sec][ret]", "(blocked)", "(blocked)"},
             {"secret []", "(blocked)", "(blocked)"},
             {"secret [ ]", "(blocked)", "(blocked)"},
             {"a@b.example [c@d.example]", "a@b.example {EMAIL}", "{EMAIL} {EMAIL}"},
             {"a@[b].example", "a@b.example", "{EMAIL}"},
             {"[a [secret] b]", "(invalid)", "(invalid)"},
             {"[a] secret]", "(invalid)", "(invalid)"},
             {"[a", "(invalid)", "(invalid)"},
             {"a] secret [b", "(invalid)", "(invalid)"},
             {"[]", "(invalid)", "(invalid)"},
             {other, "(blocked)", "(blocked)"},
             {assembled, disassembled, "(blocked)"},
         }) {
        EXPECT_EQ(sent(selective, text), of_selective) << text;
        EXPECT_EQ(sent(all, text), of_all) << text;
    }
    std::string many;
    for (std::size_t i = 0; i <= kInputTagsMax; ++i) {
        many += "[a]";
    }
    EXPECT_EQ(sent(all, many), "(invalid)");
}

/// One tag anywhere, and the rest is not read; what a tool gave is marked as a whole.
TEST_F(GuardingTest, InputTagsAreOfTheWholePrompt) {
    const auto tagged = with_tags("[hello]");
    const auto in_result = with_tags("secret [hello]");
    const auto selective_blocks = [&](std::vector<Block> system, std::vector<Block> said) {
        auto conversation = prompt(std::move(said), std::move(system));
        conversation.tag_suffix = "xyz";
        EXPECT_TRUE(make_readable(conversation, true).ok());
        Guarding guarding{selective.applied(), {}, clock};
        return blocks(guarding, conversation);
    };
    EXPECT_FALSE(selective_blocks({Text{tagged}}, {Text{"secret"}}));
    EXPECT_FALSE(selective_blocks({Text{"secret"}}, {Text{tagged}}));
    EXPECT_TRUE(selective_blocks({Text{"secret"}}, {Text{"hello"}}));
    EXPECT_TRUE(
        selective_blocks({}, {Text{tagged}, ToolResult{.id = "t", .content = {Text{in_result}}}}));
    EXPECT_FALSE(
        selective_blocks({}, {Text{tagged}, ToolResult{.id = "t", .content = {Text{"secret"}}}}));

    auto unguarded = prompt({Text{"hello"}});
    EXPECT_TRUE(make_readable(unguarded, false).ok());
    unguarded.tag_suffix = "";
    EXPECT_FALSE(make_readable(unguarded, false).ok()) << "tags need a guardrail";
}

/// `[s` and `[q` begin a source and a query, `s]` and `q]` end them.
std::string with_ground_tags(std::string_view text) {
    const auto tag = [](char kind, bool opens) {
        return fmt::format("<{}amazon-bedrock-guardrails-{}_xyz>", opens ? "" : "/",
                           kind == 's' ? "groundingSource" : "query");
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_tag = i + 1 < text.size() && (text[i] == '[' || text[i + 1] == ']');
        out +=
            is_tag ? tag(text[text[i] == '[' ? i + 1 : i], text[i] == '[') : std::string{text[i]};
        i += is_tag ? 1 : 0;
    }
    return out;
}

/// Source: Bedrock User Guide, "Calling contextual grounding check with Invoke APIs".
TEST_F(GuardingTest, InputTagsSayWhatAnswersRestOn) {
    struct Heard {
        std::string source, query, sent;
    };
    const auto hear = [&](const Guarding& by, std::vector<Block> blocks) {
        auto conversation = prompt(std::move(blocks), {Text{"be kind"}});
        conversation.tag_suffix = "xyz";
        EXPECT_TRUE(make_readable(conversation, true).ok());
        Guarding guarding{by.applied(), {}, clock};
        EXPECT_FALSE(this->blocks(guarding, conversation));
        return Heard{guarding.grounds().source, guarding.grounds().query,
                     std::string{this->text(conversation.turns[0].blocks[0])}};
    };
    const auto said = with_ground_tags("By [sRome is old.s] and [sLondon.s]: [qHow old?q]");
    const auto plain = hear(all, {Text{said}});
    EXPECT_EQ(plain.source, "Rome is old.\nLondon.");
    EXPECT_EQ(plain.query, "How old?");
    EXPECT_EQ(plain.sent, "By Rome is old. and London.: How old?");

    const auto private_ones = with_ground_tags("[sof a@b.example,s] [qwho is c@d.example?q]");
    const auto masked = hear(all, {Text{private_ones}});
    EXPECT_EQ(masked.source, "of {EMAIL},") << "as the model reads it";
    EXPECT_EQ(masked.query, "who is {EMAIL}?");

    const auto across = with_ground_tags("[sto a@bs][q.example? whoq]");
    const auto joined = hear(all, {Text{across}});
    EXPECT_EQ(joined.source, "to {EMAIL}? who") << "texts that are masked as one are one";
    EXPECT_EQ(joined.query, joined.source);

    const auto found = with_ground_tags("see: [sRome is old.s]");
    const auto question = with_ground_tags("[qHow old?q]");
    const auto of_tool =
        hear(all, {Text{question}, ToolResult{.id = "1", .content = {Text{found}}}});
    EXPECT_EQ(of_tool.source, "see: Rome is old.") << "what a tool gave is one whole";
    EXPECT_EQ(of_tool.query, "How old?");
}

/// They mark nothing for the other rules: without guardContent these read all.
TEST_F(GuardingTest, WhatAnswersRestOnIsReadLikeAllElse) {
    const auto is_blocked = [&](const std::string& text) {
        auto conversation = prompt({Text{text}});
        conversation.tag_suffix = "xyz";
        EXPECT_TRUE(make_readable(conversation, true).ok());
        Guarding guarding{selective.applied(), {}, clock};
        return blocks(guarding, conversation);
    };
    EXPECT_TRUE(is_blocked(with_ground_tags("[sthe secrets] [qwhat?q]")));
    EXPECT_TRUE(is_blocked(with_ground_tags("[ssources] [qwhat?q] secret")));
    EXPECT_FALSE(is_blocked(with_ground_tags("[sthe secrets] ") + with_tags("[hello]")));

    for (const std::string_view bad : {"[sa", "as]", "[sa[qbq]s]", "[saq]", "[ss]"}) {
        const auto text = with_ground_tags(bad);
        auto conversation = prompt({Text{text}});
        conversation.tag_suffix = "xyz";
        EXPECT_FALSE(make_readable(conversation, true).ok()) << bad;
    }
}

/// Of a text in pieces, be they blocks or what tags cut, a classifier reads the words.
TEST_F(GuardingTest, TextsThatFollowEachOtherAreJudgedAsOne) {
    guardrail::Rules rules;
    rules.judged.topics = {{"Bombs", "How to make one.", {}, kBlock}};
    const auto judged = [&](model::ContentGuarding reads, std::vector<Block> blocks) {
        auto conversation = prompt(std::move(blocks), {Text{"be kind"}});
        conversation.tag_suffix = "xyz";
        EXPECT_TRUE(make_readable(conversation, true).ok());
        Guarding guarding{{applied(rules, "j", reads)}, {}, clock};
        EXPECT_FALSE(this->blocks(guarding, conversation));
        std::vector<std::string> out;
        for (const auto& text : guarding.prompt_cases().at(0).brought.texts) {
            out.push_back(text.text);
        }
        return out;
    };
    const auto cut = with_tags("b[om]b, [and] more");
    const std::vector<Block> blocks{Text{"a "}, CachePoint{}, Text{cut},
                                    ToolResult{.id = "1", .content = {Text{"x"}, Text{"y"}}},
                                    Text{"z"}};
    EXPECT_THAT(judged(model::ContentGuarding::COMPREHENSIVE, blocks),
                ElementsAre("be kind", "a bomb, and more", "xy", "z"));
    EXPECT_THAT(judged(model::ContentGuarding::SELECTIVE, blocks), ElementsAre("omand"));
}

/// A classifier would not know a word again in escapes.
TEST_F(GuardingTest, WhatJsonSaysIsJudgedWithoutItsEscapes) {
    guardrail::Rules rules;
    rules.judged.topics = {{"Bombs", "How to make one.", {}, kBlock}};
    Guarding guarding{{applied(rules, "j", model::ContentGuarding::COMPREHENSIVE)}, {}, clock};
    auto conversation =
        prompt({ToolUse{.id = "1", .name = "t", .input = R"({"a":"\u0062omb"})"},
                ToolResult{.id = "1", .content = {Text{R"(["\u0062omb",7])"}, Text{R"(\u0062)"}}}});
    conversation.additional = {{"extra", R"("\u0062omb")"}};
    EXPECT_FALSE(blocks(guarding, conversation));
    std::vector<std::string> judged;
    for (const auto& text : guarding.prompt_cases().at(0).brought.texts) {
        judged.push_back(text.text);
    }
    EXPECT_THAT(judged, ElementsAre("a\nbomb\n",
                                    "bomb\n7\n"
                                    R"(\u0062)",
                                    "bomb\n"));

    Reply reply{.blocks = {{.kind = BlockKind::tool_use, .text = R"({"a":"\u0062omb"})"},
                           {.kind = BlockKind::tool_use, .text = R"({"a":"\u0062om)"}}};
    EXPECT_EQ(texts_of(reply).at(0).text, "a\nbomb\n{\"a\":\"bom");
}

/// Whoever cannot wait is told that a scan takes long; without haste it comes to its end.
TEST_F(GuardingTest, AScanInHasteRunsOutWhereTextsTakeMuchWork) {
    const auto scan = [&](std::size_t addresses, bool hurried) {
        Guarding guarding{{applied(kRules, "a", model::ContentGuarding::COMPREHENSIVE)}, {}, clock};
        if (hurried) {
            guarding.hurry();
        }
        std::string text;
        for (std::size_t i = 0; i < addresses; ++i) {
            text += "ann@example.com ";
        }
        auto conversation = prompt({Text{text}});
        const bool blocked = blocks(guarding, conversation);
        return std::pair{blocked, guarding.ran_out()};
    };
    EXPECT_EQ(scan(10, true), (std::pair{false, false}));
    EXPECT_EQ(scan(4'000, true), (std::pair{true, true}));
    EXPECT_EQ(scan(4'000, false), (std::pair{false, false}));
}

TEST_F(GuardingTest, TextsThatCannotBeReadAreRefused) {
    const Document latin{.format = "txt", .base64 = "6Q=="};
    const Document pdf{.format = "pdf", .base64 = "6Q=="};
    auto said = prompt({latin});
    EXPECT_TRUE(make_readable(said, false).ok());
    EXPECT_FALSE(make_readable(said, true).ok());
    auto given = prompt({ToolResult{.id = "t", .content = {latin}}});
    EXPECT_FALSE(make_readable(given, true).ok());
    auto other = prompt({pdf, ToolResult{.id = "t", .content = {pdf}}});
    EXPECT_TRUE(make_readable(other, true).ok());
}

TEST_F(GuardingTest, JsonStaysJsonOrIsBlocked) {
    auto text_inside =
        prompt({ToolUse{.id = "1", .name = "t", .input = R"({"to":"a@b.example"})"}});
    EXPECT_FALSE(blocks(all, text_inside));
    EXPECT_EQ(std::get<ToolUse>(text_inside.turns[0].blocks[0]).input, R"({"to":"{EMAIL}"})");

    for (const std::string_view escaped : {R"({"a":"x\nsecret"})", R"({"a":"\u0073ecret"})",
                                           R"(["\tsecret"])", R"({"\nsecret":1})"}) {
        Guarding escapes{all.applied(), {}, clock};
        auto hidden = prompt({ToolUse{.id = "1", .name = "t", .input = escaped}});
        EXPECT_TRUE(blocks(escapes, hidden)) << escaped;
    }
    auto lines =
        prompt({ToolUse{.id = "1", .name = "t", .input = R"({"n":1.50,"to":"x\na@b.example"})"}});
    EXPECT_FALSE(blocks(all, lines));
    EXPECT_EQ(std::get<ToolUse>(lines.turns[0].blocks[0]).input, R"({"n":1.5,"to":"x\n{EMAIL}"})");

    // What an answer was cut in is no JSON, and is read all the same.
    Guarding cut{all.applied(), {}, clock};
    EXPECT_TRUE(
        cut.scan(cut.everybody(), Source::output, R"({"x":"a\nsec\u0072et)", Guarding::Form::json)
            .blocked);
    // A value alone stays JSON; a text of a tool is masked where it is no JSON.
    Guarding card{{applied({.regexes = {{"card", "4[0-9]{15}", kMask}}}, "a",
                           model::ContentGuarding::COMPREHENSIVE)},
                  {},
                  clock};
    const auto scanned = [&](std::string_view text, Guarding::Form form) {
        return card.scan(card.everybody(), Source::input, text, form);
    };
    EXPECT_TRUE(scanned("4111111111111111", Guarding::Form::json).blocked);
    EXPECT_EQ(scanned("\"4111111111111111\"", Guarding::Form::json).text, "\"{card}\"");
    EXPECT_EQ(scanned("4111111111111111", Guarding::Form::content).text, "{card}");

    Guarding guarding{{applied({.regexes = {{"number", "[0-9]{6}", kMask}}}, "a",
                               model::ContentGuarding::COMPREHENSIVE)},
                      {},
                      clock};
    auto number = prompt({ToolUse{.id = "1", .name = "t", .input = R"({"n":123456})"}});
    EXPECT_TRUE(blocks(guarding, number));
    EXPECT_EQ(guarding.message(Source::input), "a: not in");
}

TEST_F(GuardingTest, AnAnswerGoesOnAsFarAsNothingHasBegunToMatch) {
    AnswerGuard guard{all};
    std::string told;
    const auto say = [&](std::string_view piece) {
        const ReplyEvent event{.kind = Kind::text, .text = piece};
        const auto passed = guard.pass({&event, 1});
        for (const auto& one : *passed) {
            told += one.text;
        }
    };
    const ReplyEvent begin{.kind = Kind::block_start};
    ASSERT_TRUE(guard.pass({&begin, 1}).ok());
    say("It is, sec");
    EXPECT_THAT(told, HasSubstr("It is,"));
    EXPECT_EQ(told.find("sec"), std::string::npos);
    say("ond to none ");
    EXPECT_THAT(told, HasSubstr("second to none"));
    EXPECT_FALSE(guard.blocked());
    say("secret stuff");
    EXPECT_TRUE(guard.blocked());
    EXPECT_EQ(told.find("secret"), std::string::npos);
    EXPECT_THAT(told, testing::EndsWith("a: not out"));
}

/// However an answer is cut, what goes on is the same.
TEST_F(GuardingTest, AForbiddenTextSplitAnywhereNeverPasses) {
    const std::string_view answer = "well, a secret";
    for (std::size_t at = 0; at <= answer.size(); ++at) {
        for (const bool blocks_apart : {false, true}) {
            Guarding guarding{all.applied(), {}, clock};
            std::vector<ReplyEvent> events{{.kind = Kind::block_start},
                                           {.kind = Kind::text, .text = answer.substr(0, at)}};
            if (blocks_apart) {
                events.push_back({.kind = Kind::block_stop});
                events.push_back({.kind = Kind::block_start, .block = 1});
            }
            events.push_back({.kind = Kind::text, .block = 1, .text = answer.substr(at)});
            events.push_back({.kind = Kind::block_stop, .block = 1});
            events.push_back({.kind = Kind::stop});
            const auto reply = through(guarding, events);
            std::string told;
            for (const auto& block : reply.blocks) {
                told += block.text;
            }
            EXPECT_EQ(told, "well, a a: not out") << at;
            EXPECT_EQ(reply.stop_reason, StopReason::guardrail_intervened);
            const bool apart = blocks_apart && at <= answer.find("secret");
            EXPECT_EQ(reply.blocks.size(), apart ? 2U : 1U) << at;
        }
    }
}

/// The texts of the blocks of an answer that came in these.
TEST_F(GuardingTest, BlocksThatFollowEachOtherStayBlocks) {
    const auto told = [&](const std::vector<std::string_view>& blocks_of) {
        Guarding guarding{all.applied(), {}, clock};
        std::vector<ReplyEvent> events;
        std::uint32_t number = 0;
        for (const auto text : blocks_of) {
            events.push_back({.kind = Kind::block_start, .block = number});
            events.push_back({.kind = Kind::text, .block = number, .text = text});
            events.push_back({.kind = Kind::block_stop, .block = number++});
        }
        events.push_back({.kind = Kind::stop});
        std::vector<std::string> texts;
        for (const auto& block : through(guarding, events).blocks) {
            texts.push_back(block.text);
        }
        return texts;
    };
    EXPECT_THAT(told({"one", "two ", "", "three"}), ElementsAre("one", "two ", "", "three"));
    EXPECT_THAT(told({"to a@b", ".example now", "!"}), ElementsAre("to {EMAIL}", " now", "!"));
    EXPECT_THAT(told({"to a@", "b", ".example", " now"}), ElementsAre("to {EMAIL}", " now"))
        << "what a mask took whole is not told";
    EXPECT_THAT(told({"a ", "secret", "b"}), ElementsAre("a ", "a: not out"))
        << "each is read by itself, too";
    EXPECT_THAT(told({"a secret", "s"}), ElementsAre("a a: not out"));
    EXPECT_THAT(told({"a", "secret s"}), ElementsAre("a", "a: not out"));
}

/// Whoever goes while a match is open: what was read is told, and what was found in it.
TEST_F(GuardingTest, WhatIsGivenUpWasReadAllTheSame) {
    AnswerGuard guard{all};
    const std::vector<ReplyEvent> events{{.kind = Kind::block_start},
                                         {.kind = Kind::text, .text = "a secret"}};
    ASSERT_TRUE(guard.pass(events).ok());
    EXPECT_FALSE(guard.blocked()) << "`secrets` would be allowed";
    guard.give_up();
    EXPECT_THAT(record(all), HasSubstr(R"("verdict":"BLOCKED","characters":8)"));
}

TEST_F(GuardingTest, MasksGoThroughBlocksOfEverySort) {
    const auto reply = through(
        all, {{.kind = Kind::start, .text = "id"},
              {.kind = Kind::block_start, .block_kind = BlockKind::reasoning},
              {.kind = Kind::reasoning, .text = "a@b.example?"},
              {.kind = Kind::signature, .text = "signed"},
              {.kind = Kind::block_stop, .block_kind = BlockKind::reasoning},
              {.kind = Kind::block_start, .block = 1},
              {.kind = Kind::text, .block = 1, .text = "to a@b"},
              {.kind = Kind::text, .block = 1, .text = ".example."},
              {.kind = Kind::block_stop, .block = 1},
              {.kind = Kind::block_start, .block = 2, .block_kind = BlockKind::tool_use, .id = "t"},
              {.kind = Kind::tool_input, .block = 2, .text = R"({"to":"a@b)"},
              {.kind = Kind::tool_input, .block = 2, .text = R"(.example"})"},
              {.kind = Kind::block_stop, .block = 2, .block_kind = BlockKind::tool_use},
              {.kind = Kind::stop, .stop_reason = StopReason::tool_use}});
    ASSERT_EQ(reply.blocks.size(), 3U);
    EXPECT_EQ(reply.blocks[0].text, "{EMAIL}?");
    EXPECT_EQ(reply.blocks[0].signature, "") << "it was not this that was signed";
    EXPECT_EQ(reply.blocks[1].text, "to {EMAIL}.");
    EXPECT_EQ(reply.blocks[2].text, R"({"to":"{EMAIL}"})");
    EXPECT_EQ(reply.stop_reason, StopReason::tool_use);
    EXPECT_EQ(all.outcome(Source::output), Action::anonymize);
}

TEST_F(GuardingTest, AToolsInputIsBlockedBeforeAnyOfItIsTold) {
    const auto reply =
        through(all, {{.kind = Kind::block_start, .block_kind = BlockKind::tool_use, .id = "t"},
                      {.kind = Kind::tool_input, .text = R"({"x":"a sec)"},
                      {.kind = Kind::tool_input, .text = R"(ret"})"},
                      {.kind = Kind::block_stop, .block_kind = BlockKind::tool_use},
                      {.kind = Kind::stop, .stop_reason = StopReason::tool_use}});
    ASSERT_EQ(reply.blocks.size(), 2U);
    EXPECT_EQ(reply.blocks[0].text, "{}");
    EXPECT_EQ(reply.blocks[1].text, "a: not out");
    EXPECT_EQ(reply.stop_reason, StopReason::guardrail_intervened);
}

TEST_F(GuardingTest, ToolInputsThatAreTooLongEndTheAnswer) {
    AnswerGuard guard{all};
    const std::string half(AnswerGuard::kToolInputBytesMax / 2 + 1, 'x');
    const std::vector<ReplyEvent> events{
        {.kind = Kind::block_start, .block_kind = BlockKind::tool_use, .id = "t"},
        {.kind = Kind::tool_input, .text = half}};
    EXPECT_TRUE(guard.pass(events).ok());
    EXPECT_FALSE(guard.pass({&events[1], 1}).ok());
}

TEST_F(GuardingTest, MasksThatAreTooLongEndTheAnswer) {
    const std::string name(10'000, 'n');
    Guarding growing{
        {applied({.regexes = {{name, "a", kMask}}}, "g", model::ContentGuarding::COMPREHENSIVE)},
        {},
        clock};
    AnswerGuard guard{growing};
    const auto passes = [&](std::size_t matches) {
        std::string text;
        for (std::size_t i = 0; i < matches; ++i) {
            text += "a ";
        }
        const std::vector<ReplyEvent> events{{.kind = Kind::block_start},
                                             {.kind = Kind::text, .text = text},
                                             {.kind = Kind::block_stop},
                                             {.kind = Kind::stop}};
        return guard.pass(events).ok();
    };
    EXPECT_TRUE(passes(10));
    EXPECT_FALSE(passes(AnswerGuard::kPassedBytesMax / name.size()));
}

TEST_F(GuardingTest, OfSeveralTheFirstThatBlocksIsHeard) {
    Guarding both{
        {applied({.words = {{"nothing", kBlock}}}, "a", model::ContentGuarding::COMPREHENSIVE),
         applied(kRules, "b", model::ContentGuarding::COMPREHENSIVE)},
        {},
        clock};
    auto conversation = prompt({Text{"secret"}});
    EXPECT_TRUE(blocks(both, conversation));
    EXPECT_EQ(both.message(Source::input), "b: not in");
    EXPECT_TRUE(both.covers({both.applied()[1]}));
    EXPECT_FALSE(both.covers(all.applied()));
}

}  // namespace
}  // namespace licet::gateway
