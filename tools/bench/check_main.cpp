// bench-check: how fast entitlements are checked through the gateway, as ratios within one run. docs/benchmarks.md says
// how to read it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <thread>

#include "core/time.hpp"
#include "suite/suite.hpp"
#include "tools/bench/copies.hpp"
#include "tools/bench/databases.hpp"
#include "tools/bench/loading.hpp"
#include "tools/bench/machine.hpp"
#include "tools/bench/scratch_dir.hpp"
#include "tools/bench/wrk.hpp"
#include "tools/demo/machines.hpp"

namespace {

namespace fs = std::filesystem;
using suite::Result;
using suite::Status;
using suite::bench::Loaded;
using suite::bench::Loading;
using suite::bench::Measured;
using suite::bench::Roster;
using suite::bench::ScratchDir;
using suite::bench::Script;
using suite::devsuite::Suite;

constexpr std::size_t kQuestions = 200000;
constexpr std::size_t kSample = 1000;  // of the questions, asked one by one for their answers
constexpr int kColdSeconds = 1;        // after that much is warm again
constexpr int kWarmSeconds = 4;        // for each time the country: most schools were asked for once then

struct Options {
    std::uint32_t schools = 6092;
    std::uint32_t load_schools = 0;
    std::uint32_t copies = 1;
    int seconds = 5;
    int rounds = 3;
    int links = 300;
    bool roster_reads = false;
    bool wait = false;
    std::string data;
    std::string postgres_url;
};

void Say(const std::string& what) { std::cerr << what << std::endl; }

void PrintHead() {
    fmt::print("| | requests/s | p50 ms | p99 ms | failed | × empty RPC |\n|---|---|---|---|---|---|\n");
}
void PrintRow(std::string_view what, const Measured& m, const Measured& empty) {
    fmt::print("| {} | {:.0f} | {:.2f} | {:.2f} | {} | {:.2f} |\n", what, m.per_second, m.p50_ms, m.p99_ms, m.failed,
               m.per_second / empty.per_second);
    std::fflush(stdout);
}

/// Runs the scripts in turn, `rounds` times after a warm-up; the medians in the scripts' order.
Result<std::vector<Measured>> InTurn(const std::vector<const Script*>& scripts, const Options& options) {
    std::vector<std::vector<Measured>> runs(scripts.size());
    for (int round = -1; round < options.rounds; ++round) {
        for (std::size_t i = 0; i < scripts.size(); ++i) {
            SUITE_ASSIGN(
                const auto measured,
                scripts[i]->Run(round < 0 ? kWarmSeconds * static_cast<int>(options.copies) : options.seconds));
            if (round >= 0) runs[i].push_back(measured);
        }
    }
    std::vector<Measured> medians;
    for (const auto& of_one : runs) medians.push_back(suite::bench::Median(of_one));
    return medians;
}

Result<Suite> StartSuite(const Options& options, const fs::path& data_dir) {
    return Suite::Start({.bin_dir = fs::read_symlink("/proc/self/exe").parent_path(),
                         .data_dir = data_dir,
                         .postgres_url = options.postgres_url,
                         .log_level = "warning",
                         .add_machines = suite::demo::AddDevMachines});
}

Roster MadeRoster(std::uint32_t schools) {
    const auto today = suite::DutchDay(suite::SystemClock().Now());
    return suite::bench::MakeRoster(schools, suite::SchoolYear::Of(today).ToString());
}

/// What a folder of --data was loaded with: "schools copies".
std::optional<std::pair<std::uint32_t, std::uint32_t>> WasLoaded(const fs::path& data) {
    std::ifstream file(data / "bench-loaded");
    std::pair<std::uint32_t, std::uint32_t> loaded;
    if (file >> loaded.first >> loaded.second) return loaded;
    return std::nullopt;
}

/// A suite with the schools, new or from an earlier run; one that was loaded without copies gets them.
Result<Loaded> LoadOrFind(const Options& options, Suite& suite, const Loading& loading, const Roster& roster,
                          const fs::path& data) {
    const auto before = WasLoaded(data);
    if (before && (before->first != options.schools || (before->second != options.copies && before->second != 1))) {
        return suite::Fail(suite::Code::kInvalidArgument, "invalid-request", data.string() + " was loaded with others");
    }
    SUITE_ASSIGN(auto loaded, before ? loading.Find(roster) : loading.Load(roster));
    if (!before) {
        Say(fmt::format("loaded in {:.0f} s: {} orders in {:.0f} s, {} links in {:.0f} s", loaded.right.count(),
                        loaded.orders, loaded.ordered.count(), loaded.links, loaded.linked.count()));
    }
    if (options.copies > 1 && (!before || before->second == 1)) {
        Say(fmt::format("{} times as many schools, straight into the licence service's database", options.copies));
        suite.StopService("licence");
        SUITE_RETURN_IF_ERROR(suite::bench::CopySchools(suite.DataFile("db") / "licence.db", options.copies));
        SUITE_RETURN_IF_ERROR(suite.StartService("licence"));
    }
    std::ofstream(data / "bench-loaded") << options.schools << ' ' << options.copies << '\n';
    return loaded;
}

/// One suite under measurement.
struct Bench {
    const Options& options;
    Suite& suite;
    const Loading& loading;
    const Roster& roster;
    const Loaded& loaded;
    const std::vector<suite::bench::Question>& sample;
    const Script& check;
    const Script& probe;
    Measured empty{};  // the probe beside the warm row

