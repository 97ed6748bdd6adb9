// SPDX-License-Identifier: Apache-2.0
// Random worlds and questions: the reference, decide() on the state, decide() on the index and
// explain() must all give the same verdict for the same reason; and of each world who_can(),
// what_can() and availability_of() must say the same too.
#include "base/cases_test.h"
#include "decision/allocations_test.h"
#include "decision/availability.h"
#include "decision/decide_product.h"
#include "decision/decision_world_test.h"
#include "decision/explain.h"
#include "decision/reference_decider_test.h"
#include "decision/search.h"
#include "decision/state_facts.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace licet::decision {
namespace {

constexpr std::size_t kCases = 5'000;  // unless LICET_CASES says otherwise
constexpr std::size_t kStepsOfAWorld = 60;
constexpr std::size_t kQuestionsOfAStep = 12;
constexpr std::size_t kRowsOfAPage = 7;

constexpr std::size_t kEnough = 100'000;      // for every reason to occur,
constexpr std::size_t kShareOfEach = 10'000;  // and to be no rarer than one in this

using Histogram = std::map<std::string, std::size_t>;
using Rows = std::vector<std::string>;

/// Asks all sources the same.
void compare(DecisionWorld& made, const Index& index, Histogram& reasons, std::set<Layer>& layers) {
    const auto asked = made.ask();
    const auto request = asked.context();
    const Question question{.subject = asked.subject(),
                            .model_identifier = asked.identifier,
                            .region = asked.region,
                            .now = asked.now,
                            .operation = asked.operation,
                            .request = &request,
                            .guardrail = {asked.guardrail, asked.guardrail_version}};
    const StateFacts facts{made.world.state};
    const auto expected = reference::Decider{made.world.state, question, asked.request}.reason();
    const auto plain = decide(facts, question);
    const auto fast = decide(index, question);
    EXPECT_EQ(expected, reason_text(plain.reason())) << asked.text();
    EXPECT_EQ(expected, reason_text(fast.reason())) << asked.text();
    EXPECT_EQ(plain.allowed(), fast.allowed());
    if (plain.allowed() && fast.allowed() && !asked.whole_account) {
        EXPECT_EQ(plain.admission().rates(), fast.admission().rates()) << asked.text();
    }
    const bool allows = plain.reason() <= Reason::own_subscription;
    EXPECT_EQ(plain.allowed(), allows) << expected;

    Question silent{question};
    silent.in_words = false;
    const auto before = allocations();
    const auto verdict = decide(index, silent);
    const auto after = allocations();
    const auto enforced = index.enforced_guardrails(question.subject.account, question.region);
    const bool unguarded = asked.guardrail.empty() && enforced.by_account == nullptr &&
                           enforced.by_organization.empty();
    EXPECT_TRUE(!verdict.allowed() || !unguarded || after == before) << asked.text();
    EXPECT_EQ(verdict.reason(), plain.reason());

    const auto explained = explain(index, question);
    EXPECT_EQ(explained.allowed, allows);
    EXPECT_EQ(expected, reason_text(explained.reason)) << asked.text();
    EXPECT_EQ(explained.grant, fast.entitlement().grant);
    EXPECT_EQ(plain.entitlement().grant, fast.entitlement().grant) << asked.text();
    const auto* const refused = explained.refused();
    EXPECT_EQ(refused == nullptr, allows);
    if (refused != nullptr) {
        EXPECT_EQ(refused->number, step_of(plain.reason()));
        EXPECT_EQ(refused->reason, expected);
        EXPECT_EQ(refused->message, plain.refusal().message);
        EXPECT_EQ(fast.refusal().message, plain.refusal().message);
        EXPECT_TRUE(refused->fix.has_value());
    }
    ++reasons[expected];
    layers.insert(refused == nullptr ? Layer::none : refused->layer);
}

/// What the whole of a world answers about one time and operation.
class WholeWorld {
public:
    WholeWorld(DecisionWorld& made, const Index& index)
        : state_{made.world.state}, facts_{state_}, index_{index}, asked_{made.ask()} {
        accounts_ = made.accounts();
        std::sort(accounts_.begin(), accounts_.end());
    }

