#include "services/gateway/domain/repeat.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::gateway {
namespace {

constexpr std::size_t kMaxKey = 128;

}  // namespace

std::optional<std::string> ParseIdempotencyKey(std::string_view field) {
    auto key = Trim(field);
    if (key.size() >= 2 && key.front() == '"' && key.back() == '"') key = key.substr(1, key.size() - 2);
    const auto visible = [](char c) { return c > ' ' && c < 0x7F && c != '"'; };
    if (key.empty() || key.size() > kMaxKey || !std::ranges::all_of(key, visible)) return std::nullopt;
    return std::string(key);
}

std::string CallerOf(const Actor& actor) {
    if (actor.role == Role::kMachine) return "machine/" + actor.client_id;
    if (actor.role == Role::kHelpdesk) return "helpdesk/" + actor.client_id;
    return std::to_string(static_cast<int>(actor.role)) + "/" + actor.school.ToString() + "/" + actor.person.ToString();
}

Result<Repeat> JudgeRepeat(const std::optional<KeptRequest>& known, std::string_view fingerprint, Instant now,
                           std::chrono::milliseconds longest) {
    if (!known || known->begun_at + kRepeatTime <= now) return Repeat::kDo;
    if (known->fingerprint != fingerprint)
        return Fail(Code::kInvalidArgument, reason::kKeyReused, "the key came with another request before");
    if (known->answered) return Repeat::kAnswer;
    if (known->begun_at + longest > now)
        return Fail(Code::kAborted, reason::kRequestRunning, "the same request is being done just now");
    return Repeat::kDo;
}

}  // namespace suite::gateway
