// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "guardrail/guardrail.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

using namespace licet::guardrail;

constexpr Actions kMask{Action::anonymize, Action::anonymize};
constexpr Actions kBlock{Action::block, Action::block};

struct Streamed {
    std::string out;
    std::vector<Finding> findings;
};

Streamed stream(const std::vector<GuardrailPtr>& guardrails, std::string_view text,
                std::size_t step) {
    StreamScanner scanner{guardrails, Source::output};
    Streamed all;
    for (std::size_t at = 0; at < text.size(); at += step) {
        scanner.write(text.substr(at, step), all.out);
        LICET_CHECK(scanner.held() <= kHeldBytesMax + 3);
    }
    scanner.finish(all.out);
    all.findings = scanner.findings();
    return all;
}

/// However the text is cut, it comes out as when it is scanned whole.
void check_cuts(const GuardrailPtr& guardrail, std::string_view text, std::size_t step) {
    const auto whole = scan({&guardrail, 1}, Source::output, text);
    const auto cut = stream({guardrail}, text, step);
    LICET_CHECK(cut.out == whole.text);
    LICET_CHECK(cut.findings == whole.findings);
}

/// And so where it is blocked.
void check_blocks(const std::vector<GuardrailPtr>& guardrails, std::string_view text,
                  std::size_t step) {
    const auto whole = stream(guardrails, text, std::max(text.size(), std::size_t{1}));
    const auto cut = stream(guardrails, text, step);
    LICET_CHECK(cut.out == whole.out);
    LICET_CHECK(cut.findings == whole.findings);
}

const GuardrailPtr& of_detectors() {
    static const auto compiled = [] {
        auto made = Guardrail::compile(
            {.words = {{"ab ba", {Action::none, Action::none}}},
             .pii = {{"EMAIL", kMask}, {"PHONE", kMask}, {"IP_ADDRESS", kMask}, {"URL", kMask}}});
        LICET_CHECK(made.ok());
        return *std::move(made);
    }();
    return compiled;
}

}  // namespace

/// The input is a pattern to its first line end, and then a text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto line = std::min(input.find('\n'), size);
    const auto text = input.substr(std::min(line + 1, size));
    const std::size_t step = 1 + (size == 0 ? 0 : data[size - 1] % 7);
    check_cuts(of_detectors(), text, step);
    const auto made =
        Guardrail::compile({.regexes = {{"R", std::string{input.substr(0, line)}, kMask}}});
    if (made.ok()) {
        check_cuts(*made, text, step);
        const auto blocks =
            Guardrail::compile({.regexes = {{"R", std::string{input.substr(0, line)}, kBlock}}});
        check_blocks({*blocks, of_detectors()}, text, step);
    } else {
        LICET_CHECK(!made.error().message.empty());
    }
    return 0;
}
