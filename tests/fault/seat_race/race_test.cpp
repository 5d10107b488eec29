// Two hundred children at once on thirty seats, while the licence service is killed and started again: thirty have a
// seat, the others wait in the order in which that was acknowledged, and nothing that was acknowledged is lost
// (LIC-07).
//
// SUITE_FAULT_ROUNDS: rounds per database (2; a round is a new licence). SUITE_FAULT_SEED: of the moments of the kills,
// to repeat a run; else a random one, which the output names.
#include <algorithm>
#include <catch2/catch.hpp>
#include <future>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "core/text.hpp"
#include "tests/fault/seat_race/coordinators.hpp"
#include "tests/fault/support/settings.hpp"
#include "tests/functional/roster_care/school.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::ClickAtOnce;
using suite::testing::IdOfSchool;
using suite::testing::kSchool;
using suite::testing::ListOf;
using suite::testing::OnceKnown;
using suite::testing::SuiteFixture;
using suite::testing::Told;
using suite::testing::WholeSchool;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

constexpr int kChildren = 200;
constexpr int kSeats = 30;
constexpr int kMoreSeats = 20;

std::vector<std::string> PersonsOf(const json& items) {
    std::vector<std::string> persons;
    for (const auto& item : items) persons.push_back(item.at("personId"));
    return persons;
}

class Race {
  public:
    Race(Dialect dialect, std::uint64_t seed) : fixture_(dialect), random_(seed) {
        auto& api = fixture_.Api();
        suite::testing::ApplyRoster(api, 1, "snapshot", WholeSchool(kSchool, 1000, kChildren));
        school_ = IdOfSchool(api, kSchool);
        for (const auto& pupil : ListOf(Coordinator(), "/schools/" + school_ + "/pupils"))
            children_.push_back(pupil.at("id"));
        REQUIRE(children_.size() == kChildren);
    }

    /// `usual` > 0: the service is killed up to twice within that time.
    Milliseconds Round(int round, Milliseconds usual) {
        const auto licence = PutSeats(round, kSeats);
        const auto base = "/schools/" + school_ + "/licences/" + licence;
        std::ranges::shuffle(children_, random_);
        const auto start = Clock::now();
        auto clicking = std::async(std::launch::async, ClickAtOnce, fixture_.Api().Url(), Coordinator().Token(), base,
                                   std::cref(children_));
        if (usual.count() > 0) Kill(usual);
        const auto told = clicking.get();
        const auto took = std::chrono::duration_cast<Milliseconds>(Clock::now() - start);
        Check(round, base, told);
        return took;
    }

    /// In the database itself: no seat twice, none beyond what was bought, and a history without gaps that tells of
    /// each seat once.
    void CheckDatabase(int rounds) const {
        const auto database = fixture_.OpenDatabase("licence");
        const auto count = [&](const std::string& sql) {
            const auto row = database->Read(suite::SchoolScope::All(), suite::Deadline::In(std::chrono::seconds(30)),
                                            [&](suite::sql::Session& session) { return session.QueryOne(sql); });
            REQUIRE(row);
            return row->Int(0);
        };
        const auto seats = std::int64_t{rounds} * (kSeats + kMoreSeats);
        CHECK(count("SELECT count(*) FROM seat_assignment") == seats);
        CHECK(count("SELECT count(*) FROM (SELECT DISTINCT licence_id, seat FROM seat_assignment WHERE seat BETWEEN 1 "
                    "AND " +
                    std::to_string(kSeats + kMoreSeats) + ") s") == seats);
        CHECK(count("SELECT count(*) FROM licence_history WHERE subject = 'seat' AND action = 'link'") == seats);
        CHECK(count("SELECT count(*) FROM licence_history WHERE subject = 'waiting' AND action = 'link'") ==
              std::int64_t{rounds} * (kChildren - kSeats));
        CHECK(count("SELECT max(number) - count(*) FROM licence_history") == 0);
    }

    [[nodiscard]] int Kills() const { return kills_; }

  private:
    suite::testing::Caller& Coordinator() { return fixture_.Api().Coordinator(school_); }

    std::string PutSeats(int round, int seats) {
        auto order = suite::testing::OrderOf(school_, "sprint");
        order["kind"] = "pupil";
        order["seats"] = seats;
        return suite::testing::PutOrder(fixture_.Api(), "race-" + std::to_string(round), order);
    }

