// SPDX-License-Identifier: Apache-2.0
// Bodies on their way to an upstream: the client's own with its members edited are JSON in which
// the edited members say what they were set to, once, and Converse's and InvokeModel's are JSON
// whatever was asked.
#include "base/check.h"
#include "base/json_mutator_fuzz.h"
#include "gateway/door.h"
#include "gateway/json.h"
#include "gateway/makers.h"
#include "gateway/sample_bodies_fuzz.h"
#include "gateway/upstreams/body_edit.h"
#include "gateway/upstreams/converse_request.h"
#include "gateway/upstreams/invoke_request.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

using namespace licet;
using namespace licet::gateway;

namespace {

using Members = std::map<std::string, std::string, std::less<>>;

/// The members of an object, minified. @return nothing for other values, and for equal names
std::optional<Members> members_of(std::string_view text) {
    JsonReader reader;
    const auto json = reader.parse(text, JsonReader::Padding::absent);
    if (!json.ok() || !json->is_object()) {
        return std::nullopt;
    }
    Members out;
    const auto read = json->each_member([&](std::string_view key, Json value) -> Result<void> {
        out.emplace(key, value.minified());
        return {};
    });
    return read.ok() ? std::optional{out} : std::nullopt;
}

/// What InvokeModel is sent, as it came and said anew.
void check_makers(std::string_view text, const Json& body) {
    for (const auto* model :
         {"amazon.nova-pro-v1:0", "amazon.titan-text-lite-v1", "cohere.command-r-v1:0",
          "meta.llama3-8b-instruct-v1:0", "mistral.mistral-7b-instruct-v0:2", "deepseek.r1-v1:0"}) {
        const auto* const door = maker_door(model, body);
        auto asked = door->read(body);
        if (!asked.ok()) {
            continue;
        }
        for (const auto own : {text, std::string_view{}}) {
            const auto sent = invoke_body(model, door->dialect(), own, *asked);
            LICET_CHECK(!sent || members_of(*sent));
        }
        if (asked->max_tokens) {
            continue;
        }
        asked->max_tokens = 7;
        asked->limit_is_ours = true;
        if (const auto limited = invoke_body(model, door->dialect(), text, *asked)) {
            JsonReader other;
            const auto again = other.parse(*limited, JsonReader::Padding::absent);
            LICET_CHECK(again.ok());
            const auto read = door->read(*again);
            LICET_CHECK(read.ok() && read->max_tokens == 7);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    JsonReader reader;
    const auto body = reader.parse(text, JsonReader::Padding::absent);
    if (!body.ok() || !body->is_object()) {
        return 0;
    }
    const std::array<MemberEdit, 3> edits{{{"model", R"("theirs")"}, {"stream"}, {"n", "1"}}};
    if (const auto edited = edit_members(text, edits)) {
        auto expected = members_of(text);
        const auto got = members_of(*edited);
        LICET_CHECK(!expected || got);
        if (expected) {
            (*expected)["model"] = R"("theirs")";
            (*expected)["n"] = "1";
            expected->erase("stream");
            LICET_CHECK(*got == *expected);
        }
    }
    for (const auto* door : {&converse_door(), &messages_door(), &chat_door(), &responses_door()}) {
        const auto asked = door->read(*body);
        for (const auto maker :
             {Maker::anthropic, Maker::amazon_nova, Maker::cohere, Maker::other}) {
            if (asked.ok()) {
                const auto written = converse_body(*asked, maker);
                JsonReader other;
                LICET_CHECK(!written.ok() ||
                            other.parse(*written, JsonReader::Padding::absent).ok());
            }
        }
    }
    check_makers(text, *body);
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return licet::fuzz::JsonMutator{kSampleBodies, seed}.mutate(data, size, max_size);
}
