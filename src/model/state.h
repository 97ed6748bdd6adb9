// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/guardrails.h"
#include "model/bedrock/models.h"
#include "model/checkout/checkout.h"
#include "model/first_use/first_use.h"
#include "model/grant/grant.h"
#include "model/identity/identity.h"
#include "model/license/license.h"
#include "model/marketplace/agreement.h"
#include "model/organization/organization.h"
#include "model/request/idempotency.h"
#include "model/token/token.h"

#include <string>
#include <string_view>

namespace licet::model {

/// Everything licet knows: what the log's events add up to. Owned by the engine's thread; decisions
/// read it, only apply() changes it. What is made of it by every file that has one is compiled
/// once, in state.cpp.
struct State {
    State();
    State(const State& other);
    State(State&& other) noexcept;
    State& operator=(const State& other);
    State& operator=(State&& other) noexcept;
    ~State();

    Organizations organization;
    Identities identity;
    Models models;
    Guardrails guardrail;
    Marketplace marketplace;
    Licenses license;
    Grants grant;
    Checkouts checkout;
    Tokens token;
    FirstUses first_use;
    Idempotency idempotency;
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (organization, identity, models, guardrail, marketplace, license, grant,
                       checkout, token, first_use, idempotency))

/// The state as bytes: equal states give equal bytes. O(size of the state).
std::string save(const State& state);

/// The state that save() wrote, with its indexes. @return `invalid` when the bytes are damaged.
Result<State> restore(std::string_view bytes);

/// The number that names the form of save()'s bytes; a snapshot of another form is not read.
inline constexpr std::uint32_t kStateFormat = 8;

}  // namespace licet::model
