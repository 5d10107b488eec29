#include "seats.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

}  // namespace

TEST_CASE("a child gets a seat, once, and the list shows it with its group and the counts", "[LIC-06]") {
    const SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 5, 3);
    const auto first = service.Assign(Pupil(0));
    REQUIRE(first);
    CHECK(first->seat().name() == "Kind van N999");
    CHECK(first->seat().group_name() == "Groep 5");
    CHECK(first->counts().used() == 1);
    CHECK(first->counts().free() == 2);
    const auto again = service.Assign(Pupil(0));
    REQUIRE(again);
    CHECK(again->SerializeAsString() == first->SerializeAsString());
    CHECK(service.History("subject = 'seat' AND action = 'link' AND how = 'hand' AND role = 'coordinator'") == 1);

    REQUIRE(service.Assign(Pupil(1)));
    REQUIRE(service.Assign(Pupil(2)));
    const auto page = service.Seats(2);
    CHECK(page.counts().free() == 0);
    REQUIRE(page.items_size() == 2);
    CHECK(page.items(0).person_id() == Pupil(2).ToString());  // N997
    CHECK(page.items(1).person_id() == Pupil(1).ToString());
    const auto rest = service.Seats(2, page.next_cursor());
    REQUIRE(rest.items_size() == 1);
    CHECK(rest.items(0).SerializeAsString() == first->seat().SerializeAsString());
    CHECK_FALSE(rest.has_next_cursor());
}

TEST_CASE("when no seat is free nobody gets one, and the refusal says how many there are", "[LIC-07]") {
    const SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 3, 1);
    REQUIRE(service.Assign(Pupil(0)));
    const auto refused = service.Assign(Pupil(1));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().reason == reason::kSeatsExhausted);
    CHECK(refused.error().metadata.at("seats") == "1");
    CHECK(refused.error().metadata.at("waiting") == "0");
    CHECK(service.Seats().counts().used() == 1);
}

TEST_CASE("who and what cannot have a seat", "[LIC-06][ACC-03]") {
    SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 3, 3);
    const auto refusal = [&](PersonId person, const Actor& actor = kCoordinator) {
        const auto answer = service.Assign(person, actor);
        return answer ? std::string() : answer.error().reason;
    };
    auto inactive = SchoolOf(3, 3);
    inactive.pupils[1].active = false;
    service.Take(inactive);
    CHECK(refusal(Pupil(1)) == reason::kPupilInactive);
    CHECK(service.Queue(Pupil(1)).error().reason == reason::kPupilInactive);
    CHECK(refusal(kTeacher) == reason::kNotAPupil);
    CHECK(service.Queue(kTeacher).error().reason == reason::kNotAPupil);
    CHECK(refusal(PersonId{999}) == reason::kPersonUnknown);
    CHECK(refusal(PersonId{}) == reason::kPersonUnknown);
    CHECK(refusal(Pupil(0), kHelpdesk) == reason::kForbidden);
    CHECK(refusal(Pupil(0), {.role = Role::kTeacher, .school = kSchool, .person = kTeacher}) == reason::kForbidden);
    CHECK(refusal(Pupil(0), {.role = Role::kCoordinator, .school = kOtherSchool}) == reason::kSchoolUnknown);

    const auto own = service.licence;
    service.licence = "0000000000009";
    CHECK(refusal(Pupil(0)) == reason::kLicenceUnknown);
    service.licence = service.Put(Service::Order())->licence_id();
    CHECK(refusal(Pupil(0)) == reason::kLicenceNotForPupils);
    CHECK(service.Queue(Pupil(0)).error().reason == reason::kLicenceNotForPupils);
    service.licence = own;

    REQUIRE(service.Assign(Pupil(0)));
    service.PutSeats(3, [](auto& order) { order.set_end_date("2021-07-31"); });
    CHECK(refusal(Pupil(2)) == reason::kLicenceEnded);
    CHECK(refusal(Pupil(0)).empty());  // has it already
    service.PutSeats(3, [](auto& order) { order.set_cancelled(true); });
    CHECK(refusal(Pupil(2)) == reason::kLicenceEnded);
    CHECK(service.Queue(Pupil(2)).error().reason == reason::kLicenceEnded);
    CHECK(service.Count("SELECT count(*) FROM seat_assignment") == 1);
    CHECK(service.Count("SELECT count(*) FROM waiting_pupil") == 0);
}

