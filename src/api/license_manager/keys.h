// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/listing.h"
#include "model/license/received.h"

#include <optional>
#include <string>

/// Positions in listings as the keys of page tokens, and back.
namespace licet::api::license_manager {

std::string key_of(const Id128& id);
std::string key_of(const model::DistributedGrant& position);
std::string key_of(const model::MembersGrant& position);
std::string key_of(const model::HeldLicense& position);

/// Each reads what key_of wrote. @return InvalidParameterValueException otherwise; nothing for
/// nothing.
Result<std::optional<Id128>> read_id(const std::optional<std::string>& key);
Result<std::optional<model::DistributedGrant>> read_distributed(
    const std::optional<std::string>& key);
Result<std::optional<model::MembersGrant>> read_members(const std::optional<std::string>& key);
Result<std::optional<model::HeldLicense>> read_held(const std::optional<std::string>& key);
Result<std::size_t> read_index(const std::optional<std::string>& key);

}  // namespace licet::api::license_manager
