// SPDX-License-Identifier: Apache-2.0
#include "api/decisions/asked_context.h"

#include "policy/key.h"
#include "policy/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::api::decisions {
namespace {

using policy::Key;

constexpr std::size_t kShownMax = 128;  // bytes of a key that a message repeats

/// What says so of the subject, the resource's account, the time and the region is looked up, or is
/// a member of the question by itself.
constexpr Key kFilledIn[] = {Key::aws_principal_arn,
                             Key::aws_principal_account,
                             Key::aws_principal_org_id,
                             Key::aws_principal_org_paths,
                             Key::aws_principal_type,
                             Key::aws_principal_tag,
                             Key::aws_userid,
                             Key::aws_username,
                             Key::aws_token_issue_time,
                             Key::aws_current_time,
                             Key::aws_epoch_time,
                             Key::aws_requested_region,
                             Key::aws_resource_account,
                             Key::aws_resource_org_id,
                             Key::aws_resource_org_paths,
                             Key::aws_principal_is_aws_service,
                             Key::bedrock_inference_profile_arn};

Error refused(std::string_view key, std::string_view why) {
    return {ErrorKind::invalid, fmt::format("$.context: `{}` {}", key.substr(0, kShownMax), why)};
}

Result<std::vector<std::string>> read_texts(const std::string& name, std::string_view json) {
    using namespace policy::reading;
    std::vector<std::string> texts;
    const auto read = each_item("$", json, kContextValuesMax,
                                [&](const std::string& at, std::string_view item) -> Result<void> {
                                    LICET_TRY(texts.emplace_back(), read_string(at, item));
                                    return {};
                                });
    if (!read.ok() || texts.empty()) {
        return refused(
            name, fmt::format("must be a text, or a list of 1 to {} texts", kContextValuesMax));
    }
    return texts;
}

}  // namespace

Result<void> AskedContext::read(const ContextValues& values) {
    if (values.size() > kContextKeysMax) {
        return Error{ErrorKind::invalid, fmt::format("$.context: has {} keys; at most {} are read",
                                                     values.size(), kContextKeysMax)};
    }
    for (const auto& [name, value] : values) {
        LICET_TRY_VOID(read_key(name, value.text));
    }
    return {};
}

Result<void> AskedContext::read_key(const std::string& name, std::string_view json) {
    const auto key = policy::find_key(name);
    if (!key || key->key == Key::valueless) {
        return refused(name, "is no condition key that policies here can ask about");
    }
    if (std::find(std::begin(kFilledIn), std::end(kFilledIn), key->key) != std::end(kFilledIn)) {
        return refused(name, "is filled in by licet; leave it out");
    }
    LICET_TRY(auto texts, read_texts(name, json));
    if (texts.size() > 1 && !policy::is_multivalued(key->key)) {
        return refused(name, "has one value only");
    }
    for (const auto& text : texts) {
        bytes_ += text.size();
    }
    if (bytes_ > kContextBytesMax) {
        return refused(name, fmt::format("and those before it have more than {} bytes of values",
                                         kContextBytesMax));
    }
    if (policy::has_suffix(key->key)) {
        auto& tags = key->key == Key::aws_request_tag ? request_tags_ : resource_tags_;
        // A question's tags of the resource may be given in both forms; the context's count.
        tags[key->suffix] = std::move(texts.front());
    } else if (std::any_of(values_.begin(), values_.end(),
                           [&](const Value& value) { return value.key == key->key; })) {
        return refused(name, "is there twice, in other letters");
    } else {
        auto& value = values_.emplace_back(Value{key->key, std::move(texts), {}});
        value.views.assign(value.texts.begin(), value.texts.end());
    }
    return {};
}

policy::Context AskedContext::keys() const {
    policy::Context context;
    for (const auto& value : values_) {
        if (policy::is_multivalued(value.key)) {
            context.set(value.key, std::span{value.views});
        } else {
            context.set(value.key, value.views.front());
        }
    }
    if (!request_tags_.empty()) {
        context.set_request_tags(&request_tags_);
    }
    context.set_resource_tags(&resource_tags_);
    return context;
}

}  // namespace licet::api::decisions
