#include "crypto/crypto.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "core/text.hpp"
#include "testing/temp_dir.hpp"

namespace suite::crypto {

TEST_CASE("what is sealed opens with the same key for the same row only", "[RES-01][PIN-07]") {
    const Sealer sealer(Secret(std::string(32, 'k')), "k1");
    const auto sealed = sealer.Seal(Secret("4831"), "pincode|a|b");
    CHECK(sealed.starts_with("k1."));
    CHECK(sealed.find("4831") == std::string::npos);
    CHECK(sealer.Seal(Secret("4831"), "pincode|a|b") != sealed);
    const auto opened = sealer.Open(sealed, "pincode|a|b");
    REQUIRE(opened);
    CHECK(opened->Reveal() == "4831");
    CHECK(sealer.Open(sealer.Seal(Secret(), ""), "")->empty());

    const auto refused = [&](const Sealer& by, std::string_view text, std::string_view row) {
        const auto value = by.Open(text, row);
        return !value && value.error().code == Code::kDataLoss &&
               value.error().message.find("4831") == std::string::npos;
    };
    CHECK(refused(sealer, sealed, "pincode|a|c"));
    CHECK(refused(sealer, sealed, ""));
    CHECK(refused(Sealer(Secret(std::string(32, 'x')), "k1"), sealed, "pincode|a|b"));
    CHECK(refused(Sealer(Secret(std::string(32, 'k')), "k2"), sealed, "pincode|a|b"));
    CHECK(refused(sealer, "k2" + sealed.substr(2), "pincode|a|b"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        CAPTURE(i);
        auto changed = sealed;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK(refused(sealer, changed, "pincode|a|b"));
        CHECK(refused(sealer, sealed.substr(0, i), "pincode|a|b"));
    }
    CHECK(refused(sealer, sealed + "A", "pincode|a|b"));
}

TEST_CASE("a key file is made once, read back, and refused when it is wrong or others can read it") {
    const testing::TempDir directory;
    const auto path = (directory.Path() / "key").string();
    CHECK(LoadKey(path, false).error().code == Code::kFailedPrecondition);
    const auto made = LoadKey(path, true);
    REQUIRE(made);
    CHECK(made->Reveal().size() == 32);
    CHECK(LoadKey(path, true)->Reveal() == made->Reveal());
    CHECK(LoadKey(path, false)->Reveal() == made->Reveal());
    struct stat info{};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0600U);

    for (const auto& text : {std::string(), std::string("short"), Base64UrlEncode(std::string(31, 'k')),
                             Base64UrlEncode(std::string(33, 'k')), std::string(43, '!')}) {
        CAPTURE(text);
        std::ofstream(path, std::ios::trunc) << text;
        CHECK_FALSE(LoadKey(path, true));
    }
    std::ofstream(path, std::ios::trunc) << Base64UrlEncode(made->Reveal()) << "\n";
    CHECK(LoadKey(path, false));
    REQUIRE(::chmod(path.c_str(), 0640) == 0);
    CHECK_FALSE(LoadKey(path, false));
    CHECK_FALSE(LoadKey((directory.Path() / "no" / "such" / "key").string(), true));
}

TEST_CASE("hashes are SHA-256 and comparing looks at all bytes") {
    CHECK(Sha256Hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(Sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(SameBytes("", ""));
    CHECK(SameBytes("abc", "abc"));
    CHECK_FALSE(SameBytes("abc", "abd"));
    CHECK_FALSE(SameBytes("abc", "ab"));
}

TEST_CASE("random ids are positive and do not repeat, bounded numbers stay below the bound") {
    RandomIds ids;
    std::set<std::int64_t> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto id = ids.Next();
        CHECK(id > 0);
        CHECK(seen.insert(id).second);
        CHECK(RandomBelow(7) < 7);
    }
    CHECK(RandomBytes(16).size() == 16);
    CHECK(RandomBytes(16) != RandomBytes(16));
}

}  // namespace suite::crypto
