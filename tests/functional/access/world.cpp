#include "tests/functional/access/world.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <tuple>

#include "core/time.hpp"
#include "tests/functional/access/world_roster.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;

constexpr const char* kNothing =
    R"({"type":"school","op":"upsert","schoolId":1999,"data":{"naam":"Elders","actief":true}})";

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

Json Expect(const Answer& answer, int status) {
    if (answer.status != status) FAIL("expected " << status << ", got " << answer.status << " " << answer.body);
    return answer.json;
}

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

const Values& World::Never() {
    static const Values kNever = [] {
        Values never;
        for (const auto* name :
             {"schoolId", "groupId", "personId", "replacementPersonId", "licenceId", "seatLicenceId", "importId",
              "removalId", "reconcileId", "allReconcileId", "correctionId", "proposalId", "batchId", "addressId"})
            never[name] = EncodeId(4711);
        never["basispoortId"] = "999999999";
        never["number"] = "999999999";
        return never;
    }();
    return kNever;
}

World::World()
    : fixture_(
          sql::Dialect::kSqlite,
          WithBasispoort{.roster = kNothing, .roster_sync_environment = {"SLEUTELBOS_ROSTER_SYNC_ERASE_AFTER_DAYS=0"}},
          WithSignIn{}),
      demo_(LoadDemo(fixture_)) {
    own_["schoolId"] = demo_.school;
    other_["schoolId"] = demo_.other_school;
    NameOwn();
    Arrive();
    NameSmall(OtherSchool());
    NameSmall(ErasedSchool());
    Depart();
    ImportOwn(OwnSchool().coordinator);
    for (const auto& school : {OwnSchool(), OtherSchool(), ErasedSchool()}) {
        Withdraw(school);
        AddTo(school);
    }
    Erase();
    AddSuiteWide();
}

World::School World::OwnSchool() { return {own_, own_gone_, Rest().Coordinator(demo_.school, demo_.coordinator)}; }
World::School World::OtherSchool() {
    return {other_, other_gone_, Rest().Coordinator(demo_.other_school, demo_.other_coordinator)};
}
World::School World::ErasedSchool() {
    return {erased_, erased_gone_, Rest().Coordinator(erased_.at("schoolId"), erased_coordinator_)};
}

std::pair<std::string, std::string> World::File(std::string_view name, const Values& values) const {
    if (name == "ndjson") return {SchoolLine(1998, "De Matrix", "99ZZ", "00"), "application/x-ndjson"};
    if (name != "edexml") FAIL("no file " << name);
    const bool other = values.at("schoolId") == demo_.other_school;
    return {SmallFile(other ? "99YY" : "99XX"), "application/xml"};
}

/// A file comes before what is proposed: what it changes may close that.
void World::ImportOwn(Caller& coordinator) {
    auto& helpdesk = Rest().Helpdesk();
    const auto base = "/schools/" + demo_.school;
    const auto imported = Expect(
        coordinator.Send("POST", base + "/roster-imports", SmallFile("99XX"), {{"Content-Type", "application/xml"}}),
        201);
    own_["importId"] = imported.at("id");
    helpdesk.GetUntil(base + "/roster-imports/" + own_.at("importId"),
                      [](const Answer& answer) { return answer.json.at("timeline").back().at("stage") == "visible"; });
    // The file's group is linked by itself to what is for year group 5, as two of the demonstration's were.
    for (const auto& [line, groups] : {std::pair("demo-1", 3), std::pair("demo-6", 6)}) {
        helpdesk.GetUntil(base + "/licences/" + demo_.licences.at(line),
                          [&](const Answer& answer) { return answer.json.at("groupCount") == groups; });
    }
}

/// What each school gets. Before: school, group, persons, licences, importId and removalId are there.
void World::AddTo(const School& school) {
    auto& helpdesk = Rest().Helpdesk();
    auto& values = school.values;
    // Of a link by hand the history has an entry that can be undone.
    LinkGroup(school.coordinator, values.at("schoolId"), values.at("linkLicenceId"), values.at("linkGroupId"));
    const auto entries =
        ListOf(school.coordinator, school.Path("/licence-history?licenceId=" + values.at("linkLicenceId") +
                                               "&groupId=" + values.at("linkGroupId")));
    values["number"] = std::to_string(entries.at(0).at("number").get<std::int64_t>());

    const auto seat = school.Path("/licences/" + values.at("seatLicenceId") + "/seats/" + values.at("personId"));
    values["correctionId"] =
        Expect(school.coordinator.Post(seat + "/correction-requests",
                                       {{"replacementPersonId", values.at("replacementPersonId")}}),
               201)
            .at("id");
    for (const auto& proposal : ListOf(school.coordinator, school.Path("/link-proposals")))
        values["proposalId"] = proposal.at("id");
    values["addressId"] = Expect(school.coordinator.Post(school.Path("/known-addresses"),
                                                         {{"address", "93.184.216.32/28"}, {"note", "hoofdgebouw"}}),
                                 201)
                              .at("id");

    // The stand-in knows neither school, so nothing changes.
    const auto reconcile = Expect(helpdesk.Post(school.Path("/roster-reconciles"), Json::object()), 202);
    values["reconcileId"] = reconcile.at("id");
    helpdesk.GetUntil(school.Path("/roster-reconciles/" + values.at("reconcileId")),
                      [](const Answer& answer) { return answer.json.at("status") == "done"; });
}

void World::NameOwn() {
    auto& helpdesk = Rest().Helpdesk();
    const auto base = "/schools/" + demo_.school;
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
}

/// A school with a plus class.
void World::NameSmall(const School& school) {
    auto& helpdesk = Rest().Helpdesk();
    auto& values = school.values;
    const auto& id = values.at("schoolId");
    const auto pupil = [&](const std::string& basispoort_id) {
        return OnlyItem(helpdesk, school.Path("/pupils?basispoortId=" + basispoort_id)).at("id").get<std::string>();
    };
    const bool erased = &values == &erased_;
    const auto plus_class = (erased ? kErasedRoster : kOtherRoster).plus;
    values["importId"] = ListOf(helpdesk, school.Path("/roster-imports")).at(0).at("id");
    values["groupId"] = OnlyItem(helpdesk, school.Path("/groups?lasKey=PLUS")).at("id");
    values["basispoortId"] = std::to_string(plus_class + 5);
    values["personId"] = pupil(values.at("basispoortId"));
    values["replacementPersonId"] = pupil(std::to_string(plus_class + 6));
    const std::string line = erased ? "erased" : "other";
    values["licenceId"] = PutOrder(Rest(), line + "-1", OrderOf(id, "cijferpad-7"));
    values["linkLicenceId"] = values["licenceId"];
    values["linkGroupId"] = values["groupId"];
    auto seats = OrderOf(id, "wereldraam-extra");
    seats["methodId"] = "wereldraam";
    seats["kind"] = "pupil";
    seats["seats"] = 5;
    values["seatLicenceId"] = PutOrder(Rest(), line + "-2", seats);
    // For a plus class: that is asked, not linked.
    auto plus = OrderOf(id, "denkwerk-plusklas");
    plus["methodId"] = "denkwerk";
    plus["title"] = "Denkwerk plusklas";
    plus["yearGroups"] = {"5", "6", "7", "8"};
    PutOrder(Rest(), line + "-3", plus);
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
