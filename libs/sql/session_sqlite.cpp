// A SQLite connection through SOCI.
#include <sys/stat.h>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "sql/backend.hpp"
#include "sql/soci_headers.hpp"

namespace suite::sql {
namespace {

namespace api = sqlite_api;

constexpr std::chrono::milliseconds kBusyTimeout{2000};
constexpr std::chrono::seconds kOpenTimeout{10};
constexpr int kInstructionsPerCheck = 10000;  // well under a millisecond
constexpr int kSqliteOk = 0, kSqliteInteger = 1, kSqliteNull = 5, kSqliteRow = 100, kSqliteDone = 101;
constexpr int kMultiThread = 2;        // SQLITE_CONFIG_MULTITHREAD
constexpr std::size_t kMostKept = 64;  // statements a session keeps; a service has fewer queries

/// "UNIQUE constraint failed: t.a, t.b" names columns only.
std::string ConstraintIn(std::string_view message) {
    const auto colon = message.find(": ");
    return message.starts_with("UNIQUE") && colon != std::string_view::npos ? std::string(message.substr(colon + 2))
                                                                            : "";
}

Value ReadValue(api::sqlite3_stmt* statement, int column) {
    switch (api::sqlite3_column_type(statement, column)) {
        case kSqliteInteger:
            return std::int64_t{api::sqlite3_column_int64(statement, column)};
        case kSqliteNull:
            return std::monostate{};
        default: {
            const auto* text = reinterpret_cast<const char*>(api::sqlite3_column_text(statement, column));
            return std::string(text, static_cast<std::size_t>(api::sqlite3_column_bytes(statement, column)));
        }
    }
}

struct Finalize {
    void operator()(api::sqlite3_stmt* statement) const { api::sqlite3_finalize(statement); }
};
using NativeStatement = std::unique_ptr<api::sqlite3_stmt, Finalize>;

/// Leaves a kept statement without values and without a hold on the transaction's snapshot.
class InUse {
  public:
    explicit InUse(api::sqlite3_stmt* statement) : statement_(statement) {}
    InUse(const InUse&) = delete;
    InUse& operator=(const InUse&) = delete;
    ~InUse() {
        api::sqlite3_reset(statement_);
        api::sqlite3_clear_bindings(statement_);
    }

    [[nodiscard]] api::sqlite3_stmt* Statement() const { return statement_; }

  private:
    api::sqlite3_stmt* statement_;
};

class SqliteSession final : public Backend {
  public:
    SqliteSession(const std::string& path, Access access, std::chrono::milliseconds statement_timeout)
        : statement_timeout_(statement_timeout) {
        if (path.find('"') != std::string::npos) throw Bug("the path of a database file may not hold a quote");
        // Before SQLite sees it: its -wal and -shm files copy the mode. mknod and not open, because closing a
        // descriptor of the file would drop the locks that this process' other sessions hold on it (POSIX).
        ::mknod(path.c_str(), S_IFREG | S_IRUSR | S_IWUSR, 0);
        try {
            session_.open(soci::sqlite3, fmt::format("db=\"{}\"", path));
        } catch (const soci::soci_error&) {
            throw FromSqlite(kCantOpen, {});
        }
        connection_ = static_cast<soci::sqlite3_session_backend*>(session_.get_backend())->conn_;
        api::sqlite3_busy_timeout(connection_, static_cast<int>(kBusyTimeout.count()));
        if (access == Access::kWrite) SwitchToWal();  // stays so in the file
        Native("pragma synchronous = full");  // with WAL, normal may lose what was acknowledged when the power fails
        Native("pragma foreign_keys = on");
        // 64 MiB: a night's delta touches pages all over the file, and each checkpoint writes every touched page once.
        Native("pragma wal_autocheckpoint = 16384");
        // 16 MiB, once per process: the upper pages of a country's indexes, read for each school of a delta.
        if (access == Access::kWrite) Native("pragma cache_size = -16384");
        if (access == Access::kRead) Native("pragma query_only = on");
        api::sqlite3_progress_handler(connection_, kInstructionsPerCheck, &SqliteSession::Interrupt, this);
    }

    Dialect GetDialect() const override { return Dialect::kSqlite; }

  protected:
    std::int64_t DoExecute(std::string_view sql, std::span<const Value> values) override {
        for (const Value& value : values) RequireClean(value);
        StartClock();
        const Kept& kept = KeptStatement(sql, values.size());
        const InUse in_use(kept.statement.get());
        for (std::size_t i = 0; i < values.size(); ++i) Bind(kept, i, values[i]);
        // sqlite3_changes keeps the number of the last statement that changed anything.
        const int before = api::sqlite3_total_changes(connection_);
        StepToEnd(kept.statement.get());
        return api::sqlite3_total_changes(connection_) == before ? 0 : std::int64_t{api::sqlite3_changes(connection_)};
    }

