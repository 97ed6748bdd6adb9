// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/facts.h"
#include "model/bedrock/models.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::decision {

/// The catalogue in force, with a hash by which the models and profiles that calls name are found.
/// Immutable.
class CatalogueTable {
public:
    /// @param number_of the number of a product, by its id
    CatalogueTable(const model::Models& models,
                   const std::function<std::uint32_t(const std::string&)>& number_of);
    CatalogueTable(const CatalogueTable&) = delete;
    CatalogueTable& operator=(const CatalogueTable&) = delete;

    const model::FoundationModel* model(std::string_view id) const {
        return slot(id).model.details;
    }
    const ListedModel& listed_model(std::string_view id) const { return slot(id).model; }
    const model::InferenceProfile* profile(std::string_view id) const { return slot(id).profile; }
    /// Its models, products and profiles only.
    const model::Models& lists() const { return lists_; }

private:
    struct Slot {
        ListedModel model = {};  ///< its `id` is also a profile's
        const model::InferenceProfile* profile = nullptr;
        std::uint32_t tag = 0;  ///< of the id: most others need no comparison
    };
    static_assert(sizeof(Slot) <= 64);
    static std::uint32_t tag_of(std::uint64_t hash) {
        return static_cast<std::uint32_t>(hash >> 32);
    }
    /// Where the id is, or an empty place for it.
    std::size_t find(std::string_view id) const;
    const Slot& slot(std::string_view id) const { return slots_[find(id)]; }
    Slot& place(std::string_view id);
    void gather_ids();

    model::Models lists_;
    std::string ids_;          // of all slots
    std::vector<Slot> slots_;  // a power of two of them, at most half of them used
};

}  // namespace licet::decision
