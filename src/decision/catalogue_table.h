// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/facts.h"
#include "model/bedrock/models.h"

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
        std::string_view id;
        ListedModel model = {};
        const model::InferenceProfile* profile = nullptr;
    };
    /// An empty one when there is none of that id.
    const Slot& slot(std::string_view id) const;

    model::Models lists_;
    std::vector<Slot> slots_;  // a power of two of them, at most half of them used
};

}  // namespace licet::decision
