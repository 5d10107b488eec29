// A directory of a test's own.
#pragma once

#include <filesystem>

namespace suite::testing {

/// Made with a unique name under the system's directory for temporary files (TMPDIR), mode 0700; removed with all it
/// holds on destruction.
class TempDir {
  public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    [[nodiscard]] const std::filesystem::path& Path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace suite::testing
