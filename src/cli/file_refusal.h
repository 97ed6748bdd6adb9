// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <span>
#include <string>
#include <string_view>

namespace licet::cli {

/// How a refusal of the service names an element of a file: the error's `member` is the text of
/// `key` in an element of the file's list `list`.
struct ElementName {
    std::string_view member;
    std::string_view list;
    std::string_view key;
};

/// What call_service() returned for a file that it sent, as an error about that file. An `invalid`
/// one becomes `<file>:<line>: <reason>`: the line of the element that it names, of the list that
/// lacks it, or of the whole. Others, such as a service out of reach, are not about the file.
/// @param text the file, which could be read.
Error in_file(Error refusal, std::span<const ElementName> names, std::string_view text,
              std::string file);

}  // namespace licet::cli
