// bench-roster: the country's roster on its way through the suite, beside a bare load of the same rows.
// docs/benchmarks.md says how to read it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/time.hpp"
#include "sql/admin.hpp"
#include "suite/suite.hpp"
#include "tools/bench/databases.hpp"
#include "tools/bench/loading.hpp"
#include "tools/bench/machine.hpp"
#include "tools/bench/page_reader.hpp"
#include "tools/bench/push.hpp"
#include "tools/bench/scratch_dir.hpp"
#include "tools/demo/machines.hpp"
#include "tools/demo/partner.hpp"
#include "tools/roster_gen/roster_gen.hpp"

namespace {

namespace fs = std::filesystem;
using suite::Result;
using suite::Status;
using suite::bench::Databases;
using suite::bench::Loading;
using suite::bench::PageReader;
using suite::bench::Parts;
using suite::bench::Pushed;
using suite::bench::Pusher;
using suite::bench::Reading;
using suite::bench::ScratchDir;
using suite::bench::Seconds;
using suite::devsuite::Suite;
using suite::roster_gen::Generator;

constexpr std::uint32_t kCountry = 6100;  // schools, where DUO's list is absent
constexpr double kDeltaShare = 0.01;
constexpr std::chrono::seconds kRest{30};

struct Options {
    std::uint32_t schools = 0;
    std::string duo;
    std::string postgres_url;
    bool sqlite_only = false;
    bool postgres_only = false;
    int senders = 3;
    int page_pause_ms = 0;
};

/// What is sent, made once for both databases.
struct Roster {
    Parts first;    // one school, for the page to be read before
    Parts country;  // that school included
    Parts delta;
    Parts next_delta;               // of another night
    std::int64_t first_school = 0;  // Basispoort id
};

void Say(const std::string& what) { std::cerr << what << std::endl; }

Result<Roster> MakeRoster(const Options& options) {
    const auto today = suite::DutchDay(suite::SystemClock().Now());
    suite::roster_gen::Options wanted{.schools = kCountry, .school_year = suite::SchoolYear::Of(today).ToString()};
    if (!options.duo.empty()) {
        SUITE_ASSIGN(wanted.facts, suite::roster_gen::LoadDuo(options.duo));
        wanted.schools = static_cast<std::uint32_t>(wanted.facts.size());
    }
    if (options.schools > 0) wanted.schools = options.schools;
    const auto first_school = wanted.first_school_id;
    const Generator generator(std::move(wanted));
    const auto country = [&](std::optional<suite::roster_gen::DeltaOptions> delta) {
        return suite::bench::MakeParts(generator, 0, generator.Schools(), delta);
    };
    return Roster{.first = suite::bench::MakeParts(generator, 0, 1, std::nullopt),
                  .country = country(std::nullopt),
                  .delta = country(suite::roster_gen::DeltaOptions{.share = kDeltaShare, .seed = 1}),
                  .next_delta = country(suite::roster_gen::DeltaOptions{.share = kDeltaShare, .seed = 2}),
                  .first_school = first_school};
}

Result<std::string> PagePath(const Suite& suite, const std::string& helpdesk, std::int64_t basispoort_id) {
    suite::demo::Partner partner(suite.Url(), helpdesk);
    SUITE_ASSIGN(const auto text, partner.Get(fmt::format("/schools?basispoortId={}", basispoort_id)));
    const auto id = nlohmann::json::parse(text).at("items").at(0).at("id").get<std::string>();
    return "/schools/" + id + "/pupils?limit=100";
}

void PrintTimes(const Pushed& country, const Pushed& delta, const Pushed& read_delta,
                const suite::bench::BareLoad& bare) {
    fmt::print("\n| | s | × bare | asked |\n|---|---|---|---|\n");
    fmt::print("| bare load of the same {} rows | {:.1f} | 1 | |\n", bare.rows, bare.time.count());
    const auto row = [&](std::string_view what, Seconds time, std::string_view asked) {
        fmt::print("| {} | {:.1f} | {:.2f} | {} |\n", what, time.count(), time / bare.time, asked);
    };
    row("country: first byte → accepted", country.accepted, "");
    row("country: first byte → applied", country.applied, "");
    row("country: first byte → last follower has it", country.followed, "≤ 4 × bare");
    row("1 % delta: first byte → applied", delta.applied, "");
    row("1 % delta: first byte → last follower has it", delta.followed, "≤ 10 s");
    row("next 1 % delta, pages read all the while: first byte → applied", read_delta.applied, "");
    row("next 1 % delta, pages read all the while: first byte → last follower has it", read_delta.followed, "");
}

void PrintPages(const std::vector<std::pair<std::string, Reading>>& readings) {
    fmt::print(
        "\n| page of 100 pupils of one school | pages | failed | p50 ms | p99 ms | longest ms | p99 × rest |\n"
        "|---|---|---|---|---|---|---|\n");
    for (const auto& [what, r] : readings) {
        fmt::print("| {} | {} | {} | {:.2f} | {:.2f} | {:.0f} | {:.2f} |\n", what, r.pages, r.failed, r.p50_ms,
                   r.p99_ms, r.longest_ms, r.p99_ms / readings.front().second.p99_ms);
    }
}

void PrintMemory(const Suite& suite) {
    fmt::print("\n| process | peak MiB (asked: ≤ 200) |\n|---|---|\n");
    for (const auto& name : Suite::Names())
        fmt::print("| {} | {:.0f} |\n", name, suite::bench::PeakMiB(suite.Pid(name).value_or(0)));
}

/// The same delta again, as the same batch and as a new one, and what that wrote.
Status Repeat(Pusher& pusher, Databases& databases, const Roster& roster) {
    fmt::print(
        "\n| the same delta again | answer | changes | roster-sync | licence | pincode | result-exchange |\n"
        "|---|---|---|---|---|---|---|\n");
    SUITE_ASSIGN(auto before, databases.Mark());
    for (const auto& [what, sequence] : {std::pair{"same sequence", 4}, std::pair{"new sequence", 5}}) {
        SUITE_ASSIGN(const auto again, pusher.Push(sequence, "delta", roster.next_delta));
        SUITE_ASSIGN(auto after, databases.Mark());
        fmt::print("| {} | {} | {} |", what,
                   again.refused.empty() ? fmt::format("applied in {:.1f} s", again.followed.count()) : again.refused,
                   again.changed);
        for (const auto* service : {"roster-sync", "licence", "pincode", "result-exchange"})
            fmt::print(" {} |", suite::bench::Difference(before[service], after[service]));
        fmt::print("\n");
        before = std::move(after);
    }
    return {};
}

Status Measure(const Options& options, const Roster& roster, Suite& suite, Databases& databases) {
    SUITE_ASSIGN(const auto loading, Loading::Start(suite));
    Pusher pusher(suite, loading, databases, options.senders);
    SUITE_RETURN_IF_ERROR(pusher.Push(1, "snapshot", roster.first));
    SUITE_ASSIGN(const auto helpdesk, loading.HelpdeskToken());
    SUITE_ASSIGN(const auto page, PagePath(suite, helpdesk, roster.first_school));

    fmt::print("\n## {}\n\nLoad averages before: {}\n", databases.Name(), suite::bench::LoadAverages());
    std::vector<std::pair<std::string, Reading>> readings;
    Pushed country;
    suite::bench::BareLoad bare;
    {
        PageReader reader(suite.Url(), page, helpdesk, std::chrono::milliseconds(options.page_pause_ms));
        std::this_thread::sleep_for(kRest / 5);  // warm
        static_cast<void>(reader.Take());
        std::this_thread::sleep_for(kRest);
        readings.emplace_back("at rest", reader.Take());
        Say("the country");
        SUITE_ASSIGN(country, pusher.Push(2, "snapshot", roster.country));
        readings.emplace_back("while the country loads", reader.Take());
    }
    Say("the bare load");
    SUITE_ASSIGN(bare, databases.LoadBare());
    Say("the delta");
    SUITE_ASSIGN(const auto delta, pusher.Push(3, "delta", roster.delta));
    Pushed next_delta;
    {
        PageReader reader(suite.Url(), page, helpdesk, std::chrono::milliseconds(options.page_pause_ms));
        std::this_thread::sleep_for(kRest);
        readings.emplace_back("at rest, the country loaded", reader.Take());
        Say("the next delta");
        SUITE_ASSIGN(next_delta, pusher.Push(4, "delta", roster.next_delta));
        readings.emplace_back("while the delta loads", reader.Take());
    }
    PrintTimes(country, delta, next_delta, bare);
    fmt::print("\nRejected: {} of the country, {} and {} of the deltas ({} and {} records, {} and {} changes).\n",
               country.rejected, delta.rejected, next_delta.rejected, roster.delta.records, roster.next_delta.records,
               delta.changed, next_delta.changed);
    PrintPages(readings);
    PrintMemory(suite);
    Say("the delta again");
    SUITE_RETURN_IF_ERROR(Repeat(pusher, databases, roster));
    fmt::print("\nLoad averages after: {}\n", suite::bench::LoadAverages());
    std::fflush(stdout);
    return {};
}

Result<Suite> StartSuite(const fs::path& data_dir, const std::string& postgres_url) {
    return Suite::Start({.bin_dir = fs::read_symlink("/proc/self/exe").parent_path(),
                         .data_dir = data_dir,
                         .postgres_url = postgres_url,
                         .log_level = "warning",
                         .add_machines = suite::demo::AddDevMachines});
}

Status MeasureSqlite(const Options& options, const Roster& roster, const ScratchDir& scratch) {
    const auto data = scratch.File("sqlite");
    fs::create_directory(scratch.File("bare"));
    SUITE_ASSIGN(auto suite, StartSuite(data, ""));
    const auto databases = suite::bench::SqliteDatabases(data / "db", scratch.File("bare"));
    SUITE_RETURN_IF_ERROR(Measure(options, roster, suite, *databases));
    suite.Stop();
    fs::remove_all(data);
    return {};
}

Status MeasurePostgres(const Options& options, const Roster& roster, const ScratchDir& scratch) {
    constexpr const char* kDatabase = "sleutelbos_bench";
    const auto run = [&](const std::string& statement) {
        return suite::sql::RunOutsideTransaction(options.postgres_url, statement);
    };
    SUITE_RETURN_IF_ERROR(run(fmt::format("create database {} template template0", kDatabase)));
    SUITE_ASSIGN(const auto url, suite::sql::WithDatabase(options.postgres_url, kDatabase));
    fs::create_directory(scratch.File("copies"));
    const auto measured = [&]() -> Status {
        SUITE_ASSIGN(auto suite, StartSuite(scratch.File("postgres"), url));
        SUITE_ASSIGN(const auto databases, suite::bench::PostgresDatabases(url, scratch.File("copies")));
        return Measure(options, roster, suite, *databases);
    }();
    SUITE_RETURN_IF_ERROR(run(fmt::format("drop database {} with (force)", kDatabase)));
    return measured;
}

Status Run(const Options& options) {
    const ScratchDir scratch;
    if (!options.sqlite_only && options.postgres_url.empty()) {
        return suite::Fail(suite::Code::kInvalidArgument, "",
                           "no PostgreSQL: run it by ./bench roster, or give --postgres URL or --sqlite-only");
    }
    Say("making the roster");
    SUITE_ASSIGN(const auto roster, MakeRoster(options));
    std::cout << suite::bench::MachineFacts();
    fmt::print("- {} schools{}, {} pupils, {} records, {:.0f} MiB of NDJSON in {} gzipped parts, {} senders\n",
               roster.country.schools, options.duo.empty() ? " (made up)" : " (DUO's)", roster.country.pupils,
               roster.country.records, static_cast<double>(roster.country.bytes) / (1U << 20U),
               roster.country.gzipped.size(), options.senders);
    std::fflush(stdout);
    if (!options.postgres_only) SUITE_RETURN_IF_ERROR(MeasureSqlite(options, roster, scratch));
    if (!options.sqlite_only) SUITE_RETURN_IF_ERROR(MeasurePostgres(options, roster, scratch));
    return {};
}

/// The folder beside the checkout, where it is.
std::string SharedData() {
    const auto folder = fs::read_symlink("/proc/self/exe").parent_path() / "../../../../shared/data";
    return fs::is_directory(folder) ? folder.lexically_normal().string() : "";
}

}  // namespace

