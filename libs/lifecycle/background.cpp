#include "lifecycle/background.hpp"

#include <sched.h>

namespace suite::lifecycle {

void GiveWay() noexcept {
    const sched_param none{};
    ::sched_setscheduler(0, SCHED_IDLE, &none);  // 0: this thread
}

}  // namespace suite::lifecycle
