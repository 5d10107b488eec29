// The folder where a run of the suite keeps everything, so that the next run goes on where this one stopped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace suite::devsuite {

/// A log that is bigger than this when its process starts is set aside as NAME.log.1.
inline constexpr std::uintmax_t kMaxLogBytes = 10U << 20U;

/// Locked for as long as the object lives: two runs on the same data would write over each other's databases. The lock
/// is the kernel's (flock), so it goes with the process, however that ends. Movable; not thread-safe.
class DataDir {
  public:
    /// Makes the folders that are missing. FAILED_PRECONDITION when another run has the folder, UNAVAILABLE when it
    /// cannot be made or written.
    [[nodiscard]] static Result<DataDir> Open(const std::filesystem::path& path);
    DataDir(DataDir&& other) noexcept : root_(std::move(other.root_)), lock_(other.lock_) { other.lock_ = -1; }
    DataDir& operator=(DataDir&&) = delete;
    ~DataDir();

    [[nodiscard]] std::filesystem::path File(std::string_view name) const { return root_ / name; }
    [[nodiscard]] std::filesystem::path Database(std::string_view service) const;
    [[nodiscard]] std::filesystem::path Secret(std::string_view name) const { return root_ / "secrets" / name; }
    [[nodiscard]] std::filesystem::path Log(std::string_view process) const;

    /// Before a process starts: sets an overgrown log aside.
    void RotateLog(std::string_view process) const;
    /// The last `lines` lines of a process' log; empty when there is none.
    [[nodiscard]] std::string LogTail(std::string_view process, std::size_t lines) const;

  private:
    DataDir(std::filesystem::path root, int lock) : root_(std::move(root)), lock_(lock) {}
    std::filesystem::path root_;  // absolute
    int lock_ = -1;               // descriptor that holds the lock
};

/// Whole or not at all, readable by the owner only. UNAVAILABLE when it cannot be written.
[[nodiscard]] Status WritePrivateFile(const std::filesystem::path& path, std::string_view text);

/// nullopt when there is none, or it cannot be read.
[[nodiscard]] std::optional<std::string> ReadFile(const std::filesystem::path& path);

}  // namespace suite::devsuite
