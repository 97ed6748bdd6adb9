// SPDX-License-Identifier: Apache-2.0
//
// Random offers, acceptances, amendments, cancellations and days against a naive model that keeps
// one line per agreement: what is refused and why, every status, every license's versions and
// grants, and who is entitled.
#include "model/grant/sub_grant.h"
#include "model/marketplace/marketplace_world_test.h"

#include <rapidcheck/gtest.h>

namespace licet::model {
namespace {

/// One agreement, as a buyer would note it down.
struct Line {
    AccountId acceptor;
    std::string product;
    bool is_public = false;
    bool is_public_offer = false;  ///< the seller is AWS Marketplace
    bool is_contract = false;
    std::int64_t seats = 0;
    std::optional<Time> ends;
    bool renews = false;
    AgreementStatus status = AgreementStatus::ACTIVE;
    int license = 0;

    bool active(Time now) const {
        return status == AgreementStatus::ACTIVE && (!ends || now <= *ends || renews);
    }
};

struct Naive {
    std::map<std::string, Line> lines;
    std::map<int, std::size_t> versions;  ///< by license
    int licenses = 0;

    const Line* active(AccountId account, const std::string& product, Time now) const {
        for (const auto& [id, line] : lines) {
            if (line.acceptor == account && line.product == product && line.active(now)) {
                return &line;
            }
        }
        return nullptr;
    }
    /// Notes a new agreement, and what became of the one whose license it took over.
    void add(const std::string& id, Line line, Line* old, AgreementStatus status) {
        if (old != nullptr) {
            old->status = status;
            line.license = old->license;
            ++versions[line.license];
        } else {
            line.license = ++licenses;
            versions[line.license] = 1;
        }
        lines.emplace(id, line);
    }
};

struct MarketplacePropertyTest : MarketplaceWorld {
    Naive naive;
    std::vector<Offer> offers;
    std::map<int, GrantId> grants;  ///< to one account, by naive license
    int made = 0;
    const std::vector<AccountId> buyers{buyer, other};
    const std::vector<std::string> products{sample::kCommandProduct, sample::kOpusProduct};

    /// All sides alike, whatever the size that RapidCheck is at.
    std::size_t roll(std::size_t sides) {
        return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, sides));
    }
    template <typename T>
    const T& pick(const std::vector<T>& from) {
        return from[roll(from.size())];
    }

    void add_offer() {
        const bool contract = roll(2) == 0;
        Offer given = offer(
            ++made, pick(products),
            contract ? std::vector{upfront(), legal(), renewal()} : std::vector{usage(), legal()});
        given.buyers = roll(3) == 0 ? buyers : std::vector{pick(buyers)};
        if (roll(2) == 0) {
            given.expires_at = world.now + static_cast<int>(roll(20)) * kDay;
        }
        offers.push_back(apply(given));
    }
    const Offer& any_offer() {
        if (offers.empty() || roll(6) == 0) {
            offers.push_back(public_of(pick(products)));
        }
        return pick(offers);
    }
    /// Mostly one that is active.
    std::string any_agreement() {
        std::vector<std::string> all{"agmt-none"};
        std::vector<std::string> active;
        for (const auto& [id, line] : naive.lines) {
            (line.active(world.now) ? active : all).push_back(id);
        }
        return active.empty() || roll(4) == 0 ? pick(all) : pick(active);
    }
    /// Mostly the acceptor of the agreement.
    AccountId anybody(const std::string& id) {
        const auto found = naive.lines.find(id);
        return found == naive.lines.end() || roll(4) == 0 ? pick(buyers) : found->second.acceptor;
    }
    static bool is_contract(const Offer& offer) {
        return std::holds_alternative<ConfigurableUpfrontPricingTerm>(offer.terms[0].details);
    }

    /// Why the account cannot have the offer, or nothing.
    std::string offer_fault(AccountId as, const Offer& given) {
        if (is_private(given) &&
            std::find(given.buyers.begin(), given.buyers.end(), as) == given.buyers.end()) {
            return "AgreementProposal";
        }
        return given.expires_at && world.now > *given.expires_at ? "EXPIRED_AGREEMENT_PROPOSAL"
                                                                 : "";
    }
    std::string source_fault(AccountId as, const std::string& source) {
        const auto found = naive.lines.find(source);
        if (found == naive.lines.end() || found->second.acceptor != as) {
            return "Agreement";
        }
        return found->second.active(world.now) ? "" : "INACTIVE_AGREEMENT";
    }

