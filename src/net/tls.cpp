// SPDX-License-Identifier: Apache-2.0
#include "net/tls.h"

#include "base/check.h"
#include "base/file.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::net {
namespace {

constexpr std::size_t kPemBytesMax = std::size_t{1} << 20;
/// The most that one TLS record carries. Source: RFC 8446 section 5.1.
constexpr std::size_t kRecordBytes = 16 * 1024;
constexpr std::size_t kTicketKeyBytes = 80;  // what OpenSSL asks for

/// In the wire form of ALPN, most wanted first. Source: RFC 7301 section 3.1.
constexpr std::string_view kServerProtocols{"\x02h2\x08http/1.1"};
constexpr std::string_view kClientProtocols{"\x08http/1.1"};

template <typename T, void (*Free)(T*)>
struct Deleter {
    void operator()(T* object) const { Free(object); }
};
using BioPtr = std::unique_ptr<BIO, Deleter<BIO, BIO_free_all>>;
using CertificatePtr = std::unique_ptr<X509, Deleter<X509, X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY, EVP_PKEY_free>>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// The oldest error of this thread's queue, which is emptied.
std::string take_error() {
    const unsigned long code = ERR_peek_error();
    ERR_clear_error();
    const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason == nullptr ? "unknown fault" : reason;
}

BioPtr bio_of(std::string_view text) {
    return BioPtr{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

/// A key with a password is refused instead of asked for.
int no_password(char*, int, int, void*) {
    return -1;
}

Error fault_in(const std::filesystem::path& file, std::string_view what) {
    return {ErrorKind::invalid, "`" + file.string() + "`: " + std::string{what}};
}

Result<std::vector<CertificatePtr>> read_certificates(const std::filesystem::path& file) {
    LICET_TRY(const auto text, read_file(file, kPemBytesMax));
    const auto bio = bio_of(text);
    std::vector<CertificatePtr> chain;
    while (CertificatePtr one{PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr)}) {
        chain.push_back(std::move(one));
    }
    const bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    const auto fault = take_error();
    if (chain.empty()) {
        return fault_in(file, "holds no certificate in PEM form");
    }
    if (!ended) {
        return fault_in(file, "holds a broken certificate: " + fault);
    }
    return chain;
}

Result<KeyPtr> read_key(const std::filesystem::path& file) {
    LICET_TRY(const auto text, read_secret_file(file, kPemBytesMax));
    const auto bio = bio_of(text);
    KeyPtr key{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr)};
    ERR_clear_error();
    if (!key) {
        return fault_in(file, "holds no private key in PEM form, or one with a password");
    }
    return key;
}

TlsContextPtr make_context(const SSL_METHOD* method) {
    TlsContextPtr context{SSL_CTX_new(method)};
    LICET_CHECK(context != nullptr);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                        SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    return context;
}

/// A client that offers nothing that a server of HTTP speaks is refused. Source: RFC 7301 3.2.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size,
                    const unsigned char* offered, unsigned offered_size, void*) {
    unsigned char* out = nullptr;
    const int result = SSL_select_next_proto(&out, size, bytes_of(kServerProtocols),
                                             static_cast<unsigned>(kServerProtocols.size()),
                                             offered, offered_size);
    *chosen = out;
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool is_address(const std::string& host) {
    in6_addr address{};
    return inet_pton(AF_INET, host.c_str(), &address) == 1 ||
           inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

/// What follows the first `skipped` bytes of the pieces, as much of it as fits: small pieces share
/// a record.
std::string_view gather(std::span<const iovec> pieces, std::size_t skipped, std::span<char> room) {
    std::size_t size = 0;
    for (const iovec& piece : pieces) {
        const std::size_t before = std::min(piece.iov_len, skipped);
        const std::size_t taken = std::min(piece.iov_len - before, room.size() - size);
        std::memcpy(room.data() + size, static_cast<const char*>(piece.iov_base) + before, taken);
        size += taken;
        skipped -= before;
    }
    return {room.data(), size};
}

/// Encrypted bytes over one socket. Loop-owned.
class TlsTransport final : public Transport {
public:
    TlsTransport(SSL_CTX& context, Fd socket)
        : socket_{std::move(socket)}, session_{SSL_new(&context)} {
        LICET_CHECK(session_ != nullptr);
        send_without_delay(socket_);
        LICET_CHECK(SSL_set_fd(session_.get(), socket_.get()) == 1);
    }

    int fd() const override { return socket_.get(); }
    IoResult read(std::span<char> into) override;
    IoResult write(std::span<const iovec> pieces) override;
    void shutdown_write() override;
    void close() override {
        session_.reset();
        socket_.reset();
    }
    IoStatus shake_hands() override;
    bool wants_write() const override { return wants_write_; }
    std::string_view why() const override { return why_ == nullptr ? std::string_view{} : *why_; }

    SSL* session() const { return session_.get(); }

private:
    IoStatus status_of(int result);

    Fd socket_;
    bool wants_write_ = false;
    bool broken_ = false;  // nothing more may be written, not even a farewell
    std::unique_ptr<SSL, Deleter<SSL, SSL_free>> session_;
    std::unique_ptr<const std::string> why_;  // null until it failed
};

}  // namespace

void TlsContextDeleter::operator()(ssl_ctx_st* context) const {
    SSL_CTX_free(context);
}

struct TlsIdentity::Parts {
    std::vector<CertificatePtr> chain;
    KeyPtr key;
    std::array<unsigned char, kTicketKeyBytes> ticket_key{};
};

Result<TlsIdentity> TlsIdentity::load(const std::filesystem::path& certificate,
                                      const std::filesystem::path& key) {
    const auto parts = std::make_shared<Parts>();
    LICET_TRY(parts->chain, read_certificates(certificate));
    LICET_TRY(parts->key, read_key(key));
    if (X509_check_private_key(parts->chain.front().get(), parts->key.get()) != 1) {
        ERR_clear_error();
        return fault_in(
            key, "is not the key of the first certificate in `" + certificate.string() + "`");
    }
    LICET_CHECK(RAND_bytes(parts->ticket_key.data(), kTicketKeyBytes) == 1);
    const TlsContextPtr trial = make_context(TLS_server_method());
    if (SSL_CTX_use_certificate(trial.get(), parts->chain.front().get()) != 1) {
        return fault_in(certificate, "cannot be used: " + take_error());  // such as a key too short
    }
    return TlsIdentity{parts};
}

Time TlsIdentity::expires_at() const {
    std::tm at{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(parts_->chain.front().get()), &at) != 1) {
        return kTimeMin;  // it was never good
    }
    return std::chrono::time_point_cast<Milliseconds>(
        std::chrono::system_clock::from_time_t(::timegm(&at)));
}

