// The pool of sessions behind sql::Database, and the edges of its transactions.
#include <algorithm>
#include <atomic>

#include "core/reasons.hpp"
#include "core/time.hpp"
#include "sql/migrator.hpp"
#include "sql/pool.hpp"
#include "sql/sql.hpp"

namespace suite::sql {
namespace {

constexpr std::string_view kSqliteScheme = "sqlite:";
constexpr int kAttempts = 3;
constexpr std::chrono::minutes kMigrationTime{30};  // an index over the country's results
constexpr std::chrono::seconds kOpenTime{10};
constexpr const char* kHasPolicies =
    "select exists (select 1 from pg_policies where schemaname = current_schema() and policyname = 'of_school')";

bool IsPostgres(std::string_view url) { return url.starts_with("postgresql://") || url.starts_with("postgres://"); }

/// It goes into SQL as it is.
bool IsIdentifier(std::string_view text) {
    const auto lower = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() < 64 && (text.empty() || lower(text.front())) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return lower(c) || digit(c); });
}

class PooledDatabase final : public Database {
  public:
    PooledDatabase(Dialect dialect, const DatabaseOptions& options, Pool::Factory reader, Pool::Factory writer)
        : dialect_(dialect),
          schema_(options.schema),
          sessions_(std::max<std::size_t>(options.sessions, 1), std::move(reader)),
          one_writer_(1, std::move(writer)) {}

    Dialect GetDialect() const override { return dialect_; }

    Status Migrate(std::span<const Migration> migrations) override {
        SUITE_RETURN_IF_ERROR(CheckNumbering(migrations));
        for (;;) {
            SUITE_ASSIGN(const MigrationProgress progress,
                         Write(SchoolScope::All(), Deadline::In(kMigrationTime), [&](Session& session) {
                             // All our sessions are Backends.
                             return ApplyNext(static_cast<Backend&>(session), migrations, schema_, SystemClock().Now());
                         }));
            if (progress == MigrationProgress::kUpToDate) return LearnPolicies();
        }
    }

    bool Ping(Deadline deadline) override {
        return Read(deadline, [](Session& session) { return session.QueryOne("select 1"); }).has_value();
    }

    /// SQLite's writer, to set up the file before the first reader comes.
    Status Warm() {
        SUITE_RETURN_IF_ERROR(
            Run(Mode::kWrite, SchoolScope::All(), Deadline::In(kOpenTime), [](Session&) -> Status { return {}; }));
        return LearnPolicies();
    }

  protected:
    Status Run(Mode mode, SchoolScope schools, Deadline deadline,
               const std::function<Status(Session&)>& work) override {
        const Access access = mode == Mode::kRead ? Access::kRead : Access::kWrite;
        const bool exclusive = dialect_ == Dialect::kSqlite && access == Access::kWrite;
        SUITE_ASSIGN(auto lease, (exclusive ? one_writer_ : sessions_).Acquire(deadline));
        for (int attempt = 1;; ++attempt) {
            bool committing = false;
            Status status = Attempt(*lease, access, Held(schools), deadline, work, committing);
            if (status) return status;
            // PostgreSQL ends only one of two in a deadlock and SQLite has waited already: no pause needed. A
            // connection lost in COMMIT may have committed; only the caller knows whether a second time does harm.
            const auto& failure = lease->LastFailure();
            const bool again = failure && failure->retriable && !(failure->lost && committing);
            if (!again || attempt == kAttempts || deadline.Passed()) return status;
        }
    }

    Result<std::vector<Row>> RunQuery(SchoolScope schools, Deadline deadline, std::string_view sql,
                                      std::span<const Value> values) override {
        SUITE_ASSIGN(auto lease, sessions_.Acquire(deadline));
        for (int attempt = 1;; ++attempt) {
            auto rows = lease->QueryAlone(Held(schools), sql, values, deadline);
            const auto& failure = lease->LastFailure();
            if (rows || !failure || !failure->retriable || attempt == kAttempts || deadline.Passed()) return rows;
        }
    }

  private:
    /// What the database asks: another process may have brought the policies. Also the first question a reader answers.
    Status LearnPolicies() {
        return Run(Mode::kRead, SchoolScope::All(), Deadline::In(kOpenTime), [this](Session& session) -> Status {
            SUITE_ASSIGN(const Row row, session.QueryOne(dialect_ == Dialect::kSqlite ? "select 0" : kHasPolicies));
            schools_apart_ = row.Bool(0);
            return {};
        });
    }

    /// Where no table has a policy there is no role to take on either.
    [[nodiscard]] SchoolScope Held(SchoolScope schools) const { return schools_apart_ ? schools : SchoolScope::All(); }

    static Status Attempt(Backend& session, Access access, SchoolScope schools, Deadline deadline,
                          const std::function<Status(Session&)>& work, bool& committing) {
        SUITE_RETURN_IF_ERROR(session.Begin(access, schools, deadline));
        Status status = work(session);  // if it throws, the lease rolls back
        if (!status) {
            session.Rollback();
            return status;
        }
        committing = !session.LastFailure().has_value();
        return session.Commit();
    }

    const Dialect dialect_;
    const std::string schema_;
    std::atomic<bool> schools_apart_{false};
    Pool sessions_;    // readers on SQLite
    Pool one_writer_;  // SQLite only
};

}  // namespace

Result<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options) {
    std::unique_ptr<PooledDatabase> database;
    try {
        if (options.url.starts_with(kSqliteScheme)) {
            const std::string path = options.url.substr(kSqliteScheme.size());
            // In memory, each session would have a database of its own (CODE §5.5 row 9).
            if (path.empty() || path.starts_with(':')) {
                return Fail(Code::kInvalidArgument, reason::kInternal, "sqlite: wants the path of a file");
            }
            const auto open = [path, timeout = options.statement_timeout](Access access) {
                return [=] { return OpenSqlite(path, access, timeout); };
            };
            database =
                std::make_unique<PooledDatabase>(Dialect::kSqlite, options, open(Access::kRead), open(Access::kWrite));
        } else if (IsPostgres(options.url)) {
            if (!IsIdentifier(options.schema)) {
                return Fail(Code::kInvalidArgument, reason::kInternal,
                            "schema must be lower-case letters, digits and _");
            }
            const auto open = [conninfo = PostgresConninfo(options), options] {
                return OpenPostgres(conninfo, options);
            };
            database = std::make_unique<PooledDatabase>(Dialect::kPostgres, options, open, open);
        } else {
            return Fail(Code::kInvalidArgument, reason::kInternal,
                        "database url must begin with sqlite: or postgresql://");
        }
    } catch (Failure& failure) {
        return Fail(std::move(failure.error));
    }
    SUITE_RETURN_IF_ERROR(database->Warm());
    return database;
}

}  // namespace suite::sql
