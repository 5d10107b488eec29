#include "tools/sleutelctl/up.hpp"

#include <unistd.h>

#include <chrono>
#include <iostream>
#include <string_view>
#include <system_error>

#include "core/time.hpp"
#include "lifecycle/signals.hpp"
#include "suite/data_dir.hpp"
#include "suite/suite.hpp"
#include "tools/demo/demo.hpp"
#include "tools/demo/machines.hpp"
#include "tools/demo/roster.hpp"
#include "tools/sleutelctl/run_file.hpp"

namespace suite::sleutelctl {
namespace {

constexpr std::chrono::milliseconds kLookTime{200};
constexpr std::size_t kLogLines = 20;

void Say(std::string_view text) { std::cerr << text << std::endl; }

/// Remembers a signal that was taken while something else went on.
class StopAsked {
  public:
    bool Within(std::chrono::milliseconds time) {
        if (!asked_) asked_ = lifecycle::StopSignalWithin(time);
        return asked_;
    }

  private:
    bool asked_ = false;
};

/// What stands in the way of going on: an error, or a process that died and explains it better.
int GiveUp(devsuite::Suite& suite, const std::string& message) {
    if (const auto death = suite.CheckAlive()) {
        Say(death->name + " died with exit code " + std::to_string(death->exit_code) + "; the last lines of its log:");
        std::cerr << suite.LogTail(death->name, kLogLines);
    } else {
        Say(message);
    }
    return 1;
}

Status AddMachines(const std::string& database, const std::filesystem::path& data) {
    return demo::AddMachines({.database = database, .data = data, .progress = Say}, demo::Machines());
}

Status LoadDemo(const UpOptions& options, const devsuite::Suite& suite, StopAsked& stop) {
    if (options.empty) return {};
    return demo::Load({.gateway = suite.Url(),
                       .dev_clients_file = suite.DataFile("dev-clients.json"),
                       .token_key_file = suite.DataFile("secrets/token.key"),
                       .marker_file = suite.DataFile("demo-loaded.json"),
                       .progress = Say,
                       .stop_asked = [&] { return stop.Within(std::chrono::milliseconds(0)); }});
}

/// The file that the stand-in for Basispoort serves; empty for no stand-in.
Result<std::filesystem::path> BasispoortRoster(const UpOptions& options) {
    if (options.empty || !options.basispoort_roster.empty()) return options.basispoort_roster;
    auto file = options.data / "basispoort-roster.ndjson";
    std::error_code failed;
    if (std::filesystem::exists(file, failed)) return file;
    std::filesystem::create_directories(options.data, failed);
    SUITE_RETURN_IF_ERROR(devsuite::WritePrivateFile(file, demo::RosterOn(DutchDay(SystemClock().Now()))));
    return file;
}

int Serve(const UpOptions& options, devsuite::Suite& suite, StopAsked& stop) {
    if (const auto loaded = LoadDemo(options, suite, stop); !loaded) {
        if (loaded.error().code == Code::kCancelled) return 0;
        return GiveUp(suite, "the demonstration could not be loaded: " + loaded.error().message);
    }
    RunFile run{.url = suite.Url(), .pid = ::getpid()};
    for (const auto& name : devsuite::Suite::Names()) run.processes.emplace(name, suite.Pid(name).value_or(0));
    if (const auto basispoort = suite.Basispoort()) {
        run.basispoort_control_url = basispoort->control_url;
        run.processes.emplace("basispoort", suite.Pid("basispoort").value_or(0));
    }
    if (!suite.SignInUrl().empty()) {
        run.sign_in_url = suite.SignInUrl();
        run.processes.emplace("signin", suite.Pid("signin").value_or(0));
    }
    if (const auto written = WriteRunFile(options.data, run); !written) {
        return GiveUp(suite, written.error().message);
    }
    std::cout << "ready: " << suite.Url() << std::endl;
    while (!stop.Within(kLookTime)) {
        if (suite.CheckAlive()) return GiveUp(suite, "");
    }
    return 0;
}

}  // namespace

int Up(const UpOptions& options) {
    StopAsked stop;
    std::error_code failed;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", failed);
    const auto basispoort_roster = BasispoortRoster(options);
    if (!basispoort_roster) {
        Say(basispoort_roster.error().message);
        return 1;
    }
    const bool sign_in =
        std::filesystem::exists(self.parent_path() / "signin" / "node_modules" / "oidc-provider", failed);
    if (!sign_in) Say("no sign-in in a browser: the stand-in's packages are not there (npm ci in tools/signin)");
    auto suite = devsuite::Suite::Start({.bin_dir = self.parent_path(),
                                         .data_dir = options.data,
                                         .port = options.port,
                                         .postgres_url = options.postgres_url,
                                         .log_level = options.log_level,
                                         .mutual_tls = options.mutual_tls,
                                         .basispoort_roster = *basispoort_roster,
                                         .sign_in = sign_in,
                                         .add_machines = AddMachines,
                                         .progress = Say,
                                         .stop_asked = [&] { return stop.Within(std::chrono::milliseconds(0)); }});
    if (!suite) {
        if (suite.error().code == Code::kCancelled) return 0;
        Say(suite.error().message);
        return 1;
    }
    const int code = Serve(options, *suite, stop);
    Say("stopping");
    RemoveRunFile(options.data);
    suite->Stop();
    return code;
}

}  // namespace suite::sleutelctl
