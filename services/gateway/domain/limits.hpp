// How much each kind of caller may ask of each class of routes (ACC-07). Pure; the numbers are in limits.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "services/gateway/domain/sliding_window.hpp"

namespace suite::gateway {

/// What a request costs us. A route is in one of the first five; the others are the gateway's own.
enum class RouteClass {
    kCheck,    // may this person use this product: millions in a morning
    kRead,     // everything else that only reads; also what no route is
    kWrite,    // changes something
    kUpload,   // a file or a part of a roster; also a file that is made of many rows
    kPull,     // a LAS takes results
    kToken,    // a machine asks for a token
    kSignIn,   // a browser goes to the provider or comes back
    kFailure,  // wrong secret
};
inline constexpr std::size_t kRouteClasses = 8;

/// Whose count a request goes on.
enum class PayerKind {
    kMachine,  // a client id
    kPerson,   // staff, at one school
    kAddress,  // nobody known: an IPv4 address, or an IPv6 network of 64 bits, which is one connection to the internet
};
inline constexpr std::size_t kPayerKinds = 3;

/// "check", "read", "write", "upload", "pull", "token", "sign-in", "failure".
[[nodiscard]] std::string_view NameOf(RouteClass route_class);
/// "machine", "person", "address".
[[nodiscard]] std::string_view NameOf(PayerKind kind);

/// Counted together by all gateways before the answer, by asking Redis each time: for what is rare and worth guessing.
/// All else is settled between gateways in the background.
[[nodiscard]] bool SettledAtOnce(RouteClass route_class);

class Limits {
  public:
    /// The defaults.
    Limits();

    [[nodiscard]] const Limit& Of(RouteClass route_class, PayerKind kind) const;
    /// Every limit times `factor` (1 to 10^6): where one caller stands for many, as on a developer's machine.
    void Scale(std::int64_t factor);
    /// "read.person=300/10": 300 in 10 seconds. INVALID_ARGUMENT names what cannot be understood.
    [[nodiscard]] Status Change(std::span<const std::string> changes);

  private:
    std::array<std::array<Limit, kPayerKinds>, kRouteClasses> limits_;
};

}  // namespace suite::gateway
