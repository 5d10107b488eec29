// Uploads that take long leave most of the gateway to everybody else (ACC-07).
#include <sys/types.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <future>
#include <vector>

#include "http_client/http_client.hpp"
#include "tests/functional/support/steps.hpp"

namespace {

using suite::http::ClientResponse;
using suite::testing::CheckProblem;
using suite::testing::EntitlementPath;
using suite::testing::Eventually;
using suite::testing::LoadDemo;
using suite::testing::SuiteFixture;
using Answers = std::vector<std::future<suite::Result<ClientResponse>>>;

constexpr int kAtOnce = 6;

/// Three threads, so that uploads have one place. A connection belongs to one of the threads, and so it is of six
/// connections only some that wait behind the upload that has it.
SuiteFixture::Environment ThreeThreads(const std::filesystem::path&) {
    return {{"gateway", {"SLEUTELBOS_GATEWAY_THREADS=3"}}};
}

/// From as many connections at the same time.
Answers SendFromMany(const suite::http::ClientRequest& request) {
    Answers answers;
    for (int i = 0; i < kAtOnce; ++i)
        answers.push_back(std::async(std::launch::async, [request] { return suite::http::Client().Send(request); }));
    return answers;
}

bool Answered(const std::future<suite::Result<ClientResponse>>& answer) {
    return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}
std::int64_t CountAnswered(const Answers& answers) { return std::ranges::count_if(answers, Answered); }

/// Lets a process that stands still go on, whatever happens.
class StandStill {
  public:
    explicit StandStill(pid_t process) : process_(process) { REQUIRE(::kill(process_, SIGSTOP) == 0); }
    StandStill(const StandStill&) = delete;
    StandStill& operator=(const StandStill&) = delete;
    ~StandStill() { End(); }
    void End() const { ::kill(process_, SIGCONT); }

  private:
    pid_t process_;
};

}  // namespace

TEST_CASE("while uploads have all their places the next is sent away at once and checks go on", "[ACC-07][ROS-06]") {
    SuiteFixture fixture(suite::sql::Dialect::kSqlite, &ThreeThreads);
    auto& api = fixture.Api();
    const auto demo = LoadDemo(fixture);
    auto& coordinator = api.Coordinator(demo.school, demo.coordinator);
    const auto imports = "/schools/" + demo.school + "/roster-imports?dryRun=true";
    const std::string url = api.Url() + "/api/v1";
    const suite::http::ClientRequest upload{.method = "POST",
                                            .url = url + imports,
                                            .headers = {{"Authorization", "Bearer " + coordinator.Token()},
                                                        {"Accept-Language", "nl"},
                                                        {"Content-Type", "application/xml"}},
                                            .body = "<EDEX/>",
                                            .timeout = std::chrono::seconds(60)};
    const suite::http::ClientRequest check{
        .url = url + EntitlementPath(demo.school, "personId=" + demo.pupil, "cijferpad-5"),
        .headers = {{"Authorization", "Bearer " + api.Machine("method-software").Token()}},
        .timeout = std::chrono::seconds(60)};
    const auto roster_sync = fixture.Suite().Pid("roster-sync");
    REQUIRE(roster_sync);

    Answers uploads;
    Answers checks;
    {
        const StandStill still(*roster_sync);
        uploads = SendFromMany(upload);
        REQUIRE(Eventually([&] { return CountAnswered(uploads) >= 2; }, std::chrono::seconds(15)));
        checks = SendFromMany(check);
        CHECK(Eventually([&] { return CountAnswered(checks) >= 2; }, std::chrono::seconds(5)));
        CHECK(CountAnswered(uploads) < kAtOnce);
        for (auto& answer : uploads) {
            if (!Answered(answer)) continue;
            const auto refused = answer.get();
            REQUIRE(refused);
            CHECK(refused->status == 503);
            CHECK(refused->headers.at("retry-after") == "5");
            CHECK(refused->body.find("\"code\":\"overloaded\"") != std::string::npos);
            CHECK(refused->body.find("Het is nu te druk") != std::string::npos);
        }
    }
    for (auto& answer : checks) {
        const auto checked = answer.get();
        REQUIRE(checked);
        CHECK(checked->status == 200);
    }
    int served = 0;
    for (auto& answer : uploads) {
        if (!answer.valid()) continue;  // seen above
        const auto late = answer.get();
        REQUIRE(late);
        if (late->status == 400) ++served;
    }
    CHECK(served >= 1);
    // The places came back.
    CheckProblem(coordinator.Send("POST", imports, "<EDEX/>", {{"Content-Type", "application/xml"}}), 400,
                 "invalid-edexml");
}