TlsServer::TlsServer(const TlsIdentity& identity) : context_{make_context(TLS_server_method())} {
    const auto& parts = *identity.parts_;
    SSL_CTX* const context = context_.get();
    LICET_CHECK(SSL_CTX_use_certificate(context, parts.chain.front().get()) == 1);
    for (std::size_t i = 1; i < parts.chain.size(); ++i) {
        LICET_CHECK(SSL_CTX_add1_chain_cert(context, parts.chain[i].get()) == 1);
    }
    LICET_CHECK(SSL_CTX_use_PrivateKey(context, parts.key.get()) == 1);
    auto ticket_key = parts.ticket_key;
    SSL_CTX_set_tlsext_ticket_keys(context, ticket_key.data(), kTicketKeyBytes);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

std::unique_ptr<Transport> TlsServer::accept(Fd socket) const {
    auto transport = std::make_unique<TlsTransport>(*context_, std::move(socket));
    SSL_set_accept_state(transport->session());
    return transport;
}

Result<std::shared_ptr<const TlsClient>> TlsClient::make(const std::filesystem::path& ca_file) {
    TlsContextPtr owned = make_context(TLS_client_method());
    SSL_CTX* const context = owned.get();
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_alpn_protos(context, bytes_of(kClientProtocols),
                            static_cast<unsigned>(kClientProtocols.size()));
    if (ca_file.empty()) {
        LICET_CHECK(SSL_CTX_set_default_verify_paths(context) == 1);
    } else {
        LICET_TRY(const auto authorities, read_certificates(ca_file));
        for (const auto& authority : authorities) {
            LICET_CHECK(X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get()) == 1);
        }
    }
    return std::shared_ptr<const TlsClient>{new TlsClient{std::move(owned)}};
}

