#include "testing/basispoort.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "core/time.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;

constexpr std::chrono::seconds kStartTime{30};

std::string Read(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

}  // namespace

void BasispoortControl::PutSchool(std::int64_t school, const std::string& ndjson) {
    Send("PUT", "/schools/" + std::to_string(school), ndjson);
}

void BasispoortControl::RemoveSchool(std::int64_t school) { Send("DELETE", "/schools/" + std::to_string(school)); }

void BasispoortControl::Consent(std::int64_t school, bool granted, std::string_view date) {
    Send("PUT", "/consent/" + std::to_string(school), Json{{"granted", granted}, {"date", date}}.dump());
}

std::vector<BasispoortRequest> BasispoortControl::Requests() {
    std::vector<BasispoortRequest> requests;
    for (const auto& entry : Json::parse(Send("GET", "/requests"))) {
        requests.push_back({.method = entry.at("method"),
                            .path = entry.at("path"),
                            .query = entry.at("query"),
                            .status = entry.at("status").is_null() ? 0 : entry.at("status").get<int>(),
                            .client = entry.at("client").is_null() ? "" : entry.at("client").get<std::string>()});
    }
    return requests;
}

std::string BasispoortControl::Send(const std::string& method, const std::string& path, const std::string& body) {
    const auto answer = client_.Send({.method = method, .url = url_ + path, .body = body});
    if (!answer) FAIL("the stand-in's control does not answer: " << answer.error().message);
    if (answer->status >= 300) FAIL("the stand-in's control refuses " << path << ": " << answer->body);
    return answer->body;
}

BasispoortStandIn::BasispoortStandIn(const std::string& roster, const std::string& max_tls) {
    const auto made =
        crypto::MakeCertificates(dir_.Path() / "certs", {"basispoort", "roster-sync", "licence"}, SystemClock().Now());
    if (!made) FAIL("no certificates: " << made.error().message);
    const auto roster_file = dir_.Path() / "roster.ndjson";
    std::ofstream(roster_file) << roster;
    const auto files = crypto::CertificatesOf(dir_.Path() / "certs", "basispoort");
    const auto log = dir_.Path() / "log";
    const auto ready_file = dir_.Path() / "ready";
    auto started = process::Process::Start(
        {.command = {"node", SUITE_BIN_DIR "/basispoort/main.mjs", "--ca", files.ca, "--certificate", files.certificate,
                     "--key", files.key, "--roster", roster_file, "--max-tls", max_tls, "--ready-file", ready_file},
         .output_file = log});
    if (!started) FAIL("the stand-in for Basispoort cannot be started: " << started.error().message);
    process_.emplace(std::move(*started));
    const auto until = std::chrono::steady_clock::now() + kStartTime;
    while (!std::filesystem::exists(ready_file) && !process_->Ended() && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (!std::filesystem::exists(ready_file)) FAIL("the stand-in for Basispoort did not start: " << Read(log));
    const auto ready = Json::parse(Read(ready_file));
    url_ = ready.at("url");
    control_.emplace(ready.at("controlUrl").get<std::string>());
}

crypto::CertificateFiles BasispoortStandIn::Certificates(const std::string& client) const {
    return crypto::CertificatesOf(dir_.Path() / "certs", client);
}

}  // namespace suite::testing
