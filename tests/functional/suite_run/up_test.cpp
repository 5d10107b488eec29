// `sleutelctl up` and `sleutelctl token` as programs: what ./run leaves a newcomer with.
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "http_client/http_client.hpp"
#include "process/process.hpp"
#include "testing/temp_dir.hpp"
#include "testing/test_database.hpp"
#include "tests/functional/support/api.hpp"

namespace {

using suite::process::Process;
using suite::sql::Dialect;
using suite::testing::Api;
using suite::testing::Eventually;
using suite::testing::TempDir;
using suite::testing::TestDatabase;

constexpr std::chrono::seconds kStartTime{90};  // with sanitizers, beside other tests
constexpr std::chrono::seconds kStopTime{40};

std::string Read(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

/// A run of sleutelctl, with what it printed.
class Sleutelctl {
  public:
    explicit Sleutelctl(std::vector<std::string> arguments) {
        std::vector<std::string> command{"/bin/sh", "-c", R"(exec "$0" "$@" >"$RUN_OUT" 2>"$RUN_ERR")",
                                         SUITE_BIN_DIR "/sleutelctl"};
        command.insert(command.end(), arguments.begin(), arguments.end());
        auto started = Process::Start({.command = command,
                                       .output_file = {},
                                       .environment = {"RUN_OUT=" + (dir_.Path() / "out").string(),
                                                       "RUN_ERR=" + (dir_.Path() / "err").string()}});
        REQUIRE(started);
        process_.emplace(std::move(*started));
    }

    [[nodiscard]] std::string Out() const { return Read(dir_.Path() / "out"); }
    [[nodiscard]] std::string Err() const { return Read(dir_.Path() / "err"); }
    [[nodiscard]] std::optional<int> ExitCode() { return process_->WaitFor(kStopTime); }

    /// The gateway's URL once `up` says it is ready.
    std::string AwaitReady() {
        const std::string mark = "ready: ";
        const bool ready = Eventually(
            [&] { return process_->Ended() || (Out().starts_with(mark) && Out().ends_with('\n')); }, kStartTime);
        INFO(Err());
        REQUIRE(ready);
        REQUIRE_FALSE(process_->Ended());
        const std::string out = Out();
        return out.substr(mark.size(), out.size() - mark.size() - 1);
    }
    std::optional<int> Terminate() {
        process_->Signal(SIGTERM);
        return ExitCode();
    }

  private:
    TempDir dir_;
    std::optional<Process> process_;
};

std::vector<std::string> UpArguments(const TempDir& data, const std::optional<TestDatabase>& database) {
    std::vector<std::string> arguments{"up", "--port", "0", "--data", data.Path()};
    if (database) arguments.insert(arguments.end(), {"--postgres", database->Url()});
    return arguments;
}

}  // namespace

TEST_CASE("the suite comes up with its demonstration, stops at SIGTERM and resumes on the same data") {
    const auto dialect = GENERATE(Dialect::kSqlite, Dialect::kPostgres);
    CAPTURE(dialect);
    const TempDir data;
    std::optional<TestDatabase> database;
    if (dialect == Dialect::kPostgres) database.emplace(dialect);
    std::string school;
    {
        Sleutelctl up(UpArguments(data, database));
        Api api(up.AwaitReady(), data.Path());
        const auto schools = api.Machine("helpdesk-dev").Get("/schools?basispoortId=1001");
        REQUIRE(schools.json.at("items").size() == 1);
        school = schools.json["items"][0].at("id");
        auto& coordinator = api.Coordinator(school);
        CHECK(coordinator.Get("/schools/" + school + "/groups").json.at("items").size() == 10);
        CHECK(coordinator.Get("/schools/" + school + "/licences").json.at("items").size() == 7);
        CHECK(coordinator.Get("/schools/" + school + "/result-connections").json.at("items").size() == 1);

        // Aatje is in group 5, whose licence is linked; nobody linked one for her to the other product.
        const std::string of_aatje = "/entitlements?schoolId=" + school + "&basispoortId=500123&productId=";
        const auto entitled = api.Machine("method-software").GetUntil(of_aatje + "cijferpad-5", [](const auto& answer) {
            return answer.json.value("entitled", false);
        });
        CHECK(entitled.json.at("reason") == "groupLicence");
        CHECK(api.Machine("method-software").Get(of_aatje + "cijferpad-6").json.at("entitled") == false);
        CHECK(api.Machine("las-parnassys").Get("/las/results").json.at("items").size() == 4);

        // Basispoort's stand-in has what the demonstration pushed.
        const auto run = nlohmann::json::parse(Read(data.Path() / "run.json"));
        suite::http::Client control;
        CHECK(control.Send({.url = run.at("basispoortControlUrl").get<std::string>() + "/schools"})->body ==
              "[1001,1002]");

        // And its sign-in sends browsers to the other stand-in.
        const auto login = control.Send({.url = api.Url() + "/auth/login"});
        CHECK(login->status == 303);
        CHECK_THAT(login->headers.at("location"), Catch::StartsWith(run.at("signInUrl").get<std::string>() + "/auth?"));

        Sleutelctl second(UpArguments(data, database));
        CHECK(second.ExitCode() == 1);
        CHECK_THAT(second.Err(), Catch::Contains("in use by another run"));

        CHECK(up.Terminate() == 0);
        CHECK(up.Out().find('\n') == up.Out().size() - 1);  // the one line, nothing else
    }
    Sleutelctl again(UpArguments(data, database));
    Api api(again.AwaitReady(), data.Path());
    const auto schools = api.Machine("helpdesk-dev").Get("/schools?basispoortId=1001");
    REQUIRE(schools.json.at("items").size() == 1);
    CHECK(schools.json["items"][0].at("id") == school);
    CHECK_THAT(again.Err(), !Catch::Contains("demonstration:"));
    CHECK(again.Terminate() == 0);
}

TEST_CASE("tokens are made for schools and people by Basispoort's numbers") {
    const TempDir data;
    Sleutelctl up({"up", "--port", "0", "--data", data.Path()});
    const std::string url = up.AwaitReady();
    const auto token = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"token", "--data", data.Path()});
        return Sleutelctl(std::move(arguments));
    };
    Api api(url, data.Path());
    const std::string school =
        api.Machine("helpdesk-dev").Get("/schools?basispoortId=1001").json.at("items").at(0).at("id");

    auto coordinator = token({"--role", "coordinator", "--school", "99XX00", "--person", "bp:9001"});
    REQUIRE(coordinator.ExitCode() == 0);
    const std::string printed = coordinator.Out();
    suite::testing::Caller caller(url, printed.substr(0, printed.size() - 1));
    CHECK(caller.Get("/schools/" + school).status == 200);

    auto teacher = token({"--role", "teacher", "--school", "bp:1001", "--person", "bp:9006"});
    REQUIRE(teacher.ExitCode() == 0);
    const std::string teachers = teacher.Out();
    suite::testing::Caller own_groups(url, teachers.substr(0, teachers.size() - 1));
    CHECK(own_groups.Get("/schools/" + school + "/groups").json.at("items").size() == 1);

    auto stranger = token({"--role", "coordinator", "--school", "bp:1001", "--person", "bp:9002"});
    CHECK(stranger.ExitCode() == 1);
    CHECK_THAT(stranger.Err(), Catch::Contains("no ICT coordinator bp:9002"));
    auto nobody = token({"--role", "teacher", "--school", "bp:1001"});
    CHECK(nobody.ExitCode() == 1);
    CHECK(nobody.Out().empty());

    auto member = token({"--role", "helpdesk"});
    REQUIRE(member.ExitCode() == 0);
    const std::string members = member.Out();
    suite::testing::Caller desk(url, members.substr(0, members.size() - 1));
    CHECK(desk.Get("/schools/" + school + "/pupils?limit=1").status == 200);
    const auto log = caller.Get("/schools/" + school + "/audit-entries?operation=pupils-viewed").json.at("items");
    CHECK(log.at(0).at("doneBy").at("clientId") == "helpdesk-dev");
    auto longer = token({"--role", "helpdesk", "--hours", "2"});
    CHECK(longer.ExitCode() == 1);
    CHECK_THAT(longer.Err(), Catch::Contains("ten minutes"));
    Sleutelctl revoke(
        {"clients", "revoke", "helpdesk-dev", "--database", "sqlite:" + (data.Path() / "db" / "gateway.db").string()});
    REQUIRE(revoke.ExitCode() == 0);
    auto gone = token({"--role", "helpdesk"});
    CHECK(gone.ExitCode() == 1);
    CHECK(gone.Out().empty());
    CHECK_THAT(gone.Err(), Catch::Contains("invalid_client"));
    CHECK(up.Terminate() == 0);
}

TEST_CASE("a service that dies ends the run, which names it") {
    const TempDir data;
    Sleutelctl up({"up", "--port", "0", "--empty", "--data", data.Path()});
    up.AwaitReady();
    const auto run = nlohmann::json::parse(Read(data.Path() / "run.json"));
    REQUIRE(::kill(run.at("processes").at("pincode").get<pid_t>(), SIGKILL) == 0);
    CHECK(up.ExitCode() == 1);
    CHECK_THAT(up.Err(), Catch::Contains("pincode died with exit code 137"));
    CHECK_FALSE(std::filesystem::exists(data.Path() / "run.json"));
}
