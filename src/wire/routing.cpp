// SPDX-License-Identifier: Apache-2.0
#include "wire/routing.h"

#include "wire/error_status.h"
#include "wire/form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace licet::wire {
namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

/// The service in `AKID/20261123/us-east-1/iam/aws4_request`, whose slashes may be escaped.
std::string_view service_in_scope(std::string_view credential) {
    const std::string_view slash = credential.find('/') != std::string_view::npos ? "/" : "%2F";
    for (int part = 0; part < 3; ++part) {
        const auto end = credential.find(slash);
        if (end == std::string_view::npos) {
            return {};
        }
        credential.remove_prefix(end + slash.size());
    }
    const auto end = credential.find(slash);
    return end == std::string_view::npos ? std::string_view{} : credential.substr(0, end);
}

bool equal_no_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        const auto lower = [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        };
        return lower(x) == lower(y);
    });
}

bool is_form(const RequestView& request) {
    const auto type = find_header(request.headers, "content-type").value_or("");
    return equal_no_case(type.substr(0, kForm.size()), kForm);
}

const std::string* find_parameter(const std::vector<Parameter>& parameters, std::string_view name) {
    for (const auto& parameter : parameters) {
        if (parameter.name == name) {
            return &parameter.value;
        }
    }
    return nullptr;
}

/// What proxies forward here carries the query string and the headers of somebody else's request.
bool is_forwarded(const RequestView& request) {
    return request.path.starts_with("/access/v1/");
}

/// Anthropic's clients all send it; OpenAI's share some of their paths.
bool speaks_anthropic(const RequestView& request) {
    return find_header(request.headers, "anthropic-version").has_value();
}

/// Whether it is what a request names, where several services have its path.
bool is_named(const Service& service, const RequestView& request, std::string_view signing_name) {
    return &service == &kOpenAi || &service == &kAnthropic
               ? (&service == &kAnthropic) == speaks_anthropic(request)
               : service.signing_name == signing_name;
}

/// Whose error shape a request has that fits no path.
const Service& service_of_path(const RequestView& request) {
    if (!request.path.starts_with("/v1/")) {
        return kLicet;
    }
    return speaks_anthropic(request) ? kAnthropic : kOpenAi;
}

bool names_action(std::string_view query) {
    return query.starts_with("Action=") || query.find("&Action=") != std::string_view::npos;
}

const Service* query_service(std::string_view signing_name) {
    const auto* service = find_by_signing_name(signing_name);
    return service != nullptr && service->protocol == Protocol::query ? service : nullptr;
}

/// Services that share a signing name may differ in protocol.
const Service* rest_service(std::string_view signing_name) {
    const auto services = all_services();
    const auto found = std::find_if(services.begin(), services.end(), [&](const auto* service) {
        return service->signing_name == signing_name && service->protocol == Protocol::rest_json;
    });
    return found != services.end() ? *found : find_by_signing_name(signing_name);
}

Routing route_json(std::string_view target, std::string_view signing_name) {
    const auto dot = target.rfind('.');
    const auto* service =
        dot == std::string_view::npos ? nullptr : find_by_target(target.substr(0, dot));
    if (service == nullptr) {
        const auto* signed_for = find_by_signing_name(signing_name);
        // Any JSON 1.1 service words this the same way.
        return {
            signed_for != nullptr ? signed_for : &kLicenseManager,
            Error{ErrorKind::invalid, fmt::format("`{}` names no service", target.substr(0, 128)),
                  "UnknownOperationException"}};
    }
    return {service, Target{std::string{target.substr(dot + 1)}, {}, {}}};
}

