#include "tools/sleutelctl/certs.hpp"

#include <cstdlib>
#include <iostream>

#include "core/time.hpp"
#include "crypto/certificates.hpp"

namespace suite::sleutelctl {

int MakeCerts(const CertsOptions& options) {
    const auto made = crypto::MakeCertificates(options.folder, options.names, SystemClock().Now());
    if (!made) {
        std::cerr << "sleutelctl: " << made.error().message << '\n';
        return EXIT_FAILURE;
    }
    for (const auto& name : options.names) {
        const auto files = crypto::CertificatesOf(options.folder, name);
        std::cout << files.certificate.string() << ' ' << files.key.string() << " signed by " << files.ca.string()
                  << '\n';
    }
    return EXIT_SUCCESS;
}

}  // namespace suite::sleutelctl
