#include "services/gateway/adapters/sign_in_routes.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "log/log.hpp"
#include "services/gateway/adapters/session_json.hpp"
#include "services/gateway/domain/headers.hpp"
#include "services/gateway/domain/own_page.hpp"
#include "services/gateway/request_header.hpp"

namespace suite::gateway {
namespace {

constexpr std::string_view kLogin = "/auth/login";
constexpr std::string_view kCallback = "/auth/callback";
constexpr std::string_view kLogout = "/auth/logout";
constexpr std::string_view kSession = "/api/v1/session";
constexpr std::string_view kSchool = "/api/v1/session/school";
constexpr std::size_t kMaxBody = 4096;
constexpr std::chrono::seconds kAnswerTime{2};

struct OwnRoute {
    std::string_view method;
    std::string_view path;
};
constexpr std::array kRoutes{OwnRoute{"GET", kLogin}, OwnRoute{"GET", kCallback}, OwnRoute{"POST", kLogout},
                             OwnRoute{"GET", kSession}, OwnRoute{"PUT", kSchool}};

/// nullopt when it is not there; an empty text when it is there twice, which fits nothing.
std::optional<std::string> Parameter(const http::Request& request, std::string_view name) {
    std::optional<std::string> found;
    for (const auto& [key, value] : request.query) {
        if (key == name) found = found ? std::string() : value;
    }
    return found;
}

http::Response Redirect(std::string where, std::vector<std::string> cookies) {
    http::Response response{.status = 303, .content_type = "text/plain; charset=utf-8"};
    response.headers.emplace_back("Location", std::move(where));
    for (auto& cookie : cookies) response.headers.emplace_back("Set-Cookie", std::move(cookie));
    return response;
}

std::unexpected<Error> NotOurHost() {
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "a header is wrong",
                 .fields = {{"Host", "is not a name of ours"}}});
}

std::unexpected<Error> SignedOut() { return Fail(Code::kUnauthenticated, reason::kUnauthenticated, "sign in first"); }

}  // namespace

std::vector<std::pair<std::string_view, std::string_view>> SignInRoutes::Served() {
    std::vector<std::pair<std::string_view, std::string_view>> served;
    for (const auto& route : kRoutes) served.emplace_back(route.method, route.path);
    return served;
}

std::optional<std::string_view> SignInRoutes::Route(std::string_view path) {
    const auto it = std::ranges::find(kRoutes, path, &OwnRoute::path);
    if (it == kRoutes.end()) return std::nullopt;
    return it->path;
}

bool SignInRoutes::IsAttempt(std::string_view path) { return path == kLogin || path == kCallback; }

Status SignInRoutes::CheckAttempt(const http::Request& request) {
    return CheckNavigation(HeaderOf(request, "sec-fetch-dest"));
}

std::string SignInRoutes::OwnOrigin(const http::Request& request) const {
    return settings_.public_url.empty() ? LoopbackOrigin(HeaderOf(request, "host")) : settings_.public_url;
}

Status SignInRoutes::CheckSender(const http::Request& request) const {
    return CheckOwnPage({.method = request.method,
                         .custom_header = HeaderOf(request, "x-sleutelbos"),
                         .origin = HeaderOf(request, "origin"),
                         .sec_fetch_site = HeaderOf(request, "sec-fetch-site")},
                        OwnOrigin(request));
}

std::optional<std::string> SignInRoutes::SessionIdOf(const http::Request& request) const {
    const auto value = CookieValue(HeaderOf(request, "cookie"), settings_.cookies.NameOf(kSessionCookie));
    return value ? session_cookie_.Open(*value) : std::nullopt;
}

bool SignInRoutes::HasSessionCookie(const http::Request& request) const {
    return NamesCookie(HeaderOf(request, "cookie"), settings_.cookies.NameOf(kSessionCookie));
}

std::string SignInRoutes::SetSession(const OpenSession& open) const {
    const auto& session = open.session;
    // The cookie of a session that was rotated ends with the sign-in, not later.
    const auto left = sessions_.Rules().absolute - (session.seen_at - session.created_at);
    return settings_.cookies.Set(kSessionCookie, session_cookie_.Seal(open.id),
                                 std::chrono::duration_cast<std::chrono::seconds>(left));
}

Result<Actor> SignInRoutes::WhoAsks(const http::Request& request, Deadline deadline) const {
    const auto id = SessionIdOf(request);
    if (!id) return SignedOut();
    SUITE_RETURN_IF_ERROR(CheckSender(request));
    SUITE_ASSIGN(const auto session, sessions_.Find(*id, deadline));
    return ActorOf(session);
}

