#include "tools/roster_gen/output.hpp"

#include <stdlib.h>  // mkdtemp

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "compress/gzip.hpp"

namespace {

using suite::roster_gen::Output;

std::string ReadAll(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST_CASE("a packed file over several blocks unpacks to the plain one") {
    std::string folder = (std::filesystem::temp_directory_path() / "roster-gen-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    auto plain = Output::Open(folder + "/plain", /*gzip=*/false);
    auto packed = Output::Open(folder + "/packed", /*gzip=*/true);
    REQUIRE((plain && packed));
    std::string expected;
    for (int i = 0; i < 100'000; ++i) {  // 9 MB: three blocks
        const std::string line = std::to_string(i) + std::string(85, 'x');
        plain->Line(line);
        packed->Line(line);
        expected += line + '\n';
    }
    REQUIRE(plain->Close());
    REQUIRE(packed->Close());

    CHECK((ReadAll(folder + "/plain") == expected));
    const std::string bytes = ReadAll(folder + "/packed");
    CHECK(bytes.size() < expected.size() / 5);
    const auto unpacked = suite::compress::Gunzip(bytes, expected.size());
    REQUIRE(unpacked);
    CHECK((*unpacked == expected));
    std::filesystem::remove_all(folder);
}

TEST_CASE("a file that cannot be made or filled is an error") {
    const auto nowhere = Output::Open("/dev/null/part-1.ndjson", /*gzip=*/false);
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().code == suite::Code::kUnavailable);

    auto full = Output::Open("/dev/full", /*gzip=*/false);
    REQUIRE(full);
    full->Line("{}");
    CHECK_FALSE(full->Close());
}

}  // namespace
