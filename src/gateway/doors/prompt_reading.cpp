// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/prompt_reading.h"

#include "gateway/doors/reading.h"
#include "gateway/input_tags.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {
namespace {

constexpr std::size_t kImagesMax = 100;

/// By the first bytes of a file.
Result<Image> read_image(Json base64) {
    constexpr std::pair<std::string_view, std::string_view> kBeginnings[] = {
        {"iVBORw0KGgo", "png"}, {"/9j/", "jpeg"}, {"R0lGOD", "gif"}, {"UklGR", "webp"}};
    LICET_TRY(const auto bytes, read_base64(base64));
    for (const auto& [beginning, format] : kBeginnings) {
        if (bytes.starts_with(beginning)) {
            return Image{.format = format, .base64 = bytes};
        }
    }
    return wrong("must be a png, jpeg, gif or webp");
}

Result<void> read_images(Json list, Turn& turn) {
    return list.each_item([&](Json item) -> Result<void> {
        LICET_TRY(const auto image, read_image(item));
        turn.blocks.emplace_back(image);
        return turn.blocks.size() > kImagesMax
                   ? wrong(fmt::format("must not be more than {} pictures", kImagesMax))
                   : Result<void>{};
    });
}

Result<void> read_setting(std::string_view key, Json value, const PromptFormat& format,
                          Conversation& out) {
    if (key.empty()) {
        return unsupported();
    }
    if (key == format.max_tokens) {
        LICET_TRY(out.max_tokens, value.integer(format.max_tokens_min, kOutputTokensMax));
    } else if (key == format.temperature) {
        LICET_TRY(out.temperature, value.number(0, 1));
    } else if (key == format.top_p) {
        LICET_TRY(out.top_p, value.number(0, 1));
    } else if (key == format.top_k) {
        LICET_TRY(out.top_k, value.integer(0, kTopKLargest));
    } else if (key == format.stop_sequences) {
        LICET_TRY(out.stop_sequences, read_texts(value, kStopSequencesMost));
    } else {
        return unsupported();
    }
    return {};
}

bool is_in_template(std::string_view prompt, const PromptFormat& format) {
    return std::any_of(format.marks.begin(), format.marks.end(), [&](std::string_view mark) {
        return prompt.find(mark) != std::string_view::npos;
    });
}

}  // namespace

Result<Conversation> read_prompt_request(Json body, const PromptFormat& format) {
    Conversation out;
    std::string_view prompt;
    Turn turn;
    LICET_TRY_VOID(read_body(body, [&](std::string_view key, Json value) -> Result<void> {
        if (key == format.prompt) {
            LICET_TRY(prompt, value.filled_text());
            return {};
        }
        if (key == kInvokeGuardrailConfig) {
            return read_invoke_guardrail_config(value, out);
        }
        if (!format.images.empty() && key == format.images) {
            return read_images(value, turn);
        }
        if (!format.settings.empty()) {
            return key != format.settings
                       ? unsupported()
                       : value.each_member([&](std::string_view name, Json setting) {
                             return read_setting(name, setting, format, out);
                         });
        }
        return read_setting(key, value, format, out);
    }));
    LICET_TRY_VOID(required(!prompt.empty(), fmt::format("$.{}", format.prompt)));
    if (is_in_template(prompt, format)) {
        out.native_prompt = fmt::format("$.{}", format.prompt);
    }
    turn.blocks.emplace_back(Text{prompt});
    out.turns.push_back(std::move(turn));
    return out;
}

}  // namespace licet::gateway
