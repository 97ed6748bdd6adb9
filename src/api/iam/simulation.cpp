// SPDX-License-Identifier: Apache-2.0
#include "api/iam/simulation.h"

#include "decision/authorize.h"
#include "decision/caller_rules.h"
#include "decision/index.h"
#include "decision/work.h"
#include "model/identity/errors.h"
#include "policy/condition.h"
#include "policy/context_keys.h"
#include "policy/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <set>
#include <utility>

namespace licet::api::iam {
namespace {

using policy::Verdict;

/// What a request says of the context, kept for as long as the context refers to it.
class Entries {
public:
    /// Puts the entries over what the context has. Keys that no policy can ask about are skipped.
    void apply(const std::vector<ContextEntry>& entries, policy::Context& context) {
        if (context.principal_tags() != nullptr) {
            principal_tags_ = *context.principal_tags();
        }
        for (const auto& entry : entries) {
            const auto key = policy::find_key(entry.ContextKeyName.value_or(""));
            if (key && entry.ContextKeyValues) {
                set(*key, *entry.ContextKeyValues, context);
            }
        }
        context.set_principal_tags(&principal_tags_);
        context.set_request_tags(&request_tags_);
        context.set_resource_tags(&resource_tags_);
        context.set_supposed(&supposed_);
    }

private:
    void set(const policy::KeyName& name, const std::vector<std::string>& values,
             policy::Context& context) {
        using policy::Key;
        if (policy::has_suffix(name.key)) {
            auto& tags = name.key == Key::aws_principal_tag ? principal_tags_
                         : name.key == Key::aws_request_tag ? request_tags_
                         : name.key == Key::valueless       ? supposed_
                                                            : resource_tags_;
            tags[name.suffix] = values.empty() ? "" : values.front();
        } else if (policy::is_multivalued(name.key)) {
            const auto& kept = lists_.emplace_back(values.begin(), values.end());
            context.set(name.key, kept);
        } else if (!values.empty()) {
            context.set(name.key, values.front());
        }
    }

    policy::Context::Tags principal_tags_;
    policy::Context::Tags request_tags_;
    policy::Context::Tags resource_tags_;
    policy::Context::Tags supposed_;
    std::deque<std::vector<std::string_view>> lists_;
};

Position show(const policy::Position& position) {
    return {static_cast<std::int32_t>(position.line), static_cast<std::int32_t>(position.column)};
}

/// What a set of policies says, and the statements that say it.
struct Judged {
    Verdict verdict = Verdict::not_allowed;
    std::vector<Statement> statements;
};

Judged judge(const SourcePolicies& policies, const policy::Question& question) {
    Judged judged;
    for (const auto& policy : policies) {
        const auto outcome = policy::evaluate(*policy.document, question);
        if (outcome.verdict == Verdict::not_allowed || outcome.verdict < judged.verdict) {
            continue;
        }
        if (outcome.verdict > judged.verdict) {
            judged = {outcome.verdict, {}};
        }
        const auto place = policy::place_of(*policy.document, outcome.statement);
        judged.statements.push_back({policy.id, policy.type, show(place.begin), show(place.end)});
    }
    return judged;
}
static_assert(Verdict::not_allowed < Verdict::allowed && Verdict::allowed < Verdict::denied);

Error invalid_input(std::string message) {
    return model::invalid_identity_input(std::move(message));
}

/// The account in the fifth part of an ARN, or the twelve digits themselves.
AccountId owner_named(std::string_view text) {
    if (const auto account = AccountId::parse(text)) {
        return *account;
    }
    return decision::account_in(text);
}

constexpr std::size_t kContextEntriesMax = 100;
constexpr std::size_t kContextBytesMax = 8 * 1024;  // of all their values
constexpr std::size_t kContextUnitBytes = 64;       // comparing with so many is work as with one

/// What conditions may be compared with, of all entries together.
std::size_t context_bytes(const Simulation& request) {
    std::size_t bytes = 0;
    if (request.ContextEntries) {
        for (const auto& entry : *request.ContextEntries) {
            for (const auto& value : entry.ContextKeyValues.value_or(std::vector<std::string>{})) {
                bytes += value.size() + 1;
            }
        }
    }
    return bytes;
}

/// All that the results of one request have in common.
class Simulator {
public:
    /// @param resources those that are asked about
    Simulator(const AuditCall& call, const Simulation& request, const SimulationSource& source,
              const std::optional<model::Principal>& caller, std::size_t resources)
        : facts_{call.index},
          request_{request},
          source_{source},
          subject_{caller ? decision::Subject{*caller} : decision::Subject{call.caller().account}},
          context_{facts_, subject_, policy::Context{}},
          levels_{facts_.control_levels(subject_.account)},
          is_of_several_{resources > 1} {
        context_.keys().set_now(call.services.clock.now());
        if (request.ContextEntries) {
            entries_.apply(*request.ContextEntries, context_.keys());
        }
        missing_ = missing();
    }

