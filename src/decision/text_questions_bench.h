// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/scope.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace licet::decision {

/// One question as a caller has it: in texts, which stand together as in a request.
struct TextQuestion {
    std::string_view account;
    std::string_view access_key;  ///< empty without policies
    std::string_view model;
    std::string_view region;
    model::ModelOperation operation;
};

/// Many questions. Not copied: it owns the texts.
class TextQuestions {
public:
    TextQuestions() = default;
    TextQuestions(const TextQuestions&) = delete;
    TextQuestions& operator=(const TextQuestions&) = delete;

    void add(const std::string& account, const std::string& access_key, const std::string& model,
             std::string_view region, model::ModelOperation operation) {
        all_.push_back(
            {keep(account), keep(access_key), keep(model), keep(std::string{region}), operation});
    }
    const TextQuestion& operator[](std::size_t i) const { return all_[i % all_.size()]; }

private:
    static constexpr std::size_t kBlock = 1U << 20U;

    std::string_view keep(const std::string& text) {
        if (blocks_.empty() || used_ + text.size() > kBlock) {
            blocks_.push_back(std::make_unique<char[]>(kBlock));
            used_ = 0;
        }
        char* place = blocks_.back().get() + used_;
        std::copy(text.begin(), text.end(), place);
        used_ += text.size();
        return {place, text.size()};
    }

    std::vector<TextQuestion> all_;
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t used_ = 0;
};

}  // namespace licet::decision
