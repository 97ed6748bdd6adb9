// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "gateway/health.h"
#include "gateway/routes.h"
#include "net/client.h"
#include "net/endpoint.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::yaml {
class Map;
}

namespace licet::gateway {

/// Whose name requests to AWS are signed in. Never logged.
struct AwsCredentials {
    std::string access_key_id = {};
    std::string secret = {};
    std::string session_token = {};  ///< empty for a long-term key
};

/// Where model calls are sent.
struct Upstream {
    enum class Kind {
        echo,       ///< built in; answers with what it was asked
        openai,     ///< an OpenAI-compatible server
        anthropic,  ///< a server with Anthropic's Messages
        bedrock,    ///< Bedrock Runtime
    };

    std::string name;
    Kind kind = Kind::echo;
    /// Not of echo: `/chat/completions`, `/messages` or `/model/…` follows its base path.
    net::Endpoint endpoint = {};
    std::string key = {};     ///< not of echo; empty: none. Never logged.
    std::string region = {};  ///< of bedrock, which is asked in the name of `aws` without a key
    AwsCredentials aws = {};
    bool has_responses = false;  ///< of openai: whether it has `/responses`, too
    /// Of openai: what the server calls the most tokens of an answer.
    std::string limit_member = "max_tokens";
    /// The upstream's own names by model id; a model that is not listed goes by its id.
    std::map<std::string, std::string, std::less<>> models = {};
    net::Timeouts timeouts = {.total = std::chrono::seconds{600},
                              .first_byte = std::chrono::seconds{300},
                              .idle = std::chrono::seconds{60}};

    std::string_view name_of(std::string_view model_id) const {
        const auto listed = models.find(model_id);
        return listed == models.end() ? model_id : std::string_view{listed->second};
    }
};

/// Which model judges texts by the rules of guardrails, and how it is asked.
struct Classifier {
    std::size_t upstream = 0;                         ///< of Settings::upstreams, of kind openai
    std::string model = {};                           ///< by its own name there
    Milliseconds timeout = std::chrono::seconds{10};  ///< of one question
    std::size_t characters = 16'000;                  ///< of texts in one question
};

/// Immutable once read; shared by all loops.
struct Settings {
    std::vector<Upstream> upstreams;
    std::vector<Route> routes;  ///< the first that matches counts
    std::optional<Classifier> classifier = {};
    std::shared_ptr<Health> health = std::make_shared<Health>(upstreams.size());

    /// The route of a model, or null when none matches. @param model_id never a profile's.
    const Route* route_of(std::string_view model_id) const;
};

inline constexpr std::size_t kUpstreamsMax = 1000;
inline constexpr std::size_t kKeyBytesMax = 8 * 1024;

/// One echo upstream, for every model.
Settings default_settings();

/// Takes the members `upstreams`, `routes` and `classifier` of a settings file, keys included;
/// default_settings() when there is none of them. docs/settings.md describes them.
/// @return `invalid`, as `file:line: reason`, also when a key cannot be had.
Result<Settings> read_settings(yaml::Map& root);

}  // namespace licet::gateway
