#include "services/gateway/domain/own_page.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "services/gateway/domain/cookie.hpp"

namespace suite::gateway {
namespace {

constexpr std::string_view kOwn = "https://sleutelbos.example";

}  // namespace

TEST_CASE("only a page of ours writes by cookie", "[ACC-01]") {
    const auto check = [&](const FromPage& from, std::string_view own = kOwn) {
        const auto status = CheckOwnPage(from, own);
        if (!status) CHECK(status.error().reason == reason::kNotOwnPage);
        return status.has_value();
    };
    for (const auto* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"}) {
        CAPTURE(method);
        CHECK(check({method, "1", kOwn, "same-origin"}));
        CHECK(check({method, "1", kOwn, ""}));
        CHECK(check({method, "1", "", "same-origin"}));
        CHECK_FALSE(check({method, "", kOwn, "same-origin"}));
        CHECK_FALSE(check({method, "1", "", ""}));
        CHECK_FALSE(check({method, "1", "https://sleutelbos.example.evil.example", ""}));
        CHECK_FALSE(check({method, "1", "http://sleutelbos.example", ""}));
        CHECK_FALSE(check({method, "1", kOwn, "same-site"}));
        CHECK_FALSE(check({method, "1", "null", "same-origin"}));
        // Without an origin of our own nothing is ours.
        CHECK_FALSE(check({method, "1", "https://x", ""}, ""));
    }
    CHECK(check({"GET", "", "https://evil.example", "cross-site"}));
}

TEST_CASE("a sign-in is begun by a browser that goes there itself", "[ACC-01][ACC-07]") {
    CHECK(CheckNavigation(""));
    CHECK(CheckNavigation("document"));
    for (const auto* other : {"image", "iframe", "empty", "script", "Document", "document, image"}) {
        CAPTURE(other);
        const auto refused = CheckNavigation(other);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().reason == reason::kNotOwnPage);
        CHECK(refused.error().code == Code::kPermissionDenied);
    }
}

TEST_CASE("a sign-in leads back to pages of ours only", "[ACC-01]") {
    for (const auto* page : {"/", "/licenties", "/groepen/5?tab=pincodes&q=a%20b", "/apiary", "/authors"}) {
        CAPTURE(page);
        CHECK(SafeReturnTo(page) == page);
    }
    for (const auto* other :
         {"", "licenties", "//evil.example", "/\\evil.example", "https://evil.example", "/a b", "/a\r\nSet-Cookie: x",
          "/a#b", "/api", "/api/v1/session", "/auth/login", "/auth", "/auth?x", "/oauth/token", "/problems/internal",
          "/<script>", "\\/x", "/\xc3\xa9", "javascript:alert(1)"}) {
        CAPTURE(other);
        CHECK(SafeReturnTo(other) == "/");
    }
    CHECK(SafeReturnTo("/" + std::string(511, 'a')).size() == 512);
    CHECK(SafeReturnTo("/" + std::string(512, 'a')) == "/");
}

TEST_CASE("loopback is known by its names and no others", "[ACC-01]") {
    for (const auto* host : {"127.0.0.1", "127.0.0.1:8080", "localhost:8080", "localhost", "[::1]:8080", "[::1]"}) {
        CAPTURE(host);
        CHECK(LoopbackOrigin(host) == "http://" + std::string(host));
    }
    for (const auto* host :
         {"", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.1:", "127.0.0.1:80a",
          "127.0.0.1:1234567", "127.0.0.1@evil", "[::2]", "127.0.0.2", "0.0.0.0:80"}) {
        CAPTURE(host);
        CHECK(LoopbackOrigin(host).empty());
    }
}

TEST_CASE("a cookie counts when it is there once and plain", "[ACC-01]") {
    CHECK(CookieValue("sleutelbos=abc-_.9", "sleutelbos") == "abc-_.9");
    CHECK(CookieValue("a=1; sleutelbos=x; b=2", "sleutelbos") == "x");
    CHECK(CookieValue("a=1;sleutelbos=x", "sleutelbos") == "x");
    CHECK(CookieValue("  sleutelbos = x  ", "sleutelbos") == "x");
    for (const auto* header : {"", "sleutelbos", "sleutelbos=", "sleutelbos=a b", "sleutelbos=\"x\"", "Sleutelbos=x",
                               "xsleutelbos=x", "sleutelbos=x; sleutelbos=y", "sleutelbos=x; sleutelbos=x",
                               "sleutelbos=x; sleutelbos=", "sleutelbos=x,y", "__Host-sleutelbos=x", "=sleutelbos"}) {
        CAPTURE(header);
        CHECK_FALSE(CookieValue(header, "sleutelbos"));
    }
    CHECK(CookieValue("s=" + std::string(4096, 'a'), "s"));
    CHECK_FALSE(CookieValue("s=" + std::string(4097, 'a'), "s"));
    CHECK(NamesCookie("a=1; sleutelbos=a b", "sleutelbos"));
    CHECK(NamesCookie("sleutelbos", "sleutelbos"));
    CHECK_FALSE(NamesCookie("a=sleutelbos", "sleutelbos"));
}

TEST_CASE("on https a cookie is bound to this host, and scripts never read it", "[ACC-01]") {
    const CookieStyle secure;
    CHECK(secure.NameOf("sleutelbos") == "__Host-sleutelbos");
    CHECK(secure.Set("sleutelbos", "v", std::chrono::hours(1)) ==
          "__Host-sleutelbos=v; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure");
    CHECK(secure.Remove("sleutelbos") == "__Host-sleutelbos=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
    const CookieStyle plain{.secure = false};
    CHECK(plain.Set("sleutelbos", "v", std::chrono::seconds(5)) ==
          "sleutelbos=v; Path=/; Max-Age=5; HttpOnly; SameSite=Lax");
}

}  // namespace suite::gateway
