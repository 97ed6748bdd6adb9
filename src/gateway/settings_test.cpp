// SPDX-License-Identifier: Apache-2.0
#include "gateway/settings.h"

#include "base/file.h"
#include "base/temporary_directory.h"
#include "base/yaml/yaml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace licet::gateway {
namespace {

/// A certificate that nobody has the key of.
constexpr std::string_view kAuthority =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBdDCCARugAwIBAgIUaZ94k6Vy4OAGxzcqBuFBYVSxMfQwCgYIKoZIzj0EAwIw\n"
    "DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjcwMjM4MTZaGA8yMTI2MTEwMzAyMzgx\n"
    "NlowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABC9K\n"
    "2n5CmM10f36Nn8Ww8Y9TZKjOucryiICp2jre5eKRtn0/xa1By6TwtNPxA+LZuGoY\n"
    "N6TRzi5KhOOGtVLJCw6jUzBRMB0GA1UdDgQWBBQUN7vi0OyHICT4BsLCoPCbH3f+\n"
    "nDAfBgNVHSMEGDAWgBQUN7vi0OyHICT4BsLCoPCbH3f+nDAPBgNVHRMBAf8EBTAD\n"
    "AQH/MAoGCCqGSM49BAMCA0cAMEQCIHDR76vmEfeieG8EWuIqaP9+JC3J4Mc7J7gY\n"
    "OD7v/NfDAiBThXE81BIGkMFvIdkJQSBpHKx0OK4kD9f9cL136PPVRg==\n"
    "-----END CERTIFICATE-----\n";

using testing::HasSubstr;
using testing::Not;

/// The first upstream of the model's route, or null.
const Upstream* upstream_of(const Settings& settings, std::string_view model_id) {
    const auto* route = settings.route_of(model_id);
    return route == nullptr ? nullptr : &settings.upstreams[route->targets.front().upstream];
}

struct GatewaySettingsTest : testing::Test {
    TemporaryDirectory temporary;

