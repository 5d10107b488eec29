// Where somebody who signed in works, and what that lets them do there (ACC-01).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor.hpp"
#include "core/deadline.hpp"
#include "core/error.hpp"
#include "core/time.hpp"
#include "roster/roster.hpp"
#include "services/roster_sync/domain/sign_in.hpp"

namespace suite::roster_sync {

/// The scope with which the gateway asks on its own behalf.
inline constexpr std::string_view kSignInScope = "sign-in";

struct SignInKeys {
    std::optional<std::int64_t> basispoort_id{};
    std::string eck_id{};
};

struct Registration {
    SchoolId school;
    std::optional<std::int64_t> basispoort_school_id{};
    std::string school_name{};
    PersonId person;
    roster::PersonName name{};
    std::vector<roster::StaffRole> roles{};
};

struct RegistrationWithRights {
    Registration registration;
    Rights rights;
};

/// Port.
class RegistrationReader {
  public:
    virtual ~RegistrationReader() = default;
    /// Of active staff with access on that day, at active schools with consent; by the school's name. At most 100.
    [[nodiscard]] virtual Result<std::vector<Registration>> Registrations(const SignInKeys& keys, Date today,
                                                                          Deadline deadline) = 0;
};

/// Thread-safe.
class FindRegistrations {
  public:
    FindRegistrations(RegistrationReader& reader, const Clock& clock) : reader_(reader), clock_(clock) {}
    /// Those that give any right. PERMISSION_DENIED for everyone but the gateway itself: a person's registrations at
    /// several schools are no school's business. INVALID_ARGUMENT without any key.
    [[nodiscard]] Result<std::vector<RegistrationWithRights>> operator()(const Actor& actor, const SignInKeys& keys,
                                                                         Deadline deadline) const;

  private:
    RegistrationReader& reader_;
    const Clock& clock_;
};

}  // namespace suite::roster_sync
