// Certificates for development and tests, on OpenSSL's libcrypto: a CA of one's own and what it signs, so that mutual
// TLS can be spoken on one machine. Not for production, where certificates come from an issuer.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/time.hpp"

namespace suite::crypto {

/// PEM files.
struct CertificateFiles {
    std::filesystem::path ca;           // whom its owner trusts
    std::filesystem::path certificate;  // of the owner
    std::filesystem::path key;          // mode 0600
};

/// Where MakeCertificates puts those of `name`: ca.pem, NAME.pem and NAME.key.
[[nodiscard]] CertificateFiles CertificatesOf(const std::filesystem::path& folder, const std::string& name);

/// Makes the folder (mode 0700), a CA (ca.pem, ca.key; ten years) and for each name a certificate signed by it
/// (NAME.pem, NAME.key; five years, never beyond the CA's): EC P-256, common name NAME, for NAME, localhost and
/// 127.0.0.1, as server and as client. Files that are still good stay as they are: the key fits its certificate and
/// only its owner can read it, the CA signed it, and it is valid for another 30 days; others are made anew. A name is
/// of a-z, 0-9 and
/// '-', and not "ca" (INVALID_ARGUMENT). UNAVAILABLE when the folder cannot be written. Not to be run twice at once on
/// one folder.
[[nodiscard]] Status MakeCertificates(const std::filesystem::path& folder, const std::vector<std::string>& names,
                                      Instant now);

}  // namespace suite::crypto
