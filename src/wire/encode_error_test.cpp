// SPDX-License-Identifier: Apache-2.0
#include "wire/encode.h"
#include "wire/error_status.h"
#include "wire/testing/xml_reader.h"

#include <gmock/gmock.h>

namespace licet::wire {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr Service kJson10{.name = "marketplace-agreement",
                          .signing_name = "aws-marketplace",
                          .event_source = "agreement-marketplace.amazonaws.com",
                          .protocol = Protocol::json_1_0,
                          .target_prefix = "AWSMPCommerceService_v20200301",
                          .message_member = "message",
                          .names = {.not_found = "ResourceNotFoundException"}};

TEST(EncodeError, Json11NamesTheTypeInBodyAndHeader) {
    const auto out = encode_error(kLicenseManager, {ErrorKind::not_found, "no \"grant\""}, "r");
    EXPECT_EQ(out.status, 400);
    EXPECT_EQ(out.content_type, "application/x-amz-json-1.1");
    EXPECT_EQ(out.headers, (Headers{{"x-amzn-ErrorType", "ResourceNotFoundException"}}));
    EXPECT_EQ(out.body, R"({"__type":"ResourceNotFoundException","Message":"no \"grant\""})");
}

TEST(EncodeError, Json11AnswersWhatIsDocumentedAsTheClientsFaultWith400) {
    const auto status = [](std::string_view name) {
        return encode_error(kOrganizations, {ErrorKind::unavailable, "m", name}, "r").status;
    };
    EXPECT_EQ(status("FinalizingOrganizationException"), 400);
    EXPECT_EQ(status("ServiceUnavailableException"), 503);
}

TEST(EncodeError, Json10UsesItsOwnMemberName) {
    const auto out = encode_error(kJson10, {ErrorKind::not_found, "no agreement"}, "r");
    EXPECT_EQ(out.status, 400);
    EXPECT_EQ(out.content_type, "application/x-amz-json-1.0");
    EXPECT_EQ(out.body, R"({"__type":"ResourceNotFoundException","message":"no agreement"})");
}

TEST(EncodeError, JsonCarriesFurtherMembers) {
    const Error error{
        ErrorKind::conflict, "wrong region", "RedirectException", {{"Location", "us-east-1"}}};
    EXPECT_EQ(encode_error(kLicenseManager, error, "r").body,
              R"({"__type":"RedirectException","Message":"wrong region","Location":"us-east-1"})");
}

TEST(EncodeError, MembersThatAreNoTextsAreWrittenAsTheyAre) {
    Error error{ErrorKind::invalid, "m"};
    error.members = {{"originalStatusCode", "401", true}, {"fields", R"([{"name":"a"}])", true}};
    EXPECT_EQ(encode_error(kBedrock, error, "r").body,
              R"({"message":"m","originalStatusCode":401,"fields":[{"name":"a"}]})");
}

TEST(EncodeError, OrganizationsSaysWhyAnInputIsInvalid) {
    const auto body = [](Misfit misfit) {
        Error error{ErrorKind::invalid, "$.Name: m"};
        error.misfit = misfit;
        return encode_error(kOrganizations, error, "r").body;
    };
    EXPECT_EQ(body(Misfit::missing), R"({"__type":"InvalidInputException","Message":"$.Name: m",)"
                                     R"("Reason":"INPUT_REQUIRED"})");
    const std::pair<Misfit, std::string_view> faults[] = {
        {Misfit::malformed, "INVALID_PATTERN"},    {Misfit::too_short, "MIN_LENGTH_EXCEEDED"},
        {Misfit::too_long, "MAX_LENGTH_EXCEEDED"}, {Misfit::too_small, "MIN_VALUE_EXCEEDED"},
        {Misfit::too_large, "MAX_VALUE_EXCEEDED"}, {Misfit::not_a_choice, "INVALID_ENUM"}};
    for (const auto& [misfit, expected] : faults) {
        EXPECT_THAT(body(misfit), ::testing::HasSubstr(expected));
    }
}

TEST(EncodeError, AReasonThatTheOperationGivesStays) {
    Error error{ErrorKind::invalid, "m", "", {{"Reason", "INVALID_PARTY_TYPE_TARGET"}}};
    EXPECT_EQ(encode_error(kOrganizations, error, "r").body,
              R"({"__type":"InvalidInputException","Message":"m",)"
              R"("Reason":"INVALID_PARTY_TYPE_TARGET"})");
}

