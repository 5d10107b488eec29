#include "services/gateway/adapters/login_cookie.hpp"

#include <nlohmann/json.hpp>

namespace suite::gateway {
namespace {

constexpr std::string_view kBoundTo = "gateway|login";

}  // namespace

std::string LoginCookie::Seal(const LoginAttempt& attempt) const {
    const nlohmann::json json{{"state", attempt.state},
                              {"nonce", attempt.nonce},
                              {"verifier", attempt.verifier},
                              {"returnTo", attempt.return_to},
                              {"begunAt", attempt.begun_at.time_since_epoch().count()}};
    return sealer_.Seal(Secret(json.dump()), kBoundTo);
}

std::optional<LoginAttempt> LoginCookie::Open(const std::string& value) const {
    const auto opened = sealer_.Open(value, kBoundTo);
    if (!opened) return std::nullopt;
    try {
        const auto json = nlohmann::json::parse(opened->Reveal());
        return LoginAttempt{.state = json.at("state"),
                            .nonce = json.at("nonce"),
                            .verifier = json.at("verifier"),
                            .return_to = json.at("returnTo"),
                            .begun_at = Instant{std::chrono::milliseconds{json.at("begunAt").get<std::int64_t>()}}};
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

}  // namespace suite::gateway
