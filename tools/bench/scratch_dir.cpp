#include "tools/bench/scratch_dir.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace suite::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kAttempts = 100;  // 50 ms apart: services that were killed with us may still be writing

/// Runs in the janitor: until nobody holds the other end of the pipe.
[[noreturn]] void AwaitEndAndRemove(int life, const std::string& path) {
    ::setpgid(0, 0);  // Ctrl-C is not for us
    char none = 0;
    while (::read(life, &none, 1) < 0 && errno == EINTR) {
    }
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        std::error_code ignored;
        fs::remove_all(path, ignored);
        if (!fs::exists(path, ignored)) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    ::_exit(0);
}

}  // namespace

ScratchDir::ScratchDir() : path_((fs::temp_directory_path() / "slb-bench-XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make a folder for temporary files");
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
    janitor_ = ::fork();
    if (janitor_ == 0) {
        ::close(ends[1]);
        // Whoever reads our output is not to wait for the janitor.
        ::close(STDOUT_FILENO);
        ::close(STDERR_FILENO);
        AwaitEndAndRemove(ends[0], path_);
    }
    ::close(ends[0]);
    life_ = ends[1];
    ::setenv("TMPDIR", path_.c_str(), /*overwrite=*/1);
}

ScratchDir::~ScratchDir() {
    ::unsetenv("TMPDIR");
    ::close(life_);
    if (janitor_ > 0) ::waitpid(janitor_, nullptr, 0);
}

}  // namespace suite::bench
