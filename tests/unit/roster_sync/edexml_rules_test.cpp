// Rules of EDEXML that are not the reading of a good file: versions, whose file it is, and what a record may say.
#include <catch2/catch.hpp>
#include <string>
#include <tuple>

#include "core/reasons.hpp"
#include "services/roster_sync/adapters/edexml.hpp"
#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

std::string School(const std::string& who, const std::string& version = "2.1") {
    return "<school><schooljaar>2026-2027</schooljaar>" + who + "<aanmaakdatum>2026-11-01T10:00:00</aanmaakdatum>" +
           "<xsdversie>" + version + "</xsdversie></school>";
}

const std::string kDutch = "<brincode>99XX</brincode><dependancecode>00</dependancecode>";
const std::string kGroups =
    "<groepen><groep key='G5'><naam>5A</naam><jaargroep>5</jaargroep></groep>"
    "<samengestelde_groep key='PLUS'><naam>Plus</naam></samengestelde_groep>"
    "<groep key='C'><naam>5/6</naam><jaargroep>C</jaargroep></groep></groepen>";
const std::string kPupil = "<leerling key='1'><roepnaam>Aatje</roepnaam></leerling>";

std::string File(const std::string& school, const std::string& pupils, const std::string& staff = "") {
    return "<EDEX>\n" + school + "\n" + kGroups + "\n<leerlingen>\n" + pupils + "\n</leerlingen>\n" +
           (staff.empty() ? "" : "<leerkrachten>\n" + staff + "\n</leerkrachten>\n") + "</EDEX>";
}

EdexmlFile Parse(const std::string& text) {
    auto file = ParseEdexml(text);
    if (!file) FAIL(file.error().message);
    return *std::move(file);
}

std::string RefusalOf(const std::string& text) {
    const auto file = ParseEdexml(text);
    if (file) return {};
    CHECK(file.error().reason == reason::kInvalidEdexml);
    CHECK(file.error().metadata.contains("line"));
    return file.error().message;
}

World EdexmlWorld() {
    World world;
    world.options.source = Source::kEdexml;
    return world;
}

roster::Pupil OnlyPupil(const std::string& record) {
    auto world = EdexmlWorld();
    const auto result = world.TakeSnapshot(Parse(File(School(kDutch), record)).roster);
    if (world.state.pupils.size() != 1) FAIL("rejected: " << result.rejections.at(0).reason);
    return world.state.pupils[0];
}

/// "line field reason" of the one record that is rejected.
std::string OnlyRejection(const std::string& pupils, const std::string& staff = "") {
    auto world = EdexmlWorld();
    const auto result = world.TakeSnapshot(Parse(File(School(kDutch), pupils, staff)).roster);
    if (result.rejections.size() != 1) FAIL(result.rejections.size() << " records are rejected");
    const auto& rejection = result.rejections[0];
    CHECK_FALSE(rejection.message_nl.empty());
    CHECK_FALSE(rejection.message_en.empty());
    return std::to_string(rejection.line) + " " + rejection.field + " " + rejection.reason;
}

TEST_CASE("files of the versions 1.03, 2.0 and 2.1 are read, others and free text are not", "[ROS-06]") {
    for (const auto* version : {"1.03", "1.0", "2.0", "2.1", "2.1.1", " 2.1 ", ""}) {
        CAPTURE(version);
        CHECK(RefusalOf(File(School(kDutch, version), kPupil)).empty());
    }
    for (const auto* version : {"3.0", "0.9", "21", "2.1 van 't Hof", "2.999990019"}) {
        CAPTURE(version);
        CHECK(RefusalOf(File(School(kDutch, version), kPupil)).find("xsdversie") != std::string::npos);
    }
}

TEST_CASE("in a 1.03 file a pupil has a group or a year group", "[ROS-06]") {
    auto world = EdexmlWorld();
    const auto file = Parse(File(School(kDutch, "1.03"),
                                 "<leerling key='1'><achternaam>A</achternaam><sofinummer>123456789</sofinummer>"
                                 "<groep key='G5'/></leerling>"
                                 "<leerling key='2'><achternaam>B</achternaam><onderwijsnummer>123456789"
                                 "</onderwijsnummer><jaargroep>7</jaargroep></leerling>"));
    CHECK(world.TakeSnapshot(file.roster).pupils == Counts{.added = 2});
    for (const auto& pupil : world.state.pupils) {
        CHECK(pupil.base_group.has_value() == pupil.year_group.empty());
        CHECK(roster::EffectiveYearGroup(world.state, pupil) == (pupil.base_group ? "5" : "7"));
    }
}

