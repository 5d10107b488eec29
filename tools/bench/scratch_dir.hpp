// A benchmark's own folder for temporary files.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace suite::bench {

/// Gone with all it holds when the run ends, however it ends: a small process of its own waits for that end, also when
/// Ctrl-C or SIGKILL brings it. While it lives it is the folder for temporary files (TMPDIR) of this process and those
/// that it starts. Make one before the first thread; one at a time. Throws std::runtime_error when it cannot be made.
class ScratchDir {
  public:
    ScratchDir();
    ScratchDir(const ScratchDir&) = delete;
    ScratchDir& operator=(const ScratchDir&) = delete;
    ~ScratchDir();

    [[nodiscard]] std::filesystem::path File(std::string_view name) const {
        return std::filesystem::path(path_) / name;
    }

  private:
    std::string path_;
    int life_ = -1;  // this end of a pipe closes with the process
    int janitor_ = -1;
};

}  // namespace suite::bench