    EvaluationResult evaluate(const std::string& action_name, const std::string& resource) {
        context_.set_resource_account(
            facts_, owner_named(request_.ResourceOwner ? std::string_view{*request_.ResourceOwner}
                                                       : std::string_view{resource}));
        const policy::Action action{action_name};
        const policy::Question question{action, resource, context_.keys()};
        auto identity = judge(source_.identity, question);
        auto boundary = judge(source_.boundary, question);
        const auto control = control_verdict(question);
        const bool bounded = !source_.boundary.empty();
        EvaluationResult result{.EvalActionName = action_name,
                                .EvalResourceName = resource,
                                .MatchedStatements = std::move(identity.statements),
                                .MissingContextValues = missing_,
                                .OrganizationsDecisionDetail = {},
                                .PermissionsBoundaryDecisionDetail = {},
                                .ResourceSpecificResults = {}};
        if (boundary.verdict == Verdict::denied) {
            result.MatchedStatements.insert(result.MatchedStatements.end(),
                                            boundary.statements.begin(), boundary.statements.end());
        }
        if (identity.verdict == Verdict::denied || boundary.verdict == Verdict::denied ||
            control == Verdict::denied) {
            result.EvalDecision = PolicyEvaluationDecision::explicitDeny;
        } else if (identity.verdict == Verdict::allowed && control == Verdict::allowed &&
                   (!bounded || boundary.verdict == Verdict::allowed)) {
            result.EvalDecision = PolicyEvaluationDecision::allowed;
        }
        if (source_.entity && levels_.count > 0) {
            result.OrganizationsDecisionDetail = {control == Verdict::allowed};
        }
        if (bounded) {
            result.PermissionsBoundaryDecisionDetail = {boundary.verdict == Verdict::allowed};
        }
        if (is_of_several_) {
            tell_apart(result);
        }
        return result;
    }

    /// How much evaluate() is, by the texts that are matched.
    std::size_t work(std::string_view resource) const {
        std::size_t work =
            source_.entity ? decision::work_of(facts_, subject_.account, resource) : 1;
        for (const auto* policies : {&source_.identity, &source_.boundary}) {
            for (const auto& policy : *policies) {
                work += decision::work_of(*policy.document, resource);
            }
        }
        return work;
    }

private:
    static void tell_apart(EvaluationResult& result) {
        result.ResourceSpecificResults.push_back(
            {.EvalResourceName = result.EvalResourceName,
             .EvalResourceDecision = result.EvalDecision,
             .MatchedStatements = result.MatchedStatements,
             .MissingContextValues = std::exchange(result.MissingContextValues, {}),
             .PermissionsBoundaryDecisionDetail = result.PermissionsBoundaryDecisionDetail});
    }

    /// Of the service control policies; they are asked for entities of the account only.
    Verdict control_verdict(const policy::Question& question) const {
        if (!source_.entity || decision::is_exempt(subject_, context_.rights())) {
            return Verdict::allowed;
        }
        return decision::judge_control_policies(levels_, question).verdict;
    }

    std::vector<std::string> missing() const {
        std::set<std::string> names;
        for (const auto* policies : {&source_.identity, &source_.boundary}) {
            for (const auto& policy : *policies) {
                for (const auto& key : policy::context_keys(*policy.document)) {
                    if (policy::describe_values(key, context_.keys()).empty()) {
                        names.insert(policy::key_text(key));
                    }
                }
            }
        }
        return {names.begin(), names.end()};
    }

