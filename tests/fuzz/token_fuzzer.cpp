// Tokens, keys, claims and metadata, as bytes of strangers: nothing is accepted that we or the one issuer did not sign.
#include "core/reasons.hpp"
#include "core/time.hpp"
#include "crypto/jws.hpp"
#include "crypto/jwt.hpp"
#include "services/gateway/adapters/assertions.hpp"
#include "services/gateway/adapters/id_token.hpp"
#include "services/gateway/adapters/provider_metadata.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace suite::fuzz {
namespace {

/// Its private half was thrown away.
constexpr std::string_view kIssuerKeys =
    R"({"keys":[{"kty":"EC","use":"sig","kid":"ec-1","alg":"ES256","crv":"P-256",)"
    R"("x":"fXFXH3XdKjyjARiORMwqQW7ayyC2EfMiDTEu31t718c","y":"XxDeLtu-iH2eups6lAi1DK-Z22O2-GRW8aCufTsN5dA"}]})";

}  // namespace

void Token(std::string_view bytes) {
    static const auto kKeys = *crypto::PublicKeys::Parse(kIssuerKeys);
    static const crypto::TokenSigner kSigner(Secret("0123456789abcdef0123456789abcdef"));
    static const auto kNow = *ParseInstant("2026-11-22T08:30:00Z");

    const auto signed_by_issuer = crypto::VerifySigned(bytes, kKeys);
    Require(!signed_by_issuer, "nobody has the issuer's key");
    Require(signed_by_issuer.error().reason == reason::kUnauthenticated, "a refusal says nothing to the outside");

    // Tokens in the corpus may be ours; whatever they say, they are somebody.
    if (const auto actor = kSigner.Verify(bytes, kNow)) {
        Require(actor->role != Role::kNone, "a token of ours has a role");
        const bool of_school = actor->role == Role::kCoordinator || actor->role == Role::kTeacher;
        Require(!of_school || actor->school, "staff has a school");
    }

    if (const auto keys = crypto::PublicKeys::Parse(bytes)) {
        Require(!keys->Keys().empty(), "a key set has keys");
        for (const auto& key : keys->Keys())
            Require(key.json.find("\"d\"") == std::string::npos, "no private half is kept");
    }

    if (const auto claims = gateway::ReadIdClaims(bytes, {})) {
        Require(!claims->audience.empty(), "a token is for somebody");
        Require(claims->identity.basispoort_id.value_or(1) > 0, "a Basispoort id is positive");
        for (const auto school : claims->identity.schools) Require(school > 0, "a school's id is positive");
        Require(claims->nonce.find('\0') == std::string::npos, "no text holds a NUL");
        // What is not checked lets nobody in.
        Require(!gateway::CheckClaims(*claims, {.issuer = "https://op.example", .client_id = "us", .nonce = ""}, kNow),
                "without a nonce nobody comes in");
    }

    if (const auto assertion = gateway::ReadAssertion(bytes)) {
        Require(!assertion->audience.empty(), "an assertion is for somebody");
        const std::vector<std::string> us{"https://us.example/oauth/token"};
        if (gateway::CheckAssertion(*assertion, "las", us, kNow)) {
            Require(assertion->issuer == "las" && assertion->subject == "las", "an assertion is its client's own");
            Require(!assertion->id.empty(), "an assertion can be told from others");
        }
    }
    Require(!gateway::SignedAssertions().Verify(bytes, std::string(kIssuerKeys)), "nobody has the client's key");
    if (const auto keys = gateway::ReadKeySet(bytes)) {
        Require(keys->find("\"d\":") == std::string::npos, "no private half is registered");
        Require(gateway::ReadKeySet(*keys).has_value(), "what is stored can be read");
    }

    if (const auto metadata = gateway::ParseMetadata(bytes, "https://op.example")) {
        for (const auto& url : {metadata->authorization_endpoint, metadata->token_endpoint, metadata->jwks_uri})
            Require(gateway::IsProviderUrl(url), "a provider is spoken to over https, or on loopback");
    }
}

}  // namespace suite::fuzz

SUITE_FUZZ_ENTRY(Token)
