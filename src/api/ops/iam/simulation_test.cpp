// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

/// SimulatePrincipalPolicy, SimulateCustomPolicy and GetContextKeysFor…Policy.
struct SimulationTest : IamTest {
    SimulationTest() {
        make_user("bob");
        must("PutUserPolicy",
             R"({"UserName":"bob","PolicyName":"own","PolicyDocument":)" + lines(own) + "}");
    }

    const std::string own = R"({
 "Statement": [
  {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*",
   "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}},
  {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}
 ]
})";
    const std::string bob = "arn:aws:iam::111111111111:user/bob";
    const std::string in_europe = R"(,"ContextEntries":[{"ContextKeyName":"aws:RequestedRegion",)"
                                  R"("ContextKeyValues":["eu-west-1"],"ContextKeyType":"string"}])";

    /// As quoted(), of a text with line ends.
    static std::string lines(const std::string& text) {
        std::string json;
        for (const char c : quoted(text)) {
            json += c == '\n' ? "\\n" : std::string{c};
        }
        return json;
    }
    static std::string of(const std::string& arn, const std::string& actions,
                          const std::string& more = "") {
        return R"({"PolicySourceArn":")" + arn + R"(","ActionNames":[)" + actions + "]" + more +
               "}";
    }
    testing::Reply simulate(const std::string& actions, const std::string& more = "") {
        return must("SimulatePrincipalPolicy", of(bob, actions, more));
    }
    std::string decide(const std::string& actions, const std::string& more = "") {
        return simulate(actions, more).text("EvaluationResults.0.EvalDecision");
    }
};

TEST_F(SimulationTest, TellsTheDecisionItsStatementAndWhatIsMissing) {
    const auto without = simulate(R"("bedrock:InvokeModel")");
    EXPECT_EQ(without.text("EvaluationResults.0.EvalDecision"), "implicitDeny");
    EXPECT_EQ(without.text("EvaluationResults.0.EvalResourceName"), "*");
    EXPECT_EQ(without.text("EvaluationResults.0.MissingContextValues.0"), "aws:RequestedRegion");
    const auto allowed = simulate(R"("bedrock:InvokeModel")", in_europe);
    EXPECT_EQ(allowed.text("EvaluationResults.0.EvalDecision"), "allowed");
    EXPECT_EQ(allowed.count("EvaluationResults.0.MissingContextValues"), 0U);
    const std::string matched = "EvaluationResults.0.MatchedStatements.0.";
    EXPECT_EQ(allowed.text(matched + "SourcePolicyId"), "user_bob_own");
    EXPECT_EQ(allowed.text(matched + "SourcePolicyType"), "user");
    EXPECT_EQ(allowed.text(matched + "StartPosition.Line"), "3");
    EXPECT_EQ(allowed.text(matched + "StartPosition.Column"), "3");
    EXPECT_EQ(allowed.text(matched + "EndPosition.Line"), "4");
    const auto denied = simulate(R"("iam:CreateUser")");
    EXPECT_EQ(denied.text("EvaluationResults.0.EvalDecision"), "explicitDeny");
    EXPECT_EQ(denied.text(matched + "StartPosition.Line"), "5");
}

TEST_F(SimulationTest, MaySupposeAKeyThatNoCallHasAValueFor) {
    const std::string policy = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",)"
                               R"("Action":"ec2:RunInstances","Resource":"*","Condition":)"
                               R"({"StringEquals":{"ec2:Region":"eu-west-1"}}}})";
    const std::string asked =
        R"({"ActionNames":["ec2:RunInstances"],"PolicyInputList":[)" + quoted(policy) + "]";
    const auto without = must("SimulateCustomPolicy", asked + "}");
    EXPECT_EQ(without.text("EvaluationResults.0.EvalDecision"), "implicitDeny");
    EXPECT_EQ(without.text("EvaluationResults.0.MissingContextValues.0"), "ec2:Region");
    const std::string supposed = R"(,"ContextEntries":[{"ContextKeyName":"ec2:region",)"
                                 R"("ContextKeyValues":["eu-west-1"],"ContextKeyType":"string"}]})";
    const auto with = must("SimulateCustomPolicy", asked + supposed);
    EXPECT_EQ(with.text("EvaluationResults.0.EvalDecision"), "allowed");
}

TEST_F(SimulationTest, EvaluatesEachActionOnEachResourcePageByPage) {
    const std::string request =
        R"("PolicySourceArn":")" + bob +
        R"(","ActionNames":["bedrock:InvokeModel","iam:GetUser"],"ResourceArns":["a","b","c"],)";
    EXPECT_EQ(walk("SimulatePrincipalPolicy", request, "EvaluationResults", "EvalResourceName", 2),
              (std::vector<std::string>{"a", "b", "c", "a", "b", "c"}));
    EXPECT_EQ(walk("SimulatePrincipalPolicy", request, "EvaluationResults", "EvalActionName", 4)[3],
              "iam:GetUser");
}

