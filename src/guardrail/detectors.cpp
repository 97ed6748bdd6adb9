// SPDX-License-Identifier: Apache-2.0
#include "guardrail/detectors.h"

#include "guardrail/code_points.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string>
#include <utility>

namespace licet::guardrail {
namespace {

std::string digits_of(std::string_view text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
                 [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

std::string_view at(std::string_view text, Extent found) {
    return text.substr(found.from, found.to - found.from);
}

unsigned digit(char c) {
    return static_cast<unsigned>(c - '0');
}

/// The check of card and insurance numbers, ISO/IEC 7812-1.
bool luhn(std::string_view digits) {
    unsigned sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const auto value = digit(digits[digits.size() - 1 - i]) * (i % 2 == 0 ? 1 : 2);
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool all_the_same(std::string_view digits) {
    return digits.find_first_not_of(digits.front()) == std::string_view::npos;
}

unsigned weighted(std::string_view digits, std::initializer_list<unsigned> weights) {
    unsigned sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        sum += digit(digits[i]) * weights.begin()[i];
    }
    return sum;
}

template <bool (*Valid)(std::string_view digits)>
std::optional<Extent> judge_digits(std::string_view text, Extent found) {
    return Valid(digits_of(at(text, found))) ? std::optional{found} : std::nullopt;
}

bool card(std::string_view digits) {
    return digits.size() >= 13 && digits.size() <= 19 && !all_the_same(digits) && luhn(digits);
}

bool insurance_ca(std::string_view digits) {
    return digits[0] != '0' && digits[0] != '8' && luhn(digits);
}

bool routing_us(std::string_view digits) {
    const auto area = digit(digits[0]) * 10 + digit(digits[1]);
    const bool known =
        (area >= 1 && area <= 12) || (area >= 21 && area <= 32) || (area >= 61 && area <= 72);
    return known && weighted(digits, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0;
}

bool health_uk(std::string_view digits) {
    const auto check = (11 - weighted(digits, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 11;
    return !all_the_same(digits) && check == digit(digits[9]);
}

bool taxpayer_uk(std::string_view digits) {
    constexpr std::string_view kCheck = "21987654321";
    return !all_the_same(digits) &&
           kCheck[weighted(digits.substr(1), {6, 7, 8, 9, 10, 5, 4, 3, 2}) % 11] == digits[0];
}

bool taxpayer_us(std::string_view digits) {
    const auto group = digit(digits[3]) * 10 + digit(digits[4]);
    return digits[0] == '9' && ((group >= 50 && group <= 65) || (group >= 70 && group <= 88) ||
                                (group >= 90 && group <= 92) || (group >= 94 && group <= 99));
}

/// How long numbers of a country are; 0: it has none. Source: SWIFT, IBAN Registry.
std::size_t iban_length(std::string_view country) {
    constexpr std::string_view kLengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29"
        "ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20"
        "LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29"
        "PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20"
        "YE30";
    for (std::size_t i = 0; i < kLengths.size(); i += 4) {
        if (kLengths.substr(i, 2) == country) {
            return digit(kLengths[i + 2]) * 10 + digit(kLengths[i + 3]);
        }
    }
    return 0;
}

/// ISO 13616: letters as numbers from 10 on, the first four behind the others, 1 modulo 97.
std::optional<Extent> judge_iban(std::string_view text, Extent found) {
    std::string plain;
    for (const char c : at(text, found)) {
        if (c != ' ' && c != '-') {
            plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    if (plain.size() != iban_length(std::string_view{plain}.substr(0, 2))) {
        return std::nullopt;
    }
    std::rotate(plain.begin(), plain.begin() + 4, plain.end());
    unsigned rest = 0;
    for (const char c : plain) {
        rest = c <= '9' ? (rest * 10 + digit(c)) % 97
                        : (rest * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
    }
    return rest == 1 ? std::optional{found} : std::nullopt;
}

/// ISO 3779 with the check digit that North America uses.
std::optional<Extent> judge_vehicle(std::string_view text, Extent found) {
    constexpr std::string_view kLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";
    constexpr std::string_view kValues = "12345678123457923456789";
    constexpr unsigned kWeights[] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    const auto number = at(text, found);
    unsigned sum = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
        const auto letter = kLetters.find(number[i]);
        sum += kWeights[i] * digit(letter == std::string_view::npos ? number[i] : kValues[letter]);
    }
    const bool good = number[8] == "0123456789X"[sum % 11] &&
                      number.find_first_of(kLetters) != std::string_view::npos;
    return good ? std::optional{found} : std::nullopt;
}

/// Where digits begin, with the letters that stand right before them.
std::size_t number_at(std::string_view text) {
    auto begin = std::min(text.find_first_of("0123456789"), text.size());
    while (begin > 0 && is_letter(text[begin - 1])) {
        --begin;
    }
    return begin;
}

/// Numbers of telephones. Without a name before it, `+`, `00` or groups it is a number like any
/// other.
std::optional<Extent> judge_phone(std::string_view text, Extent found) {
    const auto number = at(text, found);
    if (is_letter(number[0])) {
        return Extent{found.from + number_at(number), found.to};
    }
    const auto digits = digits_of(number);
    const bool grouped = number.find_first_of(" .()-") != std::string_view::npos;
    const bool international =
        digits.size() >= 8 && (number[0] == '+' || (grouped && digits.starts_with("00")));
    const bool dotted =
        std::count(number.begin(), number.end(), '.') == 3;  // an address of the network
    const bool national =
        digits.size() == 10 || (digits.size() == 11 && (digits[0] == '1' || digits[0] == '0'));
    const bool good = digits.size() <= 15 && !dotted && (international || (grouped && national));
    return good ? std::optional{found} : std::nullopt;
}

/// Names with `::` in source text have no digits; versions have other counts of parts.
std::optional<Extent> judge_ipv4_or_6(std::string_view text, Extent found) {
    const auto address = at(text, found);
    if (address.find(':') != std::string_view::npos) {
        const auto colons = std::count(address.begin(), address.end(), ':');
        const auto gap = address.find("::");
        const bool one_gap =
            gap != std::string_view::npos && address.find("::", gap + 1) == std::string_view::npos;
        const bool digits = address.find_first_of("0123456789") != std::string_view::npos;
        const bool good =
            one_gap ? digits && colons <= 7 : gap == std::string_view::npos && colons == 7;
        return good ? std::optional{found} : std::nullopt;
    }
    unsigned value = 0;
    for (const char c : address) {
        value = c == '.' ? 0 : value * 10 + digit(c);
        if (value > 255) {
            return std::nullopt;
        }
    }
    const bool more = found.to + 1 < text.size() && text[found.to] == '.' &&
                      text[found.to + 1] >= '0' && text[found.to + 1] <= '9';
    const bool part = found.from > 0 && text[found.from - 1] == '.';
    return more || part ? std::nullopt : std::optional{found};
}

/// Where a text ends that begins with a quote: at one like it that no backslash escapes.
std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
    for (std::size_t i = begin + 1; i < text.size(); ++i) {
        if (text[i] == text[begin]) {
            return i;
        }
        i += text[i] == '\\' ? 1 : 0;
    }
    return text.size();
}

/// Behind a name such as `password:` the value alone is meant, without its quotes.
std::optional<Extent> judge_value(std::string_view text, Extent found) {
    const auto all = at(text, found);
    // What comes first counts: a value may have such signs of its own.
    const auto is = all.find(" is ");
    auto begin = all.find_first_of(":=#");
    if (begin == std::string_view::npos || is < begin) {
        begin = is == std::string_view::npos ? all.find_last_of(' ') : is + 3;
    }
    begin = begin == std::string_view::npos ? 0 : begin + 1;
    begin = all.find_first_not_of(" \t", begin);
    if (begin == std::string_view::npos) {
        return std::nullopt;
    }
    if (const char quote = all[begin]; quote == '"' || quote == '\'') {
        const auto end = end_of_quoted(all, begin);
        return end > begin + 1 ? std::optional{Extent{found.from + begin + 1, found.from + end}}
                               : std::nullopt;
    }
    auto end = all.size();
    while (end > begin + 1 &&
           std::string_view{".,;)\"'"}.find(all[end - 1]) != std::string_view::npos) {
        --end;
    }
    return Extent{found.from + begin, found.from + end};
}

/// The month may be a word of its own: `Jan 2021`.
std::optional<Extent> judge_expiry(std::string_view text, Extent found) {
    auto value = judge_value(text, found);
    const bool year = value && !is_letter(text[value->from]) &&
                      at(text, *value).find_first_of("/-") == std::string_view::npos;
    if (year) {
        while (value->from > found.from && text[value->from - 1] == ' ') {
            --value->from;
        }
        while (value->from > found.from && is_letter(text[value->from - 1])) {
            --value->from;
        }
    }
    return value;
}

/// Behind a name without digits, such as `passport`, a number of at least so many digits.
template <std::size_t DigitsMin>
std::optional<Extent> judge_number(std::string_view text, Extent found) {
    const Extent value{found.from + number_at(at(text, found)), found.to};
    return digits_of(at(text, value)).size() >= DigitsMin ? std::optional{value} : std::nullopt;
}

/// Of `40 years old` the time is meant, of `age: 40` the number.
std::optional<Extent> judge_age(std::string_view text, Extent found) {
    constexpr std::size_t kOldBytes = 4;  // with what is before it
    const auto all = at(text, found);
    if (is_letter(all[0])) {
        return judge_number<1>(text, found);
    }
    const bool old = (all[all.size() - 3] | 0x20) == 'o' && (all.back() | 0x20) == 'd';
    return Extent{found.from, found.to - (old ? kOldBytes : 0)};
}

/// In groups, or behind its name. No number has an area of 000, 666 or 900 on, nor zeros in the
/// other groups.
std::optional<Extent> judge_security_us(std::string_view text, Extent found) {
    const Extent number{found.from + number_at(at(text, found)), found.to};
    const auto digits = digits_of(at(text, number));
    const std::string_view parts{digits};
    const bool good = parts.substr(0, 3) != "000" && parts.substr(0, 3) != "666" &&
                      parts[0] != '9' && parts.substr(3, 2) != "00" && parts.substr(5) != "0000";
    return good ? std::optional{number} : std::nullopt;
}

/// A secret key looks like any forty characters of base64: letters in both cases and digits.
std::optional<Extent> judge_secret_key(std::string_view text, Extent found) {
    const auto inside = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '+' || c == '/';
    };
    const auto value = at(text, found);
    const bool alone = (found.from == 0 || !inside(text[found.from - 1])) &&
                       (found.to == text.size() || !inside(text[found.to]));
    const auto has = [&](char low, char high) {
        return std::any_of(value.begin(), value.end(),
                           [=](char c) { return c >= low && c <= high; });
    };
    return alone && has('0', '9') && has('A', 'Z') && has('a', 'z') ? std::optional{found}
                                                                    : std::nullopt;
}

/// Eight or eleven capitals are a word as often: a code has a name before it, or a country in the
/// middle and then what few words have.
std::optional<Extent> judge_swift(std::string_view text, Extent found) {
    constexpr std::string_view kCountries =
        "AD AE AT AU BE BG BH BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL "
        "IN IS "
        "IT JP KR KW LI LT LU LV MC MT MX MY NL NO NZ PE PH PL PT QA RO SA SE SG SI SK TH TR TW UA "
        "US VN ZA";
    constexpr std::string_view kPlaces = "FF HH KK MM PP SS ZZ";
    const auto all = at(text, found);
    const auto begin = all.find_last_of(" \t:=#\"'") + 1;
    if (begin != 0) {
        return Extent{found.from + begin, found.to};
    }
    const bool known = kCountries.find(all.substr(4, 2)) != std::string_view::npos;
    const bool is_code =
        all.find_first_of("0123456789") != std::string_view::npos ||
        (all.size() == 11 && all.find_first_not_of('X', 8) == std::string_view::npos) ||
        kPlaces.find(all.substr(6, 2)) != std::string_view::npos;
    return known && is_code ? std::optional{found} : std::nullopt;
}

std::optional<Extent> judge_url(std::string_view text, Extent found) {
    const auto end = at(text, found).find_last_not_of(".,;:!?)'\"");
    return Extent{found.from, found.from + end + 1};
}

// Between a name and its value, in sentences, settings and JSON.
#define LICET_VALUE "[\"']?[ \\t]{0,3}(?:is|=|:|#)?[ \\t]{0,3}[\"']?"
#define LICET_TEXT "[\"']?[ \\t]{0,3}(?:is[ \\t]|=|:)[ \\t]{0,3}"
#define LICET_MONTH "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"

constexpr Detector kDetectors[] = {
    {"AGE",
     R"((?i)\b\d{1,3}[ -]?(?:years?|yrs?|months?|weeks?|days?)[ -]old\b)"
     R"(|\b\d{1,3}[ ]?(?:y/o|yo)\b|\b(?:aged?|age[ ]of))" LICET_VALUE R"(\d{1,3}\b)",
     judge_age},
    {"AWS_ACCESS_KEY", R"(\b(?:AKIA|ASIA)[A-Z2-7]{16}\b)"},
    {"AWS_SECRET_KEY", R"([A-Za-z0-9/+]{40})", judge_secret_key},
    {"CA_HEALTH_NUMBER", R"(\b[1-9]\d{3}[ -]\d{3}[ -]\d{3}(?:[ -]?[A-Z]{2})?\b)"},
    {"CA_SOCIAL_INSURANCE_NUMBER", R"(\b\d{3}[ -]?\d{3}[ -]?\d{3}\b)", judge_digits<insurance_ca>},
    {"CREDIT_DEBIT_CARD_CVV",
     R"((?i)\b(?:cvv2?|cvc2?|card[ ]verification[ ](?:code|value)|security[ ]code))" LICET_VALUE
     R"(\d{3,4}\b)",
     judge_value},
    {"CREDIT_DEBIT_CARD_EXPIRY",
     R"((?i)\b(?:exp|expiry|expires|expiration|valid)(?:[ ](?:date|on|thru|until))?[.]?)" LICET_VALUE
     R"((?:(?:0[1-9]|1[0-2])[/-](?:20)?\d\d|)" LICET_MONTH R"([ ]{1,3}20\d\d)\b)",
     judge_expiry},
    {"CREDIT_DEBIT_CARD_NUMBER", R"(\b\d(?:[ -]?\d){12,18}\b)", judge_digits<card>},
    {"DRIVER_ID",
     R"((?i)\b(?:driver[']?s?|driving)[ ]licen[cs]e(?:[ ](?:number|no|num|id))?[.]?)" LICET_VALUE
     R"([A-Z0-9]{1,20}(?:[ -]\d{1,6}){0,5}\b)",
     judge_number<4>},
    {"EMAIL",
     R"(\b[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,5}[A-Za-z]{2,24}\b)"},
    {"INTERNATIONAL_BANK_ACCOUNT_NUMBER", R"(\b[A-Za-z]{2}\d\d(?:[ -]?[A-Za-z0-9]){11,30}\b)",
     judge_iban},
    {"IP_ADDRESS",
     R"(\b(?:\d{1,3}\.){3}\d{1,3}\b)"
     R"(|(?:\b[0-9A-Fa-f]{1,4}:|::)(?:[0-9A-Fa-f]{1,4}::?){0,6}[0-9A-Fa-f]{1,4}\b)"
     R"(|\b[0-9A-Fa-f]{1,4}::(?:[0-9A-Fa-f]{1,4}:){0,5}[0-9A-Fa-f]{1,4}\b)",
     judge_ipv4_or_6},
    {"LICENSE_PLATE",
     R"((?i)\b(?:licen[sc]e|number|registration)[ ]plate(?:[ ]number)?)" LICET_TEXT
     R"([A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{1,4}){1,2}\b)",
     judge_value},
    {"MAC_ADDRESS",
     R"(\b(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}\b|\b(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}\b)"},
    {"PASSWORD", R"((?i)(?:\b|_)(?:password|passwd|passphrase|pwd))" LICET_TEXT R"([!-~]{4,128})",
     judge_value},
    {"PHONE",
     R"((?i)(?:\+|\b|\()\d(?:[ .()-]{0,2}\d){6,14}\b)"
     R"(|\b(?:phone|telephone|mobile|cell|fax|pager|tel)(?:[ ](?:number|no))?[.]?)" LICET_VALUE
     R"(\d{7,15}\b)",
     judge_phone},
    {"PIN", R"((?i)\bpin(?:[ ](?:code|number))?)" LICET_VALUE R"(\d{4,8}\b)", judge_value},
    {"SWIFT_CODE",
     R"(\b(?:(?:SWIFT|Swift|swift|BIC|Bic|bic)(?:[ /-](?:BIC|bic|[Cc]ode))?)" LICET_VALUE
     R"()?[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b)",
     judge_swift},
    {"UK_NATIONAL_HEALTH_SERVICE_NUMBER", R"(\b\d{3}[ -]?\d{3}[ -]?\d{4}\b)",
     judge_digits<health_uk>},
    {"UK_NATIONAL_INSURANCE_NUMBER",
     R"(\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-D]\b)"},
    {"UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER", R"(\b\d{5} ?\d{5}\b)", judge_digits<taxpayer_uk>},
    {"URL", R"((?i)\b(?:(?:https?|ftp)://|www\.[a-z0-9-]{1,63}\.)[!#-;=?-~]+)", judge_url},
    {"USERNAME", R"((?i)\b(?:username|user[ ]name|user[ ]?id|login))" LICET_TEXT R"([!-~]{2,64})",
     judge_value},
    {"US_BANK_ACCOUNT_NUMBER",
     R"((?i)\b(?:bank[ ])?(?:account|acct)[.]?(?:[ ](?:number|no|num))?[.]?)" LICET_VALUE
     R"(\d{6,17}\b)",
     judge_value},
    {"US_BANK_ROUTING_NUMBER", R"(\b\d{9}\b)", judge_digits<routing_us>},
    {"US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER", R"(\b9\d\d[ -]?\d\d[ -]?\d{4}\b)",
     judge_digits<taxpayer_us>},
    {"US_PASSPORT_NUMBER",
     R"((?i)\bpassport(?:[ ](?:number|no))?[.]?)" LICET_VALUE R"([A-Z0-9]{6,9}\b)",
     judge_number<4>},
    {"US_SOCIAL_SECURITY_NUMBER",
     R"((?i)\b\d{3}[ -]\d\d[ -]\d{4}\b)"
     R"(|\b(?:ssn|social[ ]security(?:[ ](?:number|no))?)[.]?)" LICET_VALUE R"(\d{9}\b)",
     judge_security_us},
    {"VEHICLE_IDENTIFICATION_NUMBER", R"(\b[A-HJ-NPR-Z0-9]{17}\b)", judge_vehicle},
};

#undef LICET_VALUE
#undef LICET_TEXT
#undef LICET_MONTH

constexpr std::pair<std::string_view, std::string_view> kUndetectable[] = {
    {"ADDRESS", "addresses have no form of their own"},
    {"NAME", "names have no form of their own"},
};

/// The code point that ends at `at`.
std::optional<CodePoint> before(std::string_view text, std::size_t at) {
    for (std::size_t bytes = 1; bytes <= std::min<std::size_t>(4, at); ++bytes) {
        if (const auto point = decode(text.substr(0, at), at - bytes);
            point && point->bytes == bytes) {
            return point;
        }
    }
    return std::nullopt;
}

}  // namespace

std::span<const Detector> detectors() {
    return kDetectors;
}

const Detector* find_detector(std::string_view type) {
    const auto* const found = std::find_if(std::begin(kDetectors), std::end(kDetectors),
                                           [type](const auto& one) { return one.type == type; });
    return found == std::end(kDetectors) ? nullptr : found;
}

std::string_view why_undetectable(std::string_view type) {
    for (const auto& [name, why] : kUndetectable) {
        if (name == type) {
            return why;
        }
    }
    return {};
}

std::optional<Extent> judge_word(std::string_view text, Extent found) {
    const auto is_part = [](std::optional<CodePoint> inner, std::optional<CodePoint> outer) {
        return inner && outer && is_word_point(inner->value) && is_word_point(outer->value);
    };
    const bool part = is_part(decode(text, found.from), before(text, found.from)) ||
                      is_part(before(text, found.to), decode(text, found.to));
    return part ? std::nullopt : std::optional{found};
}

}  // namespace licet::guardrail