std::unique_ptr<Transport> TlsClient::connect(Fd socket, const std::string& host) const {
    auto transport = std::make_unique<TlsTransport>(*context_, std::move(socket));
    SSL* const session = transport->session();
    SSL_set_connect_state(session);
    if (is_address(host)) {
        LICET_CHECK(X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1);
    } else {
        SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        LICET_CHECK(SSL_set1_host(session, host.c_str()) == 1);
        SSL_set_tlsext_host_name(session, host.c_str());
    }
    return transport;
}

IoStatus TlsTransport::status_of(int result) {
    const int error = SSL_get_error(session_.get(), result);
    wants_write_ = error == SSL_ERROR_WANT_WRITE;
    switch (error) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE:
            return IoStatus::wait;
        case SSL_ERROR_ZERO_RETURN:
            return IoStatus::closed;
        default:
            break;
    }
    broken_ = true;
    const long verified = SSL_get_verify_result(session_.get());
    std::string why = take_error();
    if (verified != X509_V_OK) {
        why = X509_verify_cert_error_string(verified);
    }
    why_ = std::make_unique<const std::string>(std::move(why));
    return IoStatus::failed;
}

IoStatus TlsTransport::shake_hands() {
    ERR_clear_error();
    const int result = SSL_do_handshake(session_.get());
    if (result == 1) {
        wants_write_ = false;
        return IoStatus::done;
    }
    const IoStatus status = status_of(result);
    return status == IoStatus::closed ? IoStatus::failed : status;
}

IoResult TlsTransport::read(std::span<char> into) {
    LICET_CHECK(into.size() >= kRecordBytes);  // or what is left inside would not wake the loop
    std::size_t size = 0;
    std::size_t got = kRecordBytes;
    // Behind a full record another may have come already.
    while (got == kRecordBytes && into.size() - size >= kRecordBytes) {
        ERR_clear_error();
        const auto room = into.subspan(size);
        const int result = SSL_read_ex(session_.get(), room.data(), room.size(), &got);
        if (result != 1) {
            const IoStatus status = status_of(result);
            return size == 0 ? IoResult{status} : IoResult{IoStatus::done, size};
        }
        size += got;
    }
    wants_write_ = false;
    return {IoStatus::done, size};
}

IoResult TlsTransport::write(std::span<const iovec> pieces) {
    std::array<char, kRecordBytes> room;
    std::size_t written = 0;
    while (true) {
        const auto record = gather(pieces, written, room);
        if (record.empty()) {
            wants_write_ = false;
            return {IoStatus::done, written};
        }
        ERR_clear_error();
        std::size_t sent = 0;
        const int result = SSL_write_ex(session_.get(), record.data(), record.size(), &sent);
        if (result != 1) {
            const IoStatus status = status_of(result);
            return written == 0 ? IoResult{status} : IoResult{IoStatus::done, written};
        }
        written += sent;
    }
}

void TlsTransport::shutdown_write() {
    if (!broken_ && SSL_is_init_finished(session_.get()) == 1) {
        ERR_clear_error();
        SSL_shutdown(session_.get());
    }
    ::shutdown(socket_.get(), SHUT_WR);
}

}  // namespace licet::net
