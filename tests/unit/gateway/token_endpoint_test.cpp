#include "services/gateway/token_endpoint.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "crypto/crypto.hpp"
#include "services/gateway/adapters/assertions.hpp"
#include "services/gateway/adapters/random_secrets.hpp"
#include "tests/unit/crypto/signing_key.hpp"
#include "tests/unit/gateway/fake_clients.hpp"

namespace suite::gateway {
namespace {

using nlohmann::json;

class FixedClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override { return *ParseInstant("2026-11-22T08:30:00Z"); }
};

const std::string kHost = "127.0.0.1:8080";
const std::string kUrl = "http://" + kHost + "/oauth/token";

struct World {
    World() {
        Client client{.id = "las-demo",
                      .title = "Demo",
                      .scopes = {"results:pull", "results:write"},
                      .las = "parnassys",
                      .key_set = *ReadKeySet(crypto::test::KeySet({key.Public()}))};
        REQUIRE(AddSecret(client, crypto::Sha256Hex("s+e/c%r:t&"), clock.Now()));
        REQUIRE(AddSecret(client, crypto::Sha256Hex("second"), clock.Now()));
        store.clients.emplace(client.id, client);
    }

    FixedClock clock;
    crypto::test::SigningKey key = crypto::test::SigningKey::Ec("ec");
    crypto::TokenSigner signer{Secret(std::string(32, 'k'))};
    test::FakeClients store;
    mutable test::FakeNotes notes;
    RandomSecrets secrets;
    SignedAssertions assertions;
    AuthenticateClient authenticate{store, secrets, assertions, notes, clock};
    TokenEndpoint endpoint{authenticate, signer, clock, ""};

    Client& Stored() { return store.clients.at("las-demo"); }
    /// A form with an assertion of the client, whose claims may be changed.
    std::string AssertionForm(const json& changes = json::object(),
                              const crypto::test::SigningKey* by = nullptr) const {
        const auto now = std::chrono::floor<std::chrono::seconds>(clock.Now()).time_since_epoch().count();
        json claims{{"iss", "las-demo"}, {"sub", "las-demo"}, {"aud", kUrl}, {"exp", now + 60}, {"jti", "1"}};
        claims.update(changes);
        for (auto it = claims.begin(); it != claims.end();) it = it->is_null() ? claims.erase(it) : std::next(it);
        return "grant_type=client_credentials"
               "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
               "&client_assertion=" +
               (by == nullptr ? key : *by).Sign({{"alg", "ES256"}, {"kid", "ec"}}, claims.dump());
    }

    http::Response Ask(const std::string& form, const std::string& authorization = "",
                       const std::string& type = "application/x-www-form-urlencoded") const {
        http::Request request{
            .method = "POST", .path = "/oauth/token", .query = {}, .headers = {{"host", kHost}}, .body = form};
        if (!type.empty()) request.headers["content-type"] = type;
        if (!authorization.empty()) request.headers["authorization"] = authorization;
        return endpoint(request, "trace");
    }
    /// "status error" of a refusal, whose shape it checks.
    std::string Refusal(const std::string& form, const std::string& authorization = "",
                        const std::string& type = "application/x-www-form-urlencoded") const {
        const auto response = Ask(form, authorization, type);
        const auto body = json::parse(response.body);
        if (response.status == 200) return "200";
        CHECK(body.size() == 2);
        CHECK(body.contains("error_description"));
        CHECK(response.content_type == "application/json");
        return std::to_string(response.status) + " " + body["error"].get<std::string>();
    }
};

const std::string kGrant = "grant_type=client_credentials";
const std::string kCredentials = "&client_id=las-demo&client_secret=s%2Be%2Fc%25r%3At%26";

/// Standard base64, with padding.
std::string Basic(std::string_view text) {
    auto encoded = Base64UrlEncode(text);
    for (char& c : encoded) c = c == '-' ? '+' : c == '_' ? '/' : c;
    encoded.append((4 - encoded.size() % 4) % 4, '=');
    return "Basic " + encoded;
}

}  // namespace

