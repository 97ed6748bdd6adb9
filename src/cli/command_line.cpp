// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include "cli/commands.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <iostream>
#include <numeric>

namespace licet::cli {
namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

using Command = std::function<Result<void>()>;

/// The parsed command line: where options land, and what to run then.
struct Commands {
    InitArguments init;
    ServeArguments serve;
    LogArguments log;
    CatalogArguments catalog;
    std::vector<std::string> help_of;
    Command chosen;
};

void add_init(CLI::App& app, Commands& commands) {
    auto& arguments = commands.init;
    auto* sub = app.add_subcommand(
        "init", "Create a data directory: management account, organization, administrator");
    sub->add_option("--data", arguments.data, "Directory to create, or an empty one")
        ->required()
        ->type_name("DIR");
    sub->add_option("--credentials", arguments.credentials,
                    "File to write the administrator's access key to (AWS format, profile `licet`)")
        ->required()
        ->type_name("FILE");
    sub->add_option("--management-account", arguments.management_account,
                    "Account id of 12 digits; default: random")
        ->type_name("ID");
    sub->add_option("--email", arguments.email, "E-mail address of the management account")
        ->type_name("E")
        ->capture_default_str();
    sub->add_option("--catalog", arguments.catalog,
                    "Model catalogue to load; default: the one built in")
        ->type_name("FILE");
    sub->add_option(
           "--master-key-file", arguments.master_key_file,
           "Where to create the key that secrets are sealed with; default: in the data directory")
        ->type_name("FILE");
    sub->add_flag("--standalone", arguments.standalone,
                  "Create no organization: CreateOrganization is your first call");
    sub->callback([&] { commands.chosen = [&] { return init(commands.init); }; });
}

void add_serve(CLI::App& app, Commands& commands) {
    auto& arguments = commands.serve;
    auto* sub =
        app.add_subcommand("serve", "Serve the AWS APIs and model calls from a data directory");
    sub->add_option("--data", arguments.data, "Data directory made by `licet init`")
        ->required()
        ->type_name("DIR");
    sub->add_option("--listen", arguments.listen,
                    "Address to listen on; port 0 picks a free one; "
                    "default: 127.0.0.1:8080 or what the settings say")
        ->type_name("ADDR:PORT");
    sub->add_option("--config", arguments.config, "Settings file (docs/settings.md)")
        ->type_name("FILE");
    sub->add_option("--master-key-file", arguments.master_key_file,
                    "Where the master key is; default: in the data directory")
        ->type_name("FILE");
    sub->callback([&] { commands.chosen = [&] { return serve(commands.serve); }; });
}

void add_log(CLI::App& app, Commands& commands) {
    auto* log = app.add_subcommand(
        "log", "Read or verify the log of a data directory, also while it is served");
    log->require_subcommand(1);
    auto* show = log->add_subcommand("show", "Print records as JSON lines");
    auto* verify = log->add_subcommand("verify", "Check the hash chain over all records");
    for (auto* sub : {show, verify}) {
        sub->add_option("--data", commands.log.data, "Data directory")
            ->required()
            ->type_name("DIR");
    }
    show->add_option("--from", commands.log.from, "First revision to print")->capture_default_str();
    show->add_option("--limit", commands.log.limit, "How many records at most; 0: all")
        ->capture_default_str();
    show->callback([&] { commands.chosen = [&] { return log_show(commands.log); }; });
    verify->callback([&] { commands.chosen = [&] { return log_verify(commands.log); }; });
}

void add_catalog(CLI::App& app, Commands& commands) {
    auto& arguments = commands.catalog;
    auto* catalog =
        app.add_subcommand("catalog", "List or update the model catalogue of a running licet");
    catalog->require_subcommand(1);
    auto* show = catalog->add_subcommand("show", "List models, products and profiles");
    auto* apply = catalog->add_subcommand("apply", "Replace the catalogue by a file's");
    for (auto* sub : {show, apply}) {
        sub->add_option("--endpoint", arguments.service.endpoint, "URL of the service")
            ->capture_default_str();
        sub->add_option("--profile", arguments.service.profile, "Profile of the credentials file")
            ->capture_default_str();
        sub->add_option("--region", arguments.service.region, "Region to sign for")
            ->capture_default_str();
    }
    show->add_option("--output", arguments.output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    apply->add_option("FILE", arguments.file, "Catalogue file (YAML, like data/catalog.yaml)")
        ->required();
    show->callback([&] { commands.chosen = [&] { return catalog_show(commands.catalog); }; });
    apply->callback([&] { commands.chosen = [&] { return catalog_apply(commands.catalog); }; });
}

void print_version() {
    fmt::print("licet {}\n", LICET_VERSION);
}

/// Every option and subcommand that could have been meant, for suggestions.
void collect_names(const CLI::App& app, std::vector<std::string>& names) {
    for (const auto* option : app.get_options()) {
        for (const auto& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(sub->get_name());
        collect_names(*sub, names);
    }
}

int report_usage(const CLI::App& app, const CLI::ParseError& error,
                 const std::vector<std::string>& arguments) {
    fmt::print(stderr, "licet: {}\n", error.what());
    std::vector<std::string> names;
    collect_names(app, names);
    for (const auto& argument : arguments) {
        const auto word = argument.substr(0, argument.find('='));
        const bool known = std::find(names.begin(), names.end(), word) != names.end();
        const auto meant = known ? std::string{} : closest(word, names);
        if (!meant.empty()) {
            fmt::print(stderr, "licet: did you mean `{}` instead of `{}`?\n", meant, word);
            break;
        }
    }
    fmt::print(stderr, "licet: see `licet help`\n");
    return kUsage;
}

int print_help(CLI::App& app, const std::vector<std::string>& path) {
    CLI::App* of = &app;
    for (const auto& name : path) {
        const auto subs =
            of->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == name; });
        if (subs.empty()) {
            std::vector<std::string> names;
            collect_names(app, names);
            const auto meant = closest(name, names);
            fmt::print(stderr, "licet: there is no command `{}`{}\n", name,
                       meant.empty() ? "" : fmt::format("; did you mean `{}`?", meant));
            return kUsage;
        }
        of = subs.front();
    }
    std::cout << of->help();
    return 0;
}

}  // namespace

