#include "suite/nginx.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "core/reasons.hpp"
#include "core/time.hpp"
#include "crypto/certificates.hpp"
#include "process/process.hpp"
#include "suite/data_dir.hpp"
#include "suite/deploy_file.hpp"
#include "suite/loopback_port.hpp"

namespace suite::devsuite {
namespace {

constexpr std::chrono::seconds kStartTime{20};
constexpr std::chrono::milliseconds kPause{5};
constexpr auto kCertificate = "nginx";
constexpr auto kConfiguration = "nginx/sleutelbos.conf";

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

}  // namespace

struct Nginx::Impl {
    NginxOptions options;
    LoopbackPort https_port;
    LoopbackPort http_port;
    std::optional<process::Process> process{};

    [[nodiscard]] std::filesystem::path File(const char* name) const { return options.folder / name; }
    [[nodiscard]] crypto::CertificateFiles Certificate() const {
        return crypto::CertificatesOf(File("certs"), kCertificate);
    }
    [[nodiscard]] std::string ErrorLog() const { return ReadFile(File("error.log")).value_or(""); }

    [[nodiscard]] Result<process::Process> Spawn(const char* more) const {
        std::vector<std::string> command{SUITE_NGINX, "-c", File("nginx.conf"), "-e", File("error.log")};
        if (more != nullptr) command.emplace_back(more);
        return process::Process::Start({.command = command, .output_file = File("error.log")});
    }

    Status Run() {
        SUITE_RETURN_IF_ERROR(WriteSite());
        WriteMain();
        SUITE_ASSIGN(auto check, Spawn("-t"));
        if (check.WaitFor(kStartTime) != 0) {
            return Fail(Code::kUnavailable, reason::kUnavailable, "nginx -t: " + ErrorLog());
        }
        SUITE_ASSIGN(auto started, Spawn(nullptr));
        process.emplace(std::move(started));
        const auto until = std::chrono::steady_clock::now() + kStartTime;
        while (!process->Ended() && std::chrono::steady_clock::now() < until) {
            if (Listens(https_port.Number())) return {};
            std::this_thread::sleep_for(kPause);
        }
        return Fail(Code::kUnavailable, reason::kUnavailable, "nginx does not start: " + ErrorLog());
    }

    [[nodiscard]] Status WriteSite() const {
        const auto files = Certificate();
        const auto certificate = files.certificate.string();
        const auto key = files.key.string();
        const auto https = std::to_string(https_port.Number());
        const auto http = std::to_string(http_port.Number());
        const std::string wait = std::to_string(options.patience.count()) + "s;";
        // IPv6 may be off on the machine.
        const auto ipv6 = [&](const std::string& port, const std::string& rest) {
            return options.ipv6 ? "    listen [::1]:" + port + rest : std::string();
        };
        const std::string tls = " ssl http2;\n";
        const std::string tls_default = " ssl http2 default_server;\n";
        const std::string plain = " default_server;\n";
        std::vector<Change> changes{{"    listen [::]:443" + tls_default, ipv6(https, tls_default)},
                                    {"    listen [::]:443" + tls, ipv6(https, tls)},
                                    {"    listen [::]:80" + plain, ipv6(http, plain)},
                                    {"listen 443 ", "listen 127.0.0.1:" + https + " "},
                                    {"listen 80 ", "listen 127.0.0.1:" + http + " "},
                                    {"server 127.0.0.1:8080;", "server " + options.gateway + ";"},
                                    {"sleutelbos.example", "localhost"},
                                    {"/etc/sleutelbos/tls/server.pem", certificate},
                                    {"/etc/sleutelbos/tls/server.key", key},
                                    {"/var/log/nginx/", options.folder.string() + "/"},
                                    {"client_header_timeout 10s;", "client_header_timeout " + wait},
                                    {"client_body_timeout 10s;", "client_body_timeout " + wait}};
        if (options.nameless) {
            changes.emplace_back("ssl_reject_handshake on;",
                                 "ssl_certificate " + certificate + "; ssl_certificate_key " + key + ";");
            changes.emplace_back("server_name localhost;", "server_name localhost 127.0.0.1 [::1];");
        }
        SUITE_ASSIGN(const auto site, DeployFile(kConfiguration, changes));
        std::ofstream(File("sleutelbos.conf")) << site;
        return {};
    }

    void WriteMain() const {
        const auto folder = options.folder.string();
        std::ofstream(File("nginx.conf"))
            << "daemon off;\nmaster_process off;\npid " << folder << "/pid;\nerror_log " << folder
            << "/error.log info;\n"
            << "events { worker_connections " << options.connections << "; }\n"
            << "http {\n  access_log off;\n  client_body_temp_path " << folder << "/body;\n  proxy_temp_path " << folder
            << "/proxy;\n  fastcgi_temp_path " << folder << "/fastcgi;\n  uwsgi_temp_path " << folder
            << "/uwsgi;\n  scgi_temp_path " << folder << "/scgi;\n  include " << folder << "/sleutelbos.conf;\n}\n";
    }
};

Nginx::Nginx(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Nginx::Nginx(Nginx&&) noexcept = default;
Nginx::~Nginx() = default;

Result<Nginx> Nginx::Start(const NginxOptions& options) {
    SUITE_ASSIGN(auto https_port, LoopbackPort::Hold());
    return Start(options, std::move(https_port));
}

Result<Nginx> Nginx::Start(const NginxOptions& options, LoopbackPort https_port) {
    SUITE_ASSIGN(auto http_port, LoopbackPort::Hold());
    auto impl = std::make_unique<Impl>(
        Impl{.options = options, .https_port = std::move(https_port), .http_port = std::move(http_port)});
    SUITE_RETURN_IF_ERROR(crypto::MakeCertificates(impl->File("certs"), {kCertificate}, SystemClock().Now()));
    SUITE_RETURN_IF_ERROR(impl->Run());
    return Nginx(std::move(impl));
}

std::uint16_t Nginx::HttpsPort() const { return impl_->https_port.Number(); }
std::uint16_t Nginx::HttpPort() const { return impl_->http_port.Number(); }
std::string Nginx::Ca() const { return impl_->Certificate().ca; }
std::string Nginx::ErrorLog() const { return impl_->ErrorLog(); }
std::string Nginx::AccessLog() const { return ReadFile(impl_->File("sleutelbos.log")).value_or(""); }
bool Nginx::Runs() const { return !impl_->process->Ended(); }
std::string Nginx::Configuration() { return DeployFile(kConfiguration, {}).value_or(""); }

}  // namespace suite::devsuite
