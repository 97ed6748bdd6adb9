// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// Policies of the size and the kind that organizations have.
namespace licet::decision {

inline constexpr std::string_view kRegionPolicy = R"({"Version":"2012-10-17","Statement":[
    {"Sid":"Regions","Effect":"Deny","NotAction":["a4b:*","acm:*","aws-marketplace:*",
     "aws-portal:*","budgets:*","ce:*","cloudfront:*","cur:*","directconnect:*","ec2:DescribeRegions",
     "globalaccelerator:*","health:*","iam:*","importexport:*","kms:*","license-manager:*",
     "organizations:*","pricing:*","route53:*","route53domains:*","s3:GetAccountPublic*",
     "shield:*","sts:*","support:*","trustedadvisor:*","waf:*"],"Resource":"*",
     "Condition":{"StringNotLike":{"aws:RequestedRegion":["us-*","eu-*","ap-*","ca-*","sa-*",
     "me-*","mx-*","il-*","af-*"]}}},
    {"Sid":"Protect","Effect":"Deny","Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail",
     "config:Delete*","organizations:LeaveOrganization","guardduty:Delete*"],"Resource":"*"}]})";
inline constexpr std::string_view kModelPolicy = R"({"Version":"2012-10-17","Statement":[
    {"Sid":"Models","Effect":"Deny","Action":["bedrock:InvokeModel",
     "bedrock:InvokeModelWithResponseStream"],"Resource":[
     "arn:aws:bedrock:*::foundation-model/blocked.*","arn:aws:bedrock:*::foundation-model/old.*",
     "arn:aws:bedrock:*::foundation-model/test.model-*-v0:0"]},
    {"Sid":"Subscribe","Effect":"Deny","Action":"aws-marketplace:Subscribe","Resource":"*",
     "Condition":{"ForAnyValue:StringEquals":{"aws-marketplace:ProductId":["prod-x","prod-y",
     "prod-z"]}}}]})";
inline constexpr std::string_view kAccountPolicy = R"({"Version":"2012-10-17","Statement":[
    {"Sid":"Root","Effect":"Deny","Action":["iam:CreateAccessKey","iam:DeleteUser"],
     "Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}},
    {"Sid":"Custom","Effect":"Deny","Action":"bedrock:CreateModelCustomizationJob",
     "Resource":"*"}]})";
inline constexpr std::string_view kUserPolicy = R"({"Version":"2012-10-17","Statement":[
    {"Sid":"Read","Effect":"Allow","Action":["bedrock:Get*","bedrock:List*","s3:GetObject",
     "s3:ListBucket","logs:*","cloudwatch:Get*","cloudwatch:List*"],"Resource":"*"},
    {"Sid":"Secrets","Effect":"Allow","Action":["secretsmanager:GetSecretValue",
     "kms:Decrypt"],"Resource":["arn:aws:secretsmanager:*:*:secret:team/*",
     "arn:aws:kms:*:*:key/*"],"Condition":{"StringEquals":{"aws:PrincipalType":"User"}}},
    {"Sid":"Old","Effect":"Deny","Action":"bedrock:InvokeModel*",
     "Resource":"arn:aws:bedrock:*::foundation-model/provider99.*"}]})";
inline constexpr std::string_view kGroupPolicy = R"({"Version":"2012-10-17","Statement":[
    {"Sid":"Invoke","Effect":"Allow","Action":["bedrock:InvokeModel",
     "bedrock:InvokeModelWithResponseStream"],"Resource":[
     "arn:aws:bedrock:*::foundation-model/provider1*",
     "arn:aws:bedrock:*::foundation-model/provider*.model-*",
     "arn:aws:bedrock:*:*:inference-profile/*"],
     "Condition":{"Bool":{"aws:SecureTransport":"true"},
     "StringEqualsIfExists":{"aws:RequestedRegion":["us-east-1","us-west-2","us-east-2",
     "eu-west-1","eu-central-1","ap-southeast-2","ap-southeast-4","ap-northeast-1","ca-west-1",
     "ca-central-1","eu-central-2","eu-north-1","eu-south-1","eu-south-2","eu-west-2",
     "eu-west-3","il-central-1","me-central-1","me-south-1","mx-central-1","sa-east-1",
     "us-west-1","ap-southeast-5","ap-southeast-6","ap-southeast-7"]}}},
    {"Sid":"Count","Effect":"Allow","Action":"bedrock:CountTokens","Resource":"*"}]})";

}  // namespace licet::decision
