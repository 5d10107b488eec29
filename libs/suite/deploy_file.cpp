#include "suite/deploy_file.hpp"

#include "core/reasons.hpp"
#include "suite/data_dir.hpp"

namespace suite::devsuite {

Result<std::string> DeployFile(std::string_view path, std::span<const Change> changes) {
    auto text = ReadFile(std::filesystem::path(SUITE_DEPLOY_DIR) / path).value_or("");
    for (const auto& [from, to] : changes) {
        if (text.find(from) == std::string::npos) {
            return Fail(Code::kInternal, reason::kInternal, "deploy/" + std::string(path) + " has no " + from);
        }
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    }
    return text;
}

}  // namespace suite::devsuite
