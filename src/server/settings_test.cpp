// SPDX-License-Identifier: Apache-2.0
#include "server/settings.h"

#include "base/file.h"
#include "base/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace licet::server {
namespace {

using testing::HasSubstr;
using testing::IsSupersetOf;

struct ServerSettingsTest : testing::Test {
    TemporaryDirectory temporary;
    std::filesystem::path path = temporary.path() / "licet.yaml";

    Result<Settings> read(std::string_view text) const {
        std::ofstream{path} << text;
        return read_settings(path);
    }
    /// The reason after `FILE:`, line included.
    std::string refusal(std::string_view text) const {
        const auto settings = read(text);
        if (settings.ok()) {
            return "accepted";
        }
        const auto& message = settings.error().message;
        const auto prefix = path.string() + ":";
        return message.starts_with(prefix) ? message.substr(prefix.size()) : message;
    }
};

const std::string& manual() {
    static const std::string text =
        read_file(LICET_SOURCE_DIR "/docs/settings.md", 1 << 20).value();
    return text;
}

/// The text from one line of the manual to the next that begins with `end`.
std::string manual_part(std::string_view begin, std::string_view end) {
    const auto from = manual().find(begin);
    LICET_CHECK(from != std::string::npos);
    const auto after = from + begin.size();
    return manual().substr(after, manual().find(end, after) - after);
}

/// The first column of a part's table.
std::set<std::string> documented(std::string_view heading) {
    std::set<std::string> names;
    std::istringstream lines{manual_part("\n## " + std::string{heading}, "\n## ")};
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("| `")) {
            names.insert(line.substr(3, line.find('`', 3) - 3));
        }
    }
    return names;
}

/// The members that a reader of settings asks for.
std::set<std::string> asked_for(const std::string& source) {
    const auto text = read_file(LICET_SOURCE_DIR "/src/" + source, 1 << 20).value();
    std::set<std::string> names;
    for (const std::string_view call :
         {"optional(\"", "required(\"", "read_seconds(map, \"", "read_number(map, \""}) {
        for (auto at = text.find(call); at != std::string::npos; at = text.find(call, at + 1)) {
            const auto from = at + call.size();
            names.insert(text.substr(from, text.find('"', from) - from));
        }
    }
    return names;
}

