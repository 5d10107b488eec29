#include "services/roster_sync/adapters/basispoort_records.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "world.hpp"

namespace suite::roster_sync::test {
namespace {

constexpr const char* kSchool =
    R"({"type":"school","op":"upsert","schoolId":1001,"data":{"naam":"De Regenboog","brincode":"99XX","dependancecode":"00","straat":"Dorpsweg","huisnummer":"1","huisnummertoevoeging":"a","postcode":"1234AB","woonplaats":"Houten","schoolkey":"sk","bestuurscode":"41000","actief":true,"gefuseerdNaar":null}})";
constexpr const char* kGroup =
    R"({"type":"group","op":"upsert","schoolId":1001,"id":"G5A","schoolYear":"2026-2027","data":{"naam":"5A","jaargroep":"5","subgroep":false}})";
constexpr const char* kComposed =
    R"({"type":"group","op":"upsert","schoolId":1001,"id":"PLUS","schoolYear":"2026-2027","data":{"naam":"Plus","subgroep":true}})";
constexpr const char* kPupil =
    R"({"type":"pupil","op":"upsert","schoolId":1001,"id":500123,"data":{"eckid":"e1","lasKey":"ll-1","persoonsgegevens":{"voornaam":"Aatje","voorvoegsel":"van der","achternaam":"Voorbeeld"},"jaargroep":"5","groep":"G5A","subgroepen":["PLUS"]}})";
constexpr const char* kStaff =
    R"({"type":"staff","op":"upsert","schoolId":1001,"id":9001,"data":{"persoonsgegevens":{"voornaam":"Juf","achternaam":"Jansen"},"emailadres":"juf@school.test","einddatum":"2027-01-31","rollen":["Leerkracht","ICTCoordinator"],"groepen":["G5A"],"subgroepen":["PLUS"]}})";

std::string Lines(std::initializer_list<std::string_view> lines) {
    std::string text;
    for (const auto line : lines) text.append(line).append("\n");
    return text;
}

ParsedPart Parse(std::string_view ndjson, int part = 1) {
    auto parsed = ParsePart(ndjson, part);
    REQUIRE(parsed);
    return *std::move(parsed);
}

IncomingRoster Stored(const ParsedPart& part, std::int64_t school = 1001) {
    auto roster = ParseStored(part.schools.at(school).lines);
    REQUIRE(roster);
    return *std::move(roster);
}

TEST_CASE("each type of record is read with all its fields", "[ROS-05]") {
    const auto part = Parse(Lines({kSchool, kGroup, kComposed, kPupil, kStaff}), 3);
    CHECK(part.records == 5);
    CHECK(part.dropped_fields == 0);
    CHECK(part.rejections.empty());
    const auto roster = Stored(part);
    CHECK(roster.schools == std::vector{IncomingSchool{.head = {.at = {3, 1}},
                                                       .basispoort_id = 1001,
                                                       .name = "De Regenboog",
                                                       .brin = "99XX",
                                                       .location = "00",
                                                       .school_key = "sk",
                                                       .board_code = "41000",
                                                       .street = "Dorpsweg",
                                                       .house_number = "1 a",
                                                       .postal_code = "1234AB",
                                                       .city = "Houten"}});
    REQUIRE(roster.groups.size() == 2);
    CHECK(roster.groups[0] ==
          IncomingGroup{
              .head = {.at = {3, 2}}, .las_key = "G5A", .school_year = Year(2026), .name = "5A", .year_group = "5"});
    CHECK(roster.groups[1].kind == roster::GroupKind::kComposed);
    CHECK(roster.pupils ==
          std::vector{IncomingPupil{.head = {.at = {3, 4}},
                                    .keys = {.basispoort_id = 500123, .eck_id = "e1", .las_key = "ll-1"},
                                    .name = {.given = "Aatje", .prefix = "van der", .family = "Voorbeeld"},
                                    .year_group = "5",
                                    .group = "G5A",
                                    .composed_groups = {"PLUS"}}});
    CHECK(roster.staff ==
          std::vector{IncomingStaff{.head = {.at = {3, 5}},
                                    .keys = {.basispoort_id = 9001, .eck_id = {}, .las_key = {}},
                                    .name = {.given = "Juf", .prefix = {}, .family = "Jansen"},
                                    .email = "juf@school.test",
                                    .end_date = Day("2027-01-31"),
                                    .roles = {roster::StaffRole::kTeacher, roster::StaffRole::kIctCoordinator},
                                    .groups = {"G5A", "PLUS"}}});
    World world;
    const auto result = world.Take(roster);
    CHECK(result.rejections.empty());
    CHECK(world.state.pupils.at(0).base_group);
}

TEST_CASE("a delete needs no data, and for a group no school year", "[ROS-05]") {
    const auto roster = Stored(Parse(Lines({R"({"type":"pupil","op":"delete","schoolId":1001,"id":500123})",
                                            R"({"type":"group","op":"delete","schoolId":1001,"id":"G5A"})",
                                            R"({"type":"school","op":"delete","schoolId":1001})"})));
    CHECK(roster.pupils.at(0).head.op == Op::kDelete);
    CHECK_FALSE(roster.groups.at(0).school_year);
    CHECK(roster.schools.at(0).head.op == Op::kDelete);
}

TEST_CASE("records go to the school that they name", "[ROS-05]") {
    const auto part = Parse(Lines({R"({"type":"pupil","op":"delete","schoolId":1,"id":5})",
                                   R"({"type":"pupil","op":"delete","schoolId":2,"id":6})",
                                   R"({"type":"pupil","op":"delete","schoolId":1,"id":7})"}));
    REQUIRE(part.schools.size() == 2);
    CHECK(part.schools.at(1).records == 2);
    CHECK(Stored(part, 2).pupils.at(0).head.at.line == 2);
}

TEST_CASE("an unreadable line fails the part and says where without repeating it", "[ROS-05][ROS-08]") {
    const auto deep = R"({"type":"pupil","op":"upsert","schoolId":1,"id":1,"data":{"x":)" + std::string(7, '[') +
                      std::string(7, ']') + "}}";
    const auto long_line = R"({"type":"pupil","op":"upsert","schoolId":1,"id":1,"data":{"x":")" +
                           std::string(kMaxRecordBytes, 'x') + R"("}})";
    const std::pair<std::string, std::string> rows[] = {
        {R"({"type":"pupil","op":"upsert")", "/2"},
        {"", "/2"},
        {R"([1])", "/2"},
        {R"({} {})", "/2"},
        {R"({"type":"pupil","type":"pupil","op":"delete","schoolId":1,"id":1})", "/2"},
        {R"({"type":"pupil","op":"upsert","schoolId":1,"id":1,"data":{"eckid":"a","eckid":"b"}})", "/2"},
        {"{\"type\":\"pupil\xFF\"}", "/2"},
        {std::string("{\"type\":\"pupil\",\"x\":\"a\0\"}", 25), "/2"},
        {R"({"type":"pupil","op":"upsert","schoolId":1,"id":1,"data":{"lasKey":"a\u0000b"}})", "/2"},
        {R"({"type":"pupil","op":"upsert","schoolId":1,"id":1,"data":{"lasKey":"\ud800"}})", "/2"},
        {deep, "/2"},
        {long_line, "/2"},
        {R"({"type":"canary","op":"delete","schoolId":1,"id":1})", "/2/type"},
        {R"({"op":"delete","schoolId":1,"id":1})", "/2/type"},
        {R"({"type":"pupil","op":"canary","schoolId":1,"id":1})", "/2/op"},
        {R"({"type":"pupil","op":"delete","id":1})", "/2/schoolId"},
        {R"({"type":"pupil","op":"delete","schoolId":"1","id":1})", "/2/schoolId"},
        {R"({"type":"pupil","op":"delete","schoolId":0,"id":1})", "/2/schoolId"},
        {R"({"type":"pupil","op":"delete","schoolId":9223372036854775808,"id":1})", "/2/schoolId"},
        {R"({"type":"pupil","op":"delete","schoolId":1.0,"id":1})", "/2/schoolId"},
        {R"({"type":"pupil","op":"delete","schoolId":1})", "/2/id"},
        {R"({"type":"pupil","op":"delete","schoolId":1,"id":"1"})", "/2/id"},
        {R"({"type":"group","op":"delete","schoolId":1,"id":5})", "/2/id"},
        {R"({"type":"group","op":"delete","schoolId":1,"id":" "})", "/2/id"},
        {R"({"type":"group","op":"upsert","schoolId":1,"id":"G","data":{}})", "/2/schoolYear"},
        {R"({"type":"group","op":"upsert","schoolId":1,"id":"G","schoolYear":"2026-2028","data":{}})", "/2/schoolYear"},
        {R"({"type":"pupil","op":"upsert","schoolId":1,"id":1})", "/2/data"},
        {R"({"type":"pupil","op":"upsert","schoolId":1,"id":1,"data":[]})", "/2/data"},
        {R"({"type":"pupil","op":"delete","schoolId":1,"id":1,"data":{}})", "/2"},
        {R"({"type":"pupil","op":"delete","schoolId":1,"id":1,"canary":1})", "/2"},
        {R"({"type":"pupil","op":"delete","schoolId":1,"id":1,"line":1})", "/2"},
        {R"({"type":"school","op":"delete","schoolId":1,"id":1})", "/2"},
    };
    for (const auto& [line, pointer] : rows) {
        const auto parsed = ParsePart(Lines({kPupil, line, kPupil}), 1);
        CAPTURE(line.substr(0, 120));
        REQUIRE_FALSE(parsed);
        const auto& error = parsed.error();
        CHECK(error.reason == reason::kInvalidRecord);
        CHECK(error.code == Code::kInvalidArgument);
        REQUIRE(error.fields.size() == 1);
        CHECK(error.fields[0].pointer == pointer);
        CHECK(error.fields[0].message.find("canary") == std::string::npos);
        CHECK(error.message.find("canary") == std::string::npos);
    }
}

