// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"

/// To be included where a table holds events: theirs is compiled once, in event_table.cpp.
namespace licet::describe {
template <typename T>
const Type& type_of();
extern template const Type& type_of<model::Event>();
}  // namespace licet::describe
