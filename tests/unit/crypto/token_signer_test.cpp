#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "crypto/jwt.hpp"
#include "hmac.hpp"

namespace suite::crypto {
namespace {

const std::string kKey(32, 'k');
const Instant kNow = *ParseInstant("2026-11-22T08:30:00Z");  // 1795336200
constexpr std::string_view kHeader = R"({"alg":"HS256"})";
constexpr std::string_view kClaims =
    R"({"iss":"sleutelbos","aud":"sleutelbos","iat":1795336200,"exp":1795336800,"role":"machine","sub":"las-demo","scope":"results:pull"})";

TokenSigner Signer() { return TokenSigner(Secret(kKey)); }

/// "" when accepted, else what the log would say.
std::string Refusal(std::string_view token, Instant now = kNow) {
    const auto actor = Signer().Verify(token, now);
    if (actor) return "";
    CHECK(actor.error().code == Code::kUnauthenticated);
    CHECK(actor.error().reason == reason::kUnauthenticated);
    return actor.error().message;
}

std::string Claims(std::string_view from, std::string_view to) {
    std::string claims(kClaims);
    const auto at = claims.find(from);
    REQUIRE(at != std::string::npos);
    return claims.replace(at, from.size(), to);
}
std::string WithClaims(std::string_view claims) { return test::SignedToken(kKey, kHeader, claims); }
std::string WithHeader(std::string_view header) { return test::SignedToken(kKey, header, kClaims); }

}  // namespace

TEST_CASE("a second key verifies and never signs", "[ACC-04]") {
    const Actor machine{.role = Role::kMachine, .client_id = "las-demo"};
    const Secret old(kKey);
    const Secret next(std::string(32, 'n'));
    const auto sign = [&](const TokenSigner& signer) {
        return signer.Sign(machine, kNow, std::chrono::minutes(10)).value();
    };
    const TokenSigner before(old);
    const TokenSigner both({.current = next, .other = old});
    const TokenSigner after(next);
    CHECK(both.Verify(sign(before), kNow));
    CHECK(both.Verify(sign(after), kNow));
    CHECK(after.Verify(sign(both), kNow));
    CHECK_FALSE(before.Verify(sign(both), kNow));
    CHECK_FALSE(after.Verify(sign(before), kNow));
    CHECK_FALSE(both.Verify(sign(TokenSigner(Secret(std::string(32, 'x')))), kNow));
    CHECK_FALSE(both.Verify(sign(before), kNow + std::chrono::hours(1)));
}

TEST_CASE("a signed token gives its actor back", "[ACC-04]") {
    const Actor coordinator{
        .role = Role::kCoordinator, .school = SchoolId{7}, .person = PersonId{8}, .client_id = {}, .las = {}};
    const Actor helpdesk{.role = Role::kHelpdesk, .school = {}, .person = {}, .client_id = "helpdesk-1", .las = {}};
    const Actor machine{.role = Role::kMachine,
                        .school = {},
                        .person = {},
                        .client_id = "las-demo",
                        .las = "parnassys",
                        .scopes = {"results:pull", "results:write"}};
    for (const auto& actor : {coordinator, helpdesk, machine}) {
        const auto token = Signer().Sign(actor, kNow, std::chrono::seconds(600));
        REQUIRE(token);
        const auto back = Signer().Verify(*token, kNow);
        REQUIRE(back);
        CHECK(back->role == actor.role);
        CHECK(back->school == actor.school);
        CHECK(back->person == actor.person);
        CHECK(back->client_id == actor.client_id);
        CHECK(back->las == actor.las);
        CHECK(back->scopes == actor.scopes);
    }
}

TEST_CASE("a token made by hand as ours is accepted, so that the refusals below are for what they change") {
    CHECK(Refusal(WithClaims(kClaims)) == "");
    CHECK(Refusal(WithHeader(R"({"typ":"JWT","alg":"HS256"})")) == "");
}

TEST_CASE("only HS256 is accepted, and no header that brings a key or asks for more", "[ACC-04]") {
    const auto unsigned_text = Base64UrlEncode(R"({"alg":"none"})") + "." + Base64UrlEncode(kClaims) + ".";
    CHECK(Refusal(unsigned_text) == "alg is not HS256");
    CHECK(Refusal(unsigned_text + Base64UrlEncode(test::Hmac(kKey, unsigned_text))) == "alg is not HS256");
    for (const auto* header :
         {R"({"alg":"none"})", R"({"alg":"None"})", R"({"alg":"hs256"})", R"({"alg":"HS384"})", R"({"alg":"HS512"})",
          R"({"alg":"RS256"})", R"({"alg":"ES256"})", R"({"alg":["HS256"]})", R"({"alg":null})", "{}"}) {
        CAPTURE(header);
        CHECK(Refusal(WithHeader(header)) == "alg is not HS256");
    }
    for (const auto* extra :
         {R"("jku":"https://evil.example/keys")", R"("jwk":{"kty":"oct","k":"AAAA"})", R"("kid":"../../dev/null")",
          R"("x5u":"https://evil.example")", R"("x5c":[])", R"("crit":["exp"])", R"("b64":false)", R"("zip":"DEF")"}) {
        CAPTURE(extra);
        CHECK(Refusal(WithHeader(R"({"alg":"HS256",)" + std::string(extra) + "}")) ==
              "header has a field that is not accepted");
    }
    for (const auto* header :
         {"", "x", "[]", "null", "\"HS256\"", R"({"alg":"HS256")", R"({"alg":"none","alg":"HS256"})"}) {
        CAPTURE(header);
        CHECK(Refusal(WithHeader(header)) == "header is not JSON");
    }
}

TEST_CASE("a token counts from its making to its end, five seconds of skew allowed", "[ACC-04]") {
    using std::chrono::seconds;
    const auto token =
        Signer().Sign({.role = Role::kHelpdesk, .school = {}, .person = {}, .client_id = "helpdesk-1", .las = {}}, kNow,
                      seconds(600));
    REQUIRE(token);
    CHECK(Refusal(*token, kNow - seconds(5)) == "");
    CHECK(Refusal(*token, kNow - seconds(6)) == "not yet valid");
    CHECK(Refusal(*token, kNow + seconds(604)) == "");
    CHECK(Refusal(*token, kNow + seconds(605)) == "expired");
    CHECK(Refusal(*token, kNow + std::chrono::years(100)) == "expired");
}

TEST_CASE("claims that are not ours, not right or not there are refused", "[ACC-04]") {
    struct Row {
        std::string claims;
        std::string answer;
    };
    const Row rows[] = {
        {Claims(R"("iss":"sleutelbos")", R"("iss":"other")"), "issuer or audience"},
        {Claims(R"("aud":"sleutelbos")", R"("aud":"other")"), "issuer or audience"},
        {Claims(R"("iss":"sleutelbos",)", ""), "issuer or audience"},
        {Claims(R"("iss":"sleutelbos")", R"("iss":7)"), "claims"},
        {Claims(R"("aud":"sleutelbos")", R"("aud":["sleutelbos"])"), "claims"},
        {Claims(R"("exp":1795336800,)", ""), "claims"},
        {Claims(R"("iat":1795336200,)", ""), "claims"},
        {Claims("1795336800", "\"1795336800\""), "claims"},
        {Claims("1795336800", "null"), "claims"},
        {Claims("1795336800", "-1"), "expired"},
        {Claims(R"("role":"machine")", R"("role":"machine","role":"helpdesk")"), "claims"},
        {Claims(R"("exp":1795336800,)", R"("exp":1,"exp":1795336800,)"), "claims"},
        {Claims("\"machine\"", "\"admin\""), "no role"},
        {Claims("\"machine\"", "\"Machine\""), "no role"},
        {Claims("\"machine\"", "4"), "no role"},
        {Claims("\"machine\"", "\"coordinator\""), "no school"},
        {Claims("\"machine\"", "\"teacher\""), "no school"},
        {Claims("\"machine\"", R"("teacher","school":"1")"), "school or person is malformed"},
        {Claims("\"machine\"", R"("teacher","school":1)"), "school or person is malformed"},
        {Claims("\"machine\"", R"("teacher","school":"0000000000000")"), "school or person is malformed"},
        {Claims("\"machine\"", R"("helpdesk","person":"x")"), "school or person is malformed"},
        {Claims(R"("role":"machine","sub":"las-demo")", R"("role":"helpdesk")"), "a helpdesk of nobody"},
        {Claims("\"results:pull\"", "[\"results:pull\"]"), "claims"},
        {Claims("\"las-demo\"", "{}"), "claims"},
        {"[]", "claims"},
        {"null", "claims"},
        {"", "claims"},
        {"{", "claims"},
        {std::string(2000, '['), "claims"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.claims);
        CHECK(Refusal(WithClaims(row.claims)) == row.answer);
    }
}

TEST_CASE("a token that was changed, or signed with another key, is refused", "[ACC-04]") {
    const auto token = WithClaims(kClaims);
    const auto first = token.find('.');
    const auto second = token.rfind('.');
    const auto other = test::SignedToken(std::string(32, 'x'), kHeader, kClaims);
    CHECK(Refusal(other) == "signature");
    const auto more = Base64UrlEncode(Claims("results:pull", "roster:push"));
    CHECK(Refusal(token.substr(0, first + 1) + more + token.substr(second)) == "signature");
    CHECK(Refusal(token.substr(0, second + 1)) == "signature");
    CHECK(Refusal(token.substr(0, token.size() - 3)) == "signature");
    for (std::size_t i = 0; i < token.size(); ++i) {
        auto changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CAPTURE(i);
        CHECK_FALSE(Refusal(changed).empty());
    }
}

TEST_CASE("what is no token at all is refused quickly", "[ACC-04][ACC-07]") {
    using namespace std::string_literals;
    CHECK(Refusal(std::string(1U << 20U, 'a')) == "token too long");
    CHECK(Refusal(WithClaims(Claims("results:pull", std::string(4000, 's')))) == "token too long");
    const auto token = WithClaims(kClaims);
    for (const auto& text : {""s, "."s, ".."s, "..."s, "a.b.c"s, "Bearer "s + token, token + ".x", token + ".",
                             " " + token, token + " ", token + "\n", token + "\0"s, "\0\0\0"s, "\xFF\xFE.\xFF.\xFF"s,
                             token.substr(0, token.rfind('.')), token + "=", "{}"s}) {
        CAPTURE(text);
        CHECK_FALSE(Refusal(text).empty());
    }
}

}  // namespace suite::crypto
