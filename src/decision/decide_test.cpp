// SPDX-License-Identifier: Apache-2.0
#include "decision/decide.h"

#include "decision/explain.h"
#include "model/bedrock/model_identifier.h"
#include "model/bedrock/resource_policy.h"
#include "model/bedrock/sample_catalogue_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace licet::decision {
namespace {

using model::sample::kCommand;
using model::sample::kLlama;
using model::sample::kNova;
using model::sample::kOpus;
using model::sample::kSonnet;
using model::sample::kTitan;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

const AccountId kAccount{111'111'111'111};

/// Facts as a test wants them.
class FakeFacts final : public Facts {
public:
    AccountStanding account = AccountStanding::open;
    model::Catalogue catalogue = model::sample::catalogue();
    EntitlementLevel level = EntitlementLevel::active;
    model::GrantId grant{Id128{{1, 2, 3}}};
    bool form = true;
    FirstUse first;
    bool fallback = false;
    model::ApplicationProfiles profiles;
    model::Scope scope;
    std::vector<model::ControlLevel> levels;
    std::vector<model::NamedDocument> identity;
    std::optional<model::NamedDocument> boundary;
    std::string arn;
    std::optional<model::EnforcedGuardrail> enforced;
    std::map<std::string, model::ReadyGuardrailPtr, std::less<>> guardrails;
    mutable std::vector<std::string> asked;  ///< products, in order

    AccountStanding standing(AccountId) const override { return account; }
    const model::FoundationModel* model(std::string_view id) const override {
        return find(catalogue.models, &model::FoundationModel::model_id, id);
    }
    const model::InferenceProfile* profile(std::string_view id) const override {
        return find(catalogue.profiles, &model::InferenceProfile::profile_id, id);
    }
    const model::Product* product(std::string_view id) const override {
        return find(catalogue.products, &model::Product::product_id, id);
    }
    const model::ApplicationProfile* application_profile(AccountId owner, std::string_view region,
                                                         std::string_view id) const override {
        return model::find_application_profile(profiles, owner, region, id);
    }
    Entitlement entitlement(AccountId, std::string_view product, const Use& use,
                            Time now) const override {
        asked.emplace_back(product);
        if (level == EntitlementLevel::none) {
            return {};
        }
        return {.level = level, .grant = grant, .scope = scope, .miss = miss_of(scope, use, now)};
    }
    bool has_use_case_form(AccountId) const override { return form; }
    FirstUse first_use(AccountId, std::string_view, Time) const override { return first; }
    bool falls_back(AccountId) const override { return fallback; }
    ControlLevels control_levels(AccountId) const override {
        ControlLevels all{.count = levels.size()};
        std::transform(levels.begin(), levels.end(), all.levels.begin(),
                       [](const auto& one) { return &one; });
        return all;
    }
    PrincipalRights rights(const model::Principal& principal) const override {
        return {.unrestricted = principal.kind == model::PrincipalKind::root,
                .identity = identity,
                .boundary = boundary ? &*boundary : nullptr,
                .arn = arn};
    }
    Membership membership(AccountId) const override {
        return {.organization = "o-a", .path = "o-a/r-a/ou-a/"};
    }
    EnforcedGuardrails enforced_guardrails(AccountId, std::string_view) const override {
        return enforced ? EnforcedGuardrails{.by_organization = {&*enforced, 1}}
                        : EnforcedGuardrails{};
    }
    const model::ReadyGuardrailPtr* guardrail(std::string_view id) const override {
        const auto found = guardrails.find(id);
        return found == guardrails.end() ? nullptr : &found->second;
    }

private:
    template <typename T>
    static const T* find(const std::vector<T>& parts, std::string T::*id_of, std::string_view id) {
        for (const auto& part : parts) {
            if (part.*id_of == id) {
                return &part;
            }
        }
        return nullptr;
    }
};

struct DecideTest : testing::Test {
    FakeFacts facts;
    model::Principal caller;
    Time now = from_epoch_ms(1'700'000'000'000);

    DecideTest() {
        caller.kind = model::PrincipalKind::root;
        caller.account = kAccount;
        caller.arn = "arn:aws:iam::111111111111:root";
    }

    Decision ask(std::string_view identifier, std::string_view region = "us-east-1") {
        return decide(facts, {caller, identifier, region, now});
    }
    Reason reason(std::string_view identifier, std::string_view region = "us-east-1") {
        return ask(identifier, region).reason();
    }
};

TEST_F(DecideTest, AllowsAmazonsAndAmazonSoldModelsWithoutEntitlement) {
    facts.level = EntitlementLevel::none;
    for (const auto& id : {kNova, kLlama}) {
        const auto decision = ask(id);
        ASSERT_TRUE(decision.allowed()) << id;
        EXPECT_EQ(decision.reason(), Reason::amazon_model);
        EXPECT_EQ(decision.admission().model().model_id, id);
        EXPECT_EQ(decision.admission().profile(), nullptr);
        EXPECT_FALSE(decision.admission().grant().has_value());
    }
    EXPECT_TRUE(facts.asked.empty());
}

TEST_F(DecideTest, AllowsMarketplaceModelsByTheirProductsGrant) {
    const auto decision = ask(kCommand);
    ASSERT_TRUE(decision.allowed());
    EXPECT_EQ(decision.reason(), Reason::granted);
    EXPECT_EQ(decision.admission().grant(), facts.grant);
    EXPECT_EQ(facts.asked, std::vector{model::sample::kCommandProduct});
}

TEST_F(DecideTest, TakesArnsOfTheCallsRegionAndAccount) {
    const std::string profile = "us." + kOpus;
    const auto by_profile = ask(profile);
    ASSERT_TRUE(by_profile.allowed());
    EXPECT_EQ(by_profile.admission().profile()->profile_id, profile);
    EXPECT_EQ(by_profile.admission().model().model_id, kOpus);
    EXPECT_TRUE(ask(model::profile_arn("us-east-1", kAccount, profile)).allowed());
    EXPECT_TRUE(ask(model::model_arn("us-east-1", kNova)).allowed());

    EXPECT_EQ(reason(model::model_arn("eu-west-1", kNova)), Reason::model_invalid);
    EXPECT_EQ(reason(model::profile_arn("us-west-2", kAccount, profile)), Reason::model_invalid);
    EXPECT_EQ(reason(model::profile_arn("us-east-1", AccountId{5}, profile)),
              Reason::model_invalid);
    EXPECT_EQ(reason(model::application_profile_arn("us-east-1", kAccount, "abcdef123456")),
              Reason::model_invalid);
}

TEST_F(DecideTest, RefusesWhatIsNoModel) {
    for (const auto* id : {"", "nova", "amazon.nova-v9:0", "us.amazon.nova-v1:0", "arn:aws:s3:::a",
                           "amazon.nova-v1:0 ", "AMAZON.nova-v1:0"}) {
        const auto decision = ask(id);
        ASSERT_FALSE(decision.allowed()) << id;
        EXPECT_EQ(decision.reason(), Reason::model_invalid) << id;
        EXPECT_EQ(decision.refusal().kind, ErrorKind::invalid);
        EXPECT_EQ(decision.refusal().name, "ValidationException");
        EXPECT_THAT(decision.refusal().message,
                    StartsWith("The provided model identifier is invalid. "));
        EXPECT_EQ(decision.model(), nullptr);
    }
}

TEST_F(DecideTest, EndsAModelAtTheMillisecond) {
    now = model::sample::kTitanEnds - Milliseconds{1};
    EXPECT_TRUE(ask(kTitan).allowed());
    now = model::sample::kTitanEnds;
    const auto decision = ask(kTitan);
    EXPECT_EQ(decision.reason(), Reason::model_ended);
    EXPECT_EQ(decision.refusal().name, "ResourceNotFoundException");
    EXPECT_THAT(decision.refusal().message,
                StartsWith("This model version has reached the end of its life. "));
    EXPECT_EQ(decision.model()->model_id, kTitan);
}

// rules BA-30 to BA-32
TEST_F(DecideTest, KnowsWhereModelsAndProfilesCanBeUsed) {
    struct Row {
        std::string identifier;
        std::map<std::string, Reason> by_region;
    };
    const auto served = Reason::granted;
    const auto not_served = Reason::region_not_served;
    const Row rows[] = {
        {kSonnet,
         {{"us-east-1", served},
          {"us-west-2", served},
          {"eu-west-1", served},
          {"us-east-2", not_served},
          {"eu-west-3", not_served},
          {"nowhere", not_served}}},
        {kOpus,
         {{"us-east-1", Reason::profile_needed},
          {"eu-west-3", Reason::profile_needed},
          {"ap-south-1", not_served}}},
        {"us." + kSonnet,
         {{"us-east-1", served}, {"us-west-2", served}, {"eu-west-1", not_served}}},
        {"us." + kOpus,
         {{"us-east-1", served},
          {"us-east-2", served},
          {"us-west-2", served},
          {"us-west-1", not_served},
          {"eu-west-1", not_served}}},
        {"eu." + kOpus, {{"eu-west-1", served}, {"eu-west-3", served}, {"us-east-1", not_served}}},
        {"global." + kOpus,
         {{"us-east-1", served}, {"eu-west-1", served}, {"us-east-2", not_served}}}};
    for (const auto& row : rows) {
        for (const auto& [region, expected] : row.by_region) {
            EXPECT_EQ(reason(row.identifier, region), expected) << row.identifier << " " << region;
        }
    }
}

TEST_F(DecideTest, NeedsTheModelInEveryDestination) {
    facts.catalogue.models[1].regions = {"us-east-1", "us-west-2"};
    EXPECT_EQ(reason("us." + kOpus, "us-east-1"), Reason::granted);
    const auto decision = ask("us." + kOpus, "us-east-2");
    EXPECT_EQ(decision.reason(), Reason::region_not_served);
    EXPECT_THAT(decision.refusal().message, HasSubstr("is not offered in region `us-east-2`"));
    EXPECT_EQ(reason("eu." + kOpus, "eu-west-1"), Reason::region_not_served);
    EXPECT_EQ(reason("global." + kOpus, "us-east-1"), Reason::granted);
    EXPECT_EQ(reason("global." + kOpus, "eu-west-1"), Reason::region_not_served);
}

TEST_F(DecideTest, SaysThatAProfileIsNeeded) {
    const auto decision = ask(kOpus);
    EXPECT_EQ(decision.refusal().name, "ValidationException");
    EXPECT_THAT(decision.refusal().message,
                StartsWith("Invocation of model ID " + kOpus +
                           " with on-demand throughput isn't supported. Retry your request with "
                           "the ID or ARN of an inference profile that contains this model."));
    const auto explained = explain(facts, {caller, kOpus, "us-east-1", now});
    ASSERT_TRUE(explained.refused() != nullptr && explained.refused()->fix);
    EXPECT_EQ(explained.refused()->fix->change->value, "us." + kOpus);
}

/// Source: Bedrock User Guide, "Monitor your token usage by counting tokens": clients that invoke
/// through a profile count by the id of its model.
TEST_F(DecideTest, CountsTokensWithoutAProfile) {
    const auto counted = [&](const std::string& id) {
        return decide(facts, {caller, id, "us-east-1", now, model::ModelOperation::CountTokens})
            .reason();
    };
    EXPECT_EQ(counted(kOpus), Reason::granted);
    EXPECT_EQ(counted("us." + kOpus), Reason::granted);
    facts.catalogue.models[1].regions = {"us-west-2"};
    EXPECT_EQ(counted(kOpus), Reason::region_not_served);
}

TEST_F(DecideTest, PutsNothingIntoWordsForWhomTheVerdictIsEnough) {
    for (const auto& id : {kOpus, "global." + kOpus, std::string{"amazon.nova-v9:0"}, kTitan}) {
        for (const auto level : {EntitlementLevel::none, EntitlementLevel::active}) {
            facts.level = level;
            Question question{caller, id, "us-east-2", now};
            const auto worded = decide(facts, question);
            question.in_words = false;
            const auto silent = decide(facts, question);
            EXPECT_EQ(silent.reason(), worded.reason());
            EXPECT_EQ(silent.refusal().message, "") << id;
            EXPECT_EQ(worded.refusal().message.empty(), worded.allowed()) << id;
        }
    }
}

TEST_F(DecideTest, NamesEveryShortfallOfTheEntitlement) {
    struct Row {
        EntitlementLevel level;
        Reason reason;
        std::string_view hint;
    };
    const Row rows[] = {
        {EntitlementLevel::none, Reason::no_entitlement, "nor a grant"},
        {EntitlementLevel::withdrawn, Reason::license_not_available,
         "must subscribe again and grant"},
        {EntitlementLevel::pending_accept, Reason::grant_not_accepted, "AcceptGrant"},
        {EntitlementLevel::pending_workflow, Reason::grant_not_distributed, "distributed"},
        {EntitlementLevel::disabled, Reason::grant_not_activated, "status ACTIVE"},
        {EntitlementLevel::standby, Reason::grant_not_activated, "status ACTIVE"},
    };
    for (const auto& row : rows) {
        facts.level = row.level;
        const auto decision = ask(kCommand);
        EXPECT_EQ(decision.reason(), row.reason);
        EXPECT_EQ(decision.refusal().kind, ErrorKind::denied);
        EXPECT_EQ(decision.refusal().name, "AccessDeniedException");
        EXPECT_THAT(
            decision.refusal().message,
            AllOf(StartsWith("You don't have access to the model with the specified model ID. "),
                  HasSubstr(row.hint), HasSubstr(kAccount.text()), EndsWith(".")));
        EXPECT_EQ(decision.entitlement().level, row.level);
        EXPECT_EQ(decision.model()->model_id, kCommand);
    }
}

// rule BA-10, domain.md 7.2 rows 1 and 8
TEST_F(DecideTest, LetsAFirstUseThroughWhereTheOrganizationAllowsIt) {
    for (const auto level : {EntitlementLevel::none, EntitlementLevel::withdrawn}) {
        facts.level = level;
        facts.first = {};
        EXPECT_FALSE(ask(kCommand).allowed());
        facts.first.verdict = Facts::FirstUse::Verdict::allowed;
        const auto decision = ask(kCommand);
        ASSERT_TRUE(decision.allowed());
        EXPECT_EQ(decision.reason(), Reason::subscribing);
        EXPECT_FALSE(decision.admission().grant().has_value());
    }
    facts.form = false;
    EXPECT_EQ(reason(kSonnet), Reason::use_case_form_missing);
}

// Issue 5, section 6
TEST_F(DecideTest, SaysWhatTokensCost) {
    facts.level = EntitlementLevel::none;
    facts.first.verdict = Facts::FirstUse::Verdict::allowed;
    auto& card = facts.catalogue.products[1].offer.rate_card;
    card.push_back({"USE1_InputTokenCount_Global", "3", "Million Input Tokens", "Units"});
    EXPECT_EQ(ask("us." + kOpus).admission().rates().input, 330'000'000);
    EXPECT_EQ(ask("global." + kOpus).admission().rates().input, 300'000'000);
    EXPECT_EQ(ask(kNova).admission().rates(), model::TokenRates{});
}

// domain.md 7.2 row 4 and 7.4
TEST_F(DecideTest, RefusesAFirstUseThatHasFailedForTooLong) {
    facts.level = EntitlementLevel::none;
    facts.first = {.verdict = Facts::FirstUse::Verdict::failed,
                   .missing = "INVALID_PAYMENT_INSTRUMENT"};
    const auto decision = ask(kCommand);
    EXPECT_EQ(decision.reason(), Reason::subscription_failed);
    EXPECT_EQ(decision.refusal().name, "AccessDeniedException");
    EXPECT_EQ(decision.refusal().message,
              "Model access is denied due to INVALID_PAYMENT_INSTRUMENT. Your AWS Marketplace "
              "subscription for this model cannot be completed at this time. If you recently fixed "
              "this issue, try again after 2 minutes.");
}

// rule U-1: a grant that is not in force stands in the way unless the organization says otherwise
TEST_F(DecideTest, FallsBackToAnOwnSubscriptionOnlyWhereTheOrganizationAllowsIt) {
    facts.first.verdict = Facts::FirstUse::Verdict::allowed;
    for (const auto level : {EntitlementLevel::pending_accept, EntitlementLevel::pending_workflow,
                             EntitlementLevel::disabled, EntitlementLevel::standby}) {
        facts.level = level;
        facts.fallback = false;
        EXPECT_FALSE(ask(kCommand).allowed());
        facts.fallback = true;
        EXPECT_EQ(reason(kCommand), level == EntitlementLevel::standby ? Reason::own_subscription
                                                                       : Reason::subscribing);
    }
    EXPECT_EQ(ask(kCommand).admission().grant(), facts.grant);
    facts.level = EntitlementLevel::disabled;
    facts.first = {};
    EXPECT_EQ(reason(kCommand), Reason::grant_not_activated);
}

TEST_F(DecideTest, AsksForTheFormWhereTheModelNeedsIt) {
    facts.form = false;
    EXPECT_TRUE(ask(kCommand).allowed());
    EXPECT_TRUE(ask(kNova).allowed());
    const auto decision = ask(kSonnet);
    EXPECT_EQ(decision.reason(), Reason::use_case_form_missing);
    EXPECT_EQ(decision.refusal().name, "ResourceNotFoundException");
    EXPECT_THAT(
        decision.refusal().message,
        StartsWith("Model use case details have not been submitted for this account. Fill out the "
                   "Anthropic use case details form before using the model. If you have already "
                   "filled out the form, try again in 15 minutes."));
}

TEST_F(DecideTest, RefusesAccountsThatAreNotOpen) {
    for (const auto standing : {Facts::AccountStanding::closed, Facts::AccountStanding::unknown}) {
        facts.account = standing;
        const auto decision = ask(kNova);
        EXPECT_EQ(decision.reason(), Reason::account_closed);
        EXPECT_EQ(decision.refusal().name, "AccessDeniedException");
        EXPECT_THAT(decision.refusal().message,
                    StartsWith("Access to Bedrock models is not allowed for this account"));
    }
}

// design 6: everything is wrong; each repair uncovers the next refusal
TEST_F(DecideTest, ChecksInOrder) {
    facts.account = Facts::AccountStanding::closed;
    facts.level = EntitlementLevel::none;
    facts.form = false;
    facts.catalogue.models[1].lifecycle.end_of_life = now;
    std::string id = "anthropic.claude-unknown-v1:0";
    std::string region = "ap-south-1";

    EXPECT_EQ(reason(id, region), Reason::account_closed);
    facts.account = Facts::AccountStanding::open;
    EXPECT_EQ(reason(id, region), Reason::model_invalid);
    id = kOpus;
    EXPECT_EQ(reason(id, region), Reason::model_ended);
    facts.catalogue.models[1].lifecycle.end_of_life.reset();
    EXPECT_EQ(reason(id, region), Reason::region_not_served);
    region = "us-west-2";
    EXPECT_EQ(reason(id, region), Reason::profile_needed);
    EXPECT_TRUE(facts.asked.empty());
    id = "us." + kOpus;
    EXPECT_EQ(reason(id, region), Reason::no_entitlement);
    facts.level = EntitlementLevel::active;
    EXPECT_EQ(reason(id, region), Reason::use_case_form_missing);
    facts.form = true;
    EXPECT_EQ(reason(id, region), Reason::granted);
}

policy::DocumentPtr document(std::string_view effect, std::string_view resource,
                             std::string_view condition = {}) {
    auto made = policy::compile(
        R"({"Version":"2012-10-17","Statement":[{"Effect":")" + std::string{effect} +
            R"(","Action":"bedrock:Invoke*","Resource":")" + std::string{resource} + "\"" +
            (condition.empty() ? "" : R"(,"Condition":)" + std::string{condition}) + "}]}",
        policy::Grammar::identity);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return *made;
}

/// What must be allowed for a call, as policies see it.
struct PoliciesTest : DecideTest {
    PoliciesTest() {
        caller.kind = model::PrincipalKind::user;
        caller.arn = "arn:aws:iam::111111111111:user/ann";
        facts.identity = {{"all", document("Allow", "*")}};
    }
    void control(std::string_view effect, std::string_view resource,
                 std::string_view condition = {}) {
        facts.levels = {{"r-a",
                         {{"arn:all", document("Allow", "*")},
                          {"arn:scp", document(effect, resource, condition)}}}};
    }
};

// rule BA-31, domain.md 7.4: scenario 18
TEST_F(PoliciesTest, NeedAGeographicProfileInEveryDestination) {
    const auto id = "us." + kOpus;
    EXPECT_EQ(reason(id), Reason::granted);
    control("Deny", "*", R"({"StringEquals":{"aws:RequestedRegion":"us-west-2"}})");
    const auto decision = ask(id);
    EXPECT_EQ(decision.reason(), Reason::service_control_policy_denies);
    EXPECT_EQ(decision.refusal().name, "AccessDeniedException");
    EXPECT_EQ(decision.refusal().message,
              "User: arn:aws:iam::111111111111:user/ann is not authorized to perform: "
              "bedrock:InvokeModel on resource: arn:aws:bedrock:us-west-2::foundation-model/" +
                  kOpus + " with an explicit deny in a service control policy: arn:scp");
    EXPECT_EQ(reason(kSonnet), Reason::granted);
    facts.levels.clear();
    facts.identity = {{"some", document("Allow", model::profile_arn("us-east-1", kAccount, id))},
                      {"more", document("Allow", model::model_arn("us-east-1", kOpus))}};
    EXPECT_EQ(reason(id), Reason::identity_policy_missing_allow);
    facts.identity.push_back({"last", document("Allow", model::model_arn("us-west-2", kOpus))});
    EXPECT_EQ(reason(id), Reason::granted);
    facts.identity.erase(facts.identity.begin());
    EXPECT_EQ(reason(id), Reason::identity_policy_missing_allow);
}

// rule BA-32
TEST_F(PoliciesTest, NeedAGlobalProfileNowhere) {
    const auto id = "global." + kOpus;
    control("Deny", "*", R"({"StringEquals":{"aws:RequestedRegion":"us-west-2"}})");
    EXPECT_EQ(reason(id), Reason::granted);
    control("Deny", "arn:aws:bedrock:::foundation-model/*");
    EXPECT_EQ(reason(id), Reason::service_control_policy_denies);
    control("Deny", "*", R"({"StringEquals":{"aws:RequestedRegion":"unspecified"}})");
    const auto decision = ask(id);
    EXPECT_EQ(decision.reason(), Reason::service_control_policy_denies);
    EXPECT_THAT(decision.refusal().message,
                HasSubstr("on resource: arn:aws:bedrock:::foundation-model/" + kOpus + " with"));
}

// rule BA-33
TEST_F(PoliciesTest, CanPermitAModelThroughAProfileOnly) {
    facts.identity = {
        {"routed",
         document(
             "Allow", "*",
             R"({"StringLike":{"bedrock:InferenceProfileArn":"arn:*:inference-profile/us.*"}})")}};
    EXPECT_EQ(reason("us." + kSonnet), Reason::granted);
    EXPECT_EQ(reason(kSonnet), Reason::identity_policy_missing_allow);
}

// rule BA-30
TEST_F(PoliciesTest, SeeAnApplicationProfileInPlaceOfItsSource) {
    facts.profiles["abcdef123456"] = {.account = kAccount,
                                      .region = "us-east-1",
                                      .name = "mine",
                                      .source = "us." + kSonnet,
                                      .tags = {{"team", "red"}}};
    const auto arn = model::application_profile_arn("us-east-1", kAccount, "abcdef123456");
    const auto decision = ask(arn);
    ASSERT_EQ(decision.reason(), Reason::granted);
    EXPECT_EQ(decision.admission().profile()->profile_id, "us." + kSonnet);
    EXPECT_EQ(decision.admission().application_profile()->name, "mine");
    facts.identity = {
        {"models", document("Allow", "arn:aws:bedrock:*::foundation-model/*")},
        {"red", document("Allow", arn, R"({"StringEquals":{"aws:ResourceTag/team":"red"}})")}};
    EXPECT_EQ(reason(arn), Reason::granted);
    facts.profiles["abcdef123456"].tags["team"] = "blue";
    EXPECT_EQ(reason(arn), Reason::identity_policy_missing_allow);
    facts.profiles["abcdef123456"].source = "anthropic.gone-v1:0";
    EXPECT_EQ(reason(arn), Reason::model_invalid);
    facts.profiles["abcdef123456"].account = AccountId{5};
    EXPECT_EQ(reason(arn), Reason::model_invalid);
}

// domain.md 7.4; Bedrock User Guide: Converse needs the permission of InvokeModel
TEST_F(PoliciesTest, KnowTheActionOfEachOperation) {
    using Operation = model::ModelOperation;
    EXPECT_EQ(action_of(Operation::Converse).text(), "bedrock:InvokeModel");
    EXPECT_EQ(action_of(Operation::ConverseStream).text(), "bedrock:InvokeModelWithResponseStream");
    EXPECT_EQ(action_of(Operation::CountTokens).text(), "bedrock:CountTokens");
    const Question question{caller, kNova, "us-east-1", now, Operation::CountTokens};
    EXPECT_EQ(decide(facts, question).reason(), Reason::identity_policy_missing_allow);
}

TEST_F(PoliciesTest, LetABearerTokenBeUsedOnlyWhereThatIsAllowed) {
    caller.api_key = true;
    EXPECT_EQ(reason(kNova), Reason::identity_policy_missing_allow);
    EXPECT_THAT(ask(kNova).refusal().message, HasSubstr("bedrock:CallWithBearerToken"));
}

// domain.md 7.2, row 2 and 7.4
TEST_F(PoliciesTest, LetACallerSubscribeItsAccountOnlyWhereTheyAllowIt) {
    facts.level = EntitlementLevel::none;
    facts.first.verdict = Facts::FirstUse::Verdict::allowed;
    const auto decision = ask(kCommand);
    EXPECT_EQ(decision.reason(), Reason::subscribe_not_allowed);
    EXPECT_EQ(decision.refusal().message,
              "Model access is denied due to IAM user or service role is not authorized to perform "
              "the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, "
              "aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon "
              "Bedrock documentation for further details. Your AWS Marketplace subscription for "
              "this model cannot be completed at this time. If you recently fixed this issue, try "
              "again after 2 minutes.");
}

// design 6, step 7; rule BA-35
TEST_F(PoliciesTest, ComeBeforeTheScopeOfTheGrant) {
    facts.scope.regions = model::region_mask("us-east-1");
    EXPECT_EQ(reason(kSonnet), Reason::granted);
    EXPECT_EQ(reason(kSonnet, "eu-west-1"), Reason::scope_region);
    EXPECT_EQ(reason("us." + kSonnet), Reason::scope_region);
    EXPECT_THAT(ask("us." + kSonnet).refusal().message,
                AllOf(HasSubstr("is for regions us-east-1 only"), HasSubstr("reach us-west-2")));
    EXPECT_EQ(reason("global." + kOpus), Reason::scope_region);
    facts.scope = {};
    facts.scope.operations = 1U << static_cast<unsigned>(model::ModelOperation::Converse);
    EXPECT_EQ(reason(kSonnet), Reason::scope_operation);
    facts.scope = {};
    facts.scope.not_before = now + Milliseconds{1};
    EXPECT_EQ(reason(kSonnet), Reason::scope_not_yet);
    now += Milliseconds{1};
    EXPECT_EQ(reason(kSonnet), Reason::granted);
    facts.scope.not_after = now + Milliseconds{1};
    EXPECT_EQ(reason(kSonnet), Reason::granted);
    now += Milliseconds{1};
    EXPECT_EQ(reason(kSonnet), Reason::scope_ended);
    facts.identity.clear();
    EXPECT_EQ(reason(kSonnet), Reason::identity_policy_missing_allow);
}

/// Step 8, of a caller with policies.
struct GuardrailTest : PoliciesTest {
    GuardrailTest() { facts.identity = {{"all", allowing("bedrock:*")}}; }

