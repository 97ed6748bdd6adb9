// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/operation.h"

#include <string>

namespace licet::api {

/// An operation as the API reference shows it: one JSON object without line feeds.
///
/// `service`, `name`, `doc`, `access`, for REST-JSON `http` (method, path, status), `errors`,
/// `permissions`, and `request` and `response`: lists of members with `name`, `type`, whether it is
/// `required` and, outside a JSON body, `in` and `wire_name`. A type has its bounds as `min` and
/// `max` and, by its kind, `values`, `members`, `element` or `key` and `value`.
///
/// A permission is an `action` that a caller needs, with the types of its `resources` and the
/// condition `keys` that it has besides what every call has. Where there is none, none is needed.
std::string reference(const Operation& operation);

}  // namespace licet::api
