// What a fault test takes from the environment, so that it can be run for longer or once more.
#pragma once

#include <cstdint>
#include <cstdlib>

#include "core/text.hpp"

namespace suite::testing {

/// The number in a variable such as SUITE_FAULT_ROUNDS; `otherwise` when it is not set, or no number.
[[nodiscard]] inline std::int64_t FromEnvironment(const char* name, std::int64_t otherwise) {
    const char* const text = std::getenv(name);
    return text == nullptr ? otherwise : ParseInteger(text).value_or(otherwise);
}

}  // namespace suite::testing
