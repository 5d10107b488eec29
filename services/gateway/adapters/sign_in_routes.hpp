// Signing in, out and choosing a school over HTTP: what the gateway answers itself, and who asks when a session cookie
// does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/http.hpp"
#include "services/gateway/adapters/login_cookie.hpp"
#include "services/gateway/adapters/session_cookie.hpp"
#include "services/gateway/app/sign_in.hpp"
#include "services/gateway/domain/cookie.hpp"

namespace suite::gateway {

struct SignInSettings {
    /// "https://sleutelbos.example". Empty: the gateway is on loopback, and whichever of its names the browser uses is
    /// it.
    std::string public_url{};
    CookieStyle cookies{};
};

/// Thread-safe.
class SignInRoutes {
  public:
    /// `sign_in` and `provider` are null when no provider is set up: sessions then cannot begin.
    SignInRoutes(const SignIn* sign_in, IdentityProvider* provider, const Sessions& sessions, LoginCookie login_cookie,
                 SessionCookie session_cookie, SignInSettings settings)
        : sign_in_(sign_in),
          provider_(provider),
          sessions_(sessions),
          login_cookie_(std::move(login_cookie)),
          session_cookie_(std::move(session_cookie)),
          settings_(std::move(settings)) {}

    /// Method and path of each.
    [[nodiscard]] static std::vector<std::pair<std::string_view, std::string_view>> Served();
    /// The path as metrics know it; nullopt when it is none of these.
    [[nodiscard]] static std::optional<std::string_view> Route(std::string_view path);
    /// Whether asking it is an attempt to sign in: leaving for the provider, or coming back.
    [[nodiscard]] static bool IsAttempt(std::string_view path);
    /// Of an attempt: PERMISSION_DENIED (not-own-page) when a page had the browser ask for it (CheckNavigation).
    [[nodiscard]] static Status CheckAttempt(const http::Request& request);
    /// Pre: Route(request.path). Why a sign-in was refused is in the log, not in the error.
    [[nodiscard]] Result<http::Response> Answer(const http::Request& request, const std::string& trace_id) const;

    /// Whether a session cookie came along, of whatever worth.
    [[nodiscard]] bool HasSessionCookie(const http::Request& request) const;
    /// Who asks by session cookie. PERMISSION_DENIED (not-own-page) for a write that no page of ours sent,
    /// (choose-school) before the choice; else as Sessions::Find. `deadline` bounds asking database and roster.
    [[nodiscard]] Result<Actor> WhoAsks(const http::Request& request, Deadline deadline) const;

    /// "https://sleutelbos.example": what the browser knows us by. Empty when a gateway without a public address was
    /// asked by a name that is not loopback's.
    [[nodiscard]] std::string OwnOrigin(const http::Request& request) const;

  private:
    [[nodiscard]] Result<http::Response> Login(const http::Request& request) const;
    [[nodiscard]] Result<http::Response> Callback(const http::Request& request, const std::string& trace_id) const;
    [[nodiscard]] Result<http::Response> Logout(const http::Request& request) const;
    [[nodiscard]] Result<http::Response> ShowSession(const http::Request& request) const;
    [[nodiscard]] Result<http::Response> ChooseSchool(const http::Request& request) const;

    [[nodiscard]] Status CheckSender(const http::Request& request) const;
    /// nullopt when there is none, or one that we never made.
    [[nodiscard]] std::optional<std::string> SessionIdOf(const http::Request& request) const;
    [[nodiscard]] std::string SetSession(const OpenSession& open) const;

    const SignIn* sign_in_;
    IdentityProvider* provider_;
    const Sessions& sessions_;
    LoginCookie login_cookie_;
    SessionCookie session_cookie_;
    SignInSettings settings_;
};

}  // namespace suite::gateway
