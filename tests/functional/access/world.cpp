#include "tests/functional/access/world.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <tuple>

#include "core/time.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;

constexpr const char* kNothing =
    R"({"type":"school","op":"upsert","schoolId":1999,"data":{"naam":"Elders","actief":true}})";

/// A file that a school can import; whom it does not name the guard holds, so nobody goes.
std::string Edexml(const std::string& brin) {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<EDEX><school><schooljaar>2098-2099</schooljaar><brincode>)" +
           brin + R"(</brincode><dependancecode>00</dependancecode>
<schoolkey>1</schoolkey><xsdversie>2.1</xsdversie></school>
<groepen><groep key="EX1"><naam>Toekomst</naam><jaargroep>5</jaargroep></groep></groepen>
<leerlingen><leerling key="ex-1"><achternaam>Toekomst</achternaam><roepnaam>Teun</roepnaam><jaargroep>5</jaargroep>
<groep key="EX1"/></leerling></leerlingen><leerkrachten/></EDEX>)";
}

/// De Kleine Beuk has no composed group yet.
std::string PlusClass() {
    const auto year = SchoolYear::Of(DutchDay(SystemClock().Now())).ToString();
    const Json group{{"type", "group"}, {"op", "upsert"},     {"schoolId", 1002},
                     {"id", "PLUS"},    {"schoolYear", year}, {"data", {{"naam", "Plusklas"}, {"subgroep", true}}}};
    std::string lines = group.dump() + "\n";
    for (int year_group = 5; year_group <= 8; ++year_group) {
        const Json pupil{{"type", "pupil"},
                         {"op", "upsert"},
                         {"schoolId", 1002},
                         {"id", 511000 + year_group},
                         {"data",
                          {{"persoonsgegevens", {{"voornaam", "Kind"}, {"achternaam", "Plus"}}},
                           {"jaargroep", std::to_string(year_group)},
                           {"groep", "B"},
                           {"subgroepen", {"PLUS"}}}}};
        lines += pupil.dump() + "\n";
    }
    return lines;
}

/// More than the guard lets go without a person's word, so they stay.
std::string ManyGone() {
    std::string lines;
    for (int pupil = 510001; pupil <= 510012; ++pupil) {
        const Json line{{"type", "pupil"}, {"op", "delete"}, {"schoolId", 1002}, {"id", pupil}};
        lines += line.dump() + "\n";
    }
    return lines;
}

Json Expect(const Answer& answer, int status) {
    if (answer.status != status) FAIL("expected " << status << ", got " << answer.status << " " << answer.body);
    return answer.json;
}

template <class AnyId>
AnyId ParseId(const std::string& text) {
    const auto id = AnyId::Parse(text);
    if (!id) FAIL("not an id of ours: " << text);
    return *id;
}

bool IsName(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

/// Where the next {parameter} begins and ends, braces included; npos for none. JSON's braces are none.
std::pair<std::size_t, std::size_t> NextParameter(std::string_view text, std::size_t from) {
    for (auto open = text.find('{', from); open != std::string_view::npos; open = text.find('{', open + 1)) {
        auto end = open + 1;
        while (end < text.size() && IsName(text[end])) ++end;
        if (end > open + 1 && end < text.size() && text[end] == '}') return {open, end + 1};
    }
    return {std::string_view::npos, std::string_view::npos};
}

}  // namespace

