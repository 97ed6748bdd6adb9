// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/permissions.h"

#include <string>
#include <string_view>

/// What the control operations of Bedrock act on. Source: service authorization reference; rules
/// BA-3, BA-11, BA-30; domain.md 7.2.
namespace licet::api::bedrock {

inline constexpr ResourceType kFoundationModel{"foundation-model",
                                               "arn:aws:bedrock:*::foundation-model/*"};
inline constexpr ResourceType kInferenceProfile{"inference-profile",
                                                "arn:aws:bedrock:*:*:inference-profile/*"};
inline constexpr ResourceType kApplicationProfile{
    "application-inference-profile", "arn:aws:bedrock:*:*:application-inference-profile/*"};

inline constexpr Need kOnModel{.resources = {&kFoundationModel}};
inline constexpr Need kOnProfile{.resources = {&kInferenceProfile, &kApplicationProfile},
                                 .keys = kTaggedKeys};

/// What subscribing through Bedrock needs of AWS Marketplace besides.
inline constexpr Need kSubscribe{
    .action = "aws-marketplace:Subscribe",
    .keys = {policy::Key::aws_called_via, policy::Key::aws_marketplace_product_id}};
inline constexpr Need kUnsubscribe{.action = "aws-marketplace:Unsubscribe",
                                   .keys = {policy::Key::aws_called_via}};
inline constexpr Need kViewSubscriptions{.action = "aws-marketplace:ViewSubscriptions",
                                         .keys = {policy::Key::aws_called_via}};
inline constexpr std::string_view kBedrockPrincipal = "bedrock.amazonaws.com";

/// The operation's own action on the model, given by its id or ARN.
Permissions on_model(const PermissionCall& call, const std::string& identifier);
/// The same on an inference profile; one that is no system profile's is an account's own.
Permissions on_profile(const PermissionCall& call, const std::string& identifier);

/// The same on what a profile is copied from: the ARN of a model or of a profile, as it is given.
Permissions on_source(const PermissionCall& call, const std::string& arn);

/// The operation's own action and, through Bedrock, one of Marketplace's on the model's product.
Permissions with_marketplace(const PermissionCall& call, const Need& need,
                             const std::string& identifier);

}  // namespace licet::api::bedrock
