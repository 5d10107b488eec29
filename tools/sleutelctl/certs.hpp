// `sleutelctl certs`: certificates for mutual TLS on this machine.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace suite::sleutelctl {

struct CertsOptions {
    std::filesystem::path folder{};
    std::vector<std::string> names{};
};

/// crypto::MakeCertificates; prints the files of each name on standard output, what is wrong on standard error. Exit
/// code 0 or 1.
[[nodiscard]] int MakeCerts(const CertsOptions& options);

}  // namespace suite::sleutelctl
