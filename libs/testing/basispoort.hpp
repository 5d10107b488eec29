// The stand-in for Basispoort (tools/basispoort) as tests use it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/certificates.hpp"
#include "http_client/http_client.hpp"
#include "process/process.hpp"
#include "testing/temp_dir.hpp"

namespace suite::testing {

/// What the stand-in was asked.
struct BasispoortRequest {
    std::string method;
    std::string path;
    std::string query;
    int status = 0;      // 0: not answered yet
    std::string client;  // common name of its certificate
};

/// Scripts a running stand-in; tools/basispoort/README.md has the words. Fails the test when the stand-in refuses.
class BasispoortControl {
  public:
    explicit BasispoortControl(std::string control_url) : url_(std::move(control_url)) {}

    /// `script`: {"path": ..., "kind": ..., "count": ...}.
    void Fault(const std::string& script) { Send("POST", "/faults", script); }
    void ClearFaults() { Send("DELETE", "/faults"); }
    /// From now on the school is what these lines say.
    void PutSchool(std::int64_t school, const std::string& ndjson);
    void RemoveSchool(std::int64_t school);
    /// `date` "2026-11-21": in whose list the school then is.
    void Consent(std::int64_t school, bool granted, std::string_view date);
    /// What publishers have put there, as JSON: {"uitgever": [{"id", ..., "gebruikers", "producten": [...]}]}.
    [[nodiscard]] std::string Lika() { return Send("GET", "/lika"); }
    /// From now on Basispoort does not know these: a JSON list of ids and ECK iDs.
    void Unknown(const std::string& keys) { Send("PUT", "/lika/unknown", keys); }
    [[nodiscard]] std::vector<BasispoortRequest> Requests();
    void ClearRequests() { Send("DELETE", "/requests"); }

  private:
    std::string Send(const std::string& method, const std::string& path, const std::string& body = {});

    std::string url_;
    http::Client client_;
};

/// A stand-in of a test's own, with certificates for it ("basispoort") and for clients ("roster-sync", "licence").
/// Fails the test when it does not start; Node must be there (packages.txt).
class BasispoortStandIn {
  public:
    /// `roster`: NDJSON as roster-gen makes it; `max_tls` "TLSv1.2" or "TLSv1.3".
    explicit BasispoortStandIn(const std::string& roster, const std::string& max_tls = "TLSv1.2");

    [[nodiscard]] const std::string& Url() const { return url_; }
    [[nodiscard]] BasispoortControl& Control() { return *control_; }
    [[nodiscard]] crypto::CertificateFiles Certificates(const std::string& client = "roster-sync") const;
    /// For files of the test.
    [[nodiscard]] const std::filesystem::path& Folder() const { return dir_.Path(); }
    /// SIGKILL; nothing listens any more.
    void Kill() { process_->Kill(); }

  private:
    TempDir dir_;
    std::optional<process::Process> process_;
    std::string url_;
    std::optional<BasispoortControl> control_;
};

}  // namespace suite::testing
