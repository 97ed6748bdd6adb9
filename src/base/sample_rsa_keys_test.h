// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/encoding.h"
#include "base/rsa_key_source.h"

#include <string_view>

/// Two RSA keys for tests, where making new ones would take too long. Base64 of PKCS #8.
namespace licet::sample {

inline constexpr std::string_view kRsaKey =
    "MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCvdo73MP2wt5WHMsgRPa1JESPmvojb8Q6aN7SQHHcq"
    "ffFCd5f9C0W3sMKRPfnhNrKqf//E4v2Q05uxtVyIT3h19GA8/THyAfFulRhSfJ9ceHvH3TPJuRbOCcmKdjvlGfdauhb+"
    "WcNRHKTFTnwsU1R3n7dZfC0GmyBTwVFysjTysrrshACoVDlDRA9gK8RuvHihkrgEVWIuGDQg+qzGTyfbfI6b5JKldaZz"
    "3blbZeaCttii9VkLG2I3uERFMbQSU3ISdEKYYSFw2Dft6COcumIReuoq1GhA8G7QXqJxHjExsyCShwf9leOyxO3n1q7o"
    "xWm/v6FFBowuZygcLUqqUnavAgMBAAECgf8ZBE5d8B47k/E91X+w9Zo/ULJNs9zPfw8V7dtQsL5M0KgVUffZnEHUbt9O"
    "1gdKlQHkTVuqNrLwczs/mxwWUz5Zkv4ls/PrDVve6GMPX7VY+dSsKl235SvbNIoHs9PWVl1uEho1KZcveWYEu6v4pejl"
    "JWB+4bWJu5RgXK/AKqhh8dzyZzTGfPGGA6GXS/PrBb4o78crxHHkIY0lIxCG9lsC9PftXuhjS7mWrv8/wUMcosrgV4i9"
    "I0SuUDOwKx1InHOil5Oev/Ttqf8aL8uNV29Gb48t0P67WlaBjXQ2M0ElJ82cmufAaFumDGy73g5CtETY0cC7O7G5fMdL"
    "vF1BXrECgYEA6wkkwriSyLN329bfnBjTDeZsgIWYeN9fCoxbQwI3LOV5TqCzegxd4wEMcRADuI6ie/HfSFACr9RNKl2I"
    "7zeARkrVwfg7eAci4d5b4EPG1dmOSM3CxCuX0kDwDiCF54AvfIk1mI2xV6alvWggCFJUPf6WQ6uGDhNbVn9cAx+i0tEC"
    "gYEAvx0fC5a45DTqrYnNmo4x7rZiRMSOgn9JWL1iU5LPKLu2PUl4Y+9WGGxx/x+IrSJiLwROzYjLfw6ujZ7syLKq8fFk"
    "6Fe4aQotGJOF+AdV1Qs+cvg+Am4VffzpmXmYhmT+vjeM7rBT/2DxFfhneBnhLuceJSJd8iDJKs3QKArMEX8CgYEAuYba"
    "Maqokyy3bB1NHVarIsnE1B6goKkRyK3KTDavfw0UmHBZu/mPEuV9ALJ3fXN55wSiD964gDrBPrPep5XT96iS2y4rIy/e"
    "5RQ0ye42QhAdNHLXTypqCVmhJEWf7YFN+qwEVotidaHiKoTK5Ea4oMcZrgjzJKE69ChMZVrPmEECgYAzXhFtHPrfI7X8"
    "JPDlXNjg75akIyymuK2vM2ANVIVnzmRiPrAkND0w3V0alJA48Ofw+ThxGBaSNREHsbK1EwjNdPOJW6KOYRTT6Tr1+orA"
    "c4A6iKyqHIqcTXFANiWf4d9yox23Ph+loZnLLPQqnNIguDArDPyxSsynO6B6UsSc4wKBgQDZZpT/F4ANqRbnpm1yd2/5"
    "zJj6xyzK7V483NouqA1kFUhvUhn4qzebnMpsyuLJHZMKDMvC2y3hmZAxGqmyS8dMLv6I5+uCf/WVKakT2zUm/jB+McbS"
    "nhmFFXShvy3LRHBLauS/auKWLz3wUBlB3o4+uFo3iHTo+pmhd/FguZnXLg==";

inline constexpr std::string_view kOtherRsaKey =
    "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDfFn5TMlBhC1vqVds5a4HXAPc0qcfaVGVY69PEI22O"
    "2JdUGXRe/jiNv/q8qI6hWLFq2o90w8YSQQ2yeilXlsKgrM9/fyf9EaEnY7rUYZYhKDXKDm+eE2IhyMGk9dWd39oM5KwC"
    "wAZocSjFmqj0iU2g3zfNHKHLr1/om+ZLKCJIBMVdQ2aSJKfVXQCFrurvv8uoRfpxq3JqhdCz4FZBGByF9tIjGPGs+Jde"
    "OA3AOLoT7w88ZRUqsPQ1JKNq1xrrcPIw5OPp1GLlySScl4lRz0QFHjg6ct0tvR20pX0XSiL+loybSO5TQx9jq6r4t5hV"
    "ca8CsEgOzxsD9fquqR5ZguHVAgMBAAECggEADg2+ybMcz67qwdgvSOPTfeMvGjz2MgmeNIFvaYbZfxsja2D1d7TYWguw"
    "T268mir6IEhiVawt9UFDtuI4allnwOiqDgw0DXQCcja3ksC5Yl+EBfWDWr1ksZ/8nPhUq6RUuk+0i1wj+zPiaj0RluLI"
    "cRGRfxp7kdc7ju3f+TeZyJi65J4OFshCinwmeFtZHLyusDO4SfBfftl/LVTSqAIlM/ez6n8j5mIu3BYsGAMRstMnaVBH"
    "zuJVyIXK4/gnA/RqFCwosKLO0rfjBpOQkdrWgLsDDAZr0xvQkiYj90V0qFisZJkf1KcYllzSdrcGEAKfbGYjxdhnmry1"
    "JQVeVGDxoQKBgQD1G1/ISRt32hI/6FBeSxTHBGGlAJLcUuRrvuA4EubiIX8vJTdxgEnPxovOAU4EaTE3ra7Ua5dZsok6"
    "e3hZjaSPPNPUGyHXnQ5SrQKUBlzh3QXK1LRMRCGTuyKVfeO8YUfxleiFInSqbtHI4CLB0UEHInSc3SvCxlJ2I8SONxAg"
    "oQKBgQDpAJq7aafXtx/YtYWa74iCxjVAzJerAs1EhHqY9DPUYRK5ByW64hQMI8PHm0tQPFUL22RcPHv413LBHkPm9jCB"
    "MmucRpZtMuk6MTCSDtNQXzfvdZ6+yQue2j3eWaV8nQHrXBeKuWrCzvh5PthzDjH7kXMY5nbs1hgOcROYFPnQtQKBgQCT"
    "1IHNg8JsY/tTziMC7BfI/OyDnzf0aI5aKdKEH2pfgsJ5xeGNtElQZriVdBYA9Qz5PujON2IeeF7qBeQNZy+UMKS2LfMY"
    "XyJvXOfMLZZBp5PBxM5FnWX++wQd08LSMH46yCZofeKNlK80j3KHIVUuH2rj3UVygTjlBieberxgYQKBgQDAVWFkpriH"
    "1oARUPXyiRu0Z4z56migH3X1wy24KIzIGUFtPrskYw6NXtBzantmxgal/PoBMWRcauwtAaCnfD1ZyJcPryzpAweGo6gm"
    "SNqiE5eGsR7S+f3/qMM9Ud7K2IgHEkPUnW3FVTfCTeA6SVN1CAFsYoF0yt2cvjagaWA1qQKBgFnLWzyB7yNngz4yoMTi"
    "IpCIWwBmpsuIK6MaxFEX0n3BayR4Bbq55zyuQc1tUmYUlSSfSJp5aOY9bnmPsDPnSYisWve5SSZDsdFBtpXj8aYnXCBL"
    "XfBPuAako1dsVpg81KT/sg3HN7ywlh0ONGgL4qJKRh31Z7I/PuhkHccMFOa0";

inline RsaKey rsa_key(std::string_view base64 = kRsaKey) {
    return RsaKey::parse(from_base64(base64).value()).value();
}

/// Gives the two keys in turn, and counts.
struct RsaKeys final : RsaKeySource {
    bool ready = true;  ///< whether it has one
    int taken = 0;

    std::optional<RsaKey> try_take() override {
        if (!ready) {
            return std::nullopt;
        }
        return rsa_key(taken++ % 2 == 0 ? kRsaKey : kOtherRsaKey);
    }
    void when_spare(std::function<void()> again) override { again(); }
};

}  // namespace licet::sample
