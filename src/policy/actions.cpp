// SPDX-License-Identifier: Apache-2.0
#include "policy/actions.h"

#include "base/check.h"
#include "policy/evaluate.h"
#include "policy/letters.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace licet::policy {
namespace {

struct Service {
    std::string_view prefix;
    std::string_view names;  ///< with a blank between them
};

constexpr Service kServices[] = {
    {"aws-marketplace",
     "AcceptAgreementApprovalRequest AcceptAgreementCancellationRequest "
     "AcceptAgreementPaymentRequest AcceptAgreementRequest "
     "BatchCreateBillingAdjustmentRequest BatchMeterUsage CancelAgreement "
     "CancelAgreementCancellationRequest CancelAgreementPaymentRequest "
     "CancelAgreementRequest CancelChangeSet CreateAgreementRequest "
     "CreatePrivateMarketplaceRequests DeleteResourcePolicy DescribeAgreement "
     "DescribeChangeSet DescribeEntity DescribePrivateMarketplaceRequests "
     "GetAgreementApprovalRequest GetAgreementCancellationRequest GetAgreementEntitlements "
     "GetAgreementPaymentRequest GetAgreementRequest GetAgreementTerms "
     "GetBillingAdjustmentRequest GetEntitlements GetListing GetOffer GetOfferSet "
     "GetOfferTerms GetProduct GetResourcePolicy ListAgreementApprovalRequests "
     "ListAgreementCancellationRequests ListAgreementCharges ListAgreementInvoiceLineItems "
     "ListAgreementPaymentRequests ListAgreementRequests ListBillingAdjustmentRequests "
     "ListChangeSets ListEntities ListFulfillmentOptions ListPrivateMarketplaceRequests "
     "ListPurchaseOptions ListTagsForResource MeterUsage PutResourcePolicy RegisterUsage "
     "RejectAgreementApprovalRequest RejectAgreementCancellationRequest "
     "RejectAgreementPaymentRequest ResolveCustomer SearchAgreements SearchFacets "
     "SearchListings SendAgreementCancellationRequest SendAgreementPaymentRequest "
     "StartChangeSet Subscribe TagResource Unsubscribe UntagResource "
     "UpdateAgreementApprovalRequest UpdatePurchaseOrders ViewSubscriptions"},
    {"bedrock",
     "ApplyGuardrail AssociateThirdPartyKnowledgeBase "
     "BatchDeleteAdvancedPromptOptimizationJob BatchDeleteEvaluationJob "
     "CallWithBearerToken CancelAutomatedReasoningPolicyBuildWorkflow CountTokens "
     "CreateAdvancedPromptOptimizationJob CreateAutomatedReasoningPolicy "
     "CreateAutomatedReasoningPolicyTestCase CreateAutomatedReasoningPolicyVersion "
     "CreateCustomModel CreateCustomModelDeployment CreateEvaluationJob "
     "CreateFoundationModelAgreement CreateGuardrail CreateGuardrailVersion "
     "CreateInferenceProfile CreateMarketplaceModelEndpoint CreateModelCopyJob "
     "CreateModelCustomizationJob CreateModelImportJob CreateModelInvocationJob "
     "CreatePromptRouter CreateProvisionedModelThroughput DeleteAutomatedReasoningPolicy "
     "DeleteAutomatedReasoningPolicyBuildWorkflow DeleteAutomatedReasoningPolicyTestCase "
     "DeleteCustomModel DeleteCustomModelDeployment DeleteEnforcedGuardrailConfiguration "
     "DeleteFoundationModelAgreement DeleteGuardrail DeleteImportedModel "
     "DeleteInferenceProfile DeleteMarketplaceModelEndpoint "
     "DeleteModelInvocationLoggingConfiguration DeletePromptRouter "
     "DeleteProvisionedModelThroughput DeleteResourcePolicy "
     "DeregisterMarketplaceModelEndpoint ExportAutomatedReasoningPolicyVersion "
     "GetAdvancedPromptOptimizationJob GetAsyncInvoke GetAutomatedReasoningPolicy "
     "GetAutomatedReasoningPolicyAnnotations GetAutomatedReasoningPolicyBuildWorkflow "
     "GetAutomatedReasoningPolicyBuildWorkflowResultAssets "
     "GetAutomatedReasoningPolicyNextScenario GetAutomatedReasoningPolicyTestCase "
     "GetAutomatedReasoningPolicyTestResult GetCustomModel GetCustomModelDeployment "
     "GetEvaluationJob GetFoundationModel GetFoundationModelAvailability GetGuardrail "
     "GetImportedModel GetInferenceProfile GetMarketplaceModelEndpoint GetModelCopyJob "
     "GetModelCustomizationJob GetModelImportJob GetModelInvocationJob "
     "GetModelInvocationLoggingConfiguration GetPrompt GetPromptRouter "
     "GetProvisionedModelThroughput GetResourcePolicy GetUseCaseForModelAccess InvokeAgent "
     "InvokeFlow InvokeModel InvokeModelWithBidirectionalStream "
     "InvokeModelWithResponseStream ListAdvancedPromptOptimizationJobs ListAsyncInvokes "
     "ListAutomatedReasoningPolicies ListAutomatedReasoningPolicyBuildWorkflows "
     "ListAutomatedReasoningPolicyTestCases ListAutomatedReasoningPolicyTestResults "
     "ListCustomModelDeployments ListCustomModels ListEnforcedGuardrailsConfiguration "
     "ListEvaluationJobs ListFoundationModelAgreementOffers ListFoundationModels "
     "ListGuardrails ListImportedModels ListInferenceProfiles "
     "ListMarketplaceModelEndpoints ListModelCopyJobs ListModelCustomizationJobs "
     "ListModelImportJobs ListModelInvocationJobs ListPromptRouters ListPrompts "
     "ListProvisionedModelThroughputs ListTagsForResource OptimizePrompt "
     "PutEnforcedGuardrailConfiguration PutFoundationModelEntitlement "
     "PutModelInvocationLoggingConfiguration "
     "PutResourcePolicy PutUseCaseForModelAccess RegisterMarketplaceModelEndpoint "
     "RenderPrompt Rerank Retrieve RetrieveAndGenerate StartAsyncInvoke "
     "StartAutomatedReasoningPolicyBuildWorkflow StartAutomatedReasoningPolicyTestWorkflow "
     "StopAdvancedPromptOptimizationJob StopEvaluationJob StopModelCustomizationJob "
     "StopModelInvocationJob TagResource UntagResource UpdateAutomatedReasoningPolicy "
     "UpdateAutomatedReasoningPolicyAnnotations UpdateAutomatedReasoningPolicyTestCase "
     "UpdateCustomModelDeployment UpdateGuardrail UpdateMarketplaceModelEndpoint "
     "UpdateProvisionedModelThroughput"},
    {"cloudtrail",
     "AddTags CancelQuery CreateChannel CreateDashboard CreateEventDataStore CreateTrail "
     "DeleteChannel DeleteDashboard DeleteEventDataStore DeleteResourcePolicy DeleteTrail "
     "DeregisterOrganizationDelegatedAdmin DescribeQuery DescribeTrails DisableFederation "
     "EnableFederation GenerateQuery GetChannel GetDashboard GetEventConfiguration "
     "GetEventDataStore GetEventSelectors GetImport GetInsightSelectors GetQueryResults "
     "GetResourcePolicy GetTrail GetTrailStatus ListChannels ListDashboards "
     "ListEventDataStores ListImportFailures ListImports ListInsightsData "
     "ListInsightsMetricData ListPublicKeys ListQueries ListTags ListTrails LookupEvents "
     "PutEventConfiguration PutEventSelectors PutInsightSelectors PutResourcePolicy "
     "RegisterOrganizationDelegatedAdmin RemoveTags RestoreEventDataStore "
     "SearchSampleQueries StartDashboardRefresh StartEventDataStoreIngestion StartImport "
     "StartLogging StartQuery StopEventDataStoreIngestion StopImport StopLogging "
     "UpdateChannel UpdateDashboard UpdateEventDataStore UpdateTrail"},
    {"iam",
     "AcceptDelegationRequest AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile "
     "AddUserToGroup AssociateDelegationRequest AttachGroupPolicy AttachRolePolicy "
     "AttachUserPolicy ChangePassword CreateAccessKey CreateAccountAlias "
     "CreateDelegationRequest CreateGroup CreateInstanceProfile CreateLoginProfile "
     "CreateOpenIDConnectProvider CreatePolicy CreatePolicyVersion CreateRole "
     "CreateSAMLProvider CreateServiceLinkedRole CreateServiceSpecificCredential "
     "CreateUser CreateVirtualMFADevice DeactivateMFADevice DeleteAccessKey "
     "DeleteAccountAlias DeleteAccountPasswordPolicy DeleteCloudFrontPublicKey DeleteGroup "
     "DeleteGroupPolicy DeleteInstanceProfile DeleteLoginProfile "
     "DeleteOpenIDConnectProvider DeletePolicy DeletePolicyVersion DeleteRole "
     "DeleteRolePermissionsBoundary DeleteRolePolicy DeleteSAMLProvider DeleteSSHPublicKey "
     "DeleteServerCertificate DeleteServiceLinkedRole DeleteServiceSpecificCredential "
     "DeleteSigningCertificate DeleteUser DeleteUserPermissionsBoundary DeleteUserPolicy "
     "DeleteVirtualMFADevice DetachGroupPolicy DetachRolePolicy DetachUserPolicy "
     "DisableOrganizationsRootCredentialsManagement DisableOrganizationsRootSessions "
     "DisableOutboundWebIdentityFederation EnableMFADevice "
     "EnableOrganizationsRootCredentialsManagement EnableOrganizationsRootSessions "
     "EnableOutboundWebIdentityFederation GenerateCredentialReport "
     "GenerateOrganizationsAccessReport GenerateServiceLastAccessedDetails "
     "GetAccessKeyLastUsed GetAccountAuthorizationDetails GetAccountEmailAddress "
     "GetAccountName GetAccountPasswordPolicy GetAccountSummary GetCloudFrontPublicKey "
     "GetContextKeysForCustomPolicy GetContextKeysForPrincipalPolicy GetCredentialReport "
     "GetDelegationRequest GetGroup GetGroupPolicy GetHumanReadableSummary "
     "GetInstanceProfile GetLoginProfile GetMFADevice GetOpenIDConnectProvider "
     "GetOrganizationsAccessReport GetOutboundWebIdentityFederationInfo GetPolicy "
     "GetPolicyVersion GetRole GetRolePolicy GetSAMLProvider GetSSHPublicKey "
     "GetServerCertificate GetServiceLastAccessedDetails "
     "GetServiceLastAccessedDetailsWithEntities GetServiceLinkedRoleDeletionStatus GetUser "
     "GetUserPolicy ListAccessKeys ListAccountAliases ListAttachedGroupPolicies "
     "ListAttachedRolePolicies ListAttachedUserPolicies ListCloudFrontPublicKeys "
     "ListDelegationRequests ListEntitiesForPolicy ListGroupPolicies ListGroups "
     "ListGroupsForUser ListInstanceProfileTags ListInstanceProfiles "
     "ListInstanceProfilesForRole ListMFADeviceTags ListMFADevices "
     "ListOpenIDConnectProviderTags ListOpenIDConnectProviders ListOrganizationsFeatures "
     "ListPolicies ListPoliciesGrantingServiceAccess ListPolicyTags ListPolicyVersions "
     "ListRolePolicies ListRoleTags ListRoles ListSAMLProviderTags ListSAMLProviders "
     "ListSSHPublicKeys ListSTSRegionalEndpointsStatus ListServerCertificateTags "
     "ListServerCertificates ListServiceSpecificCredentials ListSigningCertificates "
     "ListUserPolicies ListUserTags ListUsers ListVirtualMFADevices PassRole "
     "PutGroupPolicy PutRolePermissionsBoundary PutRolePolicy PutUserPermissionsBoundary "
     "PutUserPolicy RejectDelegationRequest RemoveClientIDFromOpenIDConnectProvider "
     "RemoveRoleFromInstanceProfile RemoveUserFromGroup ResetServiceSpecificCredential "
     "ResyncMFADevice SendDelegationToken SetDefaultPolicyVersion "
     "SetSecurityTokenServicePreferences SimulateCustomPolicy SimulatePrincipalPolicy "
     "TagInstanceProfile TagMFADevice TagOpenIDConnectProvider TagPolicy TagRole "
     "TagSAMLProvider TagServerCertificate TagUser UntagInstanceProfile UntagMFADevice "
     "UntagOpenIDConnectProvider UntagPolicy UntagRole UntagSAMLProvider "
     "UntagServerCertificate UntagUser UpdateAccessKey UpdateAccountEmailAddress "
     "UpdateAccountName UpdateAccountPasswordPolicy UpdateAssumeRolePolicy "
     "UpdateCloudFrontPublicKey UpdateDelegationRequest UpdateGroup UpdateLoginProfile "
     "UpdateOpenIDConnectProviderThumbprint UpdateRole UpdateRoleDescription "
     "UpdateSAMLProvider UpdateSSHPublicKey UpdateServerCertificate "
     "UpdateServiceSpecificCredential UpdateSigningCertificate UpdateUser "
     "UploadCloudFrontPublicKey UploadSSHPublicKey UploadServerCertificate "
     "UploadSigningCertificate"},
    {"license-manager",
     "AcceptGrant CheckInLicense CheckoutBorrowLicense CheckoutLicense CreateGrant "
     "CreateGrantVersion CreateLicense CreateLicenseAssetGroup CreateLicenseAssetRuleset "
     "CreateLicenseConfiguration CreateLicenseConversionTaskForResource "
     "CreateLicenseManagerReportGenerator CreateLicenseVersion CreateToken DeleteGrant "
     "DeleteLicense DeleteLicenseAssetGroup DeleteLicenseAssetRuleset "
     "DeleteLicenseConfiguration DeleteLicenseManagerReportGenerator DeleteToken "
     "ExtendLicenseConsumption GetAccessToken GetGrant GetLicense GetLicenseAssetGroup "
     "GetLicenseAssetRuleset GetLicenseConfiguration GetLicenseConversionTask "
     "GetLicenseManagerReportGenerator GetLicenseUsage GetServiceSettings "
     "ListAssetsForLicenseAssetGroup ListAssociationsForLicenseConfiguration "
     "ListDistributedGrants ListFailuresForLicenseConfigurationOperations "
     "ListLicenseAssetGroups ListLicenseAssetRulesets ListLicenseConfigurations "
     "ListLicenseConfigurationsForOrganization ListLicenseConversionTasks "
     "ListLicenseManagerReportGenerators ListLicenseSpecificationsForResource "
     "ListLicenseVersions ListLicenses ListReceivedGrants "
     "ListReceivedGrantsForOrganization ListReceivedLicenses "
     "ListReceivedLicensesForOrganization ListResourceInventory ListTagsForResource "
     "ListTokens ListUsageForLicenseConfiguration RejectGrant TagResource UntagResource "
     "UpdateLicenseAssetGroup UpdateLicenseAssetRuleset UpdateLicenseConfiguration "
     "UpdateLicenseManagerReportGenerator UpdateLicenseSpecificationsForResource "
     "UpdateServiceSettings"},
    {"licet",
     "ApplyCatalog ApplyOffers Diff Evaluate Explain GetCatalog GetOpenApi "
     "GetOrganizationSettings GetProductAccess GetSigningKeys GetUsage ListQuotas OpenAccount "
     "Simulate UpdateOrganizationSettings WhatCan WhoCan"},
    {"organizations",
     "AcceptHandshake AttachPolicy CancelHandshake CloseAccount CreateAccount "
     "CreateGovCloudAccount CreateOrganization CreateOrganizationalUnit CreatePolicy "
     "DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy "
     "DeleteResourcePolicy DeregisterDelegatedAdministrator DescribeAccount "
     "DescribeCreateAccountStatus DescribeEffectivePolicy DescribeHandshake "
     "DescribeOrganization DescribeOrganizationalUnit DescribePolicy "
     "DescribeResourcePolicy DescribeResponsibilityTransfer DetachPolicy "
     "DisableAWSServiceAccess DisablePolicyType EnableAWSServiceAccess EnableAllFeatures "
     "EnablePolicyType InviteAccountToOrganization "
     "InviteOrganizationToTransferResponsibility LeaveOrganization "
     "ListAWSServiceAccessForOrganization ListAccounts ListAccountsForParent "
     "ListAccountsWithInvalidEffectivePolicy ListChildren ListCreateAccountStatus "
     "ListDelegatedAdministrators ListDelegatedServicesForAccount "
     "ListEffectivePolicyValidationErrors ListHandshakesForAccount "
     "ListHandshakesForOrganization ListInboundResponsibilityTransfers "
     "ListOrganizationalUnitsForParent ListOutboundResponsibilityTransfers ListParents "
     "ListPolicies ListPoliciesForTarget ListRoots ListTagsForResource "
     "ListTargetsForPolicy MoveAccount PutResourcePolicy RegisterDelegatedAdministrator "
     "RemoveAccountFromOrganization TagResource TerminateResponsibilityTransfer "
     "UntagResource UpdateOrganizationalUnit UpdatePolicy UpdateResponsibilityTransfer"},
    {"sts",
     "AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot "
     "DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity "
     "GetDelegatedAccessToken GetFederationToken GetServiceBearerToken GetSessionToken "
     "GetWebIdentityToken SetContext SetSourceIdentity TagSession"},
};

/// Open addressing; at most a third full, so that a text is compared with few names.
class Table {
public:
    Table() {
        slots_.fill(Action::kUnknown);
        for (const auto& service : kServices) {
            add(service);
        }
        LICET_CHECK(texts_.size() * 3 <= slots_.size());
        views_.assign(texts_.begin(), texts_.end());
        for (std::size_t i = 0; i < views_.size(); ++i) {
            std::size_t slot = hash(views_[i]);
            while (slots_[slot % slots_.size()] != Action::kUnknown) {
                ++slot;
            }
            slots_[slot % slots_.size()] = static_cast<std::uint16_t>(i);
        }
    }