TEST(EncodeError, RestJsonNamesTheTypeInTheHeaderOnly) {
    const auto out = encode_error(
        kBedrock, {ErrorKind::invalid, "The provided model identifier is invalid."}, "r");
    EXPECT_EQ(out.status, 400);
    EXPECT_EQ(out.content_type, "application/json");
    EXPECT_EQ(out.headers, (Headers{{"x-amzn-ErrorType", "ValidationException"}}));
    EXPECT_EQ(out.body, R"({"message":"The provided model identifier is invalid."})");
}

TEST(EncodeError, StatusOfAModelErrorIsANumber) {
    const Error error{ErrorKind::unavailable,
                      "upstream",
                      "ModelErrorException",
                      {{"originalStatusCode", "500", true}, {"resourceName", "m"}}};
    const auto out = encode_error(kBedrockRuntime, error, "r");
    EXPECT_EQ(out.status, 424);
    EXPECT_EQ(out.body, R"({"message":"upstream","originalStatusCode":500,"resourceName":"m"})");
}

TEST(EncodeError, QueryIsXmlWithSenderOrReceiver) {
    const auto out = encode_error(kIam, {ErrorKind::not_found, "no role <a&b>"}, "req-1");
    EXPECT_EQ(out.status, 404);
    EXPECT_EQ(out.content_type, "text/xml");
    EXPECT_TRUE(out.headers.empty());
    EXPECT_EQ(
        out.body,
        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error>"
        "<Type>Sender</Type><Code>NoSuchEntity</Code><Message>no role &lt;a&amp;b&gt;</Message>"
        "</Error><RequestId>req-1</RequestId></ErrorResponse>");
    const auto ours = encode_error(kIam, {ErrorKind::unavailable, "later"}, "req-1");
    EXPECT_EQ(ours.status, 500);
    EXPECT_NE(ours.body.find("<Type>Receiver</Type><Code>ServiceFailure</Code>"),
              std::string::npos);
}

TEST(EncodeError, InternalTextNeverLeaves) {
    for (const auto* service : all_services()) {
        const auto out = encode_error(*service, {ErrorKind::internal, "disk /secret is full"}, "r");
        EXPECT_EQ(out.status, 500) << service->name;
        EXPECT_EQ(out.body.find("secret"), std::string::npos) << service->name;
    }
}

// AuthZEN Authorization API 1.0, "Error Responses"
TEST(EncodeError, OfAuthzenIsATextAndAnUnprovenCallerGets401) {
    const auto out = encode_error(kAuthzen, {ErrorKind::invalid, "$.subject: is required"}, "r");
    EXPECT_EQ(out.status, 400);
    EXPECT_EQ(out.content_type, "text/plain; charset=utf-8");
    EXPECT_EQ(out.body, "$.subject: is required");
    const auto unproven =
        encode_error(kAuthzen, {ErrorKind::denied, "m", "auth.MissingToken"}, "r");
    EXPECT_EQ(unproven.status, 401);
    EXPECT_EQ(unproven.headers.back().first, "WWW-Authenticate");
    EXPECT_EQ(encode_error(kLicet, {ErrorKind::denied, "m", "auth.MissingToken"}, "r").status, 403);
    EXPECT_EQ(encode_error(kAuthzen, {ErrorKind::denied, "m"}, "r").status, 403);
    EXPECT_EQ(encode_error(kAuthzen, {ErrorKind::unavailable, "m"}, "r").status, 503);
}

TEST(EncodeError, OfOpenAiIsAnObjectWithTypeAndCode) {
    const auto refused = [](ErrorKind kind, std::string_view name) {
        return encode_error(kOpenAi, Error{kind, "no \"x\"", name}, "r-1");
    };
    const auto unknown = refused(ErrorKind::denied, "auth.UnknownClient");
    EXPECT_EQ(unknown.status, 401);
    EXPECT_EQ(unknown.content_type, "application/json");
    EXPECT_EQ(unknown.body,
              R"({"error":{"message":"no \"x\"","type":"authentication_error","param":null,)"
              R"("code":"invalid_api_key"}})");
    const auto denied = refused(ErrorKind::denied, "AccessDeniedException");
    EXPECT_EQ(denied.status, 403);
    EXPECT_NE(denied.body.find(R"("code":"AccessDeniedException")"), std::string::npos);
    const auto spent = refused(ErrorKind::exhausted, "ServiceQuotaExceededException");
    EXPECT_EQ(spent.status, 429);
    EXPECT_NE(spent.body.find(R"("code":"insufficient_quota")"), std::string::npos);
    EXPECT_EQ(refused(ErrorKind::unavailable, "ModelErrorException").status, 502);
    for (const auto& [name, code] : {std::pair{"ResourceNotFoundException", "model_not_found"},
                                     std::pair{"UnknownOperationException", "unknown_url"}}) {
        const auto missing = refused(ErrorKind::not_found, name);
        EXPECT_EQ(missing.status, 404);
        EXPECT_NE(missing.body.find(code), std::string::npos);
    }
}

