// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/shapes.h"
#include "model/license/settings.h"

namespace licet::api {
namespace {

struct OrganizationConfiguration {
    bool EnableIntegration = false;
};
BOOST_DESCRIBE_STRUCT(OrganizationConfiguration, (), (EnableIntegration))

struct Response {
    std::optional<std::string> S3BucketArn;
    std::optional<std::string> SnsTopicArn;
    api::OrganizationConfiguration OrganizationConfiguration;
    bool EnableCrossAccountsDiscovery = false;
    std::optional<std::string> CrossRegionDiscoveryHomeRegion;
    std::optional<std::vector<std::string>> CrossRegionDiscoverySourceRegions;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (S3BucketArn, SnsTopicArn, OrganizationConfiguration,
                       EnableCrossAccountsDiscovery, CrossRegionDiscoveryHomeRegion,
                       CrossRegionDiscoverySourceRegions))

Result<Response> run(Call& call, const Empty&) {
    LICET_TRY_VOID(license_manager::admit(call));
    const auto& region = call.context().region;
    const auto& settings = model::settings_of(call.state(), call.account(), region);
    const auto& sources = settings.discovery_source_regions;
    return Response{
        .S3BucketArn = settings.s3_bucket_arn,
        .SnsTopicArn = settings.sns_topic_arn,
        .OrganizationConfiguration = {settings.link_organizations},
        .EnableCrossAccountsDiscovery = settings.cross_account_discovery.value_or(false),
        .CrossRegionDiscoveryHomeRegion = sources ? std::optional{region} : std::nullopt,
        .CrossRegionDiscoverySourceRegions = sources};
}

}  // namespace

extern constinit const Operation op_license_manager_get_service_settings =
    operation<Empty, Response, run>(
        {.service = &wire::kLicenseManager,
         .name = "GetServiceSettings",
         .doc = "Shows License Manager's settings of the account in the region.",
         .access = Access::read});

}  // namespace licet::api