TEST_CASE("client credentials become a token of ten minutes with the client's scopes", "[ACC-04]") {
    const World world;
    for (const auto& response :
         {world.Ask(kGrant + kCredentials), world.Ask(kGrant, Basic("las-demo:s%2Be%2Fc%25r%3At%26")),
          world.Ask(kGrant, "bASIC" + Basic("las-demo:s%2Be%2Fc%25r%3At%26").substr(5)),
          world.Ask(kGrant + kCredentials, "", "Application/X-WWW-Form-Urlencoded; charset=utf-8")}) {
        REQUIRE(response.status == 200);
        const auto body = json::parse(response.body);
        CHECK(body["token_type"] == "Bearer");
        CHECK(body["expires_in"] == 600);
        CHECK(body["scope"] == "results:pull results:write");
        CHECK(body.size() == 4);
        CHECK(response.headers == std::vector<std::pair<std::string, std::string>>{{"Cache-Control", "no-store"}});
        const auto actor = world.signer.Verify(body["access_token"].get<std::string>(), world.clock.Now());
        REQUIRE(actor);
        CHECK(actor->role == Role::kMachine);
        CHECK(actor->client_id == "las-demo");
        CHECK(actor->las == "parnassys");
        CHECK_FALSE(world.signer.Verify(body["access_token"].get<std::string>(),
                                        world.clock.Now() + std::chrono::seconds(606)));
    }
}

TEST_CASE("a client may ask for fewer scopes and never gets others", "[ACC-04]") {
    const World world;
    const auto response = world.Ask(kGrant + kCredentials + "&scope=results%3Apull");
    REQUIRE(response.status == 200);
    const auto actor =
        world.signer.Verify(json::parse(response.body)["access_token"].get<std::string>(), world.clock.Now());
    REQUIRE(actor);
    CHECK(actor->scopes == std::vector<std::string>{"results:pull"});
    for (const auto* scope :
         {"roster:push", "results:pull+roster:push", "RESULTS:PULL", "results:*", "+", "results:pull++results:write"}) {
        CAPTURE(scope);
        CHECK(world.Refusal(kGrant + kCredentials + "&scope=" + scope) == "400 invalid_scope");
    }
}

TEST_CASE("a member of the helpdesk gets a token of that role by secret and by assertion", "[ACC-04][ACC-06]") {
    World world;
    Client member{.id = "helpdesk-07",
                  .title = "Helpdesk 7",
                  .scopes = {"helpdesk"},
                  .key_set = *ReadKeySet(crypto::test::KeySet({world.key.Public()})),
                  .version = 5};
    REQUIRE(AddSecret(member, crypto::Sha256Hex("desk"), world.clock.Now()));
    world.store.clients.emplace(member.id, member);
    const auto secret = kGrant + "&client_id=helpdesk-07&client_secret=desk";
    const json whose{{"iss", "helpdesk-07"}, {"sub", "helpdesk-07"}};
    for (const auto& form : {secret, secret + "&scope=helpdesk", world.AssertionForm(whose)}) {
        const auto response = world.Ask(form);
        REQUIRE(response.status == 200);
        const auto body = json::parse(response.body);
        CHECK(body["scope"] == "helpdesk");
        CHECK(body["expires_in"] == 600);
        const auto token = body["access_token"].get<std::string>();
        const auto verified = world.signer.VerifyWhole(token, world.clock.Now());
        REQUIRE(verified);
        CHECK(verified->version == 5);
        CHECK(verified->actor.role == Role::kHelpdesk);
        CHECK(verified->actor.client_id == "helpdesk-07");
        CHECK(verified->actor.scopes.empty());
        CHECK_FALSE(world.signer.Verify(token, world.clock.Now() + std::chrono::seconds(606)));
    }
    CHECK(world.Refusal(secret + "&scope=results%3Apull") == "400 invalid_scope");
    CHECK(world.Refusal(secret + "&scope=helpdesk+results%3Apull") == "400 invalid_scope");
    // Nor does a machine get the helpdesk's by asking.
    CHECK(world.Refusal(kGrant + kCredentials + "&scope=helpdesk") == "400 invalid_scope");
    Revoke(world.store.clients.at(member.id), world.clock.Now());
    CHECK(world.Refusal(secret) == "401 invalid_client");
    CHECK(world.Refusal(world.AssertionForm({{"iss", "helpdesk-07"}, {"sub", "helpdesk-07"}, {"jti", "2"}})) ==
          "401 invalid_client");
}

TEST_CASE("a wrong secret and an unknown client get one and the same answer", "[ACC-04]") {
    const World world;
    const auto wrong = world.Ask(kGrant + "&client_id=las-demo&client_secret=x");
    const auto unknown = world.Ask(kGrant + "&client_id=nobody&client_secret=x");
    CHECK(wrong.status == 401);
    CHECK(wrong.body == unknown.body);
    CHECK(wrong.headers == unknown.headers);
    CHECK(wrong.headers.back() ==
          std::pair<std::string, std::string>("WWW-Authenticate", "Basic realm=\"sleutelbos\""));
}

