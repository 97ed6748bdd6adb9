// SPDX-License-Identifier: Apache-2.0
// `licet explain`, `who-can`, `what-can`, `simulate`, `diff` and `quotas`.
#include "cli/commands.h"
#include "cli/simulation_file.h"
#include "cli/table.h"

#include "base/describe/bounded.h"
#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "base/yaml/yaml_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
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

struct ShownScope {
    std::optional<std::vector<std::string>> regions;
    std::optional<std::vector<std::string>> operations;
    std::optional<std::string> notBefore;
    std::optional<std::string> notAfter;
};
BOOST_DESCRIBE_STRUCT(ShownScope, (), (regions, operations, notBefore, notAfter))

struct Explained {
    bool allowed = false;
    std::string reason;
    std::optional<std::string> grant;
    std::optional<ShownScope> scope;
    std::vector<ShownStep> steps;
    std::string time;
    std::uint64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(Explained, (), (allowed, reason, grant, scope, steps, time, revision))

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
    std::optional<std::string> grant;
    std::optional<ShownScope> scope;
    std::optional<ShownUse> lastUse;
};
BOOST_DESCRIBE_STRUCT(ShownSubject, (),
                      (account, principal, allowed, reason, grant, scope, lastUse))

struct WhoPage {
    std::vector<ShownSubject> subjects;
    std::optional<std::string> lastUseSearchedFrom;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(WhoPage, (), (subjects, lastUseSearchedFrom, nextToken))

struct ShownResource {
    std::string type;
    std::string id;
    std::optional<std::string> region;
    bool allowed = false;
    std::string reason;
    std::optional<std::string> grant;
    std::optional<ShownScope> scope;
};
BOOST_DESCRIBE_STRUCT(ShownResource, (), (type, id, region, allowed, reason, grant, scope))

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

struct ShownQuota {
    std::optional<std::string> grantArn;
    std::optional<std::string> licenseArn;
    std::string quota;
    std::int64_t limit = 0;
    std::string sharing;
    std::optional<std::string> account;
    std::optional<std::string> principal;
    std::optional<std::string> tagValue;
    std::optional<std::int64_t> spent;
    std::optional<std::int64_t> held;
    std::optional<std::string> windowEnd;
};
BOOST_DESCRIBE_STRUCT(ShownQuota, (),
                      (grantArn, licenseArn, quota, limit, sharing, account, principal, tagValue,
                       spent, held, windowEnd))

/// Whose use is shown; where there are many and none was asked for, of what each has one.
std::string user_of(const ShownQuota& row) {
    if (row.sharing == "all") {
        return "all";
    }
    if (!row.spent) {
        return "each " + row.sharing;
    }
    if (row.sharing == "tag") {
        return row.tagValue ? "tag `" + *row.tagValue + "`" : "without the tag";
    }
    return row.account ? *row.account : row.principal.value_or("");
}

struct QuotaPage {
    std::vector<ShownQuota> quotas;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(QuotaPage, (), (quotas, nextToken))

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
    /// Values of condition keys, each `key=value`.
    Body& context(const std::vector<std::string>& values) {
        std::map<std::string, std::vector<std::string>> by_key;
        for (const auto& value : values) {
            const auto sign = value.find('=');
            by_key[value.substr(0, sign)].push_back(value.substr(sign + 1));
        }
        if (by_key.empty()) {
            return *this;
        }
        json_.key("context").begin_object();
        for (const auto& [key, texts] : by_key) {
            json_.key(key).begin_array();
            for (const auto& text : texts) {
                json_.string(text);
            }
            json_.end_array();
        }
        json_.end_object();
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
        .member("at", arguments.at)
        .context(arguments.context);
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

/// Regions, operations and time of a grant's scope; empty for one without limits.
std::string scope_text(const std::optional<ShownScope>& scope) {
    std::vector<std::string> parts;
    const auto list = [&](const std::optional<std::vector<std::string>>& words) {
        if (words) {
            parts.push_back(words->empty() ? "nothing" : fmt::format("{}", fmt::join(*words, " ")));
        }
    };
    if (scope) {
        list(scope->regions);
        list(scope->operations);
        if (scope->notBefore) {
            parts.push_back("from " + *scope->notBefore);
        }
        if (scope->notAfter) {
            parts.push_back("before " + *scope->notAfter);
        }
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string may_text(bool allowed) {
    return allowed ? "yes" : "no";
}

std::vector<std::string> cells_of(const ShownSubject& row, const WhoPage& page, bool principals,
                                  bool last_use) {
    std::vector<std::string> cells{may_text(row.allowed), row.account};
    if (principals) {
        cells.push_back(row.principal.value_or(""));
    }
    cells.insert(cells.end(), {row.reason, row.grant.value_or(""), scope_text(row.scope)});
    if (last_use) {
        const auto use = row.lastUse.value_or(ShownUse{});
        cells.insert(cells.end(),
                     {row.lastUse                ? use.time
                      : page.lastUseSearchedFrom ? "none since " + *page.lastUseSearchedFrom
                                                 : "none",
                      use.event, use.principal});
    }
    return cells;
}

/// Shows the pages of changes, the outcomes of a simulation's commands before the first.
auto show_changes() {
    return [table = Table{{"CHANGE", "ACCOUNT", "REGION", "RESOURCE", "REASON"}}](
               const ChangePage& page, bool first) mutable {
        for (const auto& outcome : page.results) {
            if (first) {
                const auto why = outcome.message.value_or("");
                fmt::print("{} as {}: {}{}{}\n", outcome.operation, outcome.account,
                           outcome.ok ? "ok" : outcome.error.value_or(""), why.empty() ? "" : ": ",
                           why);
            }
        }
        for (const auto& row : page.changes) {
            table.add({row.change, row.account, row.region, row.id,
                       row.reasonBefore + " -> " + row.reasonAfter});
        }
        fmt::print("{}", table.take());
    };
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
    if (explained.scope) {
        fmt::print("the grant is for {}\n", scope_text(explained.scope));
    }
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
    std::optional<Table> table;
    bool principals = false;
    const auto show = [&](const WhoPage& page, bool first) {
        if (first) {
            principals = std::any_of(page.subjects.begin(), page.subjects.end(),
                                     [](const auto& row) { return row.principal.has_value(); });
            std::vector<std::string> heads{"MAY", "ACCOUNT"};
            if (principals) {
                heads.emplace_back("PRINCIPAL");
            }
            heads.insert(heads.end(), {"REASON", "GRANT", "SCOPE"});
            if (arguments.last_use) {
                heads.insert(heads.end(), {"LAST USE", "CALL", "BY"});
            }
            table.emplace(std::move(heads));
        }
        for (const auto& row : page.subjects) {
            table->add(cells_of(row, page, principals, arguments.last_use));
        }
        fmt::print("{}", table->take());
    };
    return ask_pages<WhoPage>(arguments, "/licet/v1/who-can", body.open(), show);
}

Result<void> what_can(const QuestionArguments& arguments) {
    auto body = question(arguments);
    body.flag("includeRefused", arguments.refused).flag("includeProducts", arguments.products);
    Table table{{"MAY", "TYPE", "REGION", "ID", "REASON", "GRANT", "SCOPE"}};
    const auto show = [&](const WhatPage& page, bool) {
        for (const auto& row : page.resources) {
            table.add({may_text(row.allowed), row.type, row.region.value_or(""), row.id, row.reason,
                       row.grant.value_or(""), scope_text(row.scope)});
        }
        fmt::print("{}", table.take());
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
    return ask_pages<ChangePage>(arguments, "/licet/v1/simulate", body, show_changes());
}

Result<void> diff(const QuestionArguments& arguments) {
    Body body;
    body.member("from", arguments.from).member("to", arguments.to).member("time", arguments.time);
    return ask_pages<ChangePage>(arguments, "/licet/v1/diff", body.open(), show_changes());
}

Result<void> quotas(const QuestionArguments& arguments) {
    Body body;
    body.member("account", arguments.account).member("principal", arguments.principal);
    const auto count = [](const std::optional<std::int64_t>& number) {
        return number ? std::to_string(*number) : "";
    };
    Table table{{"QUOTA", "LIMIT", "SPENT", "HELD", "USED BY", "UNTIL", "OF"}};
    const auto show = [&](const QuotaPage& page, bool) {
        for (const auto& row : page.quotas) {
            table.add({row.quota, std::to_string(row.limit), count(row.spent), count(row.held),
                       user_of(row), row.windowEnd.value_or(""),
                       row.licenseArn ? *row.licenseArn : row.grantArn.value_or("")});
        }
        fmt::print("{}", table.take());
    };
    return ask_pages<QuotaPage>(arguments, "/licet/v1/quotas", body.open(), show);
}

}  // namespace licet::cli
