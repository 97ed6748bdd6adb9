// SPDX-License-Identifier: Apache-2.0
#include "api/iam/forms.h"

namespace licet::api::iam {

bool is_word(std::string_view text) {
    return model::has_name_characters(text) &&
           text.find_first_of("+=,.@-") == std::string_view::npos;
}

}  // namespace licet::api::iam
