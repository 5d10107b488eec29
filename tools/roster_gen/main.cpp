// roster-gen: made-up rosters as NDJSON (README.md beside this file).
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "tools/roster_gen/output.hpp"
#include "tools/roster_gen/roster_gen.hpp"

namespace {

using suite::roster_gen::DeltaOptions;
using suite::roster_gen::Generator;
using suite::roster_gen::Output;

struct Arguments {
    suite::roster_gen::Options roster;
    std::string duo;
    DeltaOptions delta{.share = 0};
    std::uint32_t parts = 1;
    std::string out;
    bool gzip = false;
};

int Complain(const suite::Error& error) {
    std::cerr << "roster-gen: " << error.message << '\n';
    return EXIT_FAILURE;
}

std::string PathOf(const Arguments& arguments, std::uint32_t part) {
    if (arguments.out.empty()) return "-";
    return arguments.out + "/part-" + std::to_string(part + 1) + (arguments.gzip ? ".ndjson.gz" : ".ndjson");
}

/// Each part has whole schools, about as many as the others.
suite::Status Write(const Arguments& arguments, const Generator& generator) {
    const std::uint64_t schools = generator.Schools();
    for (std::uint32_t part = 0; part < arguments.parts; ++part) {
        SUITE_ASSIGN(Output output, Output::Open(PathOf(arguments, part), arguments.gzip));
        const auto sink = [&output](std::string_view line) { output.Line(line); };
        const auto end = static_cast<std::uint32_t>(schools * (part + 1) / arguments.parts);
        for (auto index = static_cast<std::uint32_t>(schools * part / arguments.parts); index < end; ++index) {
            if (arguments.delta.share > 0) {
                generator.GenerateSchoolDelta(index, arguments.delta, sink);
            } else {
                generator.GenerateSchool(index, sink);
            }
        }
        SUITE_RETURN_IF_ERROR(output.Close());
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"Made-up school rosters as NDJSON, the same for the same flags. Sizes follow DUO's figures of 2025."};
    auto* schools = app.add_option("--schools", arguments.roster.schools, "How many (with --duo: all unless given)")
                        ->check(CLI::Range(1U, 10'000'000U))
                        ->capture_default_str();
    app.add_option("--seed", arguments.roster.seed, "Other seed, other people")->capture_default_str();
    app.add_option("--first-school-id", arguments.roster.first_school_id, "Basispoort id of the first school")
        ->check(CLI::Range(std::int64_t{1}, suite::roster_gen::kMaxSchoolId - 10'000'000))
        ->capture_default_str();
    app.add_option("--school-year", arguments.roster.school_year, "Of the groups")
        ->check([](const std::string& text) {
            const bool digits =
                text.size() == 9 && text[4] == '-' && text.find_first_not_of("0123456789-") == text.npos;
            return digits && std::atoi(text.c_str()) + 1 == std::atoi(text.c_str() + 5) ? "" : "not like 2026-2027";
        })
        ->capture_default_str();
    app.add_option("--duo", arguments.duo, "Folder with DUO's two lists: real schools, made-up people")
        ->check(CLI::ExistingDirectory);
    auto* delta =
        app.add_option("--delta", arguments.delta.share, "Not the roster but a night's changes: share of the pupils")
            ->check(CLI::Range(0.000001, 1.0));
    app.add_option("--delta-seed", arguments.delta.seed, "Other seed, other changes")
        ->needs(delta)
        ->capture_default_str();
    auto* out = app.add_option("--out", arguments.out, "Folder for part-1.ndjson ...; else standard output");
    app.add_option("--parts", arguments.parts, "How many files")
        ->check(CLI::Range(1U, 10'000U))
        ->needs(out)
        ->capture_default_str();
    app.add_flag("--gzip", arguments.gzip, "Pack what is written");
    CLI11_PARSE(app, argc, argv);

    if (!arguments.duo.empty()) {
        auto facts = suite::roster_gen::LoadDuo(arguments.duo);
        if (!facts) return Complain(facts.error());
        arguments.roster.facts = std::move(*facts);
        if (schools->count() == 0) arguments.roster.schools = static_cast<std::uint32_t>(arguments.roster.facts.size());
    }
    if (!arguments.out.empty()) {
        std::error_code error;
        std::filesystem::create_directories(arguments.out, error);  // Output::Open tells when this failed
    }
    const auto written = Write(arguments, Generator(std::move(arguments.roster)));
    return written ? EXIT_SUCCESS : Complain(written.error());
}
