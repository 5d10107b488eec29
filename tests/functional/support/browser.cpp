#include "tests/functional/support/browser.hpp"

#include <catch2/catch.hpp>

#include "core/text.hpp"
#include "http/http.hpp"

namespace suite::testing {
namespace {

constexpr int kMaxRedirects = 10;

/// "http://127.0.0.1:8080/x?y" → "http://127.0.0.1:8080".
std::string OriginOf(const std::string& url) { return url.substr(0, url.find('/', url.find("://") + 3)); }

}  // namespace

http::ClientResponse Browser::Send(const std::string& method, const std::string& url, std::string body,
                                   std::vector<std::pair<std::string, std::string>> headers) {
    auto& cookies = jar_[OriginOf(url)];
    std::string line;
    for (const auto& [name, value] : cookies) line += (line.empty() ? "" : "; ") + name + "=" + value;
    if (!line.empty()) headers.emplace_back("Cookie", line);
    auto sent = client_.Send({.method = method, .url = url, .headers = std::move(headers), .body = std::move(body)});
    if (!sent) FAIL("no answer to " << method << " " << url << ": " << sent.error().message);
    for (const auto& cookie : sent->cookies) {
        const auto pair = cookie.substr(0, cookie.find(';'));
        const auto equals = pair.find('=');
        const auto name = pair.substr(0, equals);
        const auto lower = AsciiLower(cookie);
        const bool gone = lower.find("max-age=0") != std::string::npos || lower.find("1970") != std::string::npos;
        if (gone) {
            cookies.erase(name);
        } else {
            cookies[name] = pair.substr(equals + 1);
        }
    }
    return *std::move(sent);
}

Page Browser::Follow(std::string method, std::string url, std::string body) {
    Page page;
    for (int i = 0; i < kMaxRedirects; ++i) {
        std::vector<std::pair<std::string, std::string>> headers{{"Accept", "text/html,*/*;q=0.8"},
                                                                 {"Accept-Language", "nl"},
                                                                 {"Sec-Fetch-Mode", "navigate"},
                                                                 {"Sec-Fetch-Site", "cross-site"}};
        auto answer = Send(method, url, std::move(body), std::move(headers));
        page.cookies.insert(page.cookies.end(), answer.cookies.begin(), answer.cookies.end());
        page.url = url;
        page.status = answer.status;
        page.body = std::move(answer.body);
        page.headers = std::move(answer.headers);
        if (answer.status != 302 && answer.status != 303) return page;
        const auto where = page.headers.at("location");
        url = where.starts_with('/') ? OriginOf(url) + where : where;
        method = "GET";
        body.clear();
    }
    FAIL("redirects in a circle at " << url);
    return page;
}

Page Browser::Visit(const std::string& url) { return Follow("GET", url.starts_with('/') ? gateway_ + url : url, ""); }

Page Browser::Submit(const std::string& url, const std::string& form) { return Follow("POST", url, form); }

Page Browser::SignInAs(const std::string& person, const std::string& return_to) {
    const auto choice = Visit("/auth/login" + (return_to.empty() ? "" : "?returnTo=" + http::PercentEncode(return_to)));
    if (choice.status != 200 || choice.body.find("value=\"" + person + "\"") == std::string::npos)
        FAIL("the stand-in does not offer to be " << person << ": " << choice.status << " " << choice.body);
    auto page = Submit(choice.url, "person=" + person);
    page.cookies.insert(page.cookies.begin(), choice.cookies.begin(), choice.cookies.end());
    return page;
}

Answer Browser::Api(const std::string& method, const std::string& path, const nlohmann::json& body) {
    std::vector<std::pair<std::string, std::string>> headers{
        {"X-Sleutelbos", "1"}, {"Origin", gateway_}, {"Sec-Fetch-Site", "same-origin"}};
    if (!body.is_null()) headers.emplace_back("Content-Type", "application/json");
    return Raw(method, "/api/v1" + path, body.is_null() ? "" : body.dump(), std::move(headers));
}

Answer Browser::Raw(const std::string& method, const std::string& path, std::string body,
                    std::vector<std::pair<std::string, std::string>> headers) {
    auto sent = Send(method, gateway_ + path, std::move(body), std::move(headers));
    return {.status = sent.status,
            .body = sent.body,
            .json = nlohmann::json::parse(sent.body, nullptr, /*allow_exceptions=*/false),
            .headers = std::move(sent.headers)};
}

std::optional<std::string> Browser::SessionCookie(const std::string& name) const {
    const auto jar = jar_.find(gateway_);
    if (jar == jar_.end()) return std::nullopt;
    const auto cookie = jar->second.find(name);
    return cookie == jar->second.end() ? std::nullopt : std::optional(cookie->second);
}

}  // namespace suite::testing
