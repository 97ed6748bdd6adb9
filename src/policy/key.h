// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace licet::policy {

/// The condition keys. Those of services that licet does not serve have no value in any call of
/// its, as in AWS; nor have some of served services, which licet knows by their text alone. A key
/// that a served service does not have is refused when a policy is written. Names are compared
/// without regard to case.
/// Source: service authorization reference; IAM User Guide, "Global condition context keys"; rules
/// GR-3, AU-2, BA-3, BA-33.
enum class Key : std::uint8_t {
    // The caller.
    aws_principal_arn,
    aws_principal_account,
    aws_principal_org_id,
    aws_principal_org_paths,  ///< multivalued
    aws_principal_type,
    aws_principal_tag,  ///< has a suffix: the tag's key
    aws_principal_is_aws_service,
    aws_userid,
    aws_username,
    aws_token_issue_time,
    aws_multi_factor_auth_present,
    aws_multi_factor_auth_age,
    aws_source_identity,
    aws_federated_provider,
    aws_principal_service_name,
    // The network and the request.
    aws_source_ip,
    aws_source_vpc,
    aws_source_vpce,
    aws_vpc_source_ip,
    aws_source_account,
    aws_source_arn,
    aws_secure_transport,
    aws_current_time,
    aws_epoch_time,
    aws_user_agent,
    aws_referer,
    aws_requested_region,
    aws_called_via,  ///< multivalued
    aws_called_via_first,
    aws_called_via_last,
    aws_via_aws_service,
    aws_request_tag,  ///< has a suffix
    aws_tag_keys,     ///< multivalued
    // The resource.
    aws_resource_tag,  ///< has a suffix
    aws_resource_account,
    aws_resource_org_id,
    aws_resource_org_paths,  ///< multivalued
    // Services.
    aws_marketplace_product_id,  ///< multivalued
    aws_marketplace_agreement_type,
    aws_marketplace_party_type,
    bedrock_inference_profile_arn,
    bedrock_guardrail_identifier,
    bedrock_service_tier,
    bedrock_bearer_token_type,
    iam_policy_arn,
    iam_permissions_boundary,
    iam_aws_service_name,
    iam_passed_to_service,
    iam_service_specific_credential_service_name,
    iam_service_specific_credential_age_days,
    iam_resource_tag,  ///< has a suffix
    organizations_policy_type,
    organizations_service_principal,
    sts_external_id,
    sts_role_session_name,
    sts_source_identity,
    license_manager_resource_tag,  ///< has a suffix
    valueless,                     ///< any that no call has a value for: its text is the suffix
    // Our own: whom a CreateGrant gives to, and what.
    licet_grantee,           ///< account id, OU id or organization id
    licet_grantee_org_path,  ///< multivalued: `o-…/r-…/ou-…/`
    licet_product_id,
};
inline constexpr std::size_t kKeyCount = static_cast<std::size_t>(Key::licet_product_id) + 1;

/// A key as a condition names it: `aws:PrincipalTag/team` has the suffix `team`.
struct KeyName {
    Key key = Key::aws_principal_arn;
    std::string suffix = {};
    bool operator==(const KeyName&) const = default;
};

/// `aws:PrincipalArn`; for a key with a suffix, what stands before the `/`.
std::string_view key_text(Key key);
/// `aws:PrincipalTag/team`
std::string key_text(const KeyName& name);
/// The key that a text names, in any case; with its suffix exactly where it needs one. Nothing for
/// what is no key of a served service, and has not the form `service:Name` of another's.
std::optional<KeyName> find_key(std::string_view text);
/// Whether the key's values are a set, so that ForAnyValue and ForAllValues make sense.
bool is_multivalued(Key key);
/// Whether the key needs a suffix: it stands for many.
bool has_suffix(Key key);

}  // namespace licet::policy
