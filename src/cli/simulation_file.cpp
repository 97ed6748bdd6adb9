// SPDX-License-Identifier: Apache-2.0
#include "cli/simulation_file.h"

#include "base/json_writer.h"
#include "base/yaml/yaml_reader.h"

namespace licet::cli {
namespace {

Result<void> write_value(const yaml::Value& value, JsonWriter& json) {
    if (auto map = value.map(); map.ok()) {
        json.begin_object();
        for (const auto& [name, member] : map->all()) {
            json.key(name);
            LICET_TRY_VOID(write_value(member, json));
        }
        json.end_object();
        return {};
    }
    if (const auto list = value.list(); list.ok()) {
        json.begin_array();
        for (const auto& item : *list) {
            LICET_TRY_VOID(write_value(item, json));
        }
        json.end_array();
        return {};
    }
    if (const auto yes = value.boolean(); yes.ok()) {
        json.boolean(*yes);
    } else if (const auto number = value.integer(INT64_MIN, INT64_MAX); number.ok()) {
        json.integer(*number);
    } else {
        LICET_TRY(const auto text, value.text());
        json.string(text);
    }
    return {};
}

Result<void> write_command(const yaml::Value& value, JsonWriter& json) {
    LICET_TRY(auto command, value.map());
    json.begin_object();
    for (const std::string_view name : {"service", "operation"}) {
        LICET_TRY(const auto member, command.required(name));
        LICET_TRY(const auto text, member.text());
        json.member(name, text);
    }
    for (const std::string_view name : {"account", "region"}) {
        if (const auto member = command.optional(name)) {
            LICET_TRY(const auto text, member->text());
            json.member(name, text);
        }
    }
    if (const auto parameters = command.optional("parameters")) {
        json.key("parameters");
        LICET_TRY_VOID(write_value(*parameters, json));
    }
    json.end_object();
    return command.finish();
}

}  // namespace

Result<std::string> simulation_body(std::string_view text, const std::string& file) {
    LICET_TRY(const auto document, yaml::Document::parse(text, file));
    LICET_TRY(const auto commands, document.root().list());
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("commands").begin_array();
    for (const auto& command : commands) {
        LICET_TRY_VOID(write_command(command, json));
    }
    json.end_array().end_object();
    return body;
}

}  // namespace licet::cli
