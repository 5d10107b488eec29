#include "services/gateway/app/sessions.hpp"

#include <catch2/catch.hpp>

#include "sign_in_fakes.hpp"

namespace suite::gateway {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using test::At;
using test::SessionWorld;

/// "" or the reason.
template <class T>
std::string ReasonOf(const Result<T>& result) {
    return result ? "" : result.error().reason;
}

}  // namespace

TEST_CASE("a session ends after half an hour without a request", "[ACC-01]") {
    SessionWorld world;
    const auto open = world.Begin();
    for (int i = 0; i < 5; ++i) {
        world.After(minutes(29));
        CHECK(world.sessions.Find(open.id, SessionWorld::Soon()));
    }
    world.After(minutes(30) - milliseconds(1));
    CHECK(world.sessions.Find(open.id, SessionWorld::Soon()));
    world.After(minutes(30));
    CHECK(ReasonOf(world.sessions.Find(open.id, SessionWorld::Soon())) == reason::kUnauthenticated);
    CHECK(ReasonOf(world.sessions.Look(open.id, SessionWorld::Soon())) == reason::kUnauthenticated);
    CHECK(ReasonOf(world.sessions.ChooseSchool(open.id, SchoolId{1}, SessionWorld::Soon())) ==
          reason::kUnauthenticated);
}

TEST_CASE("a short idle time holds for whoever is busy too", "[ACC-01]") {
    SessionWorld world;
    const Sessions strict(world.store, world.people, world.tokens, world.clock,
                          {.idle = seconds(60), .check = seconds(3600), .unchecked = seconds(3600)});
    const auto open = world.Begin();
    for (int i = 0; i < 100; ++i) {
        world.After(seconds(50));
        REQUIRE(strict.Find(open.id, SessionWorld::Soon()));
    }
    world.After(seconds(60));
    CHECK_FALSE(strict.Find(open.id, SessionWorld::Soon()));
}

TEST_CASE("a session ends twelve hours after the sign-in, however busy, also after a choice of school", "[ACC-01]") {
    SessionWorld world;
    world.people.registrations = {At(1, true), At(2, false)};
    auto id = world.Begin().id;
    for (int i = 0; i < 36; ++i) {
        if (i == 20) id = world.sessions.ChooseSchool(id, SchoolId{2}, SessionWorld::Soon())->id;
        CHECK(world.sessions.Find(id, SessionWorld::Soon()));
        world.After(minutes(20));
    }
    CHECK(ReasonOf(world.sessions.Find(id, SessionWorld::Soon())) == reason::kUnauthenticated);
}

TEST_CASE("a request within a minute of the last costs no write and no question to the roster", "[ACC-01]") {
    SessionWorld world;
    const auto open = world.Begin();
    world.people.asked = world.store.writes = 0;
    for (int i = 0; i < 59; ++i) {
        world.After(seconds(1));
        CHECK(world.sessions.Find(open.id, SessionWorld::Soon()));
    }
    CHECK(world.people.asked == 0);
    CHECK(world.store.writes == 0);
    world.After(seconds(1));
    CHECK(world.sessions.Find(open.id, SessionWorld::Soon()));
    CHECK(world.people.asked == 1);
    CHECK(world.store.writes == 1);
}

TEST_CASE("what the roster takes away is gone within a minute", "[ACC-01][ACC-02]") {
    SessionWorld world;
    const auto open = world.Begin();
    world.people.registrations = {At(1, false)};
    world.After(seconds(59));
    CHECK(ActorOf(*world.sessions.Find(open.id, SessionWorld::Soon()))->role == Role::kCoordinator);
    world.After(seconds(1));
    CHECK(ActorOf(*world.sessions.Find(open.id, SessionWorld::Soon()))->role == Role::kTeacher);

    world.people.registrations.clear();
    world.After(minutes(1));
    CHECK(ReasonOf(world.sessions.Find(open.id, SessionWorld::Soon())) == reason::kUnauthenticated);
    CHECK(world.store.sessions.empty());
    world.people.registrations = {At(1, true)};
    CHECK(ReasonOf(world.sessions.Find(open.id, SessionWorld::Soon())) == reason::kUnauthenticated);
}

