// From a start address to where the browser goes on (ACC-08).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/gateway/app/known_addresses.hpp"
#include "services/gateway/domain/start_address.hpp"
#include "services/gateway/domain/url_template.hpp"

namespace suite::gateway {

/// Port: what is sold. Thread-safe.
class MethodCatalogue {
  public:
    virtual ~MethodCatalogue() = default;
    /// Where the product is, or without one the method; empty for a method without an address. NOT_FOUND
    /// method-unknown, product-unknown (also for one of another method).
    [[nodiscard]] virtual Result<std::string> UrlOf(const std::string& method, const std::string& product,
                                                    Deadline deadline) = 0;
};

/// Where pupils go, by route. Templates, with kStartPlaces to fill.
struct StartUrls {
    std::string basispoort;  // A
    std::string pupil;       // B, C, D: Basispoort's entry for pupils
    std::string home;        // E: its home login
};
/// {target}: the address of the product or method. {school}: as WriteNumber.
inline constexpr std::array<std::string_view, 2> kStartPlaces{"target", "school"};

/// Who stands at the address.
struct Visitor {
    IpAddress address;
    bool signed_in = false;  // staff
};

/// A start address of a school, for its coordinator.
struct StartItem {
    StartKind kind;
    std::string path;
};

/// Thread-safe. What it is given outlives it.
class Start {
  public:
    Start(SchoolDirectory& schools, MethodCatalogue& catalogue, KnownAddressStore& addresses, StartUrls urls)
        : schools_(schools), catalogue_(catalogue), addresses_(addresses), urls_(std::move(urls)) {}

    /// Where the browser goes: a path of ours, an address of the settings, or one of the catalogue; never one that the
    /// browser brought. NOT_FOUND school-unknown, method-unknown, product-unknown. PERMISSION_DENIED not-at-school,
    /// with the path of E in the metadata ("homeUrl"), for a pupil on B, C or D who is elsewhere.
    [[nodiscard]] Result<std::string> Go(const StartAddress& address, const Visitor& visitor, Deadline deadline) const;

    /// All of a school's, for a method and product or none. For its staff and the helpdesk; another school is NOT_FOUND
    /// school-unknown. Empty for a school without a public number.
    [[nodiscard]] Result<std::vector<StartItem>> List(const SchoolQuestion& question, const std::string& method,
                                                      const std::string& product) const;

  private:
    [[nodiscard]] Result<std::string> TargetOf(const std::string& method, const std::string& product,
                                               Deadline deadline) const;

    SchoolDirectory& schools_;
    MethodCatalogue& catalogue_;
    KnownAddressStore& addresses_;
    StartUrls urls_;
};

}  // namespace suite::gateway
