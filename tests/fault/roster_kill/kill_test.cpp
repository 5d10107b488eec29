// Processes that are killed while a roster loads: afterwards everything is as if nothing had happened.
//
// SUITE_FAULT_ROUNDS: rounds per database (2; a round is a snapshot and a delta of some schools, with one to three
// kills). SUITE_FAULT_SEED: of the moments and victims, to repeat a run; else a random one, which the output names.
#include <catch2/catch.hpp>
#include <chrono>
#include <future>
#include <iostream>
#include <random>
#include <thread>

#include "core/text.hpp"
#include "core/time.hpp"
#include "tests/fault/support/sender.hpp"
#include "tests/fault/support/settings.hpp"
#include "tests/fault/support/stored_state.hpp"
#include "tools/roster_gen/roster_gen.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::Deliver;
using suite::testing::Delivery;
using suite::testing::Differences;
using suite::testing::Eventually;
using suite::testing::FollowersAreUpToDate;
using suite::testing::ReadStoredState;
using suite::testing::SuiteFixture;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

// Many small ones: what matters is what lies between two transactions, and a school is one.
constexpr std::uint32_t kSchools = 40;  // per round
constexpr int kPupils = 12;             // per school
constexpr std::size_t kParts = 3;
constexpr int kRoundsPerSuite = 10;  // then a fresh pair: comparing reads everything

suite::roster_gen::Generator SchoolsOf(int round) {
    const auto today = suite::DutchDay(suite::SystemClock().Now());
    std::vector<suite::roster_gen::SchoolFacts> facts;
    for (std::uint32_t i = 0; i < kSchools; ++i) {
        const auto number = static_cast<std::uint32_t>(round) * kSchools + i;
        const auto two_digits = [](std::uint32_t n) { return std::to_string(n / 10) + std::to_string(n % 10); };
        facts.push_back({.name = "School " + std::to_string(number),
                         .brin = two_digits(number / 100 % 100) + "XX",
                         .location = two_digits(number % 100),
                         .pupils = kPupils});
    }
    return suite::roster_gen::Generator({.schools = kSchools,
                                         .seed = static_cast<std::uint64_t>(round) + 1,
                                         .first_school_id = 1001 + std::int64_t{round} * kSchools,
                                         .school_year = suite::SchoolYear::Of(today).ToString(),
                                         .facts = std::move(facts)});
}

/// A round's two batches: schools that nobody has seen, and what changes in them.
std::vector<Delivery> DeliveriesOf(int round) {
    const auto generator = SchoolsOf(round);
    Delivery snapshot{.sequence = 2 * round + 1, .kind = "snapshot", .parts = std::vector<std::string>(kParts)};
    Delivery delta{.sequence = 2 * round + 2, .kind = "delta", .parts = std::vector<std::string>(kParts)};
    for (std::uint32_t i = 0; i < kSchools; ++i) {
        const auto into = [i](Delivery& delivery) {
            return [&text = delivery.parts[i % kParts]](std::string_view line) { text.append(line).append("\n"); };
        };
        generator.GenerateSchool(i, into(snapshot));
        generator.GenerateSchoolDelta(i, {.share = 0.2}, into(delta));
    }
    return {snapshot, delta};
}

std::string SenderToken(suite::testing::Api& api) {
    return api.TokenFor({.role = suite::Role::kMachine,
                         .school = {},
                         .person = {},
                         .client_id = "basispoort",
                         .las = {},
                         .scopes = {"roster:push"}});
}

suite::Status DeliverRound(const std::string& gateway, const std::string& token, int round) {
    for (const auto& delivery : DeliveriesOf(round)) SUITE_RETURN_IF_ERROR(Deliver(gateway, token, delivery));
    return {};
}

/// The time it took.
Milliseconds LoadUndisturbed(SuiteFixture& fixture, int round) {
    const auto start = Clock::now();
    const auto delivered = DeliverRound(fixture.Api().Url(), SenderToken(fixture.Api()), round);
    if (!delivered) FAIL("undisturbed: " << delivered.error().message);
    return std::chrono::duration_cast<Milliseconds>(Clock::now() - start);
}

class Chaos {
  public:
    explicit Chaos(std::uint64_t seed) : random_(seed) {}

    /// Loads a round while processes are killed; `usual` is about how long it takes otherwise.
    void LoadDisturbed(SuiteFixture& fixture, int round, Milliseconds usual) {
        auto delivered =
            std::async(std::launch::async, DeliverRound, fixture.Api().Url(), SenderToken(fixture.Api()), round);
        const int kills = Between(2, 5);
        for (int i = 0; i < kills; ++i) {
            // The moment is what is tested: this waits for nothing.
            std::this_thread::sleep_for(Milliseconds(Between(0, static_cast<int>(usual.count()) / kills)));
            const auto victim = Victim();
            CAPTURE(round, i, victim);
            fixture.Suite().KillService(victim);
            std::this_thread::sleep_for(Milliseconds(Between(0, 100)));
            const auto started = fixture.Suite().StartService(victim);
            if (!started) FAIL(victim << " did not start again: " << started.error().message);
        }
        const auto status = delivered.get();
        if (!status) FAIL("round " << round << ": " << status.error().message);
    }

  private:
    int Between(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }

    /// roster-sync in half of the cases: it has most to lose.
    std::string Victim() {
        static const std::vector<std::string> kOthers{"licence", "pincode", "result-exchange", "gateway"};
        return Between(0, 1) == 0 ? "roster-sync" : kOthers[static_cast<std::size_t>(Between(0, 3))];
    }

    std::mt19937_64 random_;
};

}  // namespace

TEST_CASE("whoever is killed during a load, afterwards all databases hold what an undisturbed load leaves",
          "[ROS-05][ROS-13]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    const auto rounds = static_cast<int>(suite::testing::FromEnvironment("SUITE_FAULT_ROUNDS", 2));
    const auto seed =
        suite::testing::FromEnvironment("SUITE_FAULT_SEED", static_cast<std::int64_t>(std::random_device()()));
    CAPTURE(dialect, rounds, seed);
    std::cout << dialect << ": " << rounds << " rounds, SUITE_FAULT_SEED=" << seed << std::endl;
    Chaos chaos(static_cast<std::uint64_t>(seed));
    for (int first = 0; first < rounds; first += kRoundsPerSuite) {
        SuiteFixture calm(dialect);
        SuiteFixture disturbed(dialect);
        for (int round = first; round < std::min(rounds, first + kRoundsPerSuite); ++round) {
            chaos.LoadDisturbed(disturbed, round, LoadUndisturbed(calm, round));
        }
        REQUIRE(Eventually([&] { return FollowersAreUpToDate(calm); }));
        REQUIRE(Eventually([&] { return FollowersAreUpToDate(disturbed); }));
        const auto expected = ReadStoredState(calm);
        // All of them, but for the leavers of the deltas.
        const auto loaded = static_cast<std::size_t>(std::min(rounds - first, kRoundsPerSuite)) * kSchools * kPupils;
        CHECK(expected.at("roster-sync.pupil").size() > loaded * 3 / 4);
        CHECK(Differences(expected, ReadStoredState(disturbed)) == "");
    }
}
