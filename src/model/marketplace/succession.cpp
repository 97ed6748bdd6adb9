// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/succession.h"

#include "model/marketplace/errors.h"
#include "model/marketplace/offers.h"
#include "model/state.h"

#include <fmt/format.h>
#include <boost/describe/enum_to_string.hpp>

namespace licet::model {
namespace {

/// Source: rule MP-6.
bool starts_later(const Offer& offer, Time now) {
    for (const Term& term : offer.terms) {
        if (const auto* validity = std::get_if<ValidityTerm>(&term.details)) {
            return validity->start && *validity->start > now;
        }
    }
    return false;
}

/// Source: rule MP-4.
Result<void> check_offer(const Offer& offer, Time now) {
    if (is_expired(offer, now)) {
        return not_valid("EXPIRED_AGREEMENT_PROPOSAL",
                         fmt::format("offer `{}` could be accepted until {}", offer.offer_id,
                                     format_iso8601(*offer.expires_at)));
    }
    if (offer.available_from && now < *offer.available_from) {
        return not_valid("INVALID_AGREEMENT_PROPOSAL_IDENTIFIER",
                         fmt::format("offer `{}` can be accepted from {} on", offer.offer_id,
                                     format_iso8601(*offer.available_from)));
    }
    return {};
}

Result<void> check_account(const State& state, AccountId account) {
    const Account* found = find_account(state.organization, account);
    if (found == nullptr || found->state != AccountState::ACTIVE) {
        return not_allowed("INVALID_ACCOUNT_STATE",
                           fmt::format("account `{}` is not ACTIVE", account.text()));
    }
    return {};
}

Error in_progress(const AgreementView& agreement) {
    return resource_conflict(
        "Agreement", agreement.id,
        fmt::format("agreement `{}` is still being set up or wound up; try again in a moment",
                    agreement.id));
}

Result<Succession> take_new(const State& state, AccountId account, const Offer& offer, Time now) {
    if (!offer.replaces_agreement.empty()) {
        return not_valid("INVALID_INTENT",
                         fmt::format("offer `{}` replaces agreement `{}`: give REPLACE as intent "
                                     "and the agreement as sourceAgreementIdentifier",
                                     offer.offer_id, offer.replaces_agreement));
    }
    const auto other = find_agreement(state.marketplace, account, offer.product_id, now);
    if (!other) {
        return Succession{};
    }
    if (other->details.provisioning) {
        return in_progress(*other);
    }
    if (is_private(offer) && other->details.from_public) {
        return Succession{other, AgreementStatus::REPLACED};
    }
    if (is_private(offer) && starts_later(offer, now)) {
        return Succession{other, AgreementStatus::RENEWED};
    }
    return not_valid("DUPLICATE_AGREEMENT_IN_ORGANIZATION",
                     fmt::format("account `{}` has agreement `{}` for product `{}`: give REPLACE "
                                 "or AMEND as intent and that as sourceAgreementIdentifier",
                                 account.text(), other->id, offer.product_id));
}

Result<void> check_source(const AgreementView& source, const Offer* offer, Intent intent,
                          Time now) {
    const AgreementStatus status = status_at(source.details, now);
    if (status != AgreementStatus::ACTIVE) {
        return not_valid("INACTIVE_AGREEMENT",
                         fmt::format("agreement `{}` is {}", source.id,
                                     boost::describe::enum_to_string(status, "")));
    }
    if (offer == nullptr) {
        return {};
    }
    if (intent == Intent::AMEND && offer->currency != source.details.currency) {
        return not_valid("INVALID_CURRENCY_CODE",
                         fmt::format("agreement `{}` is in {}, offer `{}` is not", source.id,
                                     source.details.currency, offer->offer_id));
    }
    const bool meant = offer->replaces_agreement.empty() || offer->replaces_agreement == source.id;
    if (offer->product_id != source.details.product_id || (intent == Intent::REPLACE && !meant)) {
        return not_valid("INVALID_SOURCE_AGREEMENT_IDENTIFIER",
                         fmt::format("offer `{}` is not meant to change agreement `{}`",
                                     offer->offer_id, source.id));
    }
    return {};
}

Result<void> check_identifiers(Intent intent, const Offer* offer, std::string_view source) {
    if (intent == Intent::NEW && !source.empty()) {
        return not_valid("INVALID_SOURCE_AGREEMENT_IDENTIFIER",
                         "intent NEW takes no sourceAgreementIdentifier");
    }
    if (intent != Intent::NEW && source.empty()) {
        return not_valid("MISSING_SOURCE_AGREEMENT_IDENTIFIER",
                         "intents AMEND and REPLACE need a sourceAgreementIdentifier");
    }
    if (intent != Intent::AMEND && offer == nullptr) {
        return not_valid("MISSING_AGREEMENT_PROPOSAL_IDENTIFIER",
                         "intents NEW and REPLACE need an agreementProposalIdentifier");
    }
    return {};
}

}  // namespace

Result<AgreementView> require_accepted(const State& state, AccountId account, std::string_view id) {
    const auto found = state.marketplace.agreements.find(id);
    const bool known = found != state.marketplace.agreements.end();
    if (known && found->second.acceptor == account) {
        return AgreementView{found->first, found->second};
    }
    if (known && found->second.proposer == account) {
        return not_allowed("INVALID_ACCESS",
                           fmt::format("only the acceptor of agreement `{}` can do this", id));
    }
    return unknown_resource("Agreement", id);
}

Result<Succession> succession(const State& state, AccountId account, Intent intent,
                              const Offer* offer, std::string_view source, Time now) {
    LICET_TRY_VOID(check_account(state, account));
    LICET_TRY_VOID(check_identifiers(intent, offer, source));
    if (offer != nullptr) {
        LICET_TRY_VOID(check_offer(*offer, now));
    }
    if (intent == Intent::NEW) {
        return take_new(state, account, *offer, now);
    }
    LICET_TRY(const AgreementView agreement, require_accepted(state, account, source));
    LICET_TRY_VOID(check_source(agreement, offer, intent, now));
    if (agreement.details.provisioning) {
        return in_progress(agreement);
    }
    if (intent == Intent::AMEND) {
        return Succession{agreement, AgreementStatus::SUPERSEDED};
    }
    return Succession{agreement, starts_later(*offer, now) ? AgreementStatus::RENEWED
                                                           : AgreementStatus::REPLACED};
}

}  // namespace licet::model