    int Between(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }

    void Kill(Milliseconds usual) {
        for (int left = Between(1, 2); left > 0; --left) {
            // The moment is what is tested: this waits for nothing.
            std::this_thread::sleep_for(Milliseconds(Between(0, static_cast<int>(usual.count()))));
            fixture_.Suite().KillService("licence");
            ++kills_;
            const auto started = fixture_.Suite().StartService("licence");
            if (!started) FAIL("licence did not start again: " << started.error().message);
        }
    }

    void Check(int round, const std::string& base, const std::vector<Told>& told) {
        std::set<std::string> told_seated;
        for (std::size_t i = 0; i < told.size(); ++i) {
            if (!told[i].wrong.empty()) FAIL("told: " << told[i].wrong);
            if (told[i].what == Told::What::kSeat) told_seated.insert(children_[i]);
        }
        // The last kill may come when everybody has been told: then the gateway is still looking for the service.
        const auto back = [](const auto& answer) { return answer.status == 200; };
        const auto seats = Coordinator().GetUntil(base + "/seats", back).json;
        CHECK(seats.at("counts") ==
              json{{"seats", kSeats}, {"used", kSeats}, {"free", 0}, {"over", 0}, {"waiting", kChildren - kSeats}});
        const auto seated = PersonsOf(seats.at("items"));
        CHECK(std::set(seated.begin(), seated.end()) == told_seated);
        const auto waiting = PersonsOf(ListOf(Coordinator(), base + "/waiting"));
        CheckOrder(waiting, told);
        // Seats come: they go to the first of the list.
        PutSeats(round, kSeats + kMoreSeats);
        auto expected = told_seated;
        expected.insert(waiting.begin(), waiting.begin() + kMoreSeats);
        const auto now = PersonsOf(ListOf(Coordinator(), base + "/seats"));
        CHECK(std::set(now.begin(), now.end()) == expected);
        CHECK(PersonsOf(ListOf(Coordinator(), base + "/waiting")) ==
              std::vector(waiting.begin() + kMoreSeats, waiting.end()));
    }

    /// Who was told of a place before another asked for one stands before that other.
    void CheckOrder(const std::vector<std::string>& waiting, const std::vector<Told>& told) const {
        std::map<std::string, std::size_t> position;
        for (std::size_t i = 0; i < waiting.size(); ++i) position[waiting[i]] = i;
        REQUIRE(position.size() == kChildren - kSeats);
        int wrong = 0;
        for (std::size_t i = 0; i < told.size(); ++i) {
            if (told[i].what != Told::What::kPlace) continue;
            REQUIRE(position.contains(children_[i]));
            for (std::size_t j = 0; j < told.size(); ++j) {
                if (told[j].what != Told::What::kPlace || told[i].told >= told[j].asked) continue;
                if (position.at(children_[i]) >= position.at(children_[j])) ++wrong;
            }
        }
        CHECK(wrong == 0);
    }

    SuiteFixture fixture_;
    std::mt19937_64 random_;
    std::string school_;
    std::vector<std::string> children_;
    int kills_ = 0;
};

}  // namespace

TEST_CASE("two hundred at once on thirty seats, with the service killed in between: thirty, and the rest in turn",
          "[LIC-07]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    const auto rounds = static_cast<int>(suite::testing::FromEnvironment("SUITE_FAULT_ROUNDS", 2));
    const auto seed =
        suite::testing::FromEnvironment("SUITE_FAULT_SEED", static_cast<std::int64_t>(std::random_device()()));
    CAPTURE(dialect, rounds, seed);
    std::cout << dialect << ": " << rounds << " rounds, SUITE_FAULT_SEED=" << seed << std::endl;
    Race race(dialect, static_cast<std::uint64_t>(seed));
    const auto usual = race.Round(0, Milliseconds(0));  // undisturbed
    auto longest = usual;
    for (int round = 1; round <= rounds; ++round) {
        CAPTURE(round);
        longest = std::max(longest, race.Round(round, usual));
    }
    race.CheckDatabase(rounds + 1);
    std::cout << dialect << ": " << race.Kills() << " kills, a round takes " << usual.count() << " ms undisturbed, "
              << longest.count() << " ms at most" << std::endl;
}