TEST_CASE("a wrong type inside data rejects the record, not the part", "[ROS-08]") {
    struct Row {
        std::string line;
        const char* field;
        const char* reason;
    };
    const auto pupil = [](const std::string& data) {
        return R"({"type":"pupil","op":"upsert","schoolId":1001,"id":77,"data":)" + data + "}";
    };
    const auto staff = [](const std::string& data) {
        return R"({"type":"staff","op":"upsert","schoolId":1001,"id":77,"data":)" + data + "}";
    };
    const Row rows[] = {
        {pupil(R"({"eckid":5})"), "eckid", "invalid-type"},
        {pupil(R"({"persoonsgegevens":"Aatje"})"), "persoonsgegevens", "invalid-type"},
        {pupil(R"({"persoonsgegevens":{"voornaam":[1]}})"), "voornaam", "invalid-type"},
        {pupil(R"({"jaargroep":5})"), "jaargroep", "invalid-type"},
        {pupil(R"({"jaargroep":"999990019"})"), "jaargroep", "invalid-year-group"},
        {pupil(R"({"subgroepen":["a",1]})"), "subgroepen", "invalid-type"},
        {staff(R"({"rollen":"Leerkracht"})"), "rollen", "invalid-type"},
        {staff(R"({"rollen":["Directeur"]})"), "rollen", "unknown-role"},
        {staff(R"({"einddatum":"2026-02-30"})"), "einddatum", "invalid-date"},
    };
    for (const auto& row : rows) {
        const auto part = Parse(Lines({kGroup, row.line, kComposed, kPupil}));
        CAPTURE(row.line);
        REQUIRE(part.rejections.size() == 1);
        CHECK(part.rejections[0].field == row.field);
        CHECK(part.rejections[0].reason == row.reason);
        CHECK(part.rejections[0].key == "77");
        CHECK(part.rejections[0].line == 2);
        CHECK(part.schools.at(1001).lines.find("999990019") == std::string::npos);
        World world;
        const auto result = world.Take(Stored(part));
        CHECK(result.rejections == part.rejections);
        CHECK(world.state.pupils.size() == 1);
    }
}