TEST_F(ServerSettingsTest, EverythingHasADefault) {
    const auto settings = read("{}\n");
    ASSERT_TRUE(settings.ok()) << settings.error().message;
    for (const auto& one : {*settings, default_settings()}) {
        EXPECT_EQ(one.listen.address, "127.0.0.1");
        EXPECT_EQ(one.listen.port, 8080);
        EXPECT_EQ(one.listen.loops, 1U);
        EXPECT_EQ(one.auth.clock_skew, std::chrono::seconds{300});
        EXPECT_EQ(one.log_level, obs::Level::info);
        EXPECT_EQ(one.log_format, obs::Format::text);
        EXPECT_EQ(one.journal.durability, journal::Durability::relaxed);
        EXPECT_EQ(one.journal.limits.retention_age, std::chrono::hours{24 * 90});
        EXPECT_EQ(one.engine.snapshot_every, 200'000U);
        EXPECT_EQ(one.shutdown_timeout, std::chrono::seconds{20});
        EXPECT_EQ(one.gateway.upstreams.size(), 1U);
    }
}

TEST_F(ServerSettingsTest, EverythingCanBeSet) {
    const auto settings = read(
        "listen: '[::1]:99'\nthreads: 3\nbusy_poll_microseconds: 50\nclock_skew_seconds: "
        "60\nlog_level: error\n"
        "log_format: json\nsnapshot_every_records: 5\njournal:\n  durability: strict\n  "
        "retention_days: 7\n");
    ASSERT_TRUE(settings.ok()) << settings.error().message;
    EXPECT_EQ(settings->listen.address, "::1");
    EXPECT_EQ(settings->listen.port, 99);
    EXPECT_EQ(settings->listen.loops, 3U);
    EXPECT_EQ(settings->listen.busy_poll, std::chrono::microseconds{50});
    EXPECT_EQ(settings->auth.clock_skew, std::chrono::seconds{60});
    EXPECT_EQ(settings->log_level, obs::Level::error);
    EXPECT_EQ(settings->log_format, obs::Format::json);
    EXPECT_EQ(settings->engine.snapshot_every, 5U);
    EXPECT_EQ(settings->journal.durability, journal::Durability::strict);
    EXPECT_EQ(settings->journal.limits.retention_age, std::chrono::hours{24 * 7});
}

TEST_F(ServerSettingsTest, FaultsAreNamedWithTheirLine) {
    EXPECT_EQ(refusal("threads: 2\nlisen: 1\n"), "2: unknown key `lisen`");
    EXPECT_EQ(refusal("journal:\n  days: 1\n"), "2: unknown key `days`");
    EXPECT_THAT(refusal("threads: 1\nthreads: 2\n"), HasSubstr("2: "));
    EXPECT_THAT(refusal("\nthreads: 0\n"), HasSubstr("2: "));
    EXPECT_THAT(refusal("threads: 257\n"), HasSubstr("256"));
    EXPECT_THAT(refusal("busy_poll_microseconds: 1001\n"), HasSubstr("1000"));
    EXPECT_THAT(refusal("snapshot_every_records: 0\n"), HasSubstr("1: "));
    EXPECT_EQ(read("shutdown_seconds: 3600\n")->shutdown_timeout, std::chrono::hours{1});
    EXPECT_THAT(refusal("shutdown_seconds: 0\n"), HasSubstr("1: "));
    EXPECT_THAT(refusal("shutdown_seconds: 3601\n"), HasSubstr("1: "));
    EXPECT_THAT(refusal("threads: two\n"), HasSubstr("1: "));
    EXPECT_THAT(refusal("log_level: loud\n"), HasSubstr("debug"));
    EXPECT_THAT(refusal("log_format: xml\n"), HasSubstr("json"));
    EXPECT_THAT(refusal("listen: here\n"), HasSubstr("1: `here` is not ADDRESS:PORT"));
    EXPECT_THAT(refusal("journal: strict\n"), HasSubstr("1: must be a map"));
    EXPECT_THAT(refusal("just text\n"), HasSubstr("1: must be a map"));
    EXPECT_THAT(refusal("a: [\n"), HasSubstr(": "));
    EXPECT_THAT(refusal(""), HasSubstr("1: the file is empty"));
}

TEST_F(ServerSettingsTest, AFileThatCannotBeReadIsNamed) {
    EXPECT_EQ(read_settings(temporary.path() / "none").error().kind, ErrorKind::not_found);
    EXPECT_THAT(read_settings(temporary.path() / "none").error().message, HasSubstr("none"));
    EXPECT_THAT(read_settings(temporary.path()).error().message, HasSubstr("Is a directory"));
}

// Issue 2, 6: keys come from an environment variable or a file, and are looked for at start.
TEST_F(ServerSettingsTest, AKeyThatIsNotThereIsNamedWithItsLine) {
    const std::string upstream = "upstreams:\n- name: a\n  kind: openai\n  base_url: http://a\n";
    ::unsetenv("LICET_TEST_NO_KEY");
    EXPECT_THAT(refusal(upstream + "  key_env: LICET_TEST_NO_KEY\n"),
                testing::AllOf(testing::StartsWith("5: "), HasSubstr("LICET_TEST_NO_KEY")));
    EXPECT_THAT(refusal(upstream + "  key_file: /nowhere/key\n"),
                testing::AllOf(testing::StartsWith("5: "), HasSubstr("/nowhere/key")));
}

TEST_F(ServerSettingsTest, ACertificateThatIsNotThereIsNamedWithItsLine) {
    EXPECT_FALSE(read("{}\n")->listen.tls.has_value());
    EXPECT_THAT(refusal("tls:\n  certificate_file: /nowhere/a.pem\n  key_file: /nowhere/a.key\n"),
                testing::AllOf(testing::StartsWith("2: "), HasSubstr("/nowhere/a.pem")));
    EXPECT_THAT(refusal("tls:\n  certificate_file: /nowhere/a.pem\n"), HasSubstr("key_file"));
}

TEST_F(ServerSettingsTest, TheTokenForMetricsComesFromAFileOfItsOwn) {
    EXPECT_EQ(read("{}\n")->metrics_token, "");
    const auto token = temporary.path() / "token";
    const auto setting = "metrics:\n  token_file: " + token.string() + "\n";
    EXPECT_THAT(refusal(setting), HasSubstr("token"));
    ASSERT_TRUE(replace_file(token, "canary\n").ok());
    EXPECT_EQ(read(setting)->metrics_token, "canary");
    EXPECT_THAT(check_reloadable(*read("{}\n"), *read(setting)).error().message,
                HasSubstr("`metrics` can only change with a restart"));
    for (const auto* text : {"", "\n", "canary two"}) {
        ASSERT_TRUE(replace_file(token, text).ok());
        EXPECT_EQ(refusal(setting), "2: a token is printable characters without blanks") << text;
    }
    ASSERT_TRUE(replace_file(token, "canary", {}, 0644).ok());
    EXPECT_THAT(refusal(setting), HasSubstr("token"));
    EXPECT_THAT(refusal("metrics: {}\n"), HasSubstr("token_file"));
}

TEST_F(ServerSettingsTest, TracesGoToACollectorWithoutAllOfThem) {
    EXPECT_FALSE(read("{}\n")->traces);
    const auto token = temporary.path() / "token";
    ASSERT_TRUE(replace_file(token, "canary\n").ok());
    const auto some =
        read("traces:\n  endpoint: http://127.0.0.1:4318/otlp\n  token_file: " + token.string() +
             "\n  sample_ratio: 0.01\n");
    ASSERT_TRUE(some->traces);
    EXPECT_EQ(some->traces->collector.port, 4318);
    EXPECT_EQ(some->traces->token, "canary");
    EXPECT_EQ(some->traces->sampled_per_million, 10'000);
    const std::string plain = "traces:\n  endpoint: http://127.0.0.1:4318\n";
    EXPECT_EQ(read(plain)->traces->sampled_per_million, 1'000'000);
    EXPECT_EQ(read(plain)->traces->parents_per_million, 1'000'000);
    EXPECT_EQ(read(plain + "  parent_ratio: 0.5\n")->traces->parents_per_million, 500'000);
    EXPECT_EQ(read(plain)->traces, read(plain)->traces);
    EXPECT_THAT(check_reloadable(*read(plain), *some).error().message,
                HasSubstr("`traces` can only change with a restart"));
    for (const auto* ratio : {"1.1", "-0.1", "nan", "0.1x", "a tenth"}) {
        EXPECT_EQ(refusal(plain + "  sample_ratio: " + ratio + "\n"),
                  "3: a ratio is a number from 0 to 1");
    }
    EXPECT_THAT(refusal("traces: {}\n"), HasSubstr("endpoint"));
    EXPECT_THAT(refusal(plain + "  ca_file: /nowhere/ca.pem\n"), HasSubstr("/nowhere/ca.pem"));
}

TEST_F(ServerSettingsTest, UsageIsToldApartByAFewTags) {
    EXPECT_TRUE(read("{}\n")->usage_tags.empty());
    EXPECT_EQ(read("usage:\n  tags: [team, cost center]\n")->usage_tags,
              (std::vector<std::string>{"team", "cost center"}));
    EXPECT_THAT(refusal("usage: {}\n"), HasSubstr("tags"));
    EXPECT_EQ(refusal("usage:\n  tags: [team, Team]\n"), "2: names `Team` twice");
    EXPECT_THAT(refusal("usage:\n  tags: ['']\n"), HasSubstr("2: the key of a tag is 1 to 128"));
    EXPECT_EQ(refusal("usage:\n  tags: [a, b, c, d, e, f, g, h, i, j, k]\n"),
              "2: must name at most 10 tags");
}

TEST_F(ServerSettingsTest, WhatNeedsARestartIsNamed) {
    const auto before = *read("{}\n");
    const auto fault = [&](std::string_view text) -> std::string {
        const auto checked = check_reloadable(before, *read(text));
        return checked.ok() ? "" : checked.error().message;
    };
    EXPECT_EQ(fault("log_level: error\nlog_format: json\nupstreams:\n- {name: a, kind: echo}\n"),
              "");
    for (const auto& [text, name] : std::vector<std::pair<std::string, std::string>>{
             {"listen: 127.0.0.1:99", "listen"},
             {"threads: 2", "threads"},
             {"busy_poll_microseconds: 1", "busy_poll_microseconds"},
             {"usage: {tags: [team]}", "usage"},
             {"clock_skew_seconds: 1", "clock_skew_seconds"},
             {"snapshot_every_records: 1", "snapshot_every_records"},
             {"shutdown_seconds: 1", "shutdown_seconds"},
             {"journal: {durability: strict}", "journal"},
             {"journal: {retention_days: 1}", "journal"},
             {"invocation_logging: {buckets: [logs], directory: /d}", "invocation_logging"}}) {
        EXPECT_EQ(fault(text + "\n"), "`" + name + "` can only change with a restart");
    }
}

TEST_F(ServerSettingsTest, AddressesAreReadOrRefused) {
    const auto parsed = [](std::string_view text) -> std::string {
        net::ServerOptions options;
        const auto read = parse_listen(text, options);
        return read.ok() ? options.address + " " + std::to_string(options.port) : "refused";
    };
    EXPECT_EQ(parsed("0.0.0.0:80"), "0.0.0.0 80");
    EXPECT_EQ(parsed("[::1]:0"), "::1 0");
    EXPECT_EQ(parsed(":8080"), "127.0.0.1 8080");
    for (const auto* text : {"", ":", "8080", "a:", "a:b", "a:65536", "a:-1", "a:1 ", "a:+1"}) {
        EXPECT_EQ(parsed(text), "refused") << text;
    }
}

TEST_F(ServerSettingsTest, TheManualsExampleIsRead) {
    ::setenv("OPENAI_API_KEY", "sk-example", 1);
    const auto settings = read(manual_part("```yaml\n", "```"));
    ASSERT_TRUE(settings.ok()) << settings.error().message;
    EXPECT_EQ(settings->gateway.upstreams.size(), 2U);
}

TEST_F(ServerSettingsTest, TheManualNamesEverySettingAndNoOther) {
    auto known = asked_for("server/settings.cpp");
    EXPECT_THAT(known, IsSupersetOf({"listen", "threads", "journal"}));
    std::set<std::string> named;
    for (auto name : documented("The server")) {
        const auto dot = name.find('.');
        named.insert(name.substr(0, dot));
        if (dot != std::string::npos) {
            named.insert(name.substr(dot + 1));
        }
    }
    EXPECT_EQ(named, known);

    auto upstreams = documented("Upstreams: where model calls go");
    EXPECT_THAT(upstreams, IsSupersetOf({"name", "kind", "base_url"}));
    upstreams.merge(documented("The classifier"));
    upstreams.insert({"upstreams", "routes", "classifier"});  // told in sentences
    auto asked = asked_for("gateway/settings.cpp");
    asked.insert({"key_env", "key_file", "key_command"});  // looked for by a list
    EXPECT_EQ(asked, upstreams);

    auto routes = documented("Routes: which model goes where");
    EXPECT_EQ(asked_for("gateway/routes.cpp"), routes);
}

}  // namespace
}  // namespace licet::server