    void compare_who_can() const {
        const Inquiry inquiry{.action = action_of(asked_.operation).text(),
                              .resource = asked_.identifier,
                              .region = asked_.region,
                              .now = asked_.now,
                              .operation = asked_.operation};
        Rows accounts;
        Rows principals;
        for (const auto account : accounts_) {
            accounts.push_back(account.text() + " " + judge(account, asked_.identifier));
            for (const auto& who : facts_.principals_of(account)) {
                principals.push_back(who.arn + " " + judge(who, asked_.identifier));
            }
        }
        EXPECT_EQ(who(facts_, facts_, inquiry, SubjectKind::account), accounts) << asked_.text();
        EXPECT_EQ(who(index_, index_, inquiry, SubjectKind::account), accounts) << asked_.text();
        EXPECT_EQ(who(index_, index_, inquiry, SubjectKind::principal), principals)
            << asked_.text();
    }

    void compare_what_can() const {
        std::multiset<std::string> allowed;
        const auto subject = asked_.subject();
        for (const auto& region : DecisionWorld::kRegions) {
            Rows ids;
            for (const auto& [id, model] : state_.models.models) {
                ids.push_back(id);
            }
            for (const auto& [id, profile] : state_.models.profiles) {
                ids.push_back(id);
            }
            for (const auto& id : ids) {
                const auto reason = judge(subject, id, region);
                if (allows(reason)) {
                    allowed.insert(id + " " + region + " " + reason);
                }
            }
        }
        for (const auto& [id, product] : state_.models.products) {
            if (const auto reason = product_reason(subject.account, id); allows(reason)) {
                allowed.insert(id + "  " + reason);
            }
        }
        EXPECT_EQ(what(facts_, facts_, subject), allowed) << asked_.text();
        EXPECT_EQ(what(index_, index_, subject), allowed) << asked_.text();
    }

    /// Source: rules BA-22, BA-23.
    void compare_availability() const {
        for (const auto account : accounts_) {
            for (const auto& [id, model] : state_.models.models) {
                bool allowed = allows(judge(account, id, asked_.region, false));
                for (const auto& [profile_id, profile] : state_.models.profiles) {
                    allowed = allowed || (profile.model_id == id &&
                                          allows(judge(account, profile_id, asked_.region, false)));
                }
                const auto found =
                    availability_of(facts_, facts_, account, model, asked_.region, asked_.now);
                EXPECT_EQ(found.all(), allowed)
                    << id << " of " << account.text() << ": " << asked_.text();
                EXPECT_EQ(found.explanation.allowed, allowed);
            }
        }
    }

    /// Of every product that there is a license of, sellers' own too. Source: rules GR-6, GR-7.
    void compare_entitlements() const {
        std::set<std::string> products;
        for (const auto& [id, license] : state_.license.licenses) {
            products.insert(model::product_of(license));
        }
        const Use use{.regions = model::region_mask(asked_.region), .operation = asked_.operation};
        const auto& operation =
            reference::kOperations.at(static_cast<std::size_t>(asked_.operation));
        for (const auto account : accounts_) {
            for (const auto& product : products) {
                const auto expected = reference::best_right(
                    state_, {account, product, {asked_.region}, operation, asked_.now});
                for (const Facts* facts :
                     {static_cast<const Facts*>(&facts_), static_cast<const Facts*>(&index_)}) {
                    const auto found = facts->entitlement(account, product, use, asked_.now);
                    EXPECT_EQ(found.level, expected.first) << account.text() << " " << product;
                    EXPECT_TRUE(found.level == EntitlementLevel::none ||
                                found.miss == expected.second)
                        << account.text() << " " << product;
                }
            }
        }
    }

private:
    static bool allows(const std::string& reason) {
        for (const auto one : {Reason::amazon_model, Reason::granted, Reason::subscribing,
                               Reason::own_subscription}) {
            if (reason == reason_text(one)) {
                return true;
            }
        }
        return false;
    }
    /// The reference. @param operation whether the one asked about, else InvokeModel
    std::string judge(const Subject& subject, const std::string& id, const std::string& region = "",
                      bool operation = true) const {
        const Question question{subject, id, region.empty() ? asked_.region : region, asked_.now,
                                operation ? asked_.operation : model::ModelOperation::InvokeModel};
        return reference::Decider{
            state_, question, {{"aws:currenttime", {format_iso8601(asked_.now)}}}}
            .reason();
    }
    /// What the reference makes of the use of a product; nothing for what is refused.
    std::string product_reason(AccountId account, const std::string& product) const {
        using reference::Level;
        const auto right = reference::best_right(state_, {account, product, {}, "", asked_.now});
        const auto* home = reference::home_of(state_, account);
        const bool falls_back = home != nullptr && home->settings.fallback_to_own_subscription;
        if (state_.organization.accounts.at(account).state != model::AccountState::ACTIVE) {
            return "";
        }
        return right.first == Level::standby && falls_back ? "own_subscription"
               : right.first == Level::active && right.second == ScopeMiss::none ? "granted"
                                                                                 : "";
    }