Result<http::Response> SignInRoutes::Answer(const http::Request& request, const std::string& trace_id) const {
    const auto route = std::ranges::find(kRoutes, request.path, &OwnRoute::path);
    if (route == kRoutes.end() || route->method != request.method) {
        return Fail(Code::kUnimplemented, reason::kMethodNotAllowed, "this path does not take " + request.method);
    }
    if (!HeaderOf(request, "authorization").empty()) {
        return Fail(Code::kInvalidArgument, reason::kTwoCredentials, "a session, or a token: not here");
    }
    if (request.body.size() > kMaxBody) {
        return Fail(Code::kResourceExhausted, reason::kBodyTooLarge, "at most 4096 bytes here");
    }
    if (route->path == kLogin) return Login(request);
    if (route->path == kCallback) return Callback(request, trace_id);
    if (route->path == kLogout) return Logout(request);
    if (route->path == kSession) return ShowSession(request);
    return ChooseSchool(request);
}

Result<http::Response> SignInRoutes::Login(const http::Request& request) const {
    if (sign_in_ == nullptr) return Fail(Code::kNotFound, reason::kSignInOff, "no provider is set up");
    const auto origin = OwnOrigin(request);
    if (origin.empty()) return NotOurHost();
    SUITE_ASSIGN(const auto departure,
                 sign_in_->Depart(Parameter(request, "returnTo").value_or(""), origin + std::string(kCallback)));
    return Redirect(departure.url,
                    {settings_.cookies.Set(kLoginCookie, login_cookie_.Seal(departure.attempt), kLoginTime)});
}

Result<http::Response> SignInRoutes::Callback(const http::Request& request, const std::string& trace_id) const {
    if (sign_in_ == nullptr) return Fail(Code::kNotFound, reason::kSignInOff, "no provider is set up");
    const auto cookie = CookieValue(HeaderOf(request, "cookie"), settings_.cookies.NameOf(kLoginCookie));
    auto arrival = sign_in_->Arrive({.code = Parameter(request, "code").value_or(""),
                                     .state = Parameter(request, "state").value_or(""),
                                     .error = Parameter(request, "error").value_or(""),
                                     .issuer = Parameter(request, "iss")},
                                    cookie ? login_cookie_.Open(*cookie) : std::nullopt,
                                    OwnOrigin(request) + std::string(kCallback), SessionIdOf(request).value_or(""));
    if (!arrival) {
        const auto& error = arrival.error();
        log::Warning("sign-in refused", {{"reason", error.reason}, {"detail", error.message}, {"traceId", trace_id}});
        // Whoever tries things out is not told what was right about them.
        return Fail(error.code, error.reason, error.reason == reason::kSignInFailed ? "" : error.message);
    }
    log::Info("signed in", {{"schools", arrival->open.session.registrations.size()}, {"traceId", trace_id}});
    return Redirect(arrival->return_to, {SetSession(arrival->open), settings_.cookies.Remove(kLoginCookie)});
}

Result<http::Response> SignInRoutes::Logout(const http::Request& request) const {
    SUITE_RETURN_IF_ERROR(CheckSender(request));
    if (const auto id = SessionIdOf(request)) SUITE_RETURN_IF_ERROR(sessions_.SignOut(*id, Deadline::In(kAnswerTime)));
    const auto elsewhere = provider_ == nullptr ? std::string() : provider_->SignOutUrl();
    http::Response response{
        .status = 200,
        .body =
            nlohmann::json{{"signOutUrl", elsewhere.empty() ? nlohmann::json() : nlohmann::json(elsewhere)}}.dump()};
    response.headers.emplace_back("Set-Cookie", settings_.cookies.Remove(kSessionCookie));
    return response;
}

Result<http::Response> SignInRoutes::ShowSession(const http::Request& request) const {
    const auto id = SessionIdOf(request);
    if (!id) return SignedOut();
    SUITE_ASSIGN(const auto session, sessions_.Look(*id, Deadline::In(kAnswerTime)));
    return http::Response{.status = 200, .body = SessionJson(session, sessions_.Rules())};
}

Result<http::Response> SignInRoutes::ChooseSchool(const http::Request& request) const {
    const auto id = SessionIdOf(request);
    if (!id) return SignedOut();
    SUITE_RETURN_IF_ERROR(CheckSender(request));
    if (!IsMediaType(HeaderOf(request, "content-type"), "application/json")) {
        return Fail(Code::kInvalidArgument, reason::kUnsupportedMediaType, "send application/json");
    }
    SUITE_ASSIGN(const auto school, ReadSchoolChoice(request.body));
    SUITE_ASSIGN(const auto open, sessions_.ChooseSchool(*id, school, Deadline::In(kAnswerTime)));
    http::Response response{.status = 200, .body = SessionJson(open.session, sessions_.Rules())};
    response.headers.emplace_back("Set-Cookie", SetSession(open));
    return response;
}

}  // namespace suite::gateway
