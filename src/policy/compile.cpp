// SPDX-License-Identifier: Apache-2.0
#include "policy/arn.h"
#include "policy/compiled.h"
#include "policy/document.h"
#include "policy/letters.h"
#include "policy/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>
#include <variant>

namespace licet::policy {
namespace {

using namespace reading;

constexpr std::size_t kStatementsMax = 512;
constexpr std::size_t kListItemsMax = 4'096;      // of one list of actions, resources or values
constexpr std::size_t kConditionsMax = 256;       // of one statement: keys under operators
constexpr std::size_t kPatternBytesMax = 16'384;  // of one action, resource or value

bool is_word(std::string_view text, std::string_view also) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        const char small = lower(c);
        return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') ||
               also.find(c) != std::string_view::npos;
    });
}

/// `*`, `*:*`, `service:Name`, with wildcards in the name. Source: IAM User Guide, "Action".
bool has_action_form(std::string_view text) {
    if (text == "*" || text == "*:*") {
        return true;
    }
    const auto colon = text.find(':');
    return colon != std::string_view::npos && is_word(text.substr(0, colon), "-") &&
           is_word(text.substr(colon + 1), "-_*?");
}

/// What is wrong with a resource: it is `*` or an ARN that tells whose resource it is. An ARN may
/// end early with a `*`, which goes on beyond colons. Source: IAM User Guide, "Resource".
std::string_view fault_of_resource(std::string_view text, ArnText kind) {
    if (text == "*") {
        return {};
    }
    if (!text.starts_with("arn:")) {
        return "must be `*` or an ARN";
    }
    const auto whole = std::string{text} + (text.ends_with('*') ? ":::" : "");
    const auto parts = split_arn(whole, kind);
    if (!parts) {
        return "is no ARN: it has the form `arn:partition:service:region:account:name`";
    }
    if (!is_word((*parts)[2], "-")) {
        return "must name the service, without wildcards: `arn:aws:service:…`";
    }
    return {};
}

std::size_t searches_of(const ConditionValue& value) {
    if (const auto* arn = std::get_if<ArnPattern>(&value)) {
        return std::accumulate(
            arn->parts.begin(), arn->parts.end(), std::size_t{0},
            [](std::size_t sum, const Pattern& part) { return sum + part.searches(); });
    }
    const auto* pattern = std::get_if<Pattern>(&value);
    return pattern == nullptr ? 0 : pattern->searches();
}

class StatementReader {
public:
    /// @param searches counts what kSearchesMax limits
    StatementReader(const std::string& path, bool variables, std::size_t& searches)
        : path_{path}, variables_{variables}, searches_{searches} {}

    Result<Statement> read(std::string_view json) {
        LICET_TRY(const auto members, read_object(path_, json));
        LICET_TRY_VOID(check_names(members));
        for (const auto& [name, value] : members) {
            LICET_TRY_VOID(element(name, member_path(path_, name), value.text));
        }
        return std::move(made_);
    }

private:
    Result<void> check_names(const Members& members) const {
        if (members.count("Effect") == 0) {
            return fault(path_ + ".Effect", "is required");
        }
        for (const std::string name : {"Action", "Resource"}) {
            const auto count = members.count(name) + members.count("Not" + name);
            if (count != 1) {
                return fault(
                    path_ + "." + name,
                    fmt::format("{}: a statement has either `{}` or `Not{}`",
                                count == 0 ? "is required" : "is given twice", name, name));
            }
        }
        return {};
    }

    Result<void> element(std::string_view name, const std::string& path, std::string_view json) {
        if (name == "Sid") {
            LICET_TRY(made_.sid, read_string(path, json));
            return made_.sid.empty() || is_word(made_.sid, "")
                       ? Result<void>{}
                       : bad_text(path, made_.sid, "may hold only letters and digits");
        }
        if (name == "Effect") {
            return effect(path, json);
        }
        if (name == "Action" || name == "NotAction") {
            made_.actions.negated = name == "NotAction";
            return actions(path, json);
        }
        if (name == "Resource" || name == "NotResource") {
            made_.resources.negated = name == "NotResource";
            return resources(path, json);
        }
        if (name == "Condition") {
            return condition(path, json);
        }
        if (name == "Principal" || name == "NotPrincipal") {
            return fault(path, "is not allowed in a policy that is attached to whom it is for");
        }
        return fault(path, "is no element of a statement");
    }

