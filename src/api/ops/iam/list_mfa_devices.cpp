// SPDX-License-Identifier: Apache-2.0
#include "api/iam/no_such_credentials.h"

namespace licet::api {
namespace {

struct Device {
    std::string UserName;
    std::string SerialNumber;
    Time EnableDate;
};
BOOST_DESCRIBE_STRUCT(Device, (), (UserName, SerialNumber, EnableDate))

struct Response {
    std::vector<Device> MFADevices;
    bool IsTruncated = false;
};
BOOST_DESCRIBE_STRUCT(Response, (), (MFADevices, IsTruncated))

}  // namespace

extern constinit const Operation op_iam_list_mfa_devices = iam::empty_list<Response>(
    "ListMFADevices", "Lists the MFA devices of a user, or of the caller: there are none.");

}  // namespace licet::api