    std::span<const std::string_view> views() const { return views_; }

    std::optional<std::uint16_t> find(std::string_view text) const {
        for (std::size_t slot = hash(text);; ++slot) {
            const auto number = slots_[slot % slots_.size()];
            if (number == Action::kUnknown) {
                return std::nullopt;
            }
            if (views_[number] == text || equal_letters(views_[number], text)) {
                return number;
            }
        }
    }

private:
    void add(const Service& service) {
        for (auto rest = service.names; !rest.empty();) {
            const auto end = rest.find(' ');
            texts_.push_back(std::string{service.prefix} + ":" + std::string{rest.substr(0, end)});
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        }
    }

    /// Of the text whatever the case of its letters: the bit that tells them apart is set in all.
    static std::size_t hash(std::string_view text) {
        constexpr std::uint64_t kCaseBits = 0x2020'2020'2020'2020;
        constexpr std::uint64_t kFactor = 0x9e37'79b9'7f4a'7c15;
        std::uint64_t sum = text.size();
        while (!text.empty()) {
            std::uint64_t word = 0;
            const auto taken = std::min(text.size(), sizeof word);
            std::memcpy(&word, text.data(), taken);
            sum = (sum ^ (word | kCaseBits)) * kFactor;
            sum ^= sum >> 32U;
            text.remove_prefix(taken);
        }
        return sum;
    }

    std::vector<std::string> texts_;
    std::vector<std::string_view> views_;  // of texts_
    std::array<std::uint16_t, 2'048> slots_{};
};

const Table& table() {
    static const Table made;
    return made;
}

}  // namespace

std::span<const std::string_view> known_actions() {
    return table().views();
}

std::optional<std::uint16_t> action_number(std::string_view text) {
    return table().find(text);
}

Action::Action(std::string_view text)
    : text_{text}, number_{action_number(text).value_or(kUnknown)} {}

}  // namespace licet::policy
