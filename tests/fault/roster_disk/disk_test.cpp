// roster-sync on a disk that is full or fails (tests/support/faulty_disk.cpp): a clear refusal, and no acknowledgement
// lost. SQLite, whose file is roster-sync's own; a full disk of a PostgreSQL server is told apart in tests/unit/sql.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/fault/support/stored_state.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Api;
using suite::testing::ApplyRoster;
using suite::testing::CheckProblem;
using suite::testing::Eventually;
using suite::testing::FollowersAreUpToDate;
using suite::testing::ListOf;
using suite::testing::OnlyItem;
using suite::testing::PupilLine;
using suite::testing::PushRoster;
using suite::testing::SchoolLine;
using suite::testing::SuiteFixture;

constexpr std::int64_t kSchool = 8101;   // from Basispoort
constexpr std::int64_t kImports = 8102;  // brings EDEXML

constexpr const char* kEdexml = R"(<?xml version="1.0" encoding="UTF-8"?>
<EDEX><school><schooljaar>2098-2099</schooljaar><brincode>98XX</brincode><dependancecode>00</dependancecode>
<schoolkey>1</schoolkey><xsdversie>2.1</xsdversie></school>
<groepen><groep key="EX1"><naam>Toekomst</naam><jaargroep>5</jaargroep></groep></groepen>
<leerlingen><leerling key="ex-1"><achternaam>Toekomst</achternaam><roepnaam>Teun</roepnaam><jaargroep>5</jaargroep>
<groep key="EX1"/></leerling></leerlingen><leerkrachten/></EDEX>)";

struct Fault {
    const char* disk;  // as faulty_disk.cpp reads it
    const char* code;  // of the refusal
};

/// A suite whose roster-sync writes to a disk that can be made bad.
class World {
  public:
    World() : fixture_(Dialect::kSqlite, [](const fs::path& data) { return EnvironmentFor(data); }) {
        const auto lines =
            SchoolLine(kSchool, "De Schijf", "97XX", "00") + SchoolLine(kImports, "De Plaat", "98XX", "00");
        ApplyRoster(Api(), 1, "snapshot", lines + PupilLine(kSchool, 700001, "Eerste", ""));
        school_ = SchoolId(kSchool);
        imports_ = SchoolId(kImports);
    }

    suite::testing::Api& Api() { return fixture_.Api(); }
    suite::devsuite::Suite& Suite() { return fixture_.Suite(); }
    SuiteFixture& Fixture() { return fixture_; }

    void Break(const Fault& fault) const { std::ofstream(fixture_.Data() / "disk") << fault.disk; }
    void Repair() const { fs::remove(fixture_.Data() / "disk"); }
    void KillAndStart() {
        Suite().KillService("roster-sync");
        const auto started = Suite().StartService("roster-sync");
        if (!started) FAIL("roster-sync did not start again: " << started.error().message);
    }

    Answer Open(std::int64_t sequence) {
        return Basispoort().Post("/roster-batches",
                                 {{"source", "basispoort"}, {"sequence", sequence}, {"kind", "delta"}});
    }
    Answer Put(const std::string& batch, int n, const std::string& ndjson) {
        return Basispoort().Send("PUT", batch + "/parts/" + std::to_string(n), ndjson,
                                 {{"Content-Type", "application/x-ndjson"}});
    }
    Answer Commit(const std::string& batch, int parts) {
        return Basispoort().Post(batch + "/commit", {{"parts", parts}});
    }
    Answer Import() {
        return Api().Coordinator(imports_).Send("POST", "/schools/" + imports_ + "/roster-imports", kEdexml,
                                                {{"Content-Type", "application/xml"}});
    }
    /// After a start the first requests may still find nobody.
    Json Batch(const std::string& batch) {
        return Basispoort().GetUntil(batch, [](const Answer& answer) { return answer.status == 200; }).json;
    }
    Json Applied(const std::string& batch) {
        return Basispoort()
            .GetUntil(batch, [](const Answer& a) { return a.status == 200 && a.json.at("status") == "applied"; })
            .json;
    }
    std::vector<std::string> PupilsOf(std::int64_t school) {
        std::vector<std::string> names;
        const auto& id = school == kSchool ? school_ : imports_;
        for (const auto& pupil : ListOf(Api().Helpdesk(), "/schools/" + id + "/pupils"))
            names.push_back(pupil.at("familyName"));
        return names;
    }
    /// Of EDEXML; a batch brings imports too.
    std::int64_t Imports() {
        const auto all = ListOf(Api().Coordinator(imports_), "/schools/" + imports_ + "/roster-imports");
        return std::ranges::count_if(all, [](const Json& i) { return i.value("format", "").starts_with("EDEXML"); });
    }

  private:
    static SuiteFixture::Environment EnvironmentFor(const fs::path& data) {
        const char* const given = std::getenv("ASAN_OPTIONS");
        const std::string asan = given == nullptr ? "" : std::string(given) + ":";
        return {{"roster-sync",
                 {"LD_PRELOAD=" SUITE_FAULTY_DISK, "ASAN_OPTIONS=" + asan + "verify_asan_link_order=0",
                  "FAULTY_DISK_PREFIX=" + (fs::canonical(data) / "db" / "roster-sync.db").string(),
                  "FAULTY_DISK_CONTROL=" + (data / "disk").string()}}};
    }
    suite::testing::Caller& Basispoort() { return Api().Machine("basispoort"); }
    std::string SchoolId(std::int64_t basispoort_id) {
        return OnlyItem(Api().Helpdesk(), "/schools?basispoortId=" + std::to_string(basispoort_id)).at("id");
    }

