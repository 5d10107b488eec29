#include "tests/functional/machines/gateways.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "http/http.hpp"

namespace suite::testing {
namespace {

constexpr std::chrono::seconds kPatience{40};
const std::vector<std::string> kEnvironment{"SLEUTELBOS_GATEWAY_PUBLIC_URL=" + kPublicUrl};

std::string Read(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

void Replace(std::vector<std::string>& command, const std::string& flag, const std::string& value) {
    const auto at = std::ranges::find(command, flag);
    if (at == command.end() || at + 1 == command.end()) FAIL("the gateway is not started with " << flag);
    *(at + 1) = value;
}

}  // namespace

Gateways::Gateways(sql::Dialect dialect)
    : fixture_(dialect,
               [](const std::filesystem::path&) { return SuiteFixture::Environment{{"gateway", kEnvironment}}; }) {
    StartSecond();
}

void Gateways::StartSecond() {
    const auto ready = dir_.Path() / "ready";
    std::filesystem::remove(ready);
    auto command = fixture_.Suite().CommandOf("gateway");
    Replace(command, "--listen", "127.0.0.1:0");
    Replace(command, "--ready-file", ready);
    auto started =
        process::Process::Start({.command = command, .output_file = dir_.Path() / "log", .environment = kEnvironment});
    if (!started) FAIL(started.error().message);
    second_.emplace(std::move(*started));
    nlohmann::json told;
    const bool came = Eventually([&] {
        told = nlohmann::json::parse(Read(ready), nullptr, /*allow_exceptions=*/false);
        return told.is_object() || second_->Ended();
    });
    if (!came || !told.is_object()) FAIL("the second gateway did not start: " << Read(dir_.Path() / "log"));
    second_url_ = "http://" + told.at("address").get<std::string>();
}

void Gateways::KillBoth() {
    fixture_.Suite().KillService("gateway");
    second_->Kill();
    const auto started = fixture_.Suite().StartService("gateway");
    if (!started) FAIL(started.error().message);
    StartSecond();
}

std::string Gateways::Logs() { return fixture_.Suite().LogTail("gateway", 1000) + Read(dir_.Path() / "log"); }

Gateways::Ran Gateways::RunCtl(std::vector<std::string> arguments) {
    std::vector<std::string> command{"/bin/sh", "-c", R"(exec "$0" "$@" >"$RUN_OUT" 2>"$RUN_ERR")",
                                     std::string(SUITE_BIN_DIR) + "/sleutelctl", "clients"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    command.emplace_back("--json");
    const auto out = dir_.Path() / "out";
    const auto err = dir_.Path() / "err";
    auto run =
        process::Process::Start({.command = command,
                                 .output_file = {},
                                 .environment = {"RUN_OUT=" + out.string(), "RUN_ERR=" + err.string(),
                                                 "SLEUTELBOS_GATEWAY_DATABASE=" + fixture_.DatabaseUrl("gateway")}});
    if (!run) FAIL(run.error().message);
    const auto code = run->WaitFor(kPatience);
    return {.code = code, .out = Read(out), .err = Read(err)};
}

nlohmann::json Gateways::Ctl(std::vector<std::string> arguments) {
    const auto action = arguments.front();
    const auto ran = RunCtl(std::move(arguments));
    if (ran.code != 0) FAIL("sleutelctl clients " << action << ": " << ran.err);
    return nlohmann::json::parse(ran.out);
}

std::string Gateways::CtlRefused(std::vector<std::string> arguments) {
    const auto action = arguments.front();
    auto ran = RunCtl(std::move(arguments));
    if (ran.code != 1) FAIL("sleutelctl clients " << action << " was not refused: " << ran.out);
    return std::move(ran.err);
}

TokenAnswer AskToken(const std::string& gateway, const std::string& form) {
    const auto sent = http::Client().Send({.method = "POST",
                                           .url = gateway + "/oauth/token",
                                           .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                                           .body = "grant_type=client_credentials&" + form,
                                           .timeout = kPatience});
    if (!sent) return {};
    TokenAnswer answer{.status = sent->status, .body = sent->body, .token = {}};
    const auto json = nlohmann::json::parse(sent->body, nullptr, /*allow_exceptions=*/false);
    if (json.is_object()) answer.token = json.value("access_token", "");
    return answer;
}

std::string SecretForm(const std::string& id, const std::string& secret) {
    return "client_id=" + id + "&client_secret=" + http::PercentEncode(secret);
}

int Probe(const std::string& gateway, const std::string& token) {
    const auto sent = http::Client().Send({.method = "GET",
                                           .url = gateway + "/api/v1/entitlements/probe",
                                           .headers = {{"Authorization", "Bearer " + token}},
                                           .body = {},
                                           .timeout = kPatience});
    return sent ? sent->status : 0;
}

}  // namespace suite::testing
