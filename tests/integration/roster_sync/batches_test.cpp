#include "services/roster_sync/adapters/sql_parts.hpp"
#include "support.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

}  // namespace

TEST_CASE("a batch becomes the roster, and the same content again writes nothing and says so", "[ROS-05]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    const auto first = service.Push(1, kSchoolLines, wire::BATCH_KIND_SNAPSHOT);
    CHECK(first.status() == wire::BATCH_STATUS_APPLIED);
    CHECK(first.counts().school().added() == 1);
    CHECK(first.counts().group().added() == 3);
    CHECK(first.counts().pupil().added() == 2);
    CHECK(first.counts().staff().added() == 2);
    CHECK(first.schools_applied() == 1);

    const auto again = service.Push(2, kSchoolLines, wire::BATCH_KIND_SNAPSHOT);
    CHECK(again.counts().pupil().unchanged() == 2);
    CHECK(again.counts().pupil().changed() + again.counts().pupil().added() == 0);

    const auto left = service.Push(3, R"({"type":"pupil","op":"delete","schoolId":1001,"id":500124})");
    CHECK(left.counts().pupil().removed() == 1);
}

TEST_CASE("a part can come again and is replaced by another one until the commit", "[ROS-05]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    const auto batch = service.Open(1);
    REQUIRE(batch);
    REQUIRE(service.Put(batch->id(), 1, R"({"type":"pupil","op":"delete","schoolId":1001,"id":1})"));
    REQUIRE(service.Put(batch->id(), 1, kSchoolLines));
    REQUIRE(service.Put(batch->id(), 1, kSchoolLines));
    REQUIRE(service.Commit(batch->id()));
    REQUIRE(service.Commit(batch->id()));  // the answer may have been lost
    const auto applied = service.WaitApplied(batch->id());
    CHECK(applied.records() == 8);
    CHECK(applied.counts().pupil().added() == 2);
    CHECK(service.Put(batch->id(), 2, kSchoolLines).error().reason == reason::kBatchClosed);
}

TEST_CASE("opening again finds the batch, while another kind, an old sequence and a gap in the parts are refused",
          "[ROS-05]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    const auto batch = service.Open(5);
    REQUIRE(batch);
    CHECK(service.Open(5)->id() == batch->id());
    CHECK(service.Open(5, wire::BATCH_KIND_SNAPSHOT).error().reason == reason::kBatchDiffers);
    CHECK(service.Open(0).error().fields.at(0).pointer == "/sequence");
    CHECK(service.Commit(batch->id()).error().reason == reason::kBatchIncomplete);
    REQUIRE(service.Put(batch->id(), 2, kSchoolLines));
    CHECK(service.Commit(batch->id()).error().reason == reason::kBatchIncomplete);

    const auto older = service.Open(4);
    REQUIRE(older);
    REQUIRE(service.Put(older->id(), 1, kSchoolLines));
    REQUIRE(service.Put(batch->id(), 1, kSchoolLines));
    REQUIRE(service.Commit(batch->id()));
    const auto refused = service.Commit(older->id());
    CHECK(refused.error().reason == reason::kBatchStale);
    CHECK(refused.error().metadata.at("newestSequence") == "5");
    CHECK(service.Get(older->id())->status() == wire::BATCH_STATUS_REFUSED);
    CHECK(service.Open(3).error().reason == reason::kBatchStale);
    CHECK(service.Get("0000000000001").error().reason == reason::kBatchUnknown);
}

TEST_CASE("a line that cannot be read refuses the part and stores nothing of it", "[ROS-05]") {
    testing::TestDatabase database(Dialect::kSqlite);
    Service service(database.Url());
    const auto batch = service.Open(1);
    REQUIRE(batch);
    const auto refused = service.Put(batch->id(), 1, std::string(kSchoolLines) + "{\"type\":\"pupil\",");
    CHECK(refused.error().reason == reason::kInvalidRecord);
    CHECK(refused.error().fields.at(0).pointer.starts_with("/9"));
    CHECK(service.Get(batch->id())->parts() == 0);
}

