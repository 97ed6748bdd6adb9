// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/agreement.h"

#include <array>
#include <charconv>

namespace licet::model {
namespace {

Error bad_duration() {
    return Error{ErrorKind::invalid,
                 "a duration reads like `P365D`, in years, months, weeks, days"};
}

}  // namespace

void Marketplace::index(const std::string& id, const Agreement& agreement) {
    by_acceptor[agreement.acceptor].insert(id);
    by_proposer[agreement.proposer].insert(id);
    if (!agreement.from_public) {
        accepted_offers.insert(agreement.offer_id);
    }
    if (agreement.provisioning) {
        provisioning.insert(id);
    }
    if (agreement.auto_renew && agreement.ends_at && agreement.status == AgreementStatus::ACTIVE) {
        renewals.emplace(*agreement.ends_at, id);
    }
}

void Marketplace::rebuild_indexes() {
    by_acceptor.clear();
    by_proposer.clear();
    by_buyer.clear();
    requests_by_acceptor.clear();
    accepted_offers.clear();
    cancellations_of.clear();
    provisioning.clear();
    renewals.clear();
    for (const auto& [id, agreement] : agreements) {
        index(id, agreement);
    }
    for (const auto& [id, offer] : offers) {
        for (const AccountId buyer : offer.buyers) {
            by_buyer[buyer].insert(id);
        }
    }
    for (const auto& [id, request] : requests) {
        requests_by_acceptor[request.acceptor].insert(id);
    }
    for (const auto& [id, cancellation] : cancellations) {
        cancellations_of[cancellation.agreement].insert(id);
    }
}

AgreementStatus status_at(const Agreement& agreement, Time now) {
    const bool over = agreement.ends_at && now > *agreement.ends_at && !agreement.auto_renew;
    return agreement.status == AgreementStatus::ACTIVE && over ? AgreementStatus::EXPIRED
                                                               : agreement.status;
}

std::optional<AgreementView> find_agreement(const Marketplace& state, AccountId account,
                                            std::string_view product, Time now) {
    const auto own = state.by_acceptor.find(account);
    if (own == state.by_acceptor.end()) {
        return std::nullopt;
    }
    for (const std::string& id : own->second) {
        const Agreement& agreement = state.agreements.at(id);
        const bool live =
            agreement.provisioning || status_at(agreement, now) == AgreementStatus::ACTIVE;
        if (live && agreement.product_id == product) {
            return AgreementView{id, agreement};
        }
    }
    return std::nullopt;
}

Result<Time> end_of(Time start, std::string_view duration) {
    constexpr std::string_view kUnits = "YMWD";
    std::array<int, kUnits.size()> counts{};
    if (!duration.starts_with('P') || duration.size() < 3) {
        return bad_duration();
    }
    std::size_t unit = 0;
    const char* at = duration.data() + 1;
    const char* const end = duration.data() + duration.size();
    while (at != end) {
        int count = 0;
        const auto [next, fault] = std::from_chars(at, end, count);
        unit = next == end ? kUnits.size() : kUnits.find(*next, unit);
        if (fault != std::errc{} || count < 0 || count > kAgreementDaysMax ||
            unit >= kUnits.size()) {
            return bad_duration();
        }
        counts[unit++] = count;
        at = next + 1;
    }
    const auto day = std::chrono::floor<std::chrono::days>(start);
    auto date = std::chrono::year_month_day{day} + std::chrono::years{counts[0]} +
                std::chrono::months{counts[1]};
    if (!date.ok()) {
        date =
            date.year() / date.month() / std::chrono::last;  // a 29, 30 or 31 that does not exist
    }
    const Time ends = std::chrono::sys_days{date} + std::chrono::weeks{counts[2]} +
                      std::chrono::days{counts[3]} + (start - day);
    if (ends <= start || ends > kTimeMax || ends - start > std::chrono::days{kAgreementDaysMax}) {
        return bad_duration();
    }
    return ends;
}

}  // namespace licet::model
