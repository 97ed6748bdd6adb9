// SPDX-License-Identifier: Apache-2.0
#include "api/reference.h"
#include "cli/commands.h"

#include <fmt/format.h>

namespace licet::cli {

Result<void> api_reference() {
    for (const auto* operation : api::all_operations()) {
        fmt::print("{}\n", api::reference(*operation));
    }
    return {};
}

}  // namespace licet::cli
