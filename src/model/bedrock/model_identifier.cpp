// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/model_identifier.h"

#include "model/bedrock/regions.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::model {
namespace {

constexpr std::size_t kLabelMax = 63;
constexpr std::size_t kDotsMax = 3;
constexpr std::size_t kColonsMax = 2;
constexpr std::size_t kApplicationIdMax = 64;

bool is_lower_alnum(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// Splits off what stands before the separator, or everything.
std::string_view take_until(std::string_view& text, char separator) {
    const auto end = std::min(text.find(separator), text.size());
    const auto head = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return head;
}

/// Labels of `a-z 0-9 -` with one to kDotsMax dots between them, then up to kColonsMax more behind
/// colons.
bool has_dotted_form(std::string_view text) {
    std::size_t dots = 0;
    std::size_t colons = 0;
    std::size_t label = 0;
    for (const char c : text) {
        if (is_lower_alnum(c) || c == '-') {
            if (++label > kLabelMax) {
                return false;
            }
            continue;
        }
        const bool separates =
            (c == '.' && colons == 0 && ++dots <= kDotsMax) || (c == ':' && ++colons <= kColonsMax);
        if (!separates || label == 0) {
            return false;
        }
        label = 0;
    }
    return label > 0 && dots > 0;
}

bool is_application_profile_id(std::string_view text) {
    return !text.empty() && text.size() <= kApplicationIdMax &&
           std::all_of(text.begin(), text.end(), is_lower_alnum);
}

Error refuse(std::string_view why) {
    return Error{ErrorKind::invalid, fmt::format("model identifier {}", why)};
}

Result<ModelRef> resolve_bare(std::string_view text) {
    if (is_system_profile_id(text)) {
        return ModelRef{.kind = ModelRefKind::system_profile, .id = text};
    }
    if (is_model_id(text)) {
        return ModelRef{.id = text};
    }
    return refuse("is neither a model id, nor a profile id, nor an ARN of one");
}

Result<ModelRef> resolve_profile(ModelRefKind kind, std::string_view region,
                                 std::string_view account, std::string_view id) {
    const bool formed = kind == ModelRefKind::system_profile ? is_system_profile_id(id)
                                                             : is_application_profile_id(id);
    if (!formed) {
        return refuse("has an ill-formed profile id");
    }
    auto owner = AccountId::parse(account);
    if (!owner) {
        return refuse("has an ill-formed account");
    }
    return ModelRef{.kind = kind, .id = id, .region = region, .account = *owner};
}

/// @param rest what follows `arn:aws:bedrock:`.
Result<ModelRef> resolve_arn(std::string_view rest) {
    const auto region = take_until(rest, ':');
    const auto account = take_until(rest, ':');
    const auto type = take_until(rest, '/');
    if (find_region(region) == nullptr) {
        return refuse("names no known region");
    }
    if (type == "inference-profile") {
        return resolve_profile(ModelRefKind::system_profile, region, account, rest);
    }
    if (type == "application-inference-profile") {
        return resolve_profile(ModelRefKind::application_profile, region, account, rest);
    }
    if (type != "foundation-model" || !account.empty() || !is_model_id(rest)) {
        return refuse("is not the ARN of a model or an inference profile");
    }
    return ModelRef{.id = rest, .region = region};
}

}  // namespace

std::string model_arn(std::string_view region, std::string_view model_id) {
    return fmt::format("arn:aws:bedrock:{}::foundation-model/{}", region, model_id);
}

std::string profile_arn(std::string_view region, AccountId account, std::string_view profile_id) {
    return fmt::format("arn:aws:bedrock:{}:{}:inference-profile/{}", region, account.text(),
                       profile_id);
}

std::string application_profile_arn(std::string_view region, AccountId account,
                                    std::string_view profile_id) {
    return fmt::format("arn:aws:bedrock:{}:{}:application-inference-profile/{}", region,
                       account.text(), profile_id);
}

Result<ModelRef> resolve_model_identifier(std::string_view text) {
    if (text.size() > kModelIdentifierMax) {
        return refuse("is too long");
    }
    constexpr std::string_view kArn = "arn:aws:bedrock:";
    return text.starts_with(kArn) ? resolve_arn(text.substr(kArn.size())) : resolve_bare(text);
}

bool is_model_id(std::string_view text) {
    return has_dotted_form(text) && !is_profile_prefix(text.substr(0, text.find('.')));
}

bool is_system_profile_id(std::string_view text) {
    const auto dot = text.find('.');
    return dot != std::string_view::npos && is_profile_prefix(text.substr(0, dot)) &&
           is_model_id(text.substr(dot + 1));
}

}  // namespace licet::model
