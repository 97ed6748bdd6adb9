// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/record.h"
#include "journal/entry.h"

#include <string>

namespace licet::api {

/// What happened, in the words of CloudTrail, whether it stands in the log (a change) or in the
/// journal.
using AuditEvent = journal::Entry;

/// A record of the log as an audit event.
AuditEvent audit_event(const engine::Record& record);

/// The event as CloudTrail's record JSON: what LookupEvents returns as CloudTrailEvent.
/// Source: rule BA-40; CloudTrail User Guide, "CloudTrail record contents".
std::string cloudtrail_json(const AuditEvent& event);

/// The value of CloudTrail's userIdentity.type.
std::string_view identity_type(std::string_view kind);

}  // namespace licet::api
