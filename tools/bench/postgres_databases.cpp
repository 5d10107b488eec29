#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>
#include <fstream>
#include <thread>
#include <vector>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "tools/bench/databases.hpp"

namespace suite::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::array kSchemas = {"roster_sync", "licence", "pincode", "result_exchange"};
constexpr std::size_t kCopyBytes = 256U << 10U;
/// A server process tells its counts when it has been idle so long (PGSTAT_IDLE_INTERVAL of PostgreSQL 15, and some).
constexpr std::chrono::seconds kCountsAreTold{11};

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Finish>;
using Answer = std::unique_ptr<PGresult, Finish>;

std::unexpected<Error> Failed(PGconn* connection) {
    return Fail(Code::kInternal, reason::kInternal, std::string("PostgreSQL: ") + PQerrorMessage(connection));
}

Result<Answer> Run(PGconn* connection, const std::string& sql) {
    Answer answer(PQexec(connection, sql.c_str()));
    switch (PQresultStatus(answer.get())) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
            return answer;
        default:
            return Failed(connection);
    }
}

std::int64_t Integer(PGresult* answer, int row, int column) {
    return ParseInteger(PQgetvalue(answer, row, column)).value_or(0);
}

Status CopyOut(PGconn* connection, const std::string& table, const fs::path& file) {
    SUITE_RETURN_IF_ERROR(Run(connection, "COPY " + table + " TO STDOUT"));
    std::ofstream out(file, std::ios::binary);
    char* row = nullptr;
    int size = 0;
    while ((size = PQgetCopyData(connection, &row, 0)) > 0) {
        out.write(row, size);
        PQfreemem(row);
    }
    const Answer end(PQgetResult(connection));
    if (size != -1 || PQresultStatus(end.get()) != PGRES_COMMAND_OK) return Failed(connection);
    out.close();
    if (!out) return Fail(Code::kInternal, reason::kInternal, "cannot write " + file.string());
    return {};
}

/// The rows copied.
Result<std::int64_t> CopyIn(PGconn* connection, const std::string& table, const fs::path& file) {
    SUITE_RETURN_IF_ERROR(Run(connection, "COPY " + table + " FROM STDIN"));
    std::ifstream in(file, std::ios::binary);
    std::vector<char> block(kCopyBytes);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0) {
        if (PQputCopyData(connection, block.data(), static_cast<int>(in.gcount())) != 1) return Failed(connection);
    }
    if (PQputCopyEnd(connection, nullptr) != 1) return Failed(connection);
    const Answer end(PQgetResult(connection));
    if (PQresultStatus(end.get()) != PGRES_COMMAND_OK) return Failed(connection);
    const std::int64_t rows = ParseInteger(PQcmdTuples(end.get())).value_or(0);
    while (const Answer more{PQgetResult(connection)}) {
    }
    return rows;
}

class Postgres final : public Databases {
  public:
    Postgres(Connection connection, fs::path scratch)
        : connection_(std::move(connection)), scratch_(std::move(scratch)) {}

    std::string Name() const override {
        return std::string("PostgreSQL ") + PQparameterStatus(connection_.get(), "server_version");
    }

    Result<std::int64_t> NewestSequence() override {
        SUITE_ASSIGN(const auto answer,
                     Run(connection_.get(), "SELECT COALESCE(max(sequence), 0) FROM roster_sync.feed"));
        return Integer(answer.get(), 0, 0);
    }

    Result<BareLoad> LoadBare() override {
        BareLoad load;
        for (const std::string schema : kSchemas) {
            SUITE_ASSIGN(const auto tables, Tables(schema));
            for (const auto& table : tables)
                SUITE_RETURN_IF_ERROR(CopyOut(connection_.get(), schema + "." + table, scratch_ / table));
            SUITE_RETURN_IF_ERROR(Run(connection_.get(), "CHECKPOINT"));
            const auto start = std::chrono::steady_clock::now();
            SUITE_RETURN_IF_ERROR(Run(connection_.get(), "BEGIN; CREATE SCHEMA bare"));
            for (const auto& table : tables) {
                SUITE_RETURN_IF_ERROR(Run(connection_.get(), fmt::format("CREATE TABLE bare.{1} (LIKE {0}.{1} "
                                                                         "INCLUDING ALL)",
                                                                         schema, table)));
                SUITE_ASSIGN(const auto rows, CopyIn(connection_.get(), "bare." + table, scratch_ / table));
                load.rows += rows;
            }
            SUITE_RETURN_IF_ERROR(Run(connection_.get(), "COMMIT"));
            load.time += std::chrono::steady_clock::now() - start;
            SUITE_RETURN_IF_ERROR(
                Run(connection_.get(), "SET client_min_messages = warning; DROP SCHEMA bare CASCADE"));
            for (const auto& table : tables) fs::remove(scratch_ / table);
        }
        return load;
    }

    Result<Marks> Mark() override {
        std::this_thread::sleep_for(kCountsAreTold);
        Marks marks;
        for (const std::string schema : kSchemas) {
            SUITE_ASSIGN(const auto counts, Run(connection_.get(),
                                                "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del, n_tup_ins - "
                                                "n_tup_del FROM pg_stat_user_tables WHERE schemaname = '" +
                                                    schema + "'"));
            auto name = schema;
            for (char& c : name) c = c == '_' ? '-' : c;
            for (int row = 0; row < PQntuples(counts.get()); ++row) {
                marks[name].tables[PQgetvalue(counts.get(), row, 0)] = {.rows = Integer(counts.get(), row, 2),
                                                                        .writes = Integer(counts.get(), row, 1)};
            }
        }
        return marks;
    }

  private:
    Result<std::vector<std::string>> Tables(const std::string& schema) {
        SUITE_ASSIGN(const auto answer,
                     Run(connection_.get(), "SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "'"));
        std::vector<std::string> names;
        for (int row = 0; row < PQntuples(answer.get()); ++row) names.emplace_back(PQgetvalue(answer.get(), row, 0));
        return names;
    }

    Connection connection_;
    fs::path scratch_;
};

}  // namespace

Result<std::unique_ptr<Databases>> PostgresDatabases(const std::string& url, fs::path scratch) {
    Connection connection(PQconnectdb(url.c_str()));
    if (PQstatus(connection.get()) != CONNECTION_OK) return Failed(connection.get());
    return std::make_unique<Postgres>(std::move(connection), std::move(scratch));
}

}  // namespace suite::bench
