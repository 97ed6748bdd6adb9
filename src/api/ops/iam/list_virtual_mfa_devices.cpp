// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"

namespace licet::api {
namespace {

enum class Assignment { Assigned, Unassigned, Any };
BOOST_DESCRIBE_ENUM(Assignment, Assigned, Unassigned, Any)

struct Request {
    std::optional<Assignment> AssignmentStatus;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (), (AssignmentStatus, Marker, MaxItems))

struct Device {
    std::string SerialNumber;
};
BOOST_DESCRIBE_STRUCT(Device, (), (SerialNumber))

struct Response {
    std::vector<Device> VirtualMFADevices;
    bool IsTruncated = false;
};
BOOST_DESCRIBE_STRUCT(Response, (), (VirtualMFADevices, IsTruncated))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(iam::page_of({call, "nothing"}, request.Marker, request.MaxItems));
    return Response{};
}

}  // namespace

extern constinit const Operation op_iam_list_virtual_mfa_devices =
    operation<Request, Response, run>(
        {.service = &wire::kIam,
         .name = "ListVirtualMFADevices",
         .doc = "Lists the virtual MFA devices of the account: there are none.",
         .access = Access::read});

}  // namespace licet::api
