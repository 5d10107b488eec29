// "Why do I not see the icon?" (LIC-12), for those who can do something about it.
#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/licence/app/known_persons.hpp"
#include "services/licence/app/ports/naming.hpp"

namespace suite::licence {

struct ExplainedEntitlement {
    Entitlement answer;
    std::string licence_title{};  // of answer.licence
    Explanation explanation{};
};

struct TitledProduct {
    UsableProduct product;
    std::string title{};
};

struct ProductsOfPerson {
    std::optional<Reason> ruled_out{};      // by the school or the person: then there is nothing
    std::vector<TitledProduct> products{};  // by title
};

/// For the coordinator of the school, the helpdesk, and a teacher about the pupils of own groups and themselves.
/// Another school's person, and for a teacher another's pupil, is NOT_FOUND person-unknown like one that does not
/// exist; a school that is not known NOT_FOUND school-unknown. Thread-safe.
class ExplainEntitlement {
  public:
    /// `basispoort`: whether Basispoort is set up here.
    ExplainEntitlement(const KnownPersons& persons, NamingStore& names, LicenceStore& store, const Clock& clock,
                       bool basispoort)
        : persons_(persons), names_(names), store_(store), clock_(clock), basispoort_(basispoort) {}

    /// By the function that decides, so it never disagrees with a check; when it says yes, how the icon is at
    /// Basispoort besides. INVALID_ARGUMENT without a product.
    [[nodiscard]] Result<ExplainedEntitlement> operator()(const Actor& actor, SchoolId school, PersonId person,
                                                          const std::string& product_id, Deadline deadline) const;
    /// What the person can use today.
    [[nodiscard]] Result<ProductsOfPerson> Products(const Actor& actor, SchoolId school, PersonId person,
                                                    Deadline deadline) const;

  private:
    [[nodiscard]] Result<Known> Find(const Actor& actor, SchoolId school, PersonId person, Date today,
                                     Deadline deadline) const;

    /// In the catalogue; empty when it is not there.
    [[nodiscard]] Result<std::string> NameOf(SchoolId school, const std::string& product_id, Deadline deadline) const;
    [[nodiscard]] Result<PersonIcon> Icon(SchoolId school, PersonId person, const std::string& product_id,
                                          Deadline deadline) const;

    const KnownPersons& persons_;
    NamingStore& names_;
    LicenceStore& store_;
    const Clock& clock_;
    const bool basispoort_;
};

}  // namespace suite::licence
