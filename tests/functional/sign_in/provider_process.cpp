#include "tests/functional/sign_in/provider_process.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/functional/support/api.hpp"

namespace suite::testing {

ProviderProcess::ProviderProcess(const std::string& program, const std::vector<std::string>& arguments) {
    const auto ready_file = Folder() / "ready";
    std::vector<std::string> command{"node", program, ready_file};
    command.insert(command.end(), arguments.begin(), arguments.end());
    auto started = process::Process::Start({.command = command, .output_file = Folder() / "log"});
    if (!started) FAIL(program << " cannot be started: " << started.error().message);
    process_.emplace(std::move(*started));
    if (!Eventually([&] { return std::filesystem::exists(ready_file) || process_->Ended(); }) || process_->Ended()) {
        std::stringstream log;
        log << std::ifstream(Folder() / "log").rdbuf();
        FAIL(program << " did not start (its npm packages come with ./test):\n" << log.str());
    }
    std::ifstream file(ready_file);
    url_ = nlohmann::json::parse(file).at("url");
}

}  // namespace suite::testing
