#include "services/gateway/adapters/start_routes.hpp"

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::seconds kAnswerTime{2};

}  // namespace

bool StartRoutes::IsStart(std::string_view path) {
    return path.starts_with(kStart) && (path.size() == kStart.size() || path[kStart.size()] == '/');
}

Result<bool> StartRoutes::SignedIn(const http::Request& request, Deadline deadline) const {
    if (!sign_in_.HasSessionCookie(request)) return false;
    const auto actor = sign_in_.WhoAsks(request, deadline);
    if (actor || actor.error().reason == reason::kChooseSchool) return true;
    if (actor.error().code == Code::kUnauthenticated) return false;
    return std::unexpected(actor.error());
}

Result<http::Response> StartRoutes::Answer(const http::Request& request, const IpAddress& address) const {
    if (request.method != "GET")
        return Fail(Code::kUnimplemented, reason::kMethodNotAllowed, "this path does not take " + request.method);
    SUITE_ASSIGN(const auto start, ReadStart(request.path));
    const auto deadline = Deadline::In(kAnswerTime);
    Visitor visitor{.address = address};
    if (start.who == StartWho::kStaff) {
        SUITE_ASSIGN(visitor.signed_in, SignedIn(request, deadline));
    }
    SUITE_ASSIGN(auto where, start_.Go(start, visitor, deadline));
    http::Response response{.status = 303, .content_type = "text/plain; charset=utf-8"};
    response.headers.emplace_back("Location", std::move(where));
    return response;
}

}  // namespace suite::gateway