    void finish(AccountId as, const Result<RequestedAgreement>& requested, Line line, Line* old,
                AgreementStatus status) {
        world.take(requested->events);
        const std::string id = accept(as, request_id(requested->id));
        line.ends = agreement(id).ends_at;
        naive.add(id, line, old, status);
    }

    void buy(Intent intent) {
        const Offer given = any_offer();
        const std::string source = intent == Intent::NEW ? "" : any_agreement();
        const AccountId as = anybody(source);
        const auto seat_count = static_cast<std::int64_t>(1 + roll(5));
        const bool renews = is_contract(given) && roll(2) == 0;
        const auto choices = is_contract(given) ? std::vector{seats(seat_count), renewing(renews)}
                                                : std::vector<RequestedTerm>{};
        const auto requested =
            try_request(as, {intent, proposal_id(given), source, all_of(given, choices)});

        std::string fault = offer_fault(as, given);
        Line* old = nullptr;
        if (fault.empty() && intent == Intent::NEW) {
            old = const_cast<Line*>(naive.active(as, given.product_id, world.now));
            if (old != nullptr && !(old->is_public && is_private(given))) {
                fault = "DUPLICATE_AGREEMENT_IN_ORGANIZATION";
            }
        } else if (fault.empty()) {
            fault = source_fault(as, source);
            old = fault.empty() ? &naive.lines.at(source) : nullptr;
            if (old != nullptr && old->product != given.product_id) {
                fault = "INVALID_SOURCE_AGREEMENT_IDENTIFIER";
            }
        }
        RC_ASSERT(reason_of(requested) == fault);
        if (fault.empty()) {
            finish(as, requested,
                   {.acceptor = as,
                    .product = given.product_id,
                    .is_public = !is_private(given),
                    .is_public_offer = !is_private(given),
                    .is_contract = is_contract(given),
                    .seats = seat_count,
                    .ends = {},
                    .renews = renews},
                   old, AgreementStatus::REPLACED);
        }
    }

    void amend() {
        const std::string source = any_agreement();
        const AccountId as = anybody(source);
        const auto seat_count = static_cast<std::int64_t>(1 + roll(8));
        const auto requested = try_request(as, {Intent::AMEND, "", source, {seats(seat_count)}});
        std::string fault = source_fault(as, source);
        if (fault.empty() && !naive.lines.at(source).is_contract) {
            fault = "INVALID_REQUESTED_TERM_ID";
        } else if (fault.empty() && seat_count < naive.lines.at(source).seats) {
            fault = "INVALID_INCREMENTAL_CHARGE";
        }
        RC_ASSERT(reason_of(requested) == fault);
        if (fault.empty()) {
            Line* old = &naive.lines.at(source);
            Line line = *old;
            line.seats = seat_count;
            line.is_public = false;
            finish(as, requested, line, old, AgreementStatus::SUPERSEDED);
        }
    }

    void end() {
        const std::string id = any_agreement();
        const AccountId as = anybody(id);
        act_as(as);
        const auto ended = end_agreement(world.state, id, world.context());
        std::string fault = source_fault(as, id);
        if (fault.empty() && naive.lines.at(id).is_contract) {
            fault = "UNSUPPORTED_ACTION";
        }
        RC_ASSERT(reason_of(ended) == fault);
        if (fault.empty()) {
            world.take(*ended);
            world.run_background();
            naive.lines.at(id).status = AgreementStatus::CANCELLED;
            ++naive.versions[naive.lines.at(id).license];
        }
    }

