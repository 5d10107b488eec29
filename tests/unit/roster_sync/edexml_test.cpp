#include "services/roster_sync/adapters/edexml.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/reasons.hpp"
#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

const std::string kSchool =
    "<school><schooljaar>2026-2027</schooljaar><peildatum>2026-10-01</peildatum><brincode>99XX</brincode>"
    "<schoolkey>sk</schoolkey><aanmaakdatum>2026-11-01T10:00:00</aanmaakdatum><xsdversie>2.1</xsdversie></school>\n";
const std::string kGroups =
    "<groepen><groep key=' G5 '><naam>5A</naam><jaargroep>5</jaargroep></groep>"
    "<samengestelde_groep key='PLUS'><naam>Plus</naam></samengestelde_groep></groepen>\n";
const std::string kOnePupil = "<leerling key='1'><achternaam>Hof</achternaam><jaargroep>5</jaargroep></leerling>";

std::string File(const std::string& pupils, const std::string& staff = "", const std::string& groups = kGroups) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EDEX>\n" + kSchool + groups + "<leerlingen>\n" + pupils +
           "</leerlingen>" + (staff.empty() ? "" : "<leerkrachten>" + staff + "</leerkrachten>") + "</EDEX>";
}

EdexmlFile Parse(const std::string& text) {
    auto file = ParseEdexml(text);
    if (!file) FAIL(file.error().message);
    return *std::move(file);
}

World EdexmlWorld() {
    World world;
    world.options.source = Source::kEdexml;
    return world;
}

TEST_CASE("a file becomes groups, pupils and staff of one school year", "[ROS-06]") {
    const auto file = Parse(File(
        "<leerling key='1' eckid='e1'><achternaam> Hof </achternaam><voorvoegsel>van  "
        "'t</voorvoegsel><voornamen>Gradje Jan"
        "</voornamen><roepnaam>Grad<!-- x -->je</roepnaam><groep key='G5'/><samengestelde_groepen><samengestelde_groep "
        "key='PLUS'/></samengestelde_groepen></leerling>",
        "<leerkracht key='LK'><roepnaam>Lia</roepnaam><emailadres>Lia@school.test</emailadres><rol>ICT</rol>"
        "<groepen><groep key='G5'><rol>STA</rol></groep><samengestelde_groep key='PLUS'/></groepen></leerkracht>"));
    CHECK(file.school_year == Year(2026));
    CHECK(file.brin == "99XX");
    CHECK(file.location == "00");
    CHECK(file.school_key == "sk");
    CHECK(file.xsd_version == "2.1");
    CHECK(file.roster.reference_day == Day("2026-10-01"));
    CHECK(file.roster.schools.empty());

    auto world = EdexmlWorld();
    const auto result = world.TakeSnapshot(file.roster);
    CHECK(result.rejections.empty());
    CHECK(result.groups == Counts{.added = 2});
    REQUIRE(world.state.pupils.size() == 1);
    const auto& pupil = world.state.pupils[0];
    CHECK(pupil.name == roster::PersonName{.given = "Gradje", .prefix = "van 't", .family = "Hof"});
    CHECK(pupil.keys == roster::PersonKeys{.basispoort_id = {}, .eck_id = "e1", .las_key = "1"});
    CHECK(pupil.base_group);
    CHECK(pupil.composed_groups.size() == 1);
    REQUIRE(world.state.staff.size() == 1);
    CHECK(world.state.staff[0].roles.empty());  // [ROS-04]: rol gives no rights
    CHECK(world.state.staff[0].groups.size() == 2);
    CHECK(world.state.staff[0].email == "lia@school.test");
    CHECK(world.TakeSnapshot(file.roster).changes.Empty());
}

