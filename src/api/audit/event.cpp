// SPDX-License-Identifier: Apache-2.0
#include "api/audit/event.h"

#include "base/json_writer.h"
#include "wire/service.h"

#include <algorithm>

namespace licet::api {
namespace {

constexpr std::string_view kEventVersion = "1.11";

void write_identity(JsonWriter& json, const AuditEvent& event) {
    json.key("userIdentity").begin_object().member("type", event.principal_type);
    if (!event.principal_arn.empty()) {
        json.member("principalId", event.principal_id).member("arn", event.principal_arn);
    }
    if (event.account) {
        json.member("accountId", event.account.text());
    }
    if (!event.access_key_id.empty()) {
        json.member("accessKeyId", event.access_key_id);
    }
    if (event.principal_type == "IAMUser") {
        json.member("userName", event.user_name);
    }
    if (!event.session_issued_at.empty()) {
        json.key("sessionContext").begin_object();
        if (!event.source_identity.empty()) {
            json.member("sourceIdentity", event.source_identity);
        }
        json.key("attributes").begin_object();
        json.member("creationDate", event.session_issued_at).member("mfaAuthenticated", "false");
        json.end_object().end_object();
    }
    if (event.principal_type == "WebIdentityUser" && !event.principal_id.empty()) {
        json.member("principalId", event.principal_id)
            .member("userName", event.user_name)
            .member("identityProvider", "openid-license-manager.amazonaws.com");
    }
    if (event.principal_type == "AWSService") {
        json.member("invokedBy", event.source_ip);
    }
    json.end_object();
}

/// Appends the JSON text with the first letter of every member name in lower case, as CloudTrail
/// has it: `licenseArn`, `aWSServiceName`. The log keeps the names of the wire. Requires JSON
/// without blanks, and no maps of free keys, which no request of ours has.
void append_lower_names(std::string& out, std::string_view json) {
    for (std::size_t at = 0; at < json.size(); ++at) {
        out += json[at];
        if (json[at] != '"') {
            continue;
        }
        auto end = at + 1;
        while (end < json.size() && json[end] != '"') {
            end += json[end] == '\\' ? 2 : 1;
        }
        end = std::min(end, json.size() - 1);
        const auto first = out.size();
        out += json.substr(at + 1, end - at);
        const bool name = end + 1 < json.size() && json[end + 1] == ':';
        if (name && out[first] >= 'A' && out[first] <= 'Z') {
            out[first] = static_cast<char>(out[first] - 'A' + 'a');
        }
        at = end;
    }
}

void write_resources(JsonWriter& json, const AuditEvent& event) {
    if (event.resources.empty()) {
        return;
    }
    json.key("resources").begin_array();
    for (const auto& resource : event.resources) {
        json.begin_object().member("type", resource.type).member("ARN", resource.name).end_object();
    }
    json.end_array();
}

}  // namespace

std::string_view identity_type(std::string_view kind) {
    if (kind == "user") {
        return "IAMUser";
    }
    if (kind == "assumed_role") {
        return "AssumedRole";
    }
    if (kind == "web_identity") {
        return "WebIdentityUser";
    }
    return kind == "root" ? "Root" : "AWSService";
}

AuditEvent audit_event(const engine::Record& record) {
    const auto* service = wire::find_service(record.service);
    AuditEvent event{.time = record.time,
                     .event_id = record.event_id,
                     .request_id = record.request_id,
                     .account = record.actor.account,
                     .principal_arn = record.actor.arn,
                     .principal_id = record.actor.id,
                     .user_name = record.actor.name,
                     .access_key_id = record.actor.access_key_id,
                     .principal_type = std::string{identity_type(record.actor.kind)},
                     .session_issued_at = journal::issue_time(record.actor.session_issued_at),
                     .source_identity = record.actor.source_identity.value_or(""),
                     .source_ip = record.source_address,
                     .user_agent = record.user_agent,
                     .event_source = service == nullptr ? record.service + ".amazonaws.com"
                                                        : std::string{service->event_source},
                     .event_name = record.action,
                     .region = record.region,
                     .read_only = false,
                     .parameters = record.parameters.text};
    for (const auto& [type, name] : record.resources) {
        event.resources.push_back({type, name});
    }
    return event;
}

std::string cloudtrail_json(const AuditEvent& event) {
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("eventVersion", kEventVersion);
    write_identity(json, event);
    json.member("eventTime", format_iso8601(std::chrono::floor<std::chrono::seconds>(event.time)))
        .member("eventSource", event.event_source)
        .member("eventName", event.event_name)
        .member("awsRegion", event.region)
        .member("sourceIPAddress", event.source_ip)
        .member("userAgent", event.user_agent);
    if (!event.error_code.empty()) {
        json.member("errorCode", event.error_code).member("errorMessage", event.error_message);
    }
    std::string parameters;
    append_lower_names(parameters, event.parameters.empty() ? "null" : event.parameters);
    json.key("requestParameters").raw(parameters);
    json.key("responseElements").null();
    if (!event.extra.empty()) {
        json.key("additionalEventData").raw(event.extra);
    }
    if (!event.request_id.empty()) {
        json.member("requestID", event.request_id);
    }
    json.member("eventID", event.event_id).key("readOnly").boolean(event.read_only);
    write_resources(json, event);
    json.member("eventType", "AwsApiCall").key("managementEvent").boolean(true);
    if (event.account) {
        json.member("recipientAccountId", event.account.text());
    }
    json.member("eventCategory", "Management").end_object();
    return out;
}

}  // namespace licet::api