TEST_CASE("a pupil's own year group wins over the group's, also in a combination group", "[ROS-06]") {
    const auto with = [](const std::string& fields) {
        return OnlyPupil("<leerling key='1'><roepnaam>A</roepnaam>" + fields + "</leerling>");
    };
    CHECK(with("<jaargroep>6</jaargroep><groep key='C'/>").year_group == "6");
    CHECK(with("<jaargroep> 6 </jaargroep><groep key='G5'/>").year_group == "6");
    CHECK(with("<groep key='C'/>").year_group.empty());
    CHECK(with("").year_group.empty());  // must be there by the standard's business rule, need not by its schema
    for (const auto* code : {"B", "D", "0", "1", "8", "11", "16", "S", "V", "C", "N"}) {
        CAPTURE(code);
        CHECK(with("<jaargroep>" + std::string(code) + "</jaargroep>").year_group == code);
    }
    for (const auto* code : {"9", "10", "17", "-1", "groep 5", "b"}) {
        CAPTURE(code);
        CHECK(OnlyRejection("<leerling key='1'><roepnaam>A</roepnaam><jaargroep>" + std::string(code) +
                            "</jaargroep></leerling>") == "5 jaargroep invalid-year-group");
    }
}

TEST_CASE("a name is a roepnaam alone, or a family name with or without more", "[ROS-06]") {
    const auto name = [](const std::string& fields) {
        return OnlyPupil("<leerling key='1'>" + fields + "</leerling>").name;
    };
    CHECK(name("<roepnaam> Aatje </roepnaam>") == roster::PersonName{.given = "Aatje", .prefix = {}, .family = {}});
    CHECK(name("<achternaam>Hof</achternaam>") == roster::PersonName{.given = {}, .prefix = {}, .family = "Hof"});
    CHECK(name("<achternaam>Hof</achternaam><voorvoegsel/><voorletters-1>AB</voorletters-1>") ==
          roster::PersonName{.given = {}, .prefix = {}, .family = "Hof"});
    CHECK(name("<achternaam>Hof</achternaam><voornamen> Jan  Piet</voornamen><roepnaam/>").given == "Jan");
    CHECK(name("<achternaam><![CDATA[Hof & Co]]></achternaam>").family == "Hof & Co");
    CHECK(name("<achternaam>H<!-- x -->o<![CDATA[f]]></achternaam>").family == "Hof");
    CHECK(OnlyRejection("<leerling key='1'><roepnaam> </roepnaam></leerling>") == "5 achternaam missing-name");
    CHECK(OnlyRejection("<leerling key='1'><roepnaam>" + std::string(65, 'x') + "</roepnaam></leerling>") ==
          "5 roepnaam too-long");
    CHECK(OnlyRejection("<leerling key='1'><achternaam>A&#2;</achternaam></leerling>") == "5 achternaam invalid-text");
}

TEST_CASE("blanks around a key mean nothing, wherever the key stands", "[ROS-06]") {
    auto world = EdexmlWorld();
    const auto file =
        Parse(File(School(kDutch),
                   "<leerling key=' 1 ' eckid=' e1 '><roepnaam>A</roepnaam><groep key='G5 '/><samengestelde_"
                   "groepen><samengestelde_groep key='\tPLUS '/></samengestelde_groepen></leerling>",
                   "<leerkracht key='L1 '><roepnaam>B</roepnaam><groepen><groep key=' G5'/></groepen></leerkracht>"));
    CHECK(world.TakeSnapshot(file.roster).rejections.empty());
    CHECK(world.state.pupils.at(0).keys == roster::PersonKeys{.basispoort_id = {}, .eck_id = "e1", .las_key = "1"});
    CHECK(world.state.staff.at(0).keys.las_key == "L1");
    CHECK(world.state.staff.at(0).groups.size() == 1);
    CHECK(OnlyRejection(kPupil + "\n<leerling key=' 1'><roepnaam>B</roepnaam></leerling>") == "6 key duplicate-key");
}