TEST_CASE("what is wrong with one record is said with its line and the rest is taken in", "[ROS-06][ROS-08]") {
    // The pupils start on line 6: declaration, EDEX, school, groepen and leerlingen go before.
    const auto file = Parse(
        File(kOnePupil +
             "\n"
             "<leerling><achternaam>A</achternaam></leerling>\n"
             "<leerling key='1'><achternaam>B</achternaam></leerling>\n"
             "<leerling key='3'><achternaam>C</achternaam><groep key='G9'/></leerling>\n"
             "<leerling key='4'><achternaam>D</achternaam><jaargroep>9</jaargroep></leerling>\n"
             "<leerling key='5'><jaargroep>5</jaargroep></leerling>\n"
             "<leerling key='#6'><achternaam>E</achternaam></leerling>\n"
             "<leerling key='7'><achternaam>F</achternaam><jaargroep>H</jaargroep></leerling>\n"
             "<leerling key='8'><achternaam>G</achternaam><uitstroomdatum>2026-09-30</uitstroomdatum></leerling>\n"
             "<leerling key='9'><achternaam>G</achternaam><uitstroomdatum>gisteren</uitstroomdatum></leerling>\n"
             "<leerling key='10'><achternaam>&#xD800;</achternaam></leerling>\n"
             "<leerling key='11'><achternaam>K</achternaam><groep/></leerling>\n"
             "<leerling key='12' eckid='e'><achternaam>L</achternaam></leerling>\n"
             "<leerling key='13' eckid='e'><achternaam>M</achternaam></leerling>\n"));
    auto world = EdexmlWorld();
    const auto result = world.Take(file.roster);
    std::vector<std::tuple<int, std::string, std::string>> seen;
    for (const auto& r : result.rejections) seen.emplace_back(r.line, r.key, r.reason);
    CHECK(seen == std::vector<std::tuple<int, std::string, std::string>>{
                      {7, "", "missing-key"},
                      {8, "1", "duplicate-key"},
                      {9, "3", "unknown-group"},
                      {10, "4", "invalid-year-group"},
                      {11, "5", "missing-name"},
                      {12, "#6", "no-stable-key"},
                      {13, "7", "former-pupil"},
                      {14, "8", "former-pupil"},
                      {15, "9", "invalid-date"},
                      {16, "10", "invalid-text"},
                      {17, "11", "missing-key"},
                      {19, "13", "duplicate-key"},
                  });
    CHECK(world.state.pupils.size() == 2);
    CHECK(std::ranges::count(world.state.pupils, "Hof", [](const auto& pupil) { return pupil.name.family; }) == 1);
}

TEST_CASE("keys of groups are unique over both kinds", "[ROS-06]") {
    const auto file = Parse(File(kOnePupil, "",
                                 "<groepen><groep key='A'><naam>A</naam><jaargroep>1</jaargroep></groep>"
                                 "<samengestelde_groep key='A'><naam>B</naam></samengestelde_groep>"
                                 "<groep key='B'><naam>C</naam><jaargroep>X</jaargroep></groep></groepen>"));
    auto world = EdexmlWorld();
    CHECK(Reasons(world.Take(file.roster)) == Texts{"duplicate-key", "invalid-year-group"});
    CHECK(world.state.groups.size() == 1);
}

