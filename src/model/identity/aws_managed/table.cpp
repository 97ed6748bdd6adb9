// SPDX-License-Identifier: Apache-2.0
#include "model/identity/aws_managed/aws_managed.h"

namespace licet::model {
namespace {

constexpr AwsManagedPolicy kTable[] = {
    {"/", "AdministratorAccess", "Allows every action on every resource.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "*", "Resource": "*"}
  ]
})"},

    {"/", "PowerUserAccess", "Allows everything but managing identities and the organization.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "NotAction": ["iam:*", "organizations:*"],
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Action": [
        "iam:CreateServiceLinkedRole",
        "iam:DeleteServiceLinkedRole",
        "iam:ListRoles",
        "organizations:DescribeEffectivePolicy",
        "organizations:DescribeOrganization"
      ],
      "Resource": "*"
    }
  ]
})"},

    {"/", "ReadOnlyAccess", "Allows reading everything and changing nothing.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "aws-marketplace:Describe*",
        "aws-marketplace:Get*",
        "aws-marketplace:List*",
        "aws-marketplace:Search*",
        "aws-marketplace:ViewSubscriptions",
        "bedrock:Get*",
        "bedrock:List*",
        "cloudtrail:Describe*",
        "cloudtrail:Get*",
        "cloudtrail:List*",
        "cloudtrail:LookupEvents",
        "iam:Generate*",
        "iam:Get*",
        "iam:List*",
        "iam:Simulate*",
        "license-manager:Get*",
        "license-manager:List*",
        "licet:Get*",
        "organizations:Describe*",
        "organizations:List*",
        "sts:GetAccessKeyInfo",
        "sts:GetCallerIdentity",
        "sts:GetSessionToken"
      ],
      "Resource": "*"
    }
  ]
})"},

    {"/job-function/", "ViewOnlyAccess", "Allows listing what there is, without its details.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "aws-marketplace:ViewSubscriptions",
        "bedrock:List*",
        "cloudtrail:LookupEvents",
        "iam:GetAccountSummary",
        "iam:List*",
        "license-manager:List*",
        "organizations:List*"
      ],
      "Resource": "*"
    }
  ]
})"},

    {"/", "SecurityAudit", "Allows reading what a security review looks at.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "bedrock:GetFoundationModel",
        "bedrock:GetFoundationModelAvailability",
        "bedrock:GetInferenceProfile",
        "bedrock:List*",
        "cloudtrail:LookupEvents",
        "iam:Generate*",
        "iam:Get*",
        "iam:List*",
        "iam:SimulateCustomPolicy",
        "iam:SimulatePrincipalPolicy",
        "license-manager:List*",
        "organizations:Describe*",
        "organizations:List*",
        "sts:GetAccessKeyInfo"
      ],
      "Resource": "*"
    }
  ]
})"},

    {"/", "IAMFullAccess", "Allows managing the account's identities and their policies.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "iam:*",
        "organizations:DescribeAccount",
        "organizations:DescribeOrganization",
        "organizations:DescribeOrganizationalUnit",
        "organizations:DescribePolicy",
        "organizations:ListChildren",
        "organizations:ListParents",
        "organizations:ListPolicies",
        "organizations:ListPoliciesForTarget",
        "organizations:ListRoots",
        "organizations:ListTargetsForPolicy"
      ],
      "Resource": "*"
    }
  ]
})"},

    {"/", "IAMReadOnlyAccess", "Allows reading the account's identities and their policies.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "iam:Generate*",
        "iam:Get*",
        "iam:List*",
        "iam:SimulateCustomPolicy",
        "iam:SimulatePrincipalPolicy"
      ],
      "Resource": "*"
    }
  ]
})"},

    {"/", "AWSOrganizationsFullAccess", "Allows managing the organization.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AWSOrganizationsFullAccess",
      "Effect": "Allow",
      "Action": "organizations:*",
      "Resource": "*"
    },
    {
      "Sid": "AWSOrganizationsFullAccessCreateSLR",
      "Effect": "Allow",
      "Action": "iam:CreateServiceLinkedRole",
      "Resource": "*",
      "Condition": {"StringEquals": {"iam:AWSServiceName": "organizations.amazonaws.com"}}
    }
  ]
})"},

    {"/", "AWSOrganizationsReadOnlyAccess", "Allows reading the organization.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AWSOrganizationsReadOnly",
      "Effect": "Allow",
      "Action": ["organizations:Describe*", "organizations:List*"],
      "Resource": "*"
    }
  ]
})"},

    {"/", "AmazonBedrockFullAccess",
     "Allows everything in Bedrock, and to subscribe to models through it.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "BedrockAll", "Effect": "Allow", "Action": "bedrock:*", "Resource": "*"},
    {
      "Sid": "APIsWithAllResourceAccess",
      "Effect": "Allow",
      "Action": "iam:ListRoles",
      "Resource": "*"
    },
    {
      "Sid": "MarketplaceOperationsFromBedrockFor3pModels",
      "Effect": "Allow",
      "Action": [
        "aws-marketplace:Subscribe",
        "aws-marketplace:Unsubscribe",
        "aws-marketplace:ViewSubscriptions"
      ],
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:CalledViaLast": "bedrock.amazonaws.com"}}
    }
  ]
})"},

    {"/", "AmazonBedrockReadOnly", "Allows reading everything in Bedrock.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AmazonBedrockReadOnly",
      "Effect": "Allow",
      "Action": ["bedrock:Get*", "bedrock:List*"],
      "Resource": "*"
    }
  ]
})"},

    {"/", "AmazonBedrockLimitedAccess",
     "Allows the use of models, by API keys too, and to subscribe to them through Bedrock.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "BedrockAPIs",
      "Effect": "Allow",
      "Action": [
        "bedrock:CallWithBearerToken",
        "bedrock:CreateInferenceProfile",
        "bedrock:DeleteInferenceProfile",
        "bedrock:Get*",
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream",
        "bedrock:List*",
        "bedrock:TagResource",
        "bedrock:UntagResource"
      ],
      "Resource": "*"
    },
    {
      "Sid": "APIsWithAllResourceAccess",
      "Effect": "Allow",
      "Action": "iam:ListRoles",
      "Resource": "*"
    },
    {
      "Sid": "MarketplaceOperationsFromBedrockFor3pModels",
      "Effect": "Allow",
      "Action": [
        "aws-marketplace:Subscribe",
        "aws-marketplace:Unsubscribe",
        "aws-marketplace:ViewSubscriptions"
      ],
      "Resource": "*",
      "Condition": {"StringEquals": {"aws:CalledViaLast": "bedrock.amazonaws.com"}}
    }
  ]
})"},

    {"/", "AmazonBedrockMarketplaceAccess",
     "Allows managing endpoints of models from Bedrock Marketplace.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "BedrockMarketplaceAPIs",
      "Effect": "Allow",
      "Action": [
        "bedrock:CreateMarketplaceModelEndpoint",
        "bedrock:DeleteMarketplaceModelEndpoint",
        "bedrock:DeregisterMarketplaceModelEndpoint",
        "bedrock:RegisterMarketplaceModelEndpoint",
        "bedrock:UpdateMarketplaceModelEndpoint"
      ],
      "Resource": "*"
    }
  ]
})"},

    {"/", "AWSMarketplaceFullAccess", "Allows subscribing to products and managing agreements.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "aws-marketplace:*", "Resource": "*"},
    {"Effect": "Allow", "Action": ["iam:GetRole", "iam:ListRoles"], "Resource": "*"}
  ]
})"},

    {"/", "AWSMarketplaceManageSubscriptions",
     "Allows subscribing to products and ending subscriptions.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "aws-marketplace:ListPrivateListings",
        "aws-marketplace:Subscribe",
        "aws-marketplace:Unsubscribe",
        "aws-marketplace:ViewSubscriptions"
      ],
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Action": ["aws-marketplace:ListAgreementCharges", "aws-marketplace:UpdatePurchaseOrders"],
      "Resource": "*",
      "Condition": {
        "ForAllValues:StringEquals": {"aws-marketplace:AgreementType": "PurchaseAgreement"},
        "Null": {"aws-marketplace:AgreementType": "false"}
      }
    },
    {
      "Sid": "AWSMarketplaceAgreementCancellationRequestAccess",
      "Effect": "Allow",
      "Action": [
        "aws-marketplace:AcceptAgreementCancellationRequest",
        "aws-marketplace:CancelAgreement",
        "aws-marketplace:GetAgreementCancellationRequest",
        "aws-marketplace:ListAgreementCancellationRequests",
        "aws-marketplace:RejectAgreementCancellationRequest"
      ],
      "Resource": "*",
      "Condition": {
        "StringEquals": {"aws-marketplace:PartyType": "Acceptor"},
        "ForAllValues:StringEquals": {"aws-marketplace:AgreementType": "PurchaseAgreement"}
      }
    }
  ]
})"},

    {"/", "AWSMarketplaceRead-only", "Allows reading the account's subscriptions.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "aws-marketplace:GetAgreementCancellationRequest",
        "aws-marketplace:ListAgreementCancellationRequests",
        "aws-marketplace:ListAgreementCharges",
        "aws-marketplace:ListPrivateListings",
        "aws-marketplace:ViewSubscriptions",
        "iam:ListRoles"
      ],
      "Resource": "*"
    }
  ]
})"},

    {"/service-role/", "AWSLicenseManagerConsumptionPolicy",
     "Allows what the bearer of a license token needs to use the license.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "license-manager:CheckInLicense",
        "license-manager:CheckoutLicense",
        "license-manager:ExtendLicenseConsumption",
        "license-manager:GetLicense"
      ],
      "Resource": "*"
    }
  ]
})"},

    {"/", "AWSCloudTrail_FullAccess", "Allows everything in CloudTrail.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "cloudtrail:*", "Resource": "*"},
    {"Effect": "Allow", "Action": ["iam:GetRolePolicy", "iam:GetUser", "iam:ListRoles"], "Resource": "*"}
  ]
})"},

    {"/", "AWSCloudTrail_ReadOnlyAccess", "Allows reading the audit trail.",
     R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "cloudtrail:Describe*",
        "cloudtrail:Get*",
        "cloudtrail:List*",
        "cloudtrail:LookupEvents"
      ],
      "Resource": "*"
    }
  ]
})"},
};

}  // namespace

std::span<const AwsManagedPolicy> aws_managed_policy_table() {
    return kTable;
}

}  // namespace licet::model
