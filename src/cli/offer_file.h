// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "model/marketplace/offer.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace licet::cli {

/// Private offers and the sets that some of them are sold in.
struct OfferFile {
    std::vector<model::Offer> offers;
    std::vector<model::OfferSet> offer_sets;
};
BOOST_DESCRIBE_STRUCT(OfferFile, (), (offers, offer_sets))

/// Reads an offer file (docs/offers.md): YAML or JSON, members named as in
/// model/marketplace/offer.h.
/// @param text hostile.
/// @param file its name for error messages.
/// @return offers that the model's validate() accepts together; else `invalid`, reading
///         `<file>:<line>: <reason>`.
Result<OfferFile> parse_offers(std::string_view text, std::string file);

/// Reads the file at that path. @return what parse_offers or read_file (base/file.h) return.
Result<OfferFile> load_offers(const std::filesystem::path& path);

}  // namespace licet::cli
