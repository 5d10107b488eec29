#include "services/gateway/admission.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "services/gateway/domain/client_address.hpp"

namespace suite::gateway {
namespace {

std::vector<std::string> ValuesOf(const http::Response& response, std::string_view name) {
    std::vector<std::string> values;
    for (const auto& [header, value] : response.headers) {
        if (header == name) values.push_back(value);
    }
    return values;
}

IpAddress Address(std::string_view text) { return *IpAddress::Parse(text); }

http::Request From(std::string peer, std::string forwarded_for = {}) {
    http::Request request{.method = "GET", .path = "/", .peer = std::move(peer)};
    if (!forwarded_for.empty()) request.headers["x-forwarded-for"] = std::move(forwarded_for);
    return request;
}

struct Gate {
    explicit Gate(const std::vector<std::string>& changes) {
        Limits limits;
        REQUIRE(limits.Change(changes));
        admission.emplace(limiter, limits, *ParseNetworks(std::vector<std::string>{"127.0.0.1"}), metrics,
                          /*uploads_at_once=*/2);
    }
    SystemClock clock;
    metrics::Registry metrics;
    RateLimiter limiter{clock, nullptr};
    std::optional<Admission> admission;
};

}  // namespace

TEST_CASE("a machine pays by its id, staff by their registration, a stranger by address", "[ACC-07]") {
    const auto address = Address("2001:db8:1:2:3:4:5:6");
    const auto machine = PayerOf(Actor{.role = Role::kMachine, .client_id = "las-x"}, address);
    CHECK(machine.kind == PayerKind::kMachine);
    CHECK(machine.id == "las-x");
    const auto teacher = PayerOf(Actor{.role = Role::kTeacher, .school = SchoolId{1}, .person = PersonId{2}}, address);
    CHECK(teacher.kind == PayerKind::kPerson);
    CHECK(teacher.id == PersonId{2}.ToString());
    const auto desk = PayerOf(Actor{.role = Role::kHelpdesk, .client_id = "helpdesk-1"}, address);
    CHECK(desk.kind == PayerKind::kPerson);
    CHECK(desk.id != PayerOf(Actor{.role = Role::kHelpdesk, .client_id = "helpdesk-2"}, address).id);
    CHECK(desk.id == PayerOf(Actor{.role = Role::kHelpdesk, .client_id = "helpdesk-1"}, Address("192.0.2.1")).id);
    // One connection to the internet is one payer, however many addresses it has.
    CHECK(PayerOf(address).id == PayerOf(Address("2001:db8:1:2:ffff::1")).id);
    CHECK(PayerOf(address).id != PayerOf(Address("2001:db8:1:3:3:4:5:6")).id);
    CHECK(PayerOf(Address("192.0.2.1")).id != PayerOf(Address("192.0.2.2")).id);
}

TEST_CASE("only a trusted proxy is believed about the client's address", "[ACC-05][ACC-07]") {
    const Gate gate({});
    CHECK(gate.admission->AddressOf(From("127.0.0.1", "203.0.113.1")) == Address("203.0.113.1"));
    CHECK(gate.admission->AddressOf(From("198.51.100.7", "203.0.113.1")) == Address("198.51.100.7"));
    CHECK(gate.admission->AddressOf(From("127.0.0.1")) == Address("127.0.0.1"));
    CHECK(gate.admission->AddressOf(From("")) == IpAddress());
}

TEST_CASE("an answer says which limit it was held against and how it stands", "[ACC-07]") {
    http::Response response;
    AddRateLimit(response, {.route_class = RouteClass::kRead,
                            .limit = {.count = 300, .window = std::chrono::seconds(10)},
                            .standing = {.admitted = true, .remaining = 297, .reset = std::chrono::seconds(4)}});
    CHECK(ValuesOf(response, "RateLimit-Policy") == std::vector<std::string>{R"("read";q=300;w=10)"});
    CHECK(ValuesOf(response, "RateLimit") == std::vector<std::string>{R"("read";r=297;t=4)"});
    CHECK(ValuesOf(response, "Retry-After").empty());
}

TEST_CASE("a refusal says once when to come back", "[ACC-07]") {
    http::Response response{.status = 429, .headers = {{"Retry-After", "1"}}};
    AddRateLimit(response, {.route_class = RouteClass::kSignIn,
                            .limit = {.count = 5, .window = std::chrono::seconds(60)},
                            .standing = {.admitted = false, .remaining = 0, .reset = std::chrono::seconds(17)}});
    CHECK(ValuesOf(response, "RateLimit") == std::vector<std::string>{R"("sign-in";r=0;t=17)"});
    CHECK(ValuesOf(response, "Retry-After") == std::vector<std::string>{"17"});
}

TEST_CASE("each class of routes and each payer has a count of its own", "[ACC-07]") {
    const Gate gate({"read.person=2/3600", "write.person=1/3600", "read.address=1/3600"});
    std::optional<Charged> charged;
    const auto ask = [&](RouteClass route_class, const Payer& payer) {
        return gate.admission->Charge(route_class, payer, charged).has_value();
    };
    const Payer ingrid{.kind = PayerKind::kPerson, .id = "ingrid"};
    const Payer marieke{.kind = PayerKind::kPerson, .id = "marieke"};
    CHECK(ask(RouteClass::kRead, ingrid));
    CHECK(ask(RouteClass::kRead, ingrid));
    CHECK_FALSE(ask(RouteClass::kRead, ingrid));
    CHECK_FALSE(charged->standing.admitted);
    CHECK(ask(RouteClass::kWrite, ingrid));
    CHECK_FALSE(ask(RouteClass::kWrite, ingrid));
    CHECK(ask(RouteClass::kRead, marieke));
    // A name that reads like another kind's is not that one's.
    CHECK(ask(RouteClass::kRead, {.kind = PayerKind::kAddress, .id = "ingrid"}));
    CHECK_FALSE(ask(RouteClass::kRead, {.kind = PayerKind::kAddress, .id = "ingrid"}));
    CHECK(gate.metrics.Text().find("gateway_refused_total{class=\"read\",kind=\"person\"} 1") != std::string::npos);
}

TEST_CASE("looking whether somebody failed too often leaves the answer's fields alone until it refuses", "[ACC-07]") {
    const Gate gate({"failure.address=1/3600"});
    const Payer payer = PayerOf(Address("192.0.2.1"));
    std::optional<Charged> charged;
    CHECK(gate.admission->Check(RouteClass::kFailure, payer, charged));
    CHECK_FALSE(charged);
    CHECK(gate.admission->Charge(RouteClass::kFailure, payer, charged));
    charged.reset();
    const auto refused = gate.admission->Check(RouteClass::kFailure, payer, charged);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::kResourceExhausted);
    CHECK(refused.error().reason == reason::kRateLimited);
    CHECK(charged);
}

TEST_CASE("so many uploads at once and one more is sent away until a place is given back", "[ACC-07]") {
    const Gate gate({});
    auto first = gate.admission->Enter(RouteClass::kUpload);
    const auto second = gate.admission->Enter(RouteClass::kUpload);
    REQUIRE(first);
    REQUIRE(second);
    const auto third = gate.admission->Enter(RouteClass::kUpload);
    REQUIRE_FALSE(third);
    CHECK(third.error().code == Code::kUnavailable);
    CHECK(third.error().reason == reason::kOverloaded);
    // Everything else has no places to run out of.
    for (const auto other : {RouteClass::kCheck, RouteClass::kRead, RouteClass::kWrite, RouteClass::kPull})
        CHECK(gate.admission->Enter(other));
    first->reset();
    CHECK(gate.admission->Enter(RouteClass::kUpload));
    CHECK(gate.metrics.Text().find("gateway_full_total{class=\"upload\"} 1") != std::string::npos);
}

}  // namespace suite::gateway
