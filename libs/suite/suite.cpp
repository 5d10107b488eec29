#include "suite/suite.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>

#include "core/deadline.hpp"
#include "core/reasons.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "crypto/certificates.hpp"
#include "crypto/crypto.hpp"
#include "process/process.hpp"
#include "suite/commands.hpp"
#include "suite/data_dir.hpp"
#include "suite/loopback_port.hpp"
#include "suite/socket_dir.hpp"

namespace suite::devsuite {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kStartTime{30};
constexpr std::chrono::seconds kStopTime{15};  // services drain for 10 s at most
constexpr std::chrono::milliseconds kPollTime{10};

const std::string kRedis = "redis";
const std::string kGateway = "gateway";
const std::string kBasispoort = "basispoort";
const std::string kSignIn = "signin";
constexpr std::size_t kSecretBytes = 24;

/// What a process tells when it is ready.
struct Ready {
    std::string address;
    int admin_port = 0;
    std::string url{};                              // what a stand-in tells instead
    std::optional<BasispoortStandIn> basispoort{};  // and Basispoort's besides
};

std::optional<Ready> ReadReadyFile(const fs::path& path) {
    const auto text = ReadFile(path);
    const auto json = nlohmann::json::parse(text.value_or(""), nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) return std::nullopt;
    Ready ready{
        .address = json.value("address", ""), .admin_port = json.value("adminPort", 0), .url = json.value("url", "")};
    if (json.contains("controlUrl")) {
        ready.basispoort = BasispoortStandIn{.url = ready.url, .control_url = json.value("controlUrl", "")};
    }
    return ready;
}

bool Accepts(const fs::path& socket_path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket_path.c_str(), sizeof(address.sun_path) - 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    const bool connected = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    ::close(fd);
    return connected;
}

/// One of the six, or a stand-in: how it is started, and what is known of it while it runs.
struct Member {
    std::string name;
    std::optional<process::Process> process{};  // none: never started, or ended on purpose
    std::optional<Ready> ready{};
};

}  // namespace

struct Suite::Impl {
    Options options;
    DataDir data;
    SocketDir sockets;
    std::vector<LoopbackPort> ports{};                           // of the services, with mutual TLS
    std::map<std::string, std::string, std::less<>> services{};  // where each takes gRPC
    std::vector<Member> members{};                               // in start order
    std::string gateway_address{};                               // host:port, once known
    std::optional<BasispoortStandIn> basispoort{};
    std::string sign_in_url{};  // of the stand-in, once known

    [[nodiscard]] bool HasBasispoort() const { return !options.basispoort_roster.empty(); }

    Member& Find(std::string_view name) {
        // A name that is none of the members is a mistake in the caller's code.
        return *std::ranges::find(members, name, &Member::name);
    }

    [[nodiscard]] std::vector<std::string> Command(const std::string& name) const {
        return devsuite::CommandOf(name, {.options = options,
                                          .data = data,
                                          .sockets = sockets,
                                          .services = services,
                                          .gateway_address = gateway_address,
                                          .basispoort = basispoort,
                                          .sign_in_url = sign_in_url});
    }

    Status Launch(Member& member) {
        if (options.progress) options.progress("starting " + member.name);
        std::error_code ignored;  // they are there after a kill only
        fs::remove(sockets.File(member.name, ".ready"), ignored);
        fs::remove(sockets.File(member.name, ".sock"), ignored);
        member.ready.reset();
        data.RotateLog(member.name);
        const auto environment = options.environment.find(member.name);
        SUITE_ASSIGN(member.process, process::Process::Start({.command = Command(member.name),
                                                              .output_file = data.Log(member.name),
                                                              .environment = environment == options.environment.end()
                                                                                 ? std::vector<std::string>()
                                                                                 : environment->second}));
        return {};
    }

