// What the internet meets: nginx with deploy/nginx/sleutelbos.conf in front of a gateway.
#include <catch2/catch.hpp>
#include <fstream>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "services/gateway/problem.hpp"
#include "suite/data_dir.hpp"
#include "tests/functional/front/nginx.hpp"
#include "tests/functional/front/tls_socket.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::CheckProblem;
using suite::testing::Curl;
using suite::testing::CurlAnswer;
using suite::testing::Nginx;
using suite::testing::SuiteFixture;
using suite::testing::TlsSocket;

constexpr std::array kBrowserHeaders{"strict-transport-security",
                                     "content-security-policy",
                                     "x-content-type-options",
                                     "x-frame-options",
                                     "referrer-policy",
                                     "cross-origin-opener-policy",
                                     "cross-origin-resource-policy",
                                     "cache-control",
                                     "x-request-id"};

SuiteFixture::Environment BehindProxy(const std::filesystem::path&) {
    return {
        {"gateway",
         {"SLEUTELBOS_GATEWAY_TRUSTED_PROXIES=127.0.0.1", "SLEUTELBOS_GATEWAY_RATE_LIMITS=failure.address=3/3600"}}};
}

struct World {
    World() : fixture(Dialect::kSqlite, &BehindProxy), nginx(fixture.Suite().Url().substr(7)) {}
    SuiteFixture fixture;
    Nginx nginx;
};

void CheckHeadersOnce(const CurlAnswer& answer) {
    for (const auto* name : kBrowserHeaders) {
        CAPTURE(name, answer.status, answer.body);
        CHECK(answer.All(name).size() == 1);
    }
    const auto server = answer.All("server");
    CHECK((server.empty() || server == std::vector<std::string>{"nginx"}));
}

std::vector<std::string> Bearer(const std::string& token) { return {"--header", "Authorization: Bearer " + token}; }

}  // namespace

TEST_CASE("a client speaks HTTP/2 over TLS, and every answer has each header once", "[ACC-07]") {
    World world;
    const auto token = world.fixture.Api().Helpdesk().Token();
    const auto found = Curl(world.nginx, "/api/v1/schools", Bearer(token));
    CHECK(found.status == 200);
    CHECK(found.version == "2");
    CheckHeadersOnce(found);
    CHECK(found.All("ratelimit").size() == 1);
    CHECK(found.All("ratelimit-policy").size() == 1);

    auto old = Bearer(token);
    old.insert(old.end(), {"--http1.1", "--tls-max", "1.2"});
    CHECK(Curl(world.nginx, "/api/v1/schools", old).version == "1.1");
    auto older = Bearer(token);
    older.insert(older.end(), {"--tls-max", "1.1"});
    CHECK(Curl(world.nginx, "/api/v1/schools", older).status == 0);

    // The gateway's own refusal and nginx' one look alike.
    const auto none = Curl(world.nginx, "/api/v1/schools", {});
    CheckProblem(none.AsAnswer(), 401, "unauthenticated");
    CheckHeadersOnce(none);

    // Without TLS there is only the way to it, whatever the Host says; a strange name gets no certificate.
    const auto plain = Curl(world.nginx, "http://127.0.0.1:" + std::to_string(world.nginx.HttpPort()) + "/a?b=c",
                            {"--header", "Host: evil.example"});
    CHECK(plain.status == 308);
    CHECK(plain.All("location") == std::vector<std::string>{"https://localhost/a?b=c"});
    CHECK(Curl(world.nginx, "https://127.0.0.1:" + std::to_string(world.nginx.HttpsPort()) + "/", {"--insecure"})
              .status == 0);
}