    const decision::Facts& facts_;
    const Simulation& request_;
    const SimulationSource& source_;
    decision::Subject subject_;
    decision::SubjectContext context_;
    decision::ControlLevels levels_;
    bool is_of_several_;
    Entries entries_;
    std::vector<std::string> missing_;
};

/// Who asks in the simulation: CallerArn, or the entity itself.
Result<std::optional<model::Principal>> caller_of(const AuditCall& call, const Simulation& request,
                                                  const SimulationSource& source,
                                                  const std::string& entity_arn) {
    if (!request.CallerArn &&
        (!source.entity || source.entity->kind == model::IdentityKind::group)) {
        return std::optional<model::Principal>{};
    }
    const std::string arn = request.CallerArn ? *request.CallerArn : entity_arn;
    auto found = call.index.find_principal(arn);
    if (!found || found->account != call.caller().account) {
        return invalid_input(
            fmt::format("CallerArn must be a user or role of the account; `{}` is none", arn));
    }
    return found;
}

Result<void> check(const Simulation& request) {
    for (const auto& action : request.ActionNames) {
        if (action.find(':') == std::string::npos) {
            return invalid_input(
                fmt::format("`{}` is no action: it must have the form service:Name", action));
        }
    }
    if (request.ResourcePolicy) {
        return invalid_input("ResourcePolicy must be left out: no resource here has a policy");
    }
    if (request.PermissionsBoundaryPolicyInputList.value_or(PolicyTexts{}).size() > 1) {
        return invalid_input("PermissionsBoundaryPolicyInputList must have at most one policy");
    }
    if ((request.ContextEntries && request.ContextEntries->size() > kContextEntriesMax) ||
        context_bytes(request) > kContextBytesMax) {
        return invalid_input(
            fmt::format("ContextEntries must be at most {}, with values of {} "
                        "bytes together",
                        kContextEntriesMax, kContextBytesMax));
    }
    return {};
}

/// @param pairs actions times resources
Result<void> check_evaluations(std::size_t pairs, const SimulationSource& source) {
    const std::size_t evaluations = pairs * (source.identity.size() + source.boundary.size());
    if (evaluations > kEvaluationsMax) {
        return invalid_input(
            fmt::format("actions x resources x policies must be at most {}, and are {}; ask about "
                        "fewer at once",
                        kEvaluationsMax, evaluations));
    }
    return {};
}

/// The marker of a page is the number of results before it.
Result<std::size_t> first_of(const Page<std::string>& page) {
    std::size_t first = 0;
    if (page.after) {
        const char* end = page.after->data() + page.after->size();
        const auto [stop, fault] = std::from_chars(page.after->data(), end, first);
        if (fault != std::errc{} || stop != end) {
            return Error{ErrorKind::invalid, "Marker is not one that an earlier page returned",
                         "ValidationError"};
        }
    }
    return first;
}

}  // namespace

Result<SimulationResults> simulate(const AuditCall& call, std::string_view operation,
                                   const Simulation& request, const std::string& entity_arn,
                                   SimulationSource source) {
    LICET_TRY_VOID(check(request));
    if (request.PermissionsBoundaryPolicyInputList) {
        source.boundary.clear();
        LICET_TRY_VOID(add_texts("PermissionsBoundaryPolicyInputList",
                                 *request.PermissionsBoundaryPolicyInputList, source.boundary));
    }
    LICET_TRY(const auto caller, caller_of(call, request, source, entity_arn));
    const Listing listing{call, operation};
    LICET_TRY(const auto page, page_of(listing, request.Marker, request.MaxItems));
    LICET_TRY(const std::size_t first, first_of(page));
    std::vector<std::string> resources{"*"};
    if (request.ResourceArns && !request.ResourceArns->empty()) {
        resources.assign(request.ResourceArns->begin(), request.ResourceArns->end());
    }
    const std::size_t all = request.ActionNames.size() * resources.size();
    LICET_TRY_VOID(check_evaluations(all, source));
    Simulator simulator{call, request, source, caller, resources.size()};
    SimulationResults results;
    const std::size_t per_answer = 1 + context_bytes(request) / kContextUnitBytes;
    std::size_t work = 0;
    std::size_t next = std::min(first, all);
    while (next < all && results.EvaluationResults.size() < page.size &&
           work < decision::kPageWorkMax) {
        const auto& resource = resources[next % resources.size()];
        work += simulator.work(resource) * per_answer;
        results.EvaluationResults.push_back(
            simulator.evaluate(request.ActionNames[next / resources.size()], resource));
        ++next;
    }
    end_page(results, listing, next < all ? std::optional{std::to_string(next)} : std::nullopt);
    return results;
}

}  // namespace licet::api::iam
