#include "tests/functional/sign_in/provider_process.hpp"

#include <nlohmann/json.hpp>

#include "testing/node_program.hpp"

namespace suite::testing {

ProviderProcess::ProviderProcess(const std::string& program, const std::vector<std::string>& arguments) {
    std::vector<std::string> all{program, ReadyFileIn(Folder())};
    all.insert(all.end(), arguments.begin(), arguments.end());
    auto started = StartNode(Folder(), std::move(all));
    process_.emplace(std::move(started.process));
    url_ = nlohmann::json::parse(started.ready).at("url");
}

}  // namespace suite::testing
