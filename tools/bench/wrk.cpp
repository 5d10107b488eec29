#include "tools/bench/wrk.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/reasons.hpp"
#include "process/process.hpp"

namespace suite::bench {
namespace {

// Requests are put together beforehand, so that wrk costs as little as it can. One thread: of several the first asks
// while the others still put theirs together, and wrk counts those answers without their time. (With two, 20,000 paths
// and a run of one second a check looked 1.6 times as fast as it was.)
constexpr const char* kProgram = R"lua(
function init(args)
  math.randomseed(os.time())
  for i, path in ipairs(paths) do paths[i] = wrk.format("GET", path) end
end
function request() return paths[math.random(#paths)] end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("measured %.1f %.3f %.3f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end
)lua";

constexpr std::chrono::seconds kPatience{30};  // for wrk to end after its time

std::unexpected<Error> Failed(const std::string& what) { return Fail(Code::kUnavailable, reason::kUnavailable, what); }

template <class Figure>
Figure Middle(std::vector<Figure> figures) {
    std::ranges::sort(figures);
    const auto half = figures.size() / 2;
    return figures.size() % 2 == 1 ? figures[half] : (figures[half - 1] + figures[half]) / 2;
}

}  // namespace

Result<Script> Script::Write(const std::filesystem::path& file, std::string url, const std::vector<std::string>& paths,
                             const std::string& token) {
    std::ofstream out(file);
    out << "wrk.headers[\"Authorization\"] = \"Bearer " << token << "\"\npaths = {\n";
    for (const auto& path : paths) out << "\"/api/v1" << path << "\",\n";  // no quotes in our paths
    out << "}\n" << kProgram;
    out.close();
    if (!out) return Failed("cannot write " + file.string());
    return Script(file, std::move(url));
}

Result<Measured> Script::Run(int seconds, int connections) const {
    const std::filesystem::path output = file_.string() + ".out";
    std::error_code none;  // there is none before the first run
    std::filesystem::remove(output, none);
    SUITE_ASSIGN(auto wrk, process::Process::Start({.command = {"wrk", "-t1", "-c" + std::to_string(connections),
                                                                "-d" + std::to_string(seconds) + "s", "--latency",
                                                                "--timeout", "5s", "-s", file_.string(), url_},
                                                    .output_file = output.string()}));
    const auto code = wrk.WaitFor(std::chrono::seconds(seconds) + kPatience);
    std::ifstream in(output);
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("measured ")) continue;
        std::istringstream fields(line.substr(sizeof("measured")));
        Measured measured;
        fields >> measured.per_second >> measured.p50_ms >> measured.p99_ms >> measured.failed;
        if (fields && code == 0) return measured;
    }
    return Failed("wrk failed; is it installed?");
}

Measured Median(const std::vector<Measured>& runs) {
    const auto middle = [&](double Measured::* figure) {
        std::vector<double> figures;
        for (const auto& run : runs) figures.push_back(run.*figure);
        return Middle(std::move(figures));
    };
    Measured median{.per_second = middle(&Measured::per_second),
                    .p50_ms = middle(&Measured::p50_ms),
                    .p99_ms = middle(&Measured::p99_ms)};
    for (const auto& run : runs) median.failed += run.failed;
    return median;
}

}  // namespace suite::bench
