// Port: the licences of a school.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "services/licence/app/ports/links.hpp"
#include "services/licence/domain/licence.hpp"

namespace suite::licence {

struct OrderedLicence {
    SchoolId school;
    Licence licence;
};

struct LicenceOverview {
    Licence licence;
    std::int64_t group_count = 0;
    std::int64_t pupil_count = 0;  // active pupils in linked groups
    std::vector<LinkedGroup> groups{};
};

class LicencesTx {
  public:
    virtual ~LicencesTx() = default;
    [[nodiscard]] virtual Result<std::optional<OrderedLicence>> FindOrder(const std::string& order_line_id) = 0;
    [[nodiscard]] virtual Status Save(SchoolId school, const Licence& licence) = 0;
    [[nodiscard]] virtual Result<std::optional<Licence>> Find(SchoolId school, LicenceId id) = 0;
    [[nodiscard]] virtual Result<std::optional<LicenceOverview>> Overview(SchoolId school, LicenceId id) = 0;
    /// By title, after the licence `after` (none: from the start), at most `limit`.
    [[nodiscard]] virtual Result<std::vector<LicenceOverview>> List(SchoolId school, LicenceId after,
                                                                    std::int64_t limit) = 0;
    /// Titles of the licences that a person can use on that day, by person; everybody of the school.
    [[nodiscard]] virtual Result<std::map<PersonId, std::vector<std::string>>> Titles(SchoolId school, Date day) = 0;
};

}  // namespace suite::licence
