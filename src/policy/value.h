// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"
#include "policy/context.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace licet::policy {

/// The values of one condition key in one context. Refers to the context.
class Values {
public:
    Values(const KeyName& name, const Context& context);

    /// Whether there is none: an empty list counts as absent, as IAM's null.
    bool absent() const;
    /// Calls `test(text)` with each value until one is accepted. Not for moments.
    template <typename Test>
    bool any(Test test) const {
        if (has_one_) {
            return test(one_);
        }
        if (keys_ != nullptr) {
            return std::any_of(keys_->begin(), keys_->end(),
                               [&](const auto& tag) { return test(std::string_view{tag.first}); });
        }
        return std::any_of(many_.begin(), many_.end(), test);
    }
    /// The time that the key asks for, where the context has no text for the key.
    std::optional<Time> moment() const { return moment_; }

private:
    bool has_one_ = false;
    std::string_view one_;
    std::span<const std::string_view> many_;
    const Context::Tags* keys_ = nullptr;
    std::optional<Time> moment_;
};

/// Room for the text of a value that has to be written first.
class ValueText {
public:
    /// The one value of a key as a text, which lives as long as this; nothing when there is none or
    /// a list.
    std::optional<std::string_view> find(const KeyName& name, const Context& context);

    /// `2026-11-23T07:38:14Z`, or the seconds since 1970 for aws:EpochTime.
    std::string_view write(Key key, Time moment);

private:
    std::array<char, 24> room_;
};

}  // namespace licet::policy
