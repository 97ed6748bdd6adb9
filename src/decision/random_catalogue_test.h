// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/dice_test.h"
#include "model/bedrock/sample_catalogue_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace licet::decision {

/// Catalogues at random, of the same ids: models of all categories in any set of regions, called
/// directly, through profiles only, or both, in every state of their lives; several of one product;
/// profiles within geographies, with one route or two, and global ones.
class RandomCatalogue {
public:
    static inline const Words kRegions{"us-east-1", "us-east-2", "us-west-2",
                                       "eu-west-1", "eu-west-3", "ap-southeast-2"};
    static inline const Words kProducts{model::sample::kSonnetProduct, model::sample::kOpusProduct,
                                        model::sample::kCommandProduct, "prod-mistralaaaaaa"};
    static inline const Words kModels{
        model::sample::kSonnet, model::sample::kOpus, model::sample::kCommand,
        model::sample::kEmbed,  model::sample::kNova, model::sample::kLlama,
        model::sample::kTitan,  "mistral.large-v1:0", "mistral.small-v1:0"};

    /// @param now lives end around it.
    RandomCatalogue(Dice& dice, Time now) : dice_{dice}, now_{now} {}

    model::Catalogue make() {
        model::Catalogue made{
            .version = "2026-11-23", .products = {}, .models = {}, .profiles = {}};
        std::set<std::string> sold;
        for (const auto& id : kModels) {
            if (dice_.chance(92)) {
                made.models.push_back(model(id));
                sold.insert(made.models.back().product_id);
                add_profiles(made.models.back(), made.profiles);
            }
        }
        for (const auto& id : kProducts) {
            if (sold.contains(id)) {
                made.products.push_back(model::sample::product(id, "The " + id, "Somebody"));
            }
        }
        const auto checked = model::validate(made);
        EXPECT_TRUE(checked.ok()) << (checked.ok() ? "" : checked.error().message);
        for (auto& one : made.models) {  // decisions do not rely on what validate() refuses
            if (one.regions.size() > 1 && dice_.chance(8)) {
                one.regions.erase(one.regions.begin() +
                                  static_cast<std::ptrdiff_t>(dice_.below(one.regions.size())));
            }
        }
        return made;
    }

private:
    model::FoundationModel model(const std::string& id) {
        const bool of_amazon = id.starts_with("amazon.");
        const bool bought = !of_amazon && dice_.chance(85);
        auto made =
            model::sample::model(id, of_amazon ? "Amazon" : "Somebody",
                                 bought ? dice_.pick(kProducts) : "", dice_.some(kRegions, 65));
        made.needs_use_case_form = bought && dice_.chance(35);
        using Type = model::InferenceType;
        const auto way = dice_.below(20);
        made.inference_types = way < 9    ? std::vector{Type::ON_DEMAND}
                               : way < 14 ? std::vector{Type::ON_DEMAND, Type::INFERENCE_PROFILE}
                               : way < 19 ? std::vector{Type::INFERENCE_PROFILE}
                                          : std::vector{Type::PROVISIONED};
        if (dice_.chance(20)) {
            auto& life = made.lifecycle;
            life.status = model::Lifecycle::LEGACY;
            life.legacy_time = now_ - std::chrono::hours{48};
            const std::vector<Time> ends{now_ - std::chrono::hours{1},
                                         now_ + std::chrono::minutes{2},
                                         now_ + std::chrono::minutes{3}};
            life.end_of_life = dice_.chance(20) ? std::nullopt : std::optional{dice_.pick(ends)};
        }
        return made;
    }

    void add_profiles(const model::FoundationModel& model,
                      std::vector<model::InferenceProfile>& profiles) {
        const auto& types = model.inference_types;
        if (std::count(types.begin(), types.end(), model::InferenceType::INFERENCE_PROFILE) == 0) {
            return;
        }
        const auto first = profiles.size();
        for (const std::string prefix : {"us", "eu", "apac", "global"}) {
            Words regions;
            for (const auto& region : model.regions) {
                if (prefix == "global" || region.starts_with(prefix.substr(0, 2))) {
                    regions.push_back(region);
                }
            }
            const bool needed = prefix == "global" && profiles.size() == first;
            if (!regions.empty() && (needed || dice_.chance(75))) {
                profiles.push_back(
                    model::sample::profile(prefix, model.model_id, routes(prefix, regions)));
            }
        }
    }

    std::vector<model::ProfileRoute> routes(const std::string& prefix, const Words& regions) {
        const auto to = [&] { return prefix == "global" ? Words{} : dice_.some(regions, 75); };
        Words sources = dice_.some(regions, 70);
        std::vector<model::ProfileRoute> made;
        if (sources.size() > 1 && dice_.chance(40)) {
            made.push_back({{sources.back()}, to()});
            sources.pop_back();
        }
        made.push_back({sources, to()});
        return made;
    }

    Dice& dice_;
    Time now_;
};

}  // namespace licet::decision
