// SPDX-License-Identifier: Apache-2.0
#include "auth/sigv4.h"

#include "auth/refusal.h"
#include "auth/sigv4_fixture.h"
#include "base/encoding.h"
#include "wire/error_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::auth {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class SigV4Test : public testing::Test {
protected:
    Result<Authenticated> check(OwnedRequest& request, Time now = kTestTime) {
        return authenticate(request.view(), source, tokens, now);
    }

    /// The error of a request that must be refused; its name must be that of `refusal`.
    Error refused(OwnedRequest& request, Refusal refusal, Time now = kTestTime) {
        auto result = check(request, now);
        if (result.ok()) {
            ADD_FAILURE() << "was accepted";
            return {};
        }
        EXPECT_EQ(result.error().name, name_of(refusal)) << result.error().message;
        EXPECT_EQ(result.error().kind, ErrorKind::denied);
        EXPECT_THAT(result.error().message, Not(HasSubstr(std::string{kTestSecret})));
        return std::move(result).error();
    }

    OwnedRequest signed_request() {
        OwnedRequest request;
        add_signature(request);
        return request;
    }

    OwnedRequest session_request(const SessionCredentials& session) {
        auto identity = test_identity();
        identity.access_key_id = session.access_key_id;
        identity.secret = session.secret;
        identity.session_token = session.session_token;
        OwnedRequest request;
        add_signature(request, identity);
        return request;
    }

    /// Replaces `from` by `to` in the Authorization header.
    static void edit_authorization(OwnedRequest& request, std::string_view from,
                                   std::string_view to) {
        auto& value = request.find("authorization")->value;
        const auto at = value.find(from);
        ASSERT_NE(at, std::string::npos);
        value.replace(at, from.size(), to);
    }

    FakeCredentials source;
    SessionTokens tokens = test_tokens();
    SeededRandom random{42};
};

TEST_F(SigV4Test, NamesWhoSigned) {
    auto request = signed_request();
    const auto result = check(request);
    ASSERT_TRUE(result.ok()) << result.error().message;
    EXPECT_EQ(result->principal, FakeCredentials::test_user());
    EXPECT_EQ(result->region, "us-east-1");
    EXPECT_EQ(result->service, "bedrock");
}

TEST_F(SigV4Test, MissingSignature) {
    OwnedRequest request;
    EXPECT_EQ(refused(request, Refusal::missing_token).message, "Missing Authentication Token");
}

TEST_F(SigV4Test, WrongSecret) {
    source.keys[std::string{kTestKey}].secret = "other";
    auto request = signed_request();
    EXPECT_THAT(refused(request, Refusal::wrong_signature).message,
                HasSubstr("The request signature we calculated does not match"));
}

TEST_F(SigV4Test, WrongSecretAfterTheRightOneWasSeen) {
    auto request = signed_request();
    ASSERT_TRUE(check(request).ok());
    source.keys[std::string{kTestKey}].secret = "rotated";
    refused(request, Refusal::wrong_signature);
}

TEST_F(SigV4Test, UnknownKeyAndInactiveKeyLookTheSame) {
    auto request = signed_request();
    source.keys[std::string{kTestKey}].active = false;
    const auto inactive = refused(request, Refusal::unknown_client);
    source.keys.clear();
    const auto unknown = refused(request, Refusal::unknown_client);
    EXPECT_EQ(inactive.message, "The security token included in the request is invalid.");
    EXPECT_EQ(inactive.message, unknown.message);
}

TEST_F(SigV4Test, StaleAndFutureDates) {
    auto request = signed_request();
    EXPECT_TRUE(check(request, kTestTime + 5min).ok());
    EXPECT_TRUE(check(request, kTestTime - 5min).ok());
    EXPECT_EQ(refused(request, Refusal::expired_signature, kTestTime + 5min + 1s).message,
              "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z "
              "(20150830T124101Z - 5 min.)");
    EXPECT_EQ(refused(request, Refusal::expired_signature, kTestTime - 5min - 1s).message,
              "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z "
              "(20150830T123059Z + 5 min.)");
}

TEST_F(SigV4Test, ClockSkewIsASetting) {
    auto request = signed_request();
    const auto at = [&](Time now) {
        return authenticate(request.view(), source, tokens, now, Settings{.clock_skew = 1s}).ok();
    };
    EXPECT_TRUE(at(kTestTime + 1s));
    EXPECT_FALSE(at(kTestTime + 1001ms));
}

TEST_F(SigV4Test, AlteredBody) {
    auto request = signed_request();
    request.body += ' ';
    refused(request, Refusal::wrong_signature);
}

