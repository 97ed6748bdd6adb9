// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/shapes.h"

#include "model/marketplace/errors.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::api::marketplace_agreement {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_letter_or_digit(char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
}

/// Whether the text is made of letters, digits and `others`.
bool made_of(std::string_view text, std::string_view others) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
    });
}

bool is_id(std::string_view text, std::string_view prefix) {
    return text.starts_with(prefix) && text.size() > prefix.size() &&
           made_of(text.substr(prefix.size()), "");
}

std::string_view resource_type(model::ProductKind kind) {
    switch (kind) {
        case model::ProductKind::model:
        case model::ProductKind::saas:
            return "SaaSProduct";
        case model::ProductKind::container:
            return "ContainerProduct";
        case model::ProductKind::data:
            return "DataProduct";
    }
    return "SaaSProduct";
}

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

}  // namespace

bool is_resource_id(std::string_view text) {
    return made_of(text, "_/-");
}
bool is_proposal_id(std::string_view text) {
    return is_id(text, "at-") || is_id(text, "ap-");
}
bool is_request_id(std::string_view text) {
    return is_id(text, "ar-");
}
bool is_cancellation_id(std::string_view text) {
    return is_id(text, "acr-");
}
bool is_client_token(std::string_view text) {
    return made_of(text, "-");
}
bool is_word(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_letter);
}
bool is_catalog(std::string_view text) {
    return made_of(text, ".-");
}
bool is_page_token(std::string_view text) {
    return made_of(text, "+/=_-");
}

Result<Page<std::string>> page_of(const Listing& listing, const NextToken& token,
                                  const MaxResults& size) {
    Page<std::string> page{.after = std::nullopt, .size = kPageMax};
    if (size) {
        page.size = static_cast<std::size_t>(size->value);
    }
    if (token) {
        auto key = listing.key_in(*token);
        if (!key.ok()) {
            return model::not_valid("INVALID_NEXT_TOKEN", key.error().message);
        }
        page.after = *std::move(key);
    }
    return page;
}

std::map<std::string, std::size_t> positions(std::size_t count) {
    std::map<std::string, std::size_t> keys;
    for (std::size_t i = 0; i < count; ++i) {
        keys.emplace(fmt::format("{:08}", i), i);
    }
    return keys;
}

Result<bool> is_listed(const std::optional<Catalog>& catalog,
                       const std::optional<AgreementType>& type) {
    if (catalog && *catalog != kCatalog) {
        return model::not_valid("INVALID_CATALOG",
                                fmt::format("the only catalog is `{}`", kCatalog));
    }
    return !type || *type == kAgreementType;
}

Resource show_product(const model::State& state, const std::string& product) {
    const model::Product* known = model::find_product(state.models, product);
    const auto kind = known == nullptr ? model::ProductKind::model : known->kind;
    return {product, std::string{resource_type(kind)}};
}

AgreementViewSummary show_agreement(const model::State& state, const std::string& id,
                                    const model::Agreement& agreement, Time now) {
    return {.agreementId = id,
            .acceptanceTime = agreement.accepted_at,
            .startTime = agreement.starts_at,
            .endTime = agreement.ends_at,
            .agreementType = std::string{kAgreementType},
            .acceptor = {agreement.acceptor.text()},
            .proposer = {agreement.proposer.text()},
            .proposalSummary = {.resources = {show_product(state, agreement.product_id)},
                                .offerId = agreement.offer_id,
                                .offerSetId = unless_empty(agreement.offer_set_id)},
            .status = model::status_at(agreement, now)};
}

Result<model::AgreementView> require_agreement(const Call& call, std::string_view id) {
    const auto& agreements = call.state().marketplace.agreements;
    const auto found = agreements.find(id);
    if (found == agreements.end() ||
        (found->second.acceptor != call.account() && found->second.proposer != call.account())) {
        return model::unknown_resource("Agreement", id);
    }
    return model::AgreementView{found->first, found->second};
}

Result<std::vector<model::GiveOrder>> read_orders(const std::vector<PurchaseOrder>& orders) {
    std::vector<model::GiveOrder> read;
    for (const PurchaseOrder& order : orders) {
        if (!order.purchaseOrderReference) {
            return model::not_valid(
                "MISSING_PURCHASE_ORDER_REFERENCE",
                fmt::format("charge `{}` needs a purchaseOrderReference", order.chargeId));
        }
        model::GiveOrder given{.charge = order.chargeId,
                               .reference = *order.purchaseOrderReference};
        if (order.agreementId) {
            given.agreement = *order.agreementId;
        }
        if (order.chargeRevision) {
            given.revision = order.chargeRevision->value;
        }
        read.push_back(std::move(given));
    }
    return read;
}

AnsweredCancellation show_cancellation(const model::CancellationView& view) {
    return {{.agreementId = view.details.agreement,
             .agreementCancellationRequestId = view.id,
             .status = view.status,
             .reasonCode = view.details.reason,
             .description = unless_empty(view.details.description),
             .createdAt = view.details.created_at,
             .updatedAt = view.details.updated_at},
            unless_empty(view.details.status_message)};
}

Result<AnsweredCancellation> answer(Call& call, const model::AnswerCancellation& command) {
    LICET_TRY(auto events, model::answer_cancellation(call.state(), command, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Marketplace::Agreement", command.agreement);
    return show_cancellation(
        model::view_cancellation(call.state(), command.request, call.context().now));
}

}  // namespace licet::api::marketplace_agreement
