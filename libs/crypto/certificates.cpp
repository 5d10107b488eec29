#include "crypto/certificates.hpp"

#include <fcntl.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <sstream>
#include <string_view>

#include "core/reasons.hpp"

namespace suite::crypto {
namespace {

namespace fs = std::filesystem;

using std::chrono::days;

constexpr days kCaLife{3650};
constexpr days kLife{1825};
constexpr days kRenewBefore{30};
constexpr days kClockSkew{1};  // a certificate made now is valid on a machine whose clock is behind
constexpr int kSerialBits = 127;

struct Deleter {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_STORE* store) const { X509_STORE_free(store); }
    void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(BIGNUM* number) const { BN_free(number); }
};
template <class T>
using Owned = std::unique_ptr<T, Deleter>;

/// A key and the certificate for it.
struct Pair {
    Owned<EVP_PKEY> key;
    Owned<X509> certificate;
};

std::unexpected<Error> OpenSslFailed() {
    return Fail(Code::kInternal, reason::kInternal, "OpenSSL cannot make a certificate");
}

std::time_t Seconds(Instant instant) {
    return std::chrono::system_clock::to_time_t(std::chrono::time_point_cast<std::chrono::seconds>(instant));
}

// Reading what is there

Owned<BIO> ReadFile(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    const std::string bytes = std::move(text).str();
    Owned<BIO> bio(BIO_new(BIO_s_mem()));
    if (bio) BIO_write(bio.get(), bytes.data(), static_cast<int>(bytes.size()));
    return bio;
}

bool IsPrivate(const fs::path& path) {
    struct stat info{};
    return ::stat(path.c_str(), &info) == 0 && (info.st_mode & 0077U) == 0;
}

/// Empty pointers where there is nothing usable.
Pair Load(const fs::path& certificate, const fs::path& key) {
    Pair pair;
    if (!IsPrivate(key)) return pair;
    // An encrypted key is not ours; without a callback OpenSSL would ask at the terminal.
    const auto no_password = [](char*, int, int, void*) { return -1; };
    pair.key.reset(PEM_read_bio_PrivateKey(ReadFile(key).get(), nullptr, no_password, nullptr));
    pair.certificate.reset(PEM_read_bio_X509(ReadFile(certificate).get(), nullptr, no_password, nullptr));
    return pair;
}

bool IsSignedBy(X509* certificate, X509* ca, Instant at) {
    const Owned<X509_STORE> store(X509_STORE_new());
    const Owned<X509_STORE_CTX> context(X509_STORE_CTX_new());
    if (!store || !context || X509_STORE_add_cert(store.get(), ca) != 1) return false;
    if (X509_STORE_CTX_init(context.get(), store.get(), certificate, nullptr) != 1) return false;
    X509_STORE_CTX_set_time(context.get(), 0, Seconds(at));
    return X509_verify_cert(context.get()) == 1;
}

bool IsGood(const Pair& pair, X509* ca, Instant now) {
    return pair.key && pair.certificate && X509_check_private_key(pair.certificate.get(), pair.key.get()) == 1 &&
           IsSignedBy(pair.certificate.get(), ca, now) && IsSignedBy(pair.certificate.get(), ca, now + kRenewBefore);
}

// Making what is not

bool Extend(X509* certificate, X509* issuer, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool SetSerial(X509* certificate) {
    const Owned<BIGNUM> number(BN_new());
    return number && BN_rand(number.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool SetName(X509_NAME* name, const std::string& common_name) {
    const auto add = [&](const char* field, const std::string& value) {
        return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                          reinterpret_cast<const unsigned char*>(value.data()),
                                          static_cast<int>(value.size()), -1, 0) == 1;
    };
    return add("O", "Sleutelbos development") && add("CN", common_name);
}

struct Wanted {
    std::string common_name;
    Instant from{};
    Instant until{};
    bool is_ca = false;
};

/// `ca`: the issuer; null: signs itself.
Result<Pair> Make(const Wanted& wanted, const Pair* ca) {
    Pair pair{.key = Owned<EVP_PKEY>(EVP_EC_gen("P-256")), .certificate = Owned<X509>(X509_new())};
    X509* const made = pair.certificate.get();
    if (!pair.key || made == nullptr) return OpenSslFailed();
    X509* const issuer = ca != nullptr ? ca->certificate.get() : made;
    const bool filled = X509_set_version(made, X509_VERSION_3) == 1 && SetSerial(made) &&
                        SetName(X509_get_subject_name(made), wanted.common_name) &&
                        X509_set_issuer_name(made, X509_get_subject_name(issuer)) == 1 &&
                        ASN1_TIME_set(X509_getm_notBefore(made), Seconds(wanted.from)) != nullptr &&
                        ASN1_TIME_set(X509_getm_notAfter(made), Seconds(wanted.until)) != nullptr &&
                        X509_set_pubkey(made, pair.key.get()) == 1 &&
                        Extend(made, issuer, NID_subject_key_identifier, "hash") &&
                        Extend(made, issuer, NID_authority_key_identifier, "keyid:always") &&
                        (wanted.is_ca ? Extend(made, issuer, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                                            Extend(made, issuer, NID_key_usage, "critical,keyCertSign,cRLSign")
                                      : Extend(made, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
                                            Extend(made, issuer, NID_key_usage, "critical,digitalSignature") &&
                                            Extend(made, issuer, NID_ext_key_usage, "serverAuth,clientAuth") &&
                                            Extend(made, issuer, NID_subject_alt_name,
                                                   ("DNS:localhost,IP:127.0.0.1,DNS:" + wanted.common_name).c_str()));
    EVP_PKEY* const signer = ca != nullptr ? ca->key.get() : pair.key.get();
    if (!filled || X509_sign(made, signer, EVP_sha256()) == 0) return OpenSslFailed();
    return pair;
}

/// Whole or not at all.
Status WriteFile(const fs::path& path, BIO* text, mode_t mode) {
    const auto failed = [&] { return Fail(Code::kUnavailable, reason::kUnavailable, "cannot write " + path.string()); };
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(text, &bytes);
    const std::string draft = path.string() + ".new";
    ::unlink(draft.c_str());  // of a run that was broken off, perhaps with another mode
    const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0) return failed();
    const bool written = ::write(file, bytes, static_cast<std::size_t>(size)) == size;
    const bool closed = ::close(file) == 0;
    if (!written || !closed || ::rename(draft.c_str(), path.c_str()) != 0) return failed();
    return {};
}

Status Save(const Pair& pair, const fs::path& certificate, const fs::path& key) {
    const Owned<BIO> key_text(BIO_new(BIO_s_mem()));
    const Owned<BIO> certificate_text(BIO_new(BIO_s_mem()));
    if (!key_text || !certificate_text ||
        PEM_write_bio_PKCS8PrivateKey(key_text.get(), pair.key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        PEM_write_bio_X509(certificate_text.get(), pair.certificate.get()) != 1) {
        return OpenSslFailed();
    }
    // The certificate last: broken off in between, the two do not fit and are made anew.
    SUITE_RETURN_IF_ERROR(WriteFile(key, key_text.get(), 0600));
    return WriteFile(certificate, certificate_text.get(), 0644);
}

Status CheckName(const std::string& name) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (name.empty() || name == "ca" || !std::ranges::all_of(name, fits)) {
        return Fail(Code::kInvalidArgument, reason::kInvalidRequest,
                    "a certificate's name is of a-z, 0-9 and '-', and not ca");
    }
    return {};
}

/// The pair at these files when it is good, else a new one, saved there.
Result<Pair> Ensure(const fs::path& certificate, const fs::path& key, const Wanted& wanted, const Pair* ca,
                    Instant now) {
    Pair there = Load(certificate, key);
    X509* const issuer = ca != nullptr ? ca->certificate.get() : there.certificate.get();
    if (issuer != nullptr && IsGood(there, issuer, now)) return there;
    SUITE_ASSIGN(auto made, Make(wanted, ca));
    SUITE_RETURN_IF_ERROR(Save(made, certificate, key));
    return made;
}

}  // namespace

CertificateFiles CertificatesOf(const fs::path& folder, const std::string& name) {
    return {.ca = folder / "ca.pem", .certificate = folder / (name + ".pem"), .key = folder / (name + ".key")};
}

Status MakeCertificates(const fs::path& folder, const std::vector<std::string>& names, Instant now) {
    for (const auto& name : names) SUITE_RETURN_IF_ERROR(CheckName(name));
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
    if (failed) return Fail(Code::kUnavailable, reason::kUnavailable, "cannot write " + folder.string());
    const Instant from = now - kClockSkew;
    SUITE_ASSIGN(
        const auto ca,
        Ensure(folder / "ca.pem", folder / "ca.key",
               {.common_name = "Sleutelbos development CA", .from = from, .until = now + kCaLife, .is_ca = true},
               nullptr, now));
    tm ca_end{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(ca.certificate.get()), &ca_end) != 1) return OpenSslFailed();
    const Instant ca_until = std::chrono::sys_seconds(std::chrono::seconds(::timegm(&ca_end)));
    for (const auto& name : names) {
        const auto files = CertificatesOf(folder, name);
        SUITE_RETURN_IF_ERROR(
            Ensure(files.certificate, files.key,
                   {.common_name = name, .from = from, .until = std::min<Instant>(now + kLife, ca_until)}, &ca, now));
    }
    return {};
}

}  // namespace suite::crypto
