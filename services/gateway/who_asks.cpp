#include "services/gateway/who_asks.hpp"

#include "core/reasons.hpp"
#include "log/log.hpp"
#include "services/gateway/domain/headers.hpp"
#include "services/gateway/request_header.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::seconds kSessionTime{2};  // to look a session up, roster included

}  // namespace

Result<Actor> WhoAsks::operator()(const http::Request& request) const {
    const auto header = HeaderOf(request, "authorization");
    if (sign_in_.HasSessionCookie(request)) {
        if (header.empty()) return sign_in_.WhoAsks(request, Deadline::In(kSessionTime));
        return Fail(Code::kInvalidArgument, reason::kTwoCredentials, "a session cookie, or a token: not both");
    }
    const auto token = BearerToken(header);
    if (!token) {
        return Fail(Code::kUnauthenticated, reason::kUnauthenticated, "send Authorization: Bearer with a token");
    }
    SUITE_ASSIGN(auto verified, tokens_.Verify(*token, clock_.Now()));
    return client_gate_.Admit(std::move(verified.actor), verified.version);
}

std::unexpected<Error> WhoAsks::Refusal(const http::Request& request, const Error& error, const std::string& trace_id) {
    if (error.code != Code::kUnauthenticated || !BearerToken(HeaderOf(request, "authorization")))
        return std::unexpected(error);
    log::Info("token refused", {{"detail", error.message}, {"traceId", trace_id}});
    return Fail(Code::kUnauthenticated, reason::kUnauthenticated, "the token is not valid, or not any more");
}

bool WhoAsks::IsKnown(const http::Request& request) const {
    const auto actor = (*this)(request);
    return actor || (actor.error().code != Code::kUnauthenticated && actor.error().code != Code::kInvalidArgument);
}

}  // namespace suite::gateway
