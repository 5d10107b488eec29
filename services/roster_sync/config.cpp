#include "services/roster_sync/config.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::roster_sync {

void Config::AddTo(config::Settings& settings) {
    settings.Add("database", database, "sqlite:/path/file.db or postgresql://user:password@host/database");
    settings.Require("database");
    settings.Add("basispoort-url", basispoort_url,
                 "Basispoort's partner API, https://rest.basispoort.nl; needs the three settings below, and they it");
    settings.Add("basispoort-ca", basispoort_ca, "PEM file of the CA that signed Basispoort's certificate");
    settings.Add("basispoort-certificate", basispoort_certificate, "PEM file of our certificate");
    settings.Add("basispoort-key", basispoort_key, "PEM file of its key, mode 0600");
}

Status Config::Check() const {
    const auto given = {!basispoort_url.empty(), !basispoort_ca.empty(), !basispoort_certificate.empty(),
                        !basispoort_key.empty()};
    if (std::ranges::find(given, !HasBasispoort()) != given.end()) {
        return Fail(Code::kInvalidArgument, reason::kInvalidRequest,
                    "--basispoort-url, --basispoort-ca, --basispoort-certificate and --basispoort-key go together");
    }
    return {};
}

}  // namespace suite::roster_sync
