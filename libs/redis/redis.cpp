#include "redis/redis.hpp"

#include <hiredis/hiredis.h>

#include <atomic>
#include <csignal>
#include <mutex>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::redis {
namespace {

using Clock = std::chrono::steady_clock;

struct Free {
    void operator()(redisContext* context) const { redisFree(context); }
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Context = std::unique_ptr<redisContext, Free>;
using Reply = std::unique_ptr<redisReply, Free>;

std::unexpected<Error> Unavailable(std::string what) {
    return Fail(Code::kUnavailable, reason::kUnavailable, "redis: " + std::move(what));
}

timeval ToTimeval(std::chrono::milliseconds time) {
    return {.tv_sec = time.count() / 1000, .tv_usec = (time.count() % 1000) * 1000};
}

}  // namespace

struct Client::Impl {
    Options options;
    mutable std::mutex mutex;
    std::vector<Context> idle{};  // guarded by mutex
    std::atomic<int> failures{0};
    std::atomic<Clock::rep> closed_until{0};  // steady-clock ticks; the breaker is open before it

    bool Open() const { return Clock::now().time_since_epoch().count() < closed_until.load(); }

    Context Connect() const {
        const auto timeout = ToTimeval(options.timeout);
        Context context;
        if (options.address.starts_with("unix:")) {
            context.reset(redisConnectUnixWithTimeout(options.address.c_str() + 5, timeout));
        } else {
            const auto colon = options.address.rfind(':');
            const auto port = ParseInteger(std::string_view(options.address).substr(colon + 1)).value_or(6379);
            context.reset(
                redisConnectWithTimeout(options.address.substr(0, colon).c_str(), static_cast<int>(port), timeout));
        }
        // The connect time-out does not bound commands; this does.
        if (!context || context->err != 0 || redisSetTimeout(context.get(), timeout) != REDIS_OK) return nullptr;
        return context;
    }

    Context Lease() {
        {
            const std::lock_guard lock(mutex);
            if (!idle.empty()) {
                Context context = std::move(idle.back());
                idle.pop_back();
                return context;
            }
        }
        return Connect();
    }

    void GiveBack(Context context) {
        const std::lock_guard lock(mutex);
        if (idle.size() < options.connections) idle.push_back(std::move(context));
    }

    void Failed() {
        if (failures.fetch_add(1) + 1 < options.failures_to_open) return;
        failures = 0;
        closed_until = (Clock::now() + options.pause).time_since_epoch().count();
        const std::lock_guard lock(mutex);
        idle.clear();  // they lead to the same dead server
    }

    Result<Reply> Command(std::span<const std::string_view> words) {
        if (Open()) return Unavailable("left alone for a moment after failures");
        std::vector<const char*> texts;
        std::vector<std::size_t> lengths;
        for (const auto word : words) {
            texts.push_back(word.data());
            lengths.push_back(word.size());
        }
        Context context = Lease();
        Reply reply;
        if (context) {
            reply.reset(static_cast<redisReply*>(
                redisCommandArgv(context.get(), static_cast<int>(words.size()), texts.data(), lengths.data())));
        }
        // After a time-out the late answer would be taken for the next command's: the context is not given back.
        if (!reply) {
            Failed();
            return Unavailable("no answer");
        }
        failures = 0;
        GiveBack(std::move(context));
        if (reply->type == REDIS_REPLY_ERROR) return Unavailable("command refused");
        return reply;
    }
    Result<Reply> Command(std::initializer_list<std::string_view> words) {
        return Command(std::span<const std::string_view>(words.begin(), words.size()));
    }
};

Client::Client(Options options) : impl_(new Impl{.options = std::move(options), .mutex = {}}) {
    // hiredis writes with write(): a server that is gone would end this process.
    std::signal(SIGPIPE, SIG_IGN);
}
Client::~Client() = default;

Result<std::optional<std::string>> Client::Get(std::string_view key) {
    SUITE_ASSIGN(const Reply reply, impl_->Command({"GET", key}));
    if (reply->type != REDIS_REPLY_STRING) return std::optional<std::string>{};
    return std::optional(std::string(reply->str, reply->len));
}

Status Client::Set(std::string_view key, std::string_view value, std::chrono::seconds time_to_live) {
    SUITE_RETURN_IF_ERROR(impl_->Command({"SET", key, value, "EX", std::to_string(time_to_live.count())}));
    return {};
}

Status Client::Delete(std::string_view key) {
    SUITE_RETURN_IF_ERROR(impl_->Command({"DEL", key}));
    return {};
}

Result<std::int64_t> Client::Eval(std::string_view script, std::span<const std::string> keys,
                                  std::span<const std::string> arguments) {
    const std::string count = std::to_string(keys.size());
    std::vector<std::string_view> words{"EVAL", script, count};
    words.insert(words.end(), keys.begin(), keys.end());
    words.insert(words.end(), arguments.begin(), arguments.end());
    SUITE_ASSIGN(const Reply reply, impl_->Command(words));
    if (reply->type != REDIS_REPLY_INTEGER) return Unavailable("script did not return a number");
    return reply->integer;
}

Status Client::Ping() {
    SUITE_RETURN_IF_ERROR(impl_->Command({"PING"}));
    return {};
}

bool Client::BreakerOpen() const { return impl_->Open(); }

}  // namespace suite::redis
