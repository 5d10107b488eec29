#include "suite/data_dir.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "testing/temp_dir.hpp"

namespace {

using suite::devsuite::DataDir;
using suite::testing::TempDir;

void Write(const std::filesystem::path& path, const std::string& text) { std::ofstream(path) << text; }

}  // namespace

TEST_CASE("a data folder belongs to one run at a time") {
    const TempDir dir;
    {
        const auto first = DataDir::Open(dir.Path() / "var");
        REQUIRE(first);
        const auto second = DataDir::Open(dir.Path() / "var");
        REQUIRE_FALSE(second);
        CHECK(second.error().code == suite::Code::kFailedPrecondition);
        CHECK(DataDir::Open(dir.Path() / "other"));
    }
    CHECK(DataDir::Open(dir.Path() / "var"));
}

TEST_CASE("databases, logs and secrets are for the owner's eyes only") {
    const TempDir dir;
    REQUIRE(DataDir::Open(dir.Path()));
    for (const char* folder : {"db", "log", "secrets"}) {
        CAPTURE(folder);
        CHECK(std::filesystem::status(dir.Path() / folder).permissions() == std::filesystem::perms::owner_all);
    }
}

TEST_CASE("a folder that cannot be made is an error") {
    const TempDir dir;
    Write(dir.Path() / "file", "");
    const auto opened = DataDir::Open(dir.Path() / "file");
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == suite::Code::kUnavailable);
}

TEST_CASE("the tail of a log is its last lines, whole") {
    const TempDir dir;
    const auto data = DataDir::Open(dir.Path());
    REQUIRE(data);
    CHECK(data->LogTail("licence", 2).empty());
    Write(data->Log("licence"), "one\ntwo\nthree\n");
    CHECK(data->LogTail("licence", 2) == "two\nthree\n");
    CHECK(data->LogTail("licence", 20) == "one\ntwo\nthree\n");
    Write(data->Log("licence"), "one\ntwo\nbroken of");
    CHECK(data->LogTail("licence", 2) == "two\nbroken of");
}

TEST_CASE("only an overgrown log is set aside") {
    const TempDir dir;
    const auto data = DataDir::Open(dir.Path());
    REQUIRE(data);
    Write(data->Log("licence"), "short\n");
    data->RotateLog("licence");
    CHECK(data->LogTail("licence", 1) == "short\n");
    std::filesystem::resize_file(data->Log("licence"), suite::devsuite::kMaxLogBytes + 1);
    data->RotateLog("licence");
    CHECK_FALSE(std::filesystem::exists(data->Log("licence")));
    CHECK(std::filesystem::exists(data->Log("licence").string() + ".1"));
}