TEST_F(SigV4Test, DeclaredPayloadMustBeTheBodys) {
    OwnedRequest request;
    request.headers.push_back({"x-amz-content-sha256", to_hex(sha256(request.body))});
    add_signature(request);
    EXPECT_TRUE(check(request).ok());
    request.body = "other";
    EXPECT_THAT(refused(request, Refusal::wrong_signature).message,
                HasSubstr("'x-amz-content-sha256'"));
}

TEST_F(SigV4Test, UnsignedPayloadTakesAnyBody) {
    OwnedRequest request;
    request.headers.push_back({"x-amz-content-sha256", "UNSIGNED-PAYLOAD"});
    add_signature(request);
    request.body = "other";
    EXPECT_TRUE(check(request).ok());
}

TEST_F(SigV4Test, StreamingPayloadsAreNotTaken) {
    OwnedRequest request;
    request.headers.push_back({"x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"});
    add_signature(request);
    refused(request, Refusal::wrong_signature);
}

TEST_F(SigV4Test, AlteredHeader) {
    auto request = signed_request();
    request.find("content-type")->value = "text/plain";
    refused(request, Refusal::wrong_signature);
    request.remove("content-type");
    refused(request, Refusal::wrong_signature);
}

TEST_F(SigV4Test, HeadersThatAreNotSignedMayChange) {
    auto request = signed_request();
    request.headers.push_back({"user-agent", "x"});
    EXPECT_TRUE(check(request).ok());
}

TEST_F(SigV4Test, EveryAmzHeaderMustBeSigned) {
    auto request = signed_request();
    request.headers.push_back({"x-amz-target", "AWSLicenseManager.ListReceivedLicenses"});
    EXPECT_EQ(refused(request, Refusal::wrong_signature).message,
              "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.");
}

