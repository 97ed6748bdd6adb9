// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"
#include "policy/key.h"

#include <array>
#include <bitset>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace licet::policy {

/// The values that condition keys have for one question. Refers to what the caller owns: cheap to
/// make, to copy and to change. A key that was not set is absent.
class Context {
public:
    using Tags = std::map<std::string, std::string>;

    void set(Key key, std::string_view value) {
        values_[index(key)] = {value.data(), value.size()};
        present_.set(index(key));
        multiple_.reset(index(key));
    }
    /// @param values outlive the context; an empty list is present and has no value.
    void set(Key key, std::span<const std::string_view> values) {
        values_[index(key)] = {values.data(), values.size()};
        present_.set(index(key));
        multiple_.set(index(key));
    }
    void unset(Key key) {
        present_.reset(index(key));
        multiple_.reset(index(key));
    }

    /// The tags that keys with a suffix and aws:TagKeys ask about; null: there are none.
    void set_principal_tags(const Tags* tags) { principal_tags_ = tags; }
    void set_request_tags(const Tags* tags) { request_tags_ = tags; }
    void set_resource_tags(const Tags* tags) { resource_tags_ = tags; }

    /// What a simulation supposes of keys that no call has a value for, by their text.
    void set_supposed(const Tags* values) { supposed_ = values; }

    /// The time of aws:CurrentTime and aws:EpochTime.
    void set_now(Time now) { now_ = now; }
    Time now() const { return now_; }

    /// The time of aws:TokenIssueTime; nothing: the caller's credentials are not temporary.
    void set_token_issue_time(std::optional<Time> time) { token_issue_time_ = time; }
    std::optional<Time> token_issue_time() const { return token_issue_time_; }

    bool has(Key key) const { return present_.test(index(key)); }
    bool is_list(Key key) const { return multiple_.test(index(key)); }
    /// The one value. Requires has() and not is_list().
    std::string_view value(Key key) const {
        const auto& value = values_[index(key)];
        return {static_cast<const char*>(value.data), value.size};
    }
    /// Requires has() and is_list().
    std::span<const std::string_view> values(Key key) const {
        const auto& value = values_[index(key)];
        return {static_cast<const std::string_view*>(value.data), value.size};
    }
    const Tags* principal_tags() const { return principal_tags_; }
    const Tags* request_tags() const { return request_tags_; }
    const Tags* resource_tags() const { return resource_tags_; }
    const Tags* supposed() const { return supposed_; }

private:
    /// A text, or with multiple_ a list of texts.
    struct Value {
        const void* data;
        std::size_t size;
    };
    static constexpr std::size_t index(Key key) { return static_cast<std::size_t>(key); }

    std::bitset<kKeyCount> present_;
    std::bitset<kKeyCount> multiple_;
    std::array<Value, kKeyCount> values_{};
    const Tags* principal_tags_ = nullptr;
    const Tags* request_tags_ = nullptr;
    const Tags* resource_tags_ = nullptr;
    const Tags* supposed_ = nullptr;
    Time now_{};
    std::optional<Time> token_issue_time_;
};

}  // namespace licet::policy