    // On the native statement, as all here: SOCI takes a column's type from its declaration, has none for expressions
    // and cuts INTEGER to 32 bits (CODE §5.5 row 12). Statements are kept, because preparing one costs more than a
    // look-up or a write by key does.
    std::vector<Row> DoQuery(std::string_view sql, std::span<const Value> values) override {
        for (const Value& value : values) RequireClean(value);
        StartClock();
        const Kept& kept = KeptStatement(sql, values.size());
        api::sqlite3_stmt* const statement = kept.statement.get();
        const InUse in_use(statement);
        for (std::size_t i = 0; i < values.size(); ++i) Bind(kept, i, values[i]);
        std::vector<Row> rows;
        const int columns = api::sqlite3_column_count(statement);
        int code = kSqliteRow;
        while ((code = api::sqlite3_step(statement)) == kSqliteRow) {
            std::vector<Value> row;
            row.reserve(static_cast<std::size_t>(columns));
            for (int column = 0; column < columns; ++column) row.push_back(ReadValue(statement, column));
            rows.emplace_back(std::move(row));
        }
        if (code != kSqliteDone) throw Explain(/*prepared=*/true);
        return rows;
    }

    std::vector<Row> DoQueryAlone(SchoolScope, std::string_view sql, std::span<const Value> values,
                                  Deadline deadline) override {
        deadline_ = deadline;
        unlimited_ = false;
        return DoQuery(sql, values);
    }

    void DoUpsert(const Table& table, const std::vector<std::vector<Value>>& rows) override {
        const auto upsert = UpsertSql(table, fmt::format("values ({})", Places(1, table.columns.size())));
        const auto in_place = UpdateInPlaceSql(table);
        if (in_place.empty()) return ForEach(upsert, table, rows);
        // What an index holds seldom changes, and its page is not written then.
        std::vector<std::vector<Value>> others;
        ForEach(in_place, table, rows, [&](const std::vector<Value>& row) {
            if (api::sqlite3_changes(connection_) == 0) others.push_back(row);
        });
        if (!others.empty()) ForEach(upsert, table, others);
    }

    void DoInsert(const Table& table, const std::vector<std::vector<Value>>& rows) override {
        ForEach(fmt::format("insert into {} ({}) values ({})", table.name, ColumnNames(table),
                            Places(1, table.columns.size())),
                table, rows);
    }

    void DoDelete(const Table& table, const std::vector<std::vector<Value>>& keys) override {
        std::string condition;
        for (std::size_t i = 0; i < table.key_columns; ++i) {
            condition += fmt::format("{}{} = :{}", i == 0 ? "" : " and ", table.columns[i].name, i + 1);
        }
        ForEach(fmt::format("delete from {} where {}", table.name, condition), table, keys);
    }

    void DoLockSchools(std::span<const std::int64_t>) override {}  // BEGIN IMMEDIATE has locked the file
    void DoTakeTurn() override {}

    void DoBegin(Access access, SchoolScope, Deadline deadline) override {
        deadline_ = deadline;
        unlimited_ = false;
        StartClock();
        const auto busy = std::min(kBusyTimeout, deadline.Remaining());
        api::sqlite3_busy_timeout(connection_, static_cast<int>(busy.count()));
        // A deferred writer would get SQLITE_BUSY at once where it first writes (CODE §5.5 row 8).
        Edge(access == Access::kWrite ? "begin immediate" : "begin");
    }

    void DoCommit() override {
        unlimited_ = true;  // what is ready to commit is not worth interrupting
        Edge("commit");
    }

    void DoRollback() override {
        unlimited_ = true;
        // Some errors roll back by themselves.
        if (api::sqlite3_get_autocommit(connection_) == 0) Native("rollback");
    }

    void DoLockForMigration() override { unlimited_ = true; }

    void DoRunScript(const std::string& script) override {
        StartClock();
        Native(script);
    }

  private:
    static constexpr int kCantOpen = 14;

    static int Interrupt(void* self) { return static_cast<SqliteSession*>(self)->OutOfTime() ? 1 : 0; }
    bool OutOfTime() const { return !unlimited_ && statement_deadline_.Passed(); }
    void StartClock() { statement_deadline_ = deadline_.AtMost(statement_timeout_); }

    void Native(const std::string& sql) {
        if (api::sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr) != kSqliteOk) {
            throw Explain(/*prepared=*/false);
        }
    }

    /// The begin or end of a transaction. Kept like a query: a login check is one short query between two of them.
    void Edge(std::string_view sql) {
        const InUse in_use(KeptStatement(sql, 0).statement.get());
        StepToEnd(in_use.Statement());
    }