    static Result<Settings> read(const std::string& text) {
        LICET_TRY(const auto document, yaml::Document::parse(text, "f.yaml"));
        LICET_TRY(auto root, document.root().map());
        return read_settings(root);
    }
    static std::string refusal(const std::string& text) {
        const auto settings = read(text);
        return settings.ok() ? "accepted" : settings.error().message;
    }
    /// The refusal of an openai upstream with further members, which begin on line 4.
    static std::string refused_upstream(const std::string& members) {
        return refusal("upstreams:\n- name: a\n  kind: openai\n" + members);
    }
    std::string key_file(const std::string& contents, unsigned mode) {
        const auto path = temporary.path() / "key";
        std::ofstream{path} << contents;
        std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
        return path.string();
    }
    std::string refused_key(const std::string& contents, unsigned mode) {
        return refused_upstream("  base_url: http://a\n  key_file: " + key_file(contents, mode) +
                                "\n");
    }
};

TEST_F(GatewaySettingsTest, SendsEverythingToEchoByDefault) {
    const auto settings = read("other: 1\n");
    ASSERT_TRUE(settings.ok());
    ASSERT_NE(upstream_of(*settings, "amazon.nova"), nullptr);
    EXPECT_EQ(upstream_of(*settings, "amazon.nova")->kind, Upstream::Kind::echo);
}

TEST_F(GatewaySettingsTest, ReadsUpstreamsAndRoutes) {
    ::setenv("LICET_TEST_UPSTREAM_KEY", "sk-from-variable", 1);
    const auto settings = read(
        "upstreams:\n"
        "- name: local\n"
        "  kind: openai\n"
        "  base_url: http://127.0.0.1:8000/v1\n"
        "  key_env: LICET_TEST_UPSTREAM_KEY\n"
        "  models:\n"
        "    anthropic.claude: my-model\n"
        "  connect_timeout_seconds: 2\n"
        "  timeout_seconds: 120\n"
        "- name: other\n"
        "  kind: echo\n"
        "routes:\n"
        "- model: anthropic.special\n"
        "  upstream: other\n"
        "- model: anthropic.*\n"
        "  upstream: local\n");
    ASSERT_TRUE(settings.ok()) << settings.error().message;
    const auto* local = upstream_of(*settings, "anthropic.claude");
    ASSERT_NE(local, nullptr);
    EXPECT_EQ(local->name, "local");
    EXPECT_EQ(local->endpoint.authority(), "127.0.0.1:8000");
    EXPECT_EQ(local->endpoint.base_path, "/v1");
    EXPECT_EQ(local->key, "sk-from-variable");
    EXPECT_EQ(local->models.at("anthropic.claude"), "my-model");
    EXPECT_EQ(local->timeouts.connect, Milliseconds{2'000});
    EXPECT_EQ(local->timeouts.total, Milliseconds{120'000});
    EXPECT_EQ(upstream_of(*settings, "anthropic.special")->name, "other");
    EXPECT_EQ(upstream_of(*settings, "amazon.nova"), nullptr);
}

TEST_F(GatewaySettingsTest, ReadsAKeyFromAPrivateFile) {
    const auto settings = read(
        "upstreams:\n- name: a\n  kind: openai\n  base_url: http://a\n"
        "  key_file: " +
        key_file("sk-from-file\n", 0600) + "\n");
    ASSERT_TRUE(settings.ok()) << settings.error().message;
    EXPECT_EQ(settings->upstreams[0].key, "sk-from-file");
    EXPECT_EQ(upstream_of(*settings, "any")->name, "a");
}

TEST_F(GatewaySettingsTest, UpstreamsMayBeTrustedByTheSystemOrByAFile) {
    const std::string upstream = "upstreams:\n- name: a\n  kind: openai\n  base_url: https://a\n";
    const auto by_system = read(upstream);
    ASSERT_TRUE(by_system.ok()) << by_system.error().message;
    EXPECT_TRUE(by_system->upstreams[0].endpoint.tls);
    EXPECT_EQ(by_system->upstreams[0].endpoint.trust, nullptr);
    const auto file = temporary.path() / "ca.pem";
    std::ofstream{file} << kAuthority;
    const auto by_file = read(upstream + "  ca_file: " + file.string() + "\n");
    ASSERT_TRUE(by_file.ok()) << by_file.error().message;
    EXPECT_NE(by_file->upstreams[0].endpoint.trust, nullptr);
}

TEST_F(GatewaySettingsTest, RefusesKeysThatCannotBeHad) {
    const auto open = refused_key("sk-open", 0604);
    EXPECT_THAT(open, HasSubstr("f.yaml:5: "));
    EXPECT_THAT(open, HasSubstr("may be used by others; run `chmod o= "));
    EXPECT_THAT(open, Not(HasSubstr("sk-open")));
    const auto broken = refused_key("sk one", 0600);
    EXPECT_THAT(broken, HasSubstr("does not hold a key"));
    EXPECT_THAT(broken, Not(HasSubstr("sk one")));
    EXPECT_THAT(refused_key("\n", 0600), HasSubstr("does not hold a key"));
    EXPECT_THAT(refused_key(std::string(kKeyBytesMax + 1, 'k'), 0600),
                HasSubstr("does not hold a key"));
    EXPECT_THAT(refused_upstream("  base_url: http://a\n  key_file: /nowhere/key\n"),
                HasSubstr("f.yaml:5: cannot open `/nowhere/key`"));
    ::unsetenv("LICET_TEST_NO_KEY");
    EXPECT_EQ(refused_upstream("  base_url: http://a\n  key_env: LICET_TEST_NO_KEY\n"),
              "f.yaml:5: environment variable `LICET_TEST_NO_KEY` is not set");
    EXPECT_EQ(refused_upstream("  base_url: http://a\n  key_env: A\n  key_file: b\n"),
              "f.yaml:6: give `key_env` or `key_file`, not both");
}

TEST_F(GatewaySettingsTest, NamesTheLineOfWhatIsWrong) {
    EXPECT_EQ(refusal("routes:\n- model: a\n  upstream: b\n"),
              "f.yaml:2: `routes` needs `upstreams`");
    EXPECT_THAT(refusal("upstreams: []\n"), HasSubstr("must name 1 to 1000 upstreams"));
    EXPECT_EQ(refusal("upstreams:\n- name: a\n  kind: echo\n- name: a\n  kind: echo\n"),
              "f.yaml:4: there is another upstream `a`");
    EXPECT_THAT(refusal("upstreams:\n- name: a\n  kind: gopher\n"), HasSubstr("f.yaml:3: "));
    EXPECT_THAT(refusal("upstreams:\n- name: a\n  kind: echo\n  base_url: http://a\n"),
                HasSubstr("f.yaml:4: "));
    EXPECT_THAT(refused_upstream(""), HasSubstr("base_url"));
    EXPECT_THAT(refused_upstream("  base_url: ftp://a\n"), HasSubstr("f.yaml:4: "));
    EXPECT_THAT(refused_upstream("  base_url: https://a\n  ca_file: /nowhere/ca.pem\n"),
                HasSubstr("f.yaml:5: cannot open `/nowhere/ca.pem`"));
    EXPECT_THAT(refused_upstream("  base_url: http://a\n  timeout_seconds: 0\n"),
                HasSubstr("f.yaml:5: "));
}

TEST_F(GatewaySettingsTest, NamesTheModelThatJudges) {
    const std::string upstreams =
        "upstreams:\n- {name: a, kind: openai, base_url: http://a}\n- {name: e, kind: echo}\n"
        "routes:\n- {model: '*', upstream: e}\n";
    EXPECT_FALSE(read(upstreams)->classifier.has_value());
    const auto least = read(upstreams + "classifier: {upstream: a, model: m}\n");
    ASSERT_TRUE(least.ok() && least->classifier);
    EXPECT_EQ(least->classifier->upstream, 0U);
    EXPECT_EQ(least->classifier->model, "m");
    EXPECT_EQ(least->classifier->timeout, Milliseconds{10'000});
    const auto all = read(upstreams +
                          "classifier: {upstream: a, model: m, timeout_seconds: 2,\n"
                          "  characters_per_question: 1000}\n");
    ASSERT_TRUE(all.ok() && all->classifier);
    EXPECT_EQ(all->classifier->timeout, Milliseconds{2'000});
    EXPECT_EQ(all->classifier->characters, 1'000U);

    EXPECT_EQ(refusal("classifier: {upstream: a, model: m}\n"),
              "f.yaml:1: `classifier` needs `upstreams`");
    EXPECT_EQ(refusal(upstreams + "classifier:\n  upstream: b\n  model: m\n"),
              "f.yaml:7: there is no upstream `b`");
    EXPECT_EQ(refusal(upstreams + "classifier:\n  upstream: e\n  model: m\n"),
              "f.yaml:7: must be an upstream of kind `openai`");
    EXPECT_THAT(refusal(upstreams + "classifier: {upstream: a}\n"), HasSubstr("f.yaml:6: "));
    EXPECT_THAT(refusal(upstreams + "classifier: {upstream: a, model: m, timeout_seconds: 121}\n"),
                HasSubstr("f.yaml:6: "));
    EXPECT_THAT(refusal(upstreams + "classifier: {upstream: a, model: m, policy: p}\n"),
                HasSubstr("f.yaml:6: "));
}

TEST_F(GatewaySettingsTest, KnowsWhichOfOpenAisApisAServerHas) {
    const auto has_responses = [](const std::string& apis) {
        const auto settings =
            read("upstreams:\n- name: a\n  kind: openai\n  base_url: http://a\n" + apis);
        return settings.ok() && settings->upstreams[0].has_responses;
    };
    EXPECT_FALSE(has_responses(""));
    EXPECT_FALSE(has_responses("  apis: [chat]\n"));
    EXPECT_TRUE(has_responses("  apis: [chat, responses]\n"));
    EXPECT_THAT(refused_upstream("  base_url: http://a\n  apis: [responses]\n"),
                HasSubstr("must have `chat`"));
    EXPECT_THAT(refused_upstream("  base_url: http://a\n  apis: [chat, batch]\n"),
                HasSubstr("f.yaml:5: "));
}

TEST_F(GatewaySettingsTest, KnowsWhatAServerCallsTheLimitOfAnAnswer) {
    const auto limit_member = [](const std::string& members) {
        const auto settings = read("upstreams:\n- name: a\n  kind: openai\n" + members);
        return settings.ok() ? settings->upstreams[0].limit_member : settings.error().message;
    };
    EXPECT_EQ(limit_member("  base_url: http://a/v1\n"), "max_tokens");
    EXPECT_EQ(limit_member("  base_url: https://api.openai.com/v1\n"), "max_completion_tokens");
    EXPECT_EQ(limit_member("  base_url: http://a\n  limit_member: max_completion_tokens\n"),
              "max_completion_tokens");
    EXPECT_EQ(limit_member("  base_url: https://api.openai.com/v1\n  limit_member: max_tokens\n"),
              "max_tokens");
    EXPECT_THAT(limit_member("  base_url: http://a\n  limit_member: n\n"), HasSubstr("f.yaml:5: "));
    EXPECT_THAT(refusal("upstreams:\n- name: a\n  kind: anthropic\n  base_url: http://a\n"
                        "  limit_member: max_tokens\n"),
                HasSubstr("f.yaml:5: "));
}

TEST_F(GatewaySettingsTest, RefusesRoutesThatLeadNowhere) {
    const std::string two = "upstreams:\n- {name: a, kind: echo}\n- {name: b, kind: echo}\n";
    EXPECT_EQ(refusal(two),
              "f.yaml:2: with more than one upstream, `routes` must say what goes where");
    EXPECT_EQ(refusal(two + "routes:\n- {model: x, upstream: c}\n"),
              "f.yaml:5: there is no upstream `c`");
    EXPECT_EQ(refusal(two + "routes:\n- {model: '*.x', upstream: a}\n"),
              "f.yaml:5: `*` may only stand at the end");
    EXPECT_THAT(refusal(two + "routes: []\n"), HasSubstr("must name 1 to 1000 routes"));
}

/// Every block of YAML in the document is a settings file.
TEST_F(GatewaySettingsTest, TakesTheExamplesOfTheDocumentation) {
    ::setenv("OPENAI_API_KEY", "sk-example", 1);
    const auto text =
        read_file(std::filesystem::path{LICET_SOURCE_DIR} / "docs/settings.md", 1U << 20);
    ASSERT_TRUE(text.ok()) << text.error().message;
    constexpr std::string_view kBegin = "```yaml\n";
    int found = 0;
    for (auto at = text->find(kBegin); at != std::string::npos; at = text->find(kBegin, at)) {
        at += kBegin.size();
        EXPECT_EQ(refusal(text->substr(at, text->find("```", at) - at)), "accepted");
        ++found;
    }
    EXPECT_GT(found, 0);
}

TEST_F(GatewaySettingsTest, ReadsAKeyFromACommand) {
    const std::string upstream =
        "upstreams:\n- name: a\n  kind: anthropic\n  base_url: http://a\n  key_command: ";
    const auto settings = read(upstream + "printf 'sk-%s\\n' said\n");
    ASSERT_TRUE(settings.ok()) << settings.error().message;
    EXPECT_EQ(settings->upstreams[0].key, "sk-said");
    EXPECT_EQ(refusal(upstream + "exit 3\n"), "f.yaml:5: the command failed");
    EXPECT_EQ(refusal(upstream + "echo a b\n"),
              "f.yaml:5: `key_command` does not hold a key: 1 to 8192 printable characters without "
              "blanks");
}

/// A bedrock upstream with further members, which begin on line 5.
std::string bedrock(const std::string& members) {
    return "upstreams:\n- name: a\n  kind: bedrock\n  region: eu-west-1\n" + members;
}

TEST_F(GatewaySettingsTest, ReadsBedrockWithAKeyOfItsOwn) {
    const auto settings = read(bedrock("  key_command: echo bedrock-api-key-x\n"));
    ASSERT_TRUE(settings.ok()) << settings.error().message;
    const auto& upstream = settings->upstreams[0];
    EXPECT_EQ(upstream.kind, Upstream::Kind::bedrock);
    EXPECT_EQ(upstream.endpoint.authority(), "bedrock-runtime.eu-west-1.amazonaws.com");
    EXPECT_TRUE(upstream.endpoint.tls);
    EXPECT_EQ(upstream.key, "bedrock-api-key-x");
    EXPECT_EQ(upstream.aws.access_key_id, "");
}

TEST_F(GatewaySettingsTest, ReadsCredentialsOfAws) {
    const std::string printed =
        R"({"Version": 1, "AccessKeyId": "AKIA1", "SecretAccessKey": "s1", "SessionToken": "t1"})";
    const auto printing = read(bedrock(
        "  base_url: http://127.0.0.1:1\n  key_file: " + key_file(printed + "\n", 0600) + "\n"));
    ASSERT_TRUE(printing.ok()) << printing.error().message;
    EXPECT_EQ(printing->upstreams[0].endpoint.authority(), "127.0.0.1:1");
    EXPECT_EQ(printing->upstreams[0].aws.access_key_id, "AKIA1");
    EXPECT_EQ(printing->upstreams[0].aws.secret, "s1");
    EXPECT_EQ(printing->upstreams[0].aws.session_token, "t1");
    EXPECT_EQ(printing->upstreams[0].key, "");

    ::setenv("AWS_ACCESS_KEY_ID", "AKIA2", 1);
    ::setenv("AWS_SECRET_ACCESS_KEY", "s2", 1);
    ::unsetenv("AWS_SESSION_TOKEN");
    const auto variables = read(bedrock(""));
    ASSERT_TRUE(variables.ok()) << variables.error().message;
    EXPECT_EQ(variables->upstreams[0].aws.access_key_id, "AKIA2");
    EXPECT_EQ(variables->upstreams[0].aws.secret, "s2");
    ::unsetenv("AWS_SECRET_ACCESS_KEY");
    EXPECT_THAT(refusal(bedrock("")), HasSubstr("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"));
    ::unsetenv("AWS_ACCESS_KEY_ID");
}

TEST_F(GatewaySettingsTest, RefusesBedrockWithoutAllItNeeds) {
    EXPECT_THAT(refusal("upstreams:\n- name: a\n  kind: bedrock\n"), HasSubstr("region"));
    EXPECT_EQ(refusal("upstreams:\n- name: a\n  kind: bedrock\n  region: A.b\n"),
              "f.yaml:4: must be the name of a region of AWS, such as `us-east-1`");
    for (const auto* const text : {"{", "{}", R"({"AccessKeyId":"A","SecretAccessKey":"b c"})"}) {
        EXPECT_EQ(refusal(bedrock("  key_file: " + key_file(text, 0600) + "\n")),
                  "f.yaml:5: does not hold AccessKeyId and SecretAccessKey");
    }
    EXPECT_EQ(refusal(bedrock("  key_env: A\n  key_command: b\n")),
              "f.yaml:6: give `key_env` or `key_command`, not both");
}

}  // namespace
}  // namespace licet::gateway
