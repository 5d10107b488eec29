// Port: the licences of a school.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "services/licence/domain/licence_list.hpp"

namespace suite::licence {

struct OrderedLicence {
    SchoolId school;
    Licence licence;
};

class LicencesTx {
  public:
    virtual ~LicencesTx() = default;
    [[nodiscard]] virtual Result<std::optional<OrderedLicence>> FindOrder(const std::string& order_line_id) = 0;
    [[nodiscard]] virtual Status Save(SchoolId school, const Licence& licence) = 0;
    [[nodiscard]] virtual Result<std::optional<Licence>> Find(SchoolId school, LicenceId id) = 0;
    [[nodiscard]] virtual Result<std::optional<LicenceOverview>> Overview(SchoolId school, LicenceId id) = 0;
    /// All of the school's, in no order.
    [[nodiscard]] virtual Result<std::vector<LicenceOverview>> Overviews(SchoolId school) = 0;
    /// Titles of the licences that a person can use on that day, by person; everybody of the school.
    [[nodiscard]] virtual Result<std::map<PersonId, std::vector<std::string>>> Titles(SchoolId school, Date day) = 0;
};

}  // namespace suite::licence
