#include "tools/demo/partner.hpp"

#include <nlohmann/json.hpp>

#include "core/reasons.hpp"

namespace suite::demo {
namespace {

using Json = nlohmann::json;

Code CodeFor(int status) {
    if (status == 401) return Code::kUnauthenticated;
    if (status == 403) return Code::kPermissionDenied;
    if (status == 404) return Code::kNotFound;
    if (status == 409) return Code::kFailedPrecondition;
    if (status == 503) return Code::kUnavailable;
    if (status >= 500) return Code::kInternal;
    return Code::kInvalidArgument;
}

Error ProblemOf(const std::string& request, const http::ClientResponse& answer) {
    const auto json = Json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
    const auto field = [&](const char* name) {
        const auto at = json.find(name);
        return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    std::string reason(reason::kInternal);
    std::string text = "no problem document";
    if (json.is_object()) {
        reason = field("code").empty() ? field("error") : field("code");  // the second is RFC 6749's, of /oauth/token
        text = field("detail").empty() ? field("error_description") : field("detail");
    }
    return {.code = CodeFor(answer.status),
            .reason = reason,
            .message = request + " was answered " + std::to_string(answer.status) + " " + reason + ": " + text};
}

}  // namespace

Result<std::string> AskToken(const std::string& gateway, const std::string& id, const std::string& secret) {
    http::Client client;
    // Both are base64url or kebab-case: nothing to encode.
    SUITE_ASSIGN(const auto answer,
                 client.Send({.method = "POST",
                              .url = gateway + "/oauth/token",
                              .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                              .body = "grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret}));
    if (answer.status != 200) return Fail(ProblemOf("POST /oauth/token", answer));
    const auto json = Json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object() || !json.contains("access_token") || !json["access_token"].is_string()) {
        return Fail(Code::kInternal, reason::kInternal, "POST /oauth/token answered no token");
    }
    return json["access_token"].get<std::string>();
}

Result<Partner> Partner::LogIn(const std::string& gateway, const std::string& id, const std::string& secret) {
    SUITE_ASSIGN(auto token, AskToken(gateway, id, secret));
    return Partner(gateway, std::move(token));
}

Result<std::string> Partner::Send(const std::string& method, const std::string& path, const Body& body) {
    http::ClientRequest request{.method = method,
                                .url = gateway_ + "/api/v1" + path,
                                .headers = {{"Authorization", "Bearer " + token_}, {"Accept-Language", "en"}},
                                .body = body.content,
                                .timeout = std::chrono::seconds(30)};
    if (!body.content.empty()) request.headers.emplace_back("Content-Type", body.type);
    if (!body.encoding.empty()) request.headers.emplace_back("Content-Encoding", body.encoding);
    SUITE_ASSIGN(auto answer, client_.Send(request));
    if (answer.status < 200 || answer.status > 299) return Fail(ProblemOf(method + " " + path, answer));
    return std::move(answer.body);
}

}  // namespace suite::demo
