// SPDX-License-Identifier: Apache-2.0
// `licet explain`, `who-can`, `what-can`, `simulate` and `diff`.
#include "cli/commands.h"
#include "cli/simulation_file.h"

#include "base/describe/bounded.h"
#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "base/yaml/yaml_reader.h"

#include <fmt/format.h>

#include <optional>

namespace licet::cli {
namespace {

/// Pages that one command asks for at most.
constexpr int kPagesMax = 10'000;
constexpr std::size_t kPageRows = 1'000;

struct ShownMiss {
    std::string dimension;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(ShownMiss, (), (dimension, detail))

struct ShownFix {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(ShownFix, (), (text))

struct ShownStep {
    int number = 0;
    std::string name;
    std::string verdict;
    std::optional<std::string> reason;
    std::optional<std::string> subject;
    std::optional<std::string> message;
    std::vector<ShownMiss> misses;
    std::optional<ShownFix> fix;
};
BOOST_DESCRIBE_STRUCT(ShownStep, (), (number, name, verdict, reason, subject, message, misses, fix))

struct Explained {
    bool allowed = false;
    std::string reason;
    std::optional<std::string> grant;
    std::vector<ShownStep> steps;
    std::string time;
    std::uint64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(Explained, (), (allowed, reason, grant, steps, time, revision))

struct ShownUse {
    std::string time;
    std::string principal;
    std::string event;
};
BOOST_DESCRIBE_STRUCT(ShownUse, (), (time, principal, event))

struct ShownSubject {
    std::string account;
    std::optional<std::string> principal;
    bool allowed = false;
    std::string reason;
    std::optional<ShownUse> lastUse;
};
BOOST_DESCRIBE_STRUCT(ShownSubject, (), (account, principal, allowed, reason, lastUse))

struct WhoPage {
    std::vector<ShownSubject> subjects;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(WhoPage, (), (subjects, nextToken))

struct ShownResource {
    std::string type;
    std::string id;
    std::optional<std::string> region;
    bool allowed = false;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ShownResource, (), (type, id, region, allowed, reason))

struct WhatPage {
    std::vector<ShownResource> resources;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(WhatPage, (), (resources, nextToken))

struct ShownOutcome {
    std::string operation;
    std::string account;
    bool ok = false;
    std::optional<std::string> error;
    std::optional<std::string> message;
};
BOOST_DESCRIBE_STRUCT(ShownOutcome, (), (operation, account, ok, error, message))

struct ShownChange {
    std::string account;
    std::string type;
    std::string id;
    std::string region;
    std::string change;
    std::string reasonBefore;
    std::string reasonAfter;
};
BOOST_DESCRIBE_STRUCT(ShownChange, (),
                      (account, type, id, region, change, reasonBefore, reasonAfter))

struct ChangePage {
    std::vector<ShownOutcome> results;
    std::vector<ShownChange> changes;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(ChangePage, (), (results, changes, nextToken))

/// The members of a request that were given.
class Body {
public:
    Body() : json_{text_} { json_.begin_object(); }

