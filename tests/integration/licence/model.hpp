// The rules of access once more, as naively as they can be written: sets and dates, every question answered by going
// through all of it. Shares no code with domain/entitlement.cpp.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"

namespace suite::licence {

struct ModelLicence {
    std::string product;
    bool per_child = false;
    Date start;
    Date end;
    bool renews = false;
    std::optional<Date> ends_on{};
    bool cancelled = false;
};

struct ModelPerson {
    bool staff = false;
    bool active = true;
    std::optional<Date> end_date{};
    std::set<GroupId> groups{};
};

/// One school.
struct Model {
    bool active = true;
    bool consent = true;
    std::map<PersonId, ModelPerson> persons{};
    std::map<GroupId, int> groups{};  // and the school year of each
    std::map<LicenceId, ModelLicence> licences{};
    std::set<std::pair<LicenceId, GroupId>> group_links{};
    std::map<std::pair<LicenceId, PersonId>, int> pupil_links{};  // and the school year it was made in
    std::set<std::pair<LicenceId, PersonId>> seats{};

    /// Of the groups that the person is in.
    [[nodiscard]] std::optional<int> NewestYear(const ModelPerson& person) const {
        std::optional<int> newest;
        for (const auto group : person.groups) newest = std::max(newest.value_or(0), groups.at(group));
        return newest;
    }

    /// A pupil's own link lasts a school year.
    void EndOldPupilLinks() {
        std::erase_if(pupil_links, [&](const auto& link) {
            const auto person = persons.find(link.first.second);
            return person == persons.end() || NewestYear(person->second).value_or(0) > link.second;
        });
    }

    /// The last day on which the licence counts, going year by year.
    static Date LastDay(const ModelLicence& licence, Date today) {
        if (licence.ends_on) return *licence.ends_on;
        Date last = licence.end;
        while (licence.renews && last < today) {
            // All our terms end on 31 July, which every year has.
            const std::chrono::year_month_day day{last.days};
            last = Date{std::chrono::sys_days{(day.year() + std::chrono::years{1}) / day.month() / day.day()}};
        }
        return last;
    }

    [[nodiscard]] bool Has(PersonId who, const ModelPerson& person, LicenceId id, const ModelLicence& licence) const {
        if (licence.per_child) return !person.staff && seats.contains({id, who});
        if (pupil_links.contains({id, who})) return true;
        return std::ranges::any_of(person.groups, [&](GroupId group) { return group_links.contains({id, group}); });
    }

    /// The last day of access; nullopt without access.
    [[nodiscard]] std::optional<Date> Until(PersonId who, const std::string& product, Date today) const {
        const auto person = persons.find(who);
        if (!active || !consent || person == persons.end() || !person->second.active) return std::nullopt;
        const auto& end_date = person->second.end_date;
        if (end_date && *end_date < today) return std::nullopt;
        std::optional<Date> until;
        for (const auto& [id, licence] : licences) {
            const Date last = LastDay(licence, today);
            if (licence.product != product || licence.cancelled || today < licence.start || last < today) continue;
            if (Has(who, person->second, id, licence)) until = std::max(until.value_or(last), last);
        }
        if (until && end_date) until = std::min(*until, *end_date);
        return until;
    }
};

}  // namespace suite::licence
