// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "guardrail/guardrail.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

using namespace licet::guardrail;

/// A guardrail with every rule that has something to say of short texts, and the pattern of the
/// input.
GuardrailPtr guardrail_of(std::string_view pattern) {
    constexpr Actions kMask{Action::anonymize, Action::anonymize};
    Rules rules{.words = {{"ab ba", {Action::none, Action::none}}},
                .pii = {{"EMAIL", kMask}, {"PHONE", kMask}, {"IP_ADDRESS", kMask}, {"URL", kMask}},
                .regexes = {{"R", std::string{pattern}, kMask}}};
    auto made = Guardrail::compile(rules);
    if (!made.ok()) {
        LICET_CHECK(!made.error().message.empty());
        rules.regexes.clear();
        made = Guardrail::compile(rules);
    }
    LICET_CHECK(made.ok());
    return *std::move(made);
}

}  // namespace

/// The input is a pattern to its first line end, and then a text. However the text is cut, it comes
/// out as when it is scanned whole.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto line = std::min(input.find('\n'), input.size());
    const auto guardrail = guardrail_of(input.substr(0, std::min<std::size_t>(line, 40)));
    const auto text = input.substr(std::min(line + 1, size));
    const auto whole = scan({&guardrail, 1}, Source::output, text);
    const std::size_t step = 1 + (size == 0 ? 0 : data[size - 1] % 7);
    StreamScanner scanner{{guardrail}, Source::output};
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += step) {
        scanner.write(text.substr(at, step), out);
        LICET_CHECK(scanner.held() <= kHeldBytesMax + 3);
    }
    scanner.finish(out);
    LICET_CHECK(out == whole.text);
    LICET_CHECK(scanner.findings() == whole.findings);
    return 0;
}