TEST_CASE("what is no proper token request is refused as RFC 6749 has it", "[ACC-04][ACC-07]") {
    const World world;
    CHECK(world.Refusal("") == "400 unsupported_grant_type");
    CHECK(world.Refusal(kGrant) == "401 invalid_client");
    CHECK(world.Refusal("grant_type=password" + kCredentials) == "400 unsupported_grant_type");
    CHECK(world.Refusal(kGrant + "&" + kGrant + kCredentials) == "400 invalid_request");
    CHECK(world.Refusal(kGrant + kCredentials + "&scope") == "400 invalid_request");
    CHECK(world.Refusal(kGrant + kCredentials + "&x=%zz") == "400 invalid_request");
    CHECK(world.Refusal(kGrant + kCredentials + "&x=%00") == "400 invalid_request");
    CHECK(world.Refusal(kGrant + kCredentials + "&x=%FF") == "400 invalid_request");
    CHECK(world.Refusal(kGrant + kCredentials, "", "application/json") == "400 invalid_request");
    CHECK(world.Refusal(kGrant + kCredentials, "", "") == "400 invalid_request");
    CHECK(world.Refusal(kGrant + kCredentials, Basic("las-demo:x")) == "400 invalid_request");
    CHECK(world.Refusal(kGrant, "Bearer abc") == "401 invalid_client");
    CHECK(world.Refusal(kGrant, "Basic !!!") == "401 invalid_client");
    CHECK(world.Refusal(kGrant, "Basic") == "401 invalid_client");
    CHECK(world.Refusal(kGrant, Basic("no colon")) == "401 invalid_client");
    CHECK(world.Refusal(kGrant, Basic("las-demo:%")) == "401 invalid_client");
    CHECK(world.Refusal(kGrant + kCredentials + "&unknown=ignored") == "200");  // RFC 6749 §3.2
    CHECK(world.Refusal(kGrant + kCredentials + "&pad=" + std::string(17000, 'x')) == "413 invalid_request");
}

TEST_CASE("either of two secrets brings a token and says which was used and a revoked client gets none", "[ACC-04]") {
    World world;
    CHECK(world.Ask(kGrant + "&client_id=las-demo&client_secret=second").status == 200);
    REQUIRE(world.notes.notes.size() == 1);
    CHECK(world.notes.notes[0].secret_number == 2);
    CHECK(world.notes.notes[0].at == world.clock.Now());
    world.Stored().secrets[1].used_at = world.clock.Now() - std::chrono::seconds(30);
    CHECK(world.Ask(kGrant + "&client_id=las-demo&client_secret=second").status == 200);
    CHECK(world.notes.notes.size() == 1);

    REQUIRE(EndSecret(world.Stored(), 2, world.clock.Now()));
    CHECK(world.Refusal(kGrant + "&client_id=las-demo&client_secret=second") == "401 invalid_client");
    CHECK(world.Refusal(kGrant + kCredentials) == "200");
    Revoke(world.Stored(), world.clock.Now());
    const auto revoked = world.Ask(kGrant + kCredentials);
    CHECK(revoked.status == 401);
    CHECK(revoked.body == world.Ask(kGrant + "&client_id=nobody&client_secret=x").body);
    CHECK(world.Refusal(world.AssertionForm()) == "401 invalid_client");

    // What is given afterwards can be told from what was given before.
    Restore(world.Stored());
    const auto body = json::parse(world.Ask(kGrant + kCredentials).body);
    CHECK(world.signer.VerifyWhole(body["access_token"].get<std::string>(), world.clock.Now())->version ==
          world.Stored().version);
}