TEST_CASE("a file that cannot be trusted is refused as a whole", "[ROS-06]") {
    const auto replace = [](std::string text, const std::string& from, const std::string& to) {
        return text.replace(text.find(from), from.size(), to);
    };
    const auto good = File(kOnePupil);
    REQUIRE(ParseEdexml(good));
    std::string deep;
    for (int i = 0; i < 70; ++i) deep += "<a>";
    for (int i = 0; i < 70; ++i) deep += "</a>";
    const std::tuple<std::string, std::string, std::string> rows[] = {
        // file, word in the message, line or ""
        {"", "XML", ""},
        {"not xml", "XML", ""},
        {replace(good, "</EDEX>", ""), "XML", ""},
        {replace(good, "<EDEX>", "<!DOCTYPE EDEX [<!ENTITY x 'y'>]>\n<EDEX>"), "document types", "2"},
        {replace(good, "Hof", "<!ENTITY x 'y'>"), "entities", "6"},
        {replace(good, "Hof", "Hof&#00;"), "character", "6"},
        {replace(good, "Hof", "Hof&#x0;"), "character", "6"},
        {replace(good, "Hof", "H\xF6lderlin"), "encoding", ""},
        {replace(good, "UTF-8", "UTF-16"), "encoding", "1"},
        {std::string("\xFF\xFE<\0E\0", 6), "encoding", ""},
        {replace(good, "<EDEX>", "<EDEX>" + deep), "nested", ""},
        {"<UWLR/>", "EDEX", "1"},
        {replace(replace(good, "<school>", "<skool>"), "</school>", "</skool>"), "school", "3"},
        {replace(good, "2026-2027", "2026"), "schooljaar", "3"},
        {replace(good, "2026-10-01", "1 oktober"), "peildatum", "3"},
        {replace(good, "2.1", "3.0"), "xsdversie", "3"},
        {"<EDEX>" + kSchool + "</EDEX>", "leerlingen", "1"},
        {File(""), "leerling", "5"},
        {replace(good, "</EDEX>", "<leerlingen>" + kOnePupil + "</leerlingen></EDEX>"), "twice", "6"},
    };
    for (const auto& [text, word, line] : rows) {
        const auto file = ParseEdexml(text);
        CAPTURE(word, text.substr(0, 200));
        REQUIRE_FALSE(file);
        CHECK(file.error().reason == reason::kInvalidEdexml);
        CHECK(file.error().code == Code::kInvalidArgument);
        CHECK(file.error().message.find(word) != std::string::npos);
        const auto at = file.error().metadata.find("line");
        if (!line.empty()) CHECK((at == file.error().metadata.end() ? std::string("none") : at->second) == line);
    }
}

TEST_CASE("ISO-8859-1 and Windows-1252 are read by their declaration, a byte order mark is skipped", "[ROS-06]") {
    for (const auto* encoding : {"ISO-8859-1", "windows-1252"}) {
        auto text = "<?xml version='1.0' encoding='" + std::string(encoding) + "'?>" +
                    File("<leerling key='1'><achternaam>G\xF6tz \x80 \x8E</achternaam></leerling>").substr(39);
        CAPTURE(encoding);
        CHECK(Parse(text).roster.pupils.at(0).name.family == "Götz € Ž");
    }
    CHECK(Parse("\xEF\xBB\xBF" + File(kOnePupil)).roster.pupils.size() == 1);
    CHECK_FALSE(ParseEdexml("<?xml version='1.0' encoding='windows-1252'?><EDEX>\x81</EDEX>"));
}

TEST_CASE("unknown elements and additions are skipped, a pupil without roepnaam has the first of the voornamen",
          "[ROS-06]") {
    const auto file = Parse(File(
        "<iets><anders/></iets><leerling key='2'><achternaam>Assati</achternaam><voornamen>Ismaël Hassan</voornamen>"
        "<toevoegingen><blok xmlns:x='urn:y' x:type='Eigen'><code>1</code><leerling key='9'/></blok></toevoegingen>"
        "</leerling>"));
    REQUIRE(file.roster.pupils.size() == 1);
    CHECK(file.roster.pupils[0].name.given == "Ismaël");
}

std::string Print(const IncomingRoster& roster) {
    std::ostringstream out;
    for (const auto& g : roster.groups) out << g.las_key << '|' << g.name << '|' << g.year_group << '\n';
    for (const auto& p : roster.pupils) {
        out << p.keys.eck_id << '|' << p.keys.las_key << '|' << p.name.given << '|' << p.name.prefix << '|'
            << p.name.family << '|' << p.year_group << '|' << p.group.value_or("") << '|'
            << (p.leave_date ? p.leave_date->ToString() : "");
        for (const auto& key : p.composed_groups) out << '|' << key;
        out << '\n';
    }
    for (const auto& s : roster.staff) {
        out << s.keys.eck_id << '|' << s.keys.las_key << '|' << s.name.given << '|' << s.name.family << '|' << s.email
            << '\n';
    }
    return out.str();
}

