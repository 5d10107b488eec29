// One door to SQLite and PostgreSQL, through SOCI, which nobody else includes. Every statement is parameterised; no
// error text, log line or metric ever holds a bound value (SOCI's own texts do: CODE §5.5 row 1).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/deadline.hpp"
#include "core/error.hpp"
#include "core/school_scope.hpp"

namespace suite::sql {

enum class Dialect { kSqlite, kPostgres };

/// What can be bound and read: NULL, BIGINT, TEXT. Booleans are BIGINT 0/1, instants BIGINT milliseconds, days TEXT
/// "YYYY-MM-DD", bytes TEXT in base64: the one set of types that both databases hand back unchanged.
using Value = std::variant<std::monostate, std::int64_t, std::string>;

/// NULL for nullopt.
template <class T>
[[nodiscard]] Value Nullable(const std::optional<T>& value) {
    return value ? Value{*value} : Value{};
}

/// One row of an answer. Column numbers start at 0; asking for a wrong type or column is a bug and terminates.
class Row {
  public:
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
    [[nodiscard]] bool IsNull(std::size_t column) const;
    [[nodiscard]] std::int64_t Int(
        std::size_t column) const;  // text that is a number counts as one (SQLite expressions)
    [[nodiscard]] bool Bool(std::size_t column) const { return Int(column) != 0; }
    [[nodiscard]] const std::string& Text(std::size_t column) const;
    [[nodiscard]] std::optional<std::int64_t> OptInt(std::size_t column) const;
    [[nodiscard]] std::optional<std::string> OptText(std::size_t column) const;

  private:
    std::vector<Value> values_;
};

/// A column of a bulk write.
struct Column {
    std::string_view name;
    bool is_int = true;    // BIGINT, else TEXT
    bool indexed = false;  // besides the key; rarely changes: SQLite writes an index whenever a column of it is set
};

struct Table {
    std::string_view name;
    std::vector<Column> columns;
    std::size_t key_columns = 1;  // the first so many columns are the primary key
};

/// ":2, :3, :4": `count` places for values from number `first` on, to stand in IN (...).
[[nodiscard]] std::string Places(std::size_t first, std::size_t count);

/// "WITH name (column, ...) AS (VALUES (:1, ...), ...) ": `count` rows to join with, their values numbered row by row.
/// A join, because for a pair of columns IN (...) SQLite reads the whole table.
[[nodiscard]] std::string WithRows(std::string_view name, std::span<const Column> columns, std::size_t count);

/// A database session inside a transaction (see Database). Not thread-safe; never kept beyond the transaction.
class Session {
  public:
    virtual ~Session() = default;
    [[nodiscard]] virtual Dialect GetDialect() const = 0;

    /// Rows changed. `sql` names its parameters :1, :2, ... in order of `values`; one may occur more than once.
    [[nodiscard]] virtual Result<std::int64_t> Execute(std::string_view sql, std::span<const Value> values) = 0;
    [[nodiscard]] virtual Result<std::vector<Row>> Query(std::string_view sql, std::span<const Value> values) = 0;

    /// Inserts, or where the key exists replaces, all rows: one prepared statement on SQLite, unnest() on PostgreSQL
    /// (55,000 rows/s against 10,000 row by row). Keys within `rows` must differ.
    [[nodiscard]] virtual Status Upsert(const Table& table, const std::vector<std::vector<Value>>& rows) = 0;
    /// Inserts rows whose keys are not there; ALREADY_EXISTS when one is. COPY on PostgreSQL: half the work of Upsert.
    [[nodiscard]] virtual Status Insert(const Table& table, const std::vector<std::vector<Value>>& rows) = 0;
    /// Deletes by key; each row holds the key columns only.
    [[nodiscard]] virtual Status Delete(const Table& table, const std::vector<std::vector<Value>>& keys) = 0;

    /// Makes writers of the same school wait for each other until the transaction ends. SQLite has one writer anyhow.
    /// Several are locked in the order given, in one round trip: who locks several keeps to one order.
    [[nodiscard]] virtual Status LockSchools(std::span<const std::int64_t> school_ids) = 0;
    [[nodiscard]] Status LockSchool(std::int64_t school_id) { return LockSchools(std::span(&school_id, 1)); }

    /// For loads: they take turns on a PostgreSQL server, of all services, until their transactions end, so that one
    /// core stays for whoever waits for an answer (a server's processes know no priorities). Nobody else waits for it.
    /// After all other locks but the change feed's, before the first write. SQLite's loads give way by themselves.
    [[nodiscard]] virtual Status TakeTurn() = 0;

