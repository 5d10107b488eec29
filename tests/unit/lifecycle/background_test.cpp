#include "lifecycle/background.hpp"

#include <sched.h>

#include <catch2/catch.hpp>
#include <stdexcept>

namespace suite::lifecycle {
namespace {

bool GivesWay() { return (::sched_getscheduler(0) & ~SCHED_RESET_ON_FORK) == SCHED_IDLE; }

TEST_CASE("work in the background gives way, who asked for it and what it starts do not") {
    bool started = true;
    const bool inside = InBackground([&] {
        std::thread([&] { started = GivesWay(); }).join();
        return GivesWay();
    });
    CHECK(inside);
    CHECK_FALSE(started);
    CHECK_FALSE(GivesWay());
}

TEST_CASE("what work in the background throws reaches who asked for it") {
    CHECK_THROWS_AS(InBackground([]() -> int { throw std::runtime_error("as agreed"); }), std::runtime_error);
}

}  // namespace
}  // namespace suite::lifecycle
