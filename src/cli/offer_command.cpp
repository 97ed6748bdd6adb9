// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/file_refusal.h"
#include "cli/offer_file.h"

#include "base/counted.h"
#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/file.h"
#include "base/yaml/yaml_reader.h"

#include <fmt/format.h>

#include <iterator>

namespace licet::cli {
namespace {

constexpr std::string_view kPath = "/licet/v1/offers";
constexpr ElementName kElements[] = {{"offerId", "offers", "offer_id"},
                                     {"offerSetId", "offer_sets", "offer_set_id"}};

/// What the service made of the offers, as ApplyOffers answers.
struct Applied {
    std::vector<std::string> added;
    std::vector<std::string> updated;
};
BOOST_DESCRIBE_STRUCT(Applied, (), (added, updated))

std::string_view name_of(model::PricingModel pricing) {
    const auto& type = describe::type_of<model::PricingModel>();
    return type.names[static_cast<std::size_t>(type.get_integer(&pricing))];
}

std::string summary(const OfferFile& file) {
    return fmt::format("{}, {}", counted(std::ssize(file.offers), "private offer"),
                       counted(std::ssize(file.offer_sets), "offer set"));
}

}  // namespace

Result<void> offer_show(const OfferArguments& arguments) {
    LICET_TRY(const auto file, load_offers(arguments.file));
    fmt::print("{}\n\n", summary(file));
    fmt::print("{:<20} {:<37} {:<9} {:<7} {:<25} {}\n", "OFFER", "PRODUCT", "PRICING", "BUYERS",
               "EXPIRES", "NAME");
    for (const auto& offer : file.offers) {
        fmt::print("{:<20} {:<37} {:<9} {:<7} {:<25} {}\n", offer.offer_id, offer.product_id,
                   name_of(model::pricing_model(offer)), offer.buyers.size(),
                   offer.expires_at ? format_iso8601(*offer.expires_at) : "never", offer.name);
    }
    return {};
}

Result<void> offer_apply(const OfferArguments& arguments) {
    LICET_TRY(const auto text, read_file(arguments.file, yaml::kTextBytesMax));
    LICET_TRY(const auto file, parse_offers(text, arguments.file));
    std::string body;
    describe::write_json(describe::type_of<OfferFile>(), &file, describe::kAwsFormat, body);
    auto answer = call_service(arguments.service, "PUT", kPath, body);
    if (!answer.ok()) {
        return in_file(std::move(answer).error(), kElements, text, arguments.file);
    }
    Applied applied;
    LICET_TRY_VOID(
        describe::read_json(describe::type_of<Applied>(), &applied, describe::kAwsFormat, *answer));
    for (const auto& id : applied.added) {
        fmt::print("added {}\n", id);
    }
    for (const auto& id : applied.updated) {
        fmt::print("updated {}\n", id);
    }
    fmt::print("applied {}: {} added, {} updated\n", summary(file), applied.added.size(),
               applied.updated.size());
    return {};
}

}  // namespace licet::cli
