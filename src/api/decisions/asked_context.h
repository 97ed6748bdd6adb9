// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"
#include "base/result.h"
#include "model/context.h"
#include "policy/context.h"

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The condition keys that a question about access gives values to.
namespace licet::api::decisions {

inline constexpr std::size_t kContextKeysMax = 50;
inline constexpr std::size_t kContextValuesMax = 50;   ///< of one key
inline constexpr std::size_t kContextBytesMax = 2048;  ///< of all values together

/// By condition key (`aws:SourceIp`, `licet:Grantee`, `aws:RequestTag/team`) a text or a list of
/// texts.
using ContextValues = std::map<std::string, JsonText>;

/// The keys with their values. What keys() gives refers to this.
class AskedContext {
public:
    /// @param tags of the resource; aws:ResourceTag adds to them
    explicit AskedContext(model::Tags tags = {}) : resource_tags_{std::move(tags)} {}
    AskedContext(const AskedContext&) = delete;
    AskedContext& operator=(const AskedContext&) = delete;

    /// @return `invalid`, with the key: for one that no policy can ask about, that licet fills in
    ///         by itself or that is there twice; for values that are too many, too long or no
    ///         texts.
    Result<void> read(const ContextValues& values);

    policy::Context keys() const;
    const model::Tags& resource_tags() const { return resource_tags_; }

private:
    Result<void> read_key(const std::string& name, std::string_view json);

    struct Value {
        policy::Key key;
        std::vector<std::string> texts;
        std::vector<std::string_view> views;
    };
    std::deque<Value> values_;
    std::size_t bytes_ = 0;
    model::Tags request_tags_;
    model::Tags resource_tags_;
};

}  // namespace licet::api::decisions
