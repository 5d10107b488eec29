// What was there and has gone, each in the way in which it goes.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

#include "core/time.hpp"
#include "tests/functional/access/world.hpp"
#include "tests/functional/access/world_roster.hpp"

namespace suite::testing {

using Json = nlohmann::json;

/// Takes it in, and waits until every service has it.
void World::Deliver(const std::string& ndjson) {
    delivered_ = PushRoster(Rest(), ++sequence_, "delta", ndjson);
    Rest().Machine("basispoort").GetUntil(delivered_, [](const Answer& answer) {
        return answer.status == 200 && answer.json.at("timeline").back().at("stage") == "visible";
    });
}

void World::Arrive() {
    Deliver(SchoolToErase() + PlusClass(kErasedRoster) + Leavers(kErasedRoster) + PlusClass(kOtherRoster) +
            Leavers(kOtherRoster) + Leavers(kOwnRoster));
    auto& helpdesk = Rest().Helpdesk();
    erased_["schoolId"] = OnlyItem(helpdesk, "/schools?basispoortId=" + std::to_string(kErasedRoster.id)).at("id");
    erased_coordinator_ =
        OnlyItem(helpdesk, "/schools/" + erased_.at("schoolId") + "/ict-coordinators").at("id").get<std::string>();
}

void World::NameLeavers(const School& school, std::int64_t leavers) {
    auto& helpdesk = Rest().Helpdesk();
    const auto pupil = [&](std::int64_t id) {
        return OnlyItem(helpdesk, school.Path("/pupils?basispoortId=" + std::to_string(id))).at("id");
    };
    school.gone["groupId"] = OnlyItem(helpdesk, school.Path("/groups?lasKey=" + std::string(kLeaversGroup))).at("id");
    school.gone["basispoortId"] = std::to_string(leavers);
    school.gone["personId"] = pupil(leavers);
    school.gone["replacementPersonId"] = pupil(leavers + 1);
}

/// People and their group leave, and with them their links end.
void World::Depart() {
    const std::array schools{std::pair(OwnSchool(), kOwnRoster), std::pair(OtherSchool(), kOtherRoster),
                             std::pair(ErasedSchool(), kErasedRoster)};
    for (const auto& [school, roster] : schools) {
        NameLeavers(school, roster.leavers);
        const auto licence = school.Path("/licences/" + school.values.at("linkLicenceId"));
        LinkGroup(school.coordinator, school.values.at("schoolId"), school.values.at("linkLicenceId"),
                  school.gone.at("groupId"));
        Expect(school.coordinator.Put(licence + "/pupils/" + school.gone.at("personId")), 200);
    }
    Deliver(LeaversGone(kOwnRoster) + LeaversGone(kOtherRoster) + LeaversGone(kErasedRoster));
    Deliver(ManyGone(kOtherRoster) + ManyGone(kErasedRoster));
    for (const auto& [school, roster] : schools) {
        // Linked by hand, and ended with the roster.
        const auto about = school.coordinator
                               .GetUntil(school.Path("/licence-history?personId=" + school.gone.at("personId")),
                                         [](const Answer& answer) { return answer.json.at("items").size() == 2; })
                               .json.at("items");
        CHECK(about.at(0).at("how") == "roster");
        school.gone["number"] = std::to_string(about.at(1).at("number").get<std::int64_t>());
    }
}

/// Takes back what a school has of its own. A removal waits there already.
void World::Withdraw(const School& school) {
    auto& helpdesk = Rest().Helpdesk();
    auto& coordinator = school.coordinator;
    const auto& id = school.values.at("schoolId");

    auto waiting = ListOf(helpdesk, school.Path("/held-removals"));
    REQUIRE_FALSE(waiting.empty());
    school.gone["removalId"] = waiting.at(0).at("id");
    Expect(helpdesk.Post(school.Path("/held-removals/" + school.gone.at("removalId") + "/drop"),
                         {{"reason", "Ze zijn er nog."}}),
           200);
    // The school's file had more than one kind of removal held; others ask again.
    if (waiting.size() == 1) {
        Deliver(ManyGone(&school.values == &erased_ ? kErasedRoster : kOtherRoster));
        waiting = ListOf(helpdesk, school.Path("/held-removals"));
    }
    for (const auto& removal : waiting) {
        if (removal.at("status") == "waiting" && removal.at("id") != school.gone.at("removalId"))
            school.values["removalId"] = removal.at("id");
    }

    const auto seat =
        school.Path("/licences/" + school.values.at("seatLicenceId") + "/seats/") + school.values.at("personId");
    Expect(coordinator.Put(seat), 200);
    school.gone["correctionId"] = Expect(coordinator.Post(seat + "/correction-requests", Json::object()), 201).at("id");
    Expect(helpdesk.Post(school.Path("/seat-corrections/" + school.gone.at("correctionId") + "/refuse"),
                         {{"reason", "Het kind gebruikt het."}}),
           200);

    const auto address = Expect(
        coordinator.Post(school.Path("/known-addresses"), {{"address", "93.184.216.64/28"}, {"note", "noodlokaal"}}),
        201);
    school.gone["addressId"] = address.at("id");
    Expect(coordinator.Delete(school.Path("/known-addresses/" + school.gone.at("addressId"))), 200);

    // What no catalogue knows is linked to nothing by itself; the name of a plus class in the title is asked about.
    auto puzzles = OrderOf(id, "puzzels");
    puzzles["methodId"] = "puzzels";
    puzzles["title"] = "Puzzels plusklas";
    school.gone["licenceId"] = PutOrder(Rest(), "gone-puzzels-" + id, puzzles);
    const auto proposed = [&](const Json& proposal) { return proposal.at("licenceId") == school.gone.at("licenceId"); };
    const auto proposals = coordinator.GetUntil(school.Path("/link-proposals"), [&](const Answer& answer) {
        return answer.status == 200 && answer.json.at("items").size() > 1 &&
               std::ranges::any_of(answer.json.at("items"), proposed);
    });
    school.gone["proposalId"] = std::ranges::find_if(proposals.json.at("items"), proposed)->at("id");
    Expect(coordinator.Post(school.Path("/link-proposals/" + school.gone.at("proposalId") + "/drop"), Json::object()),
           200);
    puzzles["cancelled"] = true;
    PutOrder(Rest(), "gone-puzzels-" + id, puzzles);

    auto seats = OrderOf(id, "puzzels-extra");
    seats["methodId"] = "puzzels";
    seats["kind"] = "pupil";
    seats["seats"] = 2;
    school.gone["seatLicenceId"] = PutOrder(Rest(), "gone-plaatsen-" + id, seats);
    seats["cancelled"] = true;
    PutOrder(Rest(), "gone-plaatsen-" + id, seats);

    school.gone["batchId"] = delivered_.substr(delivered_.rfind('/') + 1);
}

/// Its consent goes, and a term of no days later all that is held of it.
void World::Erase() {
    auto& helpdesk = Rest().Helpdesk();
    const auto school = "/schools/" + erased_.at("schoolId");
    erased_["batchId"] = erased_gone_.at("batchId");
    fixture_.Basispoort().Consent(kErasedRoster.id, false, DutchDay(SystemClock().Now()).ToString());
    // Consents are read when roster-sync starts, and every quarter of an hour.
    fixture_.Suite().KillService("roster-sync");
    REQUIRE(fixture_.Suite().StartService("roster-sync"));
    helpdesk.GetUntil(school,
                      [](const Answer& answer) { return answer.status == 200 && answer.json.at("consent") == false; });
    // The house is kept once a minute, and after each delivery and comparison.
    Expect(helpdesk.Post("/schools/" + demo_.school + "/roster-reconciles", Json::object()), 202);
    const auto empty = [](const Answer& answer) { return answer.status == 200 && answer.json.at("items").empty(); };
    helpdesk.GetUntil(school + "/pupils", empty);
    helpdesk.GetUntil(school + "/seat-corrections", empty);  // of licence, which follows
}

}  // namespace suite::testing
