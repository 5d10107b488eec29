#include "config/config.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <set>

#include "core/reasons.hpp"

extern char** environ;  // NOLINT: POSIX

namespace suite::config {

struct Settings::Impl {
    CLI::App app;
    std::string env_prefix;
    std::set<std::string> variables{};
    std::vector<std::pair<CLI::Option*, std::string>> options{};  // each with its variable

    std::string Variable(std::string_view name) {
        std::string variable = env_prefix;
        for (const char c : name) variable += c == '-' ? '_' : static_cast<char>(std::toupper(c));
        variables.insert(variable);
        return variable;
    }
    CLI::Option* Named(CLI::Option* option, std::string_view name) {
        options.emplace_back(option, Variable(name));
        return option->envname(options.back().second);
    }
    /// A variable that is set but did not reach its option: CLI11 passes over values that do not fit, without a word.
    [[nodiscard]] std::string Ignored() const {
        for (const auto& [option, variable] : options) {
            const char* value = std::getenv(variable.c_str());
            if (value != nullptr && *value != '\0' && option->count() == 0) return variable;
        }
        return "";
    }
};

Settings::Settings(std::string program, std::string description, std::string env_prefix)
    : impl_(new Impl{.app = CLI::App{std::move(description), std::move(program)},
                     .env_prefix = "SLEUTELBOS_" + std::move(env_prefix) + "_"}) {}
Settings::~Settings() = default;

void Settings::Add(std::string_view name, std::string& target, std::string_view description) {
    impl_->Named(impl_->app.add_option("--" + std::string(name), target, std::string(description)), name)
        ->capture_default_str();
}

void Settings::Add(std::string_view name, std::int64_t& target, std::int64_t min, std::int64_t max,
                   std::string_view description) {
    impl_->Named(impl_->app.add_option("--" + std::string(name), target, std::string(description)), name)
        ->capture_default_str()
        ->check(CLI::Range(min, max));
}

void Settings::Add(std::string_view name, bool& target, std::string_view description) {
    impl_->Named(impl_->app.add_flag("--" + std::string(name), target, std::string(description)), name);
}

void Settings::AddList(std::string_view name, std::vector<std::string>& target, std::string_view description) {
    impl_->Named(impl_->app.add_option("--" + std::string(name), target, std::string(description)), name)
        ->capture_default_str()
        ->delimiter(',');
}

void Settings::Require(std::string_view name) { impl_->app.get_option("--" + std::string(name))->required(); }

Status Settings::Parse(int argc, const char* const* argv) {
    std::string unknown;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view variable = std::string_view(*entry).substr(0, std::string_view(*entry).find('='));
        if (variable.starts_with(impl_->env_prefix) && !impl_->variables.contains(std::string(variable))) {
            unknown += " " + std::string(variable);
        }
    }
    if (!unknown.empty()) {
        return Fail(Code::kInvalidArgument, reason::kInvalidRequest, "unknown variables in the environment:" + unknown);
    }
    try {
        impl_->app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return {};
    } catch (const CLI::ParseError& error) {
        return Fail(Code::kInvalidArgument, reason::kInvalidRequest, error.what());
    }
    if (const auto variable = impl_->Ignored(); !variable.empty()) {
        return Fail(Code::kInvalidArgument, reason::kInvalidRequest,
                    "the variable " + variable + " has a value that does not fit");
    }
    return {};
}

std::string Settings::Help() const { return impl_->app.help(); }
bool Settings::HelpAsked() const {
    return impl_->app.get_help_ptr() != nullptr && impl_->app.get_help_ptr()->count() > 0;
}

}  // namespace suite::config
