// Port: names that an explanation needs; never asked for by a login check.
#pragma once

#include <map>
#include <string>

#include "core/deadline.hpp"
#include "core/error.hpp"
#include "services/licence/domain/explanation.hpp"

namespace suite::licence {

struct Naming {
    std::string person{};                       // as shown to the school; empty when the roster brought none
    std::vector<NamedGroup> groups{};           // the person's, by name
    std::map<LicenceId, std::string> titles{};  // of all licences of the school
};

class NamingStore {
  public:
    virtual ~NamingStore() = default;
    [[nodiscard]] virtual Result<Naming> NamesFor(SchoolId school, PersonId person, Deadline deadline) = 0;
};

}  // namespace suite::licence
