// A school with three groups, a plus group, a teacher and a coordinator, and licences to link.
#pragma once

#include <map>
#include <string>

#include "core/time.hpp"
#include "tests/functional/support/steps.hpp"

namespace suite::testing {

class LinkSchool {
  public:
    /// Loads it and waits until licence knows it.
    explicit LinkSchool(Api& api);

    [[nodiscard]] Caller& Coordinator() const { return api_.Coordinator(id, coordinator); }
    [[nodiscard]] Caller& Teacher() const { return api_.Teacher(id, teacher); }
    /// "/schools/{id}" + rest.
    [[nodiscard]] std::string Path(const std::string& rest = {}) const { return "/schools/" + id + rest; }
    [[nodiscard]] std::string Licence(const std::string& licence, const std::string& rest = {}) const {
        return Path("/licences/" + licences.at(licence) + rest);
    }
    /// May the pupil with this Basispoort id use the product now?
    [[nodiscard]] bool Entitled(std::int64_t pupil, const std::string& product) const;
    void Deliver(const std::string& ndjson);

    std::string id, coordinator, teacher;
    std::map<std::string, std::string> groups;  // 5, 6, 7 and Plusklas
    std::map<std::string, std::string> pupils;  // by family name: Appel, Bes (5), Citroen, Druif (6), Els (7, Plusklas)
    std::map<std::string, std::string> licences;  // taal-5, rekenen-6 (per group), extra (per child), oud (ended)

  private:
    Api& api_;
    std::int64_t sequence_ = 1;
};

inline constexpr std::int64_t kLinkSchool = 7301;
inline constexpr std::int64_t kAppel = 730101;  // and so on: Bes, Citroen, Druif, Els

[[nodiscard]] std::string LinkGroupLine(const std::string& key, const std::string& name, const std::string& year_group,
                                        SchoolYear year);
/// `plus`: also in the plus group.
[[nodiscard]] std::string LinkPupilLine(std::int64_t pupil, const std::string& given, const std::string& family,
                                        const std::string& group, bool plus = false);

/// A problem with these Dutch texts, as a coordinator reads them.
void CheckDutch(const Answer& answer, int status, std::string_view code, std::string_view title,
                std::string_view detail);

}  // namespace suite::testing
