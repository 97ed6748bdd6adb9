// SPDX-License-Identifier: Apache-2.0
#include "policy/value.h"

#include "policy/letters.h"

#include <fmt/format.h>

namespace licet::policy {
namespace {

const Context::Tags* tags_of(Key key, const Context& context) {
    switch (key) {
        case Key::aws_principal_tag:
            return context.principal_tags();
        case Key::aws_request_tag:
        case Key::aws_tag_keys:
            return context.request_tags();
        case Key::aws_resource_tag:
        case Key::iam_resource_tag:
        case Key::license_manager_resource_tag:
            return context.resource_tags();
        case Key::valueless:
            return context.supposed();
        default:
            return nullptr;
    }
}

/// Tag keys in condition keys are compared without regard to case; an exact one is preferred.
const std::string* find_tag(const Context::Tags& tags, const std::string& key) {
    if (const auto exact = tags.find(key); exact != tags.end()) {
        return &exact->second;
    }
    const auto found = std::find_if(tags.begin(), tags.end(),
                                    [&](const auto& tag) { return equal_letters(tag.first, key); });
    return found == tags.end() ? nullptr : &found->second;
}

}  // namespace

Values::Values(const KeyName& name, const Context& context) {
    if (context.has(name.key) && !has_suffix(name.key)) {
        if (context.is_list(name.key)) {
            many_ = context.values(name.key);
        } else {
            has_one_ = true;
            one_ = context.value(name.key);
        }
        return;
    }
    if (name.key == Key::aws_current_time || name.key == Key::aws_epoch_time) {
        if (context.now() != Time{}) {
            moment_ = context.now();
        }
        return;
    }
    if (name.key == Key::aws_token_issue_time) {
        moment_ = context.token_issue_time();
        return;
    }
    const auto* tags = tags_of(name.key, context);
    if (tags == nullptr) {
        return;
    }
    if (name.key == Key::aws_tag_keys) {
        keys_ = tags;
    } else if (const auto* value = find_tag(*tags, name.suffix); value != nullptr) {
        has_one_ = true;
        one_ = *value;
    }
}

bool Values::absent() const {
    return !has_one_ && !moment_ && many_.empty() && (keys_ == nullptr || keys_->empty());
}

std::optional<std::string_view> ValueText::find(const KeyName& name, const Context& context) {
    const Values values{name, context};
    if (values.moment()) {
        return write(name.key, *values.moment());
    }
    std::optional<std::string_view> found;
    std::size_t count = 0;
    values.any([&](std::string_view text) {
        found = text;
        return ++count > 1;
    });
    return count == 1 ? found : std::nullopt;
}

std::string_view ValueText::write(Key key, Time moment) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(moment);
    char* end = room_.data();
    if (key == Key::aws_epoch_time) {
        end = fmt::format_to(room_.data(), "{}", seconds.time_since_epoch().count());
    } else {
        const auto day = std::chrono::floor<std::chrono::days>(seconds);
        const std::chrono::year_month_day date{day};
        const std::chrono::hh_mm_ss clock{seconds - day};
        end = fmt::format_to(room_.data(), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int{date.year()},
                             unsigned{date.month()}, unsigned{date.day()}, clock.hours().count(),
                             clock.minutes().count(), clock.seconds().count());
    }
    return {room_.data(), static_cast<std::size_t>(end - room_.data())};
}

}  // namespace licet::policy
