#include "tests/functional/sign_in/odd_provider.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

namespace suite::testing {
namespace {

constexpr const char* kSecret = "not-so-secret: it is a test's, with / + and % in it";

}  // namespace

OddProvider::OddProvider() : process_(SUITE_ODD_PROVIDER, {"sleutelbos-test", kSecret}) {
    const auto secret = process_.Folder() / "secret";
    std::ofstream(secret) << kSecret << '\n';
    std::filesystem::permissions(secret, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

devsuite::SignInProvider OddProvider::Settings() const {
    return {
        .issuer = process_.Url(), .client_id = "sleutelbos-test", .client_secret_file = process_.Folder() / "secret"};
}

void OddProvider::Be(const std::string& kind, const nlohmann::json& claims) {
    const auto answer = client_.Send({.method = "POST",
                                      .url = process_.Url() + "/control",
                                      .body = nlohmann::json{{"kind", kind}, {"claims", claims}}.dump()});
    if (!answer || answer->status != 200) FAIL("the odd provider's control does not answer");
}

nlohmann::json OddProvider::Seen() {
    const auto answer = client_.Send({.url = process_.Url() + "/control"});
    if (!answer || answer->status != 200) FAIL("the odd provider's control does not answer");
    return nlohmann::json::parse(answer->body);
}

}  // namespace suite::testing
