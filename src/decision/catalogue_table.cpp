// SPDX-License-Identifier: Apache-2.0
#include "decision/catalogue_table.h"

#include "decision/text_hash.h"

#include <bit>

namespace licet::decision {

CatalogueTable::CatalogueTable(const model::Models& models,
                               const std::function<std::uint32_t(const std::string&)>& number_of) {
    lists_.models = models.models;
    lists_.products = models.products;
    lists_.profiles = models.profiles;
    slots_.resize(std::bit_ceil(2 * (lists_.models.size() + lists_.profiles.size()) + 1));
    const auto place = [this](std::string_view id) -> Slot& {
        auto at = hash_of(id) & (slots_.size() - 1);
        while (!slots_[at].id.empty() && slots_[at].id != id) {
            at = (at + 1) & (slots_.size() - 1);
        }
        slots_[at].id = id;
        return slots_[at];
    };
    for (const auto& [id, model] : lists_.models) {
        model::RegionMask regions = 0;
        for (const auto& region : model.regions) {
            regions |= model::region_mask(region);
        }
        place(id).model = {.details = &model, .regions = regions};
        if (!model.product_id.empty()) {
            place(id).model.product = number_of(model.product_id);
        }
    }
    for (const auto& [id, profile] : lists_.profiles) {
        place(id).profile = &profile;
    }
}

const CatalogueTable::Slot& CatalogueTable::slot(std::string_view id) const {
    auto at = hash_of(id) & (slots_.size() - 1);
    while (!slots_[at].id.empty() && slots_[at].id != id) {
        at = (at + 1) & (slots_.size() - 1);
    }
    return slots_[at];
}

}  // namespace licet::decision
