#include "redis/redis.hpp"

#include <hiredis/hiredis.h>

#include <atomic>
#include <csignal>
#include <mutex>

#include "core/reasons.hpp"
#include "redis/address.hpp"

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

std::vector<std::string_view> EvalWords(std::string_view script, const std::string& key_count,
                                        std::span<const std::string> keys, std::span<const std::string> arguments) {
    std::vector<std::string_view> words{"EVAL", script, key_count};
    words.insert(words.end(), keys.begin(), keys.end());
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
}

}  // namespace

struct Client::Impl {
    Options options;
    mutable std::mutex mutex;
    std::vector<Context> idle{};  // guarded by mutex
    std::atomic<int> failures{0};
    std::atomic<bool> tripped{false};         // the breaker is open, or waits for one caller's success
    std::atomic<bool> trying{false};          // one caller is finding out
    std::atomic<Clock::rep> closed_until{0};  // steady-clock ticks; nobody knocks before it

    bool Open() const { return Clock::now().time_since_epoch().count() < closed_until.load(); }

    Context Connect() const {
        const auto timeout = ToTimeval(options.timeout);
        Context context;
        const auto address = ParseAddress(options.address);
        if (!address) return nullptr;
        context.reset(address->socket.empty() ? redisConnectWithTimeout(address->host.c_str(), address->port, timeout)
                                              : redisConnectUnixWithTimeout(address->socket.c_str(), timeout));
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
        if (!tripped && failures.fetch_add(1) + 1 < options.failures_to_open) return;
        failures = 0;
        closed_until = (Clock::now() + options.pause).time_since_epoch().count();
        tripped = true;
        const std::lock_guard lock(mutex);
        idle.clear();  // they lead to the same dead server
    }

    void Succeeded() {
        failures = 0;
        tripped = false;
    }

    using Words = std::vector<std::string_view>;

    static bool Append(redisContext& context, const Words& words) {
        std::vector<const char*> texts;
        std::vector<std::size_t> lengths;
        for (const auto word : words) {
            texts.push_back(word.data());
            lengths.push_back(word.size());
        }
        return redisAppendCommandArgv(&context, static_cast<int>(words.size()), texts.data(), lengths.data()) ==
               REDIS_OK;
    }

    /// One answer to each; empty when one of them did not come.
    std::vector<Reply> Exchange(redisContext& context, std::span<const Words> commands) const {
        std::vector<Reply> replies;
        for (const auto& words : commands) {
            if (!Append(context, words)) return {};
        }
        const auto until = Clock::now() + 2 * options.timeout;
        for (std::size_t i = 0; i < commands.size(); ++i) {
            void* reply = nullptr;
            if (redisGetReply(&context, &reply) != REDIS_OK || reply == nullptr) return {};
            replies.emplace_back(static_cast<redisReply*>(reply));
            // Each answer has the time-out; a server that drips must not hold us for the sum of them.
            if (Clock::now() > until && i + 1 < commands.size()) return {};
        }
        return replies;
    }

    Result<std::vector<Reply>> Commands(std::span<const Words> commands) {
        if (commands.empty()) return std::vector<Reply>{};
        if (Open()) return Unavailable("left alone for a moment after failures");
        const bool probe = tripped;
        if (probe && trying.exchange(true)) return Unavailable("another caller is finding out whether it is back");
        Context context = Lease();
        std::vector<Reply> replies;
        if (context) replies = Exchange(*context, commands);
        // After a time-out the late answer would be taken for the next command's: the context is not given back.
        if (replies.empty()) {
            Failed();
        } else {
            Succeeded();
            GiveBack(std::move(context));
        }
        if (probe) trying = false;
        if (replies.empty()) return Unavailable("no answer");
        for (const auto& reply : replies) {
            if (reply->type == REDIS_REPLY_ERROR) return Unavailable("command refused");
        }
        return replies;
    }

    Result<std::vector<Reply>> Scripts(std::string_view script, std::span<const ScriptCall> calls) {
        std::vector<std::string> counts;
        for (const auto& call : calls) counts.push_back(std::to_string(call.keys.size()));
        std::vector<Words> commands;
        for (std::size_t i = 0; i < calls.size(); ++i)
            commands.push_back(EvalWords(script, counts[i], calls[i].keys, calls[i].arguments));
        return Commands(commands);
    }

    Result<Reply> Command(Words words) {
        SUITE_ASSIGN(auto replies, Commands(std::span<const Words>(&words, 1)));
        return std::move(replies.front());
    }
};

namespace {

std::optional<std::string> TextOf(const redisReply& reply) {
    return reply.type == REDIS_REPLY_STRING ? std::optional(std::string(reply.str, reply.len)) : std::nullopt;
}

Result<std::int64_t> NumberOf(const redisReply& reply) {
    if (reply.type != REDIS_REPLY_INTEGER) return Unavailable("script did not return a number");
    return reply.integer;
}

}  // namespace

Client::Client(Options options) : impl_(new Impl{.options = std::move(options), .mutex = {}}) {
    // hiredis writes with write(): a server that is gone would end this process.
    std::signal(SIGPIPE, SIG_IGN);
}
Client::~Client() = default;

Result<std::optional<std::string>> Client::Get(std::string_view key) {
    SUITE_ASSIGN(const Reply reply, impl_->Command({"GET", key}));
    return TextOf(*reply);
}

Result<std::vector<std::optional<std::string>>> Client::GetMany(std::span<const std::string> keys) {
    std::vector<Impl::Words> commands;
    for (const auto& key : keys) commands.push_back({"GET", key});
    SUITE_ASSIGN(const auto replies, impl_->Commands(commands));
    std::vector<std::optional<std::string>> values;
    for (const auto& reply : replies) values.push_back(TextOf(*reply));
    return values;
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
    SUITE_ASSIGN(const Reply reply, impl_->Command(EvalWords(script, count, keys, arguments)));
    return NumberOf(*reply);
}

Result<std::vector<std::vector<std::int64_t>>> Client::EvalLists(std::string_view script,
                                                                 std::span<const ScriptCall> calls) {
    SUITE_ASSIGN(const auto replies, impl_->Scripts(script, calls));
    std::vector<std::vector<std::int64_t>> lists;
    for (const auto& reply : replies) {
        if (reply->type != REDIS_REPLY_ARRAY) return Unavailable("script did not return a list");
        auto& list = lists.emplace_back();
        for (const redisReply* element : std::span(reply->element, reply->elements)) {
            SUITE_ASSIGN(const auto number, NumberOf(*element));
            list.push_back(number);
        }
    }
    return lists;
}

Result<std::vector<std::int64_t>> Client::EvalMany(std::string_view script, std::span<const ScriptCall> calls) {
    SUITE_ASSIGN(const auto replies, impl_->Scripts(script, calls));
    std::vector<std::int64_t> numbers;
    for (const auto& reply : replies) {
        SUITE_ASSIGN(const auto number, NumberOf(*reply));
        numbers.push_back(number);
    }
    return numbers;
}

Status Client::Ping() {
    SUITE_RETURN_IF_ERROR(impl_->Command({"PING"}));
    return {};
}

bool Client::BreakerOpen() const { return impl_->Open(); }

}  // namespace suite::redis