Routing route_query(const RequestView& request, std::string_view signing_name) {
    const auto* signed_for = query_service(signing_name);
    const Service* service = signed_for != nullptr ? signed_for : &kSts;
    Target target;
    auto parsed = parse_form(request.query, target.parameters);
    if (parsed.ok() && is_form(request)) {
        parsed = parse_form(request.body, target.parameters);
    }
    if (!parsed.ok()) {
        return {service, Error{ErrorKind::invalid, parsed.error().message, "MalformedQueryString"}};
    }
    const auto* version = find_parameter(target.parameters, "Version");
    const auto* by_version = version == nullptr ? nullptr : find_by_version(*version);
    service = by_version != nullptr ? by_version : service;
    const auto* action = find_parameter(target.parameters, "Action");
    if (action == nullptr || action->empty()) {
        return {service, Error{ErrorKind::invalid,
                               "the request must contain the parameter `Action`", "MissingAction"}};
    }
    if (version != nullptr ? by_version == nullptr : signed_for == nullptr) {
        return {service,
                Error{ErrorKind::invalid,
                      fmt::format("`Version` must be one of [{}, {}]", kSts.version, kIam.version),
                      "NoSuchVersion"}};
    }
    target.operation = *action;
    return {service, std::move(target)};
}

/// Up to eight, as a number; NUL where there are fewer.
std::uint64_t first_bytes(std::string_view text) {
    std::array<char, sizeof(std::uint64_t)> bytes{};
    text.copy(bytes.data(), bytes.size());
    return std::bit_cast<std::uint64_t>(bytes);
}

/// What every path of a binding begins with.
std::string_view literal_begin(const HttpBinding& binding) {
    const auto literal = binding.pattern.substr(0, binding.pattern.find('{'));
    return literal.ends_with("/*") ? literal.substr(0, literal.size() - 2) : literal;
}

}  // namespace

std::string_view signing_name_of(const RequestView& request) {
    const auto authorization = find_header(request.headers, "authorization").value_or("");
    const auto in = [](std::string_view text, std::string_view marker, std::string_view ends) {
        const auto at = text.find(marker);
        if (at == std::string_view::npos) {
            return std::string_view{};
        }
        text.remove_prefix(at + marker.size());
        const auto end = std::find_first_of(text.begin(), text.end(), ends.begin(), ends.end());
        return service_in_scope({text.begin(), end});
    };
    return authorization.empty() ? in(request.query, "X-Amz-Credential=", "&")
                                 : in(authorization, "Credential=", ", ");
}

Router::Entry::Entry(const RestRoute& of)
    : route{of},
      begin{first_bytes(literal_begin(*of.binding))},
      mask{first_bytes(std::string(literal_begin(*of.binding).size(), '\xff'))} {}

Router::Router(std::vector<RestRoute> routes) : routes_{routes.begin(), routes.end()} {
    std::stable_sort(routes_.begin(), routes_.end(), [](const Entry& a, const Entry& b) {
        return literal_segments(*a.route.binding) > literal_segments(*b.route.binding);
    });
}

const RestRoute* Router::best(const RequestView& request, std::string_view signing_name,
                              std::vector<Label>& labels) const {
    const RestRoute* found = nullptr;
    const auto path_begin = first_bytes(request.path);
    for (const auto& entry : routes_) {
        if (!entry.may_match(path_begin)) {
            continue;
        }
        const auto& route = entry.route;
        auto matched = match(*route.binding, request.method, request.path);
        if (!matched) {
            continue;
        }
        const bool named = is_named(*route.service, request, signing_name);
        if (found != nullptr &&
            (!named || literal_segments(*route.binding) < literal_segments(*found->binding))) {
            continue;
        }
        found = &route;
        labels = std::move(*matched);
        if (named) {
            break;
        }
    }
    return found;
}

Routing Router::route(const RequestView& request) const {
    const auto signing_name = signing_name_of(request);
    if (is_forwarded(request)) {
        return route_rest(request, signing_name);
    }
    if (const auto target = find_header(request.headers, "x-amz-target")) {
        return route_json(*target, signing_name);
    }
    if (names_action(request.query) || (request.path == "/" && is_form(request))) {
        return route_query(request, signing_name);
    }
    return route_rest(request, signing_name);
}

Routing Router::route_rest(const RequestView& request, std::string_view signing_name) const {
    std::vector<Label> labels;
    if (const auto* found = best(request, signing_name, labels)) {
        return {found->service, Target{std::string{found->operation}, std::move(labels), {}}};
    }
    const auto* signed_for = rest_service(signing_name);
    const auto* service = signed_for != nullptr ? signed_for : &service_of_path(request);
    return {service, unknown_operation(*service, fmt::format("{} {}", request.method.substr(0, 16),
                                                             request.path.substr(0, 100)))};
}

}  // namespace licet::wire
