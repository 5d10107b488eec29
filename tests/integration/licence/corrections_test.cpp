#include "seats.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

v1::ListCorrectionsResponse OfSchool(const SeatService& service, v1::CorrectionState state, int limit = 0,
                                     const std::string& cursor = {}, const Actor& actor = kCoordinator) {
    v1::ListSchoolCorrectionsRequest request;
    request.set_state(state);
    request.set_limit(limit);
    request.set_cursor(cursor);
    const auto answer = service.Seat<v1::ListCorrectionsResponse>("ListSchoolCorrections", request, actor);
    REQUIRE(answer);
    return *answer;
}

Result<v1::ListCorrectionsResponse> OfAll(const SeatService& service, v1::CorrectionState state,
                                          const Actor& actor = kHelpdesk) {
    v1::ListCorrectionsRequest request;
    request.set_state(state);
    return service.Call<v1::ListCorrectionsResponse>("ListCorrections", request, actor, "SeatService");
}

}  // namespace

TEST_CASE("the school asks in one call, the helpdesk grants, and the seat goes to the child that was meant",
          "[LIC-06]") {
    const SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 5, 1);
    REQUIRE(service.Assign(Pupil(0)));
    REQUIRE(service.Queue(Pupil(1)));
    const auto asked = service.Ask(Pupil(0), "Verkeerd kind", Pupil(2));
    REQUIRE(asked);
    CHECK(asked->state() == v1::CORRECTION_STATE_OPEN);
    CHECK(asked->person_name() == "Kind van N999");
    CHECK(asked->replacement_name() == "Kind van N997");
    CHECK(asked->licence_title() == "Taal 5");
    CHECK(service.Ask(Pupil(0), "Verkeerd kind", Pupil(2))->id() == asked->id());  // a double click
    CHECK(service.Ask(Pupil(0), "Verkeerd kind", Pupil(3)).error().reason == reason::kCorrectionOpen);
    CHECK(service.History("action = 'ask' AND role = 'coordinator' AND reason = 'Verkeerd kind'") == 1);
    CHECK(service.Seats().items(0).person_id() == Pupil(0).ToString());

    const auto open = OfAll(service, v1::CORRECTION_STATE_OPEN);
    REQUIRE(open);
    REQUIRE(open->items_size() == 1);
    CHECK(open->items(0).id() == asked->id());
    CHECK(open->items(0).school_id() == kSchool.ToString());
    CHECK(service.Decide("GrantCorrection", asked->id(), " ").error().code == Code::kInvalidArgument);
    const auto granted = service.Decide("GrantCorrection", asked->id(), "Akkoord");
    REQUIRE(granted);
    CHECK(granted->state() == v1::CORRECTION_STATE_GRANTED);
    CHECK(granted->given_to_person() == Pupil(2).ToString());
    CHECK(granted->decided_by_role() == "helpdesk");
    CHECK(granted->decision_reason() == "Akkoord");
    CHECK(service.Seats().items(0).person_id() == Pupil(2).ToString());
    CHECK(service.Queued() == Ids({1}));
    CHECK(service.History("subject = 'seat' AND role = 'helpdesk' AND how = 'hand' AND reason = 'Akkoord'") == 2);

    for (const auto* method : {"GrantCorrection", "RefuseCorrection"}) {
        const auto again = service.Decide(method, asked->id(), "Nog eens");
        CHECK(again.error().reason == reason::kCorrectionDecided);
        CHECK(again.error().metadata.at("decidedByRole") == "helpdesk");
    }
    CHECK(OfAll(service, v1::CORRECTION_STATE_OPEN)->items_size() == 0);
    CHECK(OfSchool(service, v1::CORRECTION_STATE_GRANTED).items_size() == 1);
}

TEST_CASE("without a replacement the seat goes to who waits, and a replacement who cannot take it does not hold it up",
          "[LIC-06][LIC-07]") {
    SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 6, 2);
    REQUIRE(service.Assign(Pupil(0)));
    REQUIRE(service.Assign(Pupil(1)));
    REQUIRE(service.Queue(Pupil(2)));
    REQUIRE(service.Queue(Pupil(3)));
    const auto first = service.Ask(Pupil(0));
    REQUIRE(first);
    CHECK_FALSE(first->has_reason());
    const auto granted = service.Decide("GrantCorrection", first->id(), "Goed");
    CHECK(granted->given_to_person() == Pupil(2).ToString());

    const auto second = service.Ask(Pupil(1), "", Pupil(5));
    REQUIRE(second);
    roster::SchoolChanges gone{.school_id = kSchool, .version = 3};
    gone.removed_pupils = {Pupil(5)};
    service.Take(gone);
    const auto other = service.Decide("GrantCorrection", second->id(), "Goed");
    REQUIRE(other);
    CHECK(other->given_to_person() == Pupil(3).ToString());
    CHECK_FALSE(other->has_replacement_name());
    CHECK(service.Queued().empty());
}

