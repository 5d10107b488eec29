// Of a school without consent nothing is kept (ROS-12, ROS-03).
#include "batches.hpp"
#include "tables.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

using Texts = std::vector<std::string>;

constexpr std::int64_t kSchool = 1001;

// By which one could find a child or a teacher again, in whatever column.
const Texts kTraces{"886420001", "886420002", "886420003", "ll-spoor",    "9f8e7d6c5b4a",
                    "Spoorloos", "886420099", "mw-spoor",  "spoor@school"};

const std::string kSchoolLine =
    R"({"type":"school","op":"upsert","schoolId":1001,"data":{"naam":"De Stille","actief":true}})"
    "\n";
const std::string kPersonLines =
    R"({"type":"group","op":"upsert","schoolId":1001,"id":"G5","schoolYear":"2026-2027","data":{"naam":"5","jaargroep":"5"}}
{"type":"pupil","op":"upsert","schoolId":1001,"id":886420001,"data":{"lasKey":"ll-spoor-1","eckid":"https://ketenid.example/9f8e7d6c5b4a","persoonsgegevens":{"voornaam":"Kind","achternaam":"Spoorloos"},"jaargroep":"5","groep":"G5","subgroepen":[]}}
{"type":"pupil","op":"upsert","schoolId":1001,"id":886420002,"data":{"lasKey":"ll-spoor-2","persoonsgegevens":{"voornaam":"Kind","achternaam":"Spoorloos"},"jaargroep":"5","groep":"G5","subgroepen":[]}}
{"type":"pupil","op":"delete","schoolId":1001,"id":886420003}
{"type":"staff","op":"upsert","schoolId":1001,"id":886420099,"data":{"lasKey":"mw-spoor","persoonsgegevens":{"voornaam":"Juf","achternaam":"Spoorloos"},"emailadres":"spoor@school.example","rollen":["Leerkracht"],"groepen":["G5"]}}
)";

void CheckNoTrace(Care& care) {
    const auto tables = AllTables(*care.database);
    for (const auto& trace : kTraces) {
        CAPTURE(trace);
        CHECK(RowsWith(tables, trace) == Texts{});
    }
}

void Withdraw(Care& care) {
    care.basispoort.withdrawn[DutchDay(care.clock.Now()).ToString()] = {kSchool};
    REQUIRE(care.consent());
}

void CheckOnlyCounted(Batches& batches, const BatchView& view) {
    CHECK(view.batch.status == BatchStatus::kApplied);
    CHECK(view.counts.school.rejected == 1);
    CHECK(view.counts.groups.rejected == 1);
    CHECK(view.counts.pupils.rejected == 3);
    CHECK(view.counts.staff.rejected == 1);
    const auto rejections = batches.Rejections(view.batch.id);
    REQUIRE(rejections.size() == 4);  // one for each type
    for (const auto& item : rejections) {
        CHECK(item.basispoort_school_id == kSchool);
        CHECK(item.rejection.reason == rejected::kNoConsent);
        CHECK(item.rejection.key.empty());
        CHECK(item.rejection.line == 0);
        CHECK_FALSE(item.rejection.message_nl.empty());
    }
    CHECK(rejections[2].rejection.entity == Entity::kPupil);
}

}  // namespace

TEST_CASE("of a school that never gave its consent no key is kept once the batch is applied", "[ROS-12][ROS-03]") {
    Care care(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Batches batches(care);
    Withdraw(care);
    CheckOnlyCounted(batches, batches.Push(1, kSchoolLine + kPersonLines));
    CheckNoTrace(care);
    CheckOnlyCounted(batches, batches.Push(2, kSchoolLine + kPersonLines, BatchKind::kSnapshot));
    CheckNoTrace(care);
}

TEST_CASE("of a school that took its consent away no key is left after the erasure, nor comes again",
          "[ROS-12][ROS-03]") {
    Care care(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Batches batches(care);
    batches.Push(1, kPersonLines);  // before it was introduced: rejected, and reported with its keys
    batches.Push(2, kSchoolLine + kPersonLines);
    CHECK_FALSE(RowsWith(AllTables(*care.database), "886420001").empty());
    care.clock.Forward(std::chrono::days(1));
    Withdraw(care);
    care.clock.Forward(std::chrono::days(31));
    REQUIRE(care.house());
    CheckNoTrace(care);
    CheckOnlyCounted(batches, batches.Push(3, kSchoolLine + kPersonLines));
    CheckNoTrace(care);
}