TEST_F(SigV4Test, HostMustBeSigned) {
    auto request = signed_request();
    edit_authorization(request, "content-type;host;x-amz-date", "content-type;x-amz-date");
    EXPECT_EQ(refused(request, Refusal::wrong_signature).message,
              "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
}

TEST_F(SigV4Test, AuthorityOfHttp2StandsForHost) {
    OwnedRequest request;
    request.headers[0].name = ":authority";
    add_signature(request);
    EXPECT_TRUE(check(request).ok());
    request.find(":authority")->name = "host";
    EXPECT_TRUE(check(request).ok());
    request.find("host")->value = "elsewhere";
    refused(request, Refusal::wrong_signature);
}

TEST_F(SigV4Test, MalformedAuthorization) {
    const std::pair<std::string_view, std::string_view> edits[] = {
        {"AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"},
        {"AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256"},
        {"Credential=", "credential="},
        {"Credential=", "Credential=,Credential="},
        {"Signature=", "Other="},
        {", SignedHeaders=content-type;host;x-amz-date", ""},
        {"content-type;host", "host;content-type"},
        {"content-type;host", "content-type;host;host"},
        {"content-type;host", "content-type;;host"},
        {"/aws4_request", ""},
        {"/aws4_request", "/aws4_request/x"},
        {"aws4_request", "aws4"},
        {"AKIDEXAMPLE/", "/"},
        {"AKIDEXAMPLE", "AKID EXAMPLE"},
        {"20150830", "2015083"},
        {"us-east-1", "US-EAST-1"},
        {"us-east-1", ""},
        {"bedrock", "bed rock"},
    };
    for (const auto& [from, to] : edits) {
        auto request = signed_request();
        edit_authorization(request, from, to);
        SCOPED_TRACE(request.find("authorization")->value);
        refused(request, Refusal::incomplete_signature);
    }
}

TEST_F(SigV4Test, NamesWhatTheAuthorizationLacks) {
    auto request = signed_request();
    request.find("authorization")->value = "AWS4-HMAC-SHA256 Credential=a";
    EXPECT_EQ(refused(request, Refusal::incomplete_signature).message,
              "Authorization header requires 'SignedHeaders' parameter. "
              "Authorization header requires 'Signature' parameter.");
}

TEST_F(SigV4Test, SpacingAndOrderOfTheAuthorizationAreFree) {
    auto request = signed_request();
    auto& value = request.find("authorization")->value;
    const auto signature = value.substr(value.find("Signature="));
    value = "AWS4-HMAC-SHA256   " + signature +
            ",Credential=AKIDEXAMPLE/20150830/us-east-1/bedrock/aws4_request ,  "
            "SignedHeaders=content-type;host;x-amz-date";
    EXPECT_TRUE(check(request).ok());
}

TEST_F(SigV4Test, HeadersOfTheSignatureStandOnce) {
    for (const std::string_view name : {"authorization", "x-amz-date"}) {
        auto request = signed_request();
        request.headers.push_back(*request.find(name));
        SCOPED_TRACE(name);
        refused(request, Refusal::incomplete_signature);
    }
}

TEST_F(SigV4Test, DateMustBeThereAndWellFormed) {
    auto request = signed_request();
    request.remove("x-amz-date");
    EXPECT_THAT(refused(request, Refusal::incomplete_signature).message,
                HasSubstr("'X-Amz-Date' or a 'Date'"));
    for (const std::string_view bad :
         {"2015-08-30T12:36:00Z", "20150830T126000Z", "20150231T123600Z", "", "yesterday",
          "Sun, 30 Aug 2015 12:36:00 PST", "Sun, 30 aug 2015 12:36:00 GMT"}) {
        request.remove("date");
        request.headers.push_back({"date", std::string{bad}});
        refused(request, Refusal::incomplete_signature);
    }
}

TEST_F(SigV4Test, DateMustBeThatOfTheScope) {
    auto request = signed_request();
    edit_authorization(request, "20150830", "20150831");
    EXPECT_EQ(refused(request, Refusal::wrong_signature).message,
              "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
              "HTTP: '20150831' != '20150830', from '20150830T123600Z'.");
}

TEST_F(SigV4Test, SessionOfARole) {
    const auto session =
        tokens.issue(FakeCredentials::test_role(), "", kTestTime + 1h, random).value();
    auto request = session_request(session);
    const auto result = check(request);
    ASSERT_TRUE(result.ok()) << result.error().message;
    EXPECT_EQ(result->principal.arn, FakeCredentials::test_role().arn);
    EXPECT_EQ(result->principal.access_key_id, session.access_key_id);

    source.roles.clear();
    refused(request, Refusal::unknown_client);
}

TEST_F(SigV4Test, SessionOfAUserDiesWithTheKeyItWasMadeWith) {
    const auto session =
        tokens.issue(FakeCredentials::test_user_session(), kTestKey, kTestTime + 1h, random)
            .value();
    auto request = session_request(session);
    EXPECT_TRUE(check(request).ok());

    auto& key = source.keys[std::string{kTestKey}];
    key.active = false;
    refused(request, Refusal::unknown_client);
    key.active = true;
    key.principal.id = "AIDASOMEONEELSE";
    refused(request, Refusal::unknown_client);
    source.keys.clear();
    refused(request, Refusal::unknown_client);
}

TEST_F(SigV4Test, ExpiredSession) {
    const auto session = tokens.issue(FakeCredentials::test_role(), "", kTestTime, random).value();
    auto request = session_request(session);
    EXPECT_EQ(refused(request, Refusal::expired_token).message,
              "The security token included in the request is expired");
}

TEST_F(SigV4Test, AlteredMissingOrForeignToken) {
    const auto session =
        tokens.issue(FakeCredentials::test_role(), "", kTestTime + 1h, random).value();
    auto altered = session;
    altered.session_token[8] = altered.session_token[8] == 'A' ? 'B' : 'A';
    auto request = session_request(altered);
    refused(request, Refusal::unknown_client);

    auto missing = session;
    missing.session_token.clear();
    request = session_request(missing);
    refused(request, Refusal::unknown_client);

    // A long-term key takes no token.
    auto foreign = session;
    foreign.access_key_id = kTestKey;
    foreign.secret = kTestSecret;
    request = session_request(foreign);
    refused(request, Refusal::unknown_client);
}

TEST_F(SigV4Test, SessionWithTheWrongSecret) {
    auto session = tokens.issue(FakeCredentials::test_role(), "", kTestTime + 1h, random).value();
    session.secret = "wrong";
    auto request = session_request(session);
    refused(request, Refusal::wrong_signature);
}

class PresignedTest : public SigV4Test {
protected:
    OwnedRequest presigned(const SigningIdentity& identity = test_identity()) {
        OwnedRequest request;
        request.method = "GET";
        request.query = "Action=GetCallerIdentity&Version=2011-06-15";
        request.body.clear();
        request.remove("content-type");
        request.query = presign(request.view(), identity, kTestTime, 600s).value();
        return request;
    }

    static void edit_query(OwnedRequest& request, std::string_view from, std::string_view to) {
        const auto at = request.query.find(from);
        ASSERT_NE(at, std::string::npos);
        request.query.replace(at, from.size(), to);
    }
};

TEST_F(PresignedTest, IsGoodFromItsDateLessSkewUntilItsEnd) {
    auto request = presigned();
    EXPECT_TRUE(check(request).ok());
    EXPECT_TRUE(check(request, kTestTime - 5min).ok());
    EXPECT_TRUE(check(request, kTestTime + 600s).ok());
    EXPECT_EQ(refused(request, Refusal::expired_signature, kTestTime + 601s).message,
              "Signature expired: 20150830T124600Z is now earlier than 20150830T124601Z");
    EXPECT_THAT(refused(request, Refusal::expired_signature, kTestTime - 5min - 1s).message,
                HasSubstr("Signature not yet current"));
}

TEST_F(PresignedTest, TakesSessionTokens) {
    const auto session =
        tokens.issue(FakeCredentials::test_role(), "", kTestTime + 1h, random).value();
    auto identity = test_identity();
    identity.access_key_id = session.access_key_id;
    identity.secret = session.secret;
    identity.session_token = session.session_token;
    auto request = presigned(identity);
    EXPECT_TRUE(check(request).ok());
}

TEST_F(PresignedTest, ParametersMayStandAnywhere) {
    auto request = presigned();
    const auto middle = request.query.find("X-Amz-Algorithm");
    request.query = request.query.substr(middle) + "&" + request.query.substr(0, middle - 1);
    EXPECT_TRUE(check(request).ok());
}

TEST_F(PresignedTest, AlteredParameters) {
    auto request = presigned();
    edit_query(request, "X-Amz-Expires=600", "X-Amz-Expires=601");
    refused(request, Refusal::wrong_signature);
    request = presigned();
    edit_query(request, "GetCallerIdentity", "AssumeRole");
    refused(request, Refusal::wrong_signature);
    request = presigned();
    request.query += "&More=1";
    refused(request, Refusal::wrong_signature);
    request = presigned();
    request.body = "x";
    refused(request, Refusal::wrong_signature);
}

TEST_F(PresignedTest, MalformedParameters) {
    const std::pair<std::string_view, std::string_view> edits[] = {
        {"X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Algorithm=AWS4-HMAC-SHA1"},
        {"X-Amz-Algorithm=AWS4-HMAC-SHA256", "a=b"},
        {"X-Amz-Credential=", "X-Amz-Credentials="},
        {"X-Amz-Credential=", "X-Amz-Credential=%2F"},
        {"X-Amz-Date=2", "X-Amz-Date=x"},
        {"X-Amz-Expires=600", "X-Amz-Expires=0"},
        {"X-Amz-Expires=600", "X-Amz-Expires=604801"},
        {"X-Amz-Expires=600", "X-Amz-Expires=-1"},
        {"X-Amz-Expires=600", "X-Amz-Expires=99999999999999999999"},
        {"X-Amz-Expires=600", "X-Amz-Expires=600&X-Amz-Expires=600"},
        {"X-Amz-Expires=600", "X-Amz-Expires=600&a=%"},
        {"X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders="},
        {"X-Amz-Signature=", "X-Amz-Signature=%zz"},
        {"X-Amz-Signature=", "Signature="},
    };
    for (const auto& [from, to] : edits) {
        auto request = presigned();
        edit_query(request, from, to);
        SCOPED_TRACE(to);
        refused(request, Refusal::incomplete_signature);
    }
}

TEST_F(PresignedTest, CannotBeCombinedWithAHeader) {
    auto request = presigned();
    request.headers.push_back({"authorization", "AWS4-HMAC-SHA256 Credential=a"});
    refused(request, Refusal::incomplete_signature);
}

// Source: domain.md 7.4; "Common Errors" of the STS, Organizations and Lambda API references.
TEST(Refusals, LeaveUnderTheirDocumentedNames) {
    struct Row {
        Refusal refusal;
        std::string_view json;
        std::string_view query;
        int query_status;
    };
    const Row rows[] = {
        {Refusal::missing_token, "MissingAuthenticationTokenException",
         "MissingAuthenticationToken", 403},
        {Refusal::incomplete_signature, "IncompleteSignatureException", "IncompleteSignature", 400},
        {Refusal::unknown_client, "UnrecognizedClientException", "InvalidClientTokenId", 403},
        {Refusal::wrong_signature, "InvalidSignatureException", "SignatureDoesNotMatch", 403},
        {Refusal::expired_signature, "InvalidSignatureException", "SignatureDoesNotMatch", 403},
        {Refusal::expired_token, "ExpiredTokenException", "ExpiredToken", 403},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.json);
        const auto error = refuse(row.refusal);
        EXPECT_FALSE(error.message.empty());
        const auto json = wire::wire_error(wire::kOrganizations, error);
        EXPECT_EQ(json.name, row.json);
        EXPECT_EQ(json.status, 400);
        const auto rest = wire::wire_error(wire::kBedrock, error);
        EXPECT_EQ(rest.name, row.json);
        EXPECT_EQ(rest.status, 403);
        const auto query = wire::wire_error(wire::kIam, error);
        EXPECT_EQ(query.name, row.query);
        EXPECT_EQ(query.status, row.query_status);
    }
}

}  // namespace
}  // namespace licet::auth