    Status Warm() {
        SUITE_ASSIGN(const auto warm, InTurn({&check, &probe}, options));
        empty = warm[1];
        PrintRow("check, warm", warm[0], empty);
        PrintRow("empty RPC", empty, empty);
        return {};
    }

    /// Nothing in memory, nothing in Redis: the first second of a service that was started anew.
    Status Cold() const {
        std::vector<Measured> runs;
        for (int round = 0; round < options.rounds; ++round) {
            suite.KillService("redis");
            SUITE_RETURN_IF_ERROR(suite.StartService("redis"));
            SUITE_RETURN_IF_ERROR(RestartLicence());
            SUITE_ASSIGN(const auto cold, check.Run(kColdSeconds));
            runs.push_back(cold);
        }
        PrintRow("check, first second, all caches cold", suite::bench::Median(runs), empty);
        runs.clear();
        for (int round = 0; round < options.rounds; ++round) {
            SUITE_RETURN_IF_ERROR(RestartLicence());
            SUITE_ASSIGN(const auto cold, check.Run(kColdSeconds));
            runs.push_back(cold);
        }
        PrintRow("check, first second, memory cold, Redis warm", suite::bench::Median(runs), empty);
        return loading.Verify(sample);
    }

    /// Memory fills from the database alone.
    Status WithoutRedis() const {
        suite.KillService("redis");
        SUITE_RETURN_IF_ERROR(RestartLicence());
        SUITE_ASSIGN(const auto first, check.Run(kColdSeconds));
        PrintRow("check, first second, memory cold, Redis killed", first, empty);
        SUITE_ASSIGN(const auto without, InTurn({&check, &probe}, options));
        PrintRow("check, Redis killed", without[0], without[1]);
        SUITE_RETURN_IF_ERROR(loading.Verify(sample));
        SUITE_RETURN_IF_ERROR(suite.StartService("redis"));
        return loading.Verify(sample);
    }

    Status Links() const {
        if (options.links == 0 || options.copies > 1) return {};
        const auto print = [](const char* what, const suite::bench::LinkTimes& times) {
            fmt::print("| {} | {} | {:.1f} | {:.1f} | {:.1f} |\n", what, times.links, times.p50_ms, times.p99_ms,
                       times.longest_ms);
        };
        fmt::print("\n| PUT of a link → first yes | links | p50 ms | p99 ms | longest |\n|---|---|---|---|---|\n");
        const auto links = static_cast<std::size_t>(options.links);
        SUITE_ASSIGN(const auto at_rest, loading.TimeLinks(roster, loaded, links));
        print("at rest", at_rest);
        // wrk asks for as long as it takes, which the first round tells.
        Result<Measured> beside = suite::Fail(suite::Code::kInternal, "internal", "not run");
        std::thread load([&] { beside = check.Run(15); });
        const auto busy = loading.TimeLinks(roster, loaded, links / 3);
        load.join();
        SUITE_RETURN_IF_ERROR(busy);
        SUITE_RETURN_IF_ERROR(beside);
        print(fmt::format("beside {:.0f} checks/s", beside->per_second).c_str(), *busy);
        return {};
    }

