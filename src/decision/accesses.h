// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/arn_text.h"
#include "decision/target.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace licet::decision {

/// One thing that policies must allow for a call.
struct Access {
    const policy::Action& action;
    std::string_view resource;
    std::string_view region;  ///< what aws:RequestedRegion is
    const model::Tags* resource_tags = nullptr;
    AccountId resource_account = {};  ///< none: AWS owns it
};

/// All that policies must allow for a call. Directly: the model. Through a profile: the profile,
/// the model in the source region, and the model in every destination region, which a global
/// profile has one of that is nowhere. With a bearer token: its use. Refers to target and question.
/// Source: rules BA-31, BA-32; Bedrock User Guide, "Amazon Bedrock API keys".
class Accesses {
public:
    /// Requires a target that check_regions() lets pass.
    Accesses(const Target& target, const Question& question);

    std::size_t size() const { return size_; }
    /// @param text holds the ARN. Requires n < size().
    Access get(std::size_t n, ArnText& text) const;
    /// Whether it asks for the model once more, in another region.
    bool is_elsewhere(std::size_t n) const;
    /// The profile's ARN; empty for a direct call. Source: rule BA-33.
    std::string_view profile() const { return profile_.text(); }

private:
    const Target& target_;
    const Question& question_;
    const std::vector<std::string>& destinations_;
    std::size_t size_ = 1;  // of models and profiles
    bool bearer_ = false;
    ArnText profile_;
};

}  // namespace licet::decision
