#include "services/gateway/app/sign_in.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "sign_in_fakes.hpp"

namespace suite::gateway {
namespace {

using test::SessionWorld;

constexpr std::int64_t kNow = 1795422600;  // 2026-11-23T08:30:00Z

IdClaims RightClaims() {
    return {.issuer = "https://op.example",
            .audience = {"sleutelbos"},
            .authorized_party = {},
            .expires = kNow + 300,
            .issued = kNow,
            .not_before = {},
            .nonce = "n",
            .subject = "someone",
            .identity = {.basispoort_id = 9001}};
}

const ExpectedClaims kExpected{.issuer = "https://op.example", .client_id = "sleutelbos", .nonce = "n"};

class MadeUpProvider final : public IdentityProvider {
  public:
    IdClaims claims = RightClaims();
    int redeemed = 0;
    Result<std::string> LoginUrl(const LoginAttempt& attempt, const std::string& redirect_uri) override {
        return "https://op.example/auth?state=" + attempt.state + "&back=" + redirect_uri;
    }
    Result<IdClaims> Redeem(const std::string& /*code*/, const LoginAttempt& attempt,
                            const std::string& /*redirect_uri*/) override {
        ++redeemed;
        auto told = claims;
        if (told.nonce == "n") told.nonce = attempt.nonce;
        return told;
    }
    Result<bool> IsOwnIssuer(const std::optional<std::string>& issuer) override {
        return !issuer || *issuer == "https://op.example";
    }
    ExpectedClaims Expected(const LoginAttempt& attempt) const override {
        return {.issuer = kExpected.issuer, .client_id = kExpected.client_id, .nonce = attempt.nonce};
    }
    std::string SignOutUrl() override { return ""; }
};

struct World : SessionWorld {
    World() { people.registrations = {test::At(1, true)}; }
    MadeUpProvider provider{};
    SignIn sign_in{provider, sessions, tokens, clock};
    const std::string back = "https://us.example/auth/callback";

