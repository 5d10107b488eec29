#include "testing/temp_redis.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

namespace suite::testing {
namespace {

bool Accepts(const std::string& path) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const bool accepted = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(fd);
    return accepted;
}

process::Process Launch(const std::string& socket) {
    auto server = process::Process::Start(
        {.command = {"redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no"},
         .output_file = "/dev/null"});
    REQUIRE(server);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!Accepts(socket) && std::chrono::steady_clock::now() < until && !server->Ended()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    REQUIRE(Accepts(socket));
    return std::move(*server);
}

}  // namespace

TempRedis::TempRedis() : socket_((dir_.Path() / "redis.sock").string()), server_(Launch(socket_)) {}

void TempRedis::Start() {
    std::filesystem::remove(socket_);
    server_ = Launch(socket_);
}

}  // namespace suite::testing