TEST_CASE("refused, the child keeps the seat, and what became needless cannot be decided", "[LIC-06]") {
    SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 5, 3);
    for (int n = 0; n < 3; ++n) REQUIRE(service.Assign(Pupil(n)));
    const auto asked = service.Ask(Pupil(0), "Foutje");
    const auto refused = service.Decide("RefuseCorrection", asked->id(), "Al een maand in gebruik");
    REQUIRE(refused);
    CHECK(refused->state() == v1::CORRECTION_STATE_REFUSED);
    CHECK(service.Seats().counts().used() == 3);
    CHECK(service.History("action = 'refuse' AND role = 'helpdesk' AND reason = 'Al een maand in gebruik'") == 1);
    const auto anew = service.Ask(Pupil(0), "Toch echt fout");
    REQUIRE(anew);
    CHECK(anew->id() != asked->id());

    const auto left = service.Ask(Pupil(1));
    const auto taken = service.Ask(Pupil(2));
    roster::SchoolChanges gone{.school_id = kSchool, .version = 3};
    gone.removed_pupils = {Pupil(1)};
    service.Take(gone);
    REQUIRE(service.TakeBack(Pupil(2), kHelpdesk, "Gebeld"));
    CHECK(service.Decide("GrantCorrection", left->id(), "Goed").error().reason == reason::kCorrectionLapsed);
    CHECK(service.Decide("GrantCorrection", taken->id(), "Goed").error().reason == reason::kCorrectionLapsed);
    const auto lapsed = OfSchool(service, v1::CORRECTION_STATE_LAPSED);
    REQUIRE(lapsed.items_size() == 2);
    CHECK_FALSE(lapsed.items(1).has_person_name());
    CHECK_FALSE(lapsed.items(1).has_decided_by_role());
    CHECK(lapsed.items(0).decided_by_role() == "helpdesk");
}

TEST_CASE("who may ask, see and decide", "[LIC-06][ACC-03]") {
    const SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 5, 2);
    REQUIRE(service.Assign(Pupil(0)));
    REQUIRE(service.Assign(Pupil(3)));
    const Actor teacher{.role = Role::kTeacher, .school = kSchool, .person = kTeacher};
    const Actor stranger{.role = Role::kCoordinator, .school = kOtherSchool};
    CHECK(service.Ask(Pupil(0), "", {}, teacher).error().reason == reason::kForbidden);
    CHECK(service.Ask(Pupil(0), "", {}, kHelpdesk).error().reason == reason::kForbidden);
    CHECK(service.Ask(Pupil(0), "", {}, stranger).error().reason == reason::kSchoolUnknown);
    CHECK(service.Ask(Pupil(1)).error().reason == reason::kSeatUnknown);
    for (const auto person : {Pupil(3), Pupil(0), kTeacher, PersonId{}}) {
        CHECK(service.Ask(Pupil(0), "", person).error().reason == reason::kReplacementUnfit);
    }
    const auto id = service.Ask(Pupil(0))->id();
    CHECK(service.Decide("GrantCorrection", id, "Ja", kCoordinator).error().reason == reason::kForbidden);
    CHECK(service.Decide("GrantCorrection", "nonsense", "Ja").error().reason == reason::kCorrectionUnknown);
    CHECK(OfAll(service, v1::CORRECTION_STATE_OPEN, kCoordinator).error().reason == reason::kForbidden);
}

TEST_CASE("requests come newest first, page by page", "[LIC-06]") {
    const SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 7, 7);
    std::vector<std::string> newest_first;
    for (int n = 0; n < 7; ++n) {
        REQUIRE(service.Assign(Pupil(n)));
        newest_first.insert(newest_first.begin(), service.Ask(Pupil(n))->id());
    }
    std::vector<std::string> seen;
    std::string cursor;
    do {
        const auto page = OfSchool(service, v1::CORRECTION_STATE_UNSPECIFIED, 3, cursor, kHelpdesk);
        for (const auto& item : page.items()) seen.push_back(item.id());
        cursor = page.next_cursor();
    } while (!cursor.empty());
    CHECK(seen.size() == 7);
    CHECK(std::set(seen.begin(), seen.end()) == std::set(newest_first.begin(), newest_first.end()));
}

TEST_CASE("of an erased school no request stays, for it holds what people wrote", "[LIC-06][ROS-12]") {
    SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 2, 2);
    REQUIRE(service.Assign(Pupil(0)));
    REQUIRE(service.Ask(Pupil(0), "Over Kind van N999"));
    roster::SchoolChanges erased{.school_id = kSchool, .version = 3, .complete = true};
    erased.school = roster::School{.id = kSchool, .name = "Weg", .consent = false};
    REQUIRE(erased.Erased());
    service.Take(erased);
    CHECK(service.Count("SELECT count(*) FROM correction_request") == 0);
    CHECK(service.Count("SELECT count(*) FROM seat_assignment") == 0);
}
