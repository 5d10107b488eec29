// A school's year on files as schools have them: the standard's own example and a file of 400 pupils.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "tests/functional/support/steps.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Api;
using suite::testing::ApplyRoster;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::Entitlement;
using suite::testing::LinkGroup;
using suite::testing::ListOf;
using suite::testing::OnceKnown;
using suite::testing::OnlyItem;
using suite::testing::OrderOf;
using suite::testing::PutOrder;
using suite::testing::SchoolLine;
using suite::testing::SuiteFixture;

/// What is known of one file, and what the test looks at in it. Groups and persons go by the file's keys.
struct SchoolFile {
    std::string path;  // below ../shared
    std::string format;
    std::int64_t basispoort_id;
    std::string school_name, brin, location;
    std::string school_year;
    std::size_t groups, pupils, former_pupils, staff;
    std::string group, pupil, teacher;  // pupil and teacher are in the group
    std::size_t pupils_in_group;
    std::string outsider;  // a pupil who is not
};

SchoolFile Sample() {
    return {.path = "standards/edexml/2.1/samples/EDEXML.Voorbeeld.2.1.xml",
            .format = "EDEXML 2.1",
            .basispoort_id = 7101,
            .school_name = "De Voorbeeldboom",
            .brin = "99ZZ",
            .location = "00",
            .school_year = "2014-2015",
            .groups = 8,
            .pupils = 2,
            .former_pupils = 1,
            .staff = 3,
            .group = "sg1",
            .pupil = "00001",
            .teacher = "LK2",
            .pupils_in_group = 1,
            .outsider = "00002"};
}

SchoolFile School400() {
    return {.path = "data/school-400-pupils.edexml-1.0.3.xml",
            .format = "EDEXML 1.03",
            .basispoort_id = 7102,
            .school_name = "De Vierhonderd",
            .brin = "99XX",
            .location = "99",
            .school_year = "2012-2013",
            .groups = 19,
            .pupils = 398,
            .former_pupils = 2,
            .staff = 29,
            .group = "57",
            .pupil = {},
            .teacher = "41",
            .pupils_in_group = 26,
            .outsider = {}};
}

