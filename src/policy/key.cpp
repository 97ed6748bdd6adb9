// SPDX-License-Identifier: Apache-2.0
#include "policy/key.h"

#include "policy/letters.h"

#include <algorithm>
#include <iterator>

namespace licet::policy {
namespace {

enum class Shape : std::uint8_t { single, set, suffixed };

struct Row {
    Key key;
    std::string_view text;
    Shape shape = Shape::single;
};

constexpr Row kRows[] = {
    {Key::aws_principal_arn, "aws:PrincipalArn"},
    {Key::aws_principal_account, "aws:PrincipalAccount"},
    {Key::aws_principal_org_id, "aws:PrincipalOrgID"},
    {Key::aws_principal_org_paths, "aws:PrincipalOrgPaths", Shape::set},
    {Key::aws_principal_type, "aws:PrincipalType"},
    {Key::aws_principal_tag, "aws:PrincipalTag", Shape::suffixed},
    {Key::aws_principal_is_aws_service, "aws:PrincipalIsAWSService"},
    {Key::aws_userid, "aws:userid"},
    {Key::aws_username, "aws:username"},
    {Key::aws_token_issue_time, "aws:TokenIssueTime"},
    {Key::aws_multi_factor_auth_present, "aws:MultiFactorAuthPresent"},
    {Key::aws_multi_factor_auth_age, "aws:MultiFactorAuthAge"},
    {Key::aws_source_identity, "aws:SourceIdentity"},
    {Key::aws_federated_provider, "aws:FederatedProvider"},
    {Key::aws_principal_service_name, "aws:PrincipalServiceName"},
    {Key::aws_source_ip, "aws:SourceIp"},
    {Key::aws_source_vpc, "aws:SourceVpc"},
    {Key::aws_source_vpce, "aws:SourceVpce"},
    {Key::aws_vpc_source_ip, "aws:VpcSourceIp"},
    {Key::aws_source_account, "aws:SourceAccount"},
    {Key::aws_source_arn, "aws:SourceArn"},
    {Key::aws_secure_transport, "aws:SecureTransport"},
    {Key::aws_current_time, "aws:CurrentTime"},
    {Key::aws_epoch_time, "aws:EpochTime"},
    {Key::aws_user_agent, "aws:UserAgent"},
    {Key::aws_referer, "aws:Referer"},
    {Key::aws_requested_region, "aws:RequestedRegion"},
    {Key::aws_called_via, "aws:CalledVia", Shape::set},
    {Key::aws_called_via_first, "aws:CalledViaFirst"},
    {Key::aws_called_via_last, "aws:CalledViaLast"},
    {Key::aws_via_aws_service, "aws:ViaAWSService"},
    {Key::aws_request_tag, "aws:RequestTag", Shape::suffixed},
    {Key::aws_tag_keys, "aws:TagKeys", Shape::set},
    {Key::aws_resource_tag, "aws:ResourceTag", Shape::suffixed},
    {Key::aws_resource_account, "aws:ResourceAccount"},
    {Key::aws_resource_org_id, "aws:ResourceOrgID"},
    {Key::aws_resource_org_paths, "aws:ResourceOrgPaths", Shape::set},
    {Key::aws_marketplace_product_id, "aws-marketplace:ProductId", Shape::set},
    {Key::aws_marketplace_agreement_type, "aws-marketplace:AgreementType"},
    {Key::aws_marketplace_party_type, "aws-marketplace:PartyType"},
    {Key::bedrock_inference_profile_arn, "bedrock:InferenceProfileArn"},
    {Key::bedrock_guardrail_identifier, "bedrock:GuardrailIdentifier"},
    {Key::bedrock_service_tier, "bedrock:ServiceTier"},
    {Key::bedrock_bearer_token_type, "bedrock:BearerTokenType"},
    {Key::iam_policy_arn, "iam:PolicyARN"},
    {Key::iam_permissions_boundary, "iam:PermissionsBoundary"},
    {Key::iam_aws_service_name, "iam:AWSServiceName"},
    {Key::iam_passed_to_service, "iam:PassedToService"},
    {Key::iam_service_specific_credential_service_name, "iam:ServiceSpecificCredentialServiceName"},
    {Key::iam_service_specific_credential_age_days, "iam:ServiceSpecificCredentialAgeDays"},
    {Key::iam_resource_tag, "iam:ResourceTag", Shape::suffixed},
    {Key::organizations_policy_type, "organizations:PolicyType"},
    {Key::organizations_service_principal, "organizations:ServicePrincipal"},
    {Key::sts_external_id, "sts:ExternalId"},
    {Key::sts_role_session_name, "sts:RoleSessionName"},
    {Key::sts_source_identity, "sts:SourceIdentity"},
    {Key::license_manager_resource_tag, "license-manager:ResourceTag", Shape::suffixed},
    {Key::valueless, "", Shape::suffixed},
    {Key::licet_grantee, "licet:Grantee"},
    {Key::licet_grantee_org_path, "licet:GranteeOrgPath", Shape::set},
    {Key::licet_product_id, "licet:ProductId"},
};
static_assert(std::size(kRows) == kKeyCount);
static_assert(std::is_sorted(std::begin(kRows), std::end(kRows),
                             [](const Row& a, const Row& b) { return a.key < b.key; }));

/// Whose keys are all known here.
constexpr std::string_view kServed[] = {"aws", "aws-marketplace", "bedrock", "cloudtrail",
                                        "iam", "license-manager", "licet",   "organizations",
                                        "sts"};

/// Those of them that no call has a value for: they are about what licet does not have. A `/` at
/// the end stands for a suffix. Source: service authorization reference; IAM User Guide, "Global
/// condition context keys".
constexpr std::string_view kValueless[] = {
    "aws:AssumedRoot",
    "aws:CalledViaAWSMCP",
    "aws:ChatbotSourceArn",
    "aws:Ec2InstanceSourcePrivateIPv4",
    "aws:Ec2InstanceSourceVpc",
    "aws:PrincipalServiceNamesList",
    "aws:SignInSessionArn",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceVpcArn",
    "aws:ViaAWSMCPService",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws-marketplace:Intent",
    "aws-marketplace:VerificationType",
    "bedrock:DataRetentionMode",
    "bedrock:InlineAgentName",
    "bedrock:ModelArn",
    "bedrock:ProjectArn",
    "bedrock:PromptRouterArn",
    "bedrock:ThirdPartyKnowledgeBaseCredentialsSecretArn",
    "iam:AccountPropertyNamespaces",
    "iam:AssociatedResourceArn",
    "iam:DelegationDuration",
    "iam:DelegationRequestOwner",
    "iam:FIDO-FIPS-140-2-certification",
    "iam:FIDO-FIPS-140-3-certification",
    "iam:FIDO-certification",
    "iam:NotificationChannel",
    "iam:OrganizationsPolicyId",
    "iam:RegisterSecurityKey",
    "iam:RoleTemplateARN",
    "iam:TemplateArn",
    "organizations:TransferDirection",
    "organizations:TransferType",
    "sts:AWSServiceName",
    "sts:DurationSeconds",
    "sts:IdentityTokenAudience",
    "sts:RequestContext/",
    "sts:RequestContextProviders",
    "sts:RoleAuthorizedByIdp",
    "sts:SigningAlgorithm",
    "sts:TaskPolicyArn",
    "sts:TransitiveTagKeys",
};

constexpr std::size_t kKeyBytesMax = 512;  // 128 characters of UTF-8

/// Whether the text may be part of a key: of what a tag's key may hold, variables and wildcards are
/// left out.
bool is_part(std::string_view text) {
    return !text.empty() && text.size() <= kKeyBytesMax &&
           std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < ' ' ||
                      std::string_view{"$*?{}"}.find(c) != std::string_view::npos;
           });
}

