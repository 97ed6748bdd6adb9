// SPDX-License-Identifier: Apache-2.0
#include "guardrail/detectors.h"

#include "guardrail/samples_test.h"

#include <gmock/gmock.h>

namespace licet::guardrail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Sample {
    std::string_view type;
    std::string_view text;
    std::string_view match;  ///< empty: none
};

// Numbers of the documents that define the forms, or made up with the checksum worked out by hand.
constexpr Sample kSamples[] = {
    {"AGE", "I am 40 years old.", "40 years"},
    {"AGE", "a 12-year-old", "12-year"},
    {"AGE", "{\"age\": 34}", "34"},
    {"AGE", "on page 34, 40 years ago", ""},
    {"AWS_ACCESS_KEY", "key AKIAIOSFODNN7EXAMPLE.", "AKIAIOSFODNN7EXAMPLE"},
    {"AWS_ACCESS_KEY", "AKIAIOSFODNN7EXAMPLES", ""},
    {"AWS_SECRET_KEY", "=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY;",
     "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
    {"AWS_SECRET_KEY", "d670460b4b4aece5915caf5c68d12f560a9fe3e4", ""},
    {"CA_HEALTH_NUMBER", "OHIP 1234-567-890-XY", "1234-567-890-XY"},
    {"CA_HEALTH_NUMBER", "1234567890", ""},
    {"CA_SOCIAL_INSURANCE_NUMBER", "SIN 193-456-787 it is", "193-456-787"},
    {"CA_SOCIAL_INSURANCE_NUMBER", "SIN 193-456-788 it is", ""},
    {"CREDIT_DEBIT_CARD_CVV", "CVV: 123 please", "123"},
    {"CREDIT_DEBIT_CARD_CVV", "{\"cvv\": \"123\"}", "123"},
    {"CREDIT_DEBIT_CARD_CVV", "room 123", ""},
    {"CREDIT_DEBIT_CARD_EXPIRY", "expires 09/27.", "09/27"},
    {"CREDIT_DEBIT_CARD_EXPIRY", "valid thru 01/2021", "01/2021"},
    {"CREDIT_DEBIT_CARD_EXPIRY", "expiry date: Jan 2021", "Jan 2021"},
    {"CREDIT_DEBIT_CARD_EXPIRY", "it expires January 2021.", "January 2021"},
    {"CREDIT_DEBIT_CARD_EXPIRY", "expires 13/27.", ""},
    {"CREDIT_DEBIT_CARD_NUMBER", "pay with 4111 1111 1111 1111 now", "4111 1111 1111 1111"},
    {"CREDIT_DEBIT_CARD_NUMBER", "1 4111111111111111 2", "4111111111111111"},
    {"CREDIT_DEBIT_CARD_NUMBER", "378282246310005", "378282246310005"},
    {"CREDIT_DEBIT_CARD_NUMBER", "4111 1111 1111 1111 123", "4111 1111 1111 1111"},
    {"CREDIT_DEBIT_CARD_NUMBER", "4111 1111 1111 1112", ""},
    {"CREDIT_DEBIT_CARD_NUMBER", "0000000000000000", ""},
    {"DRIVER_ID", "Driver's license number: D1234567.", "D1234567"},
    {"DRIVER_ID", "drivers license 123 456 789 of New York", "123 456 789"},
    {"DRIVER_ID", "driving licence no MORGA657054SM9IJ", "MORGA657054SM9IJ"},
    {"DRIVER_ID", "a driver's license is required from 2027 on; D1234567", ""},
    {"EMAIL", "write to jane.doe+x@mail.example.com, soon", "jane.doe+x@mail.example.com"},
    {"EMAIL", "jane@localhost and @example.com", ""},
    {"INTERNATIONAL_BANK_ACCOUNT_NUMBER", "to GB82 WEST 1234 5698 7654 32.",
     "GB82 WEST 1234 5698 7654 32"},
    {"INTERNATIONAL_BANK_ACCOUNT_NUMBER", "DE89370400440532013000", "DE89370400440532013000"},
    {"INTERNATIONAL_BANK_ACCOUNT_NUMBER", "gb82-west-1234-5698-7654-32",
     "gb82-west-1234-5698-7654-32"},
    {"INTERNATIONAL_BANK_ACCOUNT_NUMBER", "DE88370400440532013000", ""},
    {"INTERNATIONAL_BANK_ACCOUNT_NUMBER", "DE65370400440532013", ""},  // too short for Germany
    {"IP_ADDRESS", "from 192.168.0.1:80", "192.168.0.1"},
    {"IP_ADDRESS", "at 2001:db8::ff00:42:8329 now", "2001:db8::ff00:42:8329"},
    {"IP_ADDRESS", "::1", "::1"},
    {"IP_ADDRESS", "256.1.1.1 or 1.2.3.4.5 or 12:30:45 or std::dead", ""},
    {"LICENSE_PLATE", "license plate: 7ABC 123", "7ABC 123"},
    {"LICENSE_PLATE", "a plate of 7ABC123", ""},
    {"MAC_ADDRESS", "00:1B:44:11:3a:B7", "00:1B:44:11:3a:B7"},
    {"MAC_ADDRESS", "00:1B:44:11:3a", ""},
    {"PASSWORD", "Password: hunter2.", "hunter2"},
    {"PASSWORD", R"({"password":"hun,ter2","user":"x"})", "hun,ter2"},
    {"PASSWORD", R"({"password":"hun\"ter2","user":"x"})", R"(hun\"ter2)"},
    {"PASSWORD", R"({"password":"hunter\\","user":"x"})", R"(hunter\\)"},
    {"PASSWORD", R"(password: "hunter2\)", R"(hunter2\)"},
    {"PASSWORD", "DB_PASSWORD='hunter2'", "hunter2"},
    {"PASSWORD", "your password must be changed", ""},
    {"PASSWORD", "my password is abc=def9", "abc=def9"},
    {"PASSWORD", "password is c2VjcmV0cGFzcw==", "c2VjcmV0cGFzcw=="},
    {"PASSWORD", R"(password is "a:bcdef2")", "a:bcdef2"},
    {"USERNAME", "login is bob:x1", "bob:x1"},
    {"PHONE", "call (212) 555-0123 today", "(212) 555-0123"},
    {"PHONE", "call +44 20 7946 0958", "+44 20 7946 0958"},
    {"PHONE", "0044 20 7946 0958", "0044 20 7946 0958"},
    {"PHONE", "Fax: 2125550123", "2125550123"},
    {"PHONE", "1234567890 and 10 20 30 and 192.168.100.200", ""},
    {"PIN", "PIN: 4711", "4711"},
    {"PIN", "pinned 4711", ""},
    {"SWIFT_CODE", "BIC DEUTDEFF500", "DEUTDEFF500"},
    {"SWIFT_CODE", "to BNPAFRPP", "BNPAFRPP"},
    {"SWIFT_CODE", "swift code UBSWCHZH", "UBSWCHZH"},
    {"SWIFT_CODE", "SWIFT/BIC: DNBANOKK", "DNBANOKK"},
    {"SWIFT_CODE", "BANKNOTE, DOORBELL, PERFORMANCE, DESTINATION", ""},
    {"SWIFT_CODE", "BANKZZFF, or with a country DEUTDEFFXXX", "DEUTDEFFXXX"},
    {"UK_NATIONAL_HEALTH_SERVICE_NUMBER", "NHS 943 476 5919", "943 476 5919"},
    {"UK_NATIONAL_HEALTH_SERVICE_NUMBER", "NHS 943 476 5918", ""},
    {"UK_NATIONAL_INSURANCE_NUMBER", "AB 12 34 56 C", "AB 12 34 56 C"},
    {"UK_NATIONAL_INSURANCE_NUMBER", "AB-12-34-56-C", "AB-12-34-56-C"},
    {"UK_NATIONAL_INSURANCE_NUMBER", "QQ 12 34 56 C", ""},
    {"UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER", "UTR 1955839661", "1955839661"},
    {"UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER", "UTR 2955839661", ""},
    {"URL", "see https://example.com/a?b=1.", "https://example.com/a?b=1"},
    {"URL", "see www.example.com.", "www.example.com"},
    {"URL", "see example.com or www.", ""},
    {"USERNAME", "username = jdoe", "jdoe"},
    {"USERNAME", R"({"username": "jdoe"})", "jdoe"},
    {"USERNAME", "no username", ""},
    {"US_BANK_ACCOUNT_NUMBER", "account number: 000123456789", "000123456789"},
    {"US_BANK_ACCOUNT_NUMBER", "number 000123456789", ""},
    {"US_BANK_ROUTING_NUMBER", "routing 021000021", "021000021"},
    {"US_BANK_ROUTING_NUMBER", "routing 021000022", ""},
    {"US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER", "912-70-1234", "912-70-1234"},
    {"US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER", "912-93-1234", ""},
    {"US_PASSPORT_NUMBER", "passport number: C01234567", "C01234567"},
    {"US_PASSPORT_NUMBER", "passport no. C01X00T47", "C01X00T47"},
    {"US_PASSPORT_NUMBER", "C01234567, and passport holders", ""},
    {"US_SOCIAL_SECURITY_NUMBER", "SSN 219-09-9999", "219-09-9999"},
    {"US_SOCIAL_SECURITY_NUMBER", "SSN: 219099999", "219099999"},
    {"US_SOCIAL_SECURITY_NUMBER", "my social security number is 219099999.", "219099999"},
    {"US_SOCIAL_SECURITY_NUMBER", "219099999, SSN 900123456", ""},
    {"US_SOCIAL_SECURITY_NUMBER", "000-12-3456, 666-12-3456, 123-00-4567, 2219-09-9999", ""},
    {"VEHICLE_IDENTIFICATION_NUMBER", "VIN 1M8GDM9AXKP042788", "1M8GDM9AXKP042788"},
    {"VEHICLE_IDENTIFICATION_NUMBER", "VIN 1M8GDM9A1KP042788", ""},
};

