// A PostgreSQL connection through SOCI.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "sql/admin.hpp"
#include "sql/array_literal.hpp"
#include "sql/backend.hpp"
#include "sql/binding.hpp"
#include "sql/postgres_limits.hpp"
#include "sql/postgres_parameters.hpp"
#include "sql/postgres_results.hpp"
#include "sql/schools_apart.hpp"

namespace suite::sql {
namespace {

constexpr std::chrono::milliseconds kMigrationLockTimeout{120000};  // another process may be migrating
constexpr std::size_t kRowsPerStatement = 5000;                     // an array literal of some hundred kilobytes
constexpr std::size_t kBytesPerStatement = 1U << 20U;  // of text: the literal is copied several times on its way
constexpr std::size_t kRowsWorthCopying = 16;          // COPY takes two round trips
constexpr std::int64_t kTurn = 0x536c657574656c62;     // of loads, in every schema: "Sleutelb"
constexpr std::size_t kMostPrepared = 64;
constexpr int kAsText = 0;  // libpq's format of results

// As role and school, until the transaction ends: behind a pooler the next one may be another client's.
constexpr std::string_view kTakeOn = "select set_config('role', :1, true), set_config('suite.school', :2, true)";

std::size_t TextBytes(const std::vector<Value>& row) {
    std::size_t bytes = 0;
    for (const Value& value : row) {
        if (const auto* text = std::get_if<std::string>(&value)) bytes += text->size();
    }
    return bytes;
}

class PostgresSession final : public Backend {
  public:
    PostgresSession(std::string conninfo, const DatabaseOptions& options)
        : conninfo_(std::move(conninfo)), statement_timeout_(options.statement_timeout), schema_(options.schema) {
        Connect();
    }

    Dialect GetDialect() const override { return Dialect::kPostgres; }

  protected:
    std::int64_t DoExecute(std::string_view sql, std::span<const Value> values) override {
        return WithResult(sql, values, [](PGresult* result) {
            return std::int64_t{ParseInteger(PQcmdTuples(result)).value_or(0)};  // "" after DDL
        });
    }

    // Read from the native result: SOCI makes a double of numeric and a tm in local time of a timestamp (CODE §5.5 rows
    // 12 and 13).
    std::vector<Row> DoQuery(std::string_view sql, std::span<const Value> values) override {
        return WithResult(sql, values, [](const PGresult* result) { return ReadRows(result); });
    }

    // On libpq itself: SOCI would take three round trips to prepare, and has no way back when the statement is gone.
    std::vector<Row> DoQueryAlone(SchoolScope schools, std::string_view sql, std::span<const Value> values,
                                  Deadline deadline) override {
        deadline_ = deadline;
        access_ = Access::kRead;
        if (!Connected() || stale_) Connect();
        for (const Value& value : values) RequireClean(value);
        const Parameters parameters(values);
        const auto only = schools.Only();
        const auto ask = [&](bool prepared) {
            return only ? QueryWithin(*only, sql, parameters, prepared) : QueryFreely(sql, parameters, prepared);
        };
        NativeResult result = ask(/*prepared=*/true);
        // A pooler between us and the server may have given us a session that never saw it, or has it already.
        if (const auto state = Field(result.get(), PG_DIAG_SQLSTATE); state == "26000" || state == "42P05")
            result = ask(/*prepared=*/false);
        if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) throw Explain(connection_, result.get());
        return ReadRows(result.get());
    }

    void DoUpsert(const Table& table, const std::vector<std::vector<Value>>& rows) override {
        const std::string source = "select * from " + Unnest(table, table.columns.size());
        InChunks(UpsertSql(table, source), rows, table.columns.size());
    }

    void DoInsert(const Table& table, const std::vector<std::vector<Value>>& rows) override {
        // COPY does not know policies.
        if (rows.size() >= kRowsWorthCopying && !within_) return CopyIn(table, rows);
        InChunks(fmt::format("insert into {} ({}) select * from {}", table.name, ColumnNames(table),
                             Unnest(table, table.columns.size())),
                 rows, table.columns.size());
    }

