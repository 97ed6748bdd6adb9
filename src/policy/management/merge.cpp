// SPDX-License-Identifier: Apache-2.0
#include "policy/management/merge.h"

#include "base/json_writer.h"

#include <algorithm>
#include <set>

namespace licet::policy::management {
namespace {

using Peers = std::vector<const Node*>;  // what the policies of one level say of one node

void assign_first(const Peers& peers, std::optional<Value>& value) {
    const auto first = std::find_if(peers.begin(), peers.end(),
                                    [](const Node* peer) { return peer->assign.has_value(); });
    if (first != peers.end()) {
        value = (*first)->assign;
    }
}

void append_all(const Peers& peers, std::optional<Value>& value) {
    for (const Node* peer : peers) {
        if ((peer->used & kAppend) == 0) {
            continue;
        }
        if (!value) {
            value = Value{true, {}};
        }
        for (const std::string& item : peer->append) {
            auto& items = value->items;
            if (value->is_list && std::find(items.begin(), items.end(), item) == items.end()) {
                items.push_back(item);
            }
        }
    }
}

void remove_all(const Peers& peers, std::optional<Value>& value) {
    if (!value || !value->is_list) {
        return;
    }
    for (const Node* peer : peers) {
        for (const std::string& item : peer->remove) {
            auto& items = value->items;
            items.erase(std::remove(items.begin(), items.end(), item), items.end());
        }
    }
}

void set_value(Effective& into, const Peers& peers) {
    if ((into.allowed & kAssign) != 0) {
        assign_first(peers, into.value);
    }
    if ((into.allowed & kAppend) != 0) {
        append_all(peers, into.value);
    }
    if ((into.allowed & kRemove) != 0) {
        remove_all(peers, into.value);
    }
}

/// Whether the level is about the value of a setting, by what there is already or by the first
/// policy that shows it.
bool is_setting(const Effective& into, const Peers& peers) {
    if (into.value || !into.members.empty()) {
        return into.value.has_value();
    }
    const auto first = std::find_if(peers.begin(), peers.end(), [](const Node* peer) {
        return peer->used != 0 || !peer->members.empty();
    });
    return first != peers.end() && (*first)->used != 0;
}

void merge_level(Effective& into, const Peers& peers);

void merge_members(Effective& into, const Peers& peers) {
    std::set<std::string_view> names;
    for (const Node* peer : peers) {
        for (const auto& [name, member] : peer->members) {
            names.insert(name);
        }
    }
    for (const std::string_view name : names) {
        auto place = into.members.find(name);
        if (place == into.members.end()) {
            if (into.allowed == 0) {
                continue;
            }
            place = into.members.emplace(std::string{name}, Effective{}).first;
        }
        Peers members;
        for (const Node* peer : peers) {
            const auto member = peer->members.find(name);
            if (member != peer->members.end()) {
                members.push_back(&member->second);
            }
        }
        merge_level(place->second, members);
    }
}

void merge_level(Effective& into, const Peers& peers) {
    if (is_setting(into, peers)) {
        set_value(into, peers);
    } else {
        merge_members(into, peers);
    }
    for (const Node* peer : peers) {
        into.allowed &= peer->allowed;
    }
}

void write(const Effective& node, JsonWriter& json) {
    if (!node.value) {
        json.begin_object();
        for (const auto& [name, member] : node.members) {
            if (has_value(member)) {
                json.key(name);
                write(member, json);
            }
        }
        json.end_object();
        return;
    }
    if (!node.value->is_list) {
        json.raw(node.value->items.front());
        return;
    }
    json.begin_array();
    for (const std::string& item : node.value->items) {
        json.raw(item);
    }
    json.end_array();
}

}  // namespace

const Effective* Effective::find(std::initializer_list<std::string_view> path) const {
    const Effective* node = this;
    for (const std::string_view name : path) {
        const auto member = node->members.find(name);
        if (member == node->members.end()) {
            return nullptr;
        }
        node = &member->second;
    }
    return node;
}

bool has_value(const Effective& effective) {
    return effective.value ||
           std::any_of(effective.members.begin(), effective.members.end(),
                       [](const auto& member) { return has_value(member.second); });
}

Effective merge(const std::vector<Level>& levels) {
    Effective effective;
    for (const Level& level : levels) {
        Peers peers;
        for (const PolicyPtr& policy : level) {
            peers.push_back(&policy->root());
        }
        merge_level(effective, peers);
    }
    return effective;
}

std::string to_json(const Effective& effective) {
    std::string text;
    JsonWriter json{text};
    write(effective, json);
    return text;
}

}  // namespace licet::policy::management
