// Configuration from flags and environment, on CLI11, which nobody else includes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace suite::config {

/// Collects a program's settings. A setting "database" of the program with prefix LICENCE is the flag --database or the
/// variable SLEUTELBOS_LICENCE_DATABASE; the flag wins. An unknown flag is refused, and so is an unknown variable that
/// begins with the prefix: a typing error must not silently mean the default.
class Settings {
  public:
    Settings(std::string program, std::string description, std::string env_prefix);
    ~Settings();

    /// `target` holds the default and gets the value; must outlive Parse.
    void Add(std::string_view name, std::string& target, std::string_view description);
    void Add(std::string_view name, std::int64_t& target, std::int64_t min, std::int64_t max,
             std::string_view description);
    void Add(std::string_view name, bool& target, std::string_view description);
    void AddList(std::string_view name, std::vector<std::string>& target, std::string_view description);
    /// Parse fails when it is not given.
    void Require(std::string_view name);

    /// Fills the targets. INVALID_ARGUMENT with a message that says what is wrong; the text for --help is in `Help()`.
    [[nodiscard]] Status Parse(int argc, const char* const* argv);
    [[nodiscard]] std::string Help() const;
    [[nodiscard]] bool HelpAsked() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace suite::config