std::optional<std::string> SharedFile(const std::string& name) {
    const auto path = std::filesystem::path(SUITE_SHARED_DIR) / name;
    if (!std::filesystem::exists(path)) {
        WARN("skipped: no ../shared/" << name);
        return std::nullopt;
    }
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

json Counts(const json& import, const char* entity) { return import.at("counts").at(entity); }

json OnlyCount(const char* name, std::size_t count) {
    json counts{{"added", 0},    {"changed", 0}, {"removed", 0}, {"unchanged", 0},
                {"rejected", 0}, {"held", 0},    {"moved", 0}};
    counts[name] = count;
    return counts;
}

/// One school that has a file to import, at one running suite.
class School {
  public:
    School(Api& api, const SchoolFile& file, std::string xml)
        : api_(api), file_(file), xml_(std::move(xml)), id_(FindId()), coordinator_(api.Coordinator(id_)) {}

    [[nodiscard]] std::string Path(const std::string& rest) const { return "/schools/" + id_ + rest; }

    Answer Import(const std::string& query, const std::string& xml) {
        return coordinator_.Send("POST", Path("/roster-imports" + query), xml, {{"Content-Type", "application/xml"}});
    }

    void DryRunWritesNothing() {
        const auto answer = Import("?dryRun=true&acceptSchoolYear=" + file_.school_year, xml_);
        CAPTURE(answer.body);
        REQUIRE(answer.status == 201);
        CHECK(answer.json.at("status") == "dryRun");
        CHECK(answer.json.at("id") == "");
        CheckFirstCounts(answer.json);
        CheckEmpty();
    }

    void EndedYearNeedsConfirming() {
        const auto unconfirmed = Import("", xml_);
        CheckProblem(unconfirmed, 409, "school-year-ended");
        CHECK(unconfirmed.json.at("schoolYear") == file_.school_year);
        CHECK(unconfirmed.json.at("detail").get<std::string>().find(file_.school_year) != std::string::npos);
        CheckProblem(Import("?acceptSchoolYear=2001-2002", xml_), 409, "school-year-ended");
        CheckEmpty();
    }

    void OtherSchoolsFileIsRefused(const SchoolFile& other, const std::string& other_xml) {
        const auto answer = Import("?acceptSchoolYear=" + other.school_year, other_xml);
        CheckProblem(answer, 409, "other-school");
        CHECK(answer.json.at("fileSchool") == other.brin + other.location);
        CHECK(answer.json.at("school") == file_.school_name + " (" + file_.brin + file_.location + ")");
        const auto detail = answer.json.at("detail").get<std::string>();
        CHECK(detail.find(other.brin + other.location) != std::string::npos);
        CHECK(detail.find(file_.school_name) != std::string::npos);
    }

    std::string Take() {
        const auto answer = Import("?acceptSchoolYear=" + file_.school_year, xml_);
        CAPTURE(answer.body);
        REQUIRE(answer.status == 201);
        CHECK(answer.json.at("status") == "applied");
        CHECK(answer.json.at("format") == file_.format);
        CHECK(answer.json.at("schoolYear") == file_.school_year);
        CheckFirstCounts(answer.json);
        return answer.json.at("id");
    }

    void ImportIsListed(const std::string& import_id) {
        const auto listed = Files().at(0);
        CHECK(listed.at("id") == import_id);
        CHECK(listed.at("rejections").empty());
        const auto one = coordinator_.Get(Path("/roster-imports/" + import_id));
        REQUIRE(one.status == 200);
        CHECK(one.json.at("counts") == listed.at("counts"));
        REQUIRE(one.json.at("rejections").size() == file_.former_pupils);
        for (const auto& rejection : one.json.at("rejections")) CHECK(rejection.at("reason") == "former-pupil");
    }

    void RosterIsListed() {
        CHECK(ListOf(coordinator_, Path("/groups")).size() == file_.groups);
        CHECK(ListOf(coordinator_, Path("/pupils")).size() == file_.pupils);
        group_ = OnlyItem(coordinator_, Path("/groups?lasKey=" + file_.group));
        CHECK(group_.at("schoolYear") == file_.school_year);
        CHECK(group_.at("pupilCount") == file_.pupils_in_group);
        const auto inside = ListOf(coordinator_, Path("/pupils?groupId=" + GroupId()));
        REQUIRE(inside.size() == file_.pupils_in_group);
        pupil_ = file_.pupil.empty() ? inside.front() : OnlyItem(coordinator_, Path("/pupils?lasKey=" + file_.pupil));
        teacher_ = OnlyItem(coordinator_, Path("/teachers?lasKey=" + file_.teacher + "&groupId=" + GroupId()));
        outsider_ = file_.outsider.empty() ? SomePupilOfAnotherGroup()
                                           : OnlyItem(coordinator_, Path("/pupils?lasKey=" + file_.outsider));
    }

    void LinkedGroupIsEntitled() {
        CHECK(Entitled(pupil_).at("reason") == "noLicence");
        const auto licence = PutOrder(api_, "order-" + file_.brin, OrderOf(id_, kProduct));
        CHECK(Entitled(pupil_).at("reason") == "groupNotLinked");
        LinkGroup(coordinator_, id_, licence, GroupId());
        for (const auto& person : {pupil_, teacher_}) {
            const auto answer = Entitled(person);
            CHECK(answer.at("entitled") == true);
            CHECK(answer.at("reason") == "groupLicence");
            CHECK(answer.at("licenceId") == licence);
        }
        const auto outside = Entitled(outsider_);
        CHECK(outside.at("entitled") == false);
        CHECK(outside.at("reason") == "groupNotLinked");
        const auto listed = OnlyItem(coordinator_, Path("/licences"));
        CHECK(listed.at("groupCount") == 1);
        CHECK(listed.at("pupilCount") == file_.pupils_in_group);
    }

    void ResultReachesTheLas() {
        const json connection{{"las", "parnassys"}, {"authorisationKey", "sleutel-van-de-school-1357"}};
        const auto added = OnceKnown([&] { return coordinator_.Post(Path("/result-connections"), connection); });
        CAPTURE(added.body);
        REQUIRE(added.status == 201);
        CHECK(added.json.at("maskedKey") == "••••1357");

        const json result{{"resultKey", "r-" + file_.brin},
                          {"version", 1},
                          {"schoolId", id_},
                          {"personId", pupil_.at("id")},
                          {"productId", kProduct},
                          {"kind", "test"},
                          {"testCode", "CP-1"},
                          {"testName", "Blok 1"},
                          {"score", 7},
                          {"takenOn", "2026-01-15"}};
        const auto handed_in = api_.Machine("method-software").Post("/results", {{"results", {result}}});
        CAPTURE(handed_in.body);
        REQUIRE(handed_in.status == 200);
        CHECK(handed_in.json.at("items").at(0).at("outcome") == "accepted");

        const auto pulled = api_.Machine("las-parnassys").Get("/las/results");
        REQUIRE(pulled.status == 200);
        REQUIRE(pulled.json.at("items").size() == 1);
        const auto& item = pulled.json.at("items").front();
        CHECK(item.at("resultKey") == result.at("resultKey"));
        CHECK(item.at("brin") == file_.brin);
        CHECK(item.at("location") == file_.location);
        CHECK(item.at("lasKey") == pupil_.at("lasKey"));
        CHECK(item.at("eckId") == pupil_.at("eckId"));
        CHECK(item.at("score") == 7);
        // The cursor acknowledges, so that the next LAS run sees nothing twice; another LAS never sees it.
        const auto cursor = pulled.json.at("nextCursor").get<std::string>();
        CHECK(api_.Machine("las-parnassys").Get("/las/results?cursor=" + cursor).json.at("items").empty());
        CHECK(api_.Machine("las-parnassys").Get("/las/results").json.at("items").empty());
        CHECK(api_.Machine("las-momento").Get("/las/results").json.at("items").empty());
    }

    void SameFileAgainChangesNothing() {
        const auto before = ListOf(coordinator_, Path("/pupils"));
        const auto answer = Import("?acceptSchoolYear=" + file_.school_year, xml_);
        CAPTURE(answer.body);
        REQUIRE(answer.status == 201);
        CHECK(Counts(answer.json, "group") == OnlyCount("unchanged", file_.groups));
        CHECK(Counts(answer.json, "staff") == OnlyCount("unchanged", file_.staff));
        auto pupils = OnlyCount("unchanged", file_.pupils);
        pupils["rejected"] = file_.former_pupils;
        CHECK(Counts(answer.json, "pupil") == pupils);
        CHECK(ListOf(coordinator_, Path("/pupils")) == before);
        CHECK(Files().size() == 2);
        CHECK(Entitled(pupil_).at("entitled") == true);
    }

  private:
    static constexpr const char* kProduct = "cijferpad-5";

    std::string FindId() {
        return OnlyItem(api_.Helpdesk(), "/schools?basispoortId=" + std::to_string(file_.basispoort_id)).at("id");
    }
    std::string GroupId() const { return group_.at("id"); }
    json Entitled(const json& person) {
        return Entitlement(api_, id_, "personId=" + person.at("id").get<std::string>(), kProduct);
    }

    json SomePupilOfAnotherGroup() {
        for (const auto& pupil : ListOf(coordinator_, Path("/pupils"))) {
            if (!pupil.at("baseGroup").is_null() && pupil.at("baseGroup").at("id") != GroupId()) return pupil;
        }
        FAIL("every pupil is in one group");
        return {};  // not reached
    }

    void CheckFirstCounts(const json& import) const {
        CHECK(Counts(import, "group") == OnlyCount("added", file_.groups));
        CHECK(Counts(import, "staff") == OnlyCount("added", file_.staff));
        auto pupils = OnlyCount("added", file_.pupils);
        pupils["rejected"] = file_.former_pupils;
        CHECK(Counts(import, "pupil") == pupils);
    }

    void CheckEmpty() {
        for (const auto* list : {"/groups", "/pupils", "/teachers"}) {
            CHECK(ListOf(coordinator_, Path(list)).empty());
        }
        CHECK(Files().empty());
    }

    /// Imports of files; the batch that introduced the school is another.
    json Files() {
        json files = json::array();
        for (const auto& import : ListOf(coordinator_, Path("/roster-imports"))) {
            if (import.at("origin") == "file") files.push_back(import);
        }
        return files;
    }

    Api& api_;
    const SchoolFile& file_;
    std::string xml_;
    std::string id_;
    Caller& coordinator_;
    json group_, pupil_, teacher_, outsider_;
};

}  // namespace

