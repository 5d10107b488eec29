// The gateway and a service are killed while fifty look and link: every answer that came has its entry, and every chain
// is whole (ACC-06).
//
// SUITE_FAULT_ROUNDS: kills per database (6). SUITE_FAULT_SEED: of the moments and victims, to repeat a run; else a
// random one, which the output names.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <iostream>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "audit/audit.hpp"
#include "core/text.hpp"
#include "http_client/http_client.hpp"
#include "tests/fault/support/settings.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using suite::Deadline;
using suite::sql::Dialect;
using suite::testing::Demo;
using suite::testing::LoadDemo;
using suite::testing::SuiteFixture;
using Milliseconds = std::chrono::milliseconds;

constexpr std::size_t kLookers = 25, kLinkers = 25;
constexpr Milliseconds kAway{5};

/// Requests that were answered with success, by X-Request-Id. Thread-safe.
class Answered {
  public:
    void Add(const std::string& request) {
        const std::lock_guard lock(mutex_);
        requests_.insert(request);
    }
    [[nodiscard]] std::set<std::string> All() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    [[nodiscard]] std::size_t Size() const {
        const std::lock_guard lock(mutex_);
        return requests_.size();
    }

  private:
    mutable std::mutex mutex_;
    std::set<std::string> requests_;  // guarded by mutex_
};

/// Sends one request after the other until the end, each once; uses no Catch2.
class Load {
  public:
    Load(SuiteFixture& fixture, const Demo& demo, std::vector<std::string> pupils)
        : base_(fixture.Api().Url() + "/api/v1/schools/"),
          schools_{demo.school, demo.other_school},
          links_(demo.school + "/licences/" + demo.licences.at("demo-1") + "/pupils/"),
          helpdesk_(fixture.Api().Helpdesk().Token()),
          coordinator_(fixture.Api().Coordinator(demo.school, demo.coordinator).Token()),
          pupils_(std::move(pupils)) {
        for (std::size_t w = 0; w < kLookers; ++w) {
            threads_.emplace_back([this, w](const std::stop_token& stop) { Look(stop, w); });
        }
        for (const auto& pupil : pupils_) {
            threads_.emplace_back([this, &pupil](const std::stop_token& stop) { Link(stop, pupil); });
        }
    }

    void Stop() { threads_.clear(); }

    Answered looks, changes;

  private:
    bool Send(suite::http::Client& client, const char* method, const std::string& path, const std::string& token,
              const std::string& request) const {
        const auto answer = client.Send({.method = method,
                                         .url = base_ + path,
                                         .headers = {{"Authorization", "Bearer " + token}, {"X-Request-Id", request}}});
        const bool well = answer && answer->status == 200;
        if (!well) std::this_thread::sleep_for(kAway);  // so as not to spin while it is away
        return well;
    }

    void Look(const std::stop_token& stop, std::size_t w) {
        suite::http::Client client;
        for (std::size_t i = 0; !stop.stop_requested(); ++i) {
            const auto request = "look-" + std::to_string(w) + "-" + std::to_string(i);
            if (Send(client, "GET", schools_[i % 2] + "/pupils?limit=5", helpdesk_, request)) looks.Add(request);
        }
    }

    /// Links and unlinks one pupil. What was not answered may have been done or not: then the pupil is unlinked first,
    /// because only a change that is one has an entry.
    void Link(const std::stop_token& stop, const std::string& pupil) {
        suite::http::Client client;
        enum class State { kUnknown, kLinked, kUnlinked };
        State state = State::kUnknown;
        for (int i = 0; !stop.stop_requested(); ++i) {
            const auto request = pupil + "-" + std::to_string(i);
            const bool link = state == State::kUnlinked;
            if (!Send(client, link ? "PUT" : "DELETE", links_ + pupil, coordinator_, request)) {
                state = State::kUnknown;
                continue;
            }
            if (state != State::kUnknown) changes.Add(request);
            state = link ? State::kLinked : State::kUnlinked;
        }
    }

    std::string base_;
    std::array<std::string, 2> schools_;
    std::string links_, helpdesk_, coordinator_;
    std::vector<std::string> pupils_;
    std::vector<std::jthread> threads_;  // last
};

/// Request ids in a database's log; its chains are whole.
std::set<std::string> RequestsIn(SuiteFixture& fixture, const std::string& service) {
    const auto database = fixture.OpenDatabase(service);
    const auto verdict = suite::audit::Verify(*database, {});
    REQUIRE(verdict);
    CAPTURE(service);
    CHECK(verdict->broken == 0);
    std::set<std::string> requests;
    suite::audit::Place place;
    for (;;) {
        const auto entries = database->Read(
            suite::SchoolScope::All(), Deadline::In(std::chrono::seconds(30)),
            [&](suite::sql::Session& session) { return suite::audit::ReadAfter(session, place, {}, 5000); });
        REQUIRE(entries);
        for (const auto& entry : *entries) {
            // Sent once each, so written once.
            CHECK((entry.request_id.empty() || requests.insert(entry.request_id).second));
        }
        if (entries->size() < 5000) return requests;
        place = {.school = entries->back().school.value, .number = entries->back().number};
    }
}

std::int64_t Missing(const std::set<std::string>& answered, const std::set<std::string>& logged) {
    return std::ranges::count_if(answered, [&](const std::string& request) { return !logged.contains(request); });
}

}  // namespace

TEST_CASE("whoever is killed every answer that came has its entry and every chain is whole", "[ACC-06]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    const auto kills = static_cast<int>(suite::testing::FromEnvironment("SUITE_FAULT_ROUNDS", 6));
    const auto seed =
        suite::testing::FromEnvironment("SUITE_FAULT_SEED", static_cast<std::int64_t>(std::random_device()()));
    CAPTURE(dialect, kills, seed);
    std::cout << dialect << ": " << kills << " kills, SUITE_FAULT_SEED=" << seed << std::endl;
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    const auto between = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random); };

    SuiteFixture fixture(dialect);
    const auto demo = LoadDemo(fixture);
    std::vector<std::string> pupils;
    auto& coordinator = fixture.Api().Coordinator(demo.school, demo.coordinator);
    for (const auto& pupil : suite::testing::ListOf(coordinator, "/schools/" + demo.school + "/pupils"))
        if (pupils.size() < kLinkers) pupils.push_back(pupil.at("id"));
    REQUIRE(pupils.size() == kLinkers);
    Load load(fixture, demo, std::move(pupils));
    for (int i = 0; i < kills; ++i) {
        // Only what is under way can be lost.
        const auto looks = load.looks.Size(), changes = load.changes.Size();
        CHECK(suite::testing::Eventually(
            [&] { return load.looks.Size() > looks + 20 && load.changes.Size() > changes + 20; }));
        // The moment is what is tested: this waits for nothing.
        std::this_thread::sleep_for(Milliseconds(between(0, 300)));
        const std::string victim = between(0, 2) == 0 ? "licence" : "gateway";
        fixture.Suite().KillService(victim);
        const auto started = fixture.Suite().StartService(victim);
        if (!started) FAIL(victim << " did not start again: " << started.error().message);
    }
    load.Stop();
    fixture.Suite().KillService("gateway");  // with nothing left to say

    const auto looks = load.looks.All(), changes = load.changes.All();
    CHECK(Missing(looks, RequestsIn(fixture, "gateway")) == 0);
    CHECK(Missing(changes, RequestsIn(fixture, "licence")) == 0);
    std::cout << dialect << ": " << looks.size() << " looks and " << changes.size() << " changes answered" << std::endl;
}
