// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wire/binding.h"
#include "wire/service.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace licet::wire {

/// One REST-JSON operation.
struct RestRoute {
    const Service* service;
    std::string_view operation;
    const HttpBinding* binding;  ///< of static storage
};

/// What a request asks for.
struct Target {
    std::string operation;
    std::vector<Label> labels;          ///< REST-JSON
    std::vector<Parameter> parameters;  ///< Query: everything in query string and form
};

struct Routing {
    /// Whose error shapes answer the request even when `target` failed; never null.
    const Service* service;
    /// `invalid` with the documented name when the request names no service or operation.
    Result<Target> target;
};

/// Finds service and operation of a request. Immutable after construction; thread-safe.
class Router {
public:
    explicit Router(std::vector<RestRoute> routes);

    /// `X-Amz-Target` means JSON; `Action` in the query string or in a form body means Query; all
    /// else, and all under /access/v1/, is REST-JSON by method and path, where the signing name
    /// decides between equal matches.
    /// Whether a JSON or Query operation exists is the caller's to check, with unknown_operation().
    Routing route(const RequestView& request) const;

private:
    Routing route_rest(const RequestView& request, std::string_view signing_name) const;
    const RestRoute* best(const RequestView& request, std::string_view signing_name,
                          std::vector<Label>& labels) const;
    /// A route and the first bytes that its paths have, as numbers: nearly all of a hundred routes
    /// are passed over by one comparison.
    struct Entry {
        explicit Entry(const RestRoute& of);
        bool may_match(std::uint64_t path_begin) const { return (path_begin & mask) == begin; }

        RestRoute route;
        std::uint64_t begin;
        std::uint64_t mask;
    };
    std::vector<Entry> routes_;  // most literal segments first
};

/// The service in the credential scope of the Authorization header or of `X-Amz-Credential`; empty
/// when there is none. Proves nothing: only signature verification does.
std::string_view signing_name_of(const RequestView& request);

}  // namespace licet::wire
