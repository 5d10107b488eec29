// The files of deploy/ as they are, for processes of this machine: on other ports, with other names.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.hpp"

namespace suite::devsuite {

/// What stands in the file, and what in its stead.
using Change = std::pair<std::string, std::string>;

/// `path` below deploy/ ("nginx/sleutelbos.conf"), with the changes made one after another, each wherever it fits.
/// INTERNAL when one fits nowhere: the file has changed, and who starts it from here has to follow.
[[nodiscard]] Result<std::string> DeployFile(std::string_view path, std::span<const Change> changes);

}  // namespace suite::devsuite
