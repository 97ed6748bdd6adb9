// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"
#include "cli/commands.h"

#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/json_writer.h"
#include "model/organization/settings_change.h"
#include "wire/scalar.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace licet::cli {
namespace {

constexpr std::string_view kSettings = "/licet/v1/organization/settings";
constexpr std::string_view kAccounts = "/licet/v1/accounts";

struct OpenedAccount {
    AccountId account;
};
BOOST_DESCRIBE_STRUCT(OpenedAccount, (), (account))

const describe::Type& change_type() {
    return describe::type_of<model::ChangeSettings>();
}

Error unknown_setting(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& member : change_type().members) {
        names.emplace_back(member.name);
    }
    const auto meant = closest(name, names);
    return Error{ErrorKind::invalid,
                 fmt::format("there is no setting `{}`{}; there are {}", name,
                             meant.empty() ? "" : fmt::format("; did you mean `{}`?", meant),
                             fmt::join(names, ", "))};
}

/// `name=value` of the command line, checked against the settings' names and ranges.
Result<model::ChangeSettings> change_of(const std::vector<std::string>& words) {
    model::ChangeSettings change;
    for (const std::string& word : words) {
        const auto equals = word.find('=');
        const std::string name = word.substr(0, equals);
        if (equals == std::string::npos) {
            return Error{ErrorKind::invalid,
                         fmt::format("`{}` has no value; write {}=VALUE", word, word)};
        }
        const auto* member = describe::find_member(change_type(), name);
        if (member == nullptr) {
            return unknown_setting(name);
        }
        const auto read =
            wire::read_scalar(*member->type, member->get(&change), word.substr(equals + 1));
        if (!read.ok()) {
            return Error{ErrorKind::invalid,
                         fmt::format("setting `{}` {}", name, read.error().message)};
        }
    }
    return change;
}

void print_settings(const model::OrganizationSettings& settings) {
    for (const auto& member : describe::type_of<model::OrganizationSettings>().members) {
        const void* value = member.of(&settings);
        if (member.type->kind == describe::Kind::boolean) {
            fmt::print("{:<28} {}\n", member.name, *static_cast<const bool*>(value));
        } else {
            fmt::print("{:<28} {}\n", member.name, member.type->get_integer(value));
        }
    }
}

}  // namespace

Result<void> organization_settings(const OrganizationArguments& arguments) {
    LICET_TRY(const auto change, change_of(arguments.set));
    std::string request;
    if (!arguments.set.empty()) {
        describe::write_json(change_type(), &change, describe::kAwsFormat, request);
    }
    LICET_TRY(const auto body, call_service(arguments.service, request.empty() ? "GET" : "PATCH",
                                            kSettings, request));
    if (arguments.output == "json") {
        fmt::print("{}\n", body);
        return {};
    }
    model::OrganizationSettings settings;
    LICET_TRY_VOID(describe::read_json(describe::type_of<model::OrganizationSettings>(), &settings,
                                       describe::kAwsFormat, body));
    print_settings(settings);
    return {};
}

Result<void> open_account(const OpenAccountArguments& arguments) {
    std::string request;
    JsonWriter{request}
        .begin_object()
        .member("name", arguments.name)
        .member("email", arguments.email)
        .end_object();
    LICET_TRY(const auto body, call_service(arguments.service, "POST", kAccounts, request));
    OpenedAccount opened;
    LICET_TRY_VOID(describe::read_json(describe::type_of<OpenedAccount>(), &opened,
                                       describe::kAwsFormat, body));
    fmt::print("{}\n", opened.account.text());
    return {};
}

}  // namespace licet::cli
