#include "support.hpp"

namespace suite::roster_sync::test {

TEST_CASE("a school that takes its tick away is seen no more, and is in that day's list", "[ROS-12]") {
    BasispoortStandIn stand_in(Roster());
    auto client = ClientOf(stand_in);
    const auto day = Date::Parse("2026-11-21").value();
    const auto next = Date::Parse("2026-11-22").value();
    CHECK(client->HasConsent(1001, Soon()).value());
    CHECK(client->ConsentWithdrawn(day, Soon()).value().empty());

    stand_in.Control().Consent(1001, false, "2026-11-21");
    CHECK_FALSE(client->HasConsent(1001, Soon()).value());
    CHECK(client->ConsentWithdrawn(day, Soon()).value() == std::vector<std::int64_t>{1001});
    CHECK(client->ConsentWithdrawn(next, Soon()).value().empty());
    CHECK(client->ConsentGranted(day, Soon()).value().empty());
    CHECK(client->Institutions(Soon()).value() == std::vector<std::int64_t>{1002});
    CheckFails(client->School(1001, kYear, Soon()), Code::kNotFound);

    stand_in.Control().Consent(1001, true, "2026-11-22");
    CHECK(client->HasConsent(1001, Soon()).value());
    CHECK(client->ConsentGranted(next, Soon()).value() == std::vector<std::int64_t>{1001});
    CHECK(client->School(1001, kYear, Soon()));
}

TEST_CASE("asking after consent does not ask the school for it", "[ROS-12]") {
    BasispoortStandIn stand_in(Roster());
    auto client = ClientOf(stand_in);
    REQUIRE(client->HasConsent(1001, Soon()));
    const auto requests = stand_in.Control().Requests();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].method == "GET");
    CHECK(requests[0].path == "/rest/v2/instellingen/1001/uitgever/synchronizationpermission");
    CHECK(requests[0].query == "request-permission=false");
}

}  // namespace suite::roster_sync::test
