#include "sql/postgres_results.hpp"

#include "core/text.hpp"

namespace suite::sql {
namespace {

constexpr Oid kBool = 16, kInt8 = 20, kInt2 = 21, kInt4 = 23;  // pg_type.dat; fixed for ever

Value ReadValue(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column) != 0) return std::monostate{};
    const std::string_view text(PQgetvalue(result, row, column),
                                static_cast<std::size_t>(PQgetlength(result, row, column)));
    switch (PQftype(result, column)) {
        case kBool:
            return std::int64_t{text == "t" ? 1 : 0};
        case kInt8:
        case kInt4:
        case kInt2:
            return std::int64_t{ParseInteger(text).value_or(0)};  // the server prints integers only
        default:
            return std::string(text);  // sum(bigint) is numeric, and Row::Int reads its text
    }
}

}  // namespace

std::string Field(const PGresult* result, int field) {
    const char* const text = result == nullptr ? nullptr : PQresultErrorField(result, field);
    return text == nullptr ? "" : text;
}

Failure Explain(PGconn* connection, const PGresult* result) {
    if (PQstatus(connection) == CONNECTION_BAD) return ConnectionLost("the connection to PostgreSQL is lost");
    const std::string state = Field(result, PG_DIAG_SQLSTATE);
    Detail detail{.constraint = Field(result, PG_DIAG_CONSTRAINT_NAME)};
    // Class 42 with a position speaks of the statement's text; anything else may hold values.
    if (state.starts_with("42") && !Field(result, PG_DIAG_STATEMENT_POSITION).empty()) {
        detail.syntax = Field(result, PG_DIAG_MESSAGE_PRIMARY);
    }
    return FromSqlState(state, std::move(detail));
}

std::vector<Row> ReadRows(const PGresult* result) {
    std::vector<Row> rows;
    const int row_count = PQntuples(result);
    const int columns = PQnfields(result);
    rows.reserve(static_cast<std::size_t>(row_count));
    for (int row = 0; row < row_count; ++row) {
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) values.push_back(ReadValue(result, row, column));
        rows.emplace_back(std::move(values));
    }
    return rows;
}

NativeResult LastOfPipeline(PGconn* connection) {
    NativeResult failed(nullptr, &PQclear);
    NativeResult last(nullptr, &PQclear);
    while (PQstatus(connection) == CONNECTION_OK) {
        NativeResult next(PQgetResult(connection), &PQclear);
        if (next == nullptr) continue;  // between the answers to two statements
        switch (PQresultStatus(next.get())) {
            case PGRES_PIPELINE_SYNC:
                return failed ? std::move(failed) : std::move(last);
            case PGRES_PIPELINE_ABORTED:
                break;
            case PGRES_TUPLES_OK:
            case PGRES_COMMAND_OK:
                last = std::move(next);
                break;
            default:
                if (!failed) failed = std::move(next);
        }
    }
    return failed;
}

}  // namespace suite::sql