    void DoDelete(const Table& table, const std::vector<std::vector<Value>>& keys) override {
        std::string condition;
        for (std::size_t i = 0; i < table.key_columns; ++i) {
            condition += fmt::format("{0}target.{1} = gone.k{2}", i == 0 ? "" : " and ", table.columns[i].name, i);
        }
        std::string names;
        for (std::size_t i = 0; i < table.key_columns; ++i) names += fmt::format("{}k{}", i == 0 ? "" : ", ", i);
        InChunks(fmt::format("delete from {} as target using {} as gone ({}) where {}", table.name,
                             Unnest(table, table.key_columns), names, condition),
                 keys, table.key_columns);
    }

    void DoLockSchools(std::span<const std::int64_t> school_ids) override {
        std::vector<std::int64_t> keys;
        for (const auto id : school_ids) keys.push_back(LockKey(id));
        AwaitLocks(keys);
    }

    void DoTakeTurn() override { AwaitLocks(std::span(&kTurn, 1)); }

    void DoBegin(Access access, SchoolScope schools, Deadline deadline) override {
        deadline_ = deadline;
        access_ = access;
        within_ = schools.Only().has_value();
        std::string begin = access == Access::kRead ? "begin isolation level repeatable read, read only" : "begin";
        if (const auto remaining = deadline.Remaining(); remaining < statement_timeout_) {
            begin += fmt::format("; set local statement_timeout = {}", Milliseconds(remaining));
        }
        if (const auto only = schools.Only())
            begin += fmt::format("; set local role {}; set local suite.school = '{}'", kSchoolRole, only->value);
        if (Connected() && !stale_) {
            try {
                Native(begin);
                return;
            } catch (const Failure& failure) {
                if (!failure.lost) throw;
            }
        }
        // The backend was killed or the server restarted while the session lay idle; nothing was under way.
        Connect();
        Native(begin);
    }

    void DoCommit() override {
        const NativeResult result = Native("commit");
        // A transaction in which a statement failed is rolled back by COMMIT without an error.
        if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") throw Bug("the transaction had failed");
    }

    void DoRollback() override {
        if (!Connected() || PQtransactionStatus(connection_) == PQTRANS_IDLE) return;
        try {
            Native("rollback");
        } catch (const Failure&) {
            Close();
        }
    }

    void DoLockForMigration() override {
        Native(fmt::format(
            "set local statement_timeout = 0; set local lock_timeout = {}; select pg_advisory_xact_lock({})",
            Milliseconds(kMigrationLockTimeout), LockKey(0)));  // no school has number 0
    }

    void DoRunScript(const std::string& script) override { Native(script); }

  private:
    bool Connected() const { return connection_ != nullptr && PQstatus(connection_) == CONNECTION_OK; }

    void Close() {
        connection_ = nullptr;
        session_.reset();
    }

    // A new SOCI session and not its reconnect(), which leaves old statements dangling (CODE §5.5 row 5).
    void Connect() {
        Close();
        stale_ = false;
        prepared_.clear();
        try {
            auto session = std::make_unique<soci::session>(soci::postgresql, conninfo_);
            connection_ = static_cast<soci::postgresql_session_backend*>(session->get_backend())->conn_;
            session_ = std::move(session);
        } catch (const soci::soci_error&) {
            // Its text may hold the host and user.
            Failure failure = ConnectionLost("cannot connect to PostgreSQL");
            failure.retriable = false;
            throw failure;
        }
        // libpq prints warnings to standard error, values included.
        PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
    }

    /// As long as the caller has time, as on SQLite; afterwards the usual limits again.
    void AwaitLocks(std::span<const std::int64_t> keys) {
        // A statement each: within one the order would be the planner's.
        std::string locks;
        for (const auto key : keys) locks += fmt::format("select pg_advisory_xact_lock({});", key);
        Native(fmt::format(
            "set local statement_timeout = 0; set local lock_timeout = {};{}"
            "set local statement_timeout = {}; set local lock_timeout = {}",
            Milliseconds(deadline_.Remaining()), locks, Milliseconds(deadline_.AtMost(statement_timeout_).Remaining()),
            Milliseconds(LockTimeout(statement_timeout_))));
    }

