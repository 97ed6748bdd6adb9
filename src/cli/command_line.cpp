// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include "cli/commands.h"
#include "cli/question_options.h"
#include "cli/usage_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <system_error>

namespace licet::cli {
namespace {

constexpr int kFailed = 1;
constexpr int kRefused = 1;  // of a question whose answer is the exit code, which then fails with 2
constexpr int kUsage = 2;

using Command = std::function<Result<void>()>;

/// The parsed command line: where options land, and what to run then.
struct Commands {
    InitArguments init;
    ServeArguments serve;
    LogArguments log;
    UsageArguments usage;
    CatalogArguments catalog;
    OfferArguments offer;
    OrganizationArguments organization;
    OpenAccountArguments account;
    QuestionArguments question;
    std::vector<std::string> help_of;
    bool of_gateway = false;
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

/// A check for CLI11, which takes -1 for the largest number there is.
std::string whole_number(const std::string& text) {
    std::uint64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, number);
    return fault == std::errc{} && stopped == end ? std::string{}
                                                  : fmt::format("`{}` is not a whole number", text);
}

void add_log(CLI::App& app, Commands& commands) {
    auto* log = app.add_subcommand(
        "log", "Read or verify the log of a data directory, also while it is served");
    log->require_subcommand(1);
    auto* show = log->add_subcommand("show", "Print records as JSON lines");
    auto* verify =
        log->add_subcommand("verify", "Check the hash chains over all records and the journal");
    for (auto* sub : {show, verify}) {
        sub->add_option("--data", commands.log.data, "Data directory")
            ->required()
            ->type_name("DIR");
    }
    show->add_option("--from", commands.log.from, "First revision to print")
        ->check(whole_number)
        ->capture_default_str();
    show->add_option("--limit", commands.log.limit, "How many records at most; 0: all")
        ->check(whole_number)
        ->capture_default_str();
    show->callback([&] { commands.chosen = [&] { return log_show(commands.log); }; });
    verify
        ->add_option("--heads", commands.log.heads,
                     "File, best on another machine, that notes how far the chains go: what it "
                     "noted the last time must still be there")
        ->type_name("FILE");
    verify->callback([&] { commands.chosen = [&] { return log_verify(commands.log); }; });
}

void add_usage(CLI::App& app, Commands& commands) {
    auto& arguments = commands.usage;
    auto* sub = app.add_subcommand(
        "usage", "Sum up what model calls used, from a data directory, also while it is served");
    sub->add_option("--data", arguments.data, "Data directory")->required()->type_name("DIR");
    auto* by = sub->add_option(
                      "--by", arguments.by,
                      "account, principal, model, region, upstream, grant, day or tag:KEY; several "
                      "with commas, or one by one")
                   ->delimiter(',')
                   ->type_name("MEMBER");
    sub->add_option("--account", arguments.account, "Only calls of this account");
    sub->add_option("--from", arguments.from, "From this time on, such as 2026-11-01");
    sub->add_option("--to", arguments.to, "Until before this time");
    sub->add_option("--output", arguments.output, "table, csv or json")
        ->check(CLI::IsMember({"table", "csv", "json"}))
        ->capture_default_str();
    sub->add_option("--reconcile", arguments.reconcile,
                    "Invoice (CSV, docs/observability.md) to compare with; exit code 1 when they "
                    "differ")
        ->type_name("FILE")
        ->excludes(by);
    sub->callback([&] { commands.chosen = [&] { return usage(commands.usage); }; });
}

/// How the command reaches a running licet.
void add_service_options(CLI::App& command, ServiceOptions& service) {
    if (const char* url = std::getenv("AWS_ENDPOINT_URL"); url != nullptr && *url != '\0') {
        service.endpoint = url;
    }
    command
        .add_option("--endpoint", service.endpoint,
                    "URL of the service; AWS_ENDPOINT_URL of the environment is its default")
        ->capture_default_str();
    command.add_option("--profile", service.profile, "Profile of the credentials file")
        ->capture_default_str();
    command.add_option("--region", service.region, "Region to sign for")->capture_default_str();
}

void add_catalog(CLI::App& app, Commands& commands) {
    auto& arguments = commands.catalog;
    auto* catalog =
        app.add_subcommand("catalog", "List or update the model catalogue of a running licet");
    catalog->require_subcommand(1);
    auto* show = catalog->add_subcommand("show", "List models, products and profiles");
    auto* apply = catalog->add_subcommand("apply", "Replace the catalogue by a file's");
    for (auto* sub : {show, apply}) {
        add_service_options(*sub, arguments.service);
    }
    show->add_option("--output", arguments.output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    apply->add_option("FILE", arguments.file, "Catalogue file (YAML, like data/catalog.yaml)")
        ->required();
    show->callback([&] { commands.chosen = [&] { return catalog_show(commands.catalog); }; });
    apply->callback([&] { commands.chosen = [&] { return catalog_apply(commands.catalog); }; });
}

void add_organization(CLI::App& app, Commands& commands) {
    auto& arguments = commands.organization;
    auto* organization =
        app.add_subcommand("organization", "Look at or change an organization of a running licet");
    organization->require_subcommand(1);
    auto* settings = organization->add_subcommand(
        "settings", "Show the organization's settings; with --set, change some first");
    add_service_options(*settings, arguments.service);
    settings->add_option("--set", arguments.set, "Setting to change (docs/organizations.md)")
        ->type_name("NAME=VALUE");
    settings->add_option("--output", arguments.output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    settings->callback(
        [&] { commands.chosen = [&] { return organization_settings(commands.organization); }; });
}

void add_account(CLI::App& app, Commands& commands) {
    auto& arguments = commands.account;
    auto* account = app.add_subcommand("account", "Open accounts of a running licet");
    account->require_subcommand(1);
    auto* open = account->add_subcommand(
        "open", "Open an account outside of any organization, as one to invite");
    add_service_options(*open, arguments.service);
    open->add_option("--name", arguments.name, "Name of the account")->required();
    open->add_option("--email", arguments.email, "Its e-mail address, which no other has")
        ->required();
    open->callback([&] { commands.chosen = [&] { return open_account(commands.account); }; });
}

void add_offer(CLI::App& app, Commands& commands) {
    auto& arguments = commands.offer;
    auto* offer = app.add_subcommand("offer", "Bring sellers' private offers into a running licet");
    offer->require_subcommand(1);
    auto* show = offer->add_subcommand("show", "Check a file and list the offers in it");
    auto* apply = offer->add_subcommand(
        "apply", "Bring in the offers of a file: all of them, or none if one is not sound");
    for (auto* sub : {show, apply}) {
        sub->add_option("FILE", arguments.file, "Offer file (YAML or JSON, docs/offers.md)")
            ->required();
    }
    add_service_options(*apply, arguments.service);
    show->callback([&] { commands.chosen = [&] { return offer_show(commands.offer); }; });
    apply->callback([&] { commands.chosen = [&] { return offer_apply(commands.offer); }; });
}

void print_version() {
    fmt::print("licet {}\n", LICET_VERSION);
}

/// A command and its name on the command line.
struct Named {
    CLI::App* command;
    std::string name;  ///< such as `licet log show`
};

std::vector<CLI::App*> commands_of(CLI::App& app) {
    return app.get_subcommands([](CLI::App*) { return true; });
}

/// The command of `app` by that name, or null.
CLI::App* find_command(CLI::App& app, std::string_view name) {
    const auto commands = commands_of(app);
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const auto* one) { return one->get_name() == name; });
    return found == commands.end() ? nullptr : *found;
}

/// The command that the command line names, as far as it names one.
Named named_command(CLI::App& app) {
    Named named{&app, app.get_name()};
    while (!named.command->get_subcommands().empty()) {
        named.command = named.command->get_subcommands().front();
        named.name += " " + named.command->get_name();
    }
    return named;
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
    const auto meant = closest(word, known);
    return meant.empty() ? "" : fmt::format("; did you mean `{}`?", meant);
}

std::vector<std::string> names_of(const std::vector<CLI::App*>& commands) {
    std::vector<std::string> names;
    for (const auto* command : commands) {
        names.push_back(command->get_name());
    }
    return names;
}

/// What is wrong with a word that nothing takes.
std::string unexpected(CLI::App& app, const std::string& argument) {
    if (argument.starts_with('-')) {
        std::vector<std::string> names;
        for (const auto* option : app.get_options()) {
            for (const auto& name : option->get_lnames()) {
                names.push_back("--" + name);
            }
        }
        const auto word = argument.substr(0, argument.find('='));
        return fmt::format("there is no option `{}`{}", word, suggestion(word, names));
    }
    const auto commands = commands_of(app);
    if (commands.empty()) {
        return fmt::format("`{}` is one argument too many", argument);
    }
    return fmt::format("there is no command `{}`{}", argument,
                       suggestion(argument, names_of(commands)));
}

int report_usage(CLI::App& app, const CLI::ParseError& error) {
    const auto [command, name] = named_command(app);
    // Looked at first: a misspelt option also makes a required one missing.
    const auto left = app.remaining(true);
    if (!left.empty()) {
        fmt::print(stderr, "licet: {}\n", unexpected(*command, left.front()));
    } else if (command->get_subcommands().empty() && !commands_of(*command).empty()) {
        fmt::print(stderr, "licet: a command is needed: {}\n",
                   fmt::join(names_of(commands_of(*command)), ", "));
    } else {
        fmt::print(stderr, "licet: {}\n", error.what());
    }
    fmt::print(stderr, "licet: see `licet help{}`\n", name.substr(app.get_name().size()));
    return kUsage;
}

int print_help(CLI::App& app, const std::vector<std::string>& path) {
    Named of{&app, app.get_name()};
    for (const auto& word : path) {
        auto* const command = find_command(*of.command, word);
        if (command == nullptr) {
            fmt::print(stderr, "licet: {}\n", unexpected(*of.command, word));
            return kUsage;
        }
        of = {command, of.name + " " + word};
    }
    // Not App::help(), which explains the command that was parsed: `help` itself.
    fmt::print("{}", of.command->get_formatter()->make_help(of.command, of.name,
                                                            CLI::AppFormatMode::Normal));
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

namespace {

/// Parses the command line and runs what it names. @return the exit code.
int parse_and_run(CLI::App& app, Commands& commands, const CLI::App& help,
                  const std::vector<std::string>& arguments) {
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
        return report_usage(app, error);
    }
    if (help.parsed()) {
        return print_help(app, commands.help_of);
    }
    if (const auto done = commands.chosen(); !done.ok()) {
        fmt::print(stderr, "licet: {}\n", done.error().message);
        return commands.question.is_test ? kUsage : kFailed;
    }
    return commands.question.allowed ? 0 : kRefused;
}

}  // namespace

int run(std::vector<std::string> arguments) {
    CLI::App app{"licet: managed entitlements and a gateway for third-party AI models", "licet"};
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string{"licet "} + LICET_VERSION);
    Commands commands;
    add_init(app, commands);
    add_serve(app, commands);
    add_log(app, commands);
    add_usage(app, commands);
    add_catalog(app, commands);
    add_offer(app, commands);
    add_organization(app, commands);
    add_account(app, commands);
    add_questions(app, commands.question, add_service_options,
                  [&](Command command) { commands.chosen = std::move(command); });
    auto* api = app.add_subcommand("api", "Print the API reference: a JSON object per operation");
    api->add_flag("--gateway", commands.of_gateway, "Print the routes of model calls instead");
    api->callback([&] { commands.chosen = commands.of_gateway ? gateway_routes : api_reference; });
    app.add_subcommand("version", "Print the version")->callback([&] {
        commands.chosen = []() -> Result<void> {
            print_version();
            return {};
        };
    });
    auto* help = app.add_subcommand("help", "Explain a command");
    help->add_option("COMMAND", commands.help_of, "The command");
    try {
        const int code = parse_and_run(app, commands, *help, arguments);
        if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) {
            return code;
        }
        fmt::print(stderr, "licet: the output could not be written\n");
    } catch (const std::system_error& error) {  // fmt's, when stdout takes no more
        fmt::print(stderr, "licet: {}\n", error.what());
    }
    return commands.question.is_test ? kUsage : kFailed;
}

}  // namespace licet::cli