    static policy::DocumentPtr allowing(std::string_view action) {
        return *policy::compile(
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":")" +
                std::string{action} + R"(","Resource":"*"}]})",
            policy::Grammar::identity);
    }
    /// One of version 1, with that resource policy.
    void add(const std::string& id, AccountId account, const std::string& policy = {},
             const std::string& region = "us-east-1") {
        auto made = std::make_shared<model::ReadyGuardrail>();
        made->id = id;
        made->account = account;
        made->region = region;
        made->arn = model::guardrail_arn(region, account, id);
        if (!policy.empty()) {
            made->policy = model::ResourcePolicy::read(policy).value();
        }
        made->versions[0] = made->versions[1] = std::make_shared<model::ReadyGuardrailVersion>();
        facts.guardrails.insert_or_assign(id, made);
    }
    void enforce(const std::string& id, AccountId account, const std::string& version = "1") {
        facts.enforced.emplace();
        facts.enforced->configuration = "main";
        facts.enforced->identifier = model::guardrail_arn("us-east-1", account, id) + ":" + version;
    }
    Decision ask_with(std::string_view guardrail, std::string_view version) {
        return decide(facts, {.subject = caller,
                              .model_identifier = kSonnet,
                              .region = "us-east-1",
                              .now = now,
                              .guardrail = {guardrail, version}});
    }
    Reason reason_with(std::string_view guardrail, std::string_view version) {
        return ask_with(guardrail, version).reason();
    }
    const AccountId manager{222222222222};
    const std::string for_all =
        R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"bedrock:ApplyGuardrail",)"
        R"("Resource":"*"}})";
};

