#include "core/retry.hpp"

#include <algorithm>

namespace suite {

std::chrono::milliseconds PauseAfter(const Backoff& backoff, int attempt, std::uint32_t jitter) {
    auto pause = std::min(backoff.first, backoff.longest);
    for (int i = 1; i < attempt && pause < backoff.longest; ++i) pause = std::min(pause * 2, backoff.longest);
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

}  // namespace suite
