// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/define.h"
#include "base/json_writer.h"
#include "base/utf8.h"
#include "decision/index.h"
#include "decision/named_guardrail.h"
#include "engine/request_context.h"
#include "guardrail/assessment.h"
#include "guardrail/hearing.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::api {
namespace {

/// Text units of all content together: what is scanned at once. Bedrock's quota by default.
constexpr std::int64_t kUnitsMax = 25;
constexpr std::int64_t kCharactersMax =
    kUnitsMax * static_cast<std::int64_t>(guardrail::kUnitCharacters);
constexpr std::int64_t kBlocksMax = 1'000;
constexpr std::int64_t kQualifiersMax = 3;

enum class ContentSource { INPUT, OUTPUT };
BOOST_DESCRIBE_ENUM(ContentSource, INPUT, OUTPUT)

enum class OutputScope { INTERVENTIONS, FULL };
BOOST_DESCRIBE_ENUM(OutputScope, INTERVENTIONS, FULL)

enum class Qualifier { grounding_source, query, guard_content };
BOOST_DESCRIBE_ENUM(Qualifier, grounding_source, query, guard_content)

enum class ImageFormat { png, jpeg };
BOOST_DESCRIBE_ENUM(ImageFormat, png, jpeg)

struct TextBlock {
    Text<0, kCharactersMax> text;
    List<Qualifier, 0, kQualifiersMax> qualifiers;
};
BOOST_DESCRIBE_STRUCT(TextBlock, (), (text, qualifiers))

struct ImageSource {
    std::optional<Blob> bytes;
};
BOOST_DESCRIBE_STRUCT(ImageSource, (), (bytes))

struct ImageBlock {
    ImageFormat format = ImageFormat::png;
    ImageSource source;
};
BOOST_DESCRIBE_STRUCT(ImageBlock, (), (format, source))

struct ContentBlock {
    std::optional<TextBlock> text;
    std::optional<ImageBlock> image;
};
BOOST_DESCRIBE_STRUCT(ContentBlock, (), (text, image))

struct Request {
    bedrock::GuardrailIdentifier guardrailIdentifier;
    Text<1, 8> guardrailVersion;
    ContentSource source = ContentSource::INPUT;
    List<ContentBlock, 1, kBlocksMax> content;
    std::optional<OutputScope> outputScope;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (guardrailIdentifier, guardrailVersion, source, content, outputScope))

enum class GuardrailAction { NONE, GUARDRAIL_INTERVENED };
BOOST_DESCRIBE_ENUM(GuardrailAction, NONE, GUARDRAIL_INTERVENED)

struct OutputContent {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(OutputContent, (), (text))

struct Response {
    guardrail::GuardrailUsage usage;
    GuardrailAction action = GuardrailAction::NONE;
    std::string actionReason;
    std::vector<OutputContent> outputs;
    std::vector<guardrail::GuardrailAssessment> assessments;
    guardrail::GuardrailCoverage guardrailCoverage;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (usage, action, actionReason, outputs, assessments, guardrailCoverage))

Error invalid(std::string message) {
    return {ErrorKind::invalid, std::move(message), "ValidationException"};
}

/// Nothing is passed over: what cannot be scanned is refused.
Result<void> check_content(const Request& request) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < request.content.size(); ++i) {
        const auto& block = request.content[i];
        if (block.image) {
            return invalid(
                fmt::format("$.content[{}].image: images cannot be scanned; a guardrail "
                            "reads texts",
                            i));
        }
        if (!block.text) {
            return invalid(fmt::format("$.content[{}]: must have a text", i));
        }
        characters += count_characters(block.text->text);
    }
    if (characters > static_cast<std::size_t>(kCharactersMax)) {
        return invalid(
            fmt::format("$.content: has {} characters, and a guardrail is applied to {} "
                        "at once, {} text units; apply it to parts",
                        characters, kCharactersMax, kUnitsMax));
    }
    return {};
}

guardrail::AppliedGuardrailDetails details_of(const decision::AppliedGuardrail& applied,
                                              AccountId caller) {
    const auto& known = *applied.guardrail;
    return {.guardrailId = known.id,
            .guardrailVersion = model::guardrail_version_text(applied.version),
            .guardrailArn = known.arn,
            .guardrailOrigin = {guardrail::GuardrailOrigin::REQUEST},
            .guardrailOwnership = known.account == caller
                                      ? guardrail::GuardrailOwnership::SELF
                                      : guardrail::GuardrailOwnership::CROSS_ACCOUNT};
}

/// What the journal is told: which version scanned how much, with what verdict.
Note note_of(const decision::AppliedGuardrail& applied, guardrail::Source source,
             const guardrail::Scans& scans) {
    Note note{.resources = {{"AWS::Bedrock::Guardrail", applied.guardrail->arn}}};
    JsonWriter json{note.extra};
    json.begin_object().key("guardrails").begin_array().begin_object();
    json.member("guardrailArn", applied.guardrail->arn);
    json.member("guardrailVersion", model::guardrail_version_text(applied.version));
    json.key(source == guardrail::Source::input ? "input" : "output");
    scans.write_record(json);
    json.end_object().end_array().end_object();
    return note;
}