    [[nodiscard]] Status RestartLicence() const {
        suite.StopService("licence");
        SUITE_RETURN_IF_ERROR(suite.StartService("licence"));
        return loading.Verify({sample.front()});  // the gateway has found it again
    }
};

/// Reads of the roster, beside the empty RPC of the licence service.
Status MeasureRosterReads(const Options& options, const ScratchDir& scratch, const Bench& bench) {
    std::vector<std::string> pupils;
    std::vector<std::string> pages;
    for (std::size_t s = 0; s < bench.roster.schools.size(); ++s) {
        const auto path = "/schools/" + bench.loaded.school_ids[s] + "/pupils?";
        pages.push_back(path + "limit=100");
        pupils.push_back(fmt::format("{}basispoortId={}", path, bench.roster.schools[s].pupils.front().basispoort_id));
    }
    SUITE_ASSIGN(const auto helpdesk, bench.loading.HelpdeskToken());
    SUITE_ASSIGN(const auto pupil, Script::Write(scratch.File("pupil.lua"), bench.suite.Url(), pupils, helpdesk));
    SUITE_ASSIGN(const auto page, Script::Write(scratch.File("page.lua"), bench.suite.Url(), pages, helpdesk));
    SUITE_ASSIGN(const auto reads, InTurn({&pupil, &page, &bench.probe}, options));
    PrintRow("one pupil by Basispoort id", reads[0], reads[2]);
    PrintRow("page of 100 pupils", reads[1], reads[2]);
    return {};
}

Status MeasureChecks(const Options& options, const ScratchDir& scratch) {
    Say(fmt::format("making {} schools", options.schools));
    Roster roster = MadeRoster(options.schools);
    const fs::path data = options.data.empty() ? scratch.File("checks") : fs::path(options.data);
    SUITE_ASSIGN(auto suite, StartSuite(options, data));
    SUITE_ASSIGN(const auto loading, Loading::Start(suite));
    SUITE_ASSIGN(const Loaded loaded, LoadOrFind(options, suite, loading, roster, data));
    roster.parts.clear();
    const auto questions = Loading::Questions(roster, loaded, kQuestions, options.copies);
    const std::vector sample(questions.begin(), questions.begin() + kSample);
    SUITE_RETURN_IF_ERROR(loading.Verify(sample));
    std::vector<std::string> paths;
    for (const auto& question : questions) paths.push_back(question.path);
    SUITE_ASSIGN(const auto token, loading.MethodToken());
    SUITE_ASSIGN(const auto check, Script::Write(scratch.File("check.lua"), suite.Url(), paths, token));
    SUITE_ASSIGN(const auto probe,
                 Script::Write(scratch.File("probe.lua"), suite.Url(), {"/entitlements/probe"}, token));
    if (options.wait) {
        Say("loaded: a line on standard input starts the measurement");
        std::string line;
        std::getline(std::cin, line);
    }
    Bench bench{options, suite, loading, roster, loaded, sample, check, probe};
    fmt::print("\n{} schools{}, {} pupils; {} rounds of {} s; load before: {}\n\n", roster.schools.size(),
               options.copies > 1 ? fmt::format(", {} times in the licence service's database", options.copies) : "",
               roster.Pupils(), options.rounds, options.seconds, suite::bench::LoadAverages());
    PrintHead();
    SUITE_RETURN_IF_ERROR(bench.Warm());
    if (options.roster_reads) SUITE_RETURN_IF_ERROR(MeasureRosterReads(options, scratch, bench));
    SUITE_RETURN_IF_ERROR(bench.Cold());
    SUITE_RETURN_IF_ERROR(bench.WithoutRedis());
    SUITE_RETURN_IF_ERROR(bench.Links());
    fmt::print(
        "\n{} answers compared with the expected ones, four times: all right. licence {:.0f} MiB, gateway {:.0f} MiB"
        " at most. Load after: {}\n",
        kSample, suite::bench::PeakMiB(suite.Pid("licence").value_or(0)),
        suite::bench::PeakMiB(suite.Pid("gateway").value_or(0)), suite::bench::LoadAverages());
    return {};
}

/// Time from a first part to right entitlements, and memory after that.
Status MeasureLoad(const Options& options, const ScratchDir& scratch) {
    Say(fmt::format("loading {} schools", options.load_schools));
    const Roster roster = MadeRoster(options.load_schools);
    const auto before = suite::bench::LoadAverages();
    SUITE_ASSIGN(auto suite, StartSuite(options, scratch.File("load")));
    SUITE_ASSIGN(const auto loading, Loading::Start(suite));
    SUITE_ASSIGN(const Loaded loaded, loading.Load(roster));
    SUITE_RETURN_IF_ERROR(loading.Verify(Loading::Questions(roster, loaded, kSample)));

    fmt::print("\n{} schools, {} pupils, {} records, {} orders, {} links; load before: {}, after: {}\n\n",
               roster.schools.size(), roster.Pupils(), roster.records, loaded.orders, loaded.links, before,
               suite::bench::LoadAverages());
    fmt::print("| process | resident MiB |\n|---|---|\n");
    for (const auto& name : Suite::Names())
        fmt::print("| {} | {:.0f} |\n", name, suite::bench::ResidentMiB(suite.Pid(name).value_or(0)));
    suite.Stop();

    const auto data = suite.DataFile("db");
    fs::create_directory(scratch.File("bare"));
    SUITE_ASSIGN(const auto bare, suite::bench::SqliteDatabases(data, scratch.File("bare"))->LoadBare());
    fmt::print("\n| | s | × bare |\n|---|---|---|\n");
    fmt::print("| bare prepared inserts of the same {} rows | {:.2f} | 1 |\n", bare.rows, bare.time.count());
    const auto row = [&](const char* what, suite::bench::Seconds time) {
        fmt::print("| {} | {:.2f} | {} |\n", what, time.count(), fmt::format("{:.1f}", time / bare.time));
    };
    row("first part → applied", loaded.applied);
    row("first part → licence knows everybody", loaded.known);
    row("orders, on eight connections", loaded.ordered);
    row("links, on eight connections", loaded.linked);
    row("first part → all entitlements right", loaded.right);
    return {};
}

Status Run(const Options& options) {
    const ScratchDir scratch;
    std::cout << suite::bench::MachineFacts() << std::flush;
    SUITE_RETURN_IF_ERROR(MeasureChecks(options, scratch));
    if (options.load_schools > 0 && options.postgres_url.empty()) SUITE_RETURN_IF_ERROR(MeasureLoad(options, scratch));
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Measures entitlement checks on a suite of its own with the country in it."};
    app.add_option("--schools", options.schools, "How many; the country has 6,092")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    app.add_option("--copies", options.copies, "Every school so many times in the licence service's database (SQLite)")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    app.add_option("--load-schools", options.load_schools, "For load time and memory besides; 0: leave those out")
        ->check(CLI::Range(0, 10000))
        ->capture_default_str();
    app.add_option("--seconds", options.seconds, "Of one round")->check(CLI::Range(1, 600))->capture_default_str();
    app.add_option("--rounds", options.rounds, "Of which the median counts")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    app.add_option("--links", options.links, "To time, from a link to access")
        ->check(CLI::Range(0, 10000))
        ->capture_default_str();
    app.add_flag("--roster-reads", options.roster_reads, "Lists of pupils besides");
    app.add_flag("--wait", options.wait, "Between loading and measuring, for a line on standard input");
    app.add_option("--data", options.data, "Folder that is kept, and loaded in the first run only");
    app.add_option("--postgres", options.postgres_url,
                   "postgresql://...: an empty database (no load then); else SQLite");
    CLI11_PARSE(app, argc, argv);
    try {
        if (const auto status = Run(options); !status) {
            std::cerr << "bench-check: " << status.error().message << '\n';
            return EXIT_FAILURE;
        }
    } catch (const std::exception& exception) {
        std::cerr << "bench-check: " << exception.what() << '\n';
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
