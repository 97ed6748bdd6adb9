// SPDX-License-Identifier: Apache-2.0
#include "net/tls.h"

#include "base/temporary_directory.h"
#include "net/loopback_for_test.h"
#include "net/waiting_client_test.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <fstream>
#include <string>

namespace licet::net {
namespace {

std::string pem_of(const std::function<void(BIO*)>& write) {
    BIO* const bio = BIO_new(BIO_s_mem());
    write(bio);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio, &text);
    std::string pem{text, static_cast<std::size_t>(size)};
    BIO_free(bio);
    return pem;
}

/// A key and a certificate that it has signed itself.
struct Certificate {
    std::string certificate;
    std::string key;
    std::string locked_key;  ///< the same, with a password

    explicit Certificate(const char* made_out_to = "IP:127.0.0.1") {
        EVP_PKEY* const pair = EVP_EC_gen("P-256");
        X509* const x509 = X509_new();
        X509_set_version(x509, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
        ASN1_TIME_set_string_X509(X509_getm_notBefore(x509), "20000101000000Z");
        ASN1_TIME_set_string_X509(X509_getm_notAfter(x509), "21000101000000Z");
        X509_set_pubkey(x509, pair);
        X509_NAME* const name = X509_get_subject_name(x509);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
        X509_set_issuer_name(x509, name);
        add(x509, NID_basic_constraints, "critical,CA:TRUE");
        add(x509, NID_subject_alt_name, made_out_to);
        X509_sign(x509, pair, EVP_sha256());
        certificate = pem_of([&](BIO* bio) { PEM_write_bio_X509(bio, x509); });
        key = pem_of([&](BIO* bio) {
            PEM_write_bio_PrivateKey(bio, pair, nullptr, nullptr, 0, nullptr, nullptr);
        });
        locked_key = pem_of([&](BIO* bio) {
            char password[] = "secret";
            PEM_write_bio_PrivateKey(bio, pair, EVP_aes_256_cbc(),
                                     reinterpret_cast<const unsigned char*>(password), 6, nullptr,
                                     nullptr);
        });
        X509_free(x509);
        EVP_PKEY_free(pair);
    }

private:
    static void add(X509* x509, int kind, const char* value) {
        X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
        X509_add_ext(x509, extension, -1);
        X509_EXTENSION_free(extension);
    }
};

/// Certificates and keys as files.
class Files {
public:
    std::filesystem::path put(const std::string& name, const std::string& text) {
        const auto path = directory_.path() / name;
        std::ofstream{path, std::ios::binary} << text;
        using std::filesystem::perms;
        std::filesystem::permissions(path, perms::owner_read | perms::owner_write);
        return path;
    }
    TlsIdentity identity(const Certificate& own) {
        return TlsIdentity::load(put("own.pem", own.certificate), put("own.key", own.key)).value();
    }
    Endpoint endpoint(const Server& server, const Certificate& authority) {
        auto endpoint = Endpoint::parse(server.url()).value();
        endpoint.trust = TlsClient::make(put("ca.pem", authority.certificate)).value();
        return endpoint;
    }

private:
    TemporaryDirectory directory_;
};

TEST(Tls, RequestsAndResponsesOfAnySizeGoThrough) {
    const Certificate own;
    Files files;
    const auto server = serve(
        [](Request request, Responder responder) {
            EXPECT_TRUE(request.is_secure());
            std::move(responder).send({.body = std::string{request.body()}});
        },
        {.tls = files.identity(own)});
    WaitingClient client;
    const auto endpoint = files.endpoint(*server, own);
    for (const std::size_t size : {0, 1, 16'383, 16'384, 16'385, 5'000'000}) {
        std::string body(size, 'x');
        for (std::size_t i = 0; i < size; i += 997) {
            body[i] = static_cast<char>('a' + i % 26);
        }
        const auto result = client.send(endpoint, {.method = "POST", .body = body});
        ASSERT_TRUE(result.ok()) << result.error().message;
        EXPECT_EQ(result->body, body) << size;
    }
}

TEST(Tls, AClientSendsNothingToAServerThatItCannotTrust) {
    const Certificate own;
    const Certificate other;
    Files files;
    const auto server = serve([](Request, Responder) { FAIL() << "a request came through"; },
                              {.tls = files.identity(own)});
    WaitingClient client;
    const auto untrusted = client.send(files.endpoint(*server, other), {});
    ASSERT_FALSE(untrusted.ok());
    EXPECT_EQ(untrusted.error().name, kConnectionRefused);
    EXPECT_NE(untrusted.error().message.find("self-signed certificate"), std::string::npos)
        << untrusted.error().message;

    const Certificate of_another_host{"DNS:licet.test"};
    const auto misnamed_server =
        serve([](Request, Responder) { FAIL() << "a request came through"; },
              {.tls = files.identity(of_another_host)});
    const auto misnamed = client.send(files.endpoint(*misnamed_server, of_another_host), {});
    ASSERT_FALSE(misnamed.ok());
    EXPECT_NE(misnamed.error().message.find("IP address mismatch"), std::string::npos)
        << misnamed.error().message;
}

TEST(Tls, AServerThatIsNotTlsIsRefused) {
    Files files;
    const auto server = serve(echo);
    WaitingClient client;
    auto endpoint = files.endpoint(*server, Certificate{});
    endpoint.tls = true;
    EXPECT_EQ(client.failure(endpoint), kConnectionRefused);
}

TEST(Tls, WhoSpeaksInTheClearGetsNoAnswer) {
    const Certificate own;
    Files files;
    const auto server = serve([](Request, Responder) { FAIL() << "a request came through"; },
                              {.tls = files.identity(own)});
    RawPeer peer{server->port()};
    peer.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    EXPECT_EQ(peer.read_to_end().find("HTTP"), std::string::npos);
}

TEST(Tls, AHandshakeThatStallsIsEnded) {
    const Certificate own;
    Files files;
    const auto server =
        serve(echo, {.tls = files.identity(own), .limits = {.head_timeout = Milliseconds{20}}});
    RawPeer peer{server->port()};
    peer.send("\x16\x03\x01");  // the start of a record
    EXPECT_EQ(peer.read_to_end(), "");
    EXPECT_TRUE(WaitingClient{}.send(files.endpoint(*server, own), {}).ok());
}

TEST(Tls, ANewCertificateIsShownToNewConnections) {
    const Certificate old;
    const Certificate renewed;
    Files files;
    const auto server = serve(echo, {.loops = 2, .tls = files.identity(old)});
    WaitingClient client;
    const auto before = files.endpoint(*server, old);
    ASSERT_TRUE(client.send(before, {}).ok());

    server->set_identity(files.identity(renewed));
    EXPECT_TRUE(client.send(before, {}).ok()) << "a kept connection goes on";
    EXPECT_TRUE(client.send(files.endpoint(*server, renewed), {}).ok());
    EXPECT_EQ(client.failure(files.endpoint(*server, old)), kConnectionRefused);
}

TEST(Tls, FilesThatCannotServeAreRefusedByNameAndReason) {
    const Certificate own;
    const Certificate other;
    Files files;
    const auto certificate = files.put("a.pem", own.certificate);
    const auto key = files.put("a.key", own.key);
    const auto fault = [](const Result<TlsIdentity>& result) {
        return result.ok() ? std::string{} : result.error().message;
    };
    EXPECT_EQ(fault(TlsIdentity::load(certificate, key)), "");
    EXPECT_EQ(format_iso8601(TlsIdentity::load(certificate, key)->expires_at()),
              "2100-01-01T00:00:00Z");

    const auto has = [&](const std::string& message, const std::filesystem::path& file,
                         std::string_view what) {
        return message.find("`" + file.string() + "`") != std::string::npos &&
               message.find(what) != std::string::npos;
    };
    const auto empty = files.put("empty.pem", "no PEM at all\n");
    EXPECT_TRUE(has(fault(TlsIdentity::load(empty, key)), empty, "holds no certificate"));
    EXPECT_TRUE(has(fault(TlsIdentity::load(certificate, empty)), empty, "holds no private key"));
    const auto locked = files.put("locked.key", own.locked_key);
    EXPECT_TRUE(has(fault(TlsIdentity::load(certificate, locked)), locked, "a password"));
    const auto foreign = files.put("b.key", other.key);
    EXPECT_TRUE(has(fault(TlsIdentity::load(certificate, foreign)), foreign, "is not the key of"));
    const auto open = files.put("open.key", own.key);
    std::filesystem::permissions(open, std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    EXPECT_TRUE(has(fault(TlsIdentity::load(certificate, open)), open, "may be used by others"));
    const auto cut = files.put("cut.pem", own.certificate + own.certificate.substr(0, 200));
    EXPECT_TRUE(has(fault(TlsIdentity::load(cut, key)), cut, "broken certificate"));
    EXPECT_FALSE(TlsIdentity::load(files.put("x", "") / "none", key).ok());
    EXPECT_FALSE(TlsClient::make(empty).ok());
}

}  // namespace
}  // namespace licet::net
