// SPDX-License-Identifier: Apache-2.0
#include "api/iam/forms.h"

namespace licet::api::iam {

bool is_word(std::string_view text) {
    return model::has_name_characters(text) &&
           text.find_first_of("+=,.@-") == std::string_view::npos;
}

bool has_policy_path_form(std::string_view text) {
    if (text == "/") {
        return true;
    }
    if (text.size() < 3 || !text.starts_with('/') || !text.ends_with('/') ||
        text.find("//") != std::string_view::npos) {
        return false;
    }
    return text.find_first_not_of(
               "/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,+@=_-") ==
           std::string_view::npos;
}

}  // namespace licet::api::iam
