// SPDX-License-Identifier: Apache-2.0
#include "decision/work.h"

namespace licet::decision {
namespace {

constexpr std::size_t kAnswerWork = 64;     // without any policy
constexpr std::size_t kResourceBytes = 64;  // longer resources count as several

}  // namespace

std::size_t work_of(const policy::Document& document, std::string_view resource) {
    return policy::text_of(document).size() * (1 + resource.size() / kResourceBytes);
}

std::size_t work_of(const Facts& facts, const Subject& subject, std::string_view resource) {
    std::size_t work = kAnswerWork;
    const auto add = [&](const model::NamedDocument& policy) {
        work += policy.repeated ? 0 : work_of(*policy.document, resource);
    };
    const auto levels = facts.control_levels(subject.account);
    for (const auto* level : levels.all()) {
        for (const auto& policy : level->policies) {
            add(policy);
        }
    }
    if (subject.principal != nullptr) {
        const auto rights = facts.rights(*subject.principal);
        for (const auto& policy : rights.identity) {
            add(policy);
        }
        if (rights.boundary != nullptr) {
            add(*rights.boundary);
        }
    }
    return work;
}

}  // namespace licet::decision
