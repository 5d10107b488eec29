#include "process/process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <string_view>
#include <thread>

#include "core/reasons.hpp"

extern char** environ;  // NOLINT: POSIX

namespace suite::process {
namespace {

int ExitCode(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

}  // namespace

Result<Process> Process::Start(const Spawn& spawn) {
    std::vector<char*> arguments;
    for (const auto& word : spawn.command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    std::vector<char*> environment;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        // The first of two with one name would count.
        const std::string_view name = std::string_view(*entry).substr(0, std::string_view(*entry).find('=') + 1);
        const bool replaced =
            std::ranges::any_of(spawn.environment, [&](const auto& own) { return own.starts_with(name); });
        if (!replaced) environment.push_back(*entry);
    }
    for (const auto& entry : spawn.environment) environment.push_back(const_cast<char*>(entry.c_str()));
    environment.push_back(nullptr);

    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) return Fail(Code::kUnavailable, reason::kUnavailable, "fork failed");
    if (pid == 0) {
        // Between fork and exec only async-signal-safe calls: the parent has threads.
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(126);
        ::setpgid(0, 0);  // Ctrl-C goes to the parent only, which stops its children in order
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        if (!spawn.output_file.empty()) {
            const int fd = ::open(spawn.output_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
            if (fd < 0 || ::dup2(fd, STDOUT_FILENO) < 0 || ::dup2(fd, STDERR_FILENO) < 0) ::_exit(125);
        }
        ::execvpe(arguments.front(), arguments.data(), environment.data());
        ::_exit(127);
    }
    return Process(pid);
}

Process& Process::operator=(Process&& other) noexcept {
    if (this != &other) {
        Kill();
        pid_ = other.pid_;
        exit_code_ = other.exit_code_;
        other.pid_ = -1;
    }
    return *this;
}

std::optional<int> Process::Ended() {
    if (exit_code_ || pid_ < 0) return exit_code_;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) exit_code_ = ExitCode(status);
    return exit_code_;
}

std::optional<int> Process::WaitFor(std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (!Ended() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return exit_code_;
}

void Process::Signal(int signal) const {
    if (pid_ > 0 && !exit_code_) ::kill(pid_, signal);
}

int Process::Stop(std::chrono::milliseconds patience) {
    if (pid_ < 0) return exit_code_.value_or(0);
    if (!Ended()) {
        Signal(SIGTERM);
        if (!WaitFor(patience)) Kill();
    }
    return exit_code_.value_or(0);
}

void Process::Kill() {
    if (pid_ < 0 || Ended()) return;
    ::kill(pid_, SIGKILL);
    int status = 0;
    if (::waitpid(pid_, &status, 0) == pid_) exit_code_ = ExitCode(status);
}

}  // namespace suite::process