TEST_CASE("a signed assertion becomes a token once", "[ACC-04]") {
    World world;
    const auto response = world.Ask(world.AssertionForm() + "&scope=results%3Apull");
    REQUIRE(response.status == 200);
    const auto token = json::parse(response.body)["access_token"].get<std::string>();
    const auto actor = world.signer.Verify(token, world.clock.Now());
    REQUIRE(actor);
    CHECK(actor->client_id == "las-demo");
    CHECK(actor->scopes == std::vector<std::string>{"results:pull"});
    REQUIRE(world.notes.notes.size() == 1);
    CHECK(world.notes.notes[0].secret_number == 0);

    CHECK(world.Refusal(world.AssertionForm()) == "401 invalid_client");
    CHECK(world.Refusal(world.AssertionForm({{"jti", "2"}}) + "&client_id=las-demo") == "200");
    for (const auto* audience :
         {"http://127.0.0.1:8080", "http://127.0.0.1:8080/", "http://127.0.0.1:8080/api/v1/oauth/token"}) {
        CHECK(world.Refusal(world.AssertionForm({{"jti", audience}, {"aud", audience}})) == "200");
    }
}

TEST_CASE("an assertion that does not say what it must gets the answer that a wrong secret gets", "[ACC-04]") {
    const World world;
    const auto wrong = world.Ask(kGrant + "&client_id=las-demo&client_secret=x");
    const auto other = crypto::test::SigningKey::Ec("ec");
    const auto past = json(1700000000);
    for (const auto& form :
         {world.AssertionForm({{"aud", "https://other.example/oauth/token"}}),
          world.AssertionForm({{"aud", json::array({kUrl, "https://other.example"})}}),
          world.AssertionForm({{"aud", nullptr}}), world.AssertionForm({{"iss", "other"}}),
          world.AssertionForm({{"sub", "nobody"}, {"iss", "nobody"}}), world.AssertionForm({{"sub", "a b"}}),
          world.AssertionForm({{"sub", nullptr}}), world.AssertionForm({{"exp", past}}),
          world.AssertionForm({{"exp", 4102444800}}), world.AssertionForm({{"exp", nullptr}}),
          world.AssertionForm({{"jti", nullptr}}), world.AssertionForm({{"jti", std::string(300, 'x')}}),
          world.AssertionForm(json::object(), &other), world.AssertionForm() + "&client_id=other",
          world.AssertionForm().substr(0, world.AssertionForm().size() - 20)}) {
        const auto response = world.Ask(form);
        CHECK(response.status == 401);
        CHECK(response.body == wrong.body);
        CHECK(response.headers == wrong.headers);
    }
    CHECK(world.store.assertions.empty());
    CHECK(world.notes.notes.empty());

    CHECK(world.Refusal(world.AssertionForm() + "&client_secret=second") == "400 invalid_request");
    CHECK(world.Refusal(world.AssertionForm(), Basic("las-demo:second")) == "400 invalid_request");
    CHECK(world.Refusal(kGrant + "&client_assertion=a.b.c") == "400 invalid_request");
    CHECK(world.Refusal(kGrant + "&client_assertion_type=x&client_assertion=a.b.c") == "400 invalid_request");
    CHECK(world.Refusal(kGrant + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3A"
                                 "jwt-bearer") == "400 invalid_request");
}

TEST_CASE("assertions call us by the public address alone when there is one", "[ACC-04]") {
    World world;
    const TokenEndpoint endpoint(world.authenticate, world.signer, world.clock, "https://sleutelbos.example");
    const auto ask = [&](const std::string& form) {
        return endpoint({.method = "POST",
                         .path = "/oauth/token",
                         .query = {},
                         .headers = {{"content-type", "application/x-www-form-urlencoded"}, {"host", kHost}},
                         .body = form},
                        "trace")
            .status;
    };
    CHECK(ask(world.AssertionForm()) == 401);
    CHECK(ask(world.AssertionForm({{"aud", "https://sleutelbos.example/oauth/token"}})) == 200);
    // Without one, a Host that is not loopback names nobody.
    http::Request request{.method = "POST",
                          .path = "/oauth/token",
                          .query = {},
                          .headers = {{"content-type", "application/x-www-form-urlencoded"}, {"host", "evil.example"}},
                          .body = world.AssertionForm({{"jti", "2"}, {"aud", "http://evil.example/oauth/token"}})};
    CHECK(world.endpoint(request, "trace").status == 401);
}

TEST_CASE("while the database does not answer no token is given and that is said", "[ACC-04]") {
    World world;
    world.store.away = true;
    for (const auto& form : {kGrant + kCredentials, world.AssertionForm()}) {
        const auto response = world.Ask(form);
        CHECK(response.status == 503);
        CHECK(json::parse(response.body)["error"] == "temporarily_unavailable");
        CHECK(response.headers.back() == std::pair<std::string, std::string>("Retry-After", "5"));
    }
}

}  // namespace suite::gateway