    Body& member(std::string_view name, const std::string& value) {
        if (!value.empty()) {
            json_.member(name, value);
        }
        return *this;
    }
    Body& flag(std::string_view name, bool value) {
        if (value) {
            json_.key(name).boolean(true);
        }
        return *this;
    }
    /// Without the closing brace: pages add their place.
    std::string open() const { return text_; }

private:
    std::string text_;
    JsonWriter json_;
};

/// What all questions have in common.
Body question(const QuestionArguments& arguments) {
    Body body;
    body.member("account", arguments.account)
        .member("principal", arguments.principal)
        .member("region", arguments.where)
        .member("operation", arguments.operation)
        .member("time", arguments.time)
        .member("at", arguments.at);
    return body;
}

/// Asks for every page. @param open a body without its closing brace
template <typename Page, typename Show>
Result<void> ask_pages(const QuestionArguments& arguments, std::string_view path,
                       const std::string& open, Show show) {
    std::string token;
    for (int n = 0; n < kPagesMax; ++n) {
        std::string body =
            open + (open.size() > 1 ? "," : "") + fmt::format("\"maxResults\":{}", kPageRows);
        if (!token.empty()) {
            body += ",\"nextToken\":";
            append_json_string(body, token);
        }
        LICET_TRY(const auto answer, call_service(arguments.service, "POST", path, body + "}"));
        Page page;
        LICET_TRY_VOID(
            describe::read_json(describe::type_of<Page>(), &page, describe::kAwsFormat, answer));
        if (arguments.output == "json") {
            fmt::print("{}\n", answer);  // a page a line
        } else {
            show(page, n == 0);
        }
        if (!page.nextToken) {
            return {};
        }
        token = *page.nextToken;
    }
    return Error{ErrorKind::exhausted, fmt::format("there are more than {} pages", kPagesMax)};
}

void print_step(const ShownStep& step) {
    fmt::print("{}  {:<26}{:<16}{}\n", step.number, step.name, step.verdict,
               step.reason.value_or(""));
    if (step.subject) {
        fmt::print("     by {}\n", *step.subject);
    }
    if (step.message) {
        fmt::print("     {}\n", *step.message);
    }
    for (const auto& miss : step.misses) {
        fmt::print("     near: {}: {}\n", miss.dimension, miss.detail);
    }
    if (step.fix) {
        fmt::print("     fix: {}\n", step.fix->text);
    }
}

void print_changes(const ChangePage& page, bool first) {
    for (const auto& outcome : page.results) {
        if (first) {
            fmt::print("{} as {}: {}\n", outcome.operation, outcome.account,
                       outcome.ok
                           ? "ok"
                           : outcome.error.value_or("") + ": " + outcome.message.value_or(""));
        }
    }
    if (first) {
        fmt::print("{:<8}{:<14}{:<16}{:<50}{}\n", "CHANGE", "ACCOUNT", "REGION", "RESOURCE",
                   "REASON");
    }
    for (const auto& row : page.changes) {
        fmt::print("{:<8}{:<14}{:<16}{:<50}{} -> {}\n", row.change, row.account, row.region, row.id,
                   row.reasonBefore, row.reasonAfter);
    }
}

}  // namespace

Result<bool> explain(const QuestionArguments& arguments) {
    auto body = question(arguments);
    body.member("action", arguments.action).member("resource", arguments.resource);
    LICET_TRY(const auto answer,
              call_service(arguments.service, "POST", "/licet/v1/explain", body.open() + "}"));
    Explained explained;
    LICET_TRY_VOID(describe::read_json(describe::type_of<Explained>(), &explained,
                                       describe::kAwsFormat, answer));
    if (arguments.output == "json") {
        fmt::print("{}\n", answer);
        return explained.allowed;
    }
    fmt::print("{}: {}{}\n", explained.allowed ? "allowed" : "refused", explained.reason,
               explained.grant ? ", by grant " + *explained.grant : "");
    fmt::print("as of revision {}, {}\n\n", explained.revision, explained.time);
    for (const auto& step : explained.steps) {
        print_step(step);
    }
    return explained.allowed;
}

Result<void> who_can(const QuestionArguments& arguments) {
    auto body = question(arguments);
    body.member("action", arguments.action)
        .member("resource", arguments.resource)
        .member("subjects", arguments.subjects)
        .member("parent", arguments.parent)
        .flag("includeRefused", arguments.refused)
        .flag("includeLastUse", arguments.last_use);
    const auto show = [&](const WhoPage& page, bool first) {
        if (first) {
            fmt::print("{:<8}{:<14}{:<24}{:<22}{}\n", "MAY", "ACCOUNT", "REASON", "LAST USE",
                       "PRINCIPAL");
        }
        for (const auto& row : page.subjects) {
            fmt::print("{:<8}{:<14}{:<24}{:<22}{}\n", row.allowed ? "yes" : "no", row.account,
                       row.reason,
                       row.lastUse          ? row.lastUse->time
                       : arguments.last_use ? "none found"
                                            : "",
                       row.principal.value_or(row.lastUse ? row.lastUse->principal : ""));
        }
    };
    return ask_pages<WhoPage>(arguments, "/licet/v1/who-can", body.open(), show);
}

Result<void> what_can(const QuestionArguments& arguments) {
    auto body = question(arguments);
    body.flag("includeRefused", arguments.refused).flag("includeProducts", arguments.products);
    const auto show = [](const WhatPage& page, bool first) {
        if (first) {
            fmt::print("{:<5}{:<18}{:<16}{:<50}{}\n", "MAY", "TYPE", "REGION", "ID", "REASON");
        }
        for (const auto& row : page.resources) {
            fmt::print("{:<5}{:<18}{:<16}{:<50}{}\n", row.allowed ? "yes" : "no", row.type,
                       row.region.value_or(""), row.id, row.reason);
        }
    };
    return ask_pages<WhatPage>(arguments, "/licet/v1/what-can", body.open(), show);
}

Result<void> simulate(const QuestionArguments& arguments) {
    LICET_TRY(const auto text, read_file(arguments.file, yaml::kTextBytesMax));
    LICET_TRY(auto body, simulation_body(text, arguments.file));
    body.pop_back();
    if (!arguments.at.empty()) {
        body += ",\"at\":";
        append_json_string(body, arguments.at);
    }
    return ask_pages<ChangePage>(arguments, "/licet/v1/simulate", body, print_changes);
}

Result<void> diff(const QuestionArguments& arguments) {
    Body body;
    body.member("from", arguments.from).member("to", arguments.to).member("time", arguments.time);
    return ask_pages<ChangePage>(arguments, "/licet/v1/diff", body.open(), print_changes);
}

}  // namespace licet::cli
