#include "lifecycle/background.hpp"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace suite::lifecycle {
namespace {

/// sched_setattr(2). glibc 2.36 knows neither the call nor its argument, and the kernel's header clashes with
/// <sched.h>.
struct SchedulingAttributes {
    std::uint32_t size = sizeof(SchedulingAttributes);
    std::uint32_t policy = 0;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime_ns = 0;  // the slice, of an ordinary policy
    std::uint64_t deadline_ns = 0;
    std::uint64_t period_ns = 0;
};

void LeaveOneProcessor() noexcept {
    cpu_set_t allowed;
    if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0 || CPU_COUNT(&allowed) < 2) return;
    std::size_t first = 0;
    while (!CPU_ISSET(first, &allowed)) ++first;
    CPU_CLR(first, &allowed);
    ::sched_setaffinity(0, sizeof allowed, &allowed);  // 0: this thread
}

}  // namespace

void GiveWay(Load load) noexcept {
    SchedulingAttributes wanted{.policy = SCHED_BATCH, .nice = kBackgroundNice, .runtime_ns = kBackgroundSlice.count()};
    ::syscall(SYS_sched_setattr, 0, &wanted, 0U);
    if (load == Load::kLarge) LeaveOneProcessor();
}

}  // namespace suite::lifecycle
