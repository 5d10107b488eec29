// Ten thousand random steps of schools' lives, through the use cases and both caches, against the naive model: after
// each of them everybody's access to everything is what the model says (LIC-08), and who has a seat or waits for one
// (LIC-07).
#include "model_world.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

constexpr int kSteps = 10000;  // per database

/// Seats and waiting lists, the latter in their order.
struct SeatsAndLists {
    std::set<std::tuple<SchoolId, LicenceId, PersonId>> seats{};
    std::map<std::pair<SchoolId, LicenceId>, std::vector<PersonId>> waiting{};
    bool operator==(const SeatsAndLists&) const = default;
};

SeatsAndLists Stored(sql::Database& database) {
    SeatsAndLists stored;
    REQUIRE(database.Read(SchoolScope::All(), Soon(), [&](sql::Session& session) -> Status {
        SUITE_ASSIGN(const auto given, session.Query("SELECT school_id, licence_id, person_id FROM seat_assignment"));
        for (const auto& row : given)
            stored.seats.emplace(SchoolId{row.Int(0)}, LicenceId{row.Int(1)}, PersonId{row.Int(2)});
        SUITE_ASSIGN(const auto places, session.Query("SELECT school_id, licence_id, person_id FROM waiting_pupil"
                                                      " ORDER BY school_id, licence_id, number"));
        for (const auto& row : places)
            stored.waiting[{SchoolId{row.Int(0)}, LicenceId{row.Int(1)}}].push_back(PersonId{row.Int(2)});
        return {};
    }));
    return stored;
}

SeatsAndLists Expected(const ModelWorld& world) {
    SeatsAndLists expected;
    for (const auto& [school, model] : world.Models()) {
        for (const auto& [licence, pupil] : model.seats) expected.seats.emplace(school, licence, pupil);
        for (const auto& [licence, list] : model.waiting) {
            if (!list.empty()) expected.waiting[{school, licence}] = list;
        }
    }
    return expected;
}

}  // namespace

TEST_CASE("ten thousand steps of two schools and every entitlement and seat and place is the naive model's",
          "[LIC-07][LIC-08][LIC-10][LIC-13]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    const std::uint32_t seed = 20261126;
    ModelWorld world(dialect, seed);
    std::size_t longest_list = 0;
    for (int step = 0; step < kSteps; ++step) {
        world.Step();
        CAPTURE(dialect, step);
        REQUIRE(world.Differences() == 0);
        const auto stored = Stored(world.Database());
        REQUIRE(stored == Expected(world));
        for (const auto& [licence, list] : stored.waiting) longest_list = std::max(longest_list, list.size());
    }
    // Neither always yes nor always no.
    CHECK(world.yes > world.asked / 20);
    CHECK(world.yes < world.asked * 19 / 20);
    // Seats are scarce: many are refused, and those who wait stand in line.
    CHECK(world.seats_given > 50);
    CHECK(world.seats_refused > 50);
    CHECK(longest_list > 1);
}
