// SPDX-License-Identifier: Apache-2.0
#include "api/audit/backlog.h"
#include "api/define.h"
#include "api/page.h"
#include "base/describe/json.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::api {
namespace {

/// How far back events can be looked up. Source: rule BA-41.
constexpr std::chrono::days kLookback{90};
constexpr std::size_t kPageMax = 50;
/// Events one call looks at; a page may then be short or empty and still have a NextToken.
constexpr std::size_t kScanMax = 20'000;
/// A call is recorded when it ends, under the time when it began: by so much may events be out of
/// order.
constexpr std::chrono::minutes kCallTimeMax{30};

enum class Key {
    EventId,
    EventName,
    ReadOnly,
    Username,
    ResourceType,
    ResourceName,
    EventSource,
    AccessKeyId
};
BOOST_DESCRIBE_ENUM(Key, EventId, EventName, ReadOnly, Username, ResourceType, ResourceName,
                    EventSource, AccessKeyId)

struct Attribute {
    std::string AttributeKey;  ///< names a Key
    std::string AttributeValue;
};
BOOST_DESCRIBE_STRUCT(Attribute, (), (AttributeKey, AttributeValue))

struct Wanted {
    Key key;
    std::string value;
};

struct Request {
    std::optional<std::vector<Attribute>> LookupAttributes;
    std::optional<Time> StartTime;
    std::optional<Time> EndTime;
    std::optional<std::string> EventCategory;
    std::optional<std::int64_t> MaxResults;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (LookupAttributes, StartTime, EndTime, EventCategory, MaxResults, NextToken))

struct EventResource {
    std::string ResourceType;
    std::string ResourceName;
};
BOOST_DESCRIBE_STRUCT(EventResource, (), (ResourceType, ResourceName))

struct Event {
    std::string EventId;
    std::string EventName;
    std::string ReadOnly;
    std::string AccessKeyId;
    Time EventTime;
    std::string EventSource;
    std::string Username;
    std::vector<EventResource> Resources;
    std::string CloudTrailEvent;
};
BOOST_DESCRIBE_STRUCT(Event, (),
                      (EventId, EventName, ReadOnly, AccessKeyId, EventTime, EventSource, Username,
                       Resources, CloudTrailEvent))

struct Response {
    std::vector<Event> Events;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Events, NextToken))

Error refuse(std::string_view name, std::string message) {
    return {ErrorKind::invalid, std::move(message), name};
}

/// The request without its page, for tokens.
std::string filter_of(const Request& request) {
    std::string text;
    for (const auto& attribute : request.LookupAttributes.value_or(std::vector<Attribute>{})) {
        text += attribute.AttributeKey + "=" + attribute.AttributeValue + ";";
    }
    for (const auto& time : {request.StartTime, request.EndTime}) {
        text += time ? std::to_string(to_epoch_ms(*time)) + ";" : ";";
    }
    return text;
}

/// What the attribute asks for; nothing when there is none.
/// @return InvalidLookupAttributesException.
Result<std::optional<Wanted>> wanted_of(const Request& request) {
    if (!request.LookupAttributes || request.LookupAttributes->empty()) {
        return std::optional<Wanted>{};
    }
    if (request.LookupAttributes->size() > 1) {
        return refuse("InvalidLookupAttributesException", "only one lookup attribute may be given");
    }
    const auto& attribute = request.LookupAttributes->front();
    const auto& keys = describe::type_of<Key>();
    const auto key = describe::find_name(keys, attribute.AttributeKey);
    if (key == describe::npos) {
        return refuse("InvalidLookupAttributesException",
                      fmt::format("AttributeKey must be one of [{}]", fmt::join(keys.names, ", ")));
    }
    const auto fits =
        describe::check_text(describe::type_of<Text<1, 2000>>(), attribute.AttributeValue);
    if (!fits.ok()) {
        return refuse("InvalidLookupAttributesException", "AttributeValue " + fits.error().message);
    }
    return std::optional{Wanted{static_cast<Key>(key), attribute.AttributeValue}};
}

Result<void> check(const Request& request) {
    if (request.MaxResults &&
        (*request.MaxResults < 1 || *request.MaxResults > static_cast<std::int64_t>(kPageMax))) {
        return refuse("InvalidMaxResultsException", "MaxResults must be from 1 to 50");
    }
    if (request.EventCategory && *request.EventCategory != "insight") {
        return refuse("InvalidEventCategoryException",
                      "the only EventCategory to be named is `insight`");
    }
    if (request.StartTime && request.EndTime && *request.StartTime > *request.EndTime) {
        return refuse("InvalidTimeRangeException", "StartTime is after EndTime");
    }
    return {};
}

