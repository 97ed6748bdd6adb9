// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/marketplace/agreement.h"

#include <optional>
#include <string_view>

namespace licet::model {

struct State;

/// Which agreement a new one takes the place of, and what becomes of that.
struct Succession {
    std::optional<AgreementView> replaced;  ///< none: the first for its product
    AgreementStatus status = AgreementStatus::REPLACED;
};

/// The agreement with that id, if the account is its acceptor.
/// @return ResourceNotFoundException for one that is unknown or none of the account's business;
///         AccessDeniedException INVALID_ACCESS when the account is its proposer.
Result<AgreementView> require_accepted(const State& state, AccountId account, std::string_view id);

/// What accepting the offer (null: an amendment within an agreement's own terms) means for the
/// agreements of the account.
/// @param source the agreement that the intent names; empty for NEW.
/// @return as request_agreement, as far as intent, offer and source are concerned.
/// Source: rules MP-3 to MP-6, MP-9, MP-11.
Result<Succession> succession(const State& state, AccountId account, Intent intent,
                              const Offer* offer, std::string_view source, Time now);

}  // namespace licet::model