TEST(EncodeError, OfAnthropicHasATypeAndTheRequest) {
    const auto out =
        encode_error(kAnthropic, Error{ErrorKind::exhausted, "wait", "ThrottlingException"}, "r-1");
    EXPECT_EQ(out.status, 429);
    EXPECT_EQ(out.body, R"({"type":"error","error":{"type":"rate_limit_error","message":"wait"},)"
                        R"("request_id":"r-1"})");
    const auto type = [](ErrorKind kind) {
        const auto body = encode_error(kAnthropic, Error{kind, "x"}, "r").body;
        return body.substr(33, body.find('"', 33) - 33);
    };
    EXPECT_EQ(type(ErrorKind::invalid), "invalid_request_error");
    EXPECT_EQ(type(ErrorKind::not_found), "not_found_error");
    EXPECT_EQ(type(ErrorKind::denied), "permission_error");
    EXPECT_EQ(type(ErrorKind::unavailable), "overloaded_error");
    EXPECT_EQ(type(ErrorKind::internal), "api_error");
}

TEST(EncodeError, BrokenTextStaysReadable) {
    const Error error{ErrorKind::invalid, std::string("cut \xc3 and \0 here", 16)};
    EXPECT_EQ(encode_error(kBedrock, error, "r").body,
              "{\"message\":\"cut \xef\xbf\xbd and \\u0000 here\"}");
    EXPECT_TRUE(testing::read_xml(encode_error(kIam, error, "r").body));
}

struct StatusCase {
    const Service* service;
    ErrorKind kind;
    std::string_view name;
    std::string_view wire_name;
    int status;
};

