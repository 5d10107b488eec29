#include "outbox/dispatcher.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <typeinfo>
#include <vector>

#include "core/reasons.hpp"
#include "log/log.hpp"
#include "outbox/queries.hpp"

namespace suite::outbox {
namespace {

using sql::Value;

constexpr std::chrono::seconds kDatabaseTime{10};
constexpr std::chrono::seconds kGaugeInterval{10};  // counting reads every waiting message
constexpr std::int64_t kCandidates = 256;           // queues found with one question

std::int64_t Milliseconds(Instant instant) { return instant.time_since_epoch().count(); }

struct Claimed {
    Message message;
    std::int64_t claimed_until = 0;
};

/// One topic with the queues that were due when last asked. Claiming finds out whether they still are.
class Topic {
  public:
    Topic(std::string name, Sender sender) : name_(std::move(name)), sender_(std::move(sender)) {}
    [[nodiscard]] const std::string& Name() const { return name_; }
    [[nodiscard]] const Sender& GetSender() const { return sender_; }

    std::optional<SchoolId> TakeCandidate() {
        const std::lock_guard lock(mutex_);
        if (candidates_.empty()) return std::nullopt;
        const SchoolId school = candidates_.front();
        candidates_.pop_front();
        return school;
    }
    void SetCandidates(std::deque<SchoolId> schools) {
        const std::lock_guard lock(mutex_);
        candidates_ = std::move(schools);
    }

  private:
    const std::string name_;
    const Sender sender_;
    std::mutex mutex_;
    std::deque<SchoolId> candidates_;  // guarded by mutex_
};

}  // namespace

struct Dispatcher::Impl {
    sql::Database& database;
    const Clock& clock;
    metrics::Registry& metrics;
    DispatcherOptions options;
    std::deque<Topic> topics{};  // addresses stay: threads keep them

    std::mutex mutex{};
    std::condition_variable wake{};
    bool stopping = false;            // guarded by mutex
    std::uint64_t notifications = 0;  // guarded by mutex
    std::vector<std::thread> threads{};

    /// False when nothing is due. A reader never waits for a writer, and most times this is all there is to do.
    Result<bool> FindDue(Topic& topic) {
        constexpr auto kSchools = SchoolScope::All();
        SUITE_ASSIGN(const auto rows, database.Read(kSchools, Deadline::In(kDatabaseTime), [&](sql::Session& session) {
            return session.Query(queries::kDueQueues,
                                 {Value{topic.Name()}, Value{Milliseconds(clock.Now())}, Blocks(), Value{kCandidates}});
        }));
        std::deque<SchoolId> schools;
        for (const auto& row : rows) schools.push_back(SchoolId{row.Int(0)});
        topic.SetCandidates(std::move(schools));
        return !rows.empty();
    }

    /// The oldest message of a queue in which it is due, with the queue marked as ours; nullopt when nothing is due.
    Result<std::optional<Claimed>> Claim(Topic& topic) {
        while (true) {
            const auto school = topic.TakeCandidate();
            if (!school) {
                SUITE_ASSIGN(const bool found, FindDue(topic));
                if (!found) return std::nullopt;
                continue;
            }
            SUITE_ASSIGN(auto claimed, database.Write(*school, Deadline::In(kDatabaseTime), [&](sql::Session& session) {
                return ClaimQueue(session, topic.Name(), *school, clock.Now());
            }));
            if (claimed) return claimed;
            // Another thread or process was faster.
        }
    }

    /// nullopt when it is claimed already, or nothing in it is due any more.
    Result<std::optional<Claimed>> ClaimQueue(sql::Session& session, const std::string& topic, SchoolId school,
                                              Instant now) const {
        const std::int64_t until = Milliseconds(now + options.send_time + kClaimMargin);
        SUITE_ASSIGN(const auto claims, session.Execute(queries::kClaim, {Value{topic}, Value{school.value},
                                                                          Value{Milliseconds(now)}, Value{until}}));
        if (claims == 0) return std::nullopt;
        // Only now, with the claim's row locked, is what we see of the queue's head certain.
        SUITE_ASSIGN(const auto head, session.QueryOptional(queries::kDueHead, {Value{topic}, Value{school.value},
                                                                                Value{Milliseconds(now)}, Blocks()}));
        if (!head) {
            SUITE_RETURN_IF_ERROR(
                session.Execute(queries::kRelease, {Value{topic}, Value{school.value}, Value{until}}));
            return std::nullopt;
        }
        SUITE_RETURN_IF_ERROR(
            session.Execute(queries::kBegin, {Value{topic}, Value{school.value}, Value{head->Int(0)}}));
        return Claimed{.message = {.topic = topic,
                                   .school = school,
                                   .id = head->Int(0),
                                   .payload = head->Text(1),
                                   .attempt = static_cast<int>(head->Int(2)) + 1},
                       .claimed_until = until};
    }

    [[nodiscard]] Value Blocks() const { return Value{std::int64_t{options.parked_blocks}}; }

    Status Send(const Sender& sender, const Message& message) const {
        if (message.attempt > options.retry.max_attempts) {  // the process ended during the last
            return Fail(Code::kInternal, reason::kInternal, "no attempt is left");
        }
        try {
            return sender(message, Deadline::In(options.send_time));
        } catch (const std::exception& exception) {
            // what() may quote data: only its type is logged.
            log::Failure("sender threw", {{"topic", message.topic}, {"type", typeid(exception).name()}});
            return Fail(Code::kInternal, reason::kInternal, "sender threw");
        }
    }

