// SPDX-License-Identifier: Apache-2.0
#include "policy/context_keys.h"

#include <gtest/gtest.h>

namespace licet::policy {
namespace {

DocumentPtr document(std::string_view text) {
    auto compiled = compile(text, Grammar::identity);
    EXPECT_TRUE(compiled.ok()) << (compiled.ok() ? "" : compiled.error().message);
    return std::move(compiled).value();
}

std::vector<std::string> names(std::string_view text) {
    std::vector<std::string> found;
    for (const auto& key : context_keys(*document(text))) {
        found.push_back(key_text(key));
    }
    return found;
}

TEST(ContextKeys, AreThoseOfConditionsAndVariablesEachOnce) {
    using Names = std::vector<std::string>;
    EXPECT_EQ(names(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})"), Names{});
    EXPECT_EQ(names(R"({"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"*","Resource":"arn:aws:iam::*:user/${aws:username}"},
        {"Effect":"Deny","Action":"*","Resource":"*","Condition":{
            "StringEquals":{"aws:requestedregion":"a","aws:RequestTag/x":"${aws:PrincipalTag/x}"},
            "ArnLike":{"aws:PrincipalArn":"arn:aws:iam::${aws:PrincipalAccount}:user/*"},
            "Null":{"aws:RequestedRegion":"true"}}}]})"),
              (Names{"aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalTag/x",
                     "aws:RequestTag/x", "aws:RequestedRegion", "aws:username"}));
}

TEST(StatementPlace, IsFoundWhateverStandsAround) {
    const auto one = document(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})");
    EXPECT_EQ(place_of(*one, 0).begin, (Position{1, 14}));
    EXPECT_EQ(place_of(*one, 0).end, (Position{1, 60}));
    const std::string_view text = R"({
 "Id": "\"Statement\": [ {",
 "Statement": [
  {"Sid": "Statement", "Effect": "Allow", "Action": ["a:b", "c:d"], "Resource": "*",
   "Condition": {"StringEquals": {"aws:username": "}]\\"}}},
  {
   "Effect": "Deny", "Action": "*", "Resource": "*"
  }
 ],
 "Version": "2012-10-17"
})";
    const auto two = document(text);
    EXPECT_EQ(place_of(*two, 0).begin, (Position{4, 3}));
    EXPECT_EQ(place_of(*two, 0).end, (Position{5, 60}));
    EXPECT_EQ(place_of(*two, 1).begin, (Position{6, 3}));
    EXPECT_EQ(place_of(*two, 1).end, (Position{8, 4}));
}

}  // namespace
}  // namespace licet::policy