    Result<void> effect(const std::string& path, std::string_view json) {
        LICET_TRY(const auto text, read_string(path, json));
        if (text != "Allow" && text != "Deny") {
            return fault(path, "must be `Allow` or `Deny`");
        }
        made_.effect = text == "Allow" ? Effect::allow : Effect::deny;
        return {};
    }

    Result<void> add(Matches& matches, const std::string& path, const std::string& text,
                     PatternSyntax syntax) {
        if (text.size() > kPatternBytesMax) {
            return fault(path, fmt::format("must have at most {} bytes", kPatternBytesMax));
        }
        auto pattern = Pattern::parse(text, syntax);
        if (!pattern.ok()) {
            return fault(path, pattern.error().message);
        }
        matches.patterns.push_back(*std::move(pattern));
        return count_searches(path, matches.patterns.back().searches());
    }

    Result<void> count_searches(const std::string& path, std::size_t more) {
        searches_ += more;
        if (searches_ > kSearchesMax) {
            return fault(path,
                         fmt::format("is too much to search for: the patterns of a policy may "
                                     "have {} texts, `?` and variables between two `*`",
                                     kSearchesMax));
        }
        return {};
    }

    Result<void> actions(const std::string& path, std::string_view json) {
        const auto visit = [&](const std::string& at, std::string_view item) -> Result<void> {
            LICET_TRY(const auto text, read_string(at, item));
            if (!has_action_form(text)) {
                return bad_text(at, text, "is no action: it has the form `service:Name` or `*`");
            }
            return add(made_.actions, at, text, {.wildcards = true, .fold_case = true});
        };
        return each_item(path, json, kListItemsMax, visit);
    }

    Result<void> resources(const std::string& path, std::string_view json) {
        const auto visit = [&](const std::string& at, std::string_view item) -> Result<void> {
            LICET_TRY(const auto text, read_string(at, item));
            if (const auto what =
                    fault_of_resource(text, variables_ ? ArnText::pattern : ArnText::plain);
                !what.empty()) {
                return bad_text(at, text, what);
            }
            return add(made_.resources, at, text, {.wildcards = true, .variables = variables_});
        };
        return each_item(path, json, kListItemsMax, visit);
    }

    Result<void> condition(const std::string& path, std::string_view json) {
        LICET_TRY(const auto operators, read_object(path, json));
        for (const auto& [name, keys_json] : operators) {
            const auto at = member_path(path, name);
            auto op = parse_operator(name);
            if (!op.ok()) {
                return fault(at, op.error().message);
            }
            const bool holds_texts =
                op->comparison == Comparison::text || op->comparison == Comparison::arn;
            op->syntax.variables = variables_ && holds_texts;
            LICET_TRY(const auto keys, read_object(at, keys_json.text));
            if (keys.empty()) {
                return fault(at, "must not be empty");
            }
            for (const auto& [key, values] : keys) {
                LICET_TRY_VOID(condition_key(name, *op, key, member_path(at, key), values.text));
            }
        }
        return {};
    }

