// Entries go when their term is over, and not otherwise: what `sleutelctl audit drop` leaves, and what tampering with
// that looks like.
#include <fstream>
#include <sstream>

#include "support.hpp"
#include "testing/temp_dir.hpp"
#include "tools/sleutelctl/audit.hpp"

namespace suite::audit {
namespace {

using sleutelctl::AuditOptions;
using sql::Dialect;

const SchoolId kSchool{1};
const SchoolId kOther{2};
const SchoolId kPublisher{};

struct FixedClock final : Clock {
    [[nodiscard]] Instant Now() const override { return *ParseInstant("2026-11-27T12:00:00Z"); }
};

AuditNote On(SchoolId school, const char* moment) {
    auto note = Look(school);
    note.at = *ParseInstant(moment);
    return note;
}

/// Of each school three entries of before 1 August 2025 and two after.
struct Log {
    explicit Log(Dialect dialect) : fresh(dialect), database(fresh.Open(kSchema, kMigrations)) {
        for (const auto school : {kSchool, kOther, kPublisher}) {
            // The last of the Dutch day before, and the first of the day.
            for (const auto* moment : {"2024-09-01T10:00:00Z", "2025-03-01T10:00:00Z", "2025-07-31T21:59:59.999Z",
                                       "2025-07-31T22:00:00Z", "2026-11-01T10:00:00Z"})
                REQUIRE(Write(*database, On(school, moment)));
        }
    }

    AuditOptions Options() const { return {.database = fresh.Url(), .schema = kSchema, .school = {}, .heads = {}}; }

    std::pair<bool, std::string> Drop(const std::string& before) const {
        auto options = Options();
        options.before = before;
        std::ostringstream out;
        const auto dropped = sleutelctl::DropEntries(options, FixedClock(), out);
        if (!dropped) FAIL(dropped.error().message);
        return {*dropped, out.str()};
    }
    std::pair<bool, std::string> Told(const AuditOptions& options) const {
        std::ostringstream out;
        const auto whole = sleutelctl::VerifyAudit(options, out);
        if (!whole) FAIL(whole.error().message);
        return {*whole, out.str()};
    }
    std::vector<Entry> Of(SchoolId school) const {
        const auto entries = database->Read(SchoolScope::All(), Soon(),
                                            [&](sql::Session& session) { return ReadAfter(session, {}, school, 100); });
        REQUIRE(entries);
        return *entries;
    }
    bool Deletes(const std::string& where) const {
        return Execute(*database, "DELETE FROM audit_entry WHERE " + where).has_value();
    }

