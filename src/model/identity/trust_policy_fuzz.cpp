// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "model/identity/trust_policy.h"

#include <cstddef>
#include <cstdint>

/// Whatever a trust policy says, it is refused with a reason or every statement names somebody, and
/// every condition asks for something.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view json{reinterpret_cast<const char*>(data), size};
    const auto policy = licet::model::parse_trust_policy(json);
    if (!policy.ok()) {
        LICET_CHECK(!policy.error().message.empty());
        return 0;
    }
    LICET_CHECK(!policy->statements.empty());
    for (const auto& statement : policy->statements) {
        LICET_CHECK(!statement.trustees.empty());
        for (const auto& condition : statement.conditions) {
            LICET_CHECK(!condition.values.empty());
        }
    }
    return 0;
}
