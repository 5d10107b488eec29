#include "lifecycle/background.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <stdexcept>

namespace suite::lifecycle {
namespace {

bool GivesWay() {
    const int nice = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
    return ::sched_getscheduler(0) == SCHED_BATCH && nice == kBackgroundNice;
}

int Processors() {
    cpu_set_t allowed;
    REQUIRE(::sched_getaffinity(0, sizeof allowed, &allowed) == 0);
    return CPU_COUNT(&allowed);
}

TEST_CASE("work in the background gives way, who asked for it does not") {
    CHECK(InBackground(Load::kLarge, [] { return GivesWay(); }));
    CHECK(InBackground(Load::kSmall, [] { return GivesWay(); }));
    CHECK_FALSE(GivesWay());
}

TEST_CASE("a large load leaves a processor to others, where there are several") {
    const int all = Processors();
    CHECK(InBackground(Load::kLarge, Processors) == std::max(all - 1, 1));
    CHECK(InBackground(Load::kSmall, Processors) == all);
    CHECK(Processors() == all);
}

TEST_CASE("what work in the background throws reaches who asked for it") {
    CHECK_THROWS_AS(InBackground(Load::kSmall, []() -> int { throw std::runtime_error("as agreed"); }),
                    std::runtime_error);
}

}  // namespace
}  // namespace suite::lifecycle