// Source: IAM API Reference, EvaluationResult and ResourceSpecificResult
TEST_F(SimulationTest, TellsEachOfSeveralResourcesApart) {
    const auto two = simulate(R"("bedrock:InvokeModel")", R"(,"ResourceArns":["arn:x","arn:y"])");
    ASSERT_EQ(two.count("EvaluationResults"), 2U);
    for (const auto* i : {"0", "1"}) {
        const auto result = std::string{"EvaluationResults."} + i + ".";
        const auto specific = result + "ResourceSpecificResults.";
        ASSERT_EQ(two.count(result + "ResourceSpecificResults"), 1U);
        EXPECT_EQ(two.text(specific + "0.EvalResourceName"), two.text(result + "EvalResourceName"));
        EXPECT_EQ(two.text(specific + "0.EvalResourceDecision"), "implicitDeny");
        EXPECT_EQ(two.text(specific + "0.MissingContextValues.0"), "aws:RequestedRegion");
        EXPECT_EQ(two.count(result + "MissingContextValues"), 0U);
    }
    const auto one = simulate(R"("bedrock:InvokeModel")", R"(,"ResourceArns":["arn:x"])");
    EXPECT_EQ(one.count("EvaluationResults.0.ResourceSpecificResults"), 0U);
}

TEST_F(SimulationTest, CountsGroupsAttachedPoliciesAndTexts) {
    const std::string get = R"("license-manager:GetLicense")";
    EXPECT_EQ(decide(get), "implicitDeny");
    must("CreateGroup", R"({"GroupName":"g"})");
    must("AddUserToGroup", R"({"GroupName":"g","UserName":"bob"})");
    must("AttachGroupPolicy",
         R"({"GroupName":"g","PolicyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"})");
    const auto by_group = simulate(get);
    EXPECT_EQ(by_group.text("EvaluationResults.0.EvalDecision"), "allowed");
    EXPECT_EQ(by_group.text("EvaluationResults.0.MatchedStatements.0.SourcePolicyType"),
              "aws-managed");
    const auto group =
        must("SimulatePrincipalPolicy", of("arn:aws:iam::111111111111:group/g", get));
    EXPECT_EQ(group.text("EvaluationResults.0.EvalDecision"), "allowed");
    const auto text = quoted(R"({"Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}})");
    const auto by_text =
        simulate(R"("sts:GetFederationToken")", R"(,"PolicyInputList":[)" + text + "]");
    EXPECT_EQ(by_text.text("EvaluationResults.0.EvalDecision"), "allowed");
    EXPECT_EQ(by_text.text("EvaluationResults.0.MatchedStatements.0.SourcePolicyId"),
              "PolicyInputList.1");
}

TEST_F(SimulationTest, BoundariesLimitWhatIsAllowed) {
    must("PutUserPermissionsBoundary",
         R"({"UserName":"bob","PermissionsBoundary":"arn:aws:iam::aws:policy/ReadOnlyAccess"})");
    const auto bounded = simulate(R"("bedrock:InvokeModel")", in_europe);
    EXPECT_EQ(bounded.text("EvaluationResults.0.EvalDecision"), "implicitDeny");
    EXPECT_EQ(bounded.text("EvaluationResults.0.PermissionsBoundaryDecisionDetail."
                           "AllowedByPermissionsBoundary"),
              "false");
    const auto wider = quoted(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})");
    EXPECT_EQ(decide(R"("bedrock:InvokeModel")",
                     in_europe + R"(,"PermissionsBoundaryPolicyInputList":[)" + wider + "]"),
              "allowed");
}

TEST_F(SimulationTest, OfTextsAsksTheTextsOnly) {
    const auto custom = [&](const std::string& text, const std::string& action,
                            const std::string& more = "") {
        return must("SimulateCustomPolicy", R"({"PolicyInputList":[)" + lines(text) +
                                                R"(],"ActionNames":[")" + action + R"("])" + more +
                                                "}");
    };
    EXPECT_EQ(
        custom(own, "bedrock:InvokeModel", in_europe).text("EvaluationResults.0.EvalDecision"),
        "allowed");
    const std::string for_bob =
        R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*",)"
        R"("Resource":"arn:aws:iam::*:user/${aws:username}"}})";
    const std::string on_bob = R"(,"ResourceArns":[")" + bob + R"("])";
    EXPECT_EQ(
        custom(for_bob, "iam:GetUser", on_bob).text("EvaluationResults.0.MissingContextValues.0"),
        "aws:username");
    EXPECT_EQ(custom(for_bob, "iam:GetUser", on_bob + R"(,"CallerArn":")" + bob + R"(")")
                  .text("EvaluationResults.0.EvalDecision"),
              "allowed");
}

