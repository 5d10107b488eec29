#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "support.hpp"

namespace suite::results::test {
namespace {

using sql::Dialect;

template <class T>
std::string ReasonOf(const Result<T>& result) {
    return result ? "" : result.error().reason;
}

/// Every text that the tables hold of connections.
std::string Dump(RunningService& service) {
    const auto rows =
        service.Database().Read(SchoolScope::All(), Deadline::In(std::chrono::seconds(5)), [](sql::Session& session) {
            return session.Query("SELECT sealed_key, created_by_role, created_by, created_at FROM result_connection");
        });
    REQUIRE(rows.has_value());
    std::string text;
    for (const auto& row : *rows) {
        text += row.Text(0) + " " + row.Text(1) + " " + std::to_string(row.Int(2)) + " " + std::to_string(row.Int(3)) +
                "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("a coordinator connects the school and sees the connection, its key masked", "[RES-01][RES-08]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    const auto made = service.Connect(Coordinator(kSchoolA), kSchoolA.ToString(), "parnassys", " sleutel-1234 ");
    REQUIRE(made.has_value());
    CHECK(made->las() == "parnassys");
    CHECK(made->las_name() == "ParnasSys");
    CHECK(made->masked_key() == "••••1234");
    CHECK(made->status() == v1::CONNECTION_STATUS_NOT_USED);
    CHECK_FALSE(made->has_last_pulled_at());
    CHECK(ParseInstant(made->created_at()).has_value());
    CHECK(ConnectionId::Parse(made->id()).has_value());

    const auto list = service.List(Coordinator(kSchoolA), kSchoolA.ToString());
    REQUIRE(list.has_value());
    REQUIRE(list->items_size() == 1);
    CHECK(list->items(0).SerializeAsString() == made->SerializeAsString());
    CHECK_FALSE(list->has_next_cursor());
    Actor helpdesk;
    helpdesk.role = Role::kHelpdesk;
    CHECK(service.List(helpdesk, kSchoolA.ToString())->items_size() == 1);
    CHECK(service.List(Coordinator(kSchoolB), kSchoolB.ToString())->items_size() == 0);
}

TEST_CASE("the key is sealed in the database, beside who gave the consent and when", "[RES-01][RES-02]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    const auto before = SystemClock().Now();
    service.Connect(kSchoolA, "parnassys");
    const std::string dump = Dump(service);
    CHECK(dump.find("sleutel") == std::string::npos);
    CHECK(dump.find("1234") == std::string::npos);
    CHECK(dump.find(" coordinator 77 ") != std::string::npos);
    const auto at = std::stoll(dump.substr(dump.rfind(' ')));
    CHECK(at >= before.time_since_epoch().count());
    CHECK(at <= SystemClock().Now().time_since_epoch().count());
}

TEST_CASE("a school has one connection per LAS and several at once", "[RES-01]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    service.Connect(kSchoolA, "parnassys");
    const auto again = service.Connect(Coordinator(kSchoolA), kSchoolA.ToString(), "parnassys");
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().code == Code::kAlreadyExists);
    CHECK(again.error().reason == reason::kConnectionExists);
    service.Connect(kSchoolA, "momento");
    service.Connect(kSchoolA, "easyrapport");
    service.Connect(kSchoolB, "parnassys");

    Strings seen;
    std::string cursor;
    for (int page = 0; page < 2; ++page) {
        const auto list = service.List(Coordinator(kSchoolA), kSchoolA.ToString(), 2, cursor);
        REQUIRE(list.has_value());
        for (const auto& item : list->items()) seen.push_back(item.las());
        CHECK(list->has_next_cursor() == (page == 0));
        cursor = list->next_cursor();
    }
    CHECK(seen == Strings{"easyrapport", "momento", "parnassys"});
}

TEST_CASE("what is wrong with a new connection is said field by field", "[RES-01]") {
    RunningService service(Dialect::kSqlite);
    const auto las = service.Connect(Coordinator(kSchoolA), kSchoolA.ToString(), "esis");
    REQUIRE_FALSE(las.has_value());
    CHECK(las.error().code == Code::kInvalidArgument);
    CHECK(las.error().reason == reason::kLasUnknown);
    REQUIRE(las.error().fields.size() == 1);
    CHECK(las.error().fields.front().pointer == "/las");

    const auto key = service.Connect(Coordinator(kSchoolA), kSchoolA.ToString(), "momento", std::string(257, 'k'));
    REQUIRE_FALSE(key.has_value());
    CHECK(key.error().code == Code::kInvalidArgument);
    REQUIRE(key.error().fields.size() == 1);
    CHECK(key.error().fields.front().pointer == "/authorisationKey");
    CHECK(service.List(Coordinator(kSchoolA), kSchoolA.ToString())->items_size() == 0);
}

TEST_CASE("connections are the coordinator's own, seen by the helpdesk", "[RES-02][ACC-03]") {
    RunningService service(Dialect::kSqlite);
    service.Connect(kSchoolA, "momento");
    const std::string a = kSchoolA.ToString();
    Actor helpdesk;
    helpdesk.role = Role::kHelpdesk;
    CHECK(ReasonOf(service.Connect(helpdesk, a, "parnassys")) == reason::kForbidden);
    CHECK(ReasonOf(service.Connect(Staff(Role::kTeacher, kSchoolA), a, "parnassys")) == reason::kForbidden);
    CHECK(ReasonOf(service.List(Staff(Role::kTeacher, kSchoolA), a)) == reason::kForbidden);
    CHECK(ReasonOf(service.Connect(Las("parnassys"), a, "parnassys")) == reason::kForbidden);

    // Another school, one that is in no roster and one that is no id at all look the same.
    const Actor stranger = Coordinator(kSchoolB);
    const auto other = service.List(stranger, a);
    const auto absent = service.List(Coordinator(SchoolId{999}), SchoolId{999}.ToString());
    const auto malformed = service.List(stranger, "x");
    for (const auto* refused : {&other, &absent, &malformed}) {
        REQUIRE_FALSE(refused->has_value());
        CHECK(refused->error().code == Code::kNotFound);
        CHECK(refused->error().reason == reason::kSchoolUnknown);
        CHECK(refused->error().message == other.error().message);
    }
    CHECK(ReasonOf(service.Connect(stranger, a, "parnassys")) == reason::kSchoolUnknown);
    CHECK(ReasonOf(service.Connect(Coordinator(SchoolId{999}), SchoolId{999}.ToString(), "momento")) ==
          reason::kSchoolUnknown);
}

TEST_CASE("a wrong page is refused", "[ACC-07]") {
    RunningService service(Dialect::kSqlite);
    CHECK(ReasonOf(service.List(Coordinator(kSchoolA), kSchoolA.ToString(), -1)) == reason::kInvalidRequest);
    CHECK(ReasonOf(service.List(Coordinator(kSchoolA), kSchoolA.ToString(), 1, "!")) == reason::kInvalidCursor);
    CHECK(ReasonOf(service.List(Coordinator(kSchoolA), kSchoolA.ToString(), 1, "eHl6")) == reason::kInvalidCursor);
    CHECK(service.List(Coordinator(kSchoolA), kSchoolA.ToString(), 501).has_value());
}

}  // namespace suite::results::test
