#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "support.hpp"

namespace suite::results::test {
namespace {

using sql::Dialect;

constexpr int kThreads = 8;
constexpr int kCalls = 6;
constexpr int kPerCall = 10;

std::vector<v1::Result> ResultsOfCall(int thread, int call) {
    std::vector<v1::Result> results;
    for (int i = 0; i < kPerCall; ++i) {
        auto result = TestResult("t" + std::to_string(thread) + "-" + std::to_string(call) + "-" + std::to_string(i));
        if ((thread + i) % 2 == 0) {
            result.set_school_id(kSchoolB.ToString());
            result.set_person_id(kCeline.ToString());
        }
        results.push_back(std::move(result));
    }
    return results;
}

std::vector<std::int64_t> Numbers(RunningService& service, const std::string& las) {
    const auto rows =
        service.Database().Read(SchoolScope::All(), Deadline::In(std::chrono::seconds(5)), [&](sql::Session& session) {
            return session.Query("SELECT number FROM delivery WHERE las = :1 ORDER BY number", {sql::Value{las}});
        });
    REQUIRE(rows.has_value());
    std::vector<std::int64_t> numbers;
    for (const auto& row : *rows) numbers.push_back(row.Int(0));
    return numbers;
}

}  // namespace

TEST_CASE("handing in for two schools at once leaves no gap and loses nothing while a LAS pulls", "[RES-06][RES-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    for (const auto school : {kSchoolA, kSchoolB}) {
        service.Connect(school, "momento");
        service.Connect(school, "parnassys");
    }
    std::atomic<int> accepted = 0;
    std::atomic<bool> done = false;
    std::vector<std::string> pulled;  // by the puller until it is joined
    bool pull_failed = false;
    std::string cursor;
    {
        const std::jthread puller([&] {
            for (bool last = false; !last;) {
                last = done;
                const auto page = service.Pull(Las("momento"), cursor, 7);
                if (!page) {
                    pull_failed = true;
                    return;
                }
                for (const auto& item : page->items()) pulled.push_back(item.result_key());
                cursor = page->next_cursor();
                last = last && !page->has_more();
            }
        });
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < kThreads; ++thread) {
                threads.emplace_back([&, thread] {
                    for (int call = 0; call < kCalls; ++call) {
                        const auto response = service.HandIn(ResultsOfCall(thread, call));
                        if (!response) continue;
                        for (const auto& receipt : response->items()) {
                            if (receipt.outcome() == v1::RESULT_OUTCOME_ACCEPTED) ++accepted;
                        }
                    }
                });
            }
        }
        done = true;
    }
    constexpr int kAll = kThreads * kCalls * kPerCall;
    REQUIRE_FALSE(pull_failed);
    CHECK(accepted == kAll);
    // The one that pulled all the while has seen each result once.
    CHECK(pulled.size() == kAll);
    CHECK(std::set<std::string>(pulled.begin(), pulled.end()).size() == kAll);
    for (const auto* las : {"momento", "parnassys"}) {
        const auto numbers = Numbers(service, las);
        REQUIRE(numbers.size() == kAll);
        CHECK(numbers.front() == 1);
        CHECK(numbers.back() == kAll);
    }
}

TEST_CASE("one key at two schools at the same moment is held once", "[RES-09]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    RunningService service(dialect);
    for (int round = 0; round < 20; ++round) {
        const auto at_a = TestResult("same-" + std::to_string(round));
        auto at_b = at_a;
        at_b.set_school_id(kSchoolB.ToString());
        at_b.set_person_id(kCeline.ToString());
        std::atomic<int> accepted = 0;
        std::atomic<int> fixed = 0;
        const auto hand_in = [&](const v1::Result& result) {
            const auto response = service.HandIn({result});
            if (!response) return;
            if (response->items(0).outcome() == v1::RESULT_OUTCOME_ACCEPTED) ++accepted;
            if (response->items(0).reason() == "result-fixed") ++fixed;
        };
        {
            const std::jthread a([&] { hand_in(at_a); });
            const std::jthread b([&] { hand_in(at_b); });
        }
        REQUIRE(accepted == 1);
        REQUIRE(fixed == 1);
    }
}

}  // namespace suite::results::test