const StatusCase kCases[] = {
    // Rule LM-1: everything is 400 but ServerInternalException.
    {&kLicenseManager, ErrorKind::denied, "", "AccessDeniedException", 400},
    {&kLicenseManager, ErrorKind::denied, "AuthorizationException", "AuthorizationException", 400},
    {&kLicenseManager, ErrorKind::exhausted, "", "ResourceLimitExceededException", 400},
    {&kLicenseManager, ErrorKind::exhausted, "RateLimitExceededException",
     "RateLimitExceededException", 400},
    {&kLicenseManager, ErrorKind::internal, "", "ServerInternalException", 500},
    {&kLicenseManager, ErrorKind::unavailable, "", "ServerInternalException", 500},
    {&kOrganizations, ErrorKind::not_found, "ParentNotFoundException", "ParentNotFoundException",
     400},
    {&kOrganizations, ErrorKind::exhausted, "TooManyRequestsException", "TooManyRequestsException",
     400},
    {&kOrganizations, ErrorKind::internal, "", "ServiceException", 500},
    {&kCloudTrail, ErrorKind::invalid, "InvalidLookupAttributesException",
     "InvalidLookupAttributesException", 400},
    // Section 7.4.
    {&kBedrock, ErrorKind::denied, "", "AccessDeniedException", 403},
    {&kBedrock, ErrorKind::not_found, "", "ResourceNotFoundException", 404},
    {&kBedrock, ErrorKind::conflict, "", "ConflictException", 400},
    {&kBedrock, ErrorKind::exhausted, "", "ServiceQuotaExceededException", 400},
    {&kBedrock, ErrorKind::exhausted, "ThrottlingException", "ThrottlingException", 429},
    {&kBedrock, ErrorKind::exhausted, "TooManyTagsException", "TooManyTagsException", 400},
    {&kBedrock, ErrorKind::unavailable, "", "ServiceUnavailableException", 503},
    {&kBedrockRuntime, ErrorKind::unavailable, "ModelNotReadyException", "ModelNotReadyException",
     429},
    {&kBedrockRuntime, ErrorKind::unavailable, "ModelTimeoutException", "ModelTimeoutException",
     408},
    {&kBedrockRuntime, ErrorKind::unavailable, "ModelStreamErrorException",
     "ModelStreamErrorException", 424},
    {&kBedrockRuntime, ErrorKind::internal, "", "InternalServerException", 500},
    {&kIam, ErrorKind::conflict, "", "EntityAlreadyExists", 409},
    {&kIam, ErrorKind::conflict, "DeleteConflictException", "DeleteConflict", 409},
    {&kIam, ErrorKind::conflict, "DeleteConflict", "DeleteConflict", 409},
    {&kIam, ErrorKind::exhausted, "", "LimitExceeded", 409},
    {&kIam, ErrorKind::invalid, "", "ValidationError", 400},
    {&kIam, ErrorKind::invalid, "InvalidInputException", "InvalidInput", 400},
    {&kIam, ErrorKind::invalid, "MalformedPolicyDocumentException", "MalformedPolicyDocument", 400},
    {&kIam, ErrorKind::not_found, "ServiceNotSupportedException", "NotSupportedService", 404},
    {&kSts, ErrorKind::denied, "", "AccessDenied", 403},
    {&kSts, ErrorKind::denied, "AccessDeniedException", "AccessDenied", 403},
    {&kSts, ErrorKind::invalid, "ExpiredTokenException", "ExpiredTokenException", 400},
    {&kSts, ErrorKind::denied, "RegionDisabledException", "RegionDisabledException", 403},
    // Refusals of authentication, in each family's words.
    {&kLicenseManager, ErrorKind::denied, "UnrecognizedClientException",
     "UnrecognizedClientException", 400},
    {&kBedrock, ErrorKind::denied, "UnrecognizedClientException", "UnrecognizedClientException",
     403},
    {&kSts, ErrorKind::denied, "UnrecognizedClientException", "InvalidClientTokenId", 403},
    {&kIam, ErrorKind::denied, "InvalidSignatureException", "SignatureDoesNotMatch", 403},
    {&kIam, ErrorKind::denied, "auth.ExpiredSignature", "SignatureDoesNotMatch", 403},
    {&kIam, ErrorKind::denied, "IncompleteSignatureException", "IncompleteSignature", 400},
    {&kIam, ErrorKind::denied, "MissingAuthenticationTokenException", "MissingAuthenticationToken",
     403},
    {&kSts, ErrorKind::denied, "ExpiredTokenException", "ExpiredToken", 403},
    {&kBedrock, ErrorKind::denied, "auth.MissingToken", "MissingAuthenticationTokenException", 403},
    // A name that no table knows has the status of its kind.
    {&kBedrock, ErrorKind::conflict, "NovelException", "NovelException", 400},
    {&kIam, ErrorKind::denied, "Novel", "Novel", 403},
    {&kOrganizations, ErrorKind::unavailable, "NovelException", "NovelException", 503},
};

TEST(ErrorStatus, FollowsTheDocumentedTables) {
    for (const auto& c : kCases) {
        const auto wire = wire_error(*c.service, {c.kind, "m", c.name});
        EXPECT_EQ(wire.name, c.wire_name) << c.service->name << " " << c.name;
        EXPECT_EQ(wire.status, c.status) << c.service->name << " " << c.wire_name;
    }
}

TEST(ErrorStatus, EveryServiceNamesEveryKind) {
    for (const auto* service : all_services()) {
        for (int kind = 0; kind <= static_cast<int>(ErrorKind::internal); ++kind) {
            EXPECT_FALSE(service->names.of(static_cast<ErrorKind>(kind)).empty())
                << service->name << " " << kind;
        }
    }
}

TEST(ErrorStatus, UnknownOperationIsWordedPerProtocol) {
    const auto query = wire_error(kIam, unknown_operation(kIam, "Nope"));
    EXPECT_EQ(query.name, "InvalidAction");
    EXPECT_EQ(query.status, 400);
    EXPECT_EQ(wire_error(kBedrock, unknown_operation(kBedrock, "Nope")).status, 404);
    EXPECT_EQ(wire_error(kOrganizations, unknown_operation(kOrganizations, "Nope")).status, 400);
}

}  // namespace
}  // namespace licet::wire
