#include "suite/firewall.hpp"

#include <fstream>
#include <vector>

#include "core/reasons.hpp"
#include "process/process.hpp"
#include "suite/data_dir.hpp"
#include "suite/deploy_file.hpp"

namespace suite::devsuite {
namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr auto kNft = "/usr/sbin/nft";

Status Nft(std::vector<std::string> arguments, const std::filesystem::path& output) {
    arguments.insert(arguments.begin(), kNft);
    SUITE_ASSIGN(auto nft, process::Process::Start({.command = arguments, .output_file = output}));
    if (nft.WaitFor(kPatience) == 0) return {};
    return Fail(Code::kUnavailable, reason::kUnavailable, "nft: " + ReadFile(output).value_or("does not start"));
}

}  // namespace

Result<Firewall> Firewall::Raise(const std::filesystem::path& folder, std::uint16_t port) {
    const auto number = std::to_string(port);
    const auto table = "sleutelbos_" + number;
    const std::vector<Change> changes{{"{ 80, 443 }", "{ " + number + " }"},
                                      {"table inet sleutelbos", "table inet " + table}};
    SUITE_ASSIGN(const auto rules, DeployFile("nftables/sleutelbos.nft", changes));
    const auto file = folder / "firewall.nft";
    std::ofstream(file) << rules;
    SUITE_RETURN_IF_ERROR(Nft({"--file", file}, folder / "firewall.log"));
    return Firewall(table);
}

Firewall::~Firewall() {
    if (table_.empty()) return;
    // One that stays limits a port that nobody has.
    [[maybe_unused]] const auto gone = Nft({"delete", "table", "inet", table_}, "/dev/null");
}

}  // namespace suite::devsuite
