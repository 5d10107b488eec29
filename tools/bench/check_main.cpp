// bench-check: how fast the suite answers and loads, as ratios within one run. docs/benchmarks.md says how to read it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <functional>
#include <iostream>

#include "core/time.hpp"
#include "suite/suite.hpp"
#include "tools/bench/databases.hpp"
#include "tools/bench/loading.hpp"
#include "tools/bench/machine.hpp"
#include "tools/bench/scratch_dir.hpp"
#include "tools/bench/wrk.hpp"

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using suite::Result;
using suite::Status;
using suite::bench::Loaded;
using suite::bench::Loading;
using suite::bench::Measured;
using suite::bench::Roster;
using suite::bench::ScratchDir;
using suite::bench::Script;
using suite::devsuite::Suite;

constexpr std::size_t kQuestions = 20000;
constexpr std::size_t kSample = 1000;  // of the questions, asked one by one for their answers

struct Options {
    std::uint32_t schools = 50;
    std::uint32_t load_schools = 500;
    int seconds = 5;
    int rounds = 5;
    std::string postgres_url;
};

void Say(const std::string& what) { std::cerr << what << std::endl; }

void PrintHead() { fmt::print("| | requests/s | p50 ms | p99 ms | failed | ratio |\n|---|---|---|---|---|---|\n"); }
void PrintRow(std::string_view what, const Measured& m, const std::string& ratio) {
    fmt::print("| {} | {:.0f} | {:.2f} | {:.2f} | {} | {} |\n", what, m.per_second, m.p50_ms, m.p99_ms, m.failed,
               ratio);
    std::fflush(stdout);
}

/// Runs the scripts in turn, `rounds` times after a warm-up; the medians in the scripts' order.
Result<std::vector<Measured>> InTurn(const std::vector<const Script*>& scripts, const Options& options) {
    std::vector<std::vector<Measured>> runs(scripts.size());
    for (int round = -1; round < options.rounds; ++round) {
        for (std::size_t i = 0; i < scripts.size(); ++i) {
            SUITE_ASSIGN(const auto measured, scripts[i]->Run(round < 0 ? 2 : options.seconds));
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
                         .log_level = "warning"});
}

Roster MadeRoster(std::uint32_t schools) {
    const auto today = suite::DutchDay(suite::SystemClock().Now());
    return suite::bench::MakeRoster(schools, suite::SchoolYear::Of(today).ToString());
}

/// Checks of entitlements against the same way with nothing done at its end, and reads of the roster.
Status MeasureReads(const Options& options, const ScratchDir& scratch) {
    Say(fmt::format("loading {} schools", options.schools));
    const Roster roster = MadeRoster(options.schools);
    SUITE_ASSIGN(auto suite, StartSuite(options, scratch.File("reads")));
    SUITE_ASSIGN(const auto loading, Loading::Start(suite));
    SUITE_ASSIGN(const Loaded loaded, loading.Load(roster));
    const auto questions = Loading::Questions(roster, loaded, kQuestions);
    const std::vector sample(questions.begin(), questions.begin() + kSample);
    SUITE_RETURN_IF_ERROR(loading.Verify(sample));

    std::vector<std::string> checks;
    for (const auto& question : questions) checks.push_back(question.path);
    std::vector<std::string> pupils;
    std::vector<std::string> pages;
    for (std::size_t s = 0; s < roster.schools.size(); ++s) {
        const auto path = "/schools/" + loaded.school_ids[s] + "/pupils?";
        pages.push_back(path + "limit=100");
        for (const auto& pupil : roster.schools[s].pupils)
            pupils.push_back(fmt::format("{}basispoortId={}", path, pupil.basispoort_id));
    }
    SUITE_ASSIGN(const auto method, loading.MethodToken());
    SUITE_ASSIGN(const auto helpdesk, loading.HelpdeskToken());
    SUITE_ASSIGN(const auto check, Script::Write(scratch.File("check.lua"), suite.Url(), checks, method));
    SUITE_ASSIGN(const auto probe,
                 Script::Write(scratch.File("probe.lua"), suite.Url(), {"/entitlements/probe"}, method));
    SUITE_ASSIGN(const auto pupil, Script::Write(scratch.File("pupil.lua"), suite.Url(), pupils, helpdesk));
    SUITE_ASSIGN(const auto page, Script::Write(scratch.File("page.lua"), suite.Url(), pages, helpdesk));

    fmt::print("\n{} schools, {} pupils; {} rounds of {} s; load before: {}\n\n", roster.schools.size(),
               roster.Pupils(), options.rounds, options.seconds, suite::bench::LoadAverages());
    PrintHead();
    SUITE_ASSIGN(const auto warm, InTurn({&check, &probe}, options));
    PrintRow("(a) check, Redis warm", warm[0], fmt::format("{:.2f} of (b)", warm[0].per_second / warm[1].per_second));
    PrintRow("(b) empty RPC", warm[1], "1");
    SUITE_ASSIGN(const auto reads, InTurn({&pupil, &page, &probe}, options));
    PrintRow("one pupil by Basispoort id", reads[0],
             fmt::format("{:.2f} of the empty RPC", reads[0].per_second / reads[2].per_second));
    PrintRow("page of 100 pupils", reads[1],
             fmt::format("{:.2f} of the empty RPC", reads[1].per_second / reads[2].per_second));

    suite.KillService("redis");
    SUITE_ASSIGN(const auto without, InTurn({&check, &probe}, options));
    PrintRow("(c) check, Redis killed", without[0],
             fmt::format("{:.2f} of the empty RPC", without[0].per_second / without[1].per_second));
    SUITE_RETURN_IF_ERROR(loading.Verify(sample));
    SUITE_RETURN_IF_ERROR(suite.StartService("redis"));
    SUITE_ASSIGN(const auto cold, check.Run(1));
    PrintRow("first second after Redis is back, empty", cold, "");
    SUITE_RETURN_IF_ERROR(loading.Verify(sample));
    fmt::print("\n{} answers compared with the expected ones, three times: all right. Load after: {}\n", kSample,
               suite::bench::LoadAverages());
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
    row("orders, one at a time", loaded.ordered);
    row("links, one at a time", loaded.linked);
    row("first part → all entitlements right", loaded.right);
    return {};
}

Status Run(const Options& options) {
    const ScratchDir scratch;
    std::cout << suite::bench::MachineFacts() << std::flush;
    SUITE_RETURN_IF_ERROR(MeasureReads(options, scratch));
    if (options.load_schools > 0 && options.postgres_url.empty()) SUITE_RETURN_IF_ERROR(MeasureLoad(options, scratch));
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Measures entitlement checks and the roster's load on a suite of its own."};
    app.add_option("--schools", options.schools, "For the reads")->check(CLI::Range(1, 10000))->capture_default_str();
    app.add_option("--load-schools", options.load_schools, "For load time and memory; 0: leave those out")
        ->check(CLI::Range(0, 10000))
        ->capture_default_str();
    app.add_option("--seconds", options.seconds, "Of one round")->check(CLI::Range(1, 600))->capture_default_str();
    app.add_option("--rounds", options.rounds, "Of which the median counts")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    app.add_option("--postgres", options.postgres_url,
                   "postgresql://...: an empty database for the reads (no load then); else SQLite");
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
