// SPDX-License-Identifier: Apache-2.0
// What callers send as trace contexts, and what is told of them to a collector.
#include "base/check.h"
#include "obs/trace.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace licet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto parent = obs::parse_traceparent(text);
    if (parent) {
        LICET_CHECK(parent->trace_id.size() == 32 && parent->span_id.size() == 16);
        LICET_CHECK(obs::parse_traceparent(obs::traceparent_text(*parent)) == parent);
    }
    const obs::Span span{.self = parent.value_or(obs::TraceParent{}),
                         .trace_state = std::string{text},
                         .name = std::string{text},
                         .attributes = {{"text", std::string{text}}}};
    const auto json = obs::otlp_json({&span, 1});
    LICET_CHECK(std::all_of(json.begin(), json.end(), [](char c) { return c < 0 || c >= ' '; }));
    LICET_CHECK(std::count(json.begin(), json.end(), '"') % 2 == 0 || json.find('\\') != json.npos);
    return 0;
}
