// The kernel's firewall with deploy/nftables/sleutelbos.nft, for ports of this machine: for tests and benchmarks.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include "core/error.hpp"

namespace suite::devsuite {

/// Up until the object is gone; after a kill it stays, and limits a port that nobody has. Of the file only the ports
/// and the table's name differ, so that several stand side by side.
class Firewall {
  public:
    /// `folder`: for its file, there already. UNAVAILABLE when nft (packages.txt) is not there or may not: it needs
    /// root, which a machine for tests may not give. INTERNAL when the file no longer holds what has to be replaced.
    [[nodiscard]] static Result<Firewall> Raise(const std::filesystem::path& folder, std::uint16_t port);
    Firewall(Firewall&& other) noexcept : table_(std::exchange(other.table_, {})) {}
    Firewall& operator=(Firewall&&) = delete;
    ~Firewall();

  private:
    explicit Firewall(std::string table) : table_(std::move(table)) {}
    std::string table_;
};

}  // namespace suite::devsuite
