// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

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

TEST_F(SimulationTest, EvaluatesEachActionOnEachResourcePageByPage) {
    const std::string request =
        R"("PolicySourceArn":")" + bob +
        R"(","ActionNames":["bedrock:InvokeModel","iam:GetUser"],"ResourceArns":["a","b","c"],)";
    EXPECT_EQ(walk("SimulatePrincipalPolicy", request, "EvaluationResults", "EvalResourceName", 2),
              (std::vector<std::string>{"a", "b", "c", "a", "b", "c"}));
    EXPECT_EQ(walk("SimulatePrincipalPolicy", request, "EvaluationResults", "EvalActionName", 4)[3],
              "iam:GetUser");
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
