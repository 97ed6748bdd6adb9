// SPDX-License-Identifier: Apache-2.0
// Texts that the domain takes from callers: tags of grants, tokens, sums, names and policies. What
// is read has one form, which is read as the same again.
#include "base/check.h"
#include "model/bedrock/guardrails.h"
#include "model/bedrock/resource_policy.h"
#include "model/checkout/consumption_token.h"
#include "model/grant/scope.h"
#include "model/identity/api_key.h"
#include "model/license/quotas.h"
#include "model/marketplace/amount.h"
#include "model/token/claims.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace licet;
using namespace licet::model;

namespace {

/// `key=value` as a tag of a grant, which may limit it and set quotas.
void check_tag(std::string_view key, std::string_view value) {
    const auto scope = scope_of({{std::string{key}, std::string{value}}});
    LICET_CHECK(scope.ok() || !scope.error().message.empty());
    if (scope.ok() && *scope) {
        const auto again = scope_of(tags_of(**scope));
        LICET_CHECK(again.ok() && again->value_or(Scope{}).regions == (*scope)->regions);
        LICET_CHECK(again->value_or(Scope{}).not_after == (*scope)->not_after);
    }
    if (is_quota_key(key)) {
        const auto quota = read_quota(key, value);
        LICET_CHECK(quota.ok() ? quota->limit >= 1 && quota->limit <= kQuotaLimitMax
                               : !quota.error().message.empty());
        const auto counted = read_entitlement_quota(key, static_cast<std::int64_t>(value.size()));
        LICET_CHECK(!counted.ok() || counted->limit == static_cast<std::int64_t>(value.size()));
    }
}

void check_names(std::string_view text) {
    if (const auto id = GrantId::parse(text); id.ok()) {
        LICET_CHECK(id->text() == text);
    }
    if (const auto token = ConsumptionToken::parse(text); token.ok()) {
        LICET_CHECK(token->text() == text);
    }
    if (const auto amount = Amount::parse(text); amount.ok()) {
        LICET_CHECK(Amount::parse(amount->text()).value() == *amount);
        LICET_CHECK(!amount->plus(*amount).ok() || *amount->plus(*amount) >= *amount);
    }
    if (const auto version = parse_guardrail_version(text)) {
        LICET_CHECK(guardrail_version_text(*version) == text);
    }
    parse_guardrail_name(text);
    read_api_key(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) {
        check_tag(text.substr(0, equals), text.substr(equals + 1));
    }
    check_names(text);
    if (const auto claims = read_claims(text); claims.ok()) {
        LICET_CHECK(write_claims(read_claims(write_claims(*claims)).value()) ==
                    write_claims(*claims));
    }
    if (const auto policy = ResourcePolicy::read(text); !policy.ok()) {
        LICET_CHECK(!policy.error().message.empty());
    }
    return 0;
}
