// SPDX-License-Identifier: Apache-2.0
#include "cli/question_options.h"

#include <CLI/CLI.hpp>

namespace licet::cli {
namespace {

void add_output(CLI::App& command, QuestionArguments& arguments) {
    command
        .add_option("--output", arguments.output,
                    "table, or json: the answer of the API, a line per page")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
}

void add_subject(CLI::App& command, QuestionArguments& arguments) {
    command.add_option("--account", arguments.account, "Account asked about; default: your own")
        ->type_name("ID");
    command
        .add_option("--principal", arguments.principal,
                    "User, role or root asked about, instead of the account as a whole")
        ->type_name("ARN");
}

void add_action(CLI::App& command, QuestionArguments& arguments) {
    command.add_option("--action", arguments.action,
                       "IAM action, or licet:UseProduct; default: bedrock:InvokeModel, for a "
                       "product's id licet:UseProduct");
    command.add_option("--resource", arguments.resource,
                       "Id or ARN of a model or profile, id of a product, ARN; default: `*`");
}

void add_circumstances(CLI::App& command, QuestionArguments& arguments) {
    command.add_option("--in", arguments.where, "Region of the call")->type_name("REGION");
    command.add_option("--operation", arguments.operation, "Operation of a model call: Converse …");
    command.add_option("--time", arguments.time, "Time of the call; default: now")
        ->type_name("TIME");
    command.add_option("--at", arguments.at, "Answer by what was known at a past revision or time")
        ->type_name("REVISION|TIME");
    command
        .add_option("--context", arguments.context,
                    "Value of a condition key, such as aws:SourceIp=192.0.2.7; once for each value")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false)
        ->check([](const std::string& text) {
            const auto sign = text.find('=');
            return sign == std::string::npos || sign == 0 ? "must be KEY=VALUE" : "";
        });
}

void add_example(CLI::App& command, const std::string& line) {
    command.footer("Example: " + line);
}

CLI::App* add_quotas(CLI::App& app, QuestionArguments& arguments) {
    auto* limits = app.add_subcommand(
        "quotas", "List the quotas of grants and licenses, and what is spent and held of each");
    add_example(*limits, "licet quotas --account 222222222222");
    limits
        ->add_option("--account", arguments.account,
                     "Those that bind this account; default: all of the organization, to a member "
                     "its own")
        ->type_name("ID");
    limits
        ->add_option("--principal", arguments.principal,
                     "Those that bind this user or role, with what it has spent of its own")
        ->type_name("ARN");
    return limits;
}

}  // namespace

void add_questions(CLI::App& app, QuestionArguments& arguments,
                   const std::function<void(CLI::App&, ServiceOptions&)>& options,
                   const std::function<void(std::function<Result<void>()>)>& choose) {
    auto* explains = app.add_subcommand(
        "explain",
        "Say why an account or principal may do something or may not: exit code 0 when it may, 1 "
        "when it may not, 2 when that can't be told");
    add_example(*explains,
                "licet explain --account 222222222222 --resource openai.gpt-6-luna --in us-east-1");
    add_subject(*explains, arguments);
    add_action(*explains, arguments);
    add_circumstances(*explains, arguments);
    explains->callback([&arguments, choose] {
        choose([&arguments]() -> Result<void> {
            arguments.is_test = true;
            LICET_TRY(arguments.allowed, explain(arguments));
            return {};
        });
    });

    auto* who = app.add_subcommand("who-can", "List who may do something, and who did it last");
    add_example(*who, "licet who-can --action license-manager:CreateGrant --last-use");
    who->add_option("--account", arguments.account, "Only this account")->type_name("ID");
    who->add_option("--parent", arguments.parent, "Only accounts under this root or OU")
        ->type_name("ID");
    who->add_option("--subjects", arguments.subjects, "account or principal")
        ->check(CLI::IsMember({"account", "principal"}));
    who->add_flag("--last-use", arguments.last_use, "Say when each did it last");
    add_action(*who, arguments);
    add_circumstances(*who, arguments);
    who->callback([&arguments, choose] { choose([&arguments] { return who_can(arguments); }); });

    auto* what = app.add_subcommand("what-can", "List the models that somebody may use, and where");
    add_example(*what, "licet what-can --account 222222222222 --in eu-west-1");
    add_subject(*what, arguments);
    what->add_flag("--products", arguments.products, "Products of other kinds, too");
    add_circumstances(*what, arguments);
    what->callback([&arguments, choose] { choose([&arguments] { return what_can(arguments); }); });
    for (auto* command : {who, what}) {
        command->add_flag("--refused", arguments.refused, "Show what is refused, too, and why");
    }

    auto* simulates = app.add_subcommand(
        "simulate", "Try commands out and say who would gain or lose access; nothing is changed");
    add_example(*simulates, "licet simulate plan.yaml");
    simulates->add_option("FILE", arguments.file, "List of commands (YAML or JSON)")->required();
    simulates->add_option("--at", arguments.at, "Try them on a past revision or time")
        ->type_name("REVISION|TIME");
    simulates->callback(
        [&arguments, choose] { choose([&arguments] { return simulate(arguments); }); });

    auto* diffs = app.add_subcommand("diff", "Say who gained or lost access between two revisions");
    add_example(*diffs, "licet diff --from 2026-11-01 --to 2026-12-01");
    diffs->add_option("--from", arguments.from, "Revision or time")->required();
    diffs->add_option("--to", arguments.to, "Revision or time; default: the newest");
    diffs->add_option("--time", arguments.time, "Time of the calls; default: that of --to");
    diffs->callback([&arguments, choose] { choose([&arguments] { return diff(arguments); }); });

    auto* limits = add_quotas(app, arguments);
    limits->callback([&arguments, choose] { choose([&arguments] { return quotas(arguments); }); });

    for (auto* command : {explains, who, what, simulates, diffs, limits}) {
        options(*command, arguments.service);
        add_output(*command, arguments);
    }
}

}  // namespace licet::cli