    // Convenience over the two above.
    [[nodiscard]] Result<std::int64_t> Execute(std::string_view sql, std::initializer_list<Value> values = {}) {
        return Execute(sql, std::span<const Value>(values.begin(), values.size()));
    }
    [[nodiscard]] Result<std::vector<Row>> Query(std::string_view sql, std::initializer_list<Value> values = {}) {
        return Query(sql, std::span<const Value>(values.begin(), values.size()));
    }
    /// nullopt when there is no row, INTERNAL when there are several.
    [[nodiscard]] Result<std::optional<Row>> QueryOptional(std::string_view sql,
                                                           std::initializer_list<Value> values = {});
    /// INTERNAL unless there is exactly one row.
    [[nodiscard]] Result<Row> QueryOne(std::string_view sql, std::initializer_list<Value> values = {});
};

struct DatabaseOptions {
    /// "sqlite:/path/to/file.db", or a PostgreSQL URI "postgresql://user:password@host/db?..." (a secret: never
    /// logged).
    std::string url;
    /// PostgreSQL schema, created when absent; ignored on SQLite, where each service has its own file.
    std::string schema;
    std::size_t sessions = 16;  // readers on SQLite, where one more writes
    std::chrono::milliseconds statement_timeout{5000};
};

/// A pool of sessions. Thread-safe. Waiting for a session ends with the deadline (UNAVAILABLE), because a blocked
/// handler thread is worse than a 503. Errors: UNAVAILABLE (gone, full, locked too long), ALREADY_EXISTS (unique
/// violation), ABORTED (lost against another transaction after retries), DEADLINE_EXCEEDED (statement timeout),
/// INTERNAL (the rest).
///
/// Each unit of work says of which schools it is. On PostgreSQL, in a database whose tables have policies
/// (sql/schools_apart.hpp), work for one school sees and changes that school's rows only, whatever its statements say;
/// work that says nothing has none, and may use only what its service granted. Writing another school's row is
/// INTERNAL. Work for all schools is not held to anything. On SQLite, and where no table has a policy, it is no matter.
class Database {
  public:
    /// Opens and pings; SQLite: WAL, foreign keys on, busy timeout, file created with mode 0600.
    [[nodiscard]] static Result<std::unique_ptr<Database>> Open(const DatabaseOptions& options);
    virtual ~Database() = default;

    [[nodiscard]] virtual Dialect GetDialect() const = 0;
    /// Applies the migrations that are not there yet, in order, under a lock, each in one transaction.
    /// FAILED_PRECONDITION when one that was applied has changed since (checksum), or when the database is newer than
    /// this program.
    [[nodiscard]] virtual Status Migrate(std::span<const struct Migration> migrations) = 0;
    /// True when a trivial query answers within the deadline.
    [[nodiscard]] virtual bool Ping(Deadline deadline) = 0;

    /// Runs `work` in a read transaction that sees one state from begin to end and never waits for writers
    /// (SQLite WAL snapshot; PostgreSQL REPEATABLE READ READ ONLY).
    template <class Work>
    [[nodiscard]] auto Read(SchoolScope schools, Deadline deadline, Work&& work)
        -> decltype(work(std::declval<Session&>())) {
        return Transact<decltype(work(std::declval<Session&>()))>(Mode::kRead, schools, deadline, work);
    }
    template <class Work>
    [[nodiscard]] auto Read(Deadline deadline, Work&& work) -> decltype(work(std::declval<Session&>())) {
        return Read(SchoolScope::None(), deadline, std::forward<Work>(work));
    }
    /// One query, for which a transaction would cost more than it does: a statement sees one state by itself. Under the
    /// statement timeout, which the deadline does not shorten. The session keeps it prepared, so `sql` should be one of
    /// few texts.
    [[nodiscard]] Result<std::vector<Row>> Query(SchoolScope schools, Deadline deadline, std::string_view sql,
                                                 std::span<const Value> values) {
        return RunQuery(schools, deadline, sql, values);
    }
    [[nodiscard]] Result<std::vector<Row>> Query(Deadline deadline, std::string_view sql,
                                                 std::span<const Value> values) {
        return RunQuery(SchoolScope::None(), deadline, sql, values);
    }

    /// Runs `work` in a write transaction (SQLite BEGIN IMMEDIATE on the one writer; PostgreSQL READ COMMITTED),
    /// commits when it returns a value, rolls back when it returns an error. `work` may run again from the start after
    /// a serialisation failure or deadlock, so it must have no other effects.
    template <class Work>
    [[nodiscard]] auto Write(SchoolScope schools, Deadline deadline, Work&& work)
        -> decltype(work(std::declval<Session&>())) {
        return Transact<decltype(work(std::declval<Session&>()))>(Mode::kWrite, schools, deadline, work);
    }
    template <class Work>
    [[nodiscard]] auto Write(Deadline deadline, Work&& work) -> decltype(work(std::declval<Session&>())) {
        return Write(SchoolScope::None(), deadline, std::forward<Work>(work));
    }

  protected:
    enum class Mode { kRead, kWrite };
    virtual Status Run(Mode mode, SchoolScope schools, Deadline deadline,
                       const std::function<Status(Session&)>& work) = 0;
    virtual Result<std::vector<Row>> RunQuery(SchoolScope schools, Deadline deadline, std::string_view sql,
                                              std::span<const Value> values) = 0;

  private:
    template <class R, class Work>
    R Transact(Mode mode, SchoolScope schools, Deadline deadline, Work& work) {
        if constexpr (std::is_void_v<typename R::value_type>) {
            return Run(mode, schools, deadline, [&](Session& session) -> Status { return work(session); });
        } else {
            std::optional<typename R::value_type> value;
            SUITE_RETURN_IF_ERROR(Run(mode, schools, deadline, [&](Session& session) -> Status {
                auto result = work(session);
                if (!result) return std::unexpected(std::move(result).error());
                value.emplace(std::move(*result));
                return {};
            }));
            return std::move(*value);
        }
    }
};

/// `sql` may hold several statements, separated by ';' at the end of a line; it is the same text for both databases
/// unless `postgres_sql` is given.
struct Migration {
    int number = 0;  // 1, 2, 3, ... without gaps
    std::string_view name;
    std::string_view sql;
    std::string_view postgres_sql{};
};

}  // namespace suite::sql
