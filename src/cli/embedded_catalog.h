// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace licet::cli {

/// The text of data/catalog.yaml, as it was when the program was built.
extern const std::string_view kEmbeddedCatalog;

}  // namespace licet::cli
