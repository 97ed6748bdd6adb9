// SPDX-License-Identifier: Apache-2.0
#include "api/audit/backlog.h"
#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/permissions.h"
#include "model/identity/errors.h"

namespace licet::api {
namespace {

/// How many of the newest events are searched. A key whose last use is older shows as never used.
constexpr std::size_t kEventsMax = 100'000;

struct Request {
    iam::AccessKeyId AccessKeyId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (AccessKeyId))

struct AccessKeyLastUsed {
    std::optional<Time> LastUsedDate;
    std::string ServiceName = "N/A";
    std::string Region = "N/A";
};
BOOST_DESCRIBE_STRUCT(AccessKeyLastUsed, (), (LastUsedDate, ServiceName, Region))

struct Response {
    std::optional<std::string> UserName;
    struct AccessKeyLastUsed AccessKeyLastUsed;
};
BOOST_DESCRIBE_STRUCT(Response, (), (UserName, AccessKeyLastUsed))

/// The key as the newest state has it, if it is the caller's account's.
Result<model::AccessKey> require_key(AuditCall& call, const std::string& id) {
    std::optional<model::AccessKey> found;
    LICET_TRY_VOID(call.read_state([&](const model::State& state) {
        const auto* key = model::find_access_key(state.identity, id);
        if (key != nullptr && key->account == call.caller().account) {
            found = *key;
        }
    }));
    if (!found) {
        return model::no_such_access_key(id);
    }
    return *std::move(found);
}

AccessKeyLastUsed show_use(const AuditEvent& event) {
    const std::string_view source = event.event_source;
    return {.LastUsedDate = event.time,
            .ServiceName = std::string{source.substr(0, source.find(".amazonaws.com"))},
            .Region = event.region};
}

Result<Response> run(AuditCall& call, const Request& request) {
    LICET_TRY(const auto key, require_key(call, request.AccessKeyId));
    Response response;
    if (!key.user_name.empty()) {
        response.UserName = key.user_name;
    }
    Backlog backlog{call.services.log, call.services.journal, {}};
    for (std::size_t seen = 0; seen < kEventsMax; ++seen) {
        LICET_TRY(const auto event, backlog.next());
        if (!event || event->time < key.created_at) {
            break;
        }
        if (event->access_key_id == request.AccessKeyId && event->account == key.account) {
            response.AccessKeyLastUsed = show_use(*event);
            break;
        }
    }
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_user_with_key(call, request.AccessKeyId);
}

}  // namespace

extern constinit const Operation op_iam_get_access_key_last_used =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "GetAccessKeyLastUsed",
         .doc = "Tells when, where and for what a key was last used.",
         .access = Access::audit,
         .needs = iam::kOnUser});

}  // namespace licet::api