TEST_CASE("the roster's last word counts for five minutes while it is away", "[ACC-01]") {
    SessionWorld world;
    const auto open = world.Begin();
    world.people.away = true;
    world.After(minutes(5) - milliseconds(1));
    CHECK(world.sessions.Find(open.id, SessionWorld::Soon()));
    world.After(milliseconds(1));
    CHECK(ReasonOf(world.sessions.Find(open.id, SessionWorld::Soon())) == reason::kUnavailable);
    CHECK(world.store.sessions.size() == 1);
    // The session is not lost by it.
    world.people.away = false;
    CHECK(world.sessions.Find(open.id, SessionWorld::Soon()));
    // Nobody gets in meanwhile.
    world.people.away = true;
    CHECK(ReasonOf(world.sessions.Begin(world.ida, "", SessionWorld::Soon())) == reason::kUnavailable);
}

TEST_CASE("the only school is chosen by itself, of several none", "[ACC-01][ACC-02]") {
    SessionWorld world;
    world.people.registrations = {At(1, false)};
    CHECK(LandingOf(world.Begin().session) == Landing::kOwnGroups);
    world.people.registrations = {At(1, true, false)};
    CHECK(LandingOf(world.Begin().session) == Landing::kManagement);
    world.people.registrations = {At(1, true), At(2, false)};
    const auto open = world.Begin();
    CHECK(LandingOf(open.session) == Landing::kChooseSchool);
    CHECK(ReasonOf(ActorOf(open.session)) == reason::kChooseSchool);

    const auto chosen = world.sessions.ChooseSchool(open.id, SchoolId{2}, SessionWorld::Soon());
    REQUIRE(chosen);
    CHECK(chosen->id != open.id);
    CHECK(ReasonOf(world.sessions.Find(open.id, SessionWorld::Soon())) == reason::kUnauthenticated);
    const auto actor = ActorOf(chosen->session);
    CHECK(actor->role == Role::kTeacher);
    CHECK(actor->school == SchoolId{2});
    CHECK(actor->person == PersonId{20});
    CHECK(ReasonOf(world.sessions.ChooseSchool(chosen->id, SchoolId{3}, SessionWorld::Soon())) ==
          reason::kSchoolUnknown);

    // The chosen one goes: nothing else is chosen in its place.
    world.people.registrations = {At(1, true)};
    world.After(minutes(1));
    const auto later = world.sessions.Find(chosen->id, SessionWorld::Soon());
    REQUIRE(later);
    CHECK(LandingOf(*later) == Landing::kChooseSchool);
}

TEST_CASE("who is coordinator and teacher acts as coordinator, also by two registrations", "[ACC-02]") {
    SessionWorld world;
    auto as_teacher = At(1, false);
    as_teacher.person = PersonId{11};
    world.people.registrations = {as_teacher, At(1, true, false)};
    const auto open = world.Begin();
    REQUIRE(open.session.registrations.size() == 1);
    const auto actor = ActorOf(open.session);
    CHECK(actor->role == Role::kCoordinator);
    CHECK(actor->person == PersonId{10});
}

TEST_CASE("a provider that names schools narrows it to those", "[ACC-01]") {
    SessionWorld world;
    world.people.registrations = {At(1, true), At(2, true), At(3, true)};
    world.people.registrations[2].basispoort_school_id.reset();
    world.ida.schools = {1002, 1003};
    const auto open = world.Begin();
    REQUIRE(open.session.registrations.size() == 1);
    CHECK(open.session.school == SchoolId{2});
    world.After(minutes(2));
    CHECK(world.sessions.Find(open.id, SessionWorld::Soon())->registrations.size() == 1);
    world.ida.schools = {1009};
    CHECK(ReasonOf(world.sessions.Begin(world.ida, "", SessionWorld::Soon())) == reason::kNoAccess);
}

TEST_CASE("a session that was signed out stays so", "[ACC-01]") {
    SessionWorld world;
    const auto open = world.Begin();
    CHECK(world.sessions.SignOut(open.id, SessionWorld::Soon()));
    CHECK(world.sessions.SignOut(open.id, SessionWorld::Soon()));
    CHECK(ReasonOf(world.sessions.Find(open.id, SessionWorld::Soon())) == reason::kUnauthenticated);
    CHECK(ReasonOf(world.sessions.ChooseSchool(open.id, SchoolId{1}, SessionWorld::Soon())) ==
          reason::kUnauthenticated);
    // The id of a cookie is never what the store knows it by.
    const auto again = world.Begin();
    CHECK_FALSE(world.store.sessions.contains(again.id));
    const auto third = world.sessions.Begin(world.ida, again.id, SessionWorld::Soon());
    CHECK(world.store.sessions.size() == 1);
    CHECK(world.sessions.Find(third->id, SessionWorld::Soon()));
}

}  // namespace suite::gateway