    SuiteFixture fixture_;
    std::string school_;
    std::string imports_;
};

std::string PathOf(const Answer& opened) {
    if (opened.status != 201) FAIL("the batch was not opened: " << opened.body);
    return "/roster-batches/" + opened.json.at("id").get<std::string>();
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("while its disk is full or fails roster-sync refuses clearly, and goes on by itself afterwards", "[ROS-05]") {
    const auto fault = GENERATE(Fault{"ENOSPC write", "storage-full"}, Fault{"EIO write", "storage-failed"},
                                Fault{"EIO sync", "storage-failed"});
    CAPTURE(fault.disk);
    World world;
    const auto process = world.Suite().Pid("roster-sync");
    const auto batch = PathOf(world.Open(2));
    REQUIRE(world.Put(batch, 1, PupilLine(kSchool, 700002, "Tweede", "")).status == 200);

    world.Break(fault);
    const auto second = PupilLine(kSchool, 700003, "Derde", "");
    for (int again = 0; again < 2; ++again) {
        CheckProblem(world.Put(batch, 2, second), 503, fault.code);
        CheckProblem(world.Commit(batch, 1), 503, fault.code);
        CheckProblem(world.Open(3), 503, fault.code);
        CheckProblem(world.Import(), 503, fault.code);
        // Who only looks does not notice.
        CHECK(world.Batch(batch).at("status") == "open");
        CHECK(world.Batch(batch).at("parts") == 1);
        CHECK(world.PupilsOf(kSchool) == Names{"Eerste"});
        CHECK(world.Imports() == 0);
    }

    world.Repair();
    CHECK(world.Batch(batch).at("status") == "open");
    CHECK(world.Put(batch, 2, second).status == 200);
    CHECK(world.Commit(batch, 2).status == 202);
    CHECK(world.Applied(batch).at("records") == 2);
    CHECK(world.PupilsOf(kSchool) == Names{"Derde", "Eerste", "Tweede"});
    CHECK(world.Import().status == 201);
    CHECK(world.PupilsOf(kImports) == Names{"Toekomst"});
    CHECK(world.Open(3).status == 201);
    CHECK(world.Suite().Pid("roster-sync") == process);
    CHECK(Eventually([&] { return FollowersAreUpToDate(world.Fixture()); }));
}

TEST_CASE("what was acknowledged outlives a kill, what was refused is there whole or not at all", "[ROS-05]") {
    const auto fault = GENERATE(Fault{"ENOSPC write", "storage-full"}, Fault{"EIO sync", "storage-failed"});
    CAPTURE(fault.disk);
    World world;
    const auto batch = PathOf(world.Open(2));
    REQUIRE(world.Put(batch, 1, PupilLine(kSchool, 700002, "Tweede", "")).status == 200);
    world.KillAndStart();
    CHECK(world.Batch(batch).at("parts") == 1);

    const auto second = PupilLine(kSchool, 700003, "Derde", "") + PupilLine(kSchool, 700004, "Vierde", "");
    world.Break(fault);
    CheckProblem(world.Put(batch, 2, second), 503, fault.code);
    world.Suite().KillService("roster-sync");
    world.Repair();
    REQUIRE(world.Suite().StartService("roster-sync"));
    const auto found = world.Batch(batch);
    CHECK(found.at("records") == (found.at("parts") == 2 ? 3 : 1));

    REQUIRE(world.Put(batch, 2, second).status == 200);
    world.KillAndStart();
    CHECK(world.Batch(batch).at("records") == 3);
    REQUIRE(world.Commit(batch, 2).status == 202);
    world.KillAndStart();
    CHECK(world.Applied(batch).at("counts").at("pupil").at("added") == 3);
    CHECK(world.PupilsOf(kSchool) == Names{"Derde", "Eerste", "Tweede", "Vierde"});

    REQUIRE(world.Import().status == 201);
    world.KillAndStart();
    world.Batch(batch);  // it answers again
    CHECK(world.Imports() == 1);
    CHECK(world.PupilsOf(kImports) == Names{"Toekomst"});
}

TEST_CASE("a batch that meets a full disk while it is applied goes on when there is room again", "[ROS-05]") {
    World world;
    constexpr int kSchools = 40;
    constexpr int kPupils = 25;
    std::string ndjson;
    for (int school = 1; school <= kSchools; ++school) {
        ndjson += SchoolLine(8200 + school, "School " + std::to_string(school), "", "");
        for (int pupil = 1; pupil <= kPupils; ++pupil)
            ndjson += PupilLine(8200 + school, 710000 + school * 100 + pupil, "Leerling" + std::to_string(pupil), "");
    }
    const auto batch = PushRoster(world.Api(), 2, "snapshot", ndjson);
    world.Break({"ENOSPC write", ""});
    // Stuck, or done before the disk was full: both may be.
    CHECK(Eventually([&] {
        return world.Suite().LogTail("roster-sync").find("storage-full") != std::string::npos ||
               world.Batch(batch).at("status") == "applied";
    }));
    CHECK(world.PupilsOf(kSchool) == Names{"Eerste"});
    world.Repair();
    const auto applied = world.Applied(batch);
    CHECK(applied.at("counts").at("school").at("added") == kSchools);
    CHECK(applied.at("counts").at("pupil").at("added") == kSchools * kPupils);
    CHECK(Eventually([&] { return FollowersAreUpToDate(world.Fixture()); }));
}
