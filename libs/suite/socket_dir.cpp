#include "suite/socket_dir.hpp"

#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <system_error>

#include "core/reasons.hpp"

namespace suite::devsuite {
namespace {

constexpr std::size_t kLongestSocketName = 24;  // "/result-exchange.sock" and some

}  // namespace

Result<SocketDir> SocketDir::Make() {
    std::error_code none;
    std::string name = (std::filesystem::temp_directory_path(none) / "slb-XXXXXX").string();
    if (none || name.size() + kLongestSocketName > sizeof(sockaddr_un::sun_path)) name = "/tmp/slb-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {  // mode 0700
        return Fail(Code::kUnavailable, reason::kUnavailable, "cannot make a folder for temporary files");
    }
    return SocketDir(name);
}

SocketDir::~SocketDir() {
    std::error_code ignored;  // a destructor has nobody to tell
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace suite::devsuite
