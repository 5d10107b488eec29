#include "tests/functional/limits/second_gateway.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/functional/support/api.hpp"

namespace suite::testing {
namespace {

/// How the suite started its gateway: the kernel knows.
std::vector<std::string> CommandLineOf(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/cmdline", std::ios::binary);
    std::vector<std::string> words;
    for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
    return words;
}

}  // namespace

SecondGateway::SecondGateway(const devsuite::Suite& suite, const std::vector<std::string>& environment) {
    const auto first = suite.Pid("gateway");
    REQUIRE(first);
    auto command = CommandLineOf(*first);
    REQUIRE(command.size() > 2);
    const auto ready = dir_.Path() / "ready";
    for (std::size_t i = 0; i + 1 < command.size(); ++i) {
        if (command[i] == "--listen") command[i + 1] = "127.0.0.1:0";
        if (command[i] == "--ready-file") command[i + 1] = ready;
    }
    auto started =
        process::Process::Start({.command = command, .output_file = dir_.Path() / "log", .environment = environment});
    if (!started) FAIL("no second gateway: " << started.error().message);
    process_.emplace(std::move(*started));
    const bool came = Eventually([&] {
        std::ifstream file(ready);
        std::stringstream text;
        text << file.rdbuf();
        const auto json = nlohmann::json::parse(text.str(), nullptr, /*allow_exceptions=*/false);
        if (json.is_object()) url_ = "http://" + json.at("address").get<std::string>();
        return !url_.empty() || process_->Ended();
    });
    if (!came || url_.empty()) FAIL("the second gateway did not get ready");
}

}  // namespace suite::testing