TEST_F(SimulationTest, ContextKeysAreThoseOfConditionsAndVariables) {
    EXPECT_EQ(must("GetContextKeysForPrincipalPolicy", R"({"PolicySourceArn":")" + bob + R"("})")
                  .text("ContextKeyNames"),
              R"(["aws:RequestedRegion"])");
    const std::string text =
        R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*",)"
        R"("Resource":"arn:aws:iam::*:user/${aws:username}","Condition":{"StringLike":)"
        R"({"aws:RequestTag/team":"${aws:PrincipalTag/team}"}}}})";
    EXPECT_EQ(must("GetContextKeysForCustomPolicy", R"({"PolicyInputList":[)" + lines(text) + "]}")
                  .text("ContextKeyNames"),
              R"(["aws:PrincipalTag/team","aws:RequestTag/team","aws:username"])");
}

std::string list_of(std::size_t count, std::string_view item) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) {
        list += fmt::format("{}\"{}{}\"", i == 0 ? "" : ",", item, i);
    }
    return list;
}

TEST_F(SimulationTest, IsBoundedInAllAndByThePage) {
    const auto actions = list_of(1'000, "iam:A");
    const auto resources = list_of(1'000, "arn:");
    const auto request = of(bob, actions, R"(,"ResourceArns":[)" + resources + "]");
    EXPECT_EQ(must("SimulatePrincipalPolicy", request).count("EvaluationResults"), 100U);
    const auto text = quoted(R"({"Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}})");
    const auto more =
        world.call(world.admin(), "iam", "SimulatePrincipalPolicy",
                   request.substr(0, request.size() - 1) + R"(,"PolicyInputList":[)" + text + "]}");
    EXPECT_EQ(more.error, "InvalidInput");
    EXPECT_THAT(more.message, ::testing::HasSubstr("must be at most 1000000, and are 2000000"));

    // A page of what takes long to match ends before it is full, and the next goes on.
    std::string heavy = R"({"Statement":{"Effect":"Allow","Action":"sts:*","Resource":[)";
    heavy += list_of(100, "arn:aws:s3:::" + std::string(1'000, '*'));
    heavy += "]}}";
    const std::string far = R"("PolicyInputList":[)" + quoted(heavy) + R"(],"ActionNames":[)" +
                            list_of(40, "sts:A") + R"(],"ResourceArns":["arn:aws:s3:::)" +
                            std::string(1'900, 'a') + R"("],"MaxItems":1000)";
    const auto page = must("SimulateCustomPolicy", "{" + far + "}");
    EXPECT_LT(page.count("EvaluationResults"), 40U);
    EXPECT_EQ(page.text("IsTruncated"), "true");
    EXPECT_EQ(walk("SimulateCustomPolicy", far.substr(0, far.rfind(R"("MaxItems")")),
                   "EvaluationResults", "EvalActionName", 1'000)
                  .size(),
              40U);
}

TEST_F(SimulationTest, RefusesWithTheDocumentedErrors) {
    const std::string get = R"("iam:GetUser")";
    EXPECT_EQ(refusal("SimulatePrincipalPolicy", of(bob + "x", get)), "NoSuchEntity");
    EXPECT_EQ(refusal("SimulatePrincipalPolicy", of("arn:aws:iam::222222222222:user/bob", get)),
              "NoSuchEntity");
    EXPECT_EQ(refusal("SimulatePrincipalPolicy", of("arn:aws:iam::111111111111:root", get)),
              "InvalidInput");
    EXPECT_EQ(refusal("SimulatePrincipalPolicy", of(bob, R"("GetUser")")), "InvalidInput");
    EXPECT_EQ(refusal("SimulatePrincipalPolicy", of(bob, get, R"(,"PolicyInputList":["{}"])")),
              "InvalidInput");
    EXPECT_EQ(refusal("SimulatePrincipalPolicy", of(bob, get, R"(,"ResourcePolicy":"{}")")),
              "InvalidInput");
    EXPECT_EQ(refusal("SimulateCustomPolicy",
                      R"({"PolicyInputList":["{}"],"ActionNames":["iam:GetUser"]})"),
              "InvalidInput");
    EXPECT_EQ(refusal("GetContextKeysForCustomPolicy", R"({"PolicyInputList":["{}"]})"),
              "InvalidInput");
    EXPECT_EQ(
        refusal("GetContextKeysForPrincipalPolicy", R"({"PolicySourceArn":")" + bob + R"(x"})"),
        "NoSuchEntity");
}

}  // namespace
}  // namespace licet::api