/// `ec2`, or the name of an identity provider such as `oidc.example.com/id/1`.
bool is_service(std::string_view text) {
    return is_part(text) && text.find_first_of(" \"'<>") == std::string_view::npos;
}

/// Whether it is a key that never has a value here. One of another service is any of its form.
bool is_valueless(std::string_view text) {
    const auto colon = text.find(':');
    const auto service = text.substr(0, colon);
    if (colon == std::string_view::npos || !is_service(service) ||
        !is_part(text.substr(colon + 1))) {
        return false;
    }
    const auto is_its = [&](std::string_view served) { return equal_letters(served, service); };
    if (std::none_of(std::begin(kServed), std::end(kServed), is_its)) {
        return true;
    }
    const auto slash = text.find('/');
    const auto name = text.substr(0, slash == std::string_view::npos ? slash : slash + 1);
    const bool suffixed = name.ends_with('/');
    return suffixed == (name.size() < text.size()) &&
           std::any_of(std::begin(kValueless), std::end(kValueless),
                       [&](std::string_view known) { return equal_letters(known, name); });
}

const Row& row(Key key) {
    return kRows[static_cast<std::size_t>(key)];
}

}  // namespace

std::string_view key_text(Key key) {
    return row(key).text;
}

std::string key_text(const KeyName& name) {
    if (name.key == Key::valueless) {
        return name.suffix;
    }
    std::string text{key_text(name.key)};
    return name.suffix.empty() ? text : text + "/" + name.suffix;
}

bool is_multivalued(Key key) {
    return row(key).shape == Shape::set;
}

bool has_suffix(Key key) {
    return row(key).shape == Shape::suffixed;
}

std::optional<KeyName> find_key(std::string_view text) {
    const auto slash = text.find('/');
    const auto name = text.substr(0, slash);
    const auto found = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& candidate) {
        return equal_letters(candidate.text, name);
    });
    if (found == std::end(kRows) || found->key == Key::valueless) {
        return is_valueless(text) ? std::optional{KeyName{Key::valueless, std::string{text}}}
                                  : std::nullopt;
    }
    const bool suffixed = slash != std::string_view::npos;
    if (suffixed != has_suffix(found->key)) {
        return std::nullopt;
    }
    const auto suffix = suffixed ? text.substr(slash + 1) : std::string_view{};
    const bool good = !suffixed || is_part(suffix);
    return good ? std::optional{KeyName{found->key, std::string{suffix}}} : std::nullopt;
}

}  // namespace licet::policy
