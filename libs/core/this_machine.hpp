// Which addresses nobody else can listen to.
#pragma once

#include <string_view>

namespace suite {

/// Whether `host`, without a port, is this machine for certain: "localhost", 127.0.0.0/8 or ::1. Names are not looked
/// up: one that may well be this machine is not.
[[nodiscard]] bool IsThisMachine(std::string_view host);

}  // namespace suite