TEST_CASE("a reference to what the file does not have is rejected by line, field and reason", "[ROS-06][ROS-08]") {
    const auto pupil = [](const std::string& fields) {
        return "\n\n<leerling key='1'><roepnaam>A</roepnaam>" + fields + "</leerling>";
    };
    CHECK(OnlyRejection(pupil("<groep key='G9'/>")) == "7 groep unknown-group");
    CHECK(OnlyRejection(pupil("<groep key='PLUS'/>")) == "7 groep unknown-group");
    CHECK(OnlyRejection(pupil("<groep/>")) == "7 groep missing-key");
    CHECK(OnlyRejection(pupil("<groep key='G5'/><groep key='C'/>")) == "7 groep several-base-groups");
    CHECK(OnlyRejection(pupil("<samengestelde_groepen><samengestelde_groep key='G5'/></samengestelde_groepen>")) ==
          "7 samengestelde_groepen unknown-group");
    const auto staff = [](const std::string& fields) {
        return "<leerkracht key='L'><roepnaam>A</roepnaam>" + fields + "</leerkracht>";
    };
    CHECK(OnlyRejection(kPupil, staff("<groepen><groep key='G9'/></groepen>")) == "8 groepen unknown-group");
    CHECK(OnlyRejection(kPupil, staff("") + "\n" + staff("")) == "9 key duplicate-key");
    CHECK(OnlyRejection(kPupil, staff("<emailadres>06-12345678</emailadres>")) == "8 emailadres invalid-email");
    CHECK(OnlyRejection("<leerling key='#001'><roepnaam>A</roepnaam></leerling>") == "5 key no-stable-key");
}

TEST_CASE("a reference means a group of the file's school year, not one that another year has", "[ROS-06][ROS-10]") {
    auto world = EdexmlWorld();
    world.Take({.groups = {BaseGroup("OLD", 1, 2025), BaseGroup("G5", 2, 2025)}});
    const auto file = Parse(File(School(kDutch),
                                 "<leerling key='1'><roepnaam>A</roepnaam><groep key='OLD'/></leerling>"
                                 "<leerling key='2'><roepnaam>B</roepnaam><groep key='G5'/></leerling>"));
    const auto result = world.Take(file.roster);
    CHECK(Reasons(result) == Texts{"unknown-group"});
    REQUIRE(world.state.pupils.size() == 1);
    for (const auto& group : world.state.groups) {
        if (group.id == world.state.pupils[0].base_group) CHECK(group.school_year == Year(2026));
    }
}

TEST_CASE("a dummy key serves within its file and identifies nobody after it", "[ROS-06]") {
    const auto file = Parse("<EDEX>" + School(kDutch) +
                            "<groepen><groep key='#1'><naam>5A</naam><jaargroep>5</jaargroep></groep></groepen>" +
                            "<leerlingen><leerling key='#1' eckid='e1'><roepnaam>A</roepnaam><groep "
                            "key='#1'/></leerling></leerlingen></EDEX>");
    auto world = EdexmlWorld();
    CHECK(world.TakeSnapshot(file.roster).pupils == Counts{.added = 1});
    CHECK(world.state.pupils.at(0).base_group == world.state.groups.at(0).id);
    CHECK(world.state.pupils[0].keys.las_key.empty());
    CHECK(world.state.groups[0].las_key.empty());
    CHECK(world.TakeSnapshot(file.roster).changes.Empty());
}

TEST_CASE("locations and private blocks are skipped, whatever they hold", "[ROS-06]") {
    const std::string block =
        "<toevoegingen><blok xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:p='urn:onbekend' "
        "xsi:type='p:Eigen'><code>1</code><p:leerling key='8'/><leerling key='9'><roepnaam>X</roepnaam></leerling>"
        "<achternaam>Ander</achternaam><groep key='G9'/></blok></toevoegingen>";
    const auto text = "<EDEX>" + School(kDutch + block) +
                      "<vestigingen><vestiging key='V'><naam>Noord</naam></vestiging><leerling key='7'/></vestigingen>"
                      "<groepen><groep key='G5'><naam>5A</naam><jaargroep>5</jaargroep>" +
                      block + "</groep></groepen><leerlingen><leerling key='1'>" + block +
                      "<roepnaam>A</roepnaam><vestiging key='V'/></leerling></leerlingen><leerkrachten>"
                      "<leerkracht key='L'><roepnaam>B</roepnaam>" +
                      block + "</leerkracht></leerkrachten>" + block + "</EDEX>";
    auto world = EdexmlWorld();
    const auto result = world.TakeSnapshot(Parse(text).roster);
    CHECK(result.rejections.empty());
    CHECK(result.pupils == Counts{.added = 1});
    CHECK(result.staff == Counts{.added = 1});
    CHECK(result.groups == Counts{.added = 1});
    CHECK_FALSE(world.state.pupils.at(0).base_group);
}