    void CopyIn(const Table& table, const std::vector<std::vector<Value>>& rows) {
        const std::string copy = fmt::format("copy {} ({}) from stdin", table.name, ColumnNames(table));
        NativeResult result(PQexec(connection_, copy.c_str()), &PQclear);
        if (PQresultStatus(result.get()) != PGRES_COPY_IN) throw Explain(connection_, result.get());
        // What libpq cannot hand over it tells at the end.
        for (std::size_t from = 0, to = 0; from < rows.size(); from = to) {
            for (std::size_t bytes = 0; to < rows.size() && bytes < kBytesPerStatement;) bytes += TextBytes(rows[to++]);
            const std::string text = CopyText(rows, from, to);
            PQputCopyData(connection_, text.data(), static_cast<int>(text.size()));
        }
        PQputCopyEnd(connection_, nullptr);
        std::optional<Failure> failed;
        for (result.reset(PQgetResult(connection_)); result != nullptr; result.reset(PQgetResult(connection_))) {
            if (PQresultStatus(result.get()) != PGRES_COMMAND_OK && !failed)
                failed = Explain(connection_, result.get());
        }
        if (failed) throw std::move(*failed);
    }

    /// Services share a server, so the number alone would make licence wait for roster-sync.
    std::int64_t LockKey(std::int64_t school_id) const {
        std::uint64_t hash = 14695981039346656037u;  // FNV-1a: the same in every process, unlike std::hash
        for (const char c : schema_) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
        return static_cast<std::int64_t>(hash ^ static_cast<std::uint64_t>(school_id));
    }

    /// Simple protocol, several statements.
    NativeResult Native(const std::string& sql) {
        NativeResult result(PQexec(connection_, sql.c_str()), &PQclear);
        const ExecStatusType status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw Explain(connection_, result.get());
        return result;
    }

    static std::string Unnest(const Table& table, std::size_t columns) {
        std::string arrays;
        for (std::size_t i = 0; i < columns; ++i) {
            arrays += fmt::format("{}cast(:{} as {}[])", i == 0 ? "" : ", ", i + 1,
                                  table.columns[i].is_int ? "bigint" : "text");
        }
        return fmt::format("unnest({})", arrays);
    }

    void InChunks(const std::string& sql, const std::vector<std::vector<Value>>& rows, std::size_t columns) {
        for (std::size_t from = 0, to = 0; from < rows.size(); from = to) {
            for (std::size_t bytes = 0;
                 to < rows.size() && to - from < kRowsPerStatement && bytes < kBytesPerStatement;)
                bytes += TextBytes(rows[to++]);
            std::vector<Value> arrays;
            for (std::size_t column = 0; column < columns; ++column) {
                arrays.emplace_back(ArrayLiteral(rows, from, to, column));
            }
            DoExecute(sql, arrays);
        }
    }

    /// Prepares it when this connection has not yet. What the server said when it would not; else nullptr.
    NativeResult Prepare(std::string_view sql) {
        if (prepared_.contains(sql)) return {nullptr, &PQclear};
        const std::string fresh = fmt::format("suite_{}", prepared_.size());
        NativeResult made(PQprepare(connection_, fresh.c_str(), Numbered(sql).c_str(), 0, nullptr), &PQclear);
        if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) return made;
        prepared_.emplace(std::string(sql), fresh);
        return {nullptr, &PQclear};
    }

    void MakeRoomFor(std::string_view sql) {
        if (prepared_.size() >= kMostPrepared && !prepared_.contains(sql)) Connect();  // which begins with none
    }

    NativeResult QueryFreely(std::string_view sql, const Parameters& parameters, bool prepared) {
        if (!prepared) {
            return {PQexecParams(connection_, Numbered(sql).c_str(), parameters.Count(), nullptr, parameters.Texts(),
                                 nullptr, nullptr, kAsText),
                    &PQclear};
        }
        MakeRoomFor(sql);
        if (NativeResult failed = Prepare(sql)) return failed;
        return {PQexecPrepared(connection_, prepared_.find(sql)->second.c_str(), parameters.Count(), parameters.Texts(),
                               nullptr, nullptr, kAsText),
                &PQclear};
    }

