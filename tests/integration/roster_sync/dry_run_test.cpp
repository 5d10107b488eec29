// A dry run says what the run then does, and writes nothing: for random schools and deliveries, through the use cases
// and a real database (ROS-05, ROS-06). A failure prints the seed.
#include <random>

#include "batches.hpp"
#include "services/roster_sync/adapters/edexml.hpp"
#include "services/roster_sync/app/import_roster.hpp"
#include "tables.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

using Random = std::mt19937;
using Lines = std::string;

constexpr std::int64_t kFirstSchool = 1001, kLastSchool = 1004;
constexpr int kDeliveries = 6;  // to one world, one after the other

int Pick(Random& random, int low, int high) { return std::uniform_int_distribution(low, high)(random); }
bool OneIn(Random& random, int n) { return Pick(random, 1, n) == 1; }

std::string Name(Random& random) {
    static const std::vector<std::string> kNames{"Ada", "Bo", "Duijn", "Faber", "Gans", "Hof"};
    return kNames.at(static_cast<std::size_t>(Pick(random, 0, 5)));
}

/// Mostly one of the groups a school may have, now and then one that nobody has.
std::string GroupKey(Random& random) { return OneIn(random, 12) ? "NIX" : "G" + std::to_string(Pick(random, 1, 5)); }

std::string Record(const char* type, std::int64_t school, const std::string& rest) {
    return R"({"type":")" + std::string(type) + R"(","schoolId":)" + std::to_string(school) + "," + rest + "}\n";
}

Lines SchoolRecord(Random& random, std::int64_t school) {
    const std::string brin = OneIn(random, 20) ? "fout" : "99X" + std::string(1, static_cast<char>('A' + school % 26));
    return Record("school", school,
                  R"("op":"upsert","data":{"naam":"School )" + std::to_string(school) + R"(","brincode":")" + brin +
                      R"(","dependancecode":"00","actief":true})");
}

Lines GroupRecord(Random& random, std::int64_t school, int n) {
    const auto key = R"("id":"G)" + std::to_string(n) + "\"";
    if (OneIn(random, 8)) return Record("group", school, R"("op":"delete",)" + key);
    return Record("group", school,
                  R"("op":"upsert",)" + key + R"(,"schoolYear":"2026-2027","data":{"naam":")" + Name(random) +
                      R"(","jaargroep":")" + std::to_string(Pick(random, 1, 9)) + "\"}");
}

/// Pupils are few and of all schools, so that they move between them; keys now and then are another's.
Lines PupilRecord(Random& random, std::int64_t school, int n) {
    const auto id = R"("id":)" + std::to_string(9000 + n);
    if (OneIn(random, 6)) return Record("pupil", school, R"("op":"delete",)" + id);
    std::string data = R"("persoonsgegevens":{"voornaam":"Kind","achternaam":")" +
                       (OneIn(random, 15) ? std::string() : Name(random)) + R"("},"jaargroep":"5")";
    if (OneIn(random, 2)) data += R"(,"lasKey":"ll-)" + std::to_string(OneIn(random, 10) ? n + 1 : n) + "\"";
    if (OneIn(random, 2)) {
        data += R"(,"eckid":"https://ketenid.example/aabbccddeeff00)" +
                std::to_string(OneIn(random, 10) ? 101 : 100 + n) + "\"";
    }
    if (!OneIn(random, 4)) data += R"(,"groep":")" + GroupKey(random) + "\"";
    return Record("pupil", school, R"("op":"upsert",)" + id + R"(,"data":{)" + data + "}");
}

Lines StaffRecord(Random& random, std::int64_t school, int n) {
    const auto id = R"("id":)" + std::to_string(7000 + school * 10 + n);
    if (OneIn(random, 6)) return Record("staff", school, R"("op":"delete",)" + id);
    const auto box = OneIn(random, 12) ? "geen adres" : "box" + std::to_string(Pick(random, 1, 6)) + "@school.example";
    return Record("staff", school,
                  R"("op":"upsert",)" + id + R"(,"data":{"persoonsgegevens":{"voornaam":"Juf","achternaam":")" +
                      Name(random) + R"("},"emailadres":")" + box + R"(","rollen":["Leerkracht"],"groepen":[")" +
                      GroupKey(random) + "\"]}");
}

