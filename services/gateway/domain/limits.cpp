#include "services/gateway/domain/limits.hpp"

#include <algorithm>
#include <optional>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::gateway {
namespace {

using std::chrono::seconds;

constexpr std::int64_t kMostCount = 1'000'000'000;
constexpr std::int64_t kMostWindow = 3600;  // seconds

constexpr std::array<std::string_view, kRouteClasses> kClassNames{"check", "read",  "write",   "upload",
                                                                  "pull",  "token", "sign-in", "failure"};
constexpr std::array<std::string_view, kPayerKinds> kKindNames{"machine", "person", "address"};

// DESIGN "Numbers": 1.4 million pupils log in within 15 minutes, 1,556 checks a second, and five times that is held;
// one client asks them all. Results come 500 in a request. Staff click: tens a second is a page that asks much at once.
// A school is often one address, with a few dozen staff behind it.
//                                     machine              person             address
constexpr std::array<std::array<Limit, kPayerKinds>, kRouteClasses> kDefaults{{
    /* check */ {{Limit{300'000, seconds(10)}, Limit{300, seconds(10)}, Limit{300, seconds(60)}}},
    /* read */ {{Limit{2'000, seconds(10)}, Limit{300, seconds(10)}, Limit{1'200, seconds(60)}}},
    /* write */ {{Limit{5'000, seconds(10)}, Limit{100, seconds(10)}, Limit{300, seconds(60)}}},
    /* upload */ {{Limit{500, seconds(10)}, Limit{30, seconds(60)}, Limit{30, seconds(60)}}},
    /* pull */ {{Limit{1'000, seconds(10)}, Limit{300, seconds(10)}, Limit{300, seconds(60)}}},
    /* token */ {{Limit{120, seconds(60)}, Limit{120, seconds(60)}, Limit{120, seconds(60)}}},
    /* sign-in */ {{Limit{300, seconds(60)}, Limit{300, seconds(60)}, Limit{300, seconds(60)}}},
    /* failure */ {{Limit{20, seconds(60)}, Limit{20, seconds(60)}, Limit{20, seconds(60)}}},
}};

std::unexpected<Error> Wrong(const std::string& change) {
    return Fail(Code::kInvalidArgument, reason::kInvalidRequest,
                "a limit is class.kind=count/seconds, for example read.person=300/10: " + change);
}

template <class Names>
std::optional<std::size_t> IndexOf(const Names& names, std::string_view name) {
    const auto it = std::ranges::find(names, name);
    if (it == names.end()) return std::nullopt;
    return static_cast<std::size_t>(it - names.begin());
}

}  // namespace

std::string_view NameOf(RouteClass route_class) { return kClassNames.at(static_cast<std::size_t>(route_class)); }
std::string_view NameOf(PayerKind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

bool SettledAtOnce(RouteClass route_class) {
    switch (route_class) {
        case RouteClass::kToken:
        case RouteClass::kSignIn:
        case RouteClass::kFailure:
            return true;
        case RouteClass::kCheck:
        case RouteClass::kRead:
        case RouteClass::kWrite:
        case RouteClass::kUpload:
        case RouteClass::kPull:
            return false;
    }
    return false;
}

Limits::Limits() : limits_(kDefaults) {}

const Limit& Limits::Of(RouteClass route_class, PayerKind kind) const {
    return limits_.at(static_cast<std::size_t>(route_class)).at(static_cast<std::size_t>(kind));
}

void Limits::Scale(std::int64_t factor) {
    for (auto& of_class : limits_) {
        for (auto& limit : of_class) limit.count = std::min(limit.count * factor, kMostCount);
    }
}

Status Limits::Change(std::span<const std::string> changes) {
    for (const auto& change : changes) {
        const std::string_view text = change;
        const auto dot = text.find('.');
        const auto equals = text.find('=');
        const auto slash = text.find('/');
        if (dot == std::string_view::npos || equals == std::string_view::npos || slash == std::string_view::npos ||
            dot > equals || equals > slash) {
            return Wrong(change);
        }
        const auto route_class = IndexOf(kClassNames, text.substr(0, dot));
        const auto kind = IndexOf(kKindNames, text.substr(dot + 1, equals - dot - 1));
        const auto count = ParseInteger(text.substr(equals + 1, slash - equals - 1));
        const auto window = ParseInteger(text.substr(slash + 1));
        if (!route_class || !kind || !count || !window) return Wrong(change);
        if (*count < 1 || *count > kMostCount || *window < 1 || *window > kMostWindow) return Wrong(change);
        limits_.at(*route_class).at(*kind) = {.count = *count, .window = seconds(*window)};
    }
    return {};
}

}  // namespace suite::gateway
