#include "services/gateway/token_endpoint.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "crypto/crypto.hpp"
#include "testing/temp_dir.hpp"

namespace suite::gateway {
namespace {

using nlohmann::json;

class FixedClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override { return *ParseInstant("2026-11-22T08:30:00Z"); }
};

struct World {
    FixedClock clock;
    crypto::TokenSigner signer{Secret(std::string(32, 'k'))};
    Clients clients = [] {
        const testing::TempDir directory;
        const auto path = (directory.Path() / "clients.json").string();
        std::ofstream(path) << json {
            {"clients",
             {{{"id", "las demo"},
               {"secretSha256", crypto::Sha256Hex("s+e/c%r:t&")},
               {"scopes", {"results:pull", "results:write"}},
               {"las", "parnassys"}}}}
        };
        return *Clients::Load(path);
    }();
    TokenEndpoint endpoint{clients, signer, clock};

    http::Response Ask(const std::string& form, const std::string& authorization = "",
                       const std::string& type = "application/x-www-form-urlencoded") const {
        http::Request request{.method = "POST", .path = "/oauth/token", .query = {}, .headers = {}, .body = form};
        if (!type.empty()) request.headers["content-type"] = type;
        if (!authorization.empty()) request.headers["authorization"] = authorization;
        return endpoint(request);
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
const std::string kCredentials = "&client_id=las+demo&client_secret=s%2Be%2Fc%25r%3At%26";

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
         {world.Ask(kGrant + kCredentials), world.Ask(kGrant, Basic("las%20demo:s%2Be%2Fc%25r%3At%26")),
          world.Ask(kGrant, "bASIC" + Basic("las%20demo:s%2Be%2Fc%25r%3At%26").substr(5)),
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
        CHECK(actor->client_id == "las demo");
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

TEST_CASE("a wrong secret and an unknown client get one and the same answer", "[ACC-04]") {
    const World world;
    const auto wrong = world.Ask(kGrant + "&client_id=las+demo&client_secret=x");
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
    CHECK(world.Refusal(kGrant + kCredentials, Basic("las%20demo:x")) == "400 invalid_request");
    CHECK(world.Refusal(kGrant, "Bearer abc") == "401 invalid_client");
    CHECK(world.Refusal(kGrant, "Basic !!!") == "401 invalid_client");
    CHECK(world.Refusal(kGrant, "Basic") == "401 invalid_client");
    CHECK(world.Refusal(kGrant, Basic("no colon")) == "401 invalid_client");
    CHECK(world.Refusal(kGrant, Basic("las%20demo:%")) == "401 invalid_client");
    CHECK(world.Refusal(kGrant + kCredentials + "&unknown=ignored") == "200");  // RFC 6749 §3.2
    CHECK(world.Refusal(kGrant + kCredentials + "&pad=" + std::string(17000, 'x')) == "413 invalid_request");
}

}  // namespace suite::gateway
