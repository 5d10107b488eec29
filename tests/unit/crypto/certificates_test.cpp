#include "crypto/certificates.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "testing/temp_dir.hpp"

namespace {

using suite::Instant;
using suite::crypto::CertificatesOf;
using suite::crypto::MakeCertificates;
using suite::testing::TempDir;

const Instant kNow = suite::ParseInstant("2026-11-21T08:30:00Z").value();

std::string Read(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

unsigned Mode(const std::filesystem::path& path) {
    struct stat info{};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    return info.st_mode & 0777U;
}

}  // namespace

TEST_CASE("certificates come with private keys that only their owner can read") {
    const TempDir dir;
    REQUIRE(MakeCertificates(dir.Path() / "certs", {"basispoort", "roster-sync"}, kNow));
    CHECK(Mode(dir.Path() / "certs") == 0700);
    CHECK(Mode(dir.Path() / "certs/ca.key") == 0600);
    for (const auto* name : {"basispoort", "roster-sync"}) {
        const auto files = CertificatesOf(dir.Path() / "certs", name);
        CHECK(Mode(files.key) == 0600);
        CHECK(Read(files.key).starts_with("-----BEGIN PRIVATE KEY-----\n"));
        CHECK(Read(files.certificate).starts_with("-----BEGIN CERTIFICATE-----\n"));
        CHECK(files.ca == dir.Path() / "certs/ca.pem");
    }
    CHECK(Read(dir.Path() / "certs/basispoort.key") != Read(dir.Path() / "certs/roster-sync.key"));
}

TEST_CASE("good certificates stay, and names can be added") {
    const TempDir dir;
    REQUIRE(MakeCertificates(dir.Path(), {"basispoort"}, kNow));
    const auto before = Read(dir.Path() / "basispoort.pem") + Read(dir.Path() / "basispoort.key") +
                        Read(dir.Path() / "ca.pem") + Read(dir.Path() / "ca.key");
    REQUIRE(MakeCertificates(dir.Path(), {"basispoort", "licence"}, kNow + std::chrono::days(365)));
    CHECK(Read(dir.Path() / "basispoort.pem") + Read(dir.Path() / "basispoort.key") + Read(dir.Path() / "ca.pem") +
              Read(dir.Path() / "ca.key") ==
          before);
    CHECK(std::filesystem::exists(dir.Path() / "licence.pem"));
}

TEST_CASE("what is no good any more is made anew") {
    const TempDir dir;
    REQUIRE(MakeCertificates(dir.Path(), {"basispoort", "licence"}, kNow));
    const auto certificate = Read(dir.Path() / "basispoort.pem");
    const auto ca = Read(dir.Path() / "ca.pem");
    auto now = kNow;
    bool new_ca = false;
    SECTION("about to expire") { now += std::chrono::days(1825 - 29); }
    SECTION("expired together with its CA") {
        now += std::chrono::days(3651);
        new_ca = true;
    }
    SECTION("not valid yet") { now -= std::chrono::days(2), new_ca = true; }
    SECTION("its key is gone") { std::filesystem::remove(dir.Path() / "basispoort.key"); }
    SECTION("its key is another's") {
        std::filesystem::copy_file(dir.Path() / "licence.key", dir.Path() / "basispoort.key",
                                   std::filesystem::copy_options::overwrite_existing);
    }
    SECTION("its key is readable by others") {
        std::filesystem::permissions(dir.Path() / "basispoort.key", std::filesystem::perms::group_read,
                                     std::filesystem::perm_options::add);
    }
    SECTION("it is damaged") { std::ofstream(dir.Path() / "basispoort.pem") << certificate.substr(0, 300); }
    SECTION("the CA is gone, so it would be trusted by nobody") {
        std::filesystem::remove(dir.Path() / "ca.pem");
        new_ca = true;
    }
    SECTION("another CA is in the place of its own") {
        const TempDir other;
        REQUIRE(MakeCertificates(other.Path(), {}, kNow));
        for (const auto* file : {"ca.pem", "ca.key"}) {
            std::filesystem::copy_file(other.Path() / file, dir.Path() / file,
                                       std::filesystem::copy_options::overwrite_existing);
        }
        new_ca = true;
    }
    REQUIRE(MakeCertificates(dir.Path(), {"basispoort"}, now));
    CHECK(Read(dir.Path() / "basispoort.pem") != certificate);
    CHECK((Read(dir.Path() / "ca.pem") != ca) == new_ca);
    CHECK(Mode(dir.Path() / "basispoort.key") == 0600);
    // And then it is good.
    const auto renewed = Read(dir.Path() / "basispoort.pem");
    REQUIRE(MakeCertificates(dir.Path(), {"basispoort"}, now));
    CHECK(Read(dir.Path() / "basispoort.pem") == renewed);
}

TEST_CASE("a name that is no file name of its own is refused") {
    const TempDir dir;
    for (const auto* name : {"", "ca", "../x", "a/b", "A", "x.pem"}) {
        CAPTURE(name);
        const auto made = MakeCertificates(dir.Path() / "certs", {name}, kNow);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == suite::Code::kInvalidArgument);
        CHECK_FALSE(std::filesystem::exists(dir.Path() / "certs"));
    }
}

TEST_CASE("a folder for certificates that cannot be made is an error") {
    const TempDir dir;
    std::ofstream(dir.Path() / "file") << "x";
    const auto made = MakeCertificates(dir.Path() / "file", {"basispoort"}, kNow);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == suite::Code::kUnavailable);
}
