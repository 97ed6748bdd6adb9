// SPDX-License-Identifier: Apache-2.0
#include "wire/routing.h"

#include "wire/error_status.h"

#include <gtest/gtest.h>

namespace licet::wire {
namespace {

using Labels = std::vector<Label>;

constexpr HttpBinding kListModels{"GET", "/foundation-models"};
constexpr HttpBinding kGetModel{"GET", "/foundation-models/{modelIdentifier}"};
constexpr HttpBinding kConverse{"POST", "/model/{modelId}/converse"};
constexpr HttpBinding kInvoke{"POST", "/model/{modelId}/invoke"};
constexpr HttpBinding kCatalog{"GET", "/licet/v1/catalog"};
constexpr HttpBinding kAnything{"GET", "/licet/v1/{path+}"};
constexpr HttpBinding kSameAsModel{"GET", "/foundation-models/{id}"};

const Router& router() {
    static const Router made{{{&kLicet, "Anything", &kAnything},
                              {&kLicet, "Catalog", &kCatalog},
                              {&kBedrock, "ListFoundationModels", &kListModels},
                              {&kBedrock, "GetFoundationModel", &kGetModel},
                              {&kLicet, "SameAsModel", &kSameAsModel},
                              {&kBedrockRuntime, "Converse", &kConverse},
                              {&kBedrockRuntime, "InvokeModel", &kInvoke}}};
    return made;
}

constexpr HeaderField kFormHeader{"content-type",
                                  "application/x-www-form-urlencoded; charset=utf-8"};

std::string scope(std::string_view service) {
    return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/" + std::string{service} +
           "/aws4_request, SignedHeaders=host, Signature=0";
}

Routing route(std::string_view method, std::string_view path, std::vector<HeaderField> headers = {},
              std::string_view body = {}, std::string_view query = {}) {
    return router().route({method, path, query, headers, body});
}

std::string described(const Routing& routing) {
    const auto& target = routing.target;
    return std::string{routing.service->name} + " " +
           (target.ok() ? target->operation : "! " + std::string{target.error().name});
}

TEST(Routing, ServicesThatShareASigningNameAreToldApartByProtocol) {
    const auto marketplace = scope("aws-marketplace");
    EXPECT_EQ(described(route("POST", "/2026-02-05/getNothing", {{"authorization", marketplace}})),
              "marketplace-discovery ! UnknownOperationException");
    EXPECT_EQ(described(route("POST", "/",
                              {{"authorization", marketplace},
                               {"x-amz-target", "AWSMPCommerceService_v20200301.GetNothing"}})),
              "marketplace-agreement GetNothing");
    EXPECT_EQ(
        described(route("POST", "/",
                        {{"authorization", marketplace}, {"x-amz-target", "Nobody.GetNothing"}})),
        "marketplace-agreement ! UnknownOperationException");
}

TEST(Routing, TargetHeaderNamesServiceAndOperation) {
    const auto to = [](std::string_view target) {
        return described(route("POST", "/", {{"x-amz-target", target}}, "{}"));
    };
    EXPECT_EQ(to("AWSLicenseManager.CreateGrant"), "license-manager CreateGrant");
    EXPECT_EQ(to("AWSOrganizationsV20161128.ListRoots"), "organizations ListRoots");
    EXPECT_EQ(to("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"),
              "cloudtrail LookupEvents");
    EXPECT_EQ(to("DynamoDB_20120810.GetItem"), "license-manager ! UnknownOperationException");
    EXPECT_EQ(to(""), "license-manager ! UnknownOperationException");
    EXPECT_EQ(to(".CreateGrant"), "license-manager ! UnknownOperationException");
}

TEST(Routing, FormNamesActionAndVersion) {
    const auto to = [](std::string_view body, std::string_view signing_name = "") {
        const auto authorization = scope(signing_name);
        return described(route("POST", "/", {kFormHeader, {"authorization", authorization}}, body));
    };
    EXPECT_EQ(to("Action=GetCallerIdentity&Version=2011-06-15"), "sts GetCallerIdentity");
    EXPECT_EQ(to("Version=2010-05-08&Action=ListRoles"), "iam ListRoles");
    EXPECT_EQ(to("Action=ListRoles", "iam"), "iam ListRoles");
    EXPECT_EQ(to("Action=ListRoles", "bedrock"), "sts ! NoSuchVersion");
    EXPECT_EQ(to("Action=ListRoles&Version=1999-01-01", "iam"), "iam ! NoSuchVersion");
    EXPECT_EQ(to("Version=2010-05-08"), "iam ! MissingAction");
    EXPECT_EQ(to("", "iam"), "iam ! MissingAction");
    EXPECT_EQ(to("Action=%zz", "iam"), "iam ! MalformedQueryString");
}

TEST(Routing, QueryStringMayNameTheAction) {
    const auto routing =
        route("GET", "/", {}, "", "Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Date=1");
    EXPECT_EQ(described(routing), "sts GetCallerIdentity");
    EXPECT_EQ(routing.target->parameters.size(), 3U);
}

TEST(Routing, RestPathsOfRealClientsReachTheirOperation) {
    const auto get = route("GET", "/foundation-models/anthropic.claude-3-sonnet-20240229-v1%3A0",
                           {{"authorization", scope("bedrock")}});
    EXPECT_EQ(described(get), "bedrock GetFoundationModel");
    EXPECT_EQ(get.target->labels,
              (Labels{{"modelIdentifier", "anthropic.claude-3-sonnet-20240229-v1:0"}}));

    const auto converse =
        route("POST",
              "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.x/"
              "converse");
    EXPECT_EQ(described(converse), "bedrock-runtime Converse");
    EXPECT_EQ(
        converse.target->labels,
        (Labels{{"modelId", "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x"}}));

    const auto raw = route("POST", "/model/anthropic.claude-v2:1/invoke");
    EXPECT_EQ(raw.target->labels, (Labels{{"modelId", "anthropic.claude-v2:1"}}));
}

TEST(Routing, MostLiteralSegmentsWinThenTheSigningName) {
    EXPECT_EQ(described(route("GET", "/licet/v1/catalog")), "licet Catalog");
    const auto rest = route("GET", "/licet/v1/a/b%2Fc");
    EXPECT_EQ(described(rest), "licet Anything");
    EXPECT_EQ(rest.target->labels, (Labels{{"path", "a/b/c"}}));
    EXPECT_EQ(described(route("GET", "/foundation-models/x")), "bedrock GetFoundationModel");
    EXPECT_EQ(described(route("GET", "/foundation-models/x", {{"authorization", scope("licet")}})),
              "licet SameAsModel");
    EXPECT_EQ(
        described(route("GET", "/foundation-models/x", {{"authorization", scope("bedrock")}})),
        "bedrock GetFoundationModel");
}

TEST(Routing, OtherPathsAreUnknownOperations) {
    for (const auto* path : {"/foundation-models/", "/foundation-models/a/b", "/model//invoke", "/",
                             "/model/a/invoke/", "/model/%ff/invoke", "/model/%2/invoke", "", "*",
                             "/licet/v1/", "//"}) {
        EXPECT_FALSE(route("GET", path).target.ok()) << path;
        EXPECT_FALSE(route("POST", path).target.ok()) << path;
    }
    EXPECT_EQ(
        described(route("DELETE", "/foundation-models", {{"authorization", scope("bedrock")}})),
        "bedrock ! UnknownOperationException");
    EXPECT_EQ(described(route("GET", "/nothing")), "licet ! UnknownOperationException");
}

TEST(Routing, SigningNameComesFromHeaderOrPresignedQuery) {
    const auto header = scope("iam");
    const HeaderField headers[] = {{"authorization", header}};
    EXPECT_EQ(signing_name_of({.headers = headers}), "iam");
    EXPECT_EQ(signing_name_of({.query = "A=1&X-Amz-Credential=AK%2F20261123%2Fus-east-1%2Fsts%"
                                        "2Faws4_request&X-Amz-Date=2"}),
              "sts");
    EXPECT_EQ(signing_name_of({.query = "X-Amz-Credential=AK%2F20261123"}), "");
    const HeaderField bearer[] = {{"authorization", "Bearer abc"}};
    EXPECT_EQ(signing_name_of({.headers = bearer}), "");
    EXPECT_EQ(signing_name_of({}), "");
}

// What a proxy forwards may look like a call of any service.
TEST(Routing, ABindingMayTakeAnyMethodAndAllBelowItsPath) {
    constexpr HttpBinding kForwarded{"*", "/access/v1/ext-authz/*"};
    const Router router{{{&kAuthzen, "CheckForwarded", &kForwarded}}};
    const HeaderField headers[] = {{"x-amz-target", "AWSLicenseManager.CreateGrant"}};
    for (const std::string_view path :
         {"/access/v1/ext-authz", "/access/v1/ext-authz/", "/access/v1/ext-authz/a/%zz//b"}) {
        const auto routing = router.route(
            {.method = "PURGE", .path = path, .query = "Action=GetUser", .headers = headers});
        ASSERT_TRUE(routing.target.ok()) << path;
        EXPECT_EQ(routing.service, &kAuthzen);
        EXPECT_EQ(routing.target->operation, "CheckForwarded");
    }
    EXPECT_FALSE(router.route({.method = "GET", .path = "/access/v1/ext-authzen"}).target.ok());
}

// Both have /v1/models.
TEST(Routing, AnthropicsClientsAreKnownByTheirHeader) {
    constexpr HttpBinding kModels{"GET", "/v1/models"};
    const Router router{
        {{&kOpenAi, "ListModels", &kModels}, {&kAnthropic, "ListModels", &kModels}}};
    const HeaderField headers[] = {{"anthropic-version", "2023-06-01"}};
    EXPECT_EQ(router.route({.method = "GET", .path = "/v1/models"}).service, &kOpenAi);
    const auto theirs = router.route({.method = "GET", .path = "/v1/models", .headers = headers});
    EXPECT_EQ(theirs.service, &kAnthropic);
    EXPECT_TRUE(theirs.target.ok());
    const auto signature = scope("bedrock");
    const HeaderField signed_too[] = {headers[0], {"authorization", signature}};
    EXPECT_EQ(router.route({.method = "GET", .path = "/v1/models", .headers = signed_too}).service,
              &kAnthropic);
    EXPECT_EQ(router.route({.method = "GET", .path = "/v1/x"}).service, &kOpenAi);
    EXPECT_EQ(router.route({.method = "GET", .path = "/v1/x", .headers = headers}).service,
              &kAnthropic);
}

TEST(Routing, AGreedyLabelLeavesWhatStandsBehindIt) {
    constexpr HttpBinding kBetween{"GET", "/a/{path+}/b/{id}"};
    EXPECT_EQ(match(kBetween, "GET", "/a/x/b/1"), (Labels{{"path", "x"}, {"id", "1"}}));
    EXPECT_EQ(match(kBetween, "GET", "/a/x/y%2Fz/b/b/1"),
              (Labels{{"path", "x/y/z/b"}, {"id", "1"}}));
    for (const auto* const path :
         {"/a/b/1", "/a//b/1", "/a/x/c/1", "/a/x/b/", "/a/x/b", "/a", "/"}) {
        EXPECT_EQ(match(kBetween, "GET", path), std::nullopt) << path;
    }
    EXPECT_EQ(match(kAnything, "GET", "/licet/v1/a/"), (Labels{{"path", "a/"}}));
    EXPECT_EQ(match(kAnything, "GET", "/licet/v1/"), std::nullopt);
}

TEST(Routing, EveryServiceIsFoundByItsNames) {
    for (const auto* service : all_services()) {
        EXPECT_EQ(find_service(service->name), service);
        EXPECT_NE(find_by_signing_name(service->signing_name), nullptr);
    }
    EXPECT_EQ(find_service("s3"), nullptr);
    EXPECT_EQ(find_by_target(""), nullptr);
    EXPECT_EQ(find_by_target("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"),
              &kCloudTrail);
    EXPECT_EQ(find_by_target("CloudTrail_20131101"), &kCloudTrail);
    EXPECT_EQ(find_by_target("20131101"), nullptr);
    EXPECT_EQ(find_by_target("Trail_20131101"), nullptr);
    EXPECT_EQ(find_by_version(""), nullptr);
    EXPECT_EQ(find_by_version("2010-05-08"), &kIam);
}

}  // namespace
}  // namespace licet::wire