// rule BG-5
TEST_F(GuardrailTest, BlocksTheCallWhenItCannotBeApplied) {
    enforce("g", manager);
    const auto decision = ask(kSonnet);
    EXPECT_EQ(decision.reason(), Reason::guardrail_unavailable);
    EXPECT_EQ(decision.refusal().name, "AccessDeniedException");
    EXPECT_THAT(decision.refusal().message, HasSubstr("guardrail/g:1"));
    add("g", manager);  // not shared
    EXPECT_EQ(reason(kSonnet), Reason::guardrail_unavailable);
    add("g", manager, for_all);
    EXPECT_EQ(reason(kSonnet), Reason::granted);
    for (const auto* version : {"2", "DRAFT"}) {
        enforce("g", manager, version);
        EXPECT_EQ(reason(kSonnet), Reason::guardrail_unavailable) << version;
    }
    facts.enforced->identifier.clear();  // no policy names one
    EXPECT_EQ(reason(kSonnet), Reason::guardrail_unavailable);
    facts.enforced->excluded_models = {kSonnet};
    EXPECT_EQ(reason(kSonnet), Reason::granted);
}

// rule BG-4
TEST_F(GuardrailTest, NeedsTheResourcePolicyAndTheCallersPermission) {
    enforce("g", manager);
    add("g", manager,
        R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"bedrock:*","Resource":"*",)"
        R"("Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a"}}}})");
    EXPECT_EQ(reason(kSonnet), Reason::granted);
    add("g", manager,
        R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"bedrock:*","Resource":"*",)"
        R"("Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-b"}}}})");
    EXPECT_EQ(reason(kSonnet), Reason::guardrail_unavailable);
    add("g", manager, for_all);
    facts.identity = {{"all", allowing("bedrock:Invoke*")}};
    EXPECT_EQ(reason(kSonnet), Reason::guardrail_unavailable);
    // The account as a whole is asked for nothing of its identities.
    EXPECT_TRUE(decide(facts, {kAccount, kSonnet, "us-east-1", now}).allowed());
}

