// bench-front: what callers notice of strangers, with nginx (deploy/nginx) in front of the gateway. docs/benchmarks.md
// says how to read it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <thread>

#include "core/reasons.hpp"
#include "core/time.hpp"
#include "services/gateway/problem.hpp"
#include "suite/firewall.hpp"
#include "suite/nginx.hpp"
#include "suite/suite.hpp"
#include "tools/bench/loading.hpp"
#include "tools/bench/machine.hpp"
#include "tools/bench/scratch_dir.hpp"
#include "tools/bench/slowhttptest.hpp"
#include "tools/bench/strangers.hpp"
#include "tools/bench/wrk.hpp"
#include "tools/demo/machines.hpp"

namespace {

namespace fs = std::filesystem;
using suite::Result;
using suite::Status;
using suite::bench::Measured;
using suite::bench::Oddity;
using suite::bench::ScratchDir;
using suite::bench::Script;
using suite::bench::Slowness;
using suite::bench::Strangers;

constexpr int kCallers = 8;     // connections
constexpr int kWorkers = 4096;  // connections that nginx holds
constexpr std::size_t kQuestions = 20000;
constexpr std::size_t kSample = 500;
// A development run has limits a thousand times as wide as production's: strangers get the real one.
constexpr const char* kLimits = "SLEUTELBOS_GATEWAY_RATE_LIMITS=read.person=300/10";
constexpr int kSlowSeconds = 600;
constexpr std::chrono::seconds kRise{3};  // until the strangers are all there

struct Options {
    std::uint32_t schools = 20;
    int seconds = 20;
    int rounds = 3;
    bool no_firewall = false;
    std::string only{};
};

/// The suite behind nginx, and its callers.
struct Bench {
    const Options& options;
    suite::devsuite::Suite& suite;
    suite::devsuite::Nginx& nginx;
    const Script& callers;
    Measured quiet{};

    [[nodiscard]] Result<Measured> Calm() const {
        std::vector<Measured> runs;
        for (int round = 0; round < options.rounds; ++round) {
            SUITE_ASSIGN(const auto run, callers.Run(options.seconds, kCallers));
            runs.push_back(run);
        }
        return suite::bench::Median(runs);
    }

    void Print(std::string_view what, const Measured& m, std::int64_t said) const {
        fmt::print("| {} | {:.0f} | {:.2f} | {:.2f} | {} | {:.2f} | {} |\n", what, m.per_second, m.p50_ms, m.p99_ms,
                   m.failed, m.p99_ms / quiet.p99_ms, said);
        std::fflush(stdout);
    }

