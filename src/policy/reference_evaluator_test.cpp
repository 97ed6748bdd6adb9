// SPDX-License-Identifier: Apache-2.0
#include "policy/reference_evaluator_test.h"

#include "policy/reference_values_test.h"

#include <simdjson.h>

#include <algorithm>

namespace licet::policy::reference {
namespace {

using Json = simdjson::dom::element;

class Evaluator {
public:
    Evaluator(std::string_view policy, const Asked& asked) : asked_{asked} {
        root_ = parser_.parse(policy.data(), policy.size());
        variables_ = std::string_view{root_["Version"]} == "2012-10-17";
    }

    /// The statements that apply, by effect.
    std::set<std::size_t> applying(std::string_view effect) const {
        std::set<std::size_t> out;
        std::size_t i = 0;
        for (const Json statement : items(root_["Statement"])) {
            if (std::string_view{statement["Effect"]} == effect &&
                element(statement, "Action", asked_.action, false) &&
                element(statement, "Resource", asked_.resource, variables_) &&
                conditions(statement)) {
                out.insert(i);
            }
            ++i;
        }
        return out;
    }

private:
    /// Those of a list; what stands where a list may is the only one.
    static std::vector<Json> items(Json value) {
        std::vector<Json> out;
        if (!value.is_array()) {
            return {value};
        }
        for (const Json item : simdjson::dom::array{value}) {
            out.push_back(item);
        }
        return out;
    }

    static Texts texts(Json list) {
        Texts out;
        for (const Json item : items(list)) {
            out.push_back(item.is_string() ? std::string{std::string_view{item}}
                                           : simdjson::to_string(item));
        }
        return out;
    }

    bool element(Json statement, const std::string& name, const std::string& actual,
                 bool variables) const {
        Json list;
        const bool negated = statement[name].get(list) != simdjson::SUCCESS;
        const auto patterns = texts(negated ? Json{statement["Not" + name]} : list);
        return negated != std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) {
                   return like(pattern, actual, true, variables, name == "Action");
               });
    }

    bool conditions(Json statement) const {
        simdjson::dom::object operators;
        bool all = true;
        if (statement["Condition"].get(operators) == simdjson::SUCCESS) {
            for (const auto& op : operators) {
                for (const auto& key : simdjson::dom::object{op.value}) {
                    all = all &&
                          condition(std::string{op.key}, std::string{key.key}, texts(key.value));
                }
            }
        }
        return all;
    }

    /// An empty list is as good as none.
    Texts values_of(const std::string& key) const {
        const auto found = asked_.values.find(lower_case(key));
        return found == asked_.values.end() ? Texts{} : found->second;
    }

    bool condition(std::string op, const std::string& key, const Texts& wanted) const {
        const auto cut = [&](const std::string& word) {
            const auto at = op.find(word);
            return at != std::string::npos && (op.erase(at, word.size()), true);
        };
        const bool any = cut("ForAnyValue:");
        const bool all = cut("ForAllValues:");
        const bool if_exists = cut("IfExists");
        const bool negated = cut("Not");
        const auto values = values_of(key);
        const auto met = [&](const std::string& actual) {
            return std::any_of(wanted.begin(), wanted.end(),
                               [&](const auto& item) { return compare(op, item, actual); });
        };
        if (op == "Null") {
            return met(values.empty() ? "true" : "false");
        }
        if (values.empty()) {
            return if_exists || all || (negated && !any);
        }
        const auto count = std::count_if(values.begin(), values.end(), met);
        const auto size = std::ssize(values);
        return negated ? count < (any ? size : 1) : count >= (all ? size : 1);
    }

    bool compare(const std::string& op, const std::string& wanted,
                 const std::string& actual) const {
        if (op.starts_with("String")) {
            return like(wanted, actual, op == "StringLike", variables_, op.ends_with("IgnoreCase"));
        }
        if (op == "Bool" || op == "Null") {
            return lower_case(wanted) == lower_case(actual);
        }
        if (op == "IpAddress") {
            return bits(actual).starts_with(bits(wanted));
        }
        if (op.starts_with("Arn")) {
            const auto parts = split(actual, ':', 6);
            const auto pattern = split(wanted, ':', 6);
            bool same = parts.size() == 6;
            for (std::size_t i = 0; i < pattern.size() && same; ++i) {
                same = like(pattern[i], pattern.size() == 6 ? parts[i] : actual, true, variables_,
                            false);
            }
            return same;
        }
        const auto left = number(op.starts_with("Date"), actual);
        const auto right = number(op.starts_with("Date"), wanted);
        return left && right &&
               ((op.find("Less") != op.npos && *left < *right) ||
                (op.find("Greater") != op.npos && *left > *right) ||
                (op.find("Equals") != op.npos && *left == *right));
    }

    bool like(std::string pattern, std::string actual, bool wildcards, bool variables,
              bool fold) const {
        Texts all;
        while (!pattern.empty()) {
            const bool variable = variables && pattern.starts_with("${");
            auto value = variable ? pattern.substr(2, pattern.find('}') - 2)
                                  : pattern.substr(0, pattern.find('$', 1));
            pattern.erase(0, value.size() + (variable ? 3 : 0));
            if (variable && value.size() > 1) {  // not `*`, `?` and `$`
                const auto parts = split(value, '\'', 3);
                const auto found = values_of(split(value, ',', 2)[0]);
                if (found.empty() && parts.size() < 3) {
                    return false;
                }
                value = found.empty() ? parts[1] : found[0];
            }
            const auto more = letters(fold ? lower_case(value) : value, variable || !wildcards);
            all.insert(all.end(), more.begin(), more.end());
        }
        return matches(all, letters(fold ? lower_case(actual) : actual, false), 0, 0);
    }

    const Asked& asked_;
    simdjson::dom::parser parser_;
    Json root_;
    bool variables_ = false;
};

}  // namespace

Judgement judge(std::string_view policy, const Asked& asked) {
    const Evaluator evaluator{policy, asked};
    return {evaluator.applying("Allow"), evaluator.applying("Deny")};
}

}  // namespace licet::policy::reference
