// Several threads take schools of one batch; the batch is done when all are.
#pragma once

#include "services/roster_sync/app/apply_batch.hpp"
#include "worker/worker.hpp"

namespace suite::roster_sync {

/// One committed batch, its schools by `threads` threads; false when there is none. An error is returned after the
/// others were tried, so that the batch is taken up again with what is left.
[[nodiscard]] Result<bool> ApplyNextBatch(const ApplyBatch& apply, std::size_t threads, const Worker::Pause& pause);

}  // namespace suite::roster_sync
