#include "services/roster_sync/config.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::roster_sync {

void Config::AddTo(config::Settings& settings) {
    settings.Add("database", database, "sqlite:/path/file.db or postgresql://user:password@host/database");
    settings.Require("database");
    settings.Add("licence", licence, "address of the licence service, which says what a removal would cost");
    settings.AddList("followers", followers, "services that must have a change before it counts as visible");
    settings.Add("appliers", appliers, 0, 64, "threads that apply batches; 0: 2");
    settings.Add("retention-days", retention_days, 1, 3650, "how long feed, history and imports are kept");
    settings.Add("erase-after-days", erase_after_days, 0, 3650, "from withdrawn consent until the data goes");
    settings.Add("reconcile-hour", reconcile_hour, -1, 23, "Dutch hour of the daily reconcile; -1: none");
    settings.Add("reconcile-per-second", reconcile_per_second, 1, 1000, "schools asked of Basispoort, at most");
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