    Rows who(const Facts& facts, const Directory& directory, const Inquiry& inquiry,
             SubjectKind kind) const {
        Rows rows;
        std::string after;
        do {
            const auto page = who_can(facts, directory,
                                      {.inquiry = inquiry,
                                       .kind = kind,
                                       .accounts = accounts_,
                                       .after = after,
                                       .rows_max = kRowsOfAPage},
                                      [](const Answer&) { return true; });
            for (const auto& row : page.rows) {
                EXPECT_EQ(row.answer.allowed, allows(std::string{row.answer.reason}));
                rows.push_back((kind == SubjectKind::account ? row.account.text() : row.principal) +
                               " " + std::string{row.answer.reason});
            }
            after = page.next;
        } while (!after.empty());
        return rows;
    }
    std::multiset<std::string> what(const Facts& facts, const Directory& directory,
                                    const Subject& subject) const {
        std::multiset<std::string> rows;
        std::string after;
        do {
            const auto page =
                what_can(directory,
                         {.ask = ask_use(facts, directory, subject, asked_.now, asked_.operation),
                          .kinds = {ResourceKind::foundation_model, ResourceKind::inference_profile,
                                    ResourceKind::product},
                          .after = after,
                          .rows_max = kRowsOfAPage},
                         [](const Answer& answer) { return answer.allowed; });
            for (const auto& row : page.rows) {
                rows.insert(std::string{row.id} + " " + std::string{row.region} + " " +
                            std::string{row.answer.reason});
            }
            after = page.next;
        } while (!after.empty());
        return rows;
    }

    const model::State& state_;
    const StateFacts facts_;
    const Index& index_;
    const DecisionWorld::Asked asked_;
    std::vector<AccountId> accounts_;
};

/// Every reason and every kind of policy occurs, none too rarely to prove anything.
void expect_all(const Histogram& reasons, const std::set<Layer>& layers, std::size_t count) {
    const std::string shown = testing::PrintToString(reasons);
    for (int n = 0; n < static_cast<int>(Reason::product_unknown); ++n) {
        const std::string reason{reason_text(static_cast<Reason>(n))};
        const auto found = reasons.find(reason);
        EXPECT_TRUE(found != reasons.end() && found->second * kShareOfEach >= count)
            << reason << " is too rare: " << shown;
    }
    EXPECT_EQ(layers, (std::set{Layer::none, Layer::service_control_policy, Layer::identity_policy,
                                Layer::permissions_boundary}));
}

// issue 4, section 3; claim 7
TEST(Decision, IsThatOfTheReferenceOnStateAndIndexAndInItsExplanation) {
    Cases cases{"decider", kCases};
    Histogram reasons;
    std::set<Layer> layers;
    for (; cases.more(); cases.next_seed()) {
        DecisionWorld made{cases.seed()};
        for (std::size_t step = 0; step < kStepsOfAWorld && cases.more(); ++step) {
            made.step();
            const auto index = made.index();
            for (std::size_t n = 0; n < kQuestionsOfAStep; ++n, cases.add()) {
                compare(made, *index, reasons, layers);
                ASSERT_FALSE(testing::Test::HasFailure())
                    << "LICET_SEED=" << cases.seed() << ", step " << step;
            }
        }
        const auto index = made.index();
        const WholeWorld whole{made, *index};
        whole.compare_who_can();
        whole.compare_what_can();
        whole.compare_availability();
        whole.compare_entitlements();
        ASSERT_FALSE(testing::Test::HasFailure()) << "LICET_SEED=" << cases.seed();
    }
    if (cases.count() >= kEnough) {
        expect_all(reasons, layers, cases.count());
    }
}

}  // namespace
}  // namespace licet::decision
