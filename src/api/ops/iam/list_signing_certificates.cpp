// SPDX-License-Identifier: Apache-2.0
#include "api/iam/no_such_credentials.h"

namespace licet::api {
namespace {

struct Certificate {
    std::string UserName;
    std::string CertificateId;
    std::string CertificateBody;
    model::KeyStatus Status = model::KeyStatus::Active;
};
BOOST_DESCRIBE_STRUCT(Certificate, (), (UserName, CertificateId, CertificateBody, Status))

struct Response {
    std::vector<Certificate> Certificates;
    bool IsTruncated = false;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Certificates, IsTruncated))

}  // namespace

extern constinit const Operation op_iam_list_signing_certificates = iam::empty_list<Response>(
    "ListSigningCertificates",
    "Lists the signing certificates of a user, or of the caller: there are none.");

}  // namespace licet::api
