// SPDX-License-Identifier: Apache-2.0
#include "cli/offer_file.h"

#include "base/file.h"
#include "cli/yaml_values.h"
#include "model/marketplace/offer_set.h"

namespace licet::cli {

using model::OfferPlace;
using yaml::Value;

Result<OfferFile> parse_offers(std::string_view text, std::string file) {
    LICET_TRY(const auto document, yaml::Document::parse(text, std::move(file)));
    LICET_TRY(auto root, document.root().map());
    OfferFile read;
    std::vector<Value> offers;
    std::vector<Value> sets;
    LICET_TRY_VOID(elements(root, "offers", read.offers, offers));
    if (root.optional("offer_sets")) {
        LICET_TRY_VOID(elements(root, "offer_sets", read.offer_sets, sets));
    }
    LICET_TRY_VOID(root.finish());

    OfferPlace where;
    if (const auto valid = model::validate(read.offers, read.offer_sets, &where); !valid) {
        const auto& reason = valid.error().message;
        switch (where.part) {
            case OfferPlace::Part::offer:
                return offers[where.index].error(reason);
            case OfferPlace::Part::set:
                return sets[where.index].error(reason);
            case OfferPlace::Part::whole:
                return document.root().error(reason);
        }
    }
    return read;
}

Result<OfferFile> load_offers(const std::filesystem::path& path) {
    LICET_TRY(const auto text, read_file(path, yaml::kTextBytesMax));
    return parse_offers(text, path.string());
}

}  // namespace licet::cli