    /// When several programs start on a new file, SQLite refuses the change to all but one without calling the busy
    /// handler, since they hold the file open in the old mode.
    void SwitchToWal() {
        for (const Deadline deadline = Deadline::In(kOpenTimeout);;) {
            try {
                Native("pragma journal_mode = wal");
                return;
            } catch (const Failure& failure) {
                if (!failure.retriable || deadline.Passed()) throw;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    Failure Explain(bool prepared) const {
        const char* const message = api::sqlite3_errmsg(connection_);
        Detail detail{.constraint = ConstraintIn(message)};
        // Once values are bound, the text may hold them (json_extract: "bad JSON path: ...").
        if (!prepared) detail.syntax = message;
        return FromSqlite(api::sqlite3_extended_errcode(connection_), std::move(detail));
    }

    /// One prepared statement, once per row; `then` is told of each.
    void ForEach(const std::string& sql, const Table& table, const std::vector<std::vector<Value>>& rows,
                 const std::function<void(const std::vector<Value>&)>& then = {}) {
        const Kept& kept = KeptStatement(sql, rows.front().size());
        const InUse in_use(kept.statement.get());
        for (const auto& row : rows) {
            StartClock();
            for (std::size_t i = 0; i < row.size(); ++i) {
                const bool wrong = table.columns[i].is_int ? std::holds_alternative<std::string>(row[i])
                                                           : std::holds_alternative<std::int64_t>(row[i]);
                if (wrong) throw Bug("a value of a bulk write has not its column's type");
                Bind(kept, i, row[i]);
            }
            StepToEnd(kept.statement.get());
            if (then) then(row);
            api::sqlite3_reset(kept.statement.get());
        }
    }

    void StepToEnd(api::sqlite3_stmt* statement) {
        int code = kSqliteRow;
        while (code == kSqliteRow) code = api::sqlite3_step(statement);
        if (code != kSqliteDone) throw Explain(/*prepared=*/true);
    }

    struct Kept {
        NativeStatement statement;
        std::vector<int> places;  // of :1, :2, ... among the statement's parameters
    };

    /// Prepared by an earlier transaction of this session, or now. SQLite prepares it again by itself when the schema
    /// has changed.
    const Kept& KeptStatement(std::string_view sql, std::size_t parameters) {
        auto found = kept_.find(sql);
        if (found == kept_.end()) {
            api::sqlite3_stmt* raw = nullptr;
            const int code =
                api::sqlite3_prepare_v2(connection_, sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
            Kept kept{.statement = NativeStatement(raw)};
            if (code != kSqliteOk) throw Explain(/*prepared=*/false);
            RequireOneStatement(sql, raw);
            for (int i = 1; i <= api::sqlite3_bind_parameter_count(raw); ++i) {
                const int place = api::sqlite3_bind_parameter_index(raw, fmt::format(":{}", i).c_str());
                if (place == 0) throw Bug(kMismatch);
                kept.places.push_back(place);
            }
            if (kept_.size() >= kMostKept) kept_.clear();
            found = kept_.emplace(std::string(sql), std::move(kept)).first;
        }
        if (found->second.places.size() != parameters) throw Bug(kMismatch);  // the rest would be NULL
        return found->second;
    }

    void Bind(const Kept& kept, std::size_t i, const Value& value) {
        api::sqlite3_stmt* const statement = kept.statement.get();
        int code = kSqliteOk;
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            code = api::sqlite3_bind_int64(statement, kept.places[i], *number);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            // No copy: the values outlive the statement's use. A null destructor is SQLITE_STATIC.
            code = api::sqlite3_bind_text(statement, kept.places[i], text->data(), static_cast<int>(text->size()),
                                          nullptr);
        } else {
            code = api::sqlite3_bind_null(statement, kept.places[i]);  // a row of a bulk write leaves its values
        }
        if (code != kSqliteOk) throw Explain(/*prepared=*/true);
    }

    /// SQLite would run the first and say nothing of the others.
    static void RequireOneStatement(std::string_view sql, api::sqlite3_stmt* statement) {
        const char* const first = statement == nullptr ? nullptr : api::sqlite3_sql(statement);
        if (first == nullptr) throw Bug("an empty statement");
        const std::string_view rest = sql.substr(std::string_view(first).size());
        if (rest.find_first_not_of(" \t\r\n;") != std::string_view::npos) throw Bug("several statements in one");
    }

    const std::chrono::milliseconds statement_timeout_;
    soci::session session_;
    api::sqlite3* connection_ = nullptr;             // owned by session_
    std::map<std::string, Kept, std::less<>> kept_;  // by text
    Deadline deadline_ = Deadline::In({});
    Deadline statement_deadline_ = Deadline::In({});
    bool unlimited_ = true;
};

}  // namespace

std::unique_ptr<Backend> OpenSqlite(const std::string& path, Access access,
                                    std::chrono::milliseconds statement_timeout) {
    // A session is one thread's at a time, as the pool hands it out, so that SQLite need not lock each call: that was 7
    // % of a load. Without effect when somebody in this process has opened a database already.
    static std::once_flag once;
    std::call_once(once, [] { api::sqlite3_config(kMultiThread); });
    return std::make_unique<SqliteSession>(path, access, statement_timeout);
}

}  // namespace suite::sql
