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

struct Request {
    std::optional<license_manager::Arn> S3BucketArn;
    std::optional<license_manager::Arn> SnsTopicArn;
    std::optional<api::OrganizationConfiguration> OrganizationConfiguration;
    std::optional<bool> EnableCrossAccountsDiscovery;
    std::optional<std::vector<std::string>> EnabledDiscoverySourceRegions;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (S3BucketArn, SnsTopicArn, OrganizationConfiguration,
                       EnableCrossAccountsDiscovery, EnabledDiscoverySourceRegions))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    model::ChangeLicenseSettings command{
        .link_organizations = std::nullopt,
        .cross_account_discovery = request.EnableCrossAccountsDiscovery,
        .s3_bucket_arn = request.S3BucketArn,
        .sns_topic_arn = request.SnsTopicArn,
        .discovery_source_regions = request.EnabledDiscoverySourceRegions};
    if (request.OrganizationConfiguration) {
        command.link_organizations = request.OrganizationConfiguration->EnableIntegration;
    }
    LICET_TRY(auto events, model::change_license_settings(call.state(), command, call.context()));
    call.transaction.commit(std::move(events));
    return Empty{};
}

}  // namespace

extern constinit const Operation op_license_manager_update_service_settings =
    operation<Request, Empty, run>(
        {.service = &wire::kLicenseManager,
         .name = "UpdateServiceSettings",
         .doc = "Changes License Manager's settings of the account in the region; linking the "
                "organization's accounts is the management account's.",
         .access = Access::write});

}  // namespace licet::api
