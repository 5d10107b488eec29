#include <chrono>
#include <limits>

#include "support.hpp"

namespace suite::sql {
namespace {

using testing::TestDatabase;

std::vector<std::string> AwkwardTexts() {
    return {"",         "NULL",  "null", "a'b", "a\"b",    "a\\b",       "\\",
            "\"",       "{1,2}", "a,b",  "{}",  "  edge ", "line\nfeed", "\xF0\x9F\x8C\xB3 Jos\xC3\xA9",
            ":1 :name", "$1",    "--",   ";",   "%s{0}",   "\t",         "\\N"};
}

TEST_CASE("every kind of value comes back as it was bound") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    const auto database = fresh.Open("values", kItems);
    const std::string insert = "insert into items (school_id, id, label, amount) values (:1, :2, :3, :4)";

    SECTION("texts that need care") {
        std::int64_t id = 0;
        for (const std::string& text : AwkwardTexts()) {
            CAPTURE(text);
            REQUIRE(WriteOne(*database, insert, {std::int64_t{1}, ++id, text, Value{}}) == 1);
            const auto row = database->Read(Soon(), [&](Session& session) {
                return session.QueryOne("select label, amount from items where id = :1 and label = :2", {id, text});
            });
            REQUIRE(row.has_value());
            CHECK(row->Text(0) == text);
            CHECK(row->IsNull(1));
        }
    }
    SECTION("texts that need care, inserted in bulk, few and many") {
        std::int64_t id = 0;
        for (const int rounds : {0, 3}) {
            std::vector<std::vector<Value>> rows;
            for (int round = 0; round <= rounds; ++round) {
                for (const std::string& text : AwkwardTexts()) rows.push_back({std::int64_t{2}, ++id, text, Value{}});
                rows.push_back({std::int64_t{2}, ++id, Value{}, id});
            }
            if (rounds == 0) rows.resize(9);
            REQUIRE(database->Write(Soon(), [&](Session& session) { return session.Insert(kItemsTable, rows); }));
            const auto read = database->Read(Soon(), [&](Session& session) {
                return session.Query("select id, label, amount from items where id >= :1 order by id", {rows[0][1]});
            });
            REQUIRE(read.has_value());
            REQUIRE(read->size() == rows.size());
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const auto* text = std::get_if<std::string>(&rows[i][2]);
                CAPTURE(i);
                CHECK((*read)[i].OptText(1) == (text == nullptr ? std::nullopt : std::optional(*text)));
                CHECK((*read)[i].IsNull(2) == (text != nullptr));
            }
        }
    }
    SECTION("a bulk insert of a key that is there fails whole, and the session goes on") {
        REQUIRE(WriteOne(*database, insert, {std::int64_t{1}, std::int64_t{40}, "there", Value{}}) == 1);
        for (const std::int64_t count : {3, 60}) {
            std::vector<std::vector<Value>> rows;
            for (std::int64_t i = 0; i < count; ++i) rows.push_back({std::int64_t{1}, 40 - count / 2 + i, "x", i});
            const Status twice =
                database->Write(Soon(), [&](Session& session) { return session.Insert(kItemsTable, rows); });
            REQUIRE_FALSE(twice);
            CHECK(twice.error().code == Code::kAlreadyExists);
            CHECK(twice.error().message.find("there") == std::string::npos);
            CHECK(CountItems(*database) == 1);
        }
    }
    SECTION("numbers at both ends") {
        constexpr std::int64_t kLow = std::numeric_limits<std::int64_t>::min();
        constexpr std::int64_t kHigh = std::numeric_limits<std::int64_t>::max();
        REQUIRE(WriteOne(*database, insert, {kHigh, kLow, Value{}, kHigh}) == 1);
        const auto row = database->Read(Soon(), [](Session& session) {
            return session.QueryOne("select school_id, id, amount, label from items");
        });
        REQUIRE(row.has_value());
        CHECK(row->Int(0) == kHigh);
        CHECK(row->Int(1) == kLow);
        CHECK(row->OptInt(2) == kHigh);
        CHECK(row->OptText(3) == std::nullopt);
    }
    SECTION("expressions read as numbers") {
        REQUIRE(WriteOne(*database, insert, {std::int64_t{1}, std::int64_t{1}, "x", std::int64_t{5'000'000'000}}));
        REQUIRE(WriteOne(*database, insert, {std::int64_t{1}, std::int64_t{2}, "y", std::int64_t{6'000'000'000}}));
        const auto row = database->Read(Soon(), [](Session& session) {
            return session.QueryOne(
                "select count(*), sum(amount), max(id), min(amount) - 1, max(label), amount > 0 "
                "from items where amount < 6000000000 group by amount");
        });
        REQUIRE(row.has_value());
        CHECK(row->Int(0) == 1);
        CHECK(row->Int(1) == 5'000'000'000);
        CHECK(row->Int(2) == 1);
        CHECK(row->Int(3) == 4'999'999'999);
        CHECK(row->Text(4) == "x");
        CHECK(row->Bool(5));
    }
    SECTION("a parameter may occur twice and more than nine may be used") {
        const auto row = database->Read(Soon(), [](Session& session) {
            std::vector<Value> values;
            for (std::int64_t i = 1; i <= 11; ++i) values.emplace_back(i);
            return session.Query(
                "select cast(:1 as bigint), cast(:11 as bigint), cast(:1 as bigint) + cast(:10 as bigint), "
                "cast(:2 as bigint) + cast(:3 as bigint) + cast(:4 as bigint) + cast(:5 as bigint) "
                "+ cast(:6 as bigint) + cast(:7 as bigint) + cast(:8 as bigint) + cast(:9 as bigint)",
                std::span<const Value>(values));
        });
        REQUIRE(row.has_value());
        CHECK(row->front().Int(0) == 1);
        CHECK(row->front().Int(1) == 11);
        CHECK(row->front().Int(2) == 11);
        CHECK(row->front().Int(3) == 44);
    }
    SECTION("the number of changed rows") {
        REQUIRE(WriteOne(*database, insert, {std::int64_t{1}, std::int64_t{1}, "x", Value{}}) == 1);
        REQUIRE(WriteOne(*database, insert, {std::int64_t{1}, std::int64_t{2}, "x", Value{}}) == 1);
        CHECK(WriteOne(*database, "update items set label = 'y' where label = :1", {"x"}) == 2);
        CHECK(WriteOne(*database, "update items set label = 'y' where label = :1", {"x"}) == 0);
        CHECK(WriteOne(*database, "create table other (id bigint primary key)") == 0);
    }
    SECTION("rows come back from a write") {
        const auto row = database->Write(Soon(), [](Session& session) {
            return session.QueryOne("insert into items (school_id, id) values (1, 2), (1, 3) returning id + 1 limit 1");
        });
        CHECK_FALSE(row.has_value());  // RETURNING knows no LIMIT: an error on both
        const auto rows = database->Write(Soon(), [](Session& session) {
            return session.Query("insert into items (school_id, id) values (1, 2), (1, 3) returning id");
        });
        REQUIRE(rows.has_value());
        CHECK(rows->size() == 2);
        CHECK(CountItems(*database) == 2);
    }
    SECTION("text with NUL or that is not UTF-8 is refused") {
        for (const std::string& bad : {std::string("a\0b", 3), std::string("\xff")}) {
            const auto status = WriteOne(*database, insert, {std::int64_t{1}, std::int64_t{1}, bad, Value{}});
            REQUIRE_FALSE(status.has_value());
            CHECK(status.error().code == Code::kInternal);
        }
        CHECK(CountItems(*database) == 0);
    }
    SECTION("one row where one belongs") {
        REQUIRE(WriteOne(*database, "insert into items (school_id, id) values (1, 1), (1, 2)") == 2);
        const auto ask = [&](std::string_view sql) {
            return database->Read(Soon(), [&](Session& session) { return session.QueryOptional(sql); });
        };
        CHECK_FALSE(ask("select id from items where id = 9").value().has_value());
        CHECK(ask("select id from items where id = 2").value()->Int(0) == 2);
        CHECK(ask("select id from items").error().code == Code::kInternal);
        const auto none = database->Read(
            Soon(), [](Session& session) { return session.QueryOne("select id from items where id = 9"); });
        REQUIRE_FALSE(none.has_value());
        CHECK(none.error().code == Code::kInternal);
    }
}

TEST_CASE("bulk writes insert, replace and delete many rows") {
    const auto dialect = SUITE_BOTH_DIALECTS;
    CAPTURE(dialect);
    TestDatabase fresh(dialect);
    const auto database = fresh.Open("bulk", kItems);

    SECTION("ten thousand and one rows") {
        constexpr std::int64_t kRows = 10'001;
        std::vector<std::vector<Value>> rows;
        for (std::int64_t i = 0; i < kRows; ++i)
            rows.push_back({std::int64_t{1}, i, "label " + std::to_string(i), i * 2});
        const auto upsert = [&] {
            const auto start = std::chrono::steady_clock::now();
            REQUIRE(database->Write(Soon(), [&](Session& session) { return session.Upsert(kItemsTable, rows); }));
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
            return static_cast<double>(kRows) / took.count();
        };
        const double inserted = upsert();
        CHECK(CountItems(*database) == kRows);
        for (auto& row : rows) row[3] = Value{};
        const double replaced = upsert();
        WARN(dialect << ": inserted " << inserted << " rows/s, replaced " << replaced << " rows/s");
        CHECK(CountItems(*database) == kRows);
        const auto nulls = database->Read(Soon(), [](Session& session) {
            return session.QueryOne("select count(*), count(amount), count(distinct label) from items");
        });
        CHECK(nulls.value().Int(1) == 0);
        CHECK(nulls.value().Int(2) == kRows);

        std::vector<std::vector<Value>> keys;
        for (std::int64_t i = 0; i < kRows - 1; ++i) keys.push_back({std::int64_t{1}, i});
        keys.push_back({std::int64_t{2}, kRows - 1});  // another school's: not there
        REQUIRE(database->Write(Soon(), [&](Session& session) { return session.Delete(kItemsTable, keys); }));
        CHECK(CountItems(*database) == 1);
    }
    SECTION("with an indexed column that stays, changes, becomes NULL or no longer is, beside new rows") {
        auto table = kItemsTable;
        table.columns.back().indexed = true;
        const auto put = [&](const std::vector<std::vector<Value>>& rows) {
            REQUIRE(database->Write(Soon(), [&](Session& session) { return session.Upsert(table, rows); }));
            std::string all;
            const auto read = database->Read(Soon(), [](Session& session) {
                return session.Query("select id, label, amount from items order by id");
            });
            for (const auto& row : read.value())
                all += row.Text(1) + "=" + (row.IsNull(2) ? "-" : std::to_string(row.Int(2))) + " ";
            return all;
        };
        const auto row = [](std::int64_t id, std::string label, Value amount) {
            return std::vector<Value>{std::int64_t{1}, id, std::move(label), std::move(amount)};
        };
        CHECK(put({row(1, "a", std::int64_t{7}), row(2, "b", Value{}), row(3, "c", std::int64_t{8}),
                   row(4, "d", Value{})}) == "a=7 b=- c=8 d=- ");
        CHECK(put({row(5, "e", std::int64_t{1}), row(1, "A", std::int64_t{7}), row(2, "B", Value{}),
                   row(3, "C", Value{}), row(4, "D", std::int64_t{9})}) == "A=7 B=- C=- D=9 e=1 ");
    }
    SECTION("texts that need care, NULL beside \"NULL\"") {
        std::vector<std::vector<Value>> rows;
        for (const std::string& text : AwkwardTexts()) {
            rows.push_back({std::int64_t{1}, static_cast<std::int64_t>(rows.size()), text, std::int64_t{-1}});
        }
        rows.push_back({std::int64_t{1}, std::int64_t{1000}, Value{}, Value{}});
        REQUIRE(database->Write(Soon(), [&](Session& session) { return session.Upsert(kItemsTable, rows); }));
        const auto read = database->Read(
            Soon(), [](Session& session) { return session.Query("select label, amount from items order by id"); });
        REQUIRE(read.value().size() == rows.size());
        for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
            CHECK((*read)[i].Text(0) == std::get<std::string>(rows[i][2]));
            CHECK((*read)[i].Int(1) == -1);
        }
        CHECK(read->back().IsNull(0));
        CHECK(read->back().IsNull(1));
    }
    SECTION("rows whose texts together are megabytes, one of them alone") {
        const std::vector<std::size_t> sizes{1, 700'000, 700'000, 3'000'000, 0, 1'048'576, 5};
        std::vector<std::vector<Value>> rows;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            rows.push_back({std::int64_t{1}, static_cast<std::int64_t>(i), std::string(sizes[i], '"'), Value{}});
        }
        REQUIRE(database->Write(Soon(), [&](Session& session) { return session.Upsert(kItemsTable, rows); }));
        const auto read = database->Read(
            Soon(), [](Session& session) { return session.Query("select length(label) from items order by id"); });
        REQUIRE(read.value().size() == sizes.size());
        for (std::size_t i = 0; i < sizes.size(); ++i) CHECK((*read)[i].Int(0) == static_cast<std::int64_t>(sizes[i]));
    }
    SECTION("a table of keys only, with text as key") {
        const Table names{.name = "names", .columns = {{"name", false}}, .key_columns = 1};
        for (int round = 0; round < 2; ++round) {
            REQUIRE(database->Write(
                Soon(), [&](Session& session) { return session.Upsert(names, {{"a,b"}, {"\"c\""}, {""}}); }));
        }
        REQUIRE(database->Write(Soon(), [&](Session& session) { return session.Delete(names, {{"\"c\""}, {""}}); }));
        const auto left =
            database->Read(Soon(), [](Session& session) { return session.QueryOne("select name from names"); });
        CHECK(left.value().Text(0) == "a,b");
    }
    SECTION("nothing is nothing, and a row of the wrong shape is refused") {
        CHECK(database->Write(Soon(), [](Session& session) { return session.Upsert(kItemsTable, {}); }));
        CHECK(database->Write(Soon(), [](Session& session) { return session.Delete(kItemsTable, {}); }));
        CHECK_FALSE(
            database->Write(Soon(), [](Session& session) { return session.Upsert(kItemsTable, {{std::int64_t{1}}}); }));
        CHECK_FALSE(database->Write(Soon(), [](Session& session) {
            return session.Upsert(kItemsTable, {{std::int64_t{1}, "not a number", "label", Value{}}});
        }));
        CHECK(CountItems(*database) == 0);
    }
}

}  // namespace
}  // namespace suite::sql
