// The gateway is killed while people sign in, work and sign out: who was told that they are in stays in, who was told
// that they are out stays out (ACC-01).
//
// SUITE_FAULT_ROUNDS: kills per database (6). SUITE_FAULT_SEED: of the moments, to repeat a run; else a random one,
// which the output names.
#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>

#include "core/text.hpp"
#include "http_client/http_client.hpp"
#include "tests/fault/support/settings.hpp"
#include "tests/functional/support/browser.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using suite::sql::Dialect;
using suite::testing::Browser;
using suite::testing::Eventually;
using suite::testing::LoadDemo;
using suite::testing::SuiteFixture;
using suite::testing::WithSignIn;
using Milliseconds = std::chrono::milliseconds;

constexpr std::array<const char*, 5> kPeople{"coordinator", "teacher", "two-schools", "substitute", "other-school"};
constexpr std::size_t kWorkers = 8;
constexpr Milliseconds kAway{5};

/// The session cookie of somebody who was told to be in, and what became of it.
struct Kept {
    std::string cookie;
    bool out = false;    // signing out was answered
    bool asked = false;  // signing out was asked and not answered: both are right
};

/// Asks for one session after the other until the end, and signs some out; uses no Catch2. Thread-safe.
class Load {
  public:
    explicit Load(std::string gateway) : gateway_(std::move(gateway)) {
        for (std::size_t w = 0; w < kWorkers; ++w) {
            threads_.emplace_back([this, w](const std::stop_token& stop) { Work(stop, w); });
        }
    }
    void Stop() { threads_.clear(); }

    void Keep(std::string cookie) {
        const std::lock_guard lock(mutex_);
        kept_.push_back({.cookie = std::move(cookie)});
    }
    [[nodiscard]] std::vector<Kept> All() const {
        const std::lock_guard lock(mutex_);
        return kept_;
    }

    std::atomic<std::int64_t> answered = 0, lost = 0, risen = 0;

  private:
    int Send(suite::http::Client& client, const char* method, const char* path, const std::string& cookie) const {
        const auto answer =
            client.Send({.method = method,
                         .url = gateway_ + path,
                         .headers = {{"Cookie", "sleutelbos=" + cookie}, {"X-Sleutelbos", "1"}, {"Origin", gateway_}}});
        if (!answer || answer->status >= 500) std::this_thread::sleep_for(kAway);  // so as not to spin while it is away
        return answer ? answer->status : 0;
    }

    /// Each session belongs to one worker, so that nobody asks for one while another ends it.
    void Work(const std::stop_token& stop, std::size_t w) {
        suite::http::Client client;
        for (std::size_t i = w; !stop.stop_requested();) {
            Kept one;
            {
                const std::lock_guard lock(mutex_);
                if (i < kept_.size()) one = kept_[i];
            }
            if (one.cookie.empty()) {
                i = w;
                std::this_thread::sleep_for(kAway);
                continue;
            }
            const int status = Send(client, "GET", "/api/v1/session", one.cookie);
            if (status == 200) ++(one.out ? risen : answered);
            if (status == 401 && !one.out && !one.asked) ++lost;
            if (status == 200 && i % 3 == 0 && !one.asked) {
                const int out = Send(client, "POST", "/auth/logout", one.cookie);
                const std::lock_guard lock(mutex_);
                kept_[i].asked = true;
                kept_[i].out = out == 200;
            }
            i += kWorkers;
        }
    }

    std::string gateway_;
    mutable std::mutex mutex_;
    std::vector<Kept> kept_;             // guarded by mutex_; only grows
    std::vector<std::jthread> threads_;  // last
};

}  // namespace

TEST_CASE("whenever the gateway is killed who is signed in stays in and who signed out stays out", "[ACC-01]") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    const auto kills = static_cast<int>(suite::testing::FromEnvironment("SUITE_FAULT_ROUNDS", 6));
    const auto seed =
        suite::testing::FromEnvironment("SUITE_FAULT_SEED", static_cast<std::int64_t>(std::random_device()()));
    CAPTURE(dialect, kills, seed);
    std::cout << dialect << ": " << kills << " kills, SUITE_FAULT_SEED=" << seed << std::endl;
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));

    SuiteFixture fixture(dialect, WithSignIn{});
    (void)LoadDemo(fixture);
    Load load(fixture.Suite().Url());
    for (int i = 0; i < kills; ++i) {
        for (const auto* person : kPeople) {
            Browser browser(fixture.Suite().Url());  // somebody's other device: signing in ends no other session
            browser.SignInAs(person);
            const auto cookie = browser.SessionCookie();
            REQUIRE(cookie);
            load.Keep(*cookie);
        }
        // Half of the kills come right after the last sign-in, the others while everybody works.
        if (i % 2 == 1) {
            const auto before = load.answered.load();
            CHECK(Eventually([&] { return load.answered > before + 50; }));
            // The moment is what is tested: this waits for nothing.
            std::this_thread::sleep_for(Milliseconds(std::uniform_int_distribution(0, 200)(random)));
        }
        fixture.Suite().KillService("gateway");
        const auto started = fixture.Suite().StartService("gateway");
        if (!started) FAIL("the gateway did not start again: " << started.error().message);
    }
    const auto before = load.answered.load();
    CHECK(Eventually([&] { return load.answered > before + 50; }));
    load.Stop();

    CHECK(load.lost == 0);
    CHECK(load.risen == 0);
    int in = 0, out = 0;
    for (const auto& [cookie, signed_out, asked] : load.All()) {
        Browser browser(fixture.Suite().Url());
        browser.SetCookie("sleutelbos", cookie);
        const auto status = browser.Api("GET", "/session").status;
        if (signed_out) {
            CHECK(status == 401);
            ++out;
        } else if (!asked) {
            CHECK(status == 200);
            ++in;
        }
    }
    CHECK(in > 0);
    CHECK(out > 0);
    std::cout << dialect << ": " << load.answered << " answers; " << in << " sessions stayed, " << out << " ended"
              << std::endl;
}
