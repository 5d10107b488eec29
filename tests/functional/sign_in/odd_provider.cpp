#include "tests/functional/sign_in/odd_provider.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/functional/support/api.hpp"

namespace suite::testing {
namespace {

constexpr const char* kSecret = "not-so-secret: it is a test's, with / + and % in it";

}  // namespace

OddProvider::OddProvider() {
    std::ofstream(dir_.Path() / "secret") << kSecret << '\n';
    const auto ready_file = dir_.Path() / "ready";
    auto started =
        process::Process::Start({.command = {"node", SUITE_ODD_PROVIDER, ready_file, "sleutelbos-test", kSecret},
                                 .output_file = dir_.Path() / "log"});
    if (!started) FAIL("the odd provider cannot be started: " << started.error().message);
    process_.emplace(std::move(*started));
    if (!Eventually([&] { return std::filesystem::exists(ready_file) || process_->Ended(); }) || process_->Ended())
        FAIL("the odd provider did not start");
    std::ifstream file(ready_file);
    url_ = nlohmann::json::parse(file).at("url");
}

devsuite::SignInProvider OddProvider::Settings() const {
    return {.issuer = url_, .client_id = "sleutelbos-test", .client_secret_file = dir_.Path() / "secret"};
}

void OddProvider::Be(const std::string& kind, const nlohmann::json& claims) {
    const auto answer = client_.Send({.method = "POST",
                                      .url = url_ + "/control",
                                      .body = nlohmann::json{{"kind", kind}, {"claims", claims}}.dump()});
    if (!answer || answer->status != 200) FAIL("the odd provider's control does not answer");
}

nlohmann::json OddProvider::Seen() {
    const auto answer = client_.Send({.url = url_ + "/control"});
    if (!answer || answer->status != 200) FAIL("the odd provider's control does not answer");
    return nlohmann::json::parse(answer->body);
}

}  // namespace suite::testing
