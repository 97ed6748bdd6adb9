// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/reference_places_test.h"

#include <simdjson.h>

#include <list>
#include <optional>
#include <set>

/// Which guardrails the organization demands of an account, from the texts of its BEDROCK_POLICY
/// policies. Reads rules BG-3 to BG-6, OR-8 and OR-11. Shares nothing but the types of the state
/// with what it judges.
namespace licet::decision::reference {

using Json = simdjson::dom::element;

/// What the policies so far come to: a setting, or what contains settings.
struct Setting {
    std::map<std::string, Setting> members;
    std::optional<Texts> value = {};
    std::set<std::string> barred = {};  ///< the operators that policies further down may not use
};

inline const std::set<std::string> kOperators{"@@assign", "@@append", "@@remove"};

inline Texts texts_of(Json value) {
    Texts texts;
    if (!value.is_array()) {
        return {std::string{std::string_view{value}}};
    }
    for (const Json item : simdjson::dom::array{value}) {
        texts.emplace_back(std::string_view{item});
    }
    return texts;
}

/// Calls `use` with what each policy of a level says under a name.
template <typename Use>
void each(const std::vector<Json>& peers, const std::string& name, Use use) {
    for (const Json peer : peers) {
        Json found;
        if (peer[name].get(found) == simdjson::SUCCESS) {
            use(found);
        }
    }
}

inline void set_value(Setting& into, const std::vector<Json>& peers) {
    bool assigned = false;
    each(peers, "@@assign", [&](Json value) {
        if (!into.barred.contains("@@assign") && !assigned) {
            into.value = texts_of(value);
            assigned = true;
        }
    });
    each(peers, "@@append", [&](Json value) {
        for (const auto& text : texts_of(value)) {
            if (!into.barred.contains("@@append") && !has(into.value.value_or(Texts{}), text)) {
                into.value = into.value.value_or(Texts{});
                into.value->push_back(text);
            }
        }
    });
    each(peers, "@@remove", [&](Json value) {
        for (const auto& text : texts_of(value)) {
            if (!into.barred.contains("@@remove") && into.value) {
                std::erase(*into.value, text);
            }
        }
    });
}

/// One level, what its policies say of the same.
inline void merge(Setting& into, const std::vector<Json>& peers) {
    std::set<std::string> names;
    for (const Json peer : peers) {
        for (const auto& member : simdjson::dom::object{peer}) {
            names.insert(std::string{member.key});
        }
    }
    const bool adds = into.barred != kOperators;
    for (const auto& name : names) {
        if (!name.starts_with("@@") && (adds || into.members.contains(name))) {
            std::vector<Json> members;
            each(peers, name, [&](Json member) { members.push_back(member); });
            merge(into.members[name], members);
        }
    }
    set_value(into, peers);
    each(peers, "@@operators_allowed_for_child_policies", [&](Json list) {
        const auto allowed = texts_of(list);
        for (const auto& one : kOperators) {
            if (!has(allowed, one) && !has(allowed, "@@all")) {
                into.barred.insert(one);
            }
        }
    });
}

inline bool is_shown(const Setting& setting) {
    return setting.value || std::any_of(setting.members.begin(), setting.members.end(),
                                        [](const auto& member) { return is_shown(member.second); });
}

inline bool covers(const Texts& in, const Texts& out, const std::string& model_id) {
    return (in.empty() || has(in, "ALL") || has(in, model_id)) && !has(out, "ALL") &&
           !has(out, model_id);
}

/// The guardrails that are demanded for calls of the model, with their versions; an empty text for
/// a demand that names none.
inline Texts demanded_guardrails(const model::State& state, AccountId account,
                                 const std::string& region, const std::string& model_id) {
    const auto* home = home_of(state, account);
    const auto type = model::PolicyType::BEDROCK_POLICY;
    if (home == nullptr || !is_enabled(*home, type)) {
        return {};
    }
    Texts nodes = nodes_above(state, account);
    nodes.insert(nodes.begin(), account.text());
    Setting all;
    std::list<simdjson::dom::parser> parsers;
    for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
        std::vector<Json> level;
        for (const auto& text : policies_on(state, *home, *node, type)) {
            level.push_back(parsers.emplace_back().parse(text));
        }
        merge(all, level);
    }
    Texts identifiers;
    for (const auto& [name, demanded] :
         all.members["bedrock"].members["guardrail_inference"].members[region].members) {
        auto limits = demanded.members.contains("model_enforcement")
                          ? demanded.members.at("model_enforcement").members
                          : std::map<std::string, Setting>{};
        const auto in = limits["included_models"].value.value_or(Texts{});
        const auto out = limits["excluded_models"].value.value_or(Texts{});
        if (is_shown(demanded) && covers(in, out, model_id)) {
            const auto named = demanded.members.find("identifier");
            const auto value =
                named == demanded.members.end() ? Texts{} : named->second.value.value_or(Texts{});
            identifiers.push_back(value.empty() ? "" : value.front());
        }
    }
    return identifiers;
}

}  // namespace licet::decision::reference
