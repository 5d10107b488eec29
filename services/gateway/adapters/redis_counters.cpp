#include "services/gateway/adapters/redis_counters.hpp"

#include "core/reasons.hpp"
#include "log/log.hpp"

namespace suite::gateway {
namespace {

/// Adds and reads in one step, so that of two gateways that add at once one sees both. Only to read it writes nothing.
constexpr std::string_view kAdd = R"lua(
local current
if ARGV[1] == '0' then
  current = tonumber(redis.call('GET', KEYS[2]) or '0')
else
  current = redis.call('INCRBY', KEYS[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
return {tonumber(redis.call('GET', KEYS[1]) or '0'), current}
)lua";

std::string Key(const Addition& addition, std::int64_t bucket) {
    return "sleutelbos:limit:{" + addition.payer + "}:" + std::to_string(addition.window.count()) + ":" +
           std::to_string(bucket);
}

}  // namespace

RedisCounters::RedisCounters(redis::Client& redis, metrics::Registry& metrics) : redis_(redis), metrics_(metrics) {
    metrics_.Set("gateway_limits_shared", "Whether requests are counted together with the other gateways", {}, 1);
}

Result<std::vector<Usage>> RedisCounters::Add(std::span<const Addition> additions) {
    std::vector<redis::Client::ScriptCall> calls;
    for (const auto& addition : additions) {
        const auto lifetime = std::chrono::milliseconds(2 * addition.window);
        calls.push_back({.keys = {Key(addition, addition.bucket - 1), Key(addition, addition.bucket)},
                         .arguments = {std::to_string(addition.count), std::to_string(lifetime.count())}});
    }
    const auto lists = redis_.EvalLists(kAdd, calls);
    Note(lists.has_value());
    if (!lists) return std::unexpected(lists.error());
    std::vector<Usage> usages;
    for (const auto& numbers : *lists) {
        if (numbers.size() != 2) return Fail(Code::kUnavailable, reason::kUnavailable, "not two numbers");
        usages.push_back({.previous = numbers[0], .current = numbers[1]});
    }
    return usages;
}

void RedisCounters::Note(bool shared) {
    if (shared_.exchange(shared) == shared) return;
    metrics_.Set("gateway_limits_shared", "Whether requests are counted together with the other gateways", {},
                 shared ? 1 : 0);
    if (shared) {
        log::Info("requests are counted together with the other gateways again");
    } else {
        log::Warning("requests are counted by this gateway alone: Redis does not answer");
    }
}

}  // namespace suite::gateway
