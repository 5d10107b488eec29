#include "lifecycle/background.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace suite::lifecycle {

void GiveWay() noexcept {
    const sched_param none{};
    ::sched_setscheduler(0, SCHED_BATCH, &none);  // 0: this thread
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kBackgroundNice);
}

}  // namespace suite::lifecycle