    testing::TestDatabase fresh;
    std::unique_ptr<sql::Database> database;
};

std::string Broken(SchoolId school, int number, int entries) {
    return school.ToString() + ": broken at entry " + std::to_string(number) +
           ": it is the first, and the log does not say that those before it were dropped\n" + std::to_string(entries) +
           " entries in 3 chains, 1 broken\n";
}

}  // namespace

TEST_CASE("a long chain loses its entries a part at a time, and is whole all the while", "[ACC-06]") {
    Log log(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const std::vector<AuditNote> many(2 * kDroppedAtOnce + 10, On(kSchool, "2026-11-01T10:00:00Z"));
    const auto written = log.database->Write(SchoolScope::All(), Deadline::In(std::chrono::minutes(1)),
                                             [&](sql::Session& session) { return Append(session, std::span(many)); });
    REQUIRE(written);
    const auto all = std::to_string(many.size() + 5 + 10);
    CHECK(log.Drop("2026-11-26").second == all + " entries dropped, of 3 chains\n");
    // Of the long one the three parts' marks, of the others one each.
    CHECK(log.Of(kSchool).size() == 3);
    CHECK(log.Of(kOther).size() == 1);
    CHECK(log.Told(log.Options()).first);
}

TEST_CASE("entries of before a day go and each chain says so and stays whole", "[ACC-06]") {
    const Log log(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto before = log.Of(kSchool);
    CHECK(log.Drop("2025-08-01") == std::pair(true, std::string("9 entries dropped, of 3 chains\n")));
    for (const auto school : {kSchool, kOther, kPublisher}) {
        const auto entries = log.Of(school);
        REQUIRE(entries.size() == 3);
        CHECK(entries.at(0).number == 4);
        const auto& mark = entries.back();
        CHECK(mark.number == 6);
        CHECK(mark.operation == operation::kAuditEntriesDropped);
        CHECK(mark.object == "entry");
        CHECK(mark.object_id == "3");
        CHECK(mark.facts == "hash=" + entries.at(0).previous_hash);
        CHECK(mark.client_id == "sleutelctl");
        CHECK(mark.role.empty());
        CHECK(FormatInstant(mark.at) == FormatInstant(FixedClock().Now()));
    }
    CHECK(log.Of(kSchool).at(0).hash == before.at(3).hash);
    CHECK(log.Told(log.Options()) == std::pair(true, std::string("9 entries in 3 chains, 0 broken\n")));

    // Again there is nothing to do; a chain goes on behind it, and loses its next ones another year.
    CHECK(log.Drop("2025-08-01").second == "0 entries dropped, of 0 chains\n");
    REQUIRE(Write(*log.database, On(kSchool, "2026-11-27T13:00:00Z")));
    CHECK(log.Drop("2026-11-02").second == "6 entries dropped, of 3 chains\n");
    CHECK(log.Told(log.Options()) == std::pair(true, std::string("7 entries in 3 chains, 0 broken\n")));
    CHECK(log.Of(kOther).size() == 2);  // both marks: the first is no older than the day
}

TEST_CASE("a day that is none or not over drops nothing", "[ACC-06]") {
    const Log log(Dialect::kSqlite);
    std::ostringstream out;
    for (const auto* day : {"2026-11-27", "2026-12-01", "yesterday", ""}) {
        CAPTURE(day);
        auto options = log.Options();
        options.before = day;
        const auto dropped = sleutelctl::DropEntries(options, FixedClock(), out);
        REQUIRE_FALSE(dropped);
        CHECK(dropped.error().code == Code::kInvalidArgument);
    }
    CHECK(log.Told(log.Options()).second == "15 entries in 3 chains, 0 broken\n");
}

TEST_CASE("the database lets go only what the newest mark of the chain names", "[ACC-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    const Log log(dialect);
    CHECK_FALSE(log.Deletes("school_id = 1 AND number = 1"));
    REQUIRE(log.Drop("2025-08-01").first);
    CHECK_FALSE(log.Deletes("school_id = 1 AND number = 4"));  // one more
    CHECK_FALSE(log.Deletes("school_id = 1 AND number = 6"));  // the mark
    CHECK_FALSE(log.Deletes("school_id = 1"));
    CHECK_FALSE(log.Deletes("number >= 0"));
    CHECK_FALSE(Execute(*log.database, "UPDATE audit_entry SET object_id = '5' WHERE number = 6"));
    if (dialect == Dialect::kPostgres) {
        CHECK_FALSE(Execute(*log.database, "TRUNCATE audit_entry"));
        // A table of that name that comes first in the search path does not answer for it.
        const auto fooled = log.database->Write(SchoolScope::All(), Soon(), [](sql::Session& session) -> Status {
            SUITE_RETURN_IF_ERROR(
                session.Execute("CREATE TEMPORARY TABLE audit_entry ON COMMIT DROP AS SELECT DISTINCT school_id,"
                                " CAST(100 AS BIGINT) AS number, CAST('audit-entries-dropped' AS TEXT) AS operation,"
                                " CAST('99' AS TEXT) AS object_id FROM " +
                                std::string(kSchema) + ".audit_entry"));
            SUITE_RETURN_IF_ERROR(session.Execute("DELETE FROM " + std::string(kSchema) + ".audit_entry"));
            return {};
        });
        CHECK_FALSE(fooled);
    }
    CHECK(log.Told(log.Options()) == std::pair(true, std::string("9 entries in 3 chains, 0 broken\n")));
}

TEST_CASE("verify shows an entry too many that went and a mark that went or was changed", "[ACC-06]") {
    const Log log(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(log.Drop("2025-08-01").first);
    DropTriggers(*log.database);
    SECTION("one more went") {
        REQUIRE(log.Deletes("school_id = 1 AND number = 4"));
        CHECK(log.Told(log.Options()) == std::pair(false, Broken(kSchool, 5, 8)));
    }
    SECTION("the mark went") {
        REQUIRE(log.Deletes("school_id = 1 AND number = 6"));
        CHECK(log.Told(log.Options()) == std::pair(false, Broken(kSchool, 4, 8)));
    }
    SECTION("the mark names another entry") {
        REQUIRE(Execute(*log.database, "UPDATE audit_entry SET object_id = '4' WHERE school_id = 1 AND number = 6"));
        CHECK(log.Told(log.Options()) ==
              std::pair(false, kSchool.ToString() + ": broken at entry 6: its hash is not that of its contents\n" +
                                   "9 entries in 3 chains, 1 broken\n"));
    }
    SECTION("a mark with a hash of its own, for an entry that was made up") {
        auto mark = DroppedUpTo({.number = 3, .hash = std::string(64, 'a')}, kSchool, FixedClock().Now());
        REQUIRE(Write(*log.database, mark));
        CHECK(log.Told(log.Options()) == std::pair(false, Broken(kSchool, 4, 10)));
    }
    SECTION("a mark without anything gone") {
        REQUIRE(Write(*log.database, On(SchoolId{3}, "2026-11-01T10:00:00Z")));
        REQUIRE(Write(*log.database, DroppedUpTo({.number = 1, .hash = "x"}, SchoolId{3}, FixedClock().Now())));
        CHECK_FALSE(log.Told(log.Options()).first);
    }
    SECTION("a broken chain is not dropped from") {
        REQUIRE(log.Deletes("school_id = 1 AND number = 4"));
        CHECK(log.Drop("2026-11-02") ==
              std::pair(false, kSchool.ToString() + ": broken at entry 5: it is the first, and the log does "
                                                    "not say that those before it were dropped\n"));
        CHECK(log.Of(kOther).size() == 3);
    }
}

TEST_CASE("heads that were kept count as long as their entries have not gone with their term", "[ACC-06]") {
    const Log log(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const testing::TempDir folder;
    auto options = log.Options();
    options.heads = folder.Path() / "heads";
    const auto entries = log.Of(kSchool);
    const auto keep = [&](std::size_t index) {
        std::ofstream(options.heads) << kSchool.ToString() << ' ' << entries.at(index).number << ' '
                                     << entries.at(index).hash << '\n';
    };
    REQUIRE(log.Drop("2025-08-01").first);
    for (const std::size_t index : {0U, 2U, 3U, 4U}) {
        CAPTURE(index);
        keep(index);
        CHECK(log.Told(options).first);
    }
    // The last that went is known by its hash.
    std::ofstream(options.heads) << kSchool.ToString() << " 3 " << std::string(64, 'b') << '\n';
    CHECK_FALSE(log.Told(options).first);
    std::ofstream(options.heads) << kSchool.ToString() << " 99 " << std::string(64, 'b') << '\n';
    CHECK_FALSE(log.Told(options).first);
}

}  // namespace suite::audit
