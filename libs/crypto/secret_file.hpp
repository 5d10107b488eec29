// Files that hold a secret: one rule for all of them.
#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/secret.hpp"

namespace suite::crypto {

/// FAILED_PRECONDITION (reason internal) when the file is missing or no regular file, or when anybody but its owner may
/// read, write or run it: who installed it that way shall hear it at the start, not from whoever found the secret.
/// `what` names it in the message: "key". For files that a library reads by their path; else ReadSecretFile.
[[nodiscard]] Status CheckSecretFile(const std::string& path, std::string_view what);

/// What the file holds, without blanks and line ends around it; at most a MiB. As CheckSecretFile, and also refused
/// when it cannot be read or is empty. No message holds anything of the contents.
[[nodiscard]] Result<Secret> ReadSecretFile(const std::string& path, std::string_view what);

}  // namespace suite::crypto