    Status AwaitReady(Member& member) {
        const auto deadline = Deadline::In(kStartTime);
        while (!member.ready) {
            if (member.name == kRedis) {
                if (Accepts(sockets.File(kRedis, ".sock"))) member.ready.emplace();
            } else {
                member.ready = ReadReadyFile(sockets.File(member.name, ".ready"));
            }
            if (member.ready) break;
            if (const auto code = member.process->Ended()) {
                return NotReady(member, "ended with exit code " + std::to_string(*code) + " while starting");
            }
            if (deadline.Passed()) return NotReady(member, "was not ready within 30 s");
            if (options.stop_asked && options.stop_asked()) {
                return Fail(Code::kCancelled, reason::kUnavailable, "told to stop while starting");
            }
            std::this_thread::sleep_for(kPollTime);
        }
        if (member.name == kGateway) gateway_address = member.ready->address;
        if (member.name == kBasispoort) basispoort = member.ready->basispoort;
        if (member.name == kSignIn) sign_in_url = member.ready->url;
        return {};
    }

    [[nodiscard]] std::unexpected<Error> NotReady(const Member& member, const std::string& what) const {
        std::string message = member.name + " " + what + "; the end of " + data.Log(member.name).string() + ":\n";
        return Fail(Code::kUnavailable, reason::kUnavailable, message + data.LogTail(member.name, 20));
    }

    Status ChooseAddresses() {
        for (const auto service : kServices) {
            const std::string name(service);
            services.emplace(name, sockets.Address(name));
            if (!options.mutual_tls) continue;
            SUITE_ASSIGN(auto port, LoopbackPort::Hold());
            services[name] = port.Address();
            ports.push_back(std::move(port));
        }
        return {};
    }

    /// Before anything is started: exec's own answer would be a bare exit code 127.
    [[nodiscard]] Status CheckPrograms() const {
        std::error_code failed;
        for (const auto& name : Names()) {
            if (name != kRedis && ::access((options.bin_dir / name).c_str(), X_OK) != 0) {
                return Fail(Code::kFailedPrecondition, reason::kUnavailable,
                            (options.bin_dir / name).string() + " is not there: build it first");
            }
        }
        if (HasBasispoort() && !fs::exists(options.bin_dir / kBasispoort / "main.mjs", failed)) {
            return Fail(Code::kFailedPrecondition, reason::kUnavailable,
                        "the stand-in for Basispoort is not beside the programs: configure and build first");
        }
        if (options.sign_in && !fs::exists(options.bin_dir / kSignIn / "node_modules" / "oidc-provider", failed)) {
            return Fail(Code::kFailedPrecondition, reason::kUnavailable,
                        "the stand-in for Basispoort's sign-in lacks its packages: npm ci in tools/signin");
        }
        return {};
    }

    /// One that is not of Names(): without it the suite is whole.
    Status StartStandIn(const std::string& name) {
        members.push_back({.name = name});
        SUITE_RETURN_IF_ERROR(Launch(members.back()));
        return AwaitReady(members.back());
    }

    Status StartAll() {
        SUITE_RETURN_IF_ERROR(CheckPrograms());
        for (const auto& name : Names()) members.push_back({.name = name});
        SUITE_RETURN_IF_ERROR(Launch(Find(kRedis)));
        SUITE_RETURN_IF_ERROR(AwaitReady(Find(kRedis)));
        if (HasBasispoort()) SUITE_RETURN_IF_ERROR(StartStandIn(kBasispoort));
        if (options.sign_in) SUITE_RETURN_IF_ERROR(StartStandIn(kSignIn));
        // The four beside each other: each waits for its own migrations only.
        const auto each = [&](auto&& action) -> Status {
            for (Member& member : members) {
                if (std::ranges::find(kServices, member.name) != kServices.end()) SUITE_RETURN_IF_ERROR(action(member));
            }
            return {};
        };
        SUITE_RETURN_IF_ERROR(each([&](Member& member) { return Launch(member); }));
        SUITE_RETURN_IF_ERROR(each([&](Member& member) { return AwaitReady(member); }));
        SUITE_RETURN_IF_ERROR(Launch(Find(kGateway)));
        return AwaitReady(Find(kGateway));
    }

    void StopAll() {
        if (members.empty()) return;
        const auto stop = [](Member& member) {
            if (member.process) member.process->Stop(kStopTime);
            member.process.reset();
        };
        stop(Find(kGateway));
        for (Member& member : members) {
            if (member.name != kRedis && member.process) member.process->Signal(SIGTERM);
        }
        for (Member& member : members) {
            if (member.name != kRedis) stop(member);
        }
        stop(Find(kRedis));
    }
};

