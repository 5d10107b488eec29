#include "sql/pool.hpp"

#include "core/reasons.hpp"

namespace suite::sql {

Pool::Lease::~Lease() {
    if (session_ == nullptr) return;  // moved from
    session_->Rollback();
    pool_->Return(std::move(session_));
}

Result<Pool::Lease> Pool::Acquire(Deadline deadline) {
    {
        std::unique_lock lock(mutex_);
        const bool free =
            freed_.wait_for(lock, deadline.Remaining(), [this] { return !idle_.empty() || open_count_ < capacity_; });
        if (!free) {
            return Fail(Code::kUnavailable, reason::kUnavailable, "no database session became free in time");
        }
        if (!idle_.empty()) {
            Lease lease(*this, std::move(idle_.back()));
            idle_.pop_back();
            return lease;
        }
        ++open_count_;
    }
    try {
        return Lease(*this, open_());  // outside the lock: connecting takes time
    } catch (Failure& failure) {
        ForgetOne();
        return Fail(std::move(failure.error));
    } catch (const std::exception&) {
        ForgetOne();
        return Fail(Code::kInternal, reason::kInternal, "cannot open a database session");
    }
}

void Pool::Return(std::unique_ptr<Backend> session) {
    {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(session));
    }
    freed_.notify_one();
}

void Pool::ForgetOne() {
    {
        const std::lock_guard lock(mutex_);
        --open_count_;
    }
    freed_.notify_one();
}

}  // namespace suite::sql
