// SPDX-License-Identifier: Apache-2.0
#include "model/organization/resource_control.h"

#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/json_writer.h"
#include "policy/reading.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

namespace licet::model {
namespace {

using namespace policy::reading;

template <typename T>
Result<T> read(const std::string& path, std::string_view json, std::string_view what) {
    T value;
    if (!describe::read_json(describe::type_of<T>(), &value, describe::kRecordFormat, json).ok()) {
        return fault(path, fmt::format("must be {}", what));
    }
    return value;
}

std::string write(const Members& members) {
    std::string text;
    JsonWriter json{text};
    json.begin_object();
    for (const auto& [name, value] : members) {
        json.key(name).raw(value.text);
    }
    json.end_object();
    return text;
}

bool is(const Members& members, const std::string& name, std::string_view json) {
    const auto found = members.find(name);
    return found != members.end() && found->second.text == json;
}

/// The statement as an SCP has it.
Result<std::string> without_principal(const std::string& path, const std::string& json) {
    LICET_TRY(Members statement, read<Members>(path, json, "an object"));
    if (!is(statement, "Principal", R"("*")")) {
        return fault(path + ".Principal", R"(must be "*"; use a condition to name principals)");
    }
    if (!is(statement, "Effect", R"("Deny")")) {
        return fault(path + ".Effect", R"(must be "Deny"; RCPFullAWSAccess allows all the rest)");
    }
    statement.erase("Principal");
    return write(statement);
}

}  // namespace

Result<void> check_resource_control(std::string_view content) {
    LICET_TRY(Members policy, read<Members>("$", content, "an object without members given twice"));
    const auto statement = policy.find("Statement");
    if (statement != policy.end()) {
        std::string& text = statement->second.text;
        if (text.starts_with('[')) {
            LICET_TRY(auto items, read<std::vector<JsonText>>("$.Statement", text, "a list"));
            for (std::size_t i = 0; i < items.size(); ++i) {
                LICET_TRY(items[i].text,
                          without_principal(fmt::format("$.Statement[{}]", i), items[i].text));
            }
            std::string list;
            JsonWriter json{list};
            json.begin_array();
            for (const JsonText& item : items) {
                json.raw(item.text);
            }
            json.end_array();
            text = std::move(list);
        } else {
            LICET_TRY(text, without_principal("$.Statement", text));
        }
    }
    LICET_TRY_VOID(policy::compile(write(policy), policy::Grammar::service_control));
    return {};
}

}  // namespace licet::model