TEST(Detectors, TellPersonalDataFromWhatLooksLikeIt) {
    for (const auto& sample : kSamples) {
        SCOPED_TRACE(std::string{sample.type} + ": " + std::string{sample.text});
        const auto found = matches({.pii = {{std::string{sample.type}, kMask}}}, sample.text);
        if (sample.match.empty()) {
            EXPECT_THAT(found, IsEmpty());
        } else {
            EXPECT_THAT(found, ElementsAre(std::string{sample.match}));
        }
    }
}

TEST(Detectors, HaveSamplesOfBothSorts) {
    for (const auto& detector : detectors()) {
        std::size_t some = 0;
        std::size_t none = 0;
        for (const auto& sample : kSamples) {
            (sample.match.empty() ? none : some) += sample.type == detector.type ? 1 : 0;
        }
        EXPECT_GE(some, 1U) << detector.type;
        EXPECT_GE(none, 1U) << detector.type;
    }
}

TEST(Detectors, ReplaceByTheTypeInBraces) {
    const auto guardrail = compiled({.pii = {{"EMAIL", kMask}, {"IP_ADDRESS", kMask}}});
    const auto verdict = scan_one(guardrail, "a@b.example at 10.0.0.1 and c@d.example");
    EXPECT_EQ(verdict.text, "{EMAIL} at {IP_ADDRESS} and {EMAIL}");
    EXPECT_FALSE(verdict.blocked);
    EXPECT_TRUE(verdict.intervened());
}