Suite::Suite(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Suite::Suite(Suite&&) noexcept = default;
Suite::~Suite() { Stop(); }

Result<Suite> Suite::Start(const Options& options) {
    SUITE_ASSIGN(auto data, DataDir::Open(options.data_dir));
    if (options.add_machines)
        SUITE_RETURN_IF_ERROR(options.add_machines(DatabaseOf(kGateway, options, data), options.data_dir));
    SUITE_RETURN_IF_ERROR(crypto::LoadKey(data.Secret("token.key"), /*create=*/true));
    if (!options.basispoort_roster.empty() || options.mutual_tls) {
        std::vector<std::string> names{kBasispoort, kGateway};
        names.insert(names.end(), kServices.begin(), kServices.end());
        SUITE_RETURN_IF_ERROR(crypto::MakeCertificates(data.File("certs"), names, SystemClock().Now()));
    }
    if (options.sign_in && !fs::exists(data.Secret("sign-in.secret"))) {
        SUITE_RETURN_IF_ERROR(
            WritePrivateFile(data.Secret("sign-in.secret"), Base64UrlEncode(crypto::RandomBytes(kSecretBytes)) + "\n"));
    }
    SUITE_ASSIGN(auto sockets, SocketDir::Make());
    Suite suite(
        std::unique_ptr<Impl>(new Impl{.options = options, .data = std::move(data), .sockets = std::move(sockets)}));
    SUITE_RETURN_IF_ERROR(suite.impl_->ChooseAddresses());
    suite.impl_->gateway_address = "127.0.0.1:" + std::to_string(options.port);
    SUITE_RETURN_IF_ERROR(suite.impl_->StartAll());
    return suite;
}

const std::vector<std::string>& Suite::Names() {
    static const std::vector<std::string> kNames{kRedis,    "roster-sync",     "licence",
                                                 "pincode", "result-exchange", kGateway};
    return kNames;
}

std::string Suite::Url() const { return "http://" + impl_->gateway_address; }

std::string Suite::AdminUrl(std::string_view name) const {
    const Member& member = impl_->Find(name);
    if (!member.process || !member.ready || member.ready->admin_port == 0) return {};
    return "http://127.0.0.1:" + std::to_string(member.ready->admin_port);
}

std::string Suite::GrpcAddress(std::string_view name) const { return impl_->services.find(name)->second; }

std::optional<BasispoortStandIn> Suite::Basispoort() const { return impl_->basispoort; }

std::string Suite::SignInUrl() const { return impl_->sign_in_url; }

std::vector<std::string> Suite::CommandOf(const std::string& name) const { return impl_->Command(name); }

fs::path Suite::DataFile(std::string_view name) const { return impl_->data.File(name); }

int Suite::StopService(std::string_view name) {
    Member& member = impl_->Find(name);
    if (!member.process) return 0;
    const int code = member.process->Stop(kStopTime);
    member.process.reset();
    return code;
}

void Suite::KillService(std::string_view name) { impl_->Find(name).process.reset(); }

Status Suite::StartService(std::string_view name) {
    Member& member = impl_->Find(name);
    if (member.process) return {};
    SUITE_RETURN_IF_ERROR(impl_->Launch(member));
    return impl_->AwaitReady(member);
}

std::optional<pid_t> Suite::Pid(std::string_view name) const {
    const Member& member = impl_->Find(name);
    if (!member.process) return std::nullopt;
    return member.process->Pid();
}

std::optional<Death> Suite::CheckAlive() {
    for (Member& member : impl_->members) {
        if (!member.process) continue;
        if (const auto code = member.process->Ended()) return Death{.name = member.name, .exit_code = *code};
    }
    return std::nullopt;
}

std::string Suite::LogTail(std::string_view name, std::size_t lines) const { return impl_->data.LogTail(name, lines); }

void Suite::Stop() {
    if (impl_) impl_->StopAll();
}

}  // namespace suite::devsuite
