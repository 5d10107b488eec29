#include "outbox/retry.hpp"

#include <algorithm>

namespace suite::outbox {

std::chrono::milliseconds PauseAfter(const RetryRule& rule, int attempt, std::uint32_t jitter) {
    auto pause = std::min(rule.first, rule.longest);
    for (int i = 1; i < attempt && pause < rule.longest; ++i) pause = std::min(pause * 2, rule.longest);
    const auto half = pause / 2;
    return pause - half + half * std::min(jitter, kJitterRange) / kJitterRange;
}

bool IsTransient(Code code) {
    switch (code) {
        case Code::kUnavailable:
        case Code::kDeadlineExceeded:
        case Code::kAborted:
        case Code::kResourceExhausted:
            return true;
        case Code::kCancelled:
        case Code::kUnknown:
        case Code::kInvalidArgument:
        case Code::kNotFound:
        case Code::kAlreadyExists:
        case Code::kPermissionDenied:
        case Code::kFailedPrecondition:
        case Code::kOutOfRange:
        case Code::kUnimplemented:
        case Code::kInternal:
        case Code::kDataLoss:
        case Code::kUnauthenticated:
            return false;
    }
    return false;
}

}  // namespace suite::outbox