TEST_CASE("a person whose record was rejected is not taken for one who left", "[ROS-05][ROS-09]") {
    World world;
    world.Take(Stored(Parse(Lines({kGroup, kComposed, kPupil, kStaff}))));
    const auto before = world.state;
    const auto bad_pupil =
        R"({"type":"pupil","op":"upsert","schoolId":1001,"id":600,"data":{"eckid":"e1","jaargroep":5}})";
    const auto result = world.TakeSnapshot(Stored(Parse(Lines({kGroup, kComposed, bad_pupil, kStaff}))));
    CHECK(result.pupils == Counts{.rejected = 1});
    CHECK(world.state == before);
}

TEST_CASE("what may not be kept is dropped before anything is stored", "[ROS-03]") {
    const std::string line =
        R"({"type":"pupil","op":"upsert","schoolId":1001,"id":1,"data":{"eckid":"e1","bsn":"999990019",)"
        R"("geboortedatum":"2017-03-04","geboorteland":"Canaria","adres":{"straat":"Canaristraat","nr":12},)"
        R"("foto":["canary.jpg"],"persoonsgegevens":{"achternaam":"Voorbeeld","voorletters":"C.A.N.","bsn":"999990019"}}})";
    const std::string rejected_line =
        R"({"type":"pupil","op":"upsert","schoolId":1001,"id":2,"data":{"jaargroep":5,"bsn":"999990019",)"
        R"("persoonsgegevens":{"achternaam":"Canary"}}})";
    const auto part = Parse(Lines({line, rejected_line}));
    CHECK(part.dropped_fields == 8);
    const auto& stored = part.schools.at(1001).lines;
    CHECK(stored.find("Voorbeeld") != std::string::npos);
    for (const auto* canary : {"999990019", "2017-03-04", "Canar", "canary", "C.A.N.", "bsn", "adres", "geboorte"}) {
        CAPTURE(canary);
        CHECK(stored.find(canary) == std::string::npos);
        for (const auto& rejection : part.rejections) {
            CHECK((rejection.key + rejection.field + rejection.message_nl + rejection.message_en).find(canary) ==
                  std::string::npos);
        }
    }
}

TEST_CASE("null is absent, and a part may be empty or lack its last line end", "[ROS-05]") {
    const auto part = Parse(
        R"({"type":"staff","op":"upsert","schoolId":1001,"id":1,"data":{"persoonsgegevens":{"voornaam":null,"achternaam":"X"},"emailadres":null,"einddatum":null,"rollen":[]}})");
    CHECK(part.rejections.empty());
    CHECK(Stored(part).staff.at(0).email.empty());
    CHECK(Parse("").records == 0);
}

TEST_CASE("a damaged store is an error, not an exception", "[ROS-05]") {
    for (const auto* damaged : {"{", R"({"type":"pupil"})", R"({"type":5})", "null\n"}) {
        const auto roster = ParseStored(damaged);
        CAPTURE(damaged);
        REQUIRE_FALSE(roster);
        CHECK(roster.error().code == Code::kDataLoss);
    }
}

}  // namespace
}  // namespace suite::roster_sync::test
