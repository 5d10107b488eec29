#include "testing/basispoort.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/time.hpp"
#include "testing/node_program.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;

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
    auto started = StartNode(dir_.Path(), {SUITE_BIN_DIR "/basispoort/main.mjs", "--ca", files.ca, "--certificate",
                                           files.certificate, "--key", files.key, "--roster", roster_file, "--max-tls",
                                           max_tls, "--ready-file", ReadyFileIn(dir_.Path())});
    process_.emplace(std::move(started.process));
    const auto ready = Json::parse(started.ready);
    url_ = ready.at("url");
    control_.emplace(ready.at("controlUrl").get<std::string>());
}

crypto::CertificateFiles BasispoortStandIn::Certificates(const std::string& client) const {
    return crypto::CertificatesOf(dir_.Path() / "certs", client);
}

}  // namespace suite::testing