    /// The role, the school and the query go in one round trip; what is sent up to a pipeline's end is one transaction.
    NativeResult QueryWithin(SchoolId school, std::string_view sql, const Parameters& parameters, bool prepared) {
        if (prepared) {
            MakeRoomFor(sql);
            if (NativeResult failed = Prepare(kTakeOn)) return failed;
            if (NativeResult failed = Prepare(sql)) return failed;
        }
        const std::array<Value, 2> taken_on{std::string(kSchoolRole), std::to_string(school.value)};
        PQenterPipelineMode(connection_);
        const bool sent = Send(kTakeOn, Parameters(taken_on), prepared) && Send(sql, parameters, prepared) &&
                          PQpipelineSync(connection_) == 1;
        NativeResult answer = sent ? LastOfPipeline(connection_) : NativeResult(nullptr, &PQclear);
        if (PQexitPipelineMode(connection_) != 1) stale_ = true;
        return answer;
    }

    bool Send(std::string_view sql, const Parameters& parameters, bool prepared) {
        if (prepared) {
            return PQsendQueryPrepared(connection_, prepared_.find(sql)->second.c_str(), parameters.Count(),
                                       parameters.Texts(), nullptr, nullptr, kAsText) == 1;
        }
        return PQsendQueryParams(connection_, Numbered(sql).c_str(), parameters.Count(), nullptr, parameters.Texts(),
                                 nullptr, nullptr, kAsText) == 1;
    }

    template <class Use>
    std::invoke_result_t<Use&, PGresult*> WithResult(std::string_view sql, std::span<const Value> values, Use&& use) {
        for (const Value& value : values) RequireClean(value);
        Binding binding(values);
        soci::statement statement(*session_);
        auto& native = static_cast<soci::postgresql_statement_backend&>(*statement.get_backend());
        try {
            binding.AddTo(statement, values);
            statement.alloc();
            // One round trip; a repeatable query takes three, and PgBouncer may not know it.
            statement.prepare(std::string(sql), soci::details::st_one_time_query);
            const std::set<std::string> names(native.names_.begin(), native.names_.end());
            if (names.size() != values.size()) throw Bug(kMismatch);  // SOCI would ignore the rest
            statement.define_and_bind();
            statement.execute(true);
            return use(native.result_.get_result());
        } catch (const soci::postgresql_soci_error&) {
            throw ExplainIn(native);
        } catch (const soci::soci_error&) {
            throw Bug(kMismatch);
        }
    }

    Failure ExplainIn(const soci::postgresql_statement_backend& statement) {
        Failure failure = Explain(connection_, statement.result_.get_result());
        // The server has become a standby: another connection may find the new primary.
        if (access_ == Access::kWrite && Field(statement.result_.get_result(), PG_DIAG_SQLSTATE) == "25006") {
            failure = ConnectionLost("the PostgreSQL server is read-only");
            stale_ = true;
        }
        return failure;
    }

    const std::string conninfo_;
    const std::chrono::milliseconds statement_timeout_;
    const std::string schema_;
    std::unique_ptr<soci::session> session_;
    PGconn* connection_ = nullptr;  // owned by session_
    Deadline deadline_ = Deadline::In({});
    Access access_ = Access::kRead;
    bool within_ = false;                                       // the transaction is held to a school
    bool stale_ = false;                                        // connected, yet to be replaced
    std::map<std::string, std::string, std::less<>> prepared_;  // names of this connection's statements, by text
};

}  // namespace

std::unique_ptr<Backend> OpenPostgres(const std::string& conninfo, const DatabaseOptions& options) {
    return std::make_unique<PostgresSession>(conninfo, options);
}

Status RunOutsideTransaction(const std::string& postgres_url, const std::string& statement) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(postgres_url.c_str()), &PQfinish);
    if (PQstatus(connection.get()) != CONNECTION_OK) {
        return Fail(Code::kUnavailable, reason::kUnavailable, "cannot connect to PostgreSQL");
    }
    PQsetNoticeProcessor(connection.get(), [](void*, const char*) {}, nullptr);
    const NativeResult result(PQexec(connection.get(), statement.c_str()), &PQclear);
    if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return {};
    return Fail(Explain(connection.get(), result.get()).error);
}

}  // namespace suite::sql
