#include "services/gateway/admission.hpp"

#include "core/reasons.hpp"
#include "services/gateway/domain/client_address.hpp"

namespace suite::gateway {
namespace {

constexpr int kV6Network = 64;  // what one connection to the internet usually gets

/// How the limiter and Redis know it: "read|person|...".
std::string KeyOf(RouteClass route_class, const Payer& payer) {
    std::string key(NameOf(route_class));
    return key.append("|").append(NameOf(payer.kind)).append("|").append(payer.id);
}

}  // namespace

Payer PayerOf(const IpAddress& address) {
    return {.kind = PayerKind::kAddress, .id = address.Masked(kV6Network).ToString()};
}

Payer PayerOf(const Actor& actor, const IpAddress& address) {
    if (actor.role == Role::kMachine) return {.kind = PayerKind::kMachine, .id = actor.client_id};
    if (actor.role == Role::kHelpdesk) return {.kind = PayerKind::kPerson, .id = "helpdesk|" + actor.client_id};
    if (actor.person) return {.kind = PayerKind::kPerson, .id = actor.person.ToString()};
    return {
        .kind = PayerKind::kPerson,
        .id = std::to_string(static_cast<int>(actor.role)) + "|" + actor.school.ToString() + "|" + PayerOf(address).id};
}

void AddRateLimit(http::Response& response, const Charged& charged) {
    const std::string name = "\"" + std::string(NameOf(charged.route_class)) + "\"";
    const auto& standing = charged.standing;
    const auto seconds = std::to_string(standing.reset.count());
    response.headers.emplace_back("RateLimit-Policy", name + ";q=" + std::to_string(charged.limit.count) +
                                                          ";w=" + std::to_string(charged.limit.window.count()));
    response.headers.emplace_back("RateLimit", name + ";r=" + std::to_string(standing.remaining) + ";t=" + seconds);
    if (standing.admitted) return;
    std::erase_if(response.headers, [](const auto& header) { return header.first == "Retry-After"; });
    response.headers.emplace_back("Retry-After", seconds);
}

IpAddress Admission::AddressOf(const http::Request& request) const {
    // An address that the server could not tell is one that nobody has: they all share it.
    const auto peer = IpAddress::Parse(request.peer).value_or(IpAddress());
    const auto forwarded = request.headers.find("x-forwarded-for");
    if (forwarded == request.headers.end() || trusted_proxies_.empty()) return peer;
    return ClientAddress(peer, forwarded->second, trusted_proxies_);
}

Status Admission::Charge(RouteClass route_class, const Payer& payer, std::optional<Charged>& charged) const {
    const auto& limit = limits_.Of(route_class, payer.kind);
    charged = Charged{.route_class = route_class,
                      .limit = limit,
                      .standing = limiter_.Take(KeyOf(route_class, payer), limit, SettledAtOnce(route_class))};
    if (charged->standing.admitted) return {};
    return Refuse(*charged, payer.kind);
}

Status Admission::Check(RouteClass route_class, const Payer& payer, std::optional<Charged>& charged) const {
    const auto& limit = limits_.Of(route_class, payer.kind);
    const Charged found{.route_class = route_class,
                        .limit = limit,
                        .standing = limiter_.Look(KeyOf(route_class, payer), limit, SettledAtOnce(route_class))};
    if (found.standing.admitted) return {};
    charged = found;
    return Refuse(found, payer.kind);
}

Result<Place> Admission::Enter(RouteClass route_class) const {
    if (route_class != RouteClass::kUpload) return Place();
    const auto taken = ++uploads_;
    Place place(&uploads_);
    if (taken <= most_uploads_) return place;
    metrics_.Count("gateway_full_total", "Requests refused because as many were being served as there are places",
                   {{"class", std::string(NameOf(route_class))}});
    return Fail(Code::kUnavailable, reason::kOverloaded, "as many files as we take at once; try again in a moment");
}

std::unexpected<Error> Admission::Refuse(const Charged& charged, PayerKind kind) const {
    metrics_.Count("gateway_refused_total", "Requests refused because there were too many",
                   {{"class", std::string(NameOf(charged.route_class))}, {"kind", std::string(NameOf(kind))}});
    return Fail(Code::kResourceExhausted, reason::kRateLimited,
                "at most " + std::to_string(charged.limit.count) + " in " +
                    std::to_string(charged.limit.window.count()) + " s; try again in " +
                    std::to_string(charged.standing.reset.count()) + " s");
}

}  // namespace suite::gateway
