#include "tests/functional/front/nginx.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "core/text.hpp"
#include "core/time.hpp"
#include "crypto/certificates.hpp"

namespace suite::testing {
namespace {

constexpr int kTries = 5;  // another program may take a port that was free a moment ago
constexpr std::chrono::seconds kCurlTime{60};

std::string ReadFile(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::uint16_t FreePort() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    ::close(fd);
    return ntohs(address.sin_port);
}

bool Listens(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool connected = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(fd);
    return connected;
}

/// Everywhere; a text that the file does not hold any more fails the test.
void Replace(std::string& text, const std::string& from, const std::string& to) {
    INFO("deploy/nginx/sleutelbos.conf has no " << from);
    REQUIRE(text.find(from) != std::string::npos);
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

}  // namespace

std::string NginxConfiguration() { return ReadFile(SUITE_NGINX_CONF); }

Nginx::Nginx(const std::string& gateway) {
    REQUIRE(crypto::MakeCertificates(dir_.Path() / "certs", {"nginx"}, SystemClock().Now()));
    for (int i = 0; i < kTries && !process_; ++i) {
        if (!Start(gateway)) process_.reset();
    }
    if (!process_) FAIL("nginx does not start: " << ErrorLog());
}

bool Nginx::Start(const std::string& gateway) {
    https_port_ = FreePort();
    http_port_ = FreePort();
    WriteConfiguration(gateway);
    const auto spawn = [&](std::vector<std::string> more) {
        std::vector<std::string> command{SUITE_NGINX, "-c", dir_.Path() / "nginx.conf", "-e",
                                         dir_.Path() / "error.log"};
        command.insert(command.end(), more.begin(), more.end());
        auto started = process::Process::Start({.command = command, .output_file = dir_.Path() / "error.log"});
        if (!started) FAIL("nginx cannot be run (packages.txt): " << started.error().message);
        return std::move(*started);
    };
    auto check = spawn({"-t"});
    if (check.WaitFor(std::chrono::seconds(20)) != 0) FAIL("nginx -t: " << ErrorLog());
    process_.emplace(spawn({}));
    return Eventually([&] { return process_->Ended() || Listens(https_port_); }) && !process_->Ended();
}

void Nginx::WriteConfiguration(const std::string& gateway) const {
    auto site = NginxConfiguration();
    const auto files = crypto::CertificatesOf(dir_.Path() / "certs", "nginx");
    // IPv6 may be off on the machine.
    Replace(site, "    listen [::]:443 ssl http2 default_server;\n", "");
    Replace(site, "    listen [::]:443 ssl http2;\n", "");
    Replace(site, "    listen [::]:80 default_server;\n", "");
    Replace(site, "listen 443 ", "listen 127.0.0.1:" + std::to_string(https_port_) + " ");
    Replace(site, "listen 80 ", "listen 127.0.0.1:" + std::to_string(http_port_) + " ");
    Replace(site, "server 127.0.0.1:8080;", "server " + gateway + ";");
    Replace(site, "sleutelbos.example", "localhost");
    Replace(site, "/etc/sleutelbos/tls/server.pem", files.certificate);
    Replace(site, "/etc/sleutelbos/tls/server.key", files.key);
    Replace(site, "client_header_timeout 10s;", "client_header_timeout 1s;");
    Replace(site, "client_body_timeout 10s;", "client_body_timeout 1s;");
    std::ofstream(dir_.Path() / "sleutelbos.conf") << site;

    const auto folder = dir_.Path().string();
    std::ofstream(dir_.Path() / "nginx.conf")
        << "daemon off;\nmaster_process off;\npid " << folder << "/pid;\nerror_log " << folder << "/error.log info;\n"
        << "events { worker_connections 512; }\n"
        << "http {\n  access_log off;\n  client_body_temp_path " << folder << "/body;\n  proxy_temp_path " << folder
        << "/proxy;\n  fastcgi_temp_path " << folder << "/fastcgi;\n  uwsgi_temp_path " << folder
        << "/uwsgi;\n  scgi_temp_path " << folder << "/scgi;\n  include " << folder << "/sleutelbos.conf;\n}\n";
}

std::string Nginx::Ca() const { return crypto::CertificatesOf(dir_.Path() / "certs", "nginx").ca; }

std::string Nginx::ErrorLog() const { return ReadFile(dir_.Path() / "error.log"); }

std::vector<std::string> CurlAnswer::All(const std::string& name) const {
    std::vector<std::string> values;
    for (const auto& [header, value] : headers) {
        if (header == name) values.push_back(value);
    }
    return values;
}

Answer CurlAnswer::AsAnswer() const {
    Answer answer{.status = status, .body = body, .json = nullptr, .headers = {headers.begin(), headers.end()}};
    if (nlohmann::json::accept(body)) answer.json = nlohmann::json::parse(body);
    return answer;
}

CurlAnswer Curl(const Nginx& nginx, const std::string& path, const std::vector<std::string>& arguments) {
    const TempDir dir;
    const auto file = [&](const char* name) { return (dir.Path() / name).string(); };
    std::vector<std::string> command{"curl",       "--silent",    "--show-error",      "--cacert",   nginx.Ca(),
                                     "--noproxy",  "*",           "--output",          file("body"), "--dump-header",
                                     file("head"), "--write-out", "%{http_version}\n", "--ipv4",     "--max-time",
                                     "30"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    command.push_back(path.starts_with('/') ? nginx.Url() + path : path);
    auto curl = process::Process::Start({.command = command, .output_file = file("said")});
    REQUIRE(curl);
    REQUIRE(curl->WaitFor(kCurlTime));
    CurlAnswer answer{.status = 0, .version = ReadFile(file("said")), .body = ReadFile(file("body")), .headers = {}};
    while (answer.version.ends_with('\n')) answer.version.pop_back();
    const auto head = ReadFile(file("head"));
    for (const auto line : Split(head, '\n')) {
        const auto text = Trim(line);
        if (text.starts_with("HTTP/")) {
            // After "100 Continue" comes another head.
            answer.headers.clear();
            answer.status = static_cast<int>(ParseInteger(Split(text, ' ').at(1)).value_or(0));
        } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
            answer.headers.emplace_back(AsciiLower(text.substr(0, colon)), Trim(text.substr(colon + 1)));
        }
    }
    return answer;
}

}  // namespace suite::testing