std::string closest(const std::string& word, const std::vector<std::string>& known) {
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto& name : known) {
        std::vector<std::size_t> row(name.size() +
                                     1);  // edit distances of a growing prefix of `word`
        std::iota(row.begin(), row.end(), std::size_t{0});
        for (std::size_t i = 0; i < word.size(); ++i) {
            std::size_t diagonal = std::exchange(row[0], i + 1);
            for (std::size_t j = 0; j < name.size(); ++j) {
                const std::size_t replaced = diagonal + (word[i] == name[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
            }
        }
        if (row.back() < best_distance) {
            best_distance = row.back();
            best = name;
        }
    }
    return best;
}

int run(std::vector<std::string> arguments) {
    CLI::App app{"licet: managed entitlements and a gateway for third-party AI models", "licet"};
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string{"licet "} + LICET_VERSION);
    Commands commands;
    add_init(app, commands);
    add_serve(app, commands);
    add_log(app, commands);
    add_catalog(app, commands);
    app.add_subcommand("api", "Print the API reference: a JSON object per operation")
        ->callback([&] { commands.chosen = api_reference; });
    app.add_subcommand("version", "Print the version")->callback([&] {
        commands.chosen = []() -> Result<void> {
            print_version();
            return {};
        };
    });
    auto* help = app.add_subcommand("help", "Explain a command");
    help->add_option("COMMAND", commands.help_of, "The command");
    try {
        std::vector<std::string> reversed{arguments.rbegin(),
                                          arguments.rend()};  // what CLI11 asks for
        app.parse(reversed);
    } catch (const CLI::CallForHelp&) {
        std::vector<std::string> path;
        for (const auto* sub = &app; !sub->get_subcommands().empty();) {
            sub = sub->get_subcommands().front();
            path.push_back(sub->get_name());
        }
        return print_help(app, path);
    } catch (const CLI::CallForVersion&) {
        print_version();
        return 0;
    } catch (const CLI::ParseError& error) {
        return report_usage(app, error, arguments);
    }
    if (help->parsed()) {
        return print_help(app, commands.help_of);
    }
    if (const auto done = commands.chosen(); !done.ok()) {
        fmt::print(stderr, "licet: {}\n", done.error().message);
        return kFailed;
    }
    return 0;
}

}  // namespace licet::cli