TEST_CASE("a school goes from its EDEXML file to entitled pupils and results at the LAS",
          "[ROS-04][ROS-06][ROS-08][LIC-03][LIC-08][LIC-14][RES-02][RES-06][RES-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    const bool big = GENERATE(false, true);
    CAPTURE(dialect, big);
    const SchoolFile file = big ? School400() : Sample();
    const SchoolFile other = big ? Sample() : School400();
    const auto xml = SharedFile(file.path);
    const auto other_xml = SharedFile(other.path);
    if (!xml || !other_xml) return;

    SuiteFixture fixture(dialect);
    ApplyRoster(fixture.Api(), 1, "snapshot",
                SchoolLine(file.basispoort_id, file.school_name, file.brin, file.location));
    School school(fixture.Api(), file, *xml);
    school.DryRunWritesNothing();
    school.EndedYearNeedsConfirming();
    school.OtherSchoolsFileIsRefused(other, *other_xml);
    const auto import = school.Take();
    school.OtherSchoolsFileIsRefused(other, *other_xml);
    school.ImportIsListed(import);
    school.RosterIsListed();
    school.LinkedGroupIsEntitled();
    school.ResultReachesTheLas();
    school.SameFileAgainChangesNothing();
    CHECK_FALSE(fixture.Suite().CheckAlive());
}
