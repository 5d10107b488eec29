// Where the suite's processes meet.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.hpp"

namespace suite::devsuite {

/// A folder for sockets and ready files, gone with the object. Its name is short: a socket's path has at most 107
/// characters.
class SocketDir {
  public:
    /// UNAVAILABLE when it cannot be made.
    [[nodiscard]] static Result<SocketDir> Make();
    SocketDir(SocketDir&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    SocketDir& operator=(SocketDir&&) = delete;
    ~SocketDir();

    [[nodiscard]] std::filesystem::path File(std::string_view name, const char* ending) const {
        return path_ / (std::string(name) + ending);
    }
    [[nodiscard]] std::string Address(std::string_view name) const { return "unix:" + File(name, ".sock").string(); }

  private:
    explicit SocketDir(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

}  // namespace suite::devsuite
