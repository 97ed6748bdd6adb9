// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"
#include "base/random.h"
#include "guardrail/assessment.h"
#include "guardrail/automaton.h"
#include "guardrail/samples_test.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <functional>
#include <set>

namespace licet::guardrail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Rules regex(std::string pattern, Actions actions = kMask) {
    return {.regexes = {{"R", std::move(pattern), actions}}};
}

TEST(Regexes, ThatHaveNoAutomatonAreRefusedWithTheReason) {
    const std::pair<std::string, std::string> kRefused[] = {
        {"(?=a)b", "look-around is not"},
        {"(?<!a)b", "look-around is not"},
        {R"((a)\1)", R"(unknown escape `\1`)"},
        {"a*", "matches the empty text"},
        {R"(\b)", "matches the empty text"},
        {"(a", "`(` without `)`"},
        {"a)", "`)` without `(`"},
        {"[a", "`[` without `]`"},
        {"[z-a]", "a range in `[]` that is none"},
        {"*a", "`*` repeats nothing"},
        {"a{2,1}", "from high to low"},
        {"a{1001}", "over 1000"},
        {"a**", "repeats a repetition"},
        {"((a{1,100}){1,100}){1,100}", "more than 8000 steps"},
        {"((((b|(?:){1000}){1000}){1000}){1000}){1000}a.{1000}", "more than 8000 steps"},
        {std::string(60, '(') + "a" + std::string(60, ')'), "more than 50 deep"},
        {std::string(2'001, 'a'), "longer than 2000 bytes"},
    };
    for (const auto& [pattern, why] : kRefused) {
        const auto made = Guardrail::compile(regex(pattern));
        ASSERT_FALSE(made.ok()) << pattern;
        EXPECT_EQ(made.error().kind, ErrorKind::invalid);
        EXPECT_THAT(made.error().message, HasSubstr("`R` "));
        EXPECT_THAT(made.error().message, HasSubstr(why)) << pattern;
    }
}

TEST(Regexes, MeanWhatTheyMeanElsewhere) {
    EXPECT_THAT(matches(regex(R"([^a-y\d]+)"), "abz-é1"), ElementsAre("z-é"));
    EXPECT_THAT(matches(regex(R"((?i)x[äö]y)"), "XÄY xöy xäz"), ElementsAre("XÄY", "xöy"));
    EXPECT_THAT(matches(regex(R"(^a|b$)"), "abab"), ElementsAre("a", "b"));
    EXPECT_THAT(matches(regex(R"(\x41\u00e9\.)"), "Aé."), ElementsAre("Aé."));
    EXPECT_THAT(matches(regex(R"((?<year>\d{4})-(?:\d\d))"), "in 2024-05."),
                ElementsAre("2024-05"));
    EXPECT_THAT(matches(regex("a.c"), "a\nc a🙂c"), ElementsAre("a🙂c"));
    EXPECT_THAT(matches(regex(R"(\Bx+)"), "x axx"), ElementsAre("xx"));
}

TEST(Guardrails, DoWhatEachSourceSays) {
    const auto guardrail = compiled({.words = {{"bad", {Action::none, Action::block}}},
                                     .pii = {{"EMAIL", {Action::anonymize, Action::off}}}});
    const std::string text = "bad a@b.example";
    const auto input = scan({&guardrail, 1}, Source::input, text);
    EXPECT_FALSE(input.blocked);
    EXPECT_EQ(input.text, "bad {EMAIL}");
    EXPECT_THAT(input.findings,
                ElementsAre(Finding{Policy::word, "bad", "bad", Action::none, 0},
                            Finding{Policy::pii, "EMAIL", "a@b.example", Action::anonymize, 0}));
    const auto output = scan({&guardrail, 1}, Source::output, text);
    EXPECT_TRUE(output.blocked);
    EXPECT_EQ(output.findings.size(), 1U);
    EXPECT_EQ(output.coverage.total, 15U);
}

// BG-6: guardrails of organization, account and request add up; the most restrictive outcome wins.
TEST(Guardrails, TogetherAreAsStrictAsTheStrictest) {
    const std::vector<GuardrailPtr> both{compiled({.pii = {{"EMAIL", kMask}}}),
                                         compiled({.pii = {{"EMAIL", kBlock}}})};
    EXPECT_TRUE(scan(both, Source::output, "a@b.example").blocked);
    const std::vector<GuardrailPtr> masks{compiled(regex("[a-c]+")),
                                          compiled({.pii = {{"EMAIL", kMask}}})};
    const auto verdict = scan(masks, Source::output, "x abc a@b.example abc");
    EXPECT_EQ(verdict.text, "x {R} {R} {R}") << "overlapping masks are one, with the first's name";
    EXPECT_FALSE(verdict.blocked);
}

TEST(Guardrails, TellSoManyFindingsAndCountTheRest) {
    std::string text;
    for (std::size_t i = 0; i < kFindingsMax + 5; ++i) {
        text += "bad ";
    }
    const auto verdict = scan_one(compiled({.words = {{"bad", kTell}}}), text);
    EXPECT_EQ(verdict.findings.size(), kFindingsMax);
    EXPECT_EQ(verdict.findings_left_off, 5U);
}

TEST(Streams, HoldBackOnlyWhatHasBegunToMatch) {
    StreamScanner scanner{
        {compiled({.words = {{"top secret", kBlock}}, .pii = {{"EMAIL", kMask}}})}, Source::output};
    std::string out;
    scanner.write("It is. to", out);
    EXPECT_EQ(out, "It is. ");
    scanner.write("pical, top", out);
    EXPECT_EQ(out, "It is. topical, ");
    scanner.write(" secrets ", out);
    EXPECT_EQ(out, "It is. topical, top secrets ");
    scanner.write("a@b.example ", out);
    EXPECT_EQ(out, "It is. topical, top secrets {EMAIL} ");
    EXPECT_EQ(scanner.held(), 0U);
    scanner.write("top secret", out);
    EXPECT_FALSE(scanner.blocked()) << "`top secrets` would be allowed";
    scanner.finish(out);
    EXPECT_TRUE(scanner.blocked());
    EXPECT_EQ(out, "It is. topical, top secrets {EMAIL} ");
}

TEST(Streams, NeverLetGoOfTheBeginningOfAMatch) {
    const auto guardrail = compiled({.words = {{"forbidden fruit", kBlock}}});
    const std::string text = "ü an apple, a forbidden  fruit, more";
    const auto all = text.find("forbidden");
    const auto check = [&](const std::vector<std::string_view>& pieces) {
        bool blocked = false;
        const auto out = stream_out(guardrail, pieces, &blocked);
        ASSERT_TRUE(blocked);
        ASSERT_EQ(out, text.substr(0, all));
    };
    const std::string_view view = text;
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < view.size(); ++i) {
        bytes.push_back(view.substr(i, 1));
        for (auto j = i; j < view.size(); ++j) {
            check({view.substr(0, i), view.substr(i, j - i), view.substr(j)});
        }
    }
    check(bytes);
}

TEST(Streams, CutAnywhereComeOutTheSame) {
    const auto guardrail =
        compiled({.pii = {{"EMAIL", kMask}, {"PHONE", kMask}, {"CREDIT_DEBIT_CARD_NUMBER", kMask}},
                  .regexes = {{"R", R"(\bref [a-z]+-\d+)", kMask}}});
    const std::string text =
        "“é” jo@ex.example ref abc-12 🙂 +44 20 7946 0958, 4111 1111 1111 1111\xE2\x82";
    const auto whole = scan_one(guardrail, text).text;
    EXPECT_EQ(whole, "“é” {EMAIL} {R} 🙂 {PHONE}, {CREDIT_DEBIT_CARD_NUMBER}??");
    const std::string_view view = text;
    for (std::size_t i = 0; i < view.size(); ++i) {
        for (auto j = i; j < view.size(); ++j) {
            ASSERT_EQ(
                stream_out(guardrail, {view.substr(0, i), view.substr(i, j - i), view.substr(j)}),
                whole);
        }
    }
}

/// What several guardrails let out and find of a text in pieces, with `|` at marks.
struct Streamed {
    std::string out;
    std::vector<Finding> findings;
    std::vector<Action> outcomes;
    bool operator==(const Streamed&) const = default;
};

/// @param mark where a mark is, in bytes of the text
Streamed streamed(const std::vector<GuardrailPtr>& guardrails, std::string_view text,
                  std::size_t mark, SeededRandom* random) {
    StreamScanner scanner{guardrails, Source::output};
    Streamed all;
    const auto take = [&](std::string piece) {
        for (auto i = scanner.marks().size(); i > 0; --i) {
            piece.insert(scanner.marks()[i - 1], "|");
        }
        all.out += piece;
    };
    for (std::size_t at = 0; at < text.size();) {
        if (at == mark) {
            scanner.mark();
        }
        const auto to = at < mark ? std::min(mark, text.size()) : text.size();
        const auto bytes = random == nullptr ? to - at : 1 + random->below(to - at);
        std::string piece;
        scanner.write(text.substr(at, bytes), piece);
        take(piece);
        at += bytes;
    }
    std::string rest;
    scanner.finish(rest);
    take(rest);
    all.findings = scanner.findings();
    for (std::size_t i = 0; i < guardrails.size(); ++i) {
        all.outcomes.push_back(scanner.outcome(i));
    }
    return all;
}

TEST(Streams, LetOutAllThatIsBeforeWhatBlocks) {
    const std::vector<GuardrailPtr> all{
        compiled({.words = {{"stop", kBlock}}, .regexes = {{"X", "x[a-z ]*y", kMask}}}),
        compiled({.words = {{"end", kTell}}, .regexes = {{"Z", "z[a-z ]{3,9}z", kBlock}}})};
    EXPECT_EQ(streamed(all, "a x end y stop z or z", 99, nullptr),
              (Streamed{"a {X} ",
                        {{Policy::regex, "X", "x end y", Action::anonymize, 0},
                         {Policy::word, "end", "end", Action::none, 1},
                         {Policy::word, "stop", "stop", Action::block, 0}},
                        {Action::block, Action::none}}));
    constexpr std::string_view kParts[] = {"stop", "end", "x", "y", "z", "a", " ", " ", " ", "é"};
    SeededRandom random{11};
    std::size_t blocked = 0;
    for (int i = 0; i < 3'000; ++i) {
        std::string text;
        for (auto parts = random.below(14); parts > 0; --parts) {
            text += kParts[random.below(std::size(kParts))];
        }
        const auto mark = text.find_first_of(" opxz", random.below(text.size() + 1));
        const auto whole = streamed(all, text, mark, nullptr);
        ASSERT_EQ(streamed(all, text, mark, &random), whole) << text;
        const auto parts = std::min(mark, text.size());  // what is behind a mark is by itself, too
        const auto verdict = scan(all, Source::output, text);
        const bool blocks = verdict.blocked ||
                            scan(all, Source::output, text.substr(0, parts)).blocked ||
                            (parts != 0 && scan(all, Source::output, text.substr(parts)).blocked);
        ASSERT_EQ(std::count(whole.outcomes.begin(), whole.outcomes.end(), Action::block) > 0,
                  blocks)
            << text;
        blocked += blocks ? 1 : 0;
        if (!blocks && mark > text.size()) {
            ASSERT_EQ(whole.out, verdict.text);
            ASSERT_EQ(whole.findings, verdict.findings);
        }
    }
    EXPECT_GT(blocked, 300U);
    EXPECT_LT(blocked, 2'700U);
}

TEST(Streams, ComeByTheirMarks) {
    const std::vector<GuardrailPtr> one{compiled({.pii = {{"EMAIL", kMask}}})};
    const std::string text = "to a@b.co, or";
    const auto with_mark = [&](std::size_t at) { return streamed(one, text, at, nullptr).out; };
    EXPECT_EQ(with_mark(0), "|to {EMAIL}, or");
    EXPECT_EQ(with_mark(3), "to |{EMAIL}, or");
    EXPECT_EQ(with_mark(4), "to {EMAIL}|, or") << "what is masked across it is before it";
    EXPECT_EQ(with_mark(9), "to {EMAIL}|, or");
    EXPECT_EQ(with_mark(10), "to {EMAIL},| or");
    const std::vector<GuardrailPtr> words{
        compiled({.words = {{"bad", kBlock}}, .regexes = {{"R", "^no|end$", kMask}}})};
    for (const auto& [whole, at, told] :
         std::initializer_list<std::tuple<std::string_view, std::size_t, std::string_view>>{
             {"a badge", 5, "a "},
             {"abad x", 1, "a|"},
             {"ba d", 2, "ba| d"},
             {"a bad", 4, "a "},
             {"endno", 3, "{R}|{R}"},
             {"a no", 2, "a |{R}"}}) {
        EXPECT_EQ(streamed(words, whole, at, nullptr).out, told) << whole;
    }
    EXPECT_EQ(streamed(words, "a bad", 1, nullptr).findings.size(), 1U);
    StreamScanner scanner{one, Source::output};
    std::string out;
    scanner.write("a b ", out);
    scanner.mark();
    scanner.mark();
    scanner.finish(out);
    EXPECT_THAT(scanner.marks(), ElementsAre(4U, 4U));
}

TEST(Streams, TakeWhatIsTooLongForAMatch) {
    const auto guardrail = compiled(regex(R"(key=\w+;)"));
    const std::string text = "a key=" + std::string(3 * kHeldBytesMax, 'x') + "; b";
    const auto whole = scan_one(guardrail, text);
    EXPECT_EQ(whole.text, "a {R}{R}{R}{R} b");
    StreamScanner scanner{{guardrail}, Source::output};
    std::string out;
    for (const char c : text) {
        scanner.write({&c, 1}, out);
        ASSERT_LE(scanner.held(), kHeldBytesMax);
    }
    scanner.finish(out);
    EXPECT_EQ(out, whole.text);
    EXPECT_TRUE(scan_one(compiled(regex(R"(key=\w+;)", kBlock)), text).blocked);
}

TEST(Streams, TakeManyShortBeginningsForNoMatch) {
    const auto guardrail = compiled(
        {.pii = {
             {"EMAIL", kMask}, {"CREDIT_DEBIT_CARD_NUMBER", kMask}, {"AWS_SECRET_KEY", kMask}}});
    for (const auto* const part : {"1 ", "a.", "Ab1"}) {
        std::string text;
        while (text.size() < kHeldBytesMax + 500) {
            text += part;
        }
        const auto whole =
            scan_one(guardrail, text + " a@b.example " + text + "4111 1111 1111 1111");
        EXPECT_EQ(whole.text.find('{'), text.size() + 1) << part;
        EXPECT_LE(whole.findings.size(), 2U) << part;
        StreamScanner scanner{{guardrail}, Source::output};
        std::string out;
        for (const char c : text + " a@b.example " + text + "4111 1111 1111 1111") {
            scanner.write({&c, 1}, out);
        }
        scanner.finish(out);
        EXPECT_EQ(out, whole.text);
    }
}

/// A pattern, and by trial the ends of its matches in a text that begin at a place.
struct Tried {
    std::string pattern;
    std::function<std::set<std::size_t>(std::string_view text, std::size_t from)> ends;
};

Tried tried_letter(SeededRandom& random) {
    constexpr std::pair<std::string_view, std::string_view> kAtoms[] = {
        {"a", "a"}, {"b", "b"}, {"c", "c"}, {"[ab]", "ab"}, {"[^a]", "bcd"}, {".", "abcd"}};
    const auto& [pattern, letters] = kAtoms[random.below(std::size(kAtoms))];
    return {std::string{pattern}, [letters = letters](std::string_view text, std::size_t from) {
                const bool good =
                    from < text.size() && letters.find(text[from]) != std::string_view::npos;
                return good ? std::set{from + 1} : std::set<std::size_t>{};
            }};
}

Tried tried_repeat(Tried part, SeededRandom& random) {
    struct Repeat {
        std::string_view text;
        std::size_t least;
        std::size_t most;
    };
    constexpr Repeat kRepeats[] = {{"", 1, 1},  {"", 1, 1},    {"*", 0, 20},    {"+", 1, 20},
                                   {"?", 0, 1}, {"{2}", 2, 2}, {"{1,2}", 1, 2}, {"{2,}", 2, 20}};
    const auto& repeat = kRepeats[random.below(std::size(kRepeats))];
    return {part.pattern + std::string{repeat.text},
            [ends = part.ends, repeat](std::string_view text, std::size_t from) {
                std::set<std::size_t> all;
                std::set<std::size_t> reached{from};
                for (std::size_t count = 0; count <= repeat.most; ++count) {
                    if (count >= repeat.least) {
                        all.insert(reached.begin(), reached.end());
                    }
                    std::set<std::size_t> next;
                    for (const auto at : reached) {
                        next.merge(ends(text, at));
                    }
                    reached = std::move(next);
                }
                return all;
            }};
}

Tried tried_pattern(SeededRandom& random, int depth = 0) {
    Tried made{"", [](std::string_view, std::size_t from) { return std::set{from}; }};
    for (auto parts = 1 + random.below(3); parts > 0; --parts) {
        auto part = tried_letter(random);
        if (depth < 2 && random.below(4) == 0) {
            const auto one = tried_pattern(random, depth + 1);
            const auto other = tried_pattern(random, depth + 1);
            part = {"(?:" + one.pattern + "|" + other.pattern + ")",
                    [=](std::string_view text, std::size_t from) {
                        auto ends = one.ends(text, from);
                        ends.merge(other.ends(text, from));
                        return ends;
                    }};
        }
        part = tried_repeat(std::move(part), random);
        made = {made.pattern + part.pattern,
                [first = made.ends, then = part.ends](std::string_view text, std::size_t from) {
                    std::set<std::size_t> ends;
                    for (const auto at : first(text, from)) {
                        ends.merge(then(text, at));
                    }
                    return ends;
                }};
    }
    return made;
}

/// The text with masks for what the matches of the pattern cover.
std::string masked_by_trial(const Tried& pattern, std::string_view text) {
    const auto reach = [&](std::size_t from) {
        const auto ends = pattern.ends(text, from);
        return ends.empty() ? from : *ends.rbegin();
    };
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = reach(at);
        if (end == at) {
            out += text[at++];
            continue;
        }
        for (auto i = at; i < end; ++i) {
            end = std::max(end, reach(i));
        }
        out += "{R}";
        at = end;
    }
    return out;
}

TEST(Regexes, CoverWhatTrialSays) {
    SeededRandom random{20'251};
    std::size_t compared = 0;
    for (int i = 0; i < 400; ++i) {
        const auto tried = tried_pattern(random);
        const auto& pattern = tried.pattern;
        const auto made = Guardrail::compile(regex(pattern));
        ASSERT_EQ(made.ok(), tried.ends("", 0).empty()) << pattern;
        for (int j = 0; made.ok() && j < 3; ++j) {
            std::string text;
            for (auto bytes = random.below(12); bytes > 0; --bytes) {
                text += "abcd"[random.below(4)];
            }
            const auto expected = masked_by_trial(tried, text);
            ASSERT_EQ(scan_one(*made, text).text, expected) << pattern << " in " << text;
            const auto cut = random.below(text.size() + 1);
            const std::string_view view = text;
            ASSERT_EQ(stream_out(*made, {view.substr(0, cut), view.substr(cut)}), expected)
                << pattern << " in " << text;
            ++compared;
        }
    }
    EXPECT_GT(compared, 500U);
}

TEST(Words, AreFoundWhereTrialSays) {
    SeededRandom random{7};
    for (int i = 0; i < 500; ++i) {
        Rules rules;
        std::set<std::string> words;
        for (auto count = 1 + random.below(4); count > 0; --count) {
            std::string word;
            for (auto letters = 1 + random.below(3); letters > 0; --letters) {
                word += "abc"[random.below(3)];
            }
            words.insert(word);
        }
        for (const auto& word : words) {
            rules.words.push_back({word, kTell});
        }
        std::string text;
        std::multiset<std::string> expected;
        for (auto count = random.below(8); count > 0; --count) {
            std::string word;
            std::string small;
            for (auto letters = 1 + random.below(3); letters > 0; --letters) {
                const auto letter = random.below(3);
                small += "abc"[letter];
                word += random.below(2) == 0 ? "abc"[letter] : "ABC"[letter];
            }
            text += word + " ,.-"[random.below(5)];
            if (words.count(small) > 0) {
                expected.insert(word);
            }
        }
        const auto found = matches(rules, text);
        ASSERT_EQ(std::multiset<std::string>(found.begin(), found.end()), expected) << text;
    }
}

std::string told(const Scans& scans, Telling telling = Telling::findings) {
    std::string text;
    append_assessment(text, scans.assessment({.guardrailId = "g1",
                                              .guardrailVersion = "2",
                                              .guardrailArn = "arn",
                                              .guardrailOrigin = {GuardrailOrigin::REQUEST}},
                                             telling));
    return text;
}

std::string recorded(const Scans& scans) {
    std::string text;
    JsonWriter json{text};
    scans.write_record(json);
    return text;
}

TEST(Assessments, AreWrittenAsTheApiHasThem) {
    const auto guardrail = compiled({.words = {{"bad", kBlock}},
                                     .profanity = kBlock,
                                     .pii = {{"EMAIL", kMask}},
                                     .regexes = {{"id", "x[0-9]", kTell}}});
    Scans scans{guardrail, Source::output};
    scans.add(scan_one(guardrail, "Bad \"damn\" shit a@b.example x1"), 0,
              std::chrono::milliseconds{3});
    EXPECT_EQ(
        told(scans),
        R"({"wordPolicy":{"customWords":[{"match":"Bad","action":"BLOCKED","detected":true}],)"
        R"("managedWordLists":[{"match":"shit","type":"PROFANITY","action":"BLOCKED","detected":true}]},)"
        R"("sensitiveInformationPolicy":{"piiEntities":[{"match":"a@b.example","type":"EMAIL",)"
        R"("action":"ANONYMIZED","detected":true}],"regexes":[{"name":"id","match":"x1",)"
        R"("regex":"x[0-9]","action":"NONE","detected":true}]},"invocationMetrics":{)"
        R"("guardrailProcessingLatency":3,"usage":{"topicPolicyUnits":0,"contentPolicyUnits":0,)"
        R"("wordPolicyUnits":1,"sensitiveInformationPolicyUnits":1,)"
        R"("sensitiveInformationPolicyFreeUnits":1,"contextualGroundingPolicyUnits":0},)"
        R"("guardrailCoverage":{"textCharacters":{"guarded":30,"total":30}}},)"
        R"("appliedGuardrailDetails":{"guardrailId":"g1","guardrailVersion":"2",)"
        R"("guardrailArn":"arn","guardrailOrigin":["REQUEST"],"guardrailOwnership":"SELF"}})");
    EXPECT_EQ(recorded(scans), R"({"verdict":"BLOCKED","characters":30,)"
                               R"("findings":{"EMAIL":1,"PROFANITY":1,"id":1,"word":1}})");
}

/// Units are begun thousands of each text, of the policies there are.
TEST(Assessments, TakeTextsTogether) {
    const auto guardrail = compiled({.pii = {{"EMAIL", kMask}, {"URL", kBlock}}});
    Scans scans{guardrail, Source::output};
    EXPECT_FALSE(scans.any());
    scans.add(scan_one(guardrail, std::string(1'001, 'a')), 0, std::chrono::milliseconds{1});
    scans.add(scan_one(guardrail, "a@b.example"), 0, std::chrono::milliseconds{1});
    scans.pass(5);
    EXPECT_TRUE(scans.any());
    EXPECT_EQ(scans.outcome(), Action::anonymize);
    EXPECT_EQ(scans.usage().sensitiveInformationPolicyUnits, 3);
    EXPECT_EQ(scans.usage().wordPolicyUnits, 0);
    EXPECT_EQ(scans.usage().sensitiveInformationPolicyFreeUnits, 0);
    EXPECT_EQ(scans.coverage().textCharacters.guarded, 1'012);
    EXPECT_EQ(scans.coverage().textCharacters.total, 1'017);
    EXPECT_EQ(told(scans).find("wordPolicy\""), std::string::npos);
    EXPECT_EQ(told(scans).find("\"detected\":false"), std::string::npos);
    EXPECT_NE(told(scans, Telling::all)
                  .find(R"({"match":"","type":"URL","action":"NONE","detected":false})"),
              std::string::npos);
    EXPECT_EQ(recorded(scans), R"({"verdict":"ANONYMIZED","characters":1012,)"
                               R"("charactersOfAll":1017,"findings":{"EMAIL":1}})");
}

/// What is left off of the findings has its effect all the same, and is told.
TEST(Assessments, KnowTheOutcomeOfFindingsThatAreLeftOff) {
    const auto guardrail = compiled({.words = {{"a", kTell}, {"b", kBlock}}});
    std::string text;
    for (std::size_t i = 0; i < kFindingsMax; ++i) {
        text += "a ";
    }
    const auto verdict = scan_one(guardrail, text + "b");
    EXPECT_TRUE(verdict.blocked);
    EXPECT_TRUE(verdict.intervened());
    Scans scans{guardrail, Source::output};
    scans.add(verdict, 0, {});
    EXPECT_EQ(scans.outcome(), Action::block);
    EXPECT_EQ(recorded(scans), R"({"verdict":"BLOCKED","characters":2001,)"
                               R"("findings":{"word":1000,"more":1}})");
}

/// Of several that scan together each has what it found itself.
TEST(Assessments, AreOfOneGuardrail) {
    const std::vector<GuardrailPtr> both{compiled({.words = {{"a", kBlock}}}),
                                         compiled({.pii = {{"EMAIL", kMask}}})};
    const auto verdict = scan(both, Source::input, "a x@y.example");
    Scans first{both[0], Source::input};
    Scans second{both[1], Source::input};
    first.add(verdict, 0, {});
    second.add(verdict, 1, {});
    EXPECT_EQ(first.outcome(), Action::block);
    EXPECT_EQ(second.outcome(), Action::anonymize);
    EXPECT_EQ(recorded(second),
              R"({"verdict":"ANONYMIZED","characters":13,"findings":{"EMAIL":1}})");
    EXPECT_EQ(action_reason(first.outcome()), "Guardrail blocked.");
    EXPECT_EQ(action_reason(second.outcome()), "Guardrail masked.");
    EXPECT_EQ(action_reason(Action::none), "No action.");
}

/// Whatever the rules are: a scan ends in time, and what it does not come to see is not let go.
TEST(Scans, OfTextsThatTakeTooMuchWorkBlock) {
    Rules rules;
    for (char end = 'c'; end < 'm'; ++end) {
        rules.regexes.push_back(
            {std::string{end}, std::string{"[ab]a[ab]{500}"} + end, {Action::none, Action::none}});
    }
    const auto guardrail = compiled(rules);
    SeededRandom random{7};
    std::string text;
    for (int i = 0; i < 5'000; ++i) {
        text += "ab"[random.below(2)];
    }
    const auto verdict = scan_one(guardrail, text);
    EXPECT_TRUE(verdict.blocked);
    EXPECT_EQ(verdict.outcomes[0], Action::block);
    EXPECT_FALSE(scan_one(guardrail, "a text in which little begins to match").blocked);
    bool blocked = false;
    EXPECT_EQ(stream_out(guardrail, {"fine. ", text}, &blocked), "fine. ");
    EXPECT_TRUE(blocked);
}

// Issue 5, section 5: nothing is let through because it could not be found out.
TEST(Scans, OfASegmentThatTakesTooMuchWorkBlock) {
    const auto guardrail = compiled(regex("[a-z]{3,900}[0-9]x", {Action::block, Action::block}));
    for (const std::size_t letters : {100, 2'000, 3'000, 4'080}) {
        const auto text = std::string(letters, 'a') + "7x 12";
        EXPECT_TRUE(scan({&guardrail, 1}, Source::input, text).blocked) << letters;
    }
}

TEST(Patterns, HaveALongestMatchUnlessTheyGoRound) {
    const auto longest = [](std::string_view pattern) {
        Automaton automaton;
        return automaton.longest(automaton.add(*compile_pattern(pattern)));
    };
    EXPECT_EQ(longest("abc"), 3U);
    EXPECT_EQ(longest("a(?:bc|d){1,3}e?"), 8U);
    EXPECT_EQ(longest(R"(\bé[ab]{40})"), 42U);
    EXPECT_EQ(longest("ab*"), SIZE_MAX);
    EXPECT_EQ(longest("(?:a+b){2}"), SIZE_MAX);
}

/// States are forgotten when there are too many: what comes out is the same.
TEST(Automata, ForgetStatesAndGoOn) {
    const auto guardrail = compiled(regex("(?:a|b)*a(?:a|b){14}c"));
    SeededRandom random{3};
    std::string text;
    std::string expected;
    for (int i = 0; i < 10; ++i) {
        std::string run;
        for (int j = 0; j < 1'000; ++j) {
            run += "ab"[random.below(2)];
        }
        run[985] = i % 2 == 0 ? 'a' : 'b';
        text += run + "c ";
        expected += (i % 2 == 0 ? "{R}" : run + "c") + " ";
    }
    EXPECT_EQ(scan_one(guardrail, text).text, expected);
}

}  // namespace
}  // namespace licet::guardrail
