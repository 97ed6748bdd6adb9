// SPDX-License-Identifier: Apache-2.0
#include "server/http_service.h"

#include "base/file.h"
#include "server/running_test.h"

namespace licet::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kOrganizations = "AWSOrganizationsV20161128.";
constexpr std::string_view kCloudTrail = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.";
const std::string kHello = R"({"messages":[{"role":"user","content":[{"text":"hi"}]}]})";
const std::string kConverse = "/model/amazon.nova-v1%3A0/converse";

struct HttpServiceTest : RunningTest {
    HttpServiceTest() { start(); }

    net::ClientResponse organizations(const std::string& operation, const std::string& body) const {
        return ask_json("organizations", std::string{kOrganizations} + operation, body);
    }
    /// The credentials of a new member account, and its id.
    std::pair<Signer, std::string> member_account() const;
    std::string look_up(const std::string& event) const {
        return ask_json("cloudtrail", std::string{kCloudTrail} + "LookupEvents",
                        R"({"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":")" +
                            event + R"("}]})")
            .body;
    }
};

std::pair<Signer, std::string> HttpServiceTest::member_account() const {
    const auto begun =
        organizations("CreateAccount", R"({"AccountName":"m","Email":"m@example.com"})");
    const auto request = member(begun.body, "Id");
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    std::string account;
    while (account.empty() && std::chrono::steady_clock::now() < deadline) {
        account = member(organizations("DescribeCreateAccountStatus",
                                       R"({"CreateAccountRequestId":")" + request + R"("})")
                             .body,
                         "AccountId");
    }
    const auto assumed =
        ask_query("sts",
                  "Action=AssumeRole&Version=2011-06-15&RoleSessionName=test&RoleArn="
                  "arn%3Aaws%3Aiam%3A%3A" +
                      account + "%3Arole%2FOrganizationAccountAccessRole")
            .body;
    EXPECT_THAT(assumed, HasSubstr("<AccessKeyId>"));
    return {
        Signer{between(assumed, "<AccessKeyId>", "<"), between(assumed, "<SecretAccessKey>", "<"),
               between(assumed, "<SessionToken>", "<")},
        account};
}

// Issue 2, 4: every response has a request id and x-licet-revision.
TEST_F(HttpServiceTest, JsonServicesAreFoundByTheirTarget) {
    const auto response = organizations("DescribeOrganization", "{}");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("content-type"), "application/x-amz-json-1.1");
    EXPECT_THAT(member(response.body, "Id"), StartsWith("o-"));
    EXPECT_EQ(response.header("x-licet-revision"), "4");
    EXPECT_EQ(response.header("x-amzn-requestid").value_or("").size(), 36U);
}

TEST_F(HttpServiceTest, QueryServicesAnswerInXml) {
    const auto response = ask_query("sts", "Action=GetCallerIdentity&Version=2011-06-15");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("content-type"), "text/xml");
    EXPECT_THAT(response.body, HasSubstr(":user/admin</Arn>"));
    const auto unknown = ask_query("iam", "Action=GetUsr&Version=2010-05-08");
    EXPECT_EQ(unknown.status, 400);
    EXPECT_THAT(unknown.body, HasSubstr("<Code>InvalidAction</Code>"));
}

TEST_F(HttpServiceTest, RestServicesAreFoundByMethodAndPath) {
    const auto response =
        ask({.service = "bedrock", .target = "/foundation-models", .method = "GET"});
    EXPECT_EQ(response.status, 200);
    EXPECT_THAT(response.body, HasSubstr(R"("modelSummaries":[)"));
    const auto own = ask({.service = "licet", .target = "/licet/v1/catalog", .method = "GET"});
    EXPECT_EQ(own.status, 200);
    EXPECT_THAT(own.body, HasSubstr("amazon.nova-v1:0"));
    EXPECT_EQ(ask({.service = "bedrock", .target = "/no/such/path", .method = "GET"}).status, 404);
}

TEST_F(HttpServiceTest, ModelCallsGoToTheGateway) {
    const auto response = ask({.service = "bedrock", .target = kConverse, .body = kHello});
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_THAT(response.body, HasSubstr("echo: hi"));
    EXPECT_FALSE(response.header("x-licet-reason").has_value());
}

TEST_F(HttpServiceTest, RefusalsOfTheSignatureDoNothingAndAreJournaled) {
    const Signer wrong{admin.access_key_id, std::string(40, 'x')};
    const Asked create{.service = "iam",
                       .body = "Action=CreateUser&Version=2010-05-08&UserName=eve",
                       .headers = {{"content-type", "application/x-www-form-urlencoded"}}};
    const auto refused = ask(create, wrong);
    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(refused.body, HasSubstr("<Code>SignatureDoesNotMatch</Code>"));
    EXPECT_EQ(refused.header("x-licet-revision"), "4");
    EXPECT_EQ(ask({.service = "bedrock", .target = kConverse, .body = kHello},
                  {"AKIANOBODY0000000000", admin.secret})
                  .status,
              403);
    EXPECT_THAT(ask_query("iam", "Action=ListUsers&Version=2010-05-08").body,
                Not(HasSubstr("<UserName>eve")));
}

