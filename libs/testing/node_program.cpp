#include "testing/node_program.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

namespace suite::testing {
namespace {

constexpr std::chrono::seconds kStartTime{30};

std::string ReadWholeFile(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

}  // namespace

std::filesystem::path ReadyFileIn(const std::filesystem::path& folder) { return folder / "ready"; }

StartedProgram StartNode(const std::filesystem::path& folder, std::vector<std::string> arguments) {
    const auto ready = ReadyFileIn(folder);
    const auto log = folder / "log";
    const std::string program = arguments.front();
    arguments.insert(arguments.begin(), "node");
    auto started = process::Process::Start({.command = std::move(arguments), .output_file = log});
    if (!started) FAIL(program << " cannot be started: " << started.error().message);
    const auto until = std::chrono::steady_clock::now() + kStartTime;
    while (!std::filesystem::exists(ready) && !started->Ended() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    if (!std::filesystem::exists(ready)) FAIL(program << " did not start:\n" << ReadWholeFile(log));
    return {.process = std::move(*started), .ready = ReadWholeFile(ready)};
}

}  // namespace suite::testing