TEST_CASE("records of a school that nobody introduced are rejected, each with its line", "[ROS-05][ROS-08]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    service.Push(1, kSchoolLines);
    // The pupil is 1001's: 1002 neither deletes nor takes it.
    const auto applied = service.Push(2, R"({"type":"pupil","op":"delete","schoolId":1002,"id":500123}
{"type":"pupil","op":"upsert","schoolId":1002,"id":500123,"data":{"persoonsgegevens":{"voornaam":"Piet"},"jaargroep":"5"}}
{"type":"pupil","op":"upsert","schoolId":1001,"id":777,"data":{"persoonsgegevens":{"voornaam":"Piet"},"jaargroep":"5","groep":"X"}}
{"type":"pupil","op":"delete","schoolId":1001,"id":778})");
    CHECK(applied.counts().pupil().rejected() == 3);
    CHECK(applied.counts().pupil().unchanged() == 1);  // 778 is not there already
    CHECK(service.SchoolOf(1002).empty());
    wire::ListBatchRejectionsRequest request;
    request.set_batch_id(applied.id());
    request.set_limit(2);
    const auto page =
        service.Call<wire::ListBatchRejectionsResponse>("RosterBatchService/ListBatchRejections", request, kBasispoort);
    REQUIRE(page);
    REQUIRE(page->items_size() == 2);
    CHECK(page->items(0).basispoort_school_id() == 1001);
    CHECK(page->items(0).reason() == "unknown-group");
    CHECK(page->items(1).reason() == "unknown-school");
    CHECK(page->items(1).line() == 1);
    CHECK_FALSE(page->items(1).message().empty());
    request.set_cursor(page->next_cursor());
    const auto rest =
        service.Call<wire::ListBatchRejectionsResponse>("RosterBatchService/ListBatchRejections", request, kBasispoort);
    REQUIRE(rest);
    CHECK(rest->items_size() == 1);
    CHECK_FALSE(rest->has_next_cursor());
    CHECK(rest->items(0).key() == "500123");

    // The helpdesk sees the line and not whose it is: that it would see in the school's own report, which is noted.
    const auto helpdesk =
        service.Call<wire::ListBatchRejectionsResponse>("RosterBatchService/ListBatchRejections", request, kHelpdesk);
    REQUIRE(helpdesk);
    CHECK(helpdesk->items(0).line() == rest->items(0).line());
    CHECK(helpdesk->items(0).key().empty());
    wire::ExportBatchRejectionsRequest file;
    file.set_batch_id(applied.id());
    const auto csv = [&](const Actor& actor) {
        const auto answer = service.Call<common::v1::File>("RosterBatchService/ExportBatchRejections", file, actor);
        REQUIRE(answer);
        return answer->content();
    };
    CHECK(csv(kBasispoort).find("500123") != std::string::npos);
    CHECK(csv(kHelpdesk).find("500123") == std::string::npos);
}

TEST_CASE("a committed batch is applied after a restart", "[ROS-05]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    std::string id;
    {
        Service service(database.Url());
        const auto batch = service.Open(1);
        REQUIRE(batch);
        REQUIRE(service.Put(batch->id(), 1, kSchoolLines));
        REQUIRE(service.Commit(batch->id()));
        id = batch->id();
    }
    Service service(database.Url());
    CHECK(service.WaitApplied(id).counts().pupil().added() == 2);
    CHECK_FALSE(service.SchoolOf(1001).empty());
}

TEST_CASE("a snapshot that would empty a school is held, and its additions go", "[ROS-09]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    std::string lines =
        R"({"type":"school","op":"upsert","schoolId":1001,"data":{"naam":"De Regenboog","actief":true}})";
    for (int i = 1; i <= 20; ++i) {
        lines += "\n{\"type\":\"pupil\",\"op\":\"upsert\",\"schoolId\":1001,\"id\":" + std::to_string(i) +
                 ",\"data\":{\"persoonsgegevens\":{\"voornaam\":\"Kind\"},\"jaargroep\":\"4\"}}";
    }
    service.Push(1, lines, wire::BATCH_KIND_SNAPSHOT);
    const auto held = service.Push(
        2,
        R"({"type":"pupil","op":"upsert","schoolId":1001,"id":21,"data":{"persoonsgegevens":{"voornaam":"Nieuw"},"jaargroep":"4"}})",
        wire::BATCH_KIND_SNAPSHOT);
    CHECK(held.status() == wire::BATCH_STATUS_HELD);
    CHECK(held.counts().pupil().held() == 20);
    CHECK(held.counts().pupil().added() == 1);
    CHECK(held.counts().pupil().removed() == 0);
}