TEST_CASE("what is too large or malformed is refused by nginx in the gateway's words", "[ACC-07]") {
    World world;
    const std::string large(1100000, 'x');
    const suite::testing::TempDir dir;
    const auto file = (dir.Path() / "large").string();
    std::ofstream(file) << large;
    const std::vector<std::string> body{"--data-binary", "@" + file, "--header", "Content-Type: application/json"};
    for (const auto* path : {"/api/v1/results", "/auth/logout", "/oauth/token", "/elsewhere"}) {
        CAPTURE(path);
        const auto refused = Curl(world.nginx, path, body);
        CheckProblem(refused.AsAnswer(), 413, "body-too-large");
        CheckHeadersOnce(refused);
    }
    // A part of a roster may be as large.
    auto part = body;
    part.insert(part.end(), {"--request", "PUT"});
    auto known = part;
    known.insert(known.end(),
                 {"--header", "Authorization: Bearer " + world.fixture.Api().Machine("basispoort").Token()});
    const auto taken = Curl(world.nginx, "/api/v1/roster-batches/2b6t9y3f5s8wj/parts/1", known);
    CHECK(taken.status == 404);  // the batch; the file went all the way
    CHECK(taken.All("ratelimit").size() == 1);
    const auto unknown = Curl(world.nginx, "/api/v1/roster-batches/2b6t9y3f5s8wj/parts/1", part);
    CheckProblem(unknown.AsAnswer(), 401, "unauthenticated");
    CheckHeadersOnce(unknown);
    auto dutch = body;
    dutch.insert(dutch.end(), {"--header", "Accept-Language: de,nl-NL;q=0.9,en;q=0.8"});
    const auto text = Curl(world.nginx, "/api/v1/results", dutch).AsAnswer();
    CHECK(text.json.at("title") == "Het bestand is te groot");
    for (const auto* version : {"--http1.1", "--http2"}) {
        CAPTURE(version);
        const auto refused = Curl(world.nginx, "/" + std::string(9000, 'a'), {version});
        CheckProblem(refused.AsAnswer(), 414, "uri-too-long");
    }
    CheckProblem(Curl(world.nginx, "/sleutelbos-problem", {}).AsAnswer(), 404, "not-found");

    const auto raw = [&](const std::string& head) {
        TlsSocket socket(world.nginx.HttpsPort());
        REQUIRE(socket.Send(head));
        return socket.ReadAll();
    };
    const std::string start = "POST /api/v1/results HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto& head :
         {start + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", start + "Content-Length: 5x\r\n\r\nhello",
          start + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
          start + "Transfer-Encoding: gzip\r\n\r\n",
          std::string("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"),
          std::string("GET / HTTP/1.1\r\n\r\n")}) {
        CAPTURE(head);
        const auto answer = raw(head);
        CAPTURE(answer);
        CHECK(answer.starts_with("HTTP/1.1 400 "));
        CHECK(answer.find("HTTP/1.1 ", 1) == std::string::npos);
    }
    CHECK_FALSE(world.fixture.Suite().CheckAlive());
}

