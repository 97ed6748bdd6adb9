// SPDX-License-Identifier: Apache-2.0
#include "api/iam/no_such_credentials.h"

namespace licet::api {
namespace {

struct Key {
    std::string UserName;
    std::string SSHPublicKeyId;
    model::KeyStatus Status = model::KeyStatus::Active;
    Time UploadDate;
};
BOOST_DESCRIBE_STRUCT(Key, (), (UserName, SSHPublicKeyId, Status, UploadDate))

struct Response {
    std::vector<Key> SSHPublicKeys;
    bool IsTruncated = false;
};
BOOST_DESCRIBE_STRUCT(Response, (), (SSHPublicKeys, IsTruncated))

}  // namespace

extern constinit const Operation op_iam_list_ssh_public_keys = iam::empty_list<Response>(
    "ListSSHPublicKeys", "Lists the SSH keys of a user, or of the caller: there are none.");

}  // namespace licet::api
