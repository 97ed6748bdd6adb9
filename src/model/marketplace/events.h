// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/marketplace/agreement.h"

#include <boost/describe.hpp>

#include <variant>

namespace licet::model {

struct State;

struct AgreementAccepted {
    static constexpr std::string_view kName = "AgreementAccepted";
    std::string id;
    Agreement details;
};
BOOST_DESCRIBE_STRUCT(AgreementAccepted, (), (id, details))

/// The agreement's license was made available. Comes with the license's own event.
struct AgreementProvisioned {
    static constexpr std::string_view kName = "AgreementProvisioned";
    std::string id;
    Id128 license;
};
BOOST_DESCRIBE_STRUCT(AgreementProvisioned, (), (id, license))

/// The agreement ended; its license is withdrawn in the background.
struct AgreementEnded {
    static constexpr std::string_view kName = "AgreementEnded";
    std::string id;
    AgreementStatus status = AgreementStatus::CANCELLED;
    Time at;
};
BOOST_DESCRIBE_STRUCT(AgreementEnded, (), (id, status, at))

/// The ended agreement's license is withdrawn. Comes with the license's own event.
struct AgreementDeprovisioned {
    static constexpr std::string_view kName = "AgreementDeprovisioned";
    std::string id;
};
BOOST_DESCRIBE_STRUCT(AgreementDeprovisioned, (), (id))

void apply(State& state, const AgreementAccepted& event);
void apply(State& state, const AgreementProvisioned& event);
void apply(State& state, const AgreementEnded& event);
void apply(State& state, const AgreementDeprovisioned& event);

using MarketplaceEvent =
    std::variant<AgreementAccepted, AgreementProvisioned, AgreementEnded, AgreementDeprovisioned>;

}  // namespace licet::model