    /// "" when it went well.
    std::string Refusal(const Returned& returned, const std::optional<LoginAttempt>& attempt) {
        const auto arrival = sign_in.Arrive(returned, attempt, back, "");
        return arrival ? "" : arrival.error().message;
    }
};

}  // namespace

TEST_CASE("every claim that must be right is", "[ACC-01]") {
    const auto now = *ParseInstant("2026-11-23T08:30:00Z");
    REQUIRE(now.time_since_epoch() == std::chrono::seconds(kNow));
    const auto outcome = [&](auto change) {
        auto claims = RightClaims();
        change(claims);
        const auto status = CheckClaims(claims, kExpected, now);
        return status ? std::string() : status.error().message;
    };
    using C = IdClaims;
    static constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
    static constexpr auto kMin = std::numeric_limits<std::int64_t>::min();
    CHECK(outcome([](C&) {}) == "");
    CHECK(outcome([](C& c) { c.issuer = "https://op.example/"; }) == "iss is another issuer");
    CHECK(outcome([](C& c) { c.issuer.clear(); }) == "iss is another issuer");
    CHECK(outcome([](C& c) { c.audience = {"other"}; }) == "aud is not us");
    CHECK(outcome([](C& c) { c.audience.clear(); }) == "aud is not us");
    CHECK(outcome([](C& c) { c.audience = {"other", "sleutelbos"}; }) == "several aud and no azp");
    CHECK(outcome([](C& c) {
              c.audience = {"other", "sleutelbos"};
              c.authorized_party = "sleutelbos";
          }) == "");
    CHECK(outcome([](C& c) { c.authorized_party = "other"; }) == "azp is not us");
    CHECK(outcome([](C& c) { c.expires.reset(); }) == "no exp");
    CHECK(outcome([](C& c) { c.expires = kNow - 59; }) == "");
    CHECK(outcome([](C& c) { c.expires = kNow - 60; }) == "expired");
    CHECK(outcome([](C& c) { c.expires = kMin; }) == "expired");
    CHECK(outcome([](C& c) { c.expires = kMax; }) == "");
    CHECK(outcome([](C& c) { c.issued.reset(); }) == "no iat");
    CHECK(outcome([](C& c) { c.issued = kNow + 60; }) == "");
    CHECK(outcome([](C& c) { c.issued = kNow + 61; }) == "issued in the future");
    CHECK(outcome([](C& c) { c.issued = kMax; }) == "issued in the future");
    CHECK(outcome([](C& c) { c.issued = kNow - 600; }) == "");
    CHECK(outcome([](C& c) { c.issued = kNow - 601; }) == "issued too long ago");
    CHECK(outcome([](C& c) { c.not_before = kNow + 60; }) == "");
    CHECK(outcome([](C& c) { c.not_before = kNow + 61; }) == "not valid yet");
    CHECK(outcome([](C& c) { c.nonce = "N"; }) == "nonce is another");
    CHECK(outcome([](C& c) { c.nonce.clear(); }) == "nonce is another");
    CHECK(outcome([](C& c) { c.subject.clear(); }) == "no sub");
    CHECK(outcome([](C& c) { c.identity = {}; }) == "says neither a Basispoort id nor an ECK iD");
    CHECK(outcome([](C& c) { c.identity = {.eck_id = "https://ketenid.nl/x"}; }) == "");
    // Two empty nonces are not one.
    auto claims = RightClaims();
    claims.nonce.clear();
    CHECK_FALSE(CheckClaims(claims, {.issuer = kExpected.issuer, .client_id = "sleutelbos", .nonce = ""}, now));
}

TEST_CASE("a sign-in that comes back to the browser that left becomes a session", "[ACC-01]") {
    World world;
    const auto departure = world.sign_in.Depart("/licenties", world.back);
    REQUIRE(departure);
    CHECK(departure->attempt.state != departure->attempt.nonce);
    CHECK(departure->attempt.verifier != departure->attempt.nonce);
    const auto arrival = world.sign_in.Arrive({.code = "c", .state = departure->attempt.state, .error = ""},
                                              departure->attempt, world.back, "");
    REQUIRE(arrival);
    CHECK(arrival->return_to == "/licenties");
    CHECK(world.sessions.Find(arrival->open.id, World::Soon()));
    CHECK(world.sign_in.Depart("https://evil.example", world.back)->attempt.return_to == "/");
}

TEST_CASE("a sign-in that was not begun here, or goes wrong on the way, is refused before the code is used",
          "[ACC-01]") {
    World world;
    const auto attempt = world.sign_in.Depart("/", world.back)->attempt;
    const Returned right{.code = "c", .state = attempt.state, .error = ""};
    CHECK(world.Refusal(right, std::nullopt) == "no sign-in was begun in this browser");
    CHECK(world.Refusal({.code = "c", .state = "other", .error = ""}, attempt) == "state is another");
    CHECK(world.Refusal({.code = "c", .state = "", .error = ""}, attempt) == "state is another");
    CHECK(world.Refusal({.code = "c", .state = attempt.state, .error = "", .issuer = "https://evil.example"},
                        attempt) == "iss beside the code is missing or another");
    CHECK(world.Refusal({.code = "c", .state = attempt.state, .error = "access_denied"}, attempt) ==
          "the provider refused");
    CHECK(world.Refusal({.code = "", .state = attempt.state, .error = ""}, attempt) == "no code");
    CHECK(world.provider.redeemed == 0);
    world.provider.claims.nonce = "replayed";
    CHECK(world.Refusal(right, attempt) == "nonce is another");
    world.provider.claims = RightClaims();
    world.After(kLoginTime - std::chrono::seconds(1));
    world.provider.claims.issued = kNow + 890;
    world.provider.claims.expires = kNow + 1200;
    CHECK(world.Refusal(right, attempt) == "");
    world.After(std::chrono::seconds(1));
    CHECK(world.Refusal(right, attempt) == "the sign-in was begun too long ago");
}

}  // namespace suite::gateway