bool matches(const AuditEvent& event, const Wanted& wanted) {
    const std::string& value = wanted.value;
    const auto any_resource = [&](auto member) {
        return std::any_of(event.resources.begin(), event.resources.end(),
                           [&](const auto& resource) { return resource.*member == value; });
    };
    switch (wanted.key) {
        case Key::EventId:
            return event.event_id == value;
        case Key::EventName:
            return event.event_name == value;
        case Key::ReadOnly:
            return value == (event.read_only ? "true" : "false");
        case Key::Username:
            return event.user_name == value;
        case Key::ResourceType:
            return any_resource(&journal::Resource::type);
        case Key::ResourceName:
            return any_resource(&journal::Resource::name);
        case Key::EventSource:
            return event.event_source == value;
        case Key::AccessKeyId:
            return event.access_key_id == value;
    }
    return false;
}

/// Clients see whole seconds; an end that they copied from an event has to include it.
Time shown_time(const AuditEvent& event) {
    return std::chrono::floor<std::chrono::seconds>(event.time);
}

Event shown(const AuditEvent& event) {
    Event out{.EventId = event.event_id,
              .EventName = event.event_name,
              .ReadOnly = event.read_only ? "true" : "false",
              .AccessKeyId = event.access_key_id,
              .EventTime = shown_time(event),
              .EventSource = event.event_source,
              .Username = event.user_name,
              .Resources = {},
              .CloudTrailEvent = cloudtrail_json(event)};
    for (const auto& resource : event.resources) {
        out.Resources.push_back({resource.type, resource.name});
    }
    return out;
}

Result<AuditPosition> start_of(const Request& request, const Listing& listing, Time now) {
    if (!request.NextToken) {
        return AuditPosition{.until = now};
    }
    const auto key = listing.key_in(*request.NextToken);
    auto position = key.ok() ? AuditPosition::parse(*key) : Result<AuditPosition>{key.error()};
    if (!position.ok()) {
        return refuse("InvalidNextTokenException", position.error().message);
    }
    return position;
}

/// Source: rules BA-40, BA-41, AU-1.
Result<Response> run(AuditCall& call, const Request& request) {
    LICET_TRY_VOID(check(request));
    LICET_TRY(const auto wanted, wanted_of(request));
    const Listing listing{call, "LookupEvents", filter_of(request)};
    LICET_TRY(const auto start, start_of(request, listing, call.services.clock.now()));
    Response response;
    if (request.EventCategory) {
        return response;  // there are no insight events
    }
    const Time oldest =
        std::max(call.services.clock.now() - kLookback, request.StartTime.value_or(Time::min()));
    const auto page = static_cast<std::size_t>(request.MaxResults.value_or(kPageMax));
    const Time newest = request.EndTime.value_or(Time::max());
    Backlog backlog{call.services.log, call.services.journal, start};
    for (std::size_t scanned = 0;; ++scanned) {
        if (response.Events.size() == page || scanned == kScanMax) {
            response.NextToken = listing.token_after(backlog.position().text());
            return response;
        }
        auto event = backlog.next();
        if (!event.ok()) {
            return event.error().kind == ErrorKind::not_found
                       ? refuse("InvalidNextTokenException", "the token has expired")
                       : std::move(event).error();
        }
        if (!*event || (*event)->time < oldest - kCallTimeMax) {
            return response;
        }
        const auto& found = **event;
        if (found.account == call.caller().account && found.time >= oldest &&
            found.time <= start.until && shown_time(found) <= newest &&
            (!wanted || matches(found, *wanted))) {
            response.Events.push_back(shown(found));
        }
    }
}

constexpr std::string_view kErrors[] = {
    "InvalidLookupAttributesException", "InvalidTimeRangeException", "InvalidMaxResultsException",
    "InvalidNextTokenException", "InvalidEventCategoryException"};

}  // namespace

extern constinit const Operation op_cloudtrail_lookup_events = operation<Request, Response, run>(
    {.service = &wire::kCloudTrail,
     .name = "LookupEvents",
     .doc = "Finds changes, reads, refusals and model calls of the caller's account, newest first.",
     .access = Access::audit,
     .errors = kErrors});

}  // namespace licet::api
