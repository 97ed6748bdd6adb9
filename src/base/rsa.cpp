// SPDX-License-Identifier: Apache-2.0
#include "base/rsa.h"

#include "base/check.h"
#include "base/crypto.h"
#include "base/encoding.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace licet {
namespace {

constexpr int kSaltBytes = 48;            // of SHA-384's own length, as RFC 7518 wants it
constexpr std::size_t kNumberMax = 1024;  // bytes of a modulus: 8,192 bits

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX*)>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)>;
using Number = std::unique_ptr<BIGNUM, void (*)(BIGNUM*)>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

std::string number_of(const EVP_PKEY* key, const char* name) {
    BIGNUM* raw = nullptr;
    LICET_CHECK(EVP_PKEY_get_bn_param(key, name, &raw) == 1);
    const Number number{raw, BN_free};
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
    LICET_CHECK(BN_bn2bin(raw, bytes_of(bytes)) == static_cast<int>(bytes.size()));
    return to_base64url(as_bytes(bytes));
}

RsaPublicKey public_of(const EVP_PKEY* key) {
    return {number_of(key, OSSL_PKEY_PARAM_RSA_N), number_of(key, OSSL_PKEY_PARAM_RSA_E)};
}

/// Null when it is none.
Number read_number(std::string_view base64url) {
    const auto bytes = from_base64url(base64url);
    if (!bytes.ok() || bytes->empty() || bytes->size() > kNumberMax || bytes->front() == '\0') {
        return {nullptr, BN_free};
    }
    return {BN_bin2bn(bytes_of(*bytes), static_cast<int>(bytes->size()), nullptr), BN_free};
}

/// Null when the numbers are no key of at least kRsaBits.
Key import_public(const RsaPublicKey& numbers) {
    Key none{nullptr, EVP_PKEY_free};
    const Number n = read_number(numbers.n);
    const Number e = read_number(numbers.e);
    if (n == nullptr || e == nullptr || BN_num_bits(n.get()) < kRsaBits) {
        return none;
    }
    using Builder = std::unique_ptr<OSSL_PARAM_BLD, void (*)(OSSL_PARAM_BLD*)>;
    using Parameters = std::unique_ptr<OSSL_PARAM, void (*)(OSSL_PARAM*)>;
    const Builder builder{OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free};
    LICET_CHECK(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
                OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1);
    const Parameters parameters{OSSL_PARAM_BLD_to_param(builder.get()), OSSL_PARAM_free};
    const KeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr),
                             EVP_PKEY_CTX_free};
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        return none;
    }
    return {key, EVP_PKEY_free};
}

void set_pss(EVP_PKEY_CTX* context) {
    LICET_CHECK(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
                EVP_PKEY_CTX_set_rsa_pss_saltlen(context, kSaltBytes) == 1 &&
                EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha384()) == 1);
}

int go_on(EVP_PKEY_CTX* context) {
    const auto* cancelled =
        static_cast<const std::atomic<bool>*>(EVP_PKEY_CTX_get_app_data(context));
    return cancelled->load() ? 0 : 1;
}

}  // namespace

std::string thumbprint(const RsaPublicKey& key) {
    const std::string_view parts[] = {R"({"e":")", key.e, R"(","kty":"RSA","n":")", key.n, R"("})"};
    return to_base64url(sha256(parts));
}

Result<void> verify_ps384(const RsaPublicKey& key, std::string_view data,
                          std::string_view signature) {
    const Key imported = import_public(key);
    if (imported == nullptr) {
        return Error{ErrorKind::invalid, "the key is no RSA key of at least 2,048 bits"};
    }
    const DigestContext context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    EVP_PKEY_CTX* settings = nullptr;  // owned by the digest context
    LICET_CHECK(EVP_DigestVerifyInit_ex(context.get(), &settings, "SHA384", nullptr, nullptr,
                                        imported.get(), nullptr) == 1);
    set_pss(settings);
    if (EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(data),
                         data.size()) != 1) {
        return Error{ErrorKind::invalid, "the signature is not the key's"};
    }
    return {};
}

std::optional<RsaKey> RsaKey::generate(const std::atomic<bool>& cancelled) {
    const KeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr),
                             EVP_PKEY_CTX_free};
    LICET_CHECK(EVP_PKEY_keygen_init(context.get()) == 1 &&
                EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), kRsaBits) == 1);
    EVP_PKEY_CTX_set_app_data(context.get(), const_cast<std::atomic<bool>*>(&cancelled));
    EVP_PKEY_CTX_set_cb(context.get(), go_on);
    EVP_PKEY* made = nullptr;
    if (cancelled.load() || EVP_PKEY_generate(context.get(), &made) != 1) {
        LICET_CHECK(cancelled.load());
        return std::nullopt;
    }
    std::shared_ptr<EVP_PKEY> key{made, EVP_PKEY_free};
    auto numbers = public_of(made);
    return RsaKey{std::move(key), std::move(numbers)};
}

Result<RsaKey> RsaKey::parse(std::string_view pkcs8) {
    const Error bad{ErrorKind::invalid, "not the PKCS #8 form of an RSA key of 2,048 bits"};
    using Info = std::unique_ptr<PKCS8_PRIV_KEY_INFO, void (*)(PKCS8_PRIV_KEY_INFO*)>;
    const unsigned char* at = bytes_of(pkcs8);
    const Info info{d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(pkcs8.size())),
                    PKCS8_PRIV_KEY_INFO_free};
    if (info == nullptr || at != bytes_of(pkcs8) + pkcs8.size()) {
        return bad;
    }
    std::shared_ptr<EVP_PKEY> key{EVP_PKCS82PKEY(info.get()), EVP_PKEY_free};
    if (key == nullptr || EVP_PKEY_is_a(key.get(), "RSA") != 1 ||
        EVP_PKEY_get_bits(key.get()) != kRsaBits) {
        return bad;
    }
    auto numbers = public_of(key.get());
    return RsaKey{std::move(key), std::move(numbers)};
}

std::string RsaKey::pkcs8() const {
    using Info = std::unique_ptr<PKCS8_PRIV_KEY_INFO, void (*)(PKCS8_PRIV_KEY_INFO*)>;
    const Info info{EVP_PKEY2PKCS8(key_.get()), PKCS8_PRIV_KEY_INFO_free};
    unsigned char* der = nullptr;
    const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), &der);
    LICET_CHECK(size > 0);
    std::string bytes{reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)};
    OPENSSL_clear_free(der, bytes.size());
    return bytes;
}

std::string RsaKey::sign_ps384(std::string_view data) const {
    const DigestContext context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    EVP_PKEY_CTX* settings = nullptr;  // owned by the digest context
    LICET_CHECK(EVP_DigestSignInit_ex(context.get(), &settings, "SHA384", nullptr, nullptr,
                                      key_.get(), nullptr) == 1);
    set_pss(settings);
    std::string signature(kRsaBits / 8, '\0');
    std::size_t size = signature.size();
    LICET_CHECK(EVP_DigestSign(context.get(), bytes_of(signature), &size, bytes_of(data),
                               data.size()) == 1 &&
                size == signature.size());
    return signature;
}

}  // namespace licet
