// SPDX-License-Identifier: Apache-2.0
//
// merge() against a naive reference, which knows no trees: it keeps a list of paths, each with what
// policies said of it so far. Both are given policies at random, written as JSON.
#include "base/json_writer.h"
#include "base/random.h"
#include "policy/management/merge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace licet::policy::management {
namespace {

constexpr int kWorlds = 20'000;

/// Operators of one path of one policy: values by operator, and what policies below may do.
struct Said {
    std::map<std::string, std::vector<std::string>> operators;
    std::vector<std::string> control;  // empty: none
};
/// `c1/c2/s1`: containers are called c, settings s.
using Flat = std::map<std::string, Said>;
using FlatLevel = std::vector<Flat>;

std::string parent_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

bool is_setting_name(const std::string& path) {
    return path[path.rfind('/') + 1] == 's';
}

class Generator {
public:
    explicit Generator(std::uint64_t seed) : random_{seed} {}

    std::vector<FlatLevel> levels() {
        std::vector<FlatLevel> made(1 + random_.below(4));
        for (FlatLevel& level : made) {
            level.resize(random_.below(3));
            for (Flat& policy : level) {
                fill(policy, "", 0);
            }
        }
        return made;
    }
    std::size_t below(std::size_t bound) { return random_.below(bound); }

private:
    void fill(Flat& policy, const std::string& path, int depth) {
        for (std::uint64_t i = 0, n = 1 + random_.below(2); i < n; ++i) {
            const bool setting = depth == 2 || random_.below(2) == 0;
            const std::string name =
                (setting ? "s" : "c") + std::string(1, static_cast<char>('1' + random_.below(2)));
            const std::string below = path.empty() ? name : path + "/" + name;
            if (policy.count(below) != 0) {
                continue;
            }
            Said& said = policy[below];
            if (random_.below(3) == 0) {
                said.control = control();
            }
            if (setting) {
                operators(said);
            } else {
                fill(policy, below, depth + 1);
            }
        }
    }

    void operators(Said& said) {
        for (const char* name : {"@@assign", "@@append", "@@remove"}) {
            if (random_.below(2) == 0) {
                auto& values = said.operators[name];
                for (std::uint64_t i = 0, n = random_.below(3); i < n; ++i) {
                    values.push_back(
                        "\"" + std::string(1, static_cast<char>('a' + random_.below(4))) + "\"");
                }
            }
        }
    }

    std::vector<std::string> control() {
        if (random_.below(3) == 0) {
            return {"@@none"};
        }
        std::vector<std::string> names;
        for (const char* name : {"@@all", "@@assign", "@@append", "@@remove"}) {
            if (random_.below(3) == 0) {
                names.emplace_back(name);
            }
        }
        return names;
    }

    SeededRandom random_;
};

void write(const Flat& policy, const std::string& path, JsonWriter& json) {
    json.begin_object();
    const auto said = policy.find(path);
    if (said != policy.end()) {
        for (const auto& [name, values] : said->second.operators) {
            json.key(name).begin_array();
            for (const std::string& value : values) {
                json.raw(value);
            }
            json.end_array();
        }
        if (!said->second.control.empty()) {
            json.key("@@operators_allowed_for_child_policies").begin_array();
            for (const std::string& name : said->second.control) {
                json.string(name);
            }
            json.end_array();
        }
    }
    for (const auto& [below, more] : policy) {
        if (parent_of(below) == path && !below.empty()) {
            json.key(below.substr(path.empty() ? 0 : path.size() + 1));
            write(policy, below, json);
        }
    }
    json.end_object();
}

PolicyPtr compiled(const Flat& policy) {
    std::string text;
    JsonWriter json{text};
    write(policy, "", json);
    auto parsed = parse(text);
    EXPECT_TRUE(parsed.ok()) << text;
    return *parsed;
}

std::vector<Level> compiled(const std::vector<FlatLevel>& levels) {
    std::vector<Level> all;
    for (const FlatLevel& policies : levels) {
        auto& level = all.emplace_back();
        for (const Flat& policy : policies) {
            level.push_back(compiled(policy));
        }
    }
    return all;
}

/// The values of all settings that have one, by path.
using Values = std::map<std::string, std::vector<std::string>>;

class Reference {
public:
    Values merge(const std::vector<FlatLevel>& levels) {
        for (const FlatLevel& level : levels) {
            const auto allowed = allowed_;  // of the levels above only
            std::set<std::string> paths;    // in order: a parent comes before what it contains
            for (const Flat& policy : level) {
                for (const auto& [path, said] : policy) {
                    paths.insert(path);
                }
            }
            for (const std::string& path : paths) {
                take(level, path, allowed);
            }
        }
        return values_;
    }

private:
    using Allowed = std::map<std::string, std::set<std::string>>;

    static bool may(const Allowed& allowed, const std::string& path, const std::string& name) {
        const auto found = allowed.find(path);
        return found == allowed.end() || found->second.count(name) != 0;
    }
    static bool is_locked(const Allowed& allowed, const std::string& path) {
        const auto found = allowed.find(path);
        return found != allowed.end() && found->second.empty();
    }

