// What the tests of libs/sql share.
#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "sql/sql.hpp"
#include "testing/test_database.hpp"

namespace suite::sql {

/// For GENERATE: every storage test runs on both.
#define SUITE_BOTH_DIALECTS GENERATE(::suite::sql::Dialect::kSqlite, ::suite::sql::Dialect::kPostgres)

inline constexpr std::array kItems = {Migration{
    .number = 1,
    .name = "items",
    .sql = "create table items (school_id bigint not null, id bigint not null, label text, amount bigint,\n"
           "  primary key (school_id, id));\n"
           "create table names (name text primary key);\n",
}};

inline const Table kItemsTable{
    .name = "items",
    .columns = {{"school_id"}, {"id"}, {"label", false}, {"amount"}},
    .key_columns = 2,
};

inline Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

/// One write transaction with one statement.
inline Result<std::int64_t> WriteOne(Database& database, std::string_view sql,
                                     std::initializer_list<Value> values = {}) {
    return database.Write(Soon(), [&](Session& session) { return session.Execute(sql, values); });
}

inline std::int64_t CountItems(Database& database) {
    return database.Read(Soon(), [](Session& session) { return session.QueryOne("select count(*) from items"); })
        .value()
        .Int(0);
}

}  // namespace suite::sql