std::vector<std::string> ParametersIn(std::string_view text) {
    std::vector<std::string> names;
    for (auto [open, end] = NextParameter(text, 0); open != std::string_view::npos;
         std::tie(open, end) = NextParameter(text, end)) {
        std::string name(text.substr(open + 1, end - open - 2));
        if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

std::string Filled(std::string_view text, const Values& values) {
    std::string filled;
    std::size_t at = 0;
    for (auto [open, end] = NextParameter(text, 0); open != std::string_view::npos;
         std::tie(open, end) = NextParameter(text, end)) {
        const auto value = values.find(text.substr(open + 1, end - open - 2));
        if (value == values.end()) FAIL("nothing stands for a parameter of " << text);
        filled.append(text.substr(at, open - at)).append(value->second);
        at = end;
    }
    return filled.append(text.substr(at));
}

Actor StaffOf(Role role, const std::string& school, const std::string& person) {
    return {.role = role,
            .school = ParseId<SchoolId>(school),
            .person = ParseId<PersonId>(person),
            .client_id = {},
            .las = {}};
}

Actor HelpdeskActor() {
    return {.role = Role::kHelpdesk, .school = {}, .person = {}, .client_id = "helpdesk-1", .las = {}};
}

const Values& World::Gone() {
    static const Values kGone = [] {
        Values gone;
        for (const auto* name :
             {"schoolId", "groupId", "personId", "replacementPersonId", "licenceId", "seatLicenceId", "importId",
              "removalId", "reconcileId", "allReconcileId", "correctionId", "proposalId", "batchId", "addressId"})
            gone[name] = EncodeId(4711);
        gone["basispoortId"] = "999999999";
        gone["number"] = "999999999";
        return gone;
    }();
    return kGone;
}

World::World() : fixture_(sql::Dialect::kSqlite, WithBasispoort{kNothing}), demo_(LoadDemo(fixture_)) {
    own_["schoolId"] = demo_.school;
    other_["schoolId"] = demo_.other_school;
    AddOwn();
    AddOther();
    AddSuiteWide();
}

std::pair<std::string, std::string> World::File(std::string_view name, const Values& values) const {
    if (name == "ndjson") return {SchoolLine(1998, "De Matrix", "99ZZ", "00"), "application/x-ndjson"};
    if (name != "edexml") FAIL("no file " << name);
    const bool other = values.at("schoolId") == demo_.other_school;
    return {Edexml(other ? "99YY" : "99XX"), "application/xml"};
}

/// A file comes first: what it changes may close what was proposed before it.
void World::ImportOwn(Caller& coordinator) {
    auto& helpdesk = Rest().Helpdesk();
    const auto base = "/schools/" + demo_.school;
    const auto imported = Expect(
        coordinator.Send("POST", base + "/roster-imports", Edexml("99XX"), {{"Content-Type", "application/xml"}}), 201);
    own_["importId"] = imported.at("id");
    helpdesk.GetUntil(base + "/roster-imports/" + own_.at("importId"),
                      [](const Answer& answer) { return answer.json.at("timeline").back().at("stage") == "visible"; });
}

/// What both schools get. Before: school, group, personId, replacementPersonId, licenceId, seatLicenceId are there.
void World::AddTo(Values& school, Caller& coordinator) {
    auto& helpdesk = Rest().Helpdesk();
    const auto base = "/schools/" + school.at("schoolId");
    // Of a link by hand the history has an entry that can be undone.
    LinkGroup(coordinator, school.at("schoolId"), school.at("linkLicenceId"), school.at("linkGroupId"));
    const auto entries = ListOf(coordinator, base + "/licence-history?licenceId=" + school.at("linkLicenceId") +
                                                 "&groupId=" + school.at("linkGroupId"));
    school["number"] = std::to_string(entries.at(0).at("number").get<std::int64_t>());

    const auto seat = base + "/licences/" + school.at("seatLicenceId") + "/seats/" + school.at("personId");
    Expect(coordinator.Put(seat), 200);
    school["correctionId"] = Expect(coordinator.Post(seat + "/correction-requests",
                                                     {{"replacementPersonId", school.at("replacementPersonId")}}),
                                    201)
                                 .at("id");

    const auto proposals = coordinator.GetUntil(base + "/link-proposals", [](const Answer& answer) {
        return answer.status == 200 && !answer.json.at("items").empty();
    });
    school["proposalId"] = proposals.json.at("items").at(0).at("id");

    school["addressId"] =
        Expect(coordinator.Post(base + "/known-addresses", {{"address", "93.184.216.32/28"}, {"note", "hoofdgebouw"}}),
               201)
            .at("id");

    school["removalId"] = ListOf(helpdesk, base + "/held-removals").at(0).at("id");
    // The stand-in knows neither school, so nothing changes.
    const auto reconcile = Expect(helpdesk.Post(base + "/roster-reconciles", Json::object()), 202);
    school["reconcileId"] = reconcile.at("id");
    helpdesk.GetUntil(base + "/roster-reconciles/" + school.at("reconcileId"),
                      [](const Answer& answer) { return answer.json.at("status") == "done"; });
}

void World::AddOwn() {
    auto& helpdesk = Rest().Helpdesk();
    auto& coordinator = Rest().Coordinator(demo_.school, demo_.coordinator);
    const auto base = "/schools/" + demo_.school;
    ImportOwn(coordinator);
    // The file's group is linked by itself to what is for year group 5, as two of the demonstration's were.
    for (const auto& [line, groups] : {std::pair("demo-1", 3), std::pair("demo-6", 6)}) {
        helpdesk.GetUntil(base + "/licences/" + demo_.licences.at(line),
                          [&](const Answer& answer) { return answer.json.at("groupCount") == groups; });
    }
    const auto pupils_of = [&](const std::string& group) {
        return ListOf(helpdesk, base + "/pupils?groupId=" + demo_.groups.at(group));
    };
    own_["groupId"] = demo_.groups.at("G5");
    own_["licenceId"] = demo_.licences.at("demo-1");
    own_["linkLicenceId"] = demo_.licences.at("demo-3");
    own_["linkGroupId"] = demo_.groups.at("G8");
    own_["seatLicenceId"] = demo_.licences.at("demo-5");
    own_["personId"] = demo_.pupil;
    own_["basispoortId"] = "500123";
    own_["replacementPersonId"] = pupils_of("G6").at(0).at("id");
    colleagues_["groupId"] = demo_.groups.at("G6");
    colleagues_["personId"] = pupils_of("G6").at(1).at("id");
    intern_ = OnlyItem(helpdesk, base + "/teachers?basispoortId=9012").at("id");
    AddTo(own_, coordinator);
}

void World::AddOther() {
    auto& helpdesk = Rest().Helpdesk();
    auto& coordinator = Rest().Coordinator(demo_.other_school, demo_.other_coordinator);
    const auto base = "/schools/" + demo_.other_school;
    const auto delivery = PushRoster(Rest(), 2, "delta", PlusClass() + ManyGone());
    helpdesk.GetUntil(delivery, [](const Answer& answer) {
        const auto status = answer.json.value("status", "");
        return status == "applied" || status == "held";
    });
    other_["importId"] = ListOf(helpdesk, base + "/roster-imports").at(0).at("id");
    const auto pupil = [&](const std::string& basispoort_id) {
        return OnlyItem(helpdesk, base + "/pupils?basispoortId=" + basispoort_id).at("id").get<std::string>();
    };
    other_["groupId"] = OnlyItem(helpdesk, base + "/groups?lasKey=PLUS").at("id");
    other_["personId"] = pupil("511005");
    other_["replacementPersonId"] = pupil("511006");
    other_["basispoortId"] = "511005";
    other_["licenceId"] = PutOrder(Rest(), "other-1", OrderOf(demo_.other_school, "cijferpad-7"));
    other_["linkLicenceId"] = other_["licenceId"];
    other_["linkGroupId"] = other_["groupId"];
    auto seats = OrderOf(demo_.other_school, "wereldraam-extra");
    seats["methodId"] = "wereldraam";
    seats["kind"] = "pupil";
    seats["seats"] = 5;
    other_["seatLicenceId"] = PutOrder(Rest(), "other-2", seats);
    // For a plus class: that is asked, not linked.
    auto plus = OrderOf(demo_.other_school, "denkwerk-plusklas");
    plus["methodId"] = "denkwerk";
    plus["title"] = "Denkwerk plusklas";
    plus["yearGroups"] = {"5", "6", "7", "8"};
    PutOrder(Rest(), "other-3", plus);
    AddTo(other_, coordinator);
}

void World::AddSuiteWide() {
    auto& helpdesk = Rest().Helpdesk();
    const auto all = Expect(helpdesk.Post("/roster-reconciles", Json::object()), 202);
    const std::string id = all.at("id");
    helpdesk.GetUntil("/roster-reconciles/" + id,
                      [](const Answer& answer) { return answer.json.at("status") == "done"; });
    const Json wanted{{"source", "matrix"}, {"sequence", 1}, {"kind", "delta"}};
    const std::string batch = Expect(Rest().Machine("basispoort").Post("/roster-batches", wanted), 201).at("id");
    const Date today = DutchDay(SystemClock().Now());
    const SchoolYear year = SchoolYear::Of(today);
    for (auto* values : {&own_, &other_}) {
        values->insert({{"allReconcileId", id},
                        {"batchId", batch},
                        {"n", "1"},
                        {"orderLineId", "walk-1"},
                        {"methodId", "cijferpad"},
                        {"productId", "cijferpad-5"},
                        {"startDate", std::to_string(year.first_year) + "-08-01"},
                        {"endDate", year.LastDay().ToString()},
                        {"today", today.ToString()}});
    }
}

}  // namespace suite::testing