// rule BG-6
TEST_F(GuardrailTest, AddsUpWithTheOneThatTheCallNames) {
    add("own", kAccount);
    add("g", manager, for_all);
    enforce("g", manager);
    facts.enforced->system = model::ContentGuarding::COMPREHENSIVE;
    const auto both = ask_with("own", "DRAFT");
    ASSERT_TRUE(both.allowed());
    const auto& all = both.admission().guardrails();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].guardrail->id, "own");
    EXPECT_EQ(all[0].version, 0U);
    EXPECT_TRUE(all[0].by_request && !all[0].by_organization);
    EXPECT_EQ(all[1].guardrail->id, "g");
    EXPECT_TRUE(all[1].by_organization && !all[1].by_request);

    // Twice the same is one, that reads all that either asks for.
    const auto same = ask_with(model::guardrail_arn("us-east-1", manager, "g"), "1");
    ASSERT_TRUE(same.allowed());
    ASSERT_EQ(same.admission().guardrails().size(), 1U);
    const auto& one = same.admission().guardrails().front();
    EXPECT_TRUE(one.by_request && one.by_organization);
    EXPECT_EQ(one.system, model::ContentGuarding::COMPREHENSIVE);
    EXPECT_TRUE(ask(kSonnet).admission().guardrails().size() == 1);
    facts.enforced.reset();
    EXPECT_TRUE(ask(kSonnet).admission().guardrails().empty());
}

