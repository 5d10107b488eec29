// What both kinds of session share: one transaction at a time, doomed by its first failure.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/deadline.hpp"
#include "sql/error_map.hpp"
#include "sql/sql.hpp"

namespace suite::sql {

enum class Access { kRead, kWrite };

/// A session with the transaction's edges. Not thread-safe. After a failed statement every later one of the same
/// transaction fails with the same error, on both databases: PostgreSQL would refuse it, SQLite may have rolled back
/// already and would run it on its own.
class Backend : public Session {
  public:
    using Session::Execute;
    using Session::Query;

    Result<std::int64_t> Execute(std::string_view sql, std::span<const Value> values) final;
    Result<std::vector<Row>> Query(std::string_view sql, std::span<const Value> values) final;
    Status Upsert(const Table& table, const std::vector<std::vector<Value>>& rows) final;
    Status Insert(const Table& table, const std::vector<std::vector<Value>>& rows) final;
    Status Delete(const Table& table, const std::vector<std::vector<Value>>& keys) final;
    Status LockSchools(std::span<const std::int64_t> school_ids) final;
    Status TakeTurn() final;

    /// A query outside any transaction; the session keeps it prepared.
    [[nodiscard]] Result<std::vector<Row>> QueryAlone(SchoolScope schools, std::string_view sql,
                                                      std::span<const Value> values, Deadline deadline);

    /// On PostgreSQL the tables must have policies (sql/schools_apart.hpp) unless it is for all schools.
    [[nodiscard]] Status Begin(Access access, SchoolScope schools, Deadline deadline);
    /// Fails, having rolled back, when a statement of the transaction failed, whatever the caller made of it.
    [[nodiscard]] Status Commit();
    /// Nothing happens when no transaction is open.
    void Rollback() noexcept;
    /// Of the transaction that ended last, or of the current one.
    [[nodiscard]] const std::optional<Failure>& LastFailure() const { return failure_; }

    /// Makes migrating processes wait for each other until the transaction ends, and lifts the statement timeout for
    /// it.
    [[nodiscard]] Status LockForMigration();
    /// Several statements without parameters, through the native interface: SOCI runs only the first on SQLite and
    /// takes
    /// ':' in function bodies for parameters on PostgreSQL (CODE §5.5 rows 6 and 15).
    [[nodiscard]] Status RunScript(std::string_view script);

  protected:
    // These throw Failure.
    virtual std::int64_t DoExecute(std::string_view sql, std::span<const Value> values) = 0;
    virtual std::vector<Row> DoQuery(std::string_view sql, std::span<const Value> values) = 0;
    virtual std::vector<Row> DoQueryAlone(SchoolScope schools, std::string_view sql, std::span<const Value> values,
                                          Deadline deadline) = 0;
    virtual void DoUpsert(const Table& table, const std::vector<std::vector<Value>>& rows) = 0;
    virtual void DoInsert(const Table& table, const std::vector<std::vector<Value>>& rows) = 0;
    virtual void DoDelete(const Table& table, const std::vector<std::vector<Value>>& keys) = 0;
    virtual void DoLockSchools(std::span<const std::int64_t> school_ids) = 0;
    virtual void DoTakeTurn() = 0;
    virtual void DoBegin(Access access, SchoolScope schools, Deadline deadline) = 0;
    virtual void DoCommit() = 0;
    virtual void DoRollback() = 0;
    virtual void DoLockForMigration() = 0;
    virtual void DoRunScript(const std::string& script) = 0;

  private:
    template <class Work>
    auto Guard(Work&& work) -> Result<decltype(work())>;

    std::optional<Failure> failure_;
};

inline constexpr const char* kMismatch = "a statement and its parameters do not match";

/// "a, b"
[[nodiscard]] std::string ColumnNames(const Table& table);
/// "insert into t (a, b) <source> on conflict (a) do update set b = excluded.b"
[[nodiscard]] std::string UpsertSql(const Table& table, std::string_view source);
/// "update ... where ...": the row with this key whose indexed columns are as they are, numbered like the columns.
/// Empty when none is indexed.
[[nodiscard]] std::string UpdateInPlaceSql(const Table& table);

/// Throws Failure on text that is not clean UTF-8: PostgreSQL cuts it at NUL without a word (CODE §5.5 row 18).
void RequireClean(const Value& value);
void RequireClean(const std::vector<std::vector<Value>>& rows, std::size_t columns);

/// Both throw Failure.
[[nodiscard]] std::unique_ptr<Backend> OpenSqlite(const std::string& path, Access access,
                                                  std::chrono::milliseconds statement_timeout);
/// `conninfo` from PostgresConninfo.
[[nodiscard]] std::unique_ptr<Backend> OpenPostgres(const std::string& conninfo, const DatabaseOptions& options);
/// The URI with our timeouts and search path, in a form that SOCI passes through. A secret.
/// Throws a Failure: FAILED_PRECONDITION for another machine without TLS, INTERNAL for what is no URL.
[[nodiscard]] std::string PostgresConninfo(const DatabaseOptions& options);

}  // namespace suite::sql