    void take(const FlatLevel& level, const std::string& path, const Allowed& allowed) {
        const std::string parent = parent_of(path);
        if (known_.count(path) == 0) {
            if ((!parent.empty() && known_.count(parent) == 0) || is_locked(allowed, parent)) {
                return;
            }
            known_.insert(path);
        }
        if (is_setting_name(path)) {
            set(level, path, allowed);
        }
        for (const Flat& policy : level) {
            const auto said = policy.find(path);
            if (said != policy.end() && !said->second.control.empty()) {
                restrict(path, said->second.control);
            }
        }
    }

    void set(const FlatLevel& level, const std::string& path, const Allowed& allowed) {
        for (const char* name : {"@@assign", "@@append", "@@remove"}) {
            bool assigned = false;
            for (const Flat& policy : level) {
                const auto said = policy.find(path);
                if (said == policy.end() || said->second.operators.count(name) == 0 ||
                    !may(allowed, path, name) || assigned) {
                    continue;
                }
                const auto& given = said->second.operators.at(name);
                if (name[2] == 'r') {
                    for (const std::string& value : given) {
                        const auto values = values_.find(path);
                        if (values != values_.end()) {
                            std::erase(values->second, value);
                        }
                    }
                    continue;
                }
                if (name[3] == 's') {  // assign
                    values_[path] = given;
                    assigned = true;
                    continue;
                }
                auto& values = values_[path];
                for (const std::string& value : given) {
                    if (std::count(values.begin(), values.end(), value) == 0) {
                        values.push_back(value);
                    }
                }
            }
        }
    }

    void restrict(const std::string& path, const std::vector<std::string>& control) {
        std::set<std::string> named{control.begin(), control.end()};
        if (named.count("@@all") != 0) {
            named = {"@@assign", "@@append", "@@remove"};
        }
        named.erase("@@none");
        const auto [place, added] = allowed_.emplace(path, named);
        if (!added) {
            std::erase_if(place->second,
                          [&named](const auto& name) { return named.count(name) == 0; });
        }
    }

    std::set<std::string> known_;
    Allowed allowed_;
    Values values_;
};

void collect(const Effective& node, const std::string& path, Values& into) {
    if (node.value) {
        into[path] = node.value->items;
    }
    for (const auto& [name, member] : node.members) {
        collect(member, path.empty() ? name : path + "/" + name, into);
    }
}

Values values_of(const Effective& effective) {
    Values values;
    collect(effective, "", values);
    return values;
}

std::string show(const std::vector<FlatLevel>& levels) {
    std::string text;
    for (const FlatLevel& level : levels) {
        for (const Flat& policy : level) {
            JsonWriter json{text};
            write(policy, "", json);
            text += '\n';
        }
        text += "--\n";
    }
    return text;
}

// Rule OR-11.
TEST(MergeProperty, AgreesWithTheReference) {
    for (int seed = 0; seed < kWorlds; ++seed) {
        const auto levels = Generator{static_cast<std::uint64_t>(seed)}.levels();
        ASSERT_EQ(values_of(merge(compiled(levels))), Reference{}.merge(levels))
            << "seed " << seed << '\n'
            << show(levels);
    }
}

TEST(MergeProperty, LevelsWithoutPoliciesChangeNothing) {
    for (int seed = 0; seed < kWorlds / 10; ++seed) {
        Generator generator{static_cast<std::uint64_t>(seed)};
        auto levels = compiled(generator.levels());
        const std::string before = to_json(merge(levels));
        levels.insert(levels.begin() + static_cast<std::ptrdiff_t>(generator.below(levels.size())),
                      Level{});
        ASSERT_EQ(to_json(merge(levels)), before) << "seed " << seed;
    }
}

// A policy that locks all that it says is not changed by any below.
TEST(MergeProperty, LockedPoliciesStayAsTheyAre) {
    for (int seed = 0; seed < kWorlds / 10; ++seed) {
        Generator generator{static_cast<std::uint64_t>(seed)};
        auto levels = generator.levels();
        levels.insert(levels.begin(), FlatLevel(1));
        Flat& first = levels.front().front();
        for (const FlatLevel& level :
             Generator{static_cast<std::uint64_t>(seed) + 1'000'000}.levels()) {
            for (const Flat& policy : level) {
                first.insert(policy.begin(), policy.end());
            }
        }
        for (auto& [path, said] : first) {
            said.control = {"@@none"};
        }
        const Values alone = values_of(merge(compiled(std::vector<FlatLevel>{FlatLevel{first}})));
        const Values all = values_of(merge(compiled(levels)));
        for (const auto& [path, values] : alone) {
            ASSERT_EQ(all.at(path), values) << "seed " << seed << '\n' << path;
        }
        for (const auto& [path, values] : all) {  // nothing new within what it locks
            ASSERT_TRUE(alone.count(path) != 0 || first.count(parent_of(path)) == 0)
                << "seed " << seed << '\n'
                << path;
        }
    }
}

}  // namespace
}  // namespace licet::policy::management
