#include "crypto/crypto.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "crypto/secret_file.hpp"

namespace suite::crypto {
namespace {

constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

/// Runs before main: sodium_init is idempotent and cannot fail on Linux with getrandom.
const bool kReady = [] {
    if (sodium_init() < 0) std::abort();
    return true;
}();

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::unexpected<Error> BadKeyFile(const std::string& path, std::string_view what) {
    return Fail(Code::kFailedPrecondition, reason::kInternal, "key file " + path + " " + std::string(what));
}

}  // namespace

std::string RandomBytes(std::size_t count) {
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::uint32_t RandomBelow(std::uint32_t bound) { return randombytes_uniform(bound); }

std::int64_t RandomIds::Next() {
    std::int64_t id = 0;
    while (id == 0) {
        std::uint64_t bits = 0;
        randombytes_buf(&bits, sizeof bits);
        id = static_cast<std::int64_t>(bits >> 1U);
    }
    return id;
}

std::string Sha256Hex(std::string_view bytes) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), Bytes(bytes), bytes.size());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
}

std::string Sha256(std::string_view bytes) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), Bytes(bytes), bytes.size());
    return {hash.begin(), hash.end()};
}

Secret DeriveKey(const Secret& key, const char (&purpose)[9]) {
    static_assert(crypto_kdf_CONTEXTBYTES == 8 && crypto_kdf_KEYBYTES == 32);
    std::string derived(crypto_kdf_KEYBYTES, '\0');
    crypto_kdf_derive_from_key(reinterpret_cast<unsigned char*>(derived.data()), derived.size(), 1, purpose,
                               Bytes(key.Reveal()));
    return Secret(std::move(derived));
}

bool SameBytes(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Result<Secret> LoadKey(const std::string& path, bool create) {
    if (create) {
        const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0) {
            const std::string text = Base64UrlEncode(RandomBytes(kKeyBytes)) + "\n";
            const bool written =
                ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
            ::close(fd);
            if (!written) return BadKeyFile(path, "could not be written");
        }
    }
    SUITE_ASSIGN(const auto text, ReadSecretFile(path, "key"));
    auto key = Base64UrlDecode(text.Reveal());
    if (!key || key->size() != kKeyBytes) return BadKeyFile(path, "does not hold 32 bytes in base64url");
    return Secret(std::move(*key));
}

std::string Sealer::Seal(const Secret& value, std::string_view bound_to) const {
    const std::string nonce = RandomBytes(kNonceBytes);
    const std::string& plain = value.Reveal();
    std::string cipher(plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(Bytes(cipher), nullptr, Bytes(plain), plain.size(), Bytes(bound_to),
                                               bound_to.size(), nullptr, Bytes(nonce), Bytes(key_.Reveal()));
    return key_id_ + "." + Base64UrlEncode(nonce + cipher);
}

Result<Secret> Sealer::Open(std::string_view sealed, std::string_view bound_to) const {
    const auto broken = [] { return Fail(Code::kDataLoss, reason::kInternal, "a sealed value does not open"); };
    const auto dot = sealed.find('.');
    if (dot == std::string_view::npos || sealed.substr(0, dot) != key_id_) return broken();
    const auto bytes = Base64UrlDecode(sealed.substr(dot + 1));
    if (!bytes || bytes->size() < kNonceBytes + crypto_aead_xchacha20poly1305_ietf_ABYTES) return broken();
    const auto cipher = std::string_view(*bytes).substr(kNonceBytes);
    std::string plain(cipher.size() - crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(Bytes(plain), nullptr, nullptr, Bytes(cipher), cipher.size(),
                                                   Bytes(bound_to), bound_to.size(), Bytes(*bytes),
                                                   Bytes(key_.Reveal())) != 0) {
        return broken();
    }
    return Secret(std::move(plain));
}

}  // namespace suite::crypto