    Result<void> condition_key(const std::string& operator_text, const Operator& op,
                               const std::string& text, const std::string& path,
                               std::string_view json) {
        const auto key = find_key(text);
        if (!key) {
            return fault(path, "is no condition key that is known here");
        }
        if (is_multivalued(key->key) && op.quantifier == Quantifier::one &&
            op.comparison != Comparison::absence) {
            return fault(path, fmt::format("has several values: write `ForAnyValue:{0}` or "
                                           "`ForAllValues:{0}`",
                                           operator_text));
        }
        const auto same = [&](const Condition& other) {
            return other.operator_text == operator_text && other.key.key == key->key &&
                   equal_letters(other.key.suffix, key->suffix);
        };
        if (std::any_of(made_.conditions.begin(), made_.conditions.end(), same)) {
            return fault(path, "must be given once, whatever the case of its letters");
        }
        if (made_.conditions.size() == kConditionsMax) {
            return fault(path,
                         fmt::format("is one condition too many: at most {}", kConditionsMax));
        }
        auto& made = made_.conditions.emplace_back(Condition{operator_text, op, *key, {}, {}});
        const auto visit = [&](const std::string& at, std::string_view item) {
            return condition_value(made, at, item);
        };
        return each_item(path, json, kListItemsMax, visit);
    }

    Result<void> condition_value(Condition& condition, const std::string& path,
                                 std::string_view json) {
        Written written = Written::string;
        std::string text{json};
        if (json == "true" || json == "false") {
            written = Written::boolean;
        } else if (!json.empty() && (json[0] == '-' || (json[0] >= '0' && json[0] <= '9'))) {
            written = Written::number;
        } else {
            LICET_TRY(text, read_string(path, json));
        }
        if (text.size() > kPatternBytesMax) {
            return fault(path, fmt::format("must have at most {} bytes", kPatternBytesMax));
        }
        auto value = parse_value(condition.op, text, written);
        if (!value.ok()) {
            return fault(path, value.error().message);
        }
        condition.values.push_back(*std::move(value));
        condition.texts.push_back(std::move(text));
        return count_searches(path, searches_of(condition.values.back()));
    }

    const std::string& path_;
    const bool variables_;
    std::size_t& searches_;
    Statement made_;
};

/// @return whether it is the version that has variables.
Result<bool> read_version(const Members& members, Grammar grammar) {
    const std::string path = "$.Version";
    const auto found = members.find("Version");
    if (found == members.end()) {
        return grammar == Grammar::identity ? Result<bool>{false}
                                            : fault(path, "is required: `2012-10-17`");
    }
    LICET_TRY(const auto version, read_string(path, found->second.text));
    if (version == "2012-10-17") {
        return true;
    }
    if (version == "2008-10-17" && grammar == Grammar::identity) {
        return false;
    }
    return bad_text(path, version,
                    grammar == Grammar::identity ? "must be `2012-10-17` or `2008-10-17`"
                                                 : "must be `2012-10-17`");
}

}  // namespace

Error malformed_policy(std::string message) {
    return {ErrorKind::invalid, std::move(message), "MalformedPolicyDocument"};
}

Result<DocumentPtr> compile(std::string_view json, Grammar grammar) {
    LICET_TRY(const auto members, read_as<Members>("$", json));
    for (const auto& [name, value] : members) {
        const auto path = member_path("$", name);
        if (name == "Id") {
            LICET_TRY_VOID(read_string(path, value.text));
        } else if (name != "Version" && name != "Statement") {
            return fault(path, "is no element of a policy");
        }
    }
    LICET_TRY(const bool variables, read_version(members, grammar));
    const auto statements = members.find("Statement");
    if (statements == members.end()) {
        return fault("$.Statement", "is required");
    }
    auto document = std::make_shared<Document>();
    document->text = json;
    std::set<std::string> sids;
    std::size_t searches = 0;
    const auto visit = [&](const std::string& path, std::string_view item) -> Result<void> {
        LICET_TRY(auto statement, StatementReader(path, variables, searches).read(item));
        if (!statement.sid.empty() && !sids.insert(statement.sid).second) {
            return bad_text(path + ".Sid", statement.sid, "is the Sid of another statement too");
        }
        document->statements.push_back(std::move(statement));
        return {};
    };
    LICET_TRY_VOID(each_item("$.Statement", statements->second.text, kStatementsMax, visit));
    finish(*document);
    return DocumentPtr{std::move(document)};
}

}  // namespace licet::policy