/// What comes for one school: much of it, or a few pupils, as most nights.
Lines SchoolDelivery(Random& random, std::int64_t school) {
    Lines lines;
    if (!OneIn(random, 5)) lines += SchoolRecord(random, school);
    if (OneIn(random, 2)) {
        for (int i = Pick(random, 0, 4); i > 0; --i) lines += PupilRecord(random, school, Pick(random, 1, 40));
        return lines;
    }
    const int one_in = Pick(random, 1, 4);
    for (int n = 1; n <= 5; ++n) {
        if (!OneIn(random, 4)) lines += GroupRecord(random, school, n);
    }
    for (int n = 1; n <= 40; ++n) {
        if (OneIn(random, one_in)) lines += PupilRecord(random, school, n);
    }
    for (int n = 1; n <= 6; ++n) {
        if (!OneIn(random, 3)) lines += StaffRecord(random, school, n);
    }
    return lines;
}

Lines RandomBatch(Random& random) {
    Lines lines;
    for (auto school = kFirstSchool; school <= kLastSchool; ++school) {
        if (!OneIn(random, 4)) lines += SchoolDelivery(random, school);
    }
    return lines.empty() ? SchoolRecord(random, kFirstSchool) : lines;
}

void CheckSameRejections(const std::vector<ImportRejection>& said, const std::vector<ImportRejection>& came) {
    REQUIRE(said.size() == came.size());
    for (std::size_t i = 0; i < said.size(); ++i) {
        REQUIRE(said[i].basispoort_school_id == came[i].basispoort_school_id);
        REQUIRE(said[i].rejection == came[i].rejection);
    }
}

unsigned Worlds(Dialect dialect) { return dialect == Dialect::kSqlite ? 20 : 3; }

Lines File(Random& random) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EDEX><school><schooljaar>2026-2027</schooljaar>"
        "<peildatum>2026-10-01</peildatum><brincode>99XX</brincode><schoolkey>sk</schoolkey>"
        "<aanmaakdatum>2026-11-01T10:00:00</aanmaakdatum><xsdversie>2.1</xsdversie></school>\n<groepen>";
    for (int n = 1; n <= 5; ++n) {
        if (OneIn(random, 4)) continue;
        xml += "<groep key='G" + std::to_string(n) + "'><naam>" + Name(random) + "</naam><jaargroep>" +
               std::to_string(Pick(random, 1, 9)) + "</jaargroep></groep>\n";
    }
    xml += "</groepen><leerlingen>\n";
    // Some files leave out a few, as a school does; others are nearly empty, and the guard holds what they remove.
    const bool usual = !OneIn(random, 3);
    const int one_in = Pick(random, 1, 8);
    for (int n = 1; n <= 40; ++n) {
        if (usual ? OneIn(random, 12) : !OneIn(random, one_in)) continue;
        xml += "<leerling key='" + std::string(OneIn(random, 15) ? "#" : "ll-") +
               std::to_string(OneIn(random, 15) ? n + 1 : n) + "'>" +
               (OneIn(random, 15) ? std::string() : "<achternaam>" + Name(random) + "</achternaam>") + "<jaargroep>" +
               (OneIn(random, 15) ? "H" : "5") + "</jaargroep>" +
               (OneIn(random, 4) ? std::string() : "<groep key='" + GroupKey(random) + "'/>") + "</leerling>\n";
    }
    xml += "</leerlingen><leerkrachten>\n";
    for (int n = 1; n <= 6; ++n) {
        if (OneIn(random, 3)) continue;
        xml += "<leerkracht key='mw-" + std::to_string(n) + "'><achternaam>" + Name(random) +
               "</achternaam><emailadres>box" + std::to_string(Pick(random, 1, 6)) +
               "@school.example</emailadres><groepen><groep key='" + GroupKey(random) + "'/></groepen></leerkracht>\n";
    }
    return xml + "</leerkrachten></EDEX>";
}

std::size_t Waiting(Care& care, SchoolId school, Entity entity) {
    std::size_t count = 0;
    REQUIRE(care.store.Read(SchoolScope::All(), Soon(), [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto waiting, tx.Removals().Waiting(std::span(&school, 1)));
        for (const auto& removal : waiting) {
            if (removal.entity == entity) count += removal.subjects.size();
        }
        return {};
    }));
    return count;
}

}  // namespace