    void end_by_consent() {
        const std::string id = any_agreement();
        act_as(seller);
        const auto sent = send_cancellation(world.state, {id}, world.context());
        const auto found = naive.lines.find(id);
        std::string fault = "Agreement";
        if (found != naive.lines.end() && !found->second.is_public_offer) {
            fault = found->second.active(world.now) ? "" : "INACTIVE_AGREEMENT";
        }
        RC_ASSERT(reason_of(sent) == fault);
        if (fault.empty()) {
            world.take(sent->events);
            act_as(found->second.acceptor);
            world.keep(answer_cancellation(
                world.state, {id, cancellation_id(sent->id), CancellationAnswer::accept},
                world.context()));
            world.run_background();
            found->second.status = AgreementStatus::CANCELLED;
            ++naive.versions[found->second.license];
        }
    }

    void pass_days() {
        world.now += static_cast<int>(1 + roll(25)) * kDay;
        world.run_background();
        std::vector<std::string> ids;
        for (const auto& [id, line] : naive.lines) {
            ids.push_back(id);
        }
        for (std::string id : ids) {
            while (naive.lines.at(id).renews && naive.lines.at(id).active(world.now) &&
                   *naive.lines.at(id).ends < world.now) {
                Line next = naive.lines.at(id);
                next.ends = *end_of(*next.ends, "P1M");
                const std::string& by = agreement(id).replaced_by;
                naive.add(by, next, &naive.lines.at(id), AgreementStatus::RENEWED);
                id = by;
            }
        }
    }

    /// Grants the license of an active agreement of the management account, once.
    void grant() {
        for (const auto& [id, line] : naive.lines) {
            if (line.acceptor == buyer && line.active(world.now) &&
                !grants.contains(line.license)) {
                grants[line.license] = world.create(GrantWorld::account_principal(world.in_inner),
                                                    buyer, agreement(id).license);
                return;
            }
        }
    }

    void check() {
        std::map<std::pair<AccountId, std::string>, int> active;
        RC_ASSERT(naive.lines.size() == marketplace().agreements.size());
        for (const auto& [id, line] : naive.lines) {
            const bool expired = line.status == AgreementStatus::ACTIVE && !line.active(world.now);
            RC_ASSERT(status(id) == (expired ? AgreementStatus::EXPIRED : line.status));
            active[{line.acceptor, line.product}] += line.active(world.now) ? 1 : 0;
            RC_ASSERT(license(id).versions.size() == naive.versions.at(line.license));
            if (line.active(world.now)) {
                RC_ASSERT(license(id).agreement == id);
                RC_ASSERT(current(license(id)).valid_until ==
                          (line.renews ? std::nullopt : line.ends));
            }
        }
        for (const auto& [key, count] : active) {
            RC_ASSERT(count <= 1);  // rule MP-9
            RC_ASSERT(entitled(key.first, key.second) == (count == 1));
        }
        for (const auto& [license, id] : grants) {
            RC_ASSERT(world.status(id) == "DISABLED");  // as when it was made: rules MP-7, ME-37
            RC_ASSERT(find_view(world.state, id)->at.version == 1U);
        }
    }

    void step() {
        switch (roll(11)) {
            case 0:
            case 1:
                return add_offer();
            case 2:
            case 3:
            case 4:
                return buy(Intent::NEW);
            case 5:
                return buy(Intent::REPLACE);
            case 6:
                return amend();
            case 7:
                return end();
            case 8:
                return grant();
            case 9:
                return end_by_consent();
            default:
                return pass_days();
        }
    }
};

// rules MP-2 to MP-10
RC_GTEST_FIXTURE_PROP(MarketplacePropertyTest, AgreesWithANaiveModel, ()) {
    const int steps = *rc::gen::inRange(1, 150);
    for (int i = 0; i < steps; ++i) {
        step();
        check();
    }
    const auto has = [&](AgreementStatus status) {
        return std::any_of(naive.lines.begin(), naive.lines.end(),
                           [&](const auto& line) { return line.second.status == status; });
    };
    RC_CLASSIFY(has(AgreementStatus::REPLACED), "replaced");
    RC_CLASSIFY(has(AgreementStatus::SUPERSEDED), "amended");
    RC_CLASSIFY(has(AgreementStatus::RENEWED), "renewed");
    RC_CLASSIFY(has(AgreementStatus::CANCELLED), "cancelled");
    RC_ASSERT(save(*restore(save(world.state))) == save(world.state));
}

}  // namespace
}  // namespace licet::model
