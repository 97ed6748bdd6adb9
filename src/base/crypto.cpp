// SPDX-License-Identifier: Apache-2.0
// For the functions of SHA-256, which stay in OpenSSL: what is to take their place allocates and
// locks for every digest, which costs more than hashing a short text.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/crypto.h"

#include "base/check.h"
#include "base/encoding.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <memory>

namespace licet {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text, std::size_t at) {
    return reinterpret_cast<unsigned char*>(text.data()) + at;
}

const EVP_CIPHER* aes_256_gcm() {
    static const EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    LICET_CHECK(fetched != nullptr);
    return fetched;
}

/// SHA-256 of what is given piece by piece. Leaves nothing of it in memory.
class Digest {
public:
    Digest() { LICET_CHECK(SHA256_Init(&context_) == 1); }
    ~Digest() { OPENSSL_cleanse(&context_, sizeof context_); }
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;

    void update(const void* data, std::size_t size) {
        LICET_CHECK(SHA256_Update(&context_, data, size) == 1);
    }
    Sha256 finish() {
        Sha256 out;
        LICET_CHECK(SHA256_Final(out.data(), &context_) == 1);
        return out;
    }

private:
    SHA256_CTX context_;
};

}  // namespace

Sha256 sha256(std::string_view data) {
    Digest digest;
    digest.update(data.data(), data.size());
    return digest.finish();
}

Sha256 sha256(std::span<const std::string_view> parts) {
    Digest digest;
    for (const auto part : parts) {
        digest.update(part.data(), part.size());
    }
    return digest.finish();
}

Sha256 hmac_sha256(std::span<const std::uint8_t> key, std::string_view data) {
    // RFC 2104: H(key ^ outer pad, H(key ^ inner pad, data)), the key filled up to one block.
    std::array<std::uint8_t, 64> block{};
    if (key.size() > block.size()) {
        Digest digest;
        digest.update(key.data(), key.size());
        const Sha256 hashed = digest.finish();
        std::copy(hashed.begin(), hashed.end(), block.begin());
    } else {
        std::copy(key.begin(), key.end(), block.begin());
    }
    for (auto& byte : block) {
        byte ^= 0x36;
    }
    Digest inner;
    inner.update(block.data(), block.size());
    inner.update(data.data(), data.size());
    const Sha256 hashed = inner.finish();
    for (auto& byte : block) {
        byte ^= 0x36 ^ 0x5c;
    }
    Digest outer;
    outer.update(block.data(), block.size());
    outer.update(hashed.data(), hashed.size());
    OPENSSL_cleanse(block.data(), block.size());
    return outer.finish();
}

bool equal_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

SealingKey::~SealingKey() {
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

SealingKey SealingKey::derive(std::string_view purpose) const {
    return SealingKey{hmac_sha256(bytes_, purpose)};
}

std::string SealingKey::seal(std::string_view secret, std::string_view context,
                             Random& random) const {
    std::string out(kNonceBytes + secret.size() + kTagBytes, '\0');
    random.fill({bytes_of(out, 0), kNonceBytes});
    const Cipher cipher{EVP_CIPHER_CTX_new()};
    int length = 0;
    LICET_CHECK(EVP_EncryptInit_ex(cipher.get(), aes_256_gcm(), nullptr, bytes_.data(),
                                   bytes_of(out, 0)) == 1);
    LICET_CHECK(EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes_of(context),
                                  static_cast<int>(context.size())) == 1);
    LICET_CHECK(EVP_EncryptUpdate(cipher.get(), bytes_of(out, kNonceBytes), &length,
                                  bytes_of(secret), static_cast<int>(secret.size())) == 1);
    LICET_CHECK(EVP_EncryptFinal_ex(cipher.get(), bytes_of(out, kNonceBytes + secret.size()),
                                    &length) == 1);
    LICET_CHECK(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                                    bytes_of(out, kNonceBytes + secret.size())) == 1);
    return out;
}

Result<std::string> SealingKey::open(std::string_view sealed, std::string_view context) const {
    const Error refused{ErrorKind::invalid, "the sealed value does not open with this key"};
    if (sealed.size() < kNonceBytes + kTagBytes) {
        return refused;
    }
    const std::size_t size = sealed.size() - kNonceBytes - kTagBytes;
    std::string out(size, '\0');
    std::string tag{sealed.substr(kNonceBytes + size)};
    const Cipher cipher{EVP_CIPHER_CTX_new()};
    int length = 0;
    const bool opened =
        EVP_DecryptInit_ex(cipher.get(), aes_256_gcm(), nullptr, bytes_.data(), bytes_of(sealed)) ==
            1 &&
        EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes_of(context),
                          static_cast<int>(context.size())) == 1 &&
        EVP_DecryptUpdate(cipher.get(), bytes_of(out, 0), &length, bytes_of(sealed) + kNonceBytes,
                          static_cast<int>(size)) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(cipher.get(), bytes_of(out, size), &length) == 1;
    if (!opened) {
        return refused;
    }
    return out;
}

}  // namespace licet