TEST_CASE("what names the school is checked, and two roots are refused", "[ROS-06]") {
    for (const auto& [who, word] : std::initializer_list<std::tuple<std::string, std::string>>{
             {"<brincode>9XXX</brincode>", "brincode"},
             {"<brincode>99XX00</brincode>", "brincode"},
             {"<brincode>99XX</brincode><dependancecode>0</dependancecode>", "dependancecode"},
             {"<instellingsnummer>1</instellingsnummer>", "instellingsnummer"},
             {"<instellingsnummer>1234567</instellingsnummer>", "instellingsnummer"},
             {"<schoolkey>" + std::string(257, 'k') + "</schoolkey>", "schoolkey"},
             {"<schoolkey>&#xD800;</schoolkey>", "schoolkey"}}) {
        CAPTURE(who);
        CHECK(RefusalOf(File(School(who), kPupil)).find(word) != std::string::npos);
    }
    CHECK(Parse(File(School("<brincode> 99xx </brincode>"), kPupil)).brin == "99XX");
    const auto good = File(School(kDutch), kPupil);
    CHECK(RefusalOf(good + good).find("root") != std::string::npos);
    CHECK(RefusalOf(good + "\n<!-- einde -->\n").empty());
}

struct Flemish {
    Flemish() {
        world.state.school.name = "De Leie";
        world.state.school.basispoort_id = 2001;
        world.state.school.school_key = "leie-1";
    }

    /// The reason for which the file is refused, or empty; a file that is not refused is taken in.
    std::string Take(const std::string& who) {
        const auto file = Parse(File(School(who), kPupil));
        const auto own = IsOfSchool(file, world.state.school);
        if (!own) {
            refusal = own.error();
            return own.error().reason;
        }
        world.TakeSnapshot(file.roster);
        return {};
    }

    World world = EdexmlWorld();
    Error refusal{};
};

std::string Number(const std::string& number, const std::string& key = "") {
    return "<instellingsnummer>" + number + "</instellingsnummer>" +
           (key.empty() ? "" : "<schoolkey>" + key + "</schoolkey>");
}

TEST_CASE("a Flemish school's first file, recognised by its key, teaches its institution number", "[ROS-06]") {
    Flemish school;
    CHECK(school.Take(Number("12345")) == reason::kOtherSchool);  // nothing to know it by yet
    CHECK(school.refusal.metadata.at("fileSchool") == "12345");
    CHECK(school.refusal.metadata.at("school") == "De Leie");
    CHECK(school.Take(Number("12345", "leie-2")) == reason::kOtherSchool);
    CHECK(school.Take(Number("12345", "leie-1")).empty());
    CHECK(school.world.state.school.institution_number == "12345");
    // From now on the number counts, with whatever key a next administration gives.
    CHECK(school.Take(Number("12345")).empty());
    CHECK(school.Take(Number("12345", "leie-9")).empty());
    CHECK(school.Take(Number("54321", "leie-1")) == reason::kOtherSchool);
    CHECK(school.refusal.metadata.at("fileSchool") == "54321");
    CHECK(school.refusal.metadata.at("school") == "De Leie (12345)");
    CHECK(school.Take("<schoolkey>leie-1</schoolkey>").empty());
    CHECK(school.Take("<schoolkey>leie-2</schoolkey>") == reason::kOtherSchool);
    CHECK(school.Take(kDutch) == reason::kOtherSchool);
    CHECK(school.world.state.school.institution_number == "12345");
}

TEST_CASE("Basispoort leaves a learned number alone until it gives the school another key", "[ROS-06][ROS-11]") {
    Flemish school;
    REQUIRE(school.Take(Number("12345", "leie-1")).empty());
    school.world.options.source = Source::kBasispoort;
    IncomingSchool record{
        .head = {.at = At(1)}, .basispoort_id = 2001, .name = "De Leie-oever", .school_key = "leie-1"};
    school.world.Take({.schools = {record}});
    CHECK(school.world.state.school.institution_number == "12345");
    record.school_key = "leie-2";
    school.world.Take({.schools = {record}});
    CHECK(school.world.state.school.institution_number.empty());
    CHECK(school.Take(Number("54321", "leie-2")).empty());
    CHECK(school.world.state.school.institution_number == "54321");
}

TEST_CASE("a school with a BRIN is known by that and learns no number", "[ROS-06]") {
    auto world = EdexmlWorld();
    world.state.school.brin = "99XX";
    world.state.school.location = "00";
    world.state.school.school_key = "sk";
    const auto own = Parse(File(School(Number("12345", "sk")), kPupil));
    CHECK(IsOfSchool(own, world.state.school));
    world.TakeSnapshot(own.roster);
    CHECK(world.state.school.institution_number.empty());
    for (const auto* other :
         {"<brincode>98XX</brincode><schoolkey>sk</schoolkey>",
          "<brincode>99XX</brincode><dependancecode>01</dependancecode><schoolkey>sk</schoolkey>"}) {
        CAPTURE(other);
        CHECK_FALSE(IsOfSchool(Parse(File(School(other), kPupil)), world.state.school));
    }
}

}  // namespace
}  // namespace suite::roster_sync::test
