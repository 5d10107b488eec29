#include "crypto/secret_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::crypto {
namespace {

constexpr mode_t kOthers = 0077;
constexpr off_t kMostBytes = off_t{1} << 20;

class File {
  public:
    explicit File(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int Get() const { return fd_; }

  private:
    const int fd_;
};

std::unexpected<Error> Bad(const std::string& path, std::string_view what, std::string_view why) {
    return Fail(Code::kFailedPrecondition, reason::kInternal,
                std::string(what) + " file " + path + " " + std::string(why));
}

/// Of the open file, so that it is the one that is read.
Result<off_t> Judge(const File& file, const std::string& path, std::string_view what) {
    struct stat info{};
    if (file.Get() < 0 || ::fstat(file.Get(), &info) != 0) return Bad(path, what, "is missing or cannot be read");
    if (!S_ISREG(info.st_mode)) return Bad(path, what, "is no file");
    if ((info.st_mode & kOthers) != 0) return Bad(path, what, "can be read by others; chmod 600");
    if (info.st_size > kMostBytes) return Bad(path, what, "is too large");
    return info.st_size;
}

}  // namespace

Status CheckSecretFile(const std::string& path, std::string_view what) {
    const auto judged = Judge(File(path), path, what);
    return judged ? Status{} : std::unexpected(judged.error());
}

Result<Secret> ReadSecretFile(const std::string& path, std::string_view what) {
    const File file(path);
    SUITE_ASSIGN(const off_t size, Judge(file, path, what));
    std::string text(static_cast<std::size_t>(size), '\0');
    std::size_t got = 0;
    while (got < text.size()) {
        const auto count = ::read(file.Get(), text.data() + got, text.size() - got);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        got += static_cast<std::size_t>(count);
    }
    Secret secret{std::string(Trim(std::string_view(text).substr(0, got)))};
    if (secret.empty()) return Bad(path, what, "is empty");
    return secret;
}

}  // namespace suite::crypto