TEST_CASE("who goes to another group is counted as moved, also in what is read back", "[ROS-08][ROS-10]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    service.Push(1, kSchoolLines);
    const auto moved = service.Push(2, R"({"type":"pupil","op":"upsert","schoolId":1001,"id":500123,"data":)"
                                       R"({"persoonsgegevens":{"voornaam":"Aatje","achternaam":"Anders"},)"
                                       R"("jaargroep":"6","groep":"G6A","subgroepen":[]}})"
                                       "\n"
                                       R"({"type":"staff","op":"upsert","schoolId":1001,"id":9002,"data":)"
                                       R"({"persoonsgegevens":{"voornaam":"Tom","achternaam":"Leraar"},)"
                                       R"("emailadres":"tom@regenboog.example","einddatum":null,)"
                                       R"("rollen":["Leerkracht"],"groepen":["G6A"]}})");
    CHECK(moved.counts().pupil().moved() == 1);
    CHECK(moved.counts().pupil().changed() == 0);
    CHECK(moved.counts().staff().moved() == 1);
    CHECK(moved.counts().staff().changed() == 0);
}

TEST_CASE("counts are read back as they were written, also those from before there was moved", "[ROS-08]") {
    EntityCounts counts{.school = {.added = 1}, .groups = {.changed = 2}, .pupils = {.held = 3, .moved = 4}};
    counts.staff = {.added = 5, .changed = 6, .removed = 7, .unchanged = 8, .rejected = 9, .held = 10, .moved = 11};
    CHECK(DecodeCounts(EncodeCounts(counts)) == counts);
    const auto old = DecodeCounts("1 0 0 0 0 0 0 2 0 0 0 0 0 0 0 0 0 3 5 6 7 8 9 10 ");
    CHECK(old.pupils == Counts{.held = 3});
    CHECK(old.staff == Counts{.added = 5, .changed = 6, .removed = 7, .unchanged = 8, .rejected = 9, .held = 10});
}

TEST_CASE("only Basispoort pushes", "[ROS-05][ACC-04]") {
    testing::TestDatabase database(Dialect::kSqlite);
    Service service(database.Url());
    wire::OpenBatchRequest request;
    request.set_source("x");
    request.set_sequence(1);
    request.set_kind(wire::BATCH_KIND_DELTA);
    for (const Actor& actor : {Actor{}, kHelpdesk, Actor{.role = Role::kMachine, .scopes = {"orders:write"}}}) {
        CHECK(service.Call<wire::RosterBatch>("RosterBatchService/OpenBatch", request, actor).error().code ==
              Code::kPermissionDenied);
    }
}

TEST_CASE("a part sent again after the commit is answered as before, while other content is refused", "[ROS-05]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    const auto batch = service.Open(1);
    REQUIRE(batch);
    const auto first = service.Put(batch->id(), 1, kSchoolLines);
    REQUIRE(service.Commit(batch->id()));
    service.WaitApplied(batch->id());
    const auto again = service.Put(batch->id(), 1, kSchoolLines);
    REQUIRE(again);
    CHECK(again->SerializeAsString() == first->SerializeAsString());
    CHECK(service.Put(batch->id(), 1, R"({"type":"pupil","op":"delete","schoolId":1001,"id":1})").error().reason ==
          reason::kBatchClosed);
    CHECK(service.Commit(batch->id())->status() == wire::BATCH_STATUS_APPLIED);
}

TEST_CASE("a dry run of a commit reports what the commit then does, and writes nothing", "[ROS-05]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    service.Push(1, kSchoolLines);
    const auto batch = service.Open(2, wire::BATCH_KIND_SNAPSHOT);
    REQUIRE(batch);
    std::string lines = kSchoolLines;
    lines +=
        R"({"type":"pupil","op":"upsert","schoolId":1001,"id":7,"data":{"persoonsgegevens":{"achternaam":"X"},"groep":"NIX"}})";
    REQUIRE(service.Put(batch->id(), 1, lines.substr(lines.find('\n') + 1)));
    wire::CommitBatchRequest request;
    request.set_batch_id(batch->id());
    request.set_dry_run(true);
    const auto dry = service.Call<wire::RosterBatch>("RosterBatchService/CommitBatch", request, kBasispoort);
    REQUIRE(dry);
    CHECK(dry->dry_run());
    CHECK(dry->status() == wire::BATCH_STATUS_OPEN);
    REQUIRE(dry->rejections_size() == 1);
    CHECK(dry->rejections(0).reason() == "unknown-group");
    CHECK_FALSE(dry->rejections(0).has_name());  // a machine reads this
    CHECK(service.Get(batch->id())->schools_applied() == 0);
    REQUIRE(service.Commit(batch->id()));
    const auto run = service.WaitApplied(batch->id());
    CHECK(run.counts().SerializeAsString() == dry->counts().SerializeAsString());
    CHECK(service.Call<wire::RosterBatch>("RosterBatchService/CommitBatch", request, kBasispoort).error().reason ==
          reason::kBatchClosed);
}

