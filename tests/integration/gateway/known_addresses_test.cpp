#include "services/gateway/adapters/sql_known_addresses.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "audit/audit.hpp"
#include "core/operations.hpp"
#include "core/reasons.hpp"
#include "services/gateway/migrations.hpp"
#include "testing/test_database.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::gateway;  // NOLINT: test
using sql::Dialect;

constexpr SchoolId kSchool{41};
const Instant kNow = *ParseInstant("2026-11-27T08:30:00Z");

struct World {
    explicit World(Dialect dialect) : database(dialect) {}
    testing::TestDatabase database;
    std::unique_ptr<sql::Database> first = database.Open("gateway", Migrations());
    std::unique_ptr<sql::Database> second = database.Open("gateway", Migrations());
    SqlKnownAddresses here{*first};
    SqlKnownAddresses there{*second};  // another gateway's

    std::vector<audit::Entry> Log() const {
        return *first->Read(kSchool, Deadline::In(std::chrono::seconds(5)), [&](sql::Session& session) {
            return audit::ReadNewest(session, kSchool, {.limit = 1000});
        });
    }
};

Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

KnownAddress Known(std::int64_t id, const std::string& text) {
    return {.id = KnownAddressId{id},
            .range = *AddressRange::Parse(text),
            .note = "caf\xC3\xA9",
            .added_at = kNow + std::chrono::milliseconds(id),
            .added_by_role = Role::kCoordinator,
            .added_by = PersonId{9}};
}

AuditNote NoteOf(std::string_view operation, std::int64_t id) {
    return {.school = kSchool,
            .at = kNow,
            .actor = {.role = Role::kCoordinator, .school = kSchool, .person = PersonId{9}},
            .operation = operation,
            .object = "address",
            .object_id = KnownAddressId{id}.ToString(),
            .request_id = "r"};
}

Status AddTo(SqlKnownAddresses& store, const KnownAddress& address) {
    return store.Add(
        kSchool, address, [&](std::span<const KnownAddress> known) { return FitsBeside(address.range, known); },
        NoteOf(operation::kAddressAdded, address.id.value), Soon());
}

}  // namespace

TEST_CASE("an address that one gateway stores counts at another at once, and so does taking it away", "[ACC-05]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    CHECK(world.there.Of(kSchool, Soon())->empty());
    const auto v6 = Known(2, "2606:2800:220:1::/64");
    auto desk = Known(3, "93.184.216.34-93.184.216.40");
    desk.added_by_role = Role::kHelpdesk;
    desk.added_by = {};
    REQUIRE(AddTo(world.here, desk));
    REQUIRE(AddTo(world.here, v6));
    CHECK(world.there.Of(kSchool, Soon()) == std::vector{v6, desk});  // in the order of their moments
    CHECK(world.there.Of(SchoolId{42}, Soon())->empty());

    // Another school's id is none of this one's.
    CHECK_FALSE(*world.there.Remove(SchoolId{42}, desk.id, NoteOf(operation::kAddressRemoved, 3), Soon()));
    const auto removed = world.there.Remove(kSchool, desk.id, NoteOf(operation::kAddressRemoved, 3), Soon());
    REQUIRE(removed);
    CHECK(*removed == desk);
    CHECK_FALSE(*world.here.Remove(kSchool, desk.id, NoteOf(operation::kAddressRemoved, 3), Soon()));
    CHECK(world.here.Of(kSchool, Soon()) == std::vector{v6});
}

TEST_CASE("a change of the addresses and its entry in the audit log are one transaction", "[ACC-05][ACC-06]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(AddTo(world.here, Known(1, "93.184.216.34")));
    CHECK_FALSE(AddTo(world.here, Known(2, "93.184.216.34")));  // refused: no entry
    REQUIRE(*world.here.Remove(kSchool, KnownAddressId{1}, NoteOf(operation::kAddressRemoved, 1), Soon()));
    auto log = world.Log();
    REQUIRE(log.size() == 2);
    CHECK(log[0].operation == "address-removed");
    CHECK(log[1].operation == "address-added");
    CHECK(log[1].object_id == KnownAddressId{1}.ToString());
    CHECK(log[1].person == PersonId{9});

    // What cannot be written into the log is not done.
    const auto address = Known(3, "93.184.216.35");
    const auto judge = [](std::span<const KnownAddress>) { return Status{}; };
    CHECK_FALSE(world.here.Add(kSchool, address, judge, NoteOf("tea-made", 3), Soon()));
    CHECK(world.here.Of(kSchool, Soon())->empty());
    REQUIRE(AddTo(world.here, address));
    CHECK_FALSE(world.here.Remove(kSchool, address.id, NoteOf("tea-made", 3), Soon()));
    CHECK(world.here.Of(kSchool, Soon()) == std::vector{address});
    CHECK(world.Log().size() == 3);
}

TEST_CASE("two gateways that add at once leave no overlap and no one too many", "[ACC-05]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    constexpr int kThreads = 4, kEach = 20;
    std::atomic<int> added = 0, overlapping = 0, full = 0, other = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < kEach; ++i) {
                    // Every address is tried by two threads.
                    const auto last = std::to_string((t / 2) * kEach + i);
                    const auto id = t * kEach + i + 1;
                    const auto status = AddTo(t % 2 == 0 ? world.here : world.there, Known(id, "93.184.216." + last));
                    if (status) {
                        ++added;
                    } else if (status.error().reason == reason::kAddressOverlaps) {
                        ++overlapping;
                    } else {
                        ++other;
                    }
                }
            });
        }
    }
    CHECK(added == 2 * kEach);
    CHECK(overlapping == 2 * kEach);
    CHECK(other == 0);
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 5; ++i) {
                    const auto number = t * 5 + i;
                    const auto status = AddTo(t % 2 == 0 ? world.here : world.there,
                                              Known(1000 + number, "93.184.217." + std::to_string(number)));
                    if (!status && status.error().reason == reason::kAddressesExhausted) ++full;
                }
            });
        }
    }
    CHECK(world.here.Of(kSchool, Soon())->size() == kMostKnownAddresses);
    CHECK(full == 10);
    CHECK(world.Log().size() == kMostKnownAddresses);
}
