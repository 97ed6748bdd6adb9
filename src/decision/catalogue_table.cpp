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
    for (const auto& [id, model] : lists_.models) {
        auto& row = place(id).model;
        row = listing_of(model);
        if (!model.product_id.empty()) {
            row.product = number_of(model.product_id);
        }
    }
    for (const auto& [id, profile] : lists_.profiles) {
        place(id).profile = &profile;
    }
    gather_ids();
}

std::size_t CatalogueTable::find(std::string_view id) const {
    const auto hash = hash_of(id);
    const auto tag = tag_of(hash);
    const auto mask = slots_.size() - 1;
    auto at = hash & mask;
    while (!slots_[at].model.id.empty() && (slots_[at].tag != tag || slots_[at].model.id != id)) {
        at = (at + 1) & mask;
    }
    return at;
}

CatalogueTable::Slot& CatalogueTable::place(std::string_view id) {
    Slot& slot = slots_[find(id)];
    slot.model.id = id;
    slot.tag = tag_of(hash_of(id));
    return slot;
}

/// Side by side they take few lines of a cache.
void CatalogueTable::gather_ids() {
    for (const Slot& slot : slots_) {
        ids_ += slot.model.id;
    }
    std::size_t begin = 0;
    for (Slot& slot : slots_) {
        slot.model.id = std::string_view{ids_}.substr(begin, slot.model.id.size());
        begin += slot.model.id.size();
    }
}

}  // namespace licet::decision
