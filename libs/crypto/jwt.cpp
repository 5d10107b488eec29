#include "crypto/jwt.hpp"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "core/role_name.hpp"
#include "core/text.hpp"
#include "crypto/cjose_handles.hpp"
#include "json/strict.hpp"

namespace suite::crypto {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kIssuer = "sleutelbos";
constexpr std::size_t kMaxToken = 4096;
constexpr std::int64_t kSkew = 5;  // seconds; two gateways' clocks
constexpr std::size_t kNesting = 3;

Jwk MakeKey(const Secret& secret) {
    cjose_err error{};
    const auto& bytes = secret.Reveal();
    return Jwk(cjose_jwk_create_oct_spec(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), &error));
}

/// Empty when it was not signed with this key. Read anew for each: what cjose leaves of a failure is not documented.
Jws SignedWith(const Secret& secret, std::string_view token) {
    cjose_err error{};
    const Jwk key = MakeKey(secret);
    Jws jws(cjose_jws_import(token.data(), token.size(), &error));
    if (!key || !jws || !cjose_jws_verify(jws.get(), key.get(), &error)) jws.reset();
    return jws;
}

std::unexpected<Error> Refused(std::string why) {
    return Fail(Code::kUnauthenticated, reason::kUnauthenticated, std::move(why));
}

std::int64_t Seconds(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

/// `expiry` with the skew, bounded so that no date in a token overflows a clock.
std::int64_t LastMoment(std::int64_t expiry) {
    constexpr std::int64_t kFar = 1LL << 40;  // some 35,000 years
    return std::min(expiry, kFar) + kSkew;
}

/// Names in a JWT header that would let the token bring its own key, or ask for processing that we do not know.
Status CheckHeader(std::string_view token) {
    // cjose takes padding and more; a token has one spelling.
    const auto parts = Split(token, '.');
    if (parts.size() != 3 || !Base64UrlDecode(parts[1]) || !Base64UrlDecode(parts[2]))
        return Refused("not three parts of base64url");
    const auto text = Base64UrlDecode(parts[0]);
    const auto parsed = text ? json::ParseStrict(*text, kNesting) : std::unexpected(json::Refusal{});
    if (!parsed || !parsed->is_object()) return Refused("header is not JSON");
    const Json& header = *parsed;
    if (header.value("alg", Json()) != "HS256") return Refused("alg is not HS256");
    for (const auto& [name, value] : header.items()) {
        if (name != "alg" && name != "typ") return Refused("header has a field that is not accepted");
    }
    return {};
}

Result<Actor> ReadClaims(const Json& claims) {
    Actor actor;
    if (const auto role = claims.find("role"); role != claims.end() && role->is_string())
        actor.role = RoleNamed(role->get_ref<const std::string&>()).value_or(Role::kNone);
    if (actor.role == Role::kNone) return Refused("no role");
    const auto id = [&](const char* name, auto& target) {
        if (!claims.contains(name)) return true;
        using AnyId = std::remove_reference_t<decltype(target)>;
        const auto parsed =
            claims[name].is_string() ? AnyId::Parse(claims[name].template get<std::string>()) : std::nullopt;
        if (parsed) target = *parsed;
        return parsed.has_value();
    };
    if (!id("school", actor.school) || !id("person", actor.person)) return Refused("school or person is malformed");
    const bool of_school = actor.role == Role::kCoordinator || actor.role == Role::kTeacher;
    if (of_school && !actor.school) return Refused("no school");
    if (actor.role == Role::kMachine || actor.role == Role::kHelpdesk) actor.client_id = claims.value("sub", "");
    // The helpdesk sees every school, and a school may know who did (ACC-06).
    if (actor.role == Role::kHelpdesk && actor.client_id.empty()) return Refused("a helpdesk of nobody");
    actor.las = claims.value("las", "");
    const std::string scopes = claims.value("scope", "");  // named: Split answers views into it
    for (const auto scope : Split(scopes, ' ')) {
        if (!scope.empty()) actor.scopes.emplace_back(scope);
    }
    return actor;
}

}  // namespace

Result<std::string> TokenSigner::Sign(const Actor& actor, Instant now, std::chrono::seconds lifetime,
                                      std::int64_t version) const {
    Json claims{{"iss", kIssuer}, {"aud", kIssuer}, {"iat", Seconds(now)}, {"exp", Seconds(now) + lifetime.count()}};
    if (actor.role != Role::kNone) claims["role"] = RoleName(actor.role);
    if (actor.school) claims["school"] = actor.school.ToString();
    if (actor.person) claims["person"] = actor.person.ToString();
    if (!actor.client_id.empty()) claims["sub"] = actor.client_id;
    if (!actor.las.empty()) claims["las"] = actor.las;
    if (version != 0) claims["ver"] = version;
    if (!actor.scopes.empty()) {
        std::string scope;
        for (const auto& one : actor.scopes) scope += (scope.empty() ? "" : " ") + one;
        claims["scope"] = scope;
    }
    const auto failed = [] { return Fail(Code::kInternal, reason::kInternal, "could not sign a token"); };
    cjose_err error{};
    const Jwk key = MakeKey(key_.current);
    const JoseHeader header(cjose_header_new(&error));
    const std::string payload = claims.dump();
    if (!key || !header || !cjose_header_set(header.get(), CJOSE_HDR_ALG, CJOSE_HDR_ALG_HS256, &error)) return failed();
    const Jws jws(cjose_jws_sign(key.get(), header.get(), reinterpret_cast<const std::uint8_t*>(payload.data()),
                                 payload.size(), &error));
    const char* text = nullptr;
    if (!jws || !cjose_jws_export(jws.get(), &text, &error)) return failed();
    return std::string(text);
}

Result<Actor> TokenSigner::Verify(std::string_view token, Instant now) const {
    SUITE_ASSIGN(auto verified, VerifyWhole(token, now));
    return std::move(verified.actor);
}

Result<TokenSigner::Verified> TokenSigner::VerifyWhole(std::string_view token, Instant now) const {
    if (token.size() > kMaxToken) return Refused("token too long");
    SUITE_RETURN_IF_ERROR(CheckHeader(token));
    auto jws = SignedWith(key_.current, token);
    if (!jws && key_.other) jws = SignedWith(*key_.other, token);
    if (!jws) return Refused("signature");
    cjose_err error{};
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    if (!cjose_jws_get_plaintext(jws.get(), &bytes, &size, &error)) return Refused("payload");
    try {
        // A claim that is named twice could be read one way here and another way elsewhere.
        const auto parsed = json::ParseStrict(std::string_view(reinterpret_cast<const char*>(bytes), size), kNesting);
        if (!parsed || !parsed->is_object()) return Refused("claims");
        const Json& claims = *parsed;
        if (claims.value("iss", "") != kIssuer || claims.value("aud", "") != kIssuer)
            return Refused("issuer or audience");
        const auto expiry = claims.at("exp").get<std::int64_t>();
        if (expiry <= Seconds(now) - kSkew) return Refused("expired");
        if (claims.at("iat").get<std::int64_t>() > Seconds(now) + kSkew) return Refused("not yet valid");
        SUITE_ASSIGN(auto actor, ReadClaims(claims));
        // Seconds(now) - kSkew reaches it then.
        return Verified{.actor = std::move(actor),
                        .expires = Instant{std::chrono::seconds{LastMoment(expiry)}},
                        .version = claims.value("ver", std::int64_t{0})};
    } catch (const Json::exception&) {
        return Refused("claims");
    }
}

}  // namespace suite::crypto