TEST_CASE("a client that dawdles is cut off, and the gateway never hears of it", "[ACC-07]") {
    World world;
    const auto cut_within = [](TlsSocket& socket) {
        const auto start = std::chrono::steady_clock::now();
        const auto answer = socket.ReadAll(std::chrono::seconds(15));
        CAPTURE(answer);
        CHECK(answer.find("[still open]") == std::string::npos);
        CHECK(answer.find(" 200 ") == std::string::npos);
        return std::chrono::steady_clock::now() - start;
    };
    TlsSocket head(world.nginx.HttpsPort());
    REQUIRE(head.Send("GET /api/v1/schools HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
    CHECK(cut_within(head) < std::chrono::seconds(10));

    TlsSocket body(world.nginx.HttpsPort());
    REQUIRE(body.Send("POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"));
    CHECK(cut_within(body) < std::chrono::seconds(10));

    suite::http::Client client;
    const auto metrics = client.Send({.url = world.fixture.Suite().AdminUrl("gateway") + "/metrics"});
    REQUIRE(metrics);
    CHECK(metrics->body.find("route=\"/oauth/token\"") == std::string::npos);
}

TEST_CASE("what a client writes about its own address is not believed", "[ACC-05][ACC-07]") {
    World world;
    const auto guess = [&](const std::string& header) {
        return Curl(world.nginx, "/oauth/token",
                    {"--data", "grant_type=client_credentials&client_id=method-software&client_secret=guess",
                     "--header", header});
    };
    CHECK(guess("X-Forwarded-For: 203.0.113.1").status == 401);
    CHECK(guess("X-Forwarded-For: 203.0.113.2, 127.0.0.1").status == 401);
    CHECK(guess("Forwarded: for=203.0.113.3").status == 401);
    const auto refused = guess("X-Forwarded-For: 203.0.113.4");
    CheckProblem(refused.AsAnswer(), 429, "rate-limited");
    CHECK(refused.All("ratelimit-policy") == std::vector<std::string>{R"("failure";q=3;w=3600)"});
    CHECK(refused.All("retry-after").size() == 1);
    CheckHeadersOnce(refused);
}

TEST_CASE("a flood of attempts from one address stops at nginx, other requests go on", "[ACC-07]") {
    World world;
    int refused = 0;
    int passed = 0;
    suite::http::Client client({.ca_file = world.nginx.Ca()});
    for (int i = 0; i < 120; ++i) {
        const auto answer = client.Send({.method = "GET", .url = world.nginx.Url() + "/auth/callback?code=x&state=y"});
        REQUIRE(answer);
        // The gateway's own refusals say how it counts.
        const bool by_nginx = answer->status == 429 && !answer->headers.contains("ratelimit");
        refused += by_nginx ? 1 : 0;
        passed += by_nginx ? 0 : 1;
        if (by_nginx) CHECK(answer->headers.at("retry-after") == "1");
    }
    CHECK(refused > 0);
    CHECK(passed >= 40);
    const auto token = world.fixture.Api().Helpdesk().Token();
    CHECK(Curl(world.nginx, "/api/v1/schools", Bearer(token)).status == 200);
}

TEST_CASE("who sends ahead more than an address may loses the connection at the first refusal", "[ACC-07]") {
    World world;
    const auto requests = [](const std::string& path, int how_many) {
        std::string all;
        for (int i = 0; i < how_many; ++i) all += "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        return all;
    };
    const auto count = [](const std::string& text, std::string_view what) {
        int found = 0;
        for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
        return found;
    };
    {
        TlsSocket socket(world.nginx.HttpsPort());
        REQUIRE(socket.Send(requests("/auth/callback?code=x&state=y", 300)));
        const auto text = socket.ReadAll();
        CAPTURE(text.substr(text.size() - std::min<std::size_t>(text.size(), 1500)));
        CHECK(text.find("[still open]") == std::string::npos);
        CHECK(count(text, "HTTP/1.1 ") > 40);
        CHECK(count(text, "HTTP/1.1 ") < 300);
        CHECK(count(text, "HTTP/1.1 429 ") == 1);
        const auto last = text.rfind("HTTP/1.1 429 ");
        REQUIRE(last != std::string::npos);
        CHECK(text.find("\r\nConnection: close\r\n", last) != std::string::npos);
    }
    // A visitor's other requests, of which a connection carries a thousand at most.
    std::vector<std::unique_ptr<TlsSocket>> sockets;
    for (int i = 0; i < 4; ++i) {
        sockets.push_back(std::make_unique<TlsSocket>(world.nginx.HttpsPort()));
        REQUIRE(sockets.back()->Send(requests("/problems/not-found", 1000)));
    }
    int refused = 0;
    for (const auto& socket : sockets) {
        const auto text = socket->ReadAll(std::chrono::seconds(60));
        CHECK(text.find("[still open]") == std::string::npos);
        CHECK(count(text, "HTTP/1.1 429 ") <= 1);
        refused += count(text, "HTTP/1.1 429 ");
    }
    CHECK(refused > 0);
    // Who is known is no visitor.
    const auto token = world.fixture.Api().Helpdesk().Token();
    CHECK(Curl(world.nginx, "/api/v1/schools", Bearer(token)).status == 200);
}

TEST_CASE("nothing of a file is read for who is not known", "[ACC-07]") {
    World world;
    const auto start = [&](const std::string& more) {
        TlsSocket socket(world.nginx.HttpsPort());
        REQUIRE(socket.Send("POST /api/v1/schools/2b6t9y3f5s8wj/roster-imports HTTP/1.1\r\nHost: localhost\r\n" + more +
                            "Content-Type: application/xml\r\nContent-Length: 40000000\r\n\r\n<EDEX>"));
        return socket.ReadAll(std::chrono::seconds(2));
    };
    for (const std::string credential : {"", "Authorization: Bearer a.b.c\r\n", "Cookie: sleutelbos=made-up\r\n",
                                         "Authorization: Bearer a.b.c\r\nCookie: sleutelbos=made-up\r\n"}) {
        CAPTURE(credential);
        // Before the rest of it came; the gateway never hears of the file.
        CHECK(start(credential).starts_with("HTTP/1.1 401 "));
    }
    suite::http::Client client;
    const auto metrics = client.Send({.url = world.fixture.Suite().AdminUrl("gateway") + "/metrics"});
    REQUIRE(metrics);
    CHECK(metrics->body.find("roster-imports") == std::string::npos);
}

TEST_CASE("nginx writes down which path was asked for and not whom for", "[ACC-06]") {
    World world;
    const auto token = world.fixture.Api().Helpdesk().Token();
    auto named = Bearer(token);
    named.insert(named.end(), {"--header", "X-Request-Id: las-4711", "--referer", "https://kanariepiet.example/"});
    const auto answer = Curl(world.nginx, "/api/v1/schools?brin=99XX&location=00&q=Kanariepiet", named);
    CHECK(answer.status == 200);
    CHECK(answer.All("x-request-id") == std::vector<std::string>{"las-4711"});
    CHECK(Curl(world.nginx, "/" + std::string(9000, 'a') + "?q=Kanariepiet", {"--http1.1"}).status == 414);
    const auto plain = "http://127.0.0.1:" + std::to_string(world.nginx.HttpPort()) + "/a?q=Kanariepiet";
    CHECK(Curl(world.nginx, plain, {}).status == 308);
    world.fixture.Suite().KillService("gateway");
    CHECK(Curl(world.nginx, "/auth/callback?code=Kanariepiet", {}).status == 503);

    const auto log = world.nginx.AccessLog();
    CAPTURE(log);
    CHECK(log.find("\"GET /api/v1/schools HTTP/2.0\" 200 ") != std::string::npos);
    CHECK(log.find(" las-4711\n") != std::string::npos);
    CHECK(log.find("\"GET /a HTTP/1.1\" 308 ") != std::string::npos);
    CHECK(log.find("\"GET /auth/callback HTTP/2.0\" 503 ") != std::string::npos);
    int files = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(world.nginx.Folder())) {
        if (!file.is_regular_file()) continue;
        ++files;
        CAPTURE(file.path());
        CHECK(suite::devsuite::ReadFile(file.path()).value_or("").find("anariepiet") == std::string::npos);
    }
    CHECK(files > 3);
}

TEST_CASE("a page that others made cannot use up a school's attempts to sign in", "[ACC-07]") {
    World world;
    const auto ask = [&](const std::string& path, const std::vector<std::string>& options) {
        return Curl(world.nginx, path, options).status;
    };
    const std::string guess = "grant_type=client_credentials&client_id=method-software&client_secret=x";
    for (int i = 0; i < 100; ++i) REQUIRE(ask("/auth/callback?x", {"--header", "Sec-Fetch-Dest: image"}) == 403);
    for (int i = 0; i < 5; ++i)
        REQUIRE(ask("/oauth/token", {"--data", guess, "--header", "Sec-Fetch-Dest: empty"}) == 403);
    CHECK(ask("/auth/callback?code=x&state=y", {"--header", "Sec-Fetch-Dest: document"}) != 429);
    // Wrong secrets count, but only for who asks with secrets.
    for (int i = 0; i < 3; ++i) CHECK(ask("/oauth/token", {"--data", guess}) == 401);
    CHECK(ask("/oauth/token", {"--data", guess}) == 429);
    CHECK(ask("/auth/callback?code=x&state=y", {}) != 429);

    // Nor is that a way around all limits: such requests are a visitor's like any other.
    std::string all;
    for (int i = 0; i < 1000; ++i)
        all += "GET /auth/callback HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Dest: image\r\n\r\n";
    bool refused = false;
    for (int i = 0; i < 6 && !refused; ++i) {
        TlsSocket socket(world.nginx.HttpsPort());
        REQUIRE(socket.Send(all));
        refused = socket.ReadAll(std::chrono::seconds(60)).find("HTTP/1.1 429 ") != std::string::npos;
    }
    CHECK(refused);
}

TEST_CASE("a gateway that is gone is a problem document, and it is found again", "[ACC-07]") {
    World world;
    const auto token = world.fixture.Api().Helpdesk().Token();
    CHECK(Curl(world.nginx, "/api/v1/schools", Bearer(token)).status == 200);
    world.fixture.Suite().KillService("gateway");
    const auto gone = Curl(world.nginx, "/api/v1/schools", Bearer(token));
    CheckProblem(gone.AsAnswer(), 503, "unavailable");
    CHECK(gone.All("retry-after") == std::vector<std::string>{"5"});
    CheckHeadersOnce(gone);
    const auto not_asked = Curl(world.nginx, "/api/v1/schools/2b6t9y3f5s8wj/roster-imports", {"--data", "<EDEX/>"});
    CheckProblem(not_asked.AsAnswer(), 503, "unavailable");
    CheckHeadersOnce(not_asked);
    REQUIRE(world.fixture.Suite().StartService("gateway"));
    CHECK(
        suite::testing::Eventually([&] { return Curl(world.nginx, "/api/v1/schools", Bearer(token)).status == 200; }));
}

TEST_CASE("nginx says what the gateway says", "[ACC-07]") {
    const auto text = suite::devsuite::Nginx::Configuration();
    for (const auto reason : {suite::reason::kUnauthenticated, suite::reason::kBodyTooLarge, suite::reason::kUriTooLong,
                              suite::reason::kNotFound, suite::reason::kRateLimited, suite::reason::kUnavailable,
                              suite::reason::kDeadlineExceeded, suite::reason::kInvalidRequest}) {
        CAPTURE(reason);
        const auto& problem = suite::gateway::TextFor(reason);
        CHECK(text.find(" " + std::string(reason) + ";") != std::string::npos);
        CHECK(text.find("\"title\":\"" + std::string(problem.title_nl) + "\"") != std::string::npos);
        CHECK(text.find("\"title\":\"" + std::string(problem.title_en) + "\"") != std::string::npos);
    }
}
