// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/describe.hpp>

namespace licet::model {

enum class KeyStatus { Active, Inactive };
BOOST_DESCRIBE_ENUM(KeyStatus, Active, Inactive)

}  // namespace licet::model