TEST_CASE("a gap in the sequence is applied and flagged, and the first of a source is none", "[ROS-14]") {
    testing::TestDatabase database(Dialect::kSqlite);
    Service service(database.Url());
    CHECK_FALSE(service.Push(5, kSchoolLines).gap());
    CHECK_FALSE(service.Push(6, R"({"type":"pupil","op":"delete","schoolId":1001,"id":500124})").gap());
    const auto after = service.Push(8, R"({"type":"pupil","op":"delete","schoolId":1001,"id":500123})");
    CHECK(after.gap());
    CHECK(after.counts().pupil().removed() == 1);
}

TEST_CASE("batches are listed newest first, with how far each came", "[ROS-08]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    service.Push(1, kSchoolLines);
    REQUIRE(service.Open(2));
    wire::ListBatchesRequest request;
    request.set_limit(1);
    const auto newest = service.Call<wire::ListBatchesResponse>("RosterBatchService/ListBatches", request, kHelpdesk);
    REQUIRE(newest);
    REQUIRE(newest->items_size() == 1);
    CHECK(newest->items(0).sequence() == 2);
    CHECK(newest->items(0).timeline_size() == 0);
    request.set_cursor(newest->next_cursor());
    const auto older = service.Call<wire::ListBatchesResponse>("RosterBatchService/ListBatches", request, kHelpdesk);
    REQUIRE(older);
    REQUIRE(older->items_size() == 1);
    std::vector<wire::Stage> stages;
    for (const auto& step : older->items(0).timeline()) stages.push_back(step.stage());
    CHECK(stages == std::vector{wire::STAGE_RECEIVED, wire::STAGE_CHECKED, wire::STAGE_APPLIED, wire::STAGE_VISIBLE});
}

TEST_CASE("a school sees what each batch did to it, and its rejections as CSV", "[ROS-08]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    std::string lines = kSchoolLines;
    lines +=
        R"({"type":"staff","op":"upsert","schoolId":1001,"id":9003,"data":{"persoonsgegevens":{"voornaam":"=Jan","achternaam":"\"Dubbel\""},"emailadres":"TOM@regenboog.example","rollen":[]}})";
    const auto batch = service.Push(1, lines);
    const auto school = service.SchoolOf(1001);
    wire::ListImportsRequest list;
    list.set_school_id(school);
    const auto imports =
        service.Call<wire::ListImportsResponse>("RosterService/ListImports", list, service.CoordinatorOf(school));
    REQUIRE(imports);
    REQUIRE(imports->items_size() == 1);
    CHECK(imports->items(0).origin() == wire::IMPORT_ORIGIN_BATCH);
    CHECK(imports->items(0).batch_id() == batch.id());
    wire::ExportImportRejectionsRequest request;
    request.set_school_id(school);
    request.set_import_id(imports->items(0).id());
    const auto csv =
        service.Call<common::v1::File>("RosterService/ExportImportRejections", request, service.CoordinatorOf(school));
    REQUIRE(csv);
    CHECK(csv->content_type() == "text/csv; charset=utf-8");
    // Both names (ROS-04), no formula, quotes doubled.
    CHECK(csv->content().find("\"'=Jan \"\"Dubbel\"\"\";\"Tom Leraar\"\r\n") != std::string::npos);
    wire::ExportBatchRejectionsRequest of_batch;
    of_batch.set_batch_id(batch.id());
    const auto for_machine =
        service.Call<common::v1::File>("RosterBatchService/ExportBatchRejections", of_batch, kBasispoort);
    REQUIRE(for_machine);
    CHECK(for_machine->content().find("Tom") == std::string::npos);
    CHECK(for_machine->content().find("duplicate-email") != std::string::npos);
}
