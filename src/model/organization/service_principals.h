// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace licet::model {

/// An AWS service that trusted access can be given to.
struct ServicePrincipal {
    std::string_view name;
    /// Accounts that may be its delegated administrator at once; 0: it has none.
    std::size_t delegated_administrators_max;
};

/// @return null for a name that Organizations does not know. Source: rules OR-5, OR-6, U-18.
const ServicePrincipal* find_service_principal(std::string_view name);

}  // namespace licet::model