TEST_CASE("the dry run of a random batch says what its run then does, and writes nothing", "[ROS-05][ROS-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    EntityCounts all;
    for (unsigned seed = 1; seed <= Worlds(dialect); ++seed) {
        CAPTURE(seed);
        Random random(seed);
        Care care(dialect);
        Batches batches(care);
        if (OneIn(random, 4)) {
            care.basispoort.withdrawn["2026-11-20"] = {kLastSchool};
            REQUIRE(care.consent());
        }
        for (int delivery = 1; delivery <= kDeliveries; ++delivery) {
            CAPTURE(delivery);
            const auto kind = delivery > 1 && OneIn(random, 3) ? BatchKind::kSnapshot : BatchKind::kDelta;
            const auto id = batches.Fill(delivery, RandomBatch(random), kind);
            const auto before = AllTables(*care.database);
            const auto dry = batches.DryRun(id);
            REQUIRE(AllTables(*care.database) == before);
            const auto run = batches.Apply(id);
            REQUIRE(run.counts == dry.counts);
            REQUIRE(run.schools == dry.schools);
            REQUIRE(run.schools_failed == dry.schools_failed);
            CheckSameRejections(dry.rejections, batches.Rejections(id));
            REQUIRE((run.batch.status == BatchStatus::kHeld) == dry.counts.AnyHeld());
            all.Add(run.counts);
            care.clock.Forward(std::chrono::days(1));
        }
    }
    if (dialect != Dialect::kSqlite) return;  // a few worlds only
    // The deliveries do say something of everything.
    for (const auto& counts : {all.groups, all.pupils, all.staff}) {
        CHECK(counts.added > 0);
        CHECK(counts.changed > 0);
        CHECK(counts.removed > 0);
        CHECK(counts.unchanged > 0);
        CHECK(counts.rejected > 0);
    }
    CHECK(all.pupils.moved > 0);
    CHECK(all.pupils.held > 0);
}

TEST_CASE("the dry run of a random file says what its import then does, and writes nothing", "[ROS-06][ROS-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    EntityCounts all;
    for (unsigned seed = 1; seed <= Worlds(dialect); ++seed) {
        CAPTURE(seed);
        Random random(seed);
        Care care(dialect);
        const ImportRoster imports(care.store, care.clock, care.deliver, [] {});
        care.Push(kFirstSchool, SchoolOf(kFirstSchool, 1, 1, R"(,"brincode":"99XX","dependancecode":"00")"));
        const auto school = *care.Find(kFirstSchool);
        const Actor coordinator{.role = Role::kCoordinator, .school = school, .person = PersonId{5}};
        for (int delivery = 1; delivery <= kDeliveries; ++delivery) {
            CAPTURE(delivery);
            const auto file = ParseEdexml(File(random));
            REQUIRE(file);
            const auto before = AllTables(*care.database);
            const auto dry = imports.Import(coordinator, school, *file, {.dry_run = true}, Soon());
            REQUIRE(dry);
            CHECK(dry->status == ImportStatus::kDryRun);
            REQUIRE(AllTables(*care.database) == before);
            const auto run = imports.Import(coordinator, school, *file, {}, Soon());
            REQUIRE(run);
            REQUIRE(run->counts == dry->counts);
            REQUIRE(run->rejections == dry->rejections);
            REQUIRE((run->status == ImportStatus::kHeld) == dry->counts.AnyHeld());
            REQUIRE(Waiting(care, school, Entity::kGroup) == dry->counts.groups.held);
            REQUIRE(Waiting(care, school, Entity::kPupil) == dry->counts.pupils.held);
            REQUIRE(Waiting(care, school, Entity::kStaff) == dry->counts.staff.held);
            const auto stored = imports.Get(coordinator, school, run->id, Soon());
            REQUIRE(stored);
            REQUIRE(stored->counts == dry->counts);
            REQUIRE(stored->rejections == dry->rejections);
            all.Add(run->counts);
            care.clock.Forward(std::chrono::hours(1));
        }
    }
    if (dialect != Dialect::kSqlite) return;  // a few worlds only
    CHECK(all.pupils.added > 0);
    CHECK(all.pupils.changed > 0);
    CHECK(all.pupils.moved > 0);
    CHECK(all.pupils.removed > 0);
    CHECK(all.pupils.held > 0);
    CHECK(all.pupils.rejected > 0);
}
