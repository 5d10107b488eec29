#include "lifecycle/background.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <stdexcept>

namespace suite::lifecycle {
namespace {

bool GivesWay() {
    const int nice = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
    return ::sched_getscheduler(0) == SCHED_BATCH && nice == kBackgroundNice;
}

TEST_CASE("work in the background gives way, who asked for it does not") {
    CHECK(InBackground([] { return GivesWay(); }));
    CHECK_FALSE(GivesWay());
}

TEST_CASE("what work in the background throws reaches who asked for it") {
    CHECK_THROWS_AS(InBackground([]() -> int { throw std::runtime_error("as agreed"); }), std::runtime_error);
}

}  // namespace
}  // namespace suite::lifecycle
