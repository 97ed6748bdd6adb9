// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/audit/backlog.h"
#include "api/operation.h"
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

/// Finds in the audit trail when subjects last did something with success: by a call that needs the
/// action, its operation's own or a further one, on the resource. A session counts for its role.
class LastUses {
public:
    /// How many of the newest events are searched. What was used before shows as never used.
    static constexpr std::size_t kEventsMax = 100'000;

    /// What was done: an IAM action, on a resource (`*`: any).
    struct Deed {
        std::string_view action;
        std::string_view resource;
    };
    /// @param facts know which models stand behind profiles
    LastUses(const decision::Facts& facts, const Deed& deed);

    /// Looks for the last use by each of the subjects.
    /// @param from what is newer, or later than its `until`, has not happened yet
    /// @return an error of log or journal
    Result<void> search(const AuditCall& call, const AuditPosition& from,
                        std::span<const decision::WhoRow> subjects);

    std::optional<WireUse> of(const decision::WhoRow& subject) const;
    std::size_t events_searched() const { return events_searched_; }
    /// The time of the oldest event searched; nothing when there was none.
    std::optional<Time> searched_from() const { return searched_from_; }

private:
    bool is_deed(const AuditEvent& event) const;
    bool calls_model(const AuditEvent& event) const;
    bool needs_action(const Operation& operation, const AuditEvent& event) const;
    bool is_resource(std::string_view name) const;
    bool mentions_resource(const AuditEvent& event) const;

    const decision::Facts& facts_;
    std::string_view action_;
    std::string resource_;
    std::string model_id_;  ///< what the resource resolves to, where it names a model or profile
    /// What calls can be it, by source and name; null: a call of a model.
    std::map<std::pair<std::string_view, std::string_view>, const Operation*> operations_;
    std::map<std::string, WireUse> uses_;  ///< by account or principal
    std::size_t events_searched_ = 0;
    std::optional<Time> searched_from_;
};

}  // namespace licet::api::decisions
