#include "services/gateway/app/client_gate.hpp"

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

constexpr std::chrono::milliseconds kLookTime{1000};

std::unexpected<Error> NotNow() { return Fail(Code::kUnavailable, reason::kUnavailable, "the clients cannot be read"); }

std::unexpected<Error> Refused(const char* why) { return Fail(Code::kUnauthenticated, reason::kUnauthenticated, why); }

}  // namespace

std::shared_ptr<const Standings> ClientGate::Known() const {
    const std::lock_guard lock(mutex_);
    return known_;
}

Status ClientGate::Refresh(Deadline deadline) {
    std::unique_lock lock(mutex_);
    const auto asked = begun_;  // one that runs already may have read before the change that we are asked about
    while (true) {
        if (good_ > asked) return {};
        if (failed_ > asked) return std::unexpected(*failure_);
        if (!reading_) break;
        if (read_.wait_for(lock, deadline.Remaining()) == std::cv_status::timeout && deadline.Passed()) return NotNow();
    }
    reading_ = true;
    const auto mine = ++begun_;
    lock.unlock();
    auto fresh = store_.ReadStandings(deadline);
    lock.lock();
    reading_ = false;
    Status read;
    if (fresh) {
        good_ = mine;
        pause_.reset();
        known_ = std::make_shared<const Standings>(*std::move(fresh));
    } else {
        failed_ = mine;
        failure_ = fresh.error();
        read = std::unexpected(fresh.error());
        pause_ = Deadline::In(interval_ / 2);
    }
    lock.unlock();
    read_.notify_all();
    return read;
}

Status ClientGate::LookAgain() {
    {
        const std::lock_guard lock(mutex_);
        if (pause_ && !pause_->Passed()) return NotNow();
    }
    if (!Refresh(Deadline::In(kLookTime))) return NotNow();
    return {};
}

Result<Actor> ClientGate::Admit(Actor actor, std::int64_t version) {
    if (actor.role != Role::kMachine && actor.role != Role::kHelpdesk) return actor;
    const auto find = [&](const Standings& known) {
        const auto at = known.find(actor.client_id);
        return at == known.end() ? nullptr : &at->second;
    };
    auto known = Known();
    auto verdict = JudgeToken(find(*known), version);
    if (verdict == Verdict::kNewer) {
        SUITE_RETURN_IF_ERROR(LookAgain());
        known = Known();
        verdict = JudgeToken(find(*known), version);
    }
    switch (verdict) {
        case Verdict::kGood:
            if (actor.role == Role::kHelpdesk && !IsHelpdesk(*find(*known)))
                return Refused("the client is no member of the helpdesk");
            actor.scopes = StillAllowed(*find(*known), std::move(actor.scopes));
            return actor;
        case Verdict::kRefused:
            return Refused("the client was revoked");
        case Verdict::kUnversioned:
            return Refused("it was not given to a client");
        case Verdict::kNewer:
            break;
    }
    return Refused("of a client that is not there");
}

}  // namespace suite::gateway
