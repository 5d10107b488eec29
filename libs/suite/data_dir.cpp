#include "suite/data_dir.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <system_error>

#include "core/reasons.hpp"

namespace suite::devsuite {
namespace {

namespace fs = std::filesystem;

/// Enough for some hundred lines; the rest of a log of megabytes is not read.
constexpr std::uintmax_t kTailBytes = 64U << 10U;

std::unexpected<Error> CannotWrite(const fs::path& path) {
    return Fail(Code::kUnavailable, reason::kUnavailable, "cannot write " + path.string());
}

}  // namespace

Result<DataDir> DataDir::Open(const fs::path& path) {
    std::error_code failed;
    const fs::path root = fs::absolute(path, failed);
    for (const char* folder : {"", "db", "log", "secrets"}) {
        fs::create_directories(root / folder, failed);
        if (failed) return CannotWrite(root / folder);
    }
    // Databases and logs hold children's data, secrets hold keys: nobody else on the machine reads them.
    for (const char* folder : {"db", "log", "secrets"}) {
        fs::permissions(root / folder, fs::perms::owner_all, failed);
        if (failed) return CannotWrite(root / folder);
    }
    const fs::path file = root / "lock";
    const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) return CannotWrite(file);
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return Fail(Code::kFailedPrecondition, reason::kConflict,
                    root.string() + " is in use by another run of the suite; stop that one or take another --data");
    }
    return DataDir(root, lock);
}

DataDir::~DataDir() {
    if (lock_ >= 0) ::close(lock_);
}

fs::path DataDir::Database(std::string_view service) const { return root_ / "db" / (std::string(service) + ".db"); }

fs::path DataDir::Log(std::string_view process) const { return root_ / "log" / (std::string(process) + ".log"); }

void DataDir::RotateLog(std::string_view process) const {
    const fs::path log = Log(process);
    std::error_code none;  // no log yet; and a log that stays where it is harms nobody
    const auto size = fs::file_size(log, none);
    if (!none && size > kMaxLogBytes) fs::rename(log, log.string() + ".1", none);
}

std::string DataDir::LogTail(std::string_view process, std::size_t lines) const {
    std::ifstream file(Log(process), std::ios::binary | std::ios::ate);
    if (!file) return {};
    const auto size = static_cast<std::uintmax_t>(file.tellg());
    const std::uintmax_t from = size > kTailBytes ? size - kTailBytes : 0;
    file.seekg(static_cast<std::streamoff>(from));
    std::ostringstream text;
    text << file.rdbuf();
    std::string tail = std::move(text).str();
    std::size_t at = tail.size();
    for (std::size_t found = 0; at > 0; --at) {
        // The line break at the very end closes the last line, it begins none.
        if (tail[at - 1] == '\n' && at != tail.size() && ++found == lines) break;
    }
    return tail.substr(at);
}

Status WritePrivateFile(const fs::path& path, std::string_view text) {
    const std::string draft = path.string() + ".new";
    const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return CannotWrite(path);
    while (!text.empty()) {
        const auto written = ::write(file, text.data(), text.size());
        if (written <= 0) break;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    const bool closed = ::close(file) == 0;
    if (!text.empty() || !closed || ::rename(draft.c_str(), path.c_str()) != 0) return CannotWrite(path);
    return {};
}

std::optional<std::string> ReadFile(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

}  // namespace suite::devsuite