    Status Settle(const Claimed& claimed, const Status& sent) {
        const Message& message = claimed.message;
        std::vector<Value> values{message.topic, message.school.value, message.id};
        std::string_view statement = queries::kDelivered;
        if (sent) {
            metrics.Count("outbox_sent_total", "Outbound messages delivered", {{"topic", message.topic}});
        } else {
            metrics.Count("outbox_failed_total", "Failed attempts to deliver", {{"topic", message.topic}});
            const bool again = IsTransient(sent.error().code) && message.attempt < options.retry.max_attempts;
            values.emplace_back(sent.error().reason);
            if (again) {
                const auto jitter = options.random_below(kJitterRange + 1);
                values.emplace_back(
                    Milliseconds(clock.Now() + PauseAfter(options.retry.backoff, message.attempt, jitter)));
            }
            statement = again ? queries::kTryAgain : queries::kPark;
            log::Warning(again ? "message not delivered" : "message parked",
                         {{"topic", message.topic},
                          {"schoolId", message.school.ToString()},
                          {"id", message.id},
                          {"attempt", message.attempt},
                          {"code", static_cast<int>(sent.error().code)},
                          {"reason", sent.error().reason},
                          {"detail", sent.error().message}});
        }
        return database.Write(message.school, Deadline::In(kDatabaseTime), [&](sql::Session& session) -> Status {
            SUITE_ASSIGN(const auto ours,
                         session.Execute(queries::kRelease, {Value{message.topic}, Value{message.school.value},
                                                             Value{claimed.claimed_until}}));
            if (ours == 0) return {};  // too late: the message is another dispatcher's, and so is what becomes of it
            SUITE_RETURN_IF_ERROR(session.Execute(statement, std::span<const Value>(values)));
            return {};
        });
    }

    /// False when nothing was due.
    Result<bool> DeliverOne(Topic& topic) {
        SUITE_ASSIGN(const auto claimed, Claim(topic));
        if (!claimed) return false;
        SUITE_RETURN_IF_ERROR(Settle(*claimed, Send(topic.GetSender(), claimed->message)));
        return true;
    }

    Status SetGauges(const std::string& topic) {
        constexpr auto kSchools = SchoolScope::All();
        SUITE_ASSIGN(const auto rows, database.Read(kSchools, Deadline::In(kDatabaseTime), [&](sql::Session& session) {
            return session.Query(queries::kCountTopic, {Value{topic}});
        }));
        std::map<std::string, std::int64_t> counts{{"waiting", 0}, {"parked", 0}};
        for (const auto& row : rows) counts.insert_or_assign(row.Text(0), row.Int(1));
        for (const auto& [state, count] : counts) {
            metrics.Set("outbox_messages", "Outbound messages not delivered", {{"topic", topic}, {"state", state}},
                        static_cast<double>(count));
        }
        return {};
    }

    bool Stopping() {
        const std::lock_guard lock(mutex);
        return stopping;
    }

    /// Delivers until nothing is due. `counted`: when this thread last set the gauges; nullptr for one that does not.
    Status DeliverAll(Topic& topic, std::optional<Instant>* counted) {
        bool more = true;
        while (more && !Stopping()) {
            SUITE_ASSIGN(more, DeliverOne(topic));
            if (counted == nullptr || (*counted && clock.Now() - **counted < kGaugeInterval)) continue;
            SUITE_RETURN_IF_ERROR(SetGauges(topic.Name()));
            *counted = clock.Now();
        }
        return {};
    }

    /// One thread of a topic, of which one counts.
    void Work(Topic& topic, bool counts) {
        bool failing = false;
        std::optional<Instant> counted;
        while (true) {
            std::uint64_t seen = 0;
            {
                const std::lock_guard lock(mutex);
                if (stopping) return;
                seen = notifications;  // before looking: what is committed later wakes us
            }
            const auto status = DeliverAll(topic, counts ? &counted : nullptr);
            if (!status && !failing) {  // once per outage
                log::Warning("outbox: the database fails",
                             {{"topic", topic.Name()}, {"detail", status.error().message}});
            }
            failing = !status;
            std::unique_lock lock(mutex);
            // A failing database is not asked more often for being notified.
            wake.wait_for(lock, options.poll, [&] { return stopping || (!failing && notifications != seen); });
        }
    }
};

Dispatcher::Dispatcher(sql::Database& database, const Clock& clock, metrics::Registry& metrics,
                       DispatcherOptions options, std::map<std::string, Sender> senders)
    : impl_(new Impl{.database = database, .clock = clock, .metrics = metrics, .options = std::move(options)}) {
    for (auto& [topic, sender] : senders) impl_->topics.emplace_back(topic, std::move(sender));
}

Dispatcher::~Dispatcher() { Stop(); }

void Dispatcher::Start() {
    for (auto& topic : impl_->topics) {
        for (int i = 0; i < impl_->options.workers; ++i) {
            impl_->threads.emplace_back([this, &topic, counts = i == 0] { impl_->Work(topic, counts); });
        }
    }
}

void Dispatcher::Stop() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->wake.notify_all();
    for (auto& thread : impl_->threads) thread.join();
    impl_->threads.clear();
}

void Dispatcher::Notify() {
    {
        const std::lock_guard lock(impl_->mutex);
        ++impl_->notifications;
    }
    impl_->wake.notify_all();
}

Result<std::int64_t> Dispatcher::RunOnce() {
    std::int64_t attempts = 0;
    for (auto& topic : impl_->topics) {
        while (true) {
            SUITE_ASSIGN(const bool delivered, impl_->DeliverOne(topic));
            if (!delivered) break;
            ++attempts;
        }
        SUITE_RETURN_IF_ERROR(impl_->SetGauges(topic.Name()));
    }
    return attempts;
}

}  // namespace suite::outbox
