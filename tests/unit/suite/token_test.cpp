#include "tools/sleutelctl/token.hpp"

#include <catch2/catch.hpp>

#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/jwt.hpp"
#include "testing/temp_dir.hpp"

namespace {

using suite::sleutelctl::MakeToken;

class Data {
  public:
    Data() {
        std::filesystem::create_directories(dir_.Path() / "secrets");
        REQUIRE(suite::crypto::LoadKey(KeyFile(), /*create=*/true));
    }
    [[nodiscard]] std::string KeyFile() const { return dir_.Path() / "secrets" / "token.key"; }
    [[nodiscard]] std::filesystem::path Path() const { return dir_.Path(); }

  private:
    suite::testing::TempDir dir_;
};

}  // namespace

TEST_CASE("a token says what was asked for, without a gateway when ids are ours", "[ACC-03]") {
    const Data data;
    const std::string school = suite::EncodeId(1234567);
    const std::string person = suite::EncodeId(7654321);
    const auto token = MakeToken({.data = data.Path(), .role = "teacher", .school = school, .person = person});
    REQUIRE(token);
    const suite::crypto::TokenSigner signer(*suite::crypto::LoadKey(data.KeyFile(), /*create=*/false));
    const auto now = suite::SystemClock().Now();
    const auto actor = signer.Verify(*token, now);
    REQUIRE(actor);
    CHECK(actor->role == suite::Role::kTeacher);
    CHECK(actor->school.ToString() == school);
    CHECK(actor->person.ToString() == person);
    CHECK(signer.Verify(*token, now + std::chrono::hours(7)));
    CHECK_FALSE(signer.Verify(*token, now + std::chrono::hours(9)));
}

TEST_CASE("a coordinator needs a school and a teacher a person too") {
    const Data data;
    const std::string school = suite::EncodeId(1234567);
    CHECK(MakeToken({.data = data.Path(), .role = "coordinator", .school = school}));
    for (const auto& wrong : {suite::sleutelctl::TokenOptions{.data = data.Path(), .role = "coordinator"},
                              {.data = data.Path(), .role = "teacher", .school = school},
                              {.data = data.Path(), .role = "teacher", .school = school, .person = "bp:x"},
                              {.data = data.Path(), .role = "coordinator", .school = "de-regenboog"},
                              {.data = data.Path(), .role = "headmaster", .school = school},
                              {.data = data.Path(), .role = "machine"},
                              {.data = data.Path(), .role = "helpdesk", .member = "a&b"},
                              {.data = data.Path(), .role = "helpdesk", .hours = 1}}) {
        CAPTURE(wrong.role, wrong.school, wrong.person);
        const auto token = MakeToken(wrong);
        REQUIRE_FALSE(token);
        CHECK(token.error().code == suite::Code::kInvalidArgument);
    }
}

TEST_CASE("the helpdesk's token is the gateway's to give for a secret that is there", "[ACC-04]") {
    const Data data;
    const auto refusal = [&](const std::string& url) {
        const auto token = MakeToken({.data = data.Path(), .role = "helpdesk", .url = url});
        REQUIRE_FALSE(token);
        CHECK(token.error().code == suite::Code::kFailedPrecondition);
        return token.error().message;
    };
    CHECK_THAT(refusal(""), Catch::Contains("./run"));
    CHECK_THAT(refusal("http://127.0.0.1:1"), Catch::Contains("no secret of helpdesk-dev in "));
}

TEST_CASE("without a running suite Basispoort's numbers cannot be looked up, and it is said") {
    const Data data;
    const auto token = MakeToken({.data = data.Path(), .role = "coordinator", .school = "bp:1001"});
    REQUIRE_FALSE(token);
    CHECK_THAT(token.error().message, Catch::Contains("./run"));
}
