// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "model/state.h"

namespace licet::api {
namespace {

bool is_account(std::string_view text) {
    return AccountId::parse(text).ok();
}

struct Request {
    Text<12, 12, is_account> account;
};
BOOST_DESCRIBE_STRUCT(Request, (), (account))

/// Source: RFC 7517, RFC 7518 section 6.3.1.
struct Key {
    std::string kty = "RSA";
    std::string use = "sig";
    std::string alg = "PS384";
    std::string kid;
    std::string n;
    std::string e;
};
BOOST_DESCRIBE_STRUCT(Key, (), (kty, use, alg, kid, n, e))

struct Response {
    std::vector<Key> keys;
};
BOOST_DESCRIBE_STRUCT(Response, (), (keys))

Result<Response> run(Call& call, const Request& request) {
    Response response;
    LICET_TRY(const auto account, AccountId::parse(request.account));
    for (const auto& [id, key] : model::issuer_keys_of(call.state().token.issuer_keys, account)) {
        response.keys.push_back({.kid = std::string{id}, .n = key->n, .e = key->e});
    }
    return response;
}

constexpr wire::HttpBinding kHttp{"GET", "/licet/v1/signing-keys"};
constexpr wire::RestMember kMembers[] = {{"account", wire::Location::query}};

}  // namespace

extern constinit const Operation op_licet_get_signing_keys = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "GetSigningKeys",
     .doc = "Returns the public keys of an account's tokens and borrowed licenses as a JWK set.",
     .access = Access::read,
     .signature = Signature::optional,
     .authorization = Authorization::none,
     .http = &kHttp,
     .request_members = kMembers});

}  // namespace licet::api