TEST_F(GuardrailTest, IsUnknownToACallThatNamesWhatThereIsNot) {
    add("own", kAccount);
    add("far", kAccount, {}, "eu-west-1");
    add("theirs", manager);
    EXPECT_EQ(reason_with("own", "1"), Reason::granted);
    const auto unknown = ask_with("none", "1");
    EXPECT_EQ(unknown.refusal().name, "ValidationException");
    EXPECT_THAT(unknown.refusal().message,
                StartsWith("The guardrail identifier or version provided in the request does not "
                           "exist."));
    const std::string own_arn = model::guardrail_arn("us-east-1", kAccount, "own");
    for (const auto& [id, version] : std::initializer_list<std::pair<std::string, std::string>>{
             {"none", "1"},
             {"own", "2"},
             {"own", ""},
             {"own", "01"},
             {"far", "1"},
             {"theirs", "1"},
             {model::guardrail_arn("us-east-1", manager, "theirs"), "1"},
             {model::guardrail_arn("eu-west-1", kAccount, "far"), "1"},
             {model::guardrail_arn("us-east-1", manager, "own"), "1"},
             {own_arn + ":1", "1"},
             {"arn:aws:bedrock:us-east-1:1:guardrail/own", "1"},
             {std::string(2'000, 'a'), "1"}}) {
        EXPECT_EQ(reason_with(id, version), Reason::guardrail_unknown) << id << " " << version;
    }
    EXPECT_EQ(reason_with(own_arn, "1"), Reason::granted);
    facts.identity = {{"some", allowing("bedrock:Invoke*")}};
    for (const auto* id : {"own", "none"}) {  // alike, whether it exists or not
        const auto denied = ask_with(id, "1");
        EXPECT_EQ(denied.reason(), Reason::guardrail_not_allowed);
        EXPECT_THAT(denied.refusal().message,
                    HasSubstr("bedrock:ApplyGuardrail on resource: "
                              "arn:aws:bedrock:us-east-1:111111111111:guardrail/" +
                              std::string{id}));
    }
}

TEST(Reasons, HaveTextsOfTheirOwn) {
    std::set<std::string_view> texts;
    for (int i = 0; i <= static_cast<int>(Reason::product_unknown); ++i) {
        EXPECT_TRUE(texts.insert(reason_text(static_cast<Reason>(i))).second) << i;
    }
    EXPECT_FALSE(texts.contains("unknown"));
    for (int i = 0; i <= static_cast<int>(Reason::product_unknown); ++i) {
        EXPECT_LE(step_of(static_cast<Reason>(i)), 8) << i;
    }
    EXPECT_EQ(reason_text(Reason::grant_not_activated), "grant_not_activated");
}

}  // namespace
}  // namespace licet::decision
