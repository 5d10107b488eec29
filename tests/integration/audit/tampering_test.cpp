// Who has the database's password can do much; this is what it takes, and that it shows.
#include <fstream>
#include <sstream>

#include "support.hpp"
#include "testing/temp_dir.hpp"
#include "tools/sleutelctl/audit.hpp"

namespace suite::audit {
namespace {

using sleutelctl::AuditOptions;
using sleutelctl::PrintHeads;
using sleutelctl::VerifyAudit;
using sql::Dialect;
using testing::TestDatabase;

const SchoolId kSchool{1};
const SchoolId kOther{2};

struct Log {
    explicit Log(Dialect dialect) : fresh(dialect), database(fresh.Open(kSchema, kMigrations)) {
        for (int i = 0; i < 5; ++i) {
            REQUIRE(Write(*database, Look(kSchool, i)));
            REQUIRE(Write(*database, Look(kOther, i)));
        }
    }

    AuditOptions Options() const { return {.database = fresh.Url(), .schema = kSchema, .school = {}, .heads = {}}; }

    /// What `sleutelctl audit verify` prints, and whether all is whole.
    std::pair<bool, std::string> Told(const AuditOptions& options) const {
        std::ostringstream out;
        const auto whole = VerifyAudit(options, out);
        if (!whole) FAIL(whole.error().message);
        return {*whole, out.str()};
    }

    TestDatabase fresh;
    std::unique_ptr<sql::Database> database;
};

}  // namespace

TEST_CASE("the database refuses to change or delete an entry", "[ACC-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    Log log(dialect);
    std::vector<std::string> statements{"UPDATE audit_entry SET role = 'helpdesk' WHERE number = 2",
                                        "UPDATE audit_entry SET number = number + 1", "DELETE FROM audit_entry",
                                        "DELETE FROM audit_entry WHERE school_id = 1 AND number = 5"};
    const std::string again =
        "INTO audit_entry SELECT school_id, number, at, 'helpdesk', person_id, client_id, operation, object, "
        "object_id, facts, request_id, previous_hash, hash FROM audit_entry WHERE school_id = 1 AND number = 2";
    if (dialect == Dialect::kSqlite) {
        statements.push_back("INSERT OR REPLACE " + again);
        statements.push_back("REPLACE " + again);
        statements.push_back("UPDATE OR REPLACE audit_entry SET number = 1 WHERE number = 2");
    } else {
        statements.push_back("TRUNCATE audit_entry");
        statements.push_back("INSERT " + again + " ON CONFLICT (school_id, number) DO UPDATE SET role = 'helpdesk'");
    }
    statements.push_back("INSERT " + again);
    for (const auto& statement : statements) {
        CAPTURE(statement);
        CHECK_FALSE(Execute(*log.database, statement));
    }
    CHECK(log.Told(log.Options()).second == "10 entries in 2 chains, 0 broken\n");
}

TEST_CASE("verify names the school and the entry where a chain breaks and what is wrong with it", "[ACC-06]") {
    Log log(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    CHECK(log.Told(log.Options()) == std::pair(true, std::string("10 entries in 2 chains, 0 broken\n")));
    DropTriggers(*log.database);
    const auto school = kSchool.ToString();
    SECTION("changed") {
        REQUIRE(Execute(*log.database, "UPDATE audit_entry SET person_id = 99 WHERE school_id = 1 AND number = 3"));
        CHECK(log.Told(log.Options()) ==
              std::pair(false, school + ": broken at entry 3: its hash is not that of its contents\n" +
                                   "10 entries in 2 chains, 1 broken\n"));
    }
    SECTION("taken out") {
        REQUIRE(Execute(*log.database, "DELETE FROM audit_entry WHERE school_id = 1 AND number = 3"));
        CHECK(log.Told(log.Options()) ==
              std::pair(false, school + ": broken at entry 4: an entry before it is missing, or it is there twice\n" +
                                   "9 entries in 2 chains, 1 broken\n"));
    }
    SECTION("moved to another school") {
        REQUIRE(Execute(*log.database, "DELETE FROM audit_entry WHERE school_id = 2"));
        REQUIRE(Execute(*log.database, "UPDATE audit_entry SET school_id = 2"));
        CHECK(log.Told(log.Options()) ==
              std::pair(false, kOther.ToString() + ": broken at entry 1: its hash is not that of its contents\n" +
                                   "5 entries in 1 chains, 1 broken\n"));
    }
    SECTION("of one school, while another is broken") {
        REQUIRE(Execute(*log.database, "UPDATE audit_entry SET person_id = 99 WHERE school_id = 1 AND number = 3"));
        auto options = log.Options();
        options.school = kOther.ToString();
        CHECK(log.Told(options) == std::pair(true, std::string("5 entries in 1 chains, 0 broken\n")));
    }
}

TEST_CASE("heads that are kept elsewhere show a log that was cut off or written anew", "[ACC-06]") {
    Log log(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(Write(*log.database, Look(SchoolId{})));
    const testing::TempDir folder;
    auto options = log.Options();
    options.heads = folder.Path() / "heads";
    {
        std::ofstream heads(options.heads);
        REQUIRE(PrintHeads(log.Options(), heads));
    }
    std::ostringstream printed;
    printed << std::ifstream(options.heads).rdbuf();
    CHECK(printed.str().starts_with("publisher 1 "));
    CHECK(printed.str().find("\n" + kSchool.ToString() + " 5 ") != std::string::npos);

    REQUIRE(Write(*log.database, Look(kSchool)));  // it goes on
    CHECK(log.Told(options).second == "12 entries in 3 chains, 0 broken, 0 kept heads not found\n");

    DropTriggers(*log.database);
    REQUIRE(Execute(*log.database, "DELETE FROM audit_entry WHERE school_id = 1 AND number > 4"));
    CHECK(log.Told(log.Options()).first);  // the chain alone does not show it
    CHECK(log.Told(options) ==
          std::pair(false, kSchool.ToString() + ": entry 5 is gone: the log was cut off since its head was kept\n" +
                               "10 entries in 3 chains, 0 broken, 1 kept heads not found\n"));

    REQUIRE(Write(*log.database, Look(kSchool, 1000)));  // another entry in its place
    CHECK(log.Told(options).second.find(
              "entry 5 has another hash than when its head was kept: the log was written anew") != std::string::npos);
}

TEST_CASE("verify makes no database where there is none", "[ACC-06]") {
    const testing::TempDir folder;
    std::ostringstream out;
    const auto path = folder.Path() / "none.db";
    CHECK_FALSE(VerifyAudit({.database = "sqlite:" + path.string(), .schema = {}, .school = {}, .heads = {}}, out));
    CHECK_FALSE(std::filesystem::exists(path));
}

}  // namespace suite::audit
