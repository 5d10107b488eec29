// Never one seat too many: many coordinators at once, and a writer that forgets the lock (LIC-07).
#include <atomic>
#include <thread>

#include "seats.hpp"
#include "services/licence/adapters/sql_seats.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

constexpr int kPupils = 40;
constexpr int kSeats = 10;

}  // namespace

TEST_CASE("forty children at once on ten seats: ten get one, the others wait in the order of their answers",
          "[LIC-07]") {
    SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), kPupils, kSeats);
    std::atomic<int> seated{0};
    std::atomic<int> waiting{0};
    std::atomic<int> other{0};
    std::vector<std::thread> coordinators;
    for (int n = 0; n < kPupils; ++n) {
        coordinators.emplace_back([&, n] {
            const auto seat = service.Assign(Pupil(n));
            if (seat) {
                ++seated;
            } else if (seat.error().reason == reason::kSeatsExhausted) {
                const auto place = service.Queue(Pupil(n));
                ++(place && place->has_position() ? waiting : other);
            } else {
                ++other;
            }
        });
    }
    for (auto& coordinator : coordinators) coordinator.join();
    CHECK(seated == kSeats);
    CHECK(waiting == kPupils - kSeats);
    CHECK(other == 0);
    CHECK(service.Seats().counts().used() == kSeats);
    CHECK(service.Waiting().counts().waiting() == kPupils - kSeats);
    CHECK(service.Count("SELECT count(DISTINCT seat) FROM seat_assignment WHERE seat BETWEEN 1 AND 10") == kSeats);
    // Everybody moves up together when seats come, also when orders and the helpdesk are at it at once.
    const auto order = service.Queued();
    std::thread helpdesk([&] {
        const auto seats = service.Seats();
        for (const auto& seat : seats.items())
            static_cast<void>(service.TakeBack(*PersonId::Parse(seat.person_id()), kHelpdesk, "Test"));
    });
    std::thread orders([&] { service.PutSeats(kSeats + 5); });
    helpdesk.join();
    orders.join();
    CHECK(service.Seats().counts().used() == kSeats + 5);
    CHECK(service.Queued() == std::vector(order.begin() + kSeats + 5, order.end()));
}

TEST_CASE("the database refuses a seat too many whatever was decided before", "[LIC-07]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    const SeatService service(dialect, 6, 2);
    const auto licence = *LicenceId::Parse(service.licence);
    const auto give = [&](PersonId person, std::int64_t seat) {
        return service.Write([&](sql::Session& session) {
            return SqlSeats(session).Give(kSchool, licence, {.person = person, .seat = seat}, Instant{});
        });
    };
    CHECK(give(Pupil(0), 3).error().reason == reason::kSeatsExhausted);  // no such seat
    CHECK(give(Pupil(0), 0).error().reason == reason::kSeatsExhausted);
    REQUIRE(give(Pupil(0), 1));
    CHECK(give(Pupil(1), 1).error().code == Code::kAlreadyExists);
    REQUIRE(give(Pupil(1), 2));
    CHECK(give(Pupil(2), 2).error().reason == reason::kSeatsExhausted);
    service.PutSeats(1);
    REQUIRE(service.TakeBack(Pupil(0), kHelpdesk, "Test"));
    CHECK(give(Pupil(2), 1).error().reason == reason::kSeatsExhausted);  // number 1 is free, a seat is not
    service.PutSeats(2, [](auto& order) { order.set_cancelled(true); });
    CHECK(give(Pupil(2), 1).error().reason == reason::kSeatsExhausted);
    CHECK(service.Count("SELECT count(*) FROM seat_assignment") == 1);
}

TEST_CASE("writers that forget the lock meet on the seat's number", "[LIC-07]") {
    const SeatService service(GENERATE(Dialect::kSqlite, Dialect::kPostgres), kPupils, 3);
    const auto licence = *LicenceId::Parse(service.licence);
    std::atomic<int> given{0};
    std::vector<std::thread> writers;
    for (int n = 0; n < kPupils; ++n) {
        writers.emplace_back([&, n] {
            for (std::int64_t seat = 1; seat <= 3; ++seat) {
                const auto done = service.Write([&](sql::Session& session) {
                    return SqlSeats(session).Give(kSchool, licence, {.person = Pupil(n), .seat = seat}, Instant{});
                });
                if (done) {
                    ++given;
                    return;
                }
            }
        });
    }
    for (auto& writer : writers) writer.join();
    CHECK(given == 3);
    CHECK(service.Count("SELECT count(*) FROM seat_assignment") == 3);
}
