// Who had a licence on a day in the past, by the terms that it had then (LIC-15).
#include "calendar.hpp"
#include "services/licence/app/manage_terms.hpp"
#include "services/licence/app/see_history.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

class NobodyKnows final : public RosterThen {
  public:
    Result<std::vector<PersonThen>> People(const Actor& /*actor*/, SchoolId /*school*/, Date /*day*/,
                                           Deadline /*deadline*/) override {
        return std::vector<PersonThen>{};
    }
};

class World : public CalendarWorld {
  public:
    explicit World(Dialect dialect) : CalendarWorld(dialect), terms(store, clock) {
        line = {.order_line_id = "line-2",
                .contract_number = "12345678901234567890",
                .title = "Rekenen 5",
                .product_id = "rekenen-5",
                .start = *Date::Parse("2026-08-01"),
                .end = *Date::Parse("2027-07-31"),
                .renews = true};
        rekenen = Order(line);
        REQUIRE(links.LinkGroup(kCoordinator, kSchool, rekenen, kGroup5, Soon()));
    }
    /// Could it be used on that day, and how many groups had it?
    std::pair<bool, std::size_t> On(const char* day) {
        NobodyKnows roster;
        const auto access =
            SeeHistory(store, roster, clock).Access(kCoordinator, kSchool, rekenen, Date::Parse(day), Soon());
        REQUIRE(access);
        return {access->running, access->groups.size()};
    }

    suite::licence::Licence line;
    LicenceId rekenen;
    ManageTerms terms;
};

using Had = std::pair<bool, std::size_t>;

}  // namespace

TEST_CASE("a licence that is cancelled today could be used on 1 March", "[LIC-15]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.clock.Set("2027-05-10T08:00:00Z");
    world.line.cancelled = true;
    world.Order(world.line);
    CHECK(world.On("2027-05-10") == Had{false, 1});
    CHECK(world.On("2027-05-09") == Had{true, 1});
    CHECK(world.On("2027-03-01") == Had{true, 1});
    CHECK(world.On("2026-11-26") == Had{true, 0});  // not linked yet
    CHECK(world.On("2026-07-31") == Had{false, 0});

    // Cancelled by mistake: for two days it was so.
    world.clock.Set("2027-05-12T08:00:00Z");
    world.line.cancelled = false;
    world.Order(world.line);
    CHECK(world.On("2027-05-12") == Had{true, 1});
    CHECK(world.On("2027-05-11") == Had{false, 1});
    CHECK(world.On("2027-05-09") == Had{true, 1});
}

TEST_CASE("a contract that was terminated and resumed ran until the day it had then", "[LIC-10][LIC-15]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.clock.Set("2027-05-10T08:00:00Z");
    REQUIRE(world.terms.Terminate(kCoordinator, kSchool, world.rekenen, "andere methode", Soon()));
    world.clock.Set("2027-09-01T08:00:00Z");
    CHECK(world.On("2027-07-31") == Had{true, 1});
    CHECK(world.On("2027-08-01") == Had{false, 1});  // its link is ended by nobody yet, and gives no access
    CHECK(world.On("2027-05-09") == Had{true, 1});

    // The order line says that it goes on after all: the termination went with it.
    world.clock.Set("2027-10-01T08:00:00Z");
    world.line.renews = false;
    world.line.end = *Date::Parse("2028-07-31");
    world.Order(world.line);
    CHECK(world.On("2027-10-01") == Had{true, 1});
}
