// SPDX-License-Identifier: Apache-2.0
#include "wire/testing/random_value.h"
#include "base/check.h"
#include "base/describe/bounded.h"
#include "base/ids.h"

#include <algorithm>
#include <string>

namespace licet::wire::testing {
namespace {

using describe::Kind;
using describe::Type;

constexpr std::string_view kPieces[] = {"a",
                                        "Z",
                                        "0",
                                        " ",
                                        "&",
                                        "<",
                                        ">",
                                        "\"",
                                        "'",
                                        "%",
                                        "+",
                                        "=",
                                        "\\",
                                        "/",
                                        "\n",
                                        "\r",
                                        ".",
                                        "]]>",
                                        "\xc3\xbc",
                                        "\xe2\x82\xac",
                                        "\xf0\x9f\x98\x80"};
constexpr std::string_view kNotForXml[] = {{"\x00", 1}, "\x01", "\x1f", "\xef\xbf\xbf"};

std::string random_text(std::size_t pieces, Random& random, Characters characters) {
    std::string out;
    for (std::size_t i = 0; i < pieces; ++i) {
        out += characters == Characters::any && random.below(8) == 0
                   ? kNotForXml[random.below(std::size(kNotForXml))]
                   : kPieces[random.below(std::size(kPieces))];
    }
    return out;
}

std::size_t random_count(const Type& type, Random& random) {
    const auto min = static_cast<std::uint64_t>(type.min);
    const auto max = static_cast<std::uint64_t>(std::min<std::int64_t>(type.max, type.min + 4));
    return min + random.below(max - min + 1);
}

class Filler {
public:
    Filler(Random& random, Characters characters) : random_{random}, characters_{characters} {}

    void value(const Type& type, void* place) {
        switch (type.kind) {
            case Kind::boolean:
                *static_cast<bool*>(place) = random_.below(2) == 0;
                return;
            case Kind::real:
                *static_cast<double*>(place) =
                    static_cast<double>(random_.below(1U << 20)) / 64 - 5;
                return;
            case Kind::blob:
                static_cast<Blob*>(place)->bytes = random_.text({"\x00\xff"
                                                                 "a",
                                                                 3},
                                                                random_count(type, random_));
                return;
            case Kind::json:
                static_cast<JsonText*>(place)->text = R"({"a":[1,"<&"]})";
                return;
            case Kind::text:
                text(type, place);
                return;
            case Kind::integer:
            case Kind::time:
            case Kind::enumeration:
                integer(type, place);
                return;
            default:
                compound(type, place);
        }
    }

private:
    void text(const Type& type, void* place) {
        // Texts that refuse anything free are ids; the only one here is an account.
        if (!type.set_text(place, random_text(random_count(type, random_), random_, characters_))
                 .ok()) {
            LICET_CHECK(type.set_text(place, AccountId{1 + random_.below(1'000'000)}.text()).ok());
        }
    }

    void integer(const Type& type, void* place) {
        if (type.kind == Kind::enumeration) {
            type.set_integer(place, static_cast<std::int64_t>(random_.below(type.names.size())));
            return;
        }
        const auto low = std::max<std::int64_t>(type.min, -1'000'000);
        const auto high = std::min<std::int64_t>(type.max, 1'000'000'000);
        const auto width = static_cast<std::uint64_t>(high - low + 1);
        LICET_CHECK(type.set_integer(place, low + static_cast<std::int64_t>(random_.below(width))));
    }

    void compound(const Type& type, void* place) {
        if (type.kind == Kind::optional) {
            if (random_.below(2) == 0) {
                value(*type.element, type.emplace(place));
            }
        } else if (type.kind == Kind::list) {
            for (auto left = random_count(type, random_); left > 0; --left) {
                value(*type.element, type.append(place));
            }
        } else if (type.kind == Kind::map) {
            for (auto left = random_count(type, random_); left > 0; --left) {
                insert(type, place);
            }
        } else if (type.kind == Kind::variant) {
            const auto chosen = random_.below(type.members.size());
            value(*type.members[chosen].type, type.choose(place, chosen));
        } else {
            for (const auto& member : type.members) {
                value(*member.type, member.get(place));
            }
        }
    }

    void insert(const Type& type, void* place) {
        struct Context {
            Filler* filler;
            const Type* type;
        } context{this, &type};
        const auto inserted = type.insert(
            place, &context,
            [](void* raw, void* key) -> Result<void> {
                const auto& c = *static_cast<Context*>(raw);
                c.filler->value(*c.type->key, key);
                return {};
            },
            [](void* raw, void* item) -> Result<void> {
                const auto& c = *static_cast<Context*>(raw);
                c.filler->value(*c.type->element, item);
                return {};
            });
        LICET_CHECK(inserted.ok());
    }

    Random& random_;
    Characters characters_;
};

}  // namespace

void fill_random(const Type& type, void* place, Random& random, Characters characters) {
    Filler{random, characters}.value(type, place);
}

}  // namespace licet::wire::testing
