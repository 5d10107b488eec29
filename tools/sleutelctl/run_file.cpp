#include "tools/sleutelctl/run_file.hpp"

#include <csignal>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/reasons.hpp"
#include "suite/data_dir.hpp"

namespace suite::sleutelctl {
namespace {

constexpr const char* kName = "run.json";

}  // namespace

Status WriteRunFile(const std::filesystem::path& data, const RunFile& run) {
    nlohmann::ordered_json json{{"url", run.url}, {"pid", run.pid}, {"processes", run.processes}};
    if (!run.basispoort_control_url.empty()) json["basispoortControlUrl"] = run.basispoort_control_url;
    if (!run.sign_in_url.empty()) json["signInUrl"] = run.sign_in_url;
    return devsuite::WritePrivateFile(data / kName, json.dump() + "\n");
}

Result<RunFile> ReadRunFile(const std::filesystem::path& data) {
    const auto json =
        nlohmann::json::parse(devsuite::ReadFile(data / kName).value_or(""), nullptr, /*allow_exceptions=*/false);
    RunFile run;
    if (json.is_object()) run = {.url = json.value("url", ""), .pid = json.value("pid", 0)};
    if (run.url.empty() || run.pid <= 0 || ::kill(run.pid, 0) != 0) {
        return Fail(
            Code::kFailedPrecondition, reason::kUnavailable,
            "the suite does not run on " + data.string() + "; start it with ./run, or name its gateway with --url");
    }
    return run;
}

void RemoveRunFile(const std::filesystem::path& data) {
    std::error_code none;  // the next reader looks whether the process lives
    std::filesystem::remove(data / kName, none);
}

}  // namespace suite::sleutelctl
