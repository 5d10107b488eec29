#include <catch2/catch.hpp>

#include "sql/sql.hpp"

namespace suite::sql {
namespace {

/// Why it is not even tried; "" when what fails is that nobody is there.
std::string Refusal(const std::string& url) {
    const auto opened = Database::Open({.url = url, .schema = "licence", .sessions = 1});
    REQUIRE_FALSE(opened);
    return opened.error().code == Code::kFailedPrecondition ? opened.error().message : "";
}

TEST_CASE("a database on another machine is spoken to by TLS only, with a certificate that is looked at", "[ACC-04]") {
    for (const auto* url :
         {"postgresql://user:geheim@192.0.2.1/suite", "postgresql://user:geheim@192.0.2.1/suite?sslmode=require",
          "postgresql://user:geheim@192.0.2.1/suite?sslmode=prefer", "postgresql:///suite?host=192.0.2.1",
          "postgresql://user:geheim@localhost,192.0.2.1/suite", "postgresql://localhost/suite?hostaddr=192.0.2.1"}) {
        CAPTURE(url);
        CHECK(Refusal(url) == "192.0.2.1 is not on this machine: sslmode=verify-full is needed");
    }
    CHECK(Refusal("postgresql://database.example/suite").find("database.example is not") == 0);
    for (const auto* url :
         {"postgresql://127.0.0.1:1/suite", "postgresql://[::1]:1/suite", "postgresql://localhost:1/suite",
          "postgresql:///suite?host=/nowhere", "postgresql:///suite?host=/nowhere&sslmode=disable",
          "postgresql://127.0.0.1:1/suite?sslmode=verify-full"}) {
        CAPTURE(url);
        CHECK(Refusal(url).empty());
    }
}

}  // namespace
}  // namespace suite::sql
