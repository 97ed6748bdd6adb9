// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "model/bedrock/catalogue.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace licet::cli {

/// Reads a catalogue file such as `data/catalog.yaml`, whose own head describes its form. Members
/// are named as in model/bedrock/catalogue.h.
/// @param text hostile.
/// @param file its name for error messages.
/// @return a catalogue that validate() accepts; else `invalid`, reading `<file>:<line>: <reason>`.
Result<model::Catalogue> parse_catalog(std::string_view text, std::string file);

/// Reads the file at that path. @return what parse_catalog or read_file (base/file.h) return.
Result<model::Catalogue> load_catalog(const std::filesystem::path& path);

}  // namespace licet::cli