    /// UNAVAILABLE when a process has died.
    Status Lives() const {
        if (const auto death = suite.CheckAlive()) {
            return suite::Fail(suite::Code::kUnavailable, suite::reason::kUnavailable, death->name + " has died");
        }
        if (!nginx.Runs()) {
            return suite::Fail(suite::Code::kUnavailable, suite::reason::kUnavailable, "nginx has died");
        }
        return {};
    }
};

Status BesideStrangers(const Bench& bench, Oddity oddity, const suite::bench::Target& target) {
    const Strangers strangers(target, oddity);
    std::this_thread::sleep_for(kRise);
    SUITE_ASSIGN(const auto measured, bench.Calm());
    bench.Print(NameOf(oddity), measured, strangers.Said());
    return bench.Lives();
}

Status BesideSlow(const Bench& bench, Slowness slowness, const std::string& url, const fs::path& output) {
    SUITE_ASSIGN(auto first, suite::bench::StartSlow(slowness, url, kSlowSeconds, output));
    // Nobody cuts it off as soon as that.
    if (first.WaitFor(std::chrono::milliseconds(500))) {
        return suite::Fail(suite::Code::kUnavailable, suite::reason::kUnavailable,
                           "slowhttptest ended; is it installed?");
    }
    std::int64_t started = 1;
    // It ends when nginx has cut off its connections: then it comes again.
    std::jthread again([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            if (first.Ended()) {
                auto next = suite::bench::StartSlow(slowness, url, kSlowSeconds, output);
                if (!next) return;
                first = *std::move(next);
                ++started;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
    });
    std::this_thread::sleep_for(kRise * 2);
    const auto measured = bench.Calm();
    again.request_stop();
    again.join();
    SUITE_RETURN_IF_ERROR(measured);
    bench.Print(NameOf(slowness), *measured, 1000 * started);
    return bench.Lives();
}

Status Run(const Options& options) {
    const ScratchDir scratch;
    std::cout << suite::bench::MachineFacts() << std::flush;
    const auto today = suite::DutchDay(suite::SystemClock().Now());
    const auto roster = suite::bench::MakeRoster(options.schools, suite::SchoolYear::Of(today).ToString());
    SUITE_ASSIGN(auto suite,
                 suite::devsuite::Suite::Start(
                     {.bin_dir = fs::read_symlink("/proc/self/exe").parent_path(),
                      .data_dir = scratch.File("data"),
                      .log_level = "warning",
                      .environment = {{"gateway", {"SLEUTELBOS_GATEWAY_TRUSTED_PROXIES=127.0.0.1", kLimits}}},
                      .add_machines = suite::demo::AddDevMachines}));
    SUITE_ASSIGN(const auto loading, suite::bench::Loading::Start(suite));
    SUITE_ASSIGN(const auto loaded, loading.Load(roster));
    const auto questions = suite::bench::Loading::Questions(roster, loaded, kQuestions);
    const std::vector sample(questions.begin(), questions.begin() + kSample);
    std::vector<std::string> paths;
    for (const auto& question : questions) paths.push_back(question.path);

    fs::create_directory(scratch.File("nginx"));
    SUITE_ASSIGN(auto nginx, suite::devsuite::Nginx::Start({.folder = scratch.File("nginx"),
                                                            .gateway = suite.Url().substr(sizeof("http://") - 1),
                                                            .connections = kWorkers,
                                                            .ipv6 = true,
                                                            .nameless = true}));
    std::optional<suite::devsuite::Firewall> firewall;
    if (!options.no_firewall) {
        SUITE_ASSIGN(auto raised, suite::devsuite::Firewall::Raise(scratch.File("nginx"), nginx.HttpsPort()));
        firewall.emplace(std::move(raised));
    }
    SUITE_ASSIGN(const auto token, loading.MethodToken());
    SUITE_ASSIGN(const auto callers,
                 Script::Write(scratch.File("callers.lua"), "https://127.0.0.1:" + std::to_string(nginx.HttpsPort()),
                               paths, token));
    Bench bench{.options = options, .suite = suite, .nginx = nginx, .callers = callers};

    fmt::print("\n{} schools; {} callers who check, over TLS; {} firewall; {} rounds of {} s; load before: {}\n\n",
               options.schools, kCallers, options.no_firewall ? "no" : "with the", options.rounds, options.seconds,
               suite::bench::LoadAverages());
    fmt::print(
        "| beside | requests/s | p50 ms | p99 ms | failed | p99 × alone | connections of strangers |\n"
        "|---|---|---|---|---|---|---|\n");
    SUITE_RETURN_IF_ERROR(callers.Run(2, kCallers));
    SUITE_ASSIGN(bench.quiet, bench.Calm());
    bench.Print("nobody", bench.quiet, 0);
    SUITE_ASSIGN(const auto helpdesk, loading.HelpdeskToken());
    const auto chosen = [&](std::string_view name) { return name.find(options.only) != std::string_view::npos; };
    const suite::bench::Target target{
        .port = nginx.HttpsPort(),
        .path = std::string(suite::gateway::kProblemsPath),
        .inside_path = "/api/v1/schools/" + loaded.school_ids.front() + "/pupils?limit=500",
        .token = helpdesk};
    for (const auto oddity : suite::bench::AllOddities()) {
        if (!chosen(NameOf(oddity))) continue;
        SUITE_RETURN_IF_ERROR(BesideStrangers(bench, oddity, target));
    }
    const auto slow_url = "https://[::1]:" + std::to_string(nginx.HttpsPort()) + "/api/v1/schools";
    for (const auto slowness : suite::bench::AllSlownesses()) {
        if (!chosen(NameOf(slowness))) continue;
        SUITE_RETURN_IF_ERROR(BesideSlow(bench, slowness, slow_url, scratch.File("slowhttptest")));
    }
    SUITE_ASSIGN(const auto after, bench.Calm());
    bench.Print("nobody again", after, 0);
    SUITE_RETURN_IF_ERROR(loading.Verify(sample));
    fmt::print(
        "\n{} answers compared with the expected ones: all right; no process died. gateway {:.0f} MiB at most."
        " Load after: {}\n",
        kSample, suite::bench::PeakMiB(suite.Pid("gateway").value_or(0)), suite::bench::LoadAverages());
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Measures what callers notice of strangers, behind nginx. Needs IPv6 on the loopback."};
    app.add_option("--schools", options.schools, "How many")->check(CLI::Range(1, 1000))->capture_default_str();
    app.add_option("--seconds", options.seconds, "Of one round")->check(CLI::Range(1, 600))->capture_default_str();
    app.add_option("--rounds", options.rounds, "Of which the median counts")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    app.add_option("--only", options.only, "Beside whom: rows with this in their name");
    app.add_flag("--no-firewall", options.no_firewall, "Without deploy/nftables, which only root may load");
    CLI11_PARSE(app, argc, argv);
    try {
        if (const auto status = Run(options); !status) {
            std::cerr << "bench-front: " << status.error().message << '\n';
            return EXIT_FAILURE;
        }
    } catch (const std::exception& exception) {
        std::cerr << "bench-front: " << exception.what() << '\n';
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