/// What a classifier is to judge. Of an answer what is only there to hold it against is not.
guardrail::Case case_of(const Request& request, const std::vector<OutputContent>& scanned,
                        guardrail::GuardrailPtr guardrail, guardrail::Source source) {
    const bool input = source == guardrail::Source::input;
    guardrail::Case brought{.guardrail = std::move(guardrail), .source = source, .texts = {}};
    const auto add = [](std::string& out, const std::string& text) {
        out.append(out.empty() ? "" : "\n").append(text);
    };
    for (std::size_t i = 0; i < request.content.size(); ++i) {
        const auto& qualifiers = request.content[i].text->qualifiers;
        const auto is = [&](Qualifier qualifier) {
            return std::find(qualifiers.begin(), qualifiers.end(), qualifier) != qualifiers.end();
        };
        if (is(Qualifier::grounding_source)) {
            add(brought.grounds.source, scanned[i].text);
        }
        if (is(Qualifier::query)) {
            add(brought.grounds.query, scanned[i].text);
        }
        if (input || qualifiers.empty() || is(Qualifier::guard_content)) {
            brought.texts.push_back(
                {input ? guardrail::Voice::user : guardrail::Voice::assistant, scanned[i].text});
        }
    }
    return brought;
}

/// What a classifier makes of texts that the scans do not block. @return `unavailable` without its
/// judgement
Result<void> judge(DecisionCall& call, guardrail::Case brought, guardrail::Scans& scans) {
    if (scans.outcome() == guardrail::Action::block || !brought.has_questions()) {
        return {};
    }
    if (call.hearing == nullptr) {
        return guardrail::cannot_judge();
    }
    LICET_TRY(const auto judgement, call.hearing->hear(std::move(brought)));
    scans.add(judgement);
    return {};
}

Result<Response> run(DecisionCall& call, const Request& request) {
    LICET_TRY_VOID(check_content(request));
    const auto context = engine::request_context(call.origin, call.now);
    LICET_TRY(const auto applied,
              decision::named_guardrail(call.index, {.subject = call.caller(),
                                                     .model_identifier = {},
                                                     .region = call.region(),
                                                     .now = call.now,
                                                     .request = &context,
                                                     .guardrail = {request.guardrailIdentifier,
                                                                   request.guardrailVersion}}));
    const auto& version = *applied.ready;
    const bool input = request.source == ContentSource::INPUT;
    const auto source = input ? guardrail::Source::input : guardrail::Source::output;
    guardrail::Scans scans{version.scanner, source};
    auto work = call.hearing == nullptr ? guardrail::Work{} : call.hearing->work();
    Response response;
    for (const auto& block : request.content) {
        const auto begun = call.clock.now();
        auto verdict = guardrail::scan({&version.scanner, 1}, source, block.text->text, &work);
        scans.add(verdict, 0, std::max(call.clock.now() - begun, Milliseconds{0}));
        response.outputs.push_back({std::move(verdict.text)});
        if (call.hearing != nullptr && call.hearing->needs_longer(work)) {
            return Error{ErrorKind::unavailable, "the scans take long"};  // which nobody is told
        }
    }
    LICET_TRY_VOID(judge(call, case_of(request, response.outputs, version.scanner, source), scans));
    const auto outcome = scans.outcome();
    if (outcome == guardrail::Action::block) {
        response.outputs = {{input ? version.blocked_input : version.blocked_output}};
    } else if (outcome != guardrail::Action::anonymize) {
        response.outputs.clear();
    }
    response.usage = scans.usage();
    response.action = outcome > guardrail::Action::none ? GuardrailAction::GUARDRAIL_INTERVENED
                                                        : GuardrailAction::NONE;
    response.actionReason = guardrail::action_reason(outcome);
    response.assessments.push_back(scans.assessment(details_of(applied, call.caller().account),
                                                    request.outputScope == OutputScope::FULL
                                                        ? guardrail::Telling::all
                                                        : guardrail::Telling::findings));
    response.guardrailCoverage = scans.coverage();
    call.note = note_of(applied, source, scans);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_guardrail(call, request.guardrailIdentifier);
}

constexpr wire::HttpBinding kHttp{
    "POST", "/guardrail/{guardrailIdentifier}/version/{guardrailVersion}/apply"};
constexpr wire::RestMember kMembers[] = {{"guardrailIdentifier", wire::Location::label},
                                         {"guardrailVersion", wire::Location::label}};
constexpr std::string_view kSecrets[] = {"content"};

}  // namespace

extern constinit const Operation op_bedrock_runtime_apply_guardrail =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrockRuntime,
         .name = "ApplyGuardrail",
         .doc = "Holds texts against a guardrail, without a model.",
         .access = Access::decision,
         .needs = bedrock::kOnGuardrail,
         .http = &kHttp,
         .request_members = kMembers,
         .secrets = kSecrets});

}  // namespace licet::api