int main(int argc, char** argv) {
    Options options{.duo = SharedData()};
    if (const char* const server = std::getenv("SUITE_TEST_POSTGRES")) options.postgres_url = server;
    CLI::App app{"Loads the country's roster by REST on SQLite and PostgreSQL, beside a bare load of the same rows."};
    app.add_option("--schools", options.schools, "So many, for a small try; 0: the whole country")
        ->check(CLI::Range(0, 10000))
        ->capture_default_str();
    app.add_option("--duo", options.duo, "Folder with DUO's two lists; empty: made-up schools")->capture_default_str();
    app.add_option("--postgres", options.postgres_url,
                   "postgresql://...: a server where a database may be made; ./bench starts one");
    auto* sqlite_only = app.add_flag("--sqlite-only", options.sqlite_only, "Without PostgreSQL");
    app.add_flag("--postgres-only", options.postgres_only, "Without SQLite")->excludes(sqlite_only);
    app.add_option("--senders", options.senders, "That send parts beside each other")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    app.add_option("--page-pause", options.page_pause_ms, "ms between two pages that are read; 0: none")
        ->check(CLI::Range(0, 10000))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        if (const auto status = Run(options); !status) {
            std::cerr << "bench-roster: " << status.error().message << '\n';
            return EXIT_FAILURE;
        }
    } catch (const std::exception& exception) {
        std::cerr << "bench-roster: " << exception.what() << '\n';
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