TEST_F(HttpServiceTest, ASignatureForAnotherServiceProvesNothing) {
    const auto refused = ask({.service = "iam", .target = kConverse, .body = kHello});
    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(refused.body, HasSubstr("Credential should be scoped to correct service"));
}

// IAM User Guide, "Troubleshoot Signature Version 4 requests"
TEST_F(HttpServiceTest, ASignatureForARegionThatIsNoneProvesNothing) {
    Asked call{.service = "bedrock", .target = kConverse, .body = kHello, .region = "eu-west-1"};
    EXPECT_NE(ask(call).status, 403);
    call.region = "eu-nowhere-1";
    const auto refused = ask(call);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.header("x-amzn-errortype"), "InvalidSignatureException");
    EXPECT_THAT(refused.body, HasSubstr("Credential should be scoped to a valid region."));
}

// IAM User Guide, "aws:RequestedRegion": the endpoints of global services are in us-east-1
TEST_F(HttpServiceTest, GlobalServicesAreInOneRegionWhateverTheSignatureNames) {
    Asked call{.service = "organizations",
               .body = "{}",
               .headers = {{"content-type", "application/x-amz-json-1.1"},
                           {"x-amz-target", std::string{kOrganizations} + "ListRoots"}},
               .region = "eu-west-1"};
    EXPECT_EQ(ask(call).status, 200);
    EXPECT_THAT(look_up("ListRoots"), HasSubstr(R"(\"awsRegion\":\"us-east-1\")"));
    call.service = "sts";
    call.body = "Action=GetCallerIdentity&Version=2011-06-15";
    call.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    EXPECT_EQ(ask(call).status, 200);
    EXPECT_THAT(look_up("GetCallerIdentity"), HasSubstr(R"(\"awsRegion\":\"eu-west-1\")"));
}

TEST_F(HttpServiceTest, MalformedRequestsAreTheDocumentedErrors) {
    const auto broken = organizations("CreateOrganizationalUnit", "{");
    EXPECT_EQ(broken.status, 400);
    EXPECT_THAT(broken.body, HasSubstr("SerializationException"));
    const auto unknown = organizations("NoSuchOperation", "{}");
    EXPECT_EQ(unknown.status, 400);
    EXPECT_THAT(unknown.body, HasSubstr("UnknownOperationException"));
}

// Times that could not be written back are refused at the door.
TEST_F(HttpServiceTest, TimesPastTheYear9999AreRefused) {
    const auto refused = ask_json("cloudtrail", std::string{kCloudTrail} + "LookupEvents",
                                  R"({"StartTime":253402300800})");
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(refused.body, HasSubstr("$.StartTime: must be a time from the years 0 to 9999"));
    EXPECT_EQ(ask_json("cloudtrail", std::string{kCloudTrail} + "LookupEvents",
                       R"({"StartTime":253402300799})")
                  .status,
              200);
}

// Rules BA-40, 7.4: a refusal carries its stable reason and is journaled.
TEST_F(HttpServiceTest, AClosedAccountsModelCallsAreRefusedWithTheirReason) {
    const auto [who, account] = member_account();
    const Asked call{.service = "bedrock", .target = kConverse, .body = kHello};
    EXPECT_EQ(ask(call, who).status, 200);
    EXPECT_EQ(organizations("CloseAccount", R"({"AccountId":")" + account + R"("})").status, 200);

    const auto refused = ask(call, who);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.header("x-licet-reason"), "account_closed");
    EXPECT_EQ(refused.header("x-amzn-errortype"), "AccessDeniedException");
    const auto control =
        ask({.service = "bedrock", .target = "/foundation-models", .method = "GET"}, who);
    EXPECT_EQ(control.status, 403);

    ASSERT_EQ(ask({.service = "bedrock", .target = kConverse, .body = kHello}).status, 200);
    server.reset();  // writes what the journal gathered
    std::string lines;
    for (const auto& file : std::filesystem::directory_iterator{data() / "journal"}) {
        lines += read_file(file.path(), 1 << 20).value();
    }
    EXPECT_THAT(lines, HasSubstr(R"("reason":"account_closed")"));
}

// CloudTrail's records have member names in lower camel case; the log keeps those of the wire.
TEST_F(HttpServiceTest, LookUpsShowWhatHappenedAsCloudTrailDoes) {
    ASSERT_EQ(organizations("EnableAWSServiceAccess",
                            R"({"ServicePrincipal":"license-manager.amazonaws.com"})")
                  .status,
              200);
    EXPECT_THAT(
        look_up("EnableAWSServiceAccess"),
        HasSubstr(
            R"(\"requestParameters\":{\"servicePrincipal\":\"license-manager.amazonaws.com\"})"));
}

}  // namespace
}  // namespace licet::server
