#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "crypto/secret_file.hpp"
#include "testing/temp_dir.hpp"

namespace suite::crypto {
namespace {

namespace fs = std::filesystem;

std::string Refusal(const std::string& path) {
    const auto read = ReadSecretFile(path, "secret");
    if (read) return "";
    CHECK(read.error().code == Code::kFailedPrecondition);
    return read.error().message;
}

}  // namespace

TEST_CASE("a file with a secret is its owner's alone", "[ACC-04]") {
    const testing::TempDir directory;
    const std::string path = directory.Path() / "secret";
    CHECK(Refusal(path) == "secret file " + path + " is missing or cannot be read");
    std::ofstream(path) << "  geheim met spatie \n";
    for (const auto mode : {0644, 0640, 0604, 0660, 0602, 0601}) {
        CAPTURE(mode);
        fs::permissions(path, static_cast<fs::perms>(mode));
        CHECK(Refusal(path) == "secret file " + path + " can be read by others; chmod 600");
        CHECK_FALSE(CheckSecretFile(path, "secret"));
    }
    for (const auto mode : {0600, 0400}) {
        CAPTURE(mode);
        fs::permissions(path, static_cast<fs::perms>(mode));
        CHECK(CheckSecretFile(path, "secret"));
        const auto read = ReadSecretFile(path, "secret");
        REQUIRE(read);
        CHECK(read->Reveal() == "geheim met spatie");
    }
}

TEST_CASE("a file without a secret is refused", "[ACC-04]") {
    const testing::TempDir directory;
    const std::string path = directory.Path() / "secret";
    std::ofstream(path) << " \n";
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    CHECK(Refusal(path) == "secret file " + path + " is empty");
    fs::resize_file(path, (1U << 20U) + 1);
    CHECK(Refusal(path) == "secret file " + path + " is too large");
    CHECK(Refusal(directory.Path()) == "secret file " + directory.Path().string() + " is no file");
}

}  // namespace suite::crypto
