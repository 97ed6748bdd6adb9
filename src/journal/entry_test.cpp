// SPDX-License-Identifier: Apache-2.0
#include "journal/entry.h"

#include "journal/line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::journal {
namespace {

std::string line_of(const Entry& entry) {
    std::string line;
    begin_line(line, {.next_sequence = 7});
    append_members(line, entry);
    return line + "}";
}

Entry full_entry() {
    return {.time = from_epoch_ms(1'795'419'494'123),
            .event_id = "6f1b9c1e-0000-4000-8000-0123456789ab",
            .request_id = "req-1",
            .account = AccountId{111'122'223'333},
            .principal_arn = "arn:aws:iam::111122223333:user/ann",
            .principal_id = "AIDAEXAMPLE",
            .user_name = "ann",
            .access_key_id = "AKIAEXAMPLE",
            .principal_type = "IAMUser",
            .source_ip = "10.0.0.1",
            .user_agent = "aws-cli/2 \"quoted\" \\ \xc3\xa9",
            .event_source = "bedrock.amazonaws.com",
            .event_name = "InvokeModel",
            .region = "us-east-1",
            .read_only = true,
            .error_code = "AccessDeniedException",
            .error_message = "two\nlines\tand \x01",
            .parameters = R"({"modelId":"a.b","n":[1,2.5,null]})",
            .extra = R"({"inputTokens":3})",
            .resources = {{"AWS::Bedrock::FoundationModel", "arn:aws:bedrock:::m"}, {"t", "n"}}};
}

TEST(EntryTest, IsReadBackAsWritten) {
    const auto entry = full_entry();
    EXPECT_EQ(parse_entry(line_of(entry)).value(), entry);
    const Entry empty{.time = from_epoch_ms(0)};
    EXPECT_EQ(parse_entry(line_of(empty)).value(), empty);
}

TEST(EntryTest, LeavesOutWhatIsEmpty) {
    EXPECT_EQ(line_of({.time = from_epoch_ms(0), .event_name = "X"}),
              R"({"sequence":7,"time":"1970-01-01T00:00:00Z","event_name":"X","read_only":false})");
}

TEST(EntryTest, IsOneLineWhateverItHolds) {
    auto entry = full_entry();
    entry.parameters = "{\n  \"a\": \"b\\nc\",\r\n  \"d\": 1\n}";
    const auto line = line_of(entry);
    EXPECT_EQ(line.find_first_of("\r\n"), std::string::npos);
    EXPECT_EQ(parse_entry(line)->parameters, R"({"a":"b\nc","d":1})");
}

TEST(EntryTest, ForeignBytesBecomeReadable) {
    Entry entry{.time = from_epoch_ms(0), .user_agent = "a\xff\xc3z\xe2\x82"};
    EXPECT_EQ(parse_entry(line_of(entry))->user_agent, "a??z??");
}

TEST(EntryTest, LongTextsAreCutBetweenCharacters) {
    Entry entry{.time = from_epoch_ms(0)};
    entry.user_agent = std::string(kTextBytesMax - 1, 'x') + "\xc3\xa9";
    EXPECT_EQ(parse_entry(line_of(entry))->user_agent, std::string(kTextBytesMax - 1, 'x'));
    entry.user_agent = std::string(kTextBytesMax, 'x');
    EXPECT_EQ(parse_entry(line_of(entry))->user_agent, entry.user_agent);
    entry.resources.assign(kResourcesMax + 5, {"t", std::string(kTextBytesMax + 1, 'y')});
    const auto read = parse_entry(line_of(entry)).value();
    EXPECT_EQ(read.resources.size(), kResourcesMax);
    EXPECT_EQ(read.resources[0].name.size(), kTextBytesMax);
}

TEST(EntryTest, LongJsonIsOmitted) {
    Entry entry{.time = from_epoch_ms(0)};
    entry.parameters = "{\"a\":\"" + std::string(kJsonBytesMax, 'x') + "\"}";
    EXPECT_EQ(parse_entry(line_of(entry))->parameters, R"({"omitted":"too long"})");
}

TEST(EntryTest, WhatIsNoEntryIsRefused) {
    for (const std::string_view bad :
         {"", "{", "[]", "null", "{}", R"({"time":"yesterday","read_only":true})",
          R"({"time":"1970-01-01T00:00:00Z"})",
          R"({"time":"1970-01-01T00:00:00Z","read_only":true,"account":"12"})"}) {
        EXPECT_EQ(parse_entry(bad).error().kind, ErrorKind::invalid) << bad;
    }
}

}  // namespace
}  // namespace licet::journal
