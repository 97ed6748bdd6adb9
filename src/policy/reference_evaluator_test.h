// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// IAM's evaluation read off the user guide, from the text of the policy at each question, with no
/// thought of speed: the judge of compile() and evaluate().
namespace licet::policy::reference {

using Texts = std::vector<std::string>;

/// A question in texts alone; keys in lower case. Tags are keys of their own.
struct Asked {
    std::string action;
    std::string resource;
    std::map<std::string, Texts> values;
};

/// The statements that apply.
struct Judgement {
    std::set<std::size_t> allowing;
    std::set<std::size_t> denying;
};

Judgement judge(std::string_view policy, const Asked& asked);

}  // namespace licet::policy::reference