TEST_CASE("the school cannot take a seat back, the helpdesk can and says why", "[LIC-06]") {
    const SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 3, 2);
    REQUIRE(service.Assign(Pupil(0)));
    CHECK(service.TakeBack(Pupil(0), kCoordinator).error().reason == reason::kSeatFinal);
    CHECK(service.TakeBack(Pupil(0), kHelpdesk).error().fields.at(0).pointer == "reason");
    CHECK(service.Seats().counts().used() == 1);
    const auto freed = service.TakeBack(Pupil(0), kHelpdesk, "  Verkeerd kind, gebeld ");
    REQUIRE(freed);
    CHECK(freed->used() == 0);
    CHECK(service.History("subject = 'seat' AND action = 'unlink' AND how = 'hand' AND role = 'helpdesk' AND reason = "
                          "'Verkeerd kind, gebeld'") == 1);
    // Again, and for a child that never had one: nothing to do.
    CHECK(service.TakeBack(Pupil(0), kHelpdesk, "Nog eens")->used() == 0);
    CHECK(service.TakeBack(Pupil(0), kCoordinator)->used() == 0);
    CHECK(service.TakeBack(PersonId{999}, kHelpdesk, "Wie").error().reason == reason::kPersonUnknown);
    CHECK(service.History("action = 'unlink'") == 1);
}

TEST_CASE("within the window that a publisher switches on, the school can take a seat back itself", "[LIC-06]") {
    const SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 3, 1,
                              [](Config& config) { config.seat_withdrawal_minutes = 15; });
    REQUIRE(service.Assign(Pupil(0)));
    REQUIRE(service.Queue(Pupil(1)));
    const auto freed = service.TakeBack(Pupil(0), kCoordinator);
    REQUIRE(freed);
    CHECK(freed->used() == 1);  // of the one who waited
    CHECK(service.Seats().items(0).person_id() == Pupil(1).ToString());
    CHECK(service.History("subject = 'seat' AND action = 'unlink' AND role = 'coordinator'") == 1);
}

TEST_CASE("an order with fewer seats than are in use puts nobody out", "[LIC-07][LIC-14]") {
    SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 6, 4);
    for (int n = 0; n < 4; ++n) REQUIRE(service.Assign(Pupil(n)));
    service.PutSeats(2);
    auto counts = service.Seats().counts();
    CHECK(counts.seats() == 2);
    CHECK(counts.used() == 4);
    CHECK(counts.free() == 0);
    CHECK(counts.over() == 2);
    CHECK(service.Assign(Pupil(4)).error().reason == reason::kSeatsExhausted);
    REQUIRE(service.Queue(Pupil(4)));
    REQUIRE(service.TakeBack(Pupil(0), kHelpdesk, "Te veel"));
    CHECK(service.Waiting().counts().waiting() == 1);  // still one too many in use
    REQUIRE(service.TakeBack(Pupil(1), kHelpdesk, "Te veel"));
    CHECK(service.Waiting().counts().waiting() == 1);  // full
    REQUIRE(service.TakeBack(Pupil(2), kHelpdesk, "Verhuisd"));
    counts = service.Seats().counts();
    CHECK(counts.used() == 2);
    CHECK(counts.waiting() == 0);
    CHECK(counts.over() == 0);
}

TEST_CASE("a child that left the school has no seat any longer, one that is inactive keeps it", "[LIC-06][ROS-10]") {
    SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 5, 2);
    REQUIRE(service.Assign(Pupil(0)));
    REQUIRE(service.Assign(Pupil(1)));
    auto inactive = SchoolOf(5, 3);
    inactive.pupils[0].active = false;
    service.Take(inactive);
    CHECK(service.Seats().counts().used() == 2);
    CHECK_FALSE(service.Seats().items(1).active());

    roster::SchoolChanges gone{.school_id = kSchool, .version = 4};
    gone.removed_pupils = {Pupil(1)};
    service.Take(gone);
    CHECK(service.Seats().counts().used() == 1);
    CHECK(service.History("subject = 'seat' AND action = 'unlink' AND how = 'roster'") == 1);

    service.Take(SchoolOf(0, 5));  // a snapshot without them
    CHECK(service.Seats().counts().used() == 0);
    CHECK(service.History("subject = 'seat' AND action = 'unlink' AND how = 'roster'") == 2);
}
