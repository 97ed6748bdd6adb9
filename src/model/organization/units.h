// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"
#include "model/tags.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Organizational units. Only the management account may change them. Source: rules OR-1, OR-2.
namespace licet::model {

struct CreateOrganizationalUnit {
    std::string parent;  ///< root id or OU id
    std::string name;    ///< 1 to 128 characters
    std::vector<Tag> tags;
};

struct UpdateOrganizationalUnit {
    std::string unit;
    std::optional<std::string> name;  ///< 1 to 128 characters; absent: unchanged
};

struct DeleteOrganizationalUnit {
    std::string unit;
};

/// The id of the new OU is in its OrganizationalUnitCreated, the first event.
/// @return ParentNotFoundException, DuplicateOrganizationalUnitException,
///         ConstraintViolationException (OU_DEPTH_LIMIT_EXCEEDED, OU_NUMBER_LIMIT_EXCEEDED) and the
///         errors of tags.
Result<Events> create_organizational_unit(const State& state,
                                          const CreateOrganizationalUnit& command,
                                          const Context& context);

/// @return OrganizationalUnitNotFoundException, DuplicateOrganizationalUnitException.
Result<Events> update_organizational_unit(const State& state,
                                          const UpdateOrganizationalUnit& command,
                                          const Context& context);

/// @return OrganizationalUnitNotFoundException, OrganizationalUnitNotEmptyException.
Result<Events> delete_organizational_unit(const State& state,
                                          const DeleteOrganizationalUnit& command,
                                          const Context& context);

/// The OU of that id in the organization.
/// @return `not_found` (OrganizationalUnitNotFoundException).
Result<const OrganizationalUnit*> require_unit(const OrganizationView& organization,
                                               std::string_view unit);

}  // namespace licet::model
