#include "seats.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

}  // namespace

TEST_CASE("who waits is on the list in the order of coming, once, and can leave it", "[LIC-07]") {
    const SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 6, 1);
    REQUIRE(service.Assign(Pupil(0)));
    for (int n = 1; n < 5; ++n) {
        const auto place = service.Queue(Pupil(n));
        REQUIRE(place);
        CHECK(place->position() == n);
        CHECK_FALSE(place->has_seat_since());
    }
    CHECK(service.Queue(Pupil(1))->position() == 1);  // asking again keeps the place
    CHECK(service.Queued() == Ids({1, 2, 3, 4}));
    CHECK(service.Unqueue(Pupil(2))->waiting() == 3);
    CHECK(service.Unqueue(Pupil(2))->waiting() == 3);
    CHECK(service.Queue(Pupil(2))->position() == 4);
    CHECK(service.History("subject = 'waiting' AND action = 'link' AND how = 'hand'") == 5);
    CHECK(service.History("subject = 'waiting' AND action = 'unlink' AND how = 'hand'") == 1);

    const auto page = service.Waiting(3);
    REQUIRE(page.items_size() == 3);
    CHECK(page.counts().waiting() == 4);
    CHECK(page.items(2).position() == 3);
    CHECK(page.items(0).group_name() == "Groep 5");
    const auto rest = service.Waiting(3, page.next_cursor());
    REQUIRE(rest.items_size() == 1);
    CHECK(rest.items(0).position() == 4);
    CHECK(rest.items(0).person_id() == Pupil(2).ToString());
    // One with a seat has nothing to wait for.
    CHECK(service.Queue(Pupil(0))->has_seat_since());
    CHECK(service.Waiting().counts().waiting() == 4);
}

TEST_CASE("an order with more seats gives them to who waits, in turn and by itself", "[LIC-07][LIC-14]") {
    SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 6, 1);
    REQUIRE(service.Assign(Pupil(0)));
    for (const int n : {3, 1, 4, 2}) REQUIRE(service.Queue(Pupil(n)));
    service.PutSeats(3);
    CHECK(service.Queued() == Ids({4, 2}));
    CHECK(service.Seats().counts().used() == 3);
    CHECK(service.Assign(Pupil(3))->counts().used() == 3);
    CHECK(service.History("subject = 'seat' AND how = 'automatic' AND role = '' AND reason = 'from-waiting-list'") ==
          2);
    service.PutSeats(10);
    CHECK(service.Queued().empty());
    CHECK(service.Seats().counts().free() == 5);
    CHECK(service.Queue(Pupil(5))->has_seat_since());  // free seats are given at once
}

TEST_CASE("a seat that comes free goes to the first who waits, and who left is passed over", "[LIC-07]") {
    SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 6, 1);
    REQUIRE(service.Assign(Pupil(0)));
    for (int n = 1; n < 5; ++n) REQUIRE(service.Queue(Pupil(n)));
    auto changed = SchoolOf(6, 3);
    changed.pupils[2].active = false;
    changed.pupils.erase(changed.pupils.begin() + 1);  // pupil 1 left
    service.Take(changed);
    CHECK(service.Queued() == Ids({2, 3, 4}));
    CHECK(service.History("subject = 'waiting' AND action = 'unlink' AND how = 'roster'") == 1);
    CHECK_FALSE(service.Waiting().items(0).active());

    REQUIRE(service.TakeBack(Pupil(0), kHelpdesk, "Verkeerd"));
    CHECK(service.Queued() == Ids({2, 4}));  // the inactive one keeps the place
    roster::SchoolChanges gone{.school_id = kSchool, .version = 4};
    gone.removed_pupils = {Pupil(3)};
    service.Take(gone);
    CHECK(service.Queued() == Ids({2}));
    CHECK(service.Seats().items(0).person_id() == Pupil(4).ToString());

    service.PutSeats(2);  // free, and the only one who waits is inactive
    CHECK(service.Seats().counts().free() == 1);
    roster::SchoolChanges back{.school_id = kSchool, .version = 5};
    back.pupils = {PupilIn(Pupil(2), kGroup5)};
    service.Take(back);
    CHECK(service.Queued().empty());
    CHECK(service.Seats().counts().used() == 2);
}

TEST_CASE("a licence that has ended gives no seats, one that goes on does", "[LIC-07][LIC-10]") {
    SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), 4, 1);
    REQUIRE(service.Assign(Pupil(0)));
    REQUIRE(service.Queue(Pupil(1)));
    service.PutSeats(3, [](auto& order) { order.set_end_date("2021-07-31"); });
    CHECK(service.Queued() == Ids({1}));
    service.PutSeats(3);
    CHECK(service.Queued().empty());
    CHECK(service.Seats().counts().used() == 2);
}