TEST_CASE("birth date, BSN, country, weight and address of a pupil are never read", "[ROS-03]") {
    const auto file = Parse(
        File("<leerling key='1'><achternaam>Hof</achternaam><voornamen>Gradje Canary</voornamen><voorletters-1>CNR"
             "</voorletters-1><geboortedatum>2017-03-04</geboortedatum><geslacht>1</geslacht><gebruikersnaam>canary"
             "</gebruikersnaam><emailadres>canary@home.test</emailadres><fotourl>canary.jpg</fotourl><etniciteit>9</"
             "etniciteit>"
             "<land>MA</land><land_vader>SR</land_vader><bsn>999990019</bsn><gewicht>0.70</gewicht><postcodenl>6971VB"
             "</postcodenl><instroomdatum>2021-08-25</instroomdatum></leerling>"));
    const auto printed = Print(file.roster);
    CHECK(printed.find("Hof") != std::string::npos);
    for (const auto* canary : {"2017", "999990019", "anary", "MA", "SR", "0.70", "6971VB", "2021", "CNR"}) {
        CAPTURE(canary);
        CHECK(printed.find(canary) == std::string::npos);
    }
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
    return text.str();
}

TEST_CASE("a real school's 1.03 file is read whole", "[ROS-06]") {
    const auto text = SharedFile("data/school-400-pupils.edexml-1.0.3.xml");
    if (!text) return;
    const auto file = Parse(*text);
    CHECK(file.school_year == Year(2012));
    CHECK(file.brin == "99XX");
    CHECK(file.location == "99");
    CHECK(file.school_key == "99999");
    CHECK(file.xsd_version == "1.03");
    CHECK(file.roster.reference_day == Day("2013-03-27"));
    CHECK(file.roster.groups.size() == 19);
    CHECK(file.roster.pupils.size() == 400);
    CHECK(file.roster.staff.size() == 29);

    auto world = EdexmlWorld();
    world.options.today = Day("2013-03-28");
    const auto result = world.TakeSnapshot(file.roster);
    // Counted in the file by hand: two pupils have an uitstroomdatum, both before 2013-03-27; 11 have no group.
    CHECK(result.groups == Counts{.added = 19});
    CHECK(result.pupils == Counts{.added = 398, .rejected = 2});
    CHECK(result.staff == Counts{.added = 29});
    REQUIRE(result.rejections.size() == 2);
    for (const auto& rejection : result.rejections) {
        CHECK(rejection.reason == "former-pupil");
        CHECK((rejection.key == "579" || rejection.key == "1285"));
    }
    CHECK(std::ranges::count_if(world.state.pupils, [](const auto& p) { return !p.base_group; }) == 11);
    CHECK(std::ranges::count_if(world.state.staff, [](const auto& s) { return s.groups.empty(); }) == 1);
    CHECK(world.TakeSnapshot(file.roster).changes.Empty());
}

TEST_CASE("the standard's own 2.1 example is read, its broken sibling refused by name of the element", "[ROS-06]") {
    const auto text = SharedFile("standards/edexml/2.1/samples/EDEXML.Voorbeeld.2.1.xml");
    const auto broken = SharedFile("standards/edexml/2.1/samples/EDEXML.invalid_1.xml");
    if (!text || !broken) return;
    auto world = EdexmlWorld();
    const auto result = world.TakeSnapshot(Parse(*text).roster);
    CHECK(result.groups == Counts{.added = 8});                 // five groep, three samengestelde_groep
    CHECK(result.pupils == Counts{.added = 2, .rejected = 1});  // key 12345 is historic
    CHECK(result.staff == Counts{.added = 3});
    CHECK(Reasons(result) == Texts{"former-pupil"});
    const auto refused = ParseEdexml(*broken);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("school is missing") != std::string::npos);
    CHECK(refused.error().metadata.at("line") == "3");
}

}  // namespace
}  // namespace suite::roster_sync::test
