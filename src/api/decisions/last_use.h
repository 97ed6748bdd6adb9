// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/audit/event.h"
#include "api/services.h"
#include "base/describe/describe.h"
#include "decision/search.h"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace licet::api::decisions {

/// Who did something last, and when.
struct WireUse {
    std::string time;
    std::string principal;
    std::string region;
    std::string event;  ///< `Converse`
    std::string requestId;
};
BOOST_DESCRIBE_STRUCT(WireUse, (), (time, principal, region, event, requestId))

/// Finds in the audit trail when subjects last did something with success.
class LastUses {
public:
    /// How many of the newest events are searched. What was used before shows as never used.
    static constexpr std::size_t kEventsMax = 100'000;

    /// What was done: an IAM action, on a resource (`*`: any).
    struct Deed {
        std::string_view action;
        std::string_view resource;
    };
    explicit LastUses(const Deed& deed);

    /// Looks for the last use by each of the subjects. @return an error of log or journal
    Result<void> search(const AuditCall& call, std::span<const decision::WhoRow> subjects);

    std::optional<WireUse> of(const decision::WhoRow& subject) const;
    std::size_t events_searched() const { return events_searched_; }

private:
    bool is_deed(const AuditEvent& event) const;
    bool concerns_resource(const AuditEvent& event) const;

    std::string_view resource_;
    std::string model_id_;  ///< what the resource resolves to, where it names a model or profile
    std::set<std::pair<std::string_view, std::string_view>> events_;  ///< source and name
    std::map<std::string, WireUse> uses_;                             ///< by account or principal
    std::size_t events_searched_ = 0;
};

}  // namespace licet::api::decisions
