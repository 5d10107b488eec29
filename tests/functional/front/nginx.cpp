#include "tests/functional/front/nginx.hpp"

#include <catch2/catch.hpp>

#include "core/text.hpp"
#include "process/process.hpp"
#include "suite/data_dir.hpp"

namespace suite::testing {
namespace {

constexpr std::chrono::seconds kCurlTime{60};

std::string ReadFile(const std::string& path) { return devsuite::ReadFile(path).value_or(""); }

}  // namespace

Nginx::Nginx(const std::string& gateway) {
    auto started =
        devsuite::Nginx::Start({.folder = dir_.Path(), .gateway = gateway, .patience = std::chrono::seconds(1)});
    if (!started) FAIL(started.error().message);
    nginx_.emplace(std::move(*started));
}

std::vector<std::string> CurlAnswer::All(const std::string& name) const {
    std::vector<std::string> values;
    for (const auto& [header, value] : headers) {
        if (header == name) values.push_back(value);
    }
    return values;
}

Answer CurlAnswer::AsAnswer() const {
    Answer answer{.status = status, .body = body, .json = nullptr, .headers = {headers.begin(), headers.end()}};
    if (nlohmann::json::accept(body)) answer.json = nlohmann::json::parse(body);
    return answer;
}

CurlAnswer Curl(const Nginx& nginx, const std::string& path, const std::vector<std::string>& arguments) {
    const TempDir dir;
    const auto file = [&](const char* name) { return (dir.Path() / name).string(); };
    std::vector<std::string> command{"curl",       "--silent",    "--show-error",      "--cacert",   nginx.Ca(),
                                     "--noproxy",  "*",           "--output",          file("body"), "--dump-header",
                                     file("head"), "--write-out", "%{http_version}\n", "--ipv4",     "--max-time",
                                     "30"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    command.push_back(path.starts_with('/') ? nginx.Url() + path : path);
    auto curl = process::Process::Start({.command = command, .output_file = file("said")});
    REQUIRE(curl);
    REQUIRE(curl->WaitFor(kCurlTime));
    CurlAnswer answer{.status = 0, .version = ReadFile(file("said")), .body = ReadFile(file("body")), .headers = {}};
    while (answer.version.ends_with('\n')) answer.version.pop_back();
    const auto head = ReadFile(file("head"));
    for (const auto line : Split(head, '\n')) {
        const auto text = Trim(line);
        if (text.starts_with("HTTP/")) {
            // After "100 Continue" comes another head.
            answer.headers.clear();
            answer.status = static_cast<int>(ParseInteger(Split(text, ' ').at(1)).value_or(0));
        } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
            answer.headers.emplace_back(AsciiLower(text.substr(0, colon)), Trim(text.substr(colon + 1)));
        }
    }
    return answer;
}

}  // namespace suite::testing
