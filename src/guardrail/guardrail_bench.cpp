// SPDX-License-Identifier: Apache-2.0
// What scanning costs with 100 words and 50 regexes. The baseline is what the plainest pass over
// the same text costs on the same machine: counting one letter, a byte at a time through a table.
#include "base/bench/bench.h"
#include "base/check.h"
#include "base/random.h"
#include "guardrail/guardrail.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace licet::guardrail {
namespace {

constexpr std::size_t kTextBytes = 8 << 20;
constexpr std::size_t kRounds = 9;
constexpr std::size_t kWholeBytes = 64 << 10;
constexpr std::size_t kTokenBytes = 4;

const std::string& prose() {
    static const auto text = [] {
        constexpr std::string_view kWords[] = {
            "the",     "report",   "Project",  "about",    "house", "in",   "and",
            "model",   "answers",  "data",     "is",       "of",    "that", "licence",
            "people.", "working,", "together", "question", "was",   "then", "other",
            "because", "anything", "first",    "(small)",  "years"};
        SeededRandom random{1};
        std::string made;
        while (made.size() < kTextBytes) {
            made += random.below(100) == 0 ? std::to_string(random.below(3'000))
                                           : kWords[random.below(std::size(kWords))];
            made += ' ';
        }
        return made;
    }();
    return text;
}

/// 100 words, the patterns of personal data, and others up to 50 that begin as varied as users' do.
const GuardrailPtr& guardrail() {
    static const auto compiled = [] {
        constexpr Actions kBlock{Action::block, Action::block};
        SeededRandom random{2};
        const auto letters = [&](char first, std::size_t count) {
            std::string made;
            for (; count > 0; --count) {
                made += static_cast<char>(first + static_cast<char>(random.below(26)));
            }
            return made;
        };
        Rules rules;
        for (std::size_t i = 0; i < 100; ++i) {
            rules.words.push_back({letters('a', 5 + random.below(8)), kBlock});
        }
        for (const auto* type :
             {"EMAIL", "CREDIT_DEBIT_CARD_NUMBER", "US_SOCIAL_SECURITY_NUMBER", "IP_ADDRESS",
              "MAC_ADDRESS", "URL", "AWS_ACCESS_KEY", "INTERNATIONAL_BANK_ACCOUNT_NUMBER", "PHONE",
              "VEHICLE_IDENTIFICATION_NUMBER"}) {
            rules.pii.push_back({type, kBlock});
        }
        for (std::size_t i = 0; i < 40; ++i) {
            rules.regexes.push_back(
                {fmt::format("r{}", i),
                 fmt::format(R"(\b{}-[0-9]{{4,{}}}(?:-[A-Z]{{2}})?\b)", letters('A', 3), 6 + i % 5),
                 kBlock});
        }
        auto made = Guardrail::compile(rules);
        LICET_CHECK(made.ok());
        return *std::move(made);
    }();
    return compiled;
}

template <typename Pass>
double megabytes_per_second(Pass pass) {
    const auto start = std::chrono::steady_clock::now();
    pass();
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    return static_cast<double>(prose().size()) / 1e6 / spent.count();
}

double plain() {
    static std::array<std::uint32_t, 256> table{};
    table['e'] = 1;
    return megabytes_per_second([] {
        std::uint32_t count = 0;
        for (const char c : prose()) {
            count = (count << 1 ^ count >> 3) + table[static_cast<unsigned char>(c)];
        }
        LICET_CHECK(count != 1);
    });
}

double whole() {
    return megabytes_per_second([] {
        const std::string_view text = prose();
        for (std::size_t at = 0; at < text.size(); at += kWholeBytes) {
            const auto part = text.substr(at, kWholeBytes);
            const auto verdict = scan({&guardrail(), 1}, Source::output, part);
            LICET_CHECK(!verdict.blocked && verdict.text.size() == part.size());
        }
    });
}

/// Nothing in it tells where words end.
double unbroken() {
    static const auto text = [] {
        auto made = prose();
        std::erase(made, ' ');
        made.resize(kTextBytes, 'x');
        return made;
    }();
    return megabytes_per_second([] {
        const auto verdict = scan({&guardrail(), 1}, Source::output, text);
        LICET_CHECK(!verdict.blocked && verdict.text.size() == text.size());
    });
}

double tokens() {
    return megabytes_per_second([] {
        StreamScanner scanner{{guardrail()}, Source::output};
        const std::string_view text = prose();
        std::string out;
        std::size_t sent = 0;
        for (std::size_t at = 0; at < text.size(); at += kTokenBytes) {
            scanner.write(text.substr(at, kTokenBytes), out);
            sent += out.size();
            out.clear();
        }
        scanner.finish(out);
        LICET_CHECK(sent + out.size() == text.size());
    });
}

void run(bench::Report& report) {
    struct Subject {
        std::string_view name;
        std::string_view goal;
        std::string_view what;
        double (*round)();
    };
    for (const auto& subject :
         {Subject{"guardrail.scan", ">= 0.5", "8 MB of prose in texts of 64 KiB", whole},
          Subject{"guardrail.unbroken", ">= 0.1", "8 MB without blanks in one text", unbroken},
          Subject{"guardrail.stream", ">= 0.02", "8 MB of prose in one stream, pieces of 4 bytes",
                  tokens}}) {
        std::vector<double> speeds, floors, ratios;
        subject.round();  // states are made when first met
        for (std::size_t i = 0; i < kRounds; ++i) {
            floors.push_back(plain());
            speeds.push_back(subject.round());
            ratios.push_back(speeds.back() / floors.back());
        }
        const auto ratio = bench::spread_of(ratios);
        report.add({.name = std::string{subject.name},
                    .value = bench::spread_of(speeds).median,
                    .unit = "MB/s",
                    .baseline = bench::spread_of(floors).median,
                    .ratio = ratio.median,
                    .goal = std::string{subject.goal},
                    .conditions = fmt::format(
                        "{}, 100 words and 50 patterns, ratios of {} rounds {}; baseline: "
                        "a pass of dependent look-ups, one for each byte",
                        subject.what, kRounds, ratio.range())});
    }
}

const bench::Benchmark kBenchmark{"guardrail", run};

}  // namespace
}  // namespace licet::guardrail
