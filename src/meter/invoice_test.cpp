// SPDX-License-Identifier: Apache-2.0
#include "meter/invoice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::meter {
namespace {

using testing::HasSubstr;

TEST(Invoice, IsComparedByItsOwnColumns) {
    const auto invoice = parse_invoice(
        "model,output_tokens,day,calls\r\n"
        "m,10,2026-11-27,1\r\n\"m\",5,2026-11-27,1\r\n"
        "\"a,\"\"b\",7,2026-11-27,1");
    ASSERT_TRUE(invoice.ok()) << invoice.error().message;
    EXPECT_EQ(invoice->by, (std::vector<Dimension>{By::model, By::day}));
    const std::vector<Group> same{
        {{"m", "2026-11-27"}, {.calls = 2, .input_tokens = 99, .output_tokens = 15}},
        {{"a,\"b", "2026-11-27"}, {.calls = 1, .output_tokens = 7}}};
    EXPECT_TRUE(compare(*invoice, same).empty());

    const std::vector<Group> other{{{"m", "2026-11-27"}, {.calls = 2, .output_tokens = 14}},
                                   {{"z", "2026-11-27"}, {.calls = 1}}};
    const auto differences = compare(*invoice, other);
    ASSERT_EQ(differences.size(), 4U);  // two of what is invoiced only
    EXPECT_EQ(differences[0].values.front(), "a,\"b");
    EXPECT_EQ(differences[2].values.front(), "m");
    EXPECT_EQ(differences[2].member, "output_tokens");
    EXPECT_EQ(differences[2].invoiced, 15);
    EXPECT_EQ(differences[2].used, 14);
    EXPECT_EQ(differences[3].values.front(), "z");
    EXPECT_EQ(differences[3].used, 1);
}

// Issue 5, 6.
TEST(Invoice, IsReadAsSpreadsheetsWriteIt) {
    const auto invoice = parse_invoice("\xEF\xBB\xBF\"model\",calls\r\nm,1\r\n\r\nm,2\r\n\r\n");
    ASSERT_TRUE(invoice.ok()) << invoice.error().message;
    EXPECT_EQ(invoice->by_columns, std::vector<std::string>{"model"});
    EXPECT_EQ(invoice->rows.at({"m"}).calls, 3);
}

TEST(Invoice, AsManyOfTheLargestNumbersAsThereMayBeCanBeAddedUp) {
    const auto line = std::to_string(kInvoiceNumberMax) + "\n";
    std::string text = "calls\n";
    for (std::size_t i = 1; i < kGroupsMax; ++i) {
        text += line;
    }
    const auto invoice = parse_invoice(text);
    ASSERT_TRUE(invoice.ok()) << invoice.error().message;
    EXPECT_EQ(invoice->rows.begin()->second.calls,
              kInvoiceNumberMax * static_cast<std::int64_t>(kGroupsMax - 1));
    EXPECT_FALSE(parse_invoice("calls\n" + std::to_string(kInvoiceNumberMax + 1)).ok());
}

TEST(Invoice, ColumnsMayBeTags) {
    const auto invoice = parse_invoice("tag:team,calls,tag:cost center\nblue,2,\n,1,7\n");
    ASSERT_TRUE(invoice.ok()) << invoice.error().message;
    EXPECT_EQ(invoice->by, (std::vector<Dimension>{{By::tag, "team"}, {By::tag, "cost center"}}));
    EXPECT_TRUE(
        compare(*invoice, {{{"", "7"}, {.calls = 1}}, {{"blue", ""}, {.calls = 2}}}).empty());
    EXPECT_EQ(compare(*invoice, {{{"blue", ""}, {.calls = 2}}}).size(), 1U);
    EXPECT_FALSE(parse_invoice("tag:a,tag:a,calls\n").ok());
    EXPECT_FALSE(parse_invoice("tag:,calls\n").ok());
}

TEST(Invoice, FaultsNameTheLine) {
    const auto refusal = [](std::string_view text) {
        const auto read = parse_invoice(text);
        return read.ok() ? "" : read.error().message;
    };
    EXPECT_THAT(refusal(""), HasSubstr("line 1: column `` is unknown"));
    EXPECT_THAT(refusal("calls,calls\n"), HasSubstr("named twice"));
    EXPECT_THAT(refusal("model\n"), HasSubstr("nothing to compare"));
    EXPECT_THAT(refusal("calls\n1\n-1\n"), HasSubstr("line 3: `-1` is no whole number"));
    EXPECT_THAT(refusal("calls\n99999999999999999999\n"), HasSubstr("is no whole number"));
    EXPECT_THAT(refusal("calls\n1.5\n"), HasSubstr("`1.5` is no whole number"));
    EXPECT_THAT(refusal("model,calls\nm\n"), HasSubstr("line 2: is no CSV"));
    EXPECT_THAT(refusal("model,calls\n\"m,1\n"), HasSubstr("line 2: is no CSV"));
    EXPECT_THAT(refusal("model,calls\n\"m\"x,1\n"), HasSubstr("line 2: is no CSV"));
}

TEST(Invoice, FieldsComeBackAsTheyWere) {
    for (const std::string_view value : {"plain", "", "a,b", "say \"so\"", "two\nlines"}) {
        const auto read = parse_invoice("principal,calls\n" + csv_field(value) + ",1\n");
        ASSERT_TRUE(read.ok());
        EXPECT_EQ(read->rows.begin()->first.front(), value);
    }
}

}  // namespace
}  // namespace licet::meter