TEST(Detectors, WithoutAFormAreRefusedWithTheReason) {
    for (const auto* type : {"ADDRESS", "NAME"}) {
        const auto made = Guardrail::compile({.pii = {{type, kMask}}});
        ASSERT_FALSE(made.ok()) << type;
        EXPECT_EQ(made.error().kind, ErrorKind::invalid);
        EXPECT_THAT(made.error().message, HasSubstr("cannot be detected without a model: "));
    }
    const auto unknown = Guardrail::compile({.pii = {{"SHOE_SIZE", kMask}}});
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.error().message, "`SHOE_SIZE` is no type of personal data");
}

TEST(Words, MatchWholeInEitherCase) {
    const Rules rules{
        .words = {
            {"secret", kBlock}, {"Project  Blue Bird", kBlock}, {"c++", kBlock}, {"Übel", kBlock}}};
    EXPECT_THAT(matches(rules, "A SECRET, not secrets nor _secret nor secreté."),
                ElementsAre("SECRET"));
    EXPECT_THAT(matches(rules, "project blue\n bird"), ElementsAre("project blue\n bird"));
    EXPECT_THAT(matches(rules, "project bluebird"), IsEmpty());
    EXPECT_THAT(matches(rules, "C++, c++17"), ElementsAre("C++", "c++"));
    EXPECT_THAT(matches(rules, "übel ÜBEL Übeltat vÜbel “übel”"),
                ElementsAre("übel", "ÜBEL", "übel"));
    EXPECT_THAT(matches({.words = {{"秘密", kBlock}}}, "这是秘密吗"), ElementsAre("秘密"));
}

TEST(Words, OfTheManagedListMatchWhole) {
    const Rules rules{.profanity = kBlock};
    EXPECT_THAT(matches(rules, "what a load of Bullshit"), ElementsAre("Bullshit"));
    EXPECT_THAT(matches(rules, "Scunthorpe, a shitake"), IsEmpty());
    for (const auto word : profanity()) {
        EXPECT_THAT(matches(rules, word), testing::Contains(std::string{word}));
    }
}

}  // namespace
}  // namespace licet::guardrail
