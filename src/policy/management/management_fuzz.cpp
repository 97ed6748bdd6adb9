// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "policy/management/bedrock.h"
#include "policy/management/merge.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace licet::policy::management;

constexpr std::string_view kNames[] = {
    "bedrock",    "guardrail_inference", "us-east-1",       "c_1",
    "identifier", "model_enforcement",   "included_models", "X"};
constexpr std::string_view kOperatorNames[] = {"@@assign", "@@append", "@@remove",
                                               "@@operators_allowed_for_child_policies"};
constexpr std::string_view kValues[] = {
    R"("a")",
    R"(["a","b"])",
    R"(["b",1,null])",
    "[]",
    R"(["@@all"])",
    R"(["@@none"])",
    R"(["@@append","@@remove"])",
    R"("arn:aws:bedrock:us-east-1:111111111111:guardrail/abc:1")"};

/// Spells policies, most of which can be understood: each byte is the next choice.
class Spelling {
public:
    explicit Spelling(std::string_view bytes) : bytes_{bytes} {}

    std::string node(int depth) {
        std::string out = "{";
        for (unsigned more = next() % 4; more != 0; --more) {
            out += out.size() == 1 ? "\"" : ",\"";
            if (depth == 0 || next() % 3 == 0) {
                out += kOperatorNames[next() % std::size(kOperatorNames)];
                out += "\":";
                out += kValues[next() % std::size(kValues)];
            } else {
                out += kNames[next() % std::size(kNames)];
                out += "\":" + node(depth - 1);
            }
        }
        return out + "}";
    }

private:
    unsigned next() {
        if (bytes_.empty()) {
            return 0;
        }
        const auto byte = static_cast<unsigned char>(bytes_.front());
        bytes_.remove_prefix(1);
        return byte;
    }

    std::string_view bytes_;
};

void check(std::string_view json) {
    const auto parsed = parse(json);
    if (!parsed.ok()) {
        LICET_CHECK(parsed.error().message.starts_with("$"));
        return;
    }
    const PolicyPtr& policy = *parsed;
    const auto bedrock = check_bedrock(*policy, "111111111111");
    LICET_CHECK(bedrock.ok() || bedrock.error().message.starts_with("$"));
    const std::string effective = to_json(merge({{policy}}));
    LICET_CHECK(to_json(merge({{policy, policy}})) == effective);
    LICET_CHECK(to_json(merge({{}, {policy}, {}})) == effective);
    to_json(merge({{policy}, {policy}}));
}

}  // namespace

/// Whatever is given as a management policy is refused with a place, or is understood: given twice
/// to one target it comes to the same as once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    check(bytes);
    check(Spelling{bytes}.node(6));
    return 0;
}
