// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "policy/document.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace licet::policy {

/// Compiled documents, each text held once however many identities have it. Not thread-safe; the
/// documents are. Copies are independent and share the documents.
class Library {
public:
    /// The document of a text that compile() accepted before. LICET_CHECKs that it does again.
    DocumentPtr get(const std::string& text, Grammar grammar);

    std::size_t size() const { return documents_.size(); }

private:
    std::map<std::pair<Grammar, std::string>, std::weak_ptr<const Document>> documents_;
    std::size_t sweep_at_ = 64;
};

}  // namespace licet::policy
