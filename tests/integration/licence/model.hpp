// The rules of access, seats and terms once more, as naively as they can be written: sets, lists and dates, every
// question answered by going through all of it. Shares no code with the service's domain.
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

/// One after the other, so that the seed decides all.
class CountingIds final : public IdSource {
  public:
    std::int64_t Next() override { return ++last_; }

  private:
    std::int64_t last_ = 1'000'000;
};

struct ModelLicence {
    std::string product;
    bool per_child = false;
    Date start;
    Date end;
    bool renews = false;
    std::optional<Date> ends_on{};
    bool cancelled = false;
    std::size_t seats = 0;  // per_child
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
    std::map<std::pair<LicenceId, GroupId>, int> group_links{};   // and the school year it is for
    std::map<std::pair<LicenceId, PersonId>, int> pupil_links{};  // and the school year it was made in
    std::set<std::pair<LicenceId, PersonId>> seats{};
    std::map<LicenceId, std::vector<PersonId>> waiting{};  // in the order of turn

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

    // Seats (LIC-06, LIC-07): few, and given in the order of turn.

    [[nodiscard]] std::size_t Used(LicenceId id) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(seats, [&](const auto& seat) { return seat.first == id; }));
    }
    [[nodiscard]] bool HoldsSeats(LicenceId id, Date today) const {
        const auto& licence = licences.at(id);
        return licence.per_child && !licence.cancelled && today <= LastDay(licence, today);
    }
    [[nodiscard]] bool IsActive(PersonId who) const {
        const auto person = persons.find(who);
        return person != persons.end() && person->second.active;
    }
    /// Free seats go to those who wait; who is not active is passed over and keeps the place.
    void Fill(LicenceId id, Date today) {
        if (!HoldsSeats(id, today)) return;
        auto& list = waiting[id];
        for (auto at = list.begin(); at != list.end() && Used(id) < licences.at(id).seats;) {
            if (IsActive(*at)) {
                seats.insert({id, *at});
                at = list.erase(at);
            } else {
                ++at;
            }
        }
    }
    /// Did the pupil get a seat, or have one?
    bool Assign(LicenceId id, PersonId pupil, Date today) {
        if (licences.at(id).per_child && seats.contains({id, pupil})) return true;
        if (!HoldsSeats(id, today) || !IsActive(pupil)) return false;
        Fill(id, today);
        if (!seats.contains({id, pupil}) && Used(id) < licences.at(id).seats) seats.insert({id, pupil});
        if (!seats.contains({id, pupil})) return false;
        std::erase(waiting[id], pupil);
        return true;
    }
    void TakeBack(LicenceId id, PersonId pupil, Date today) {
        if (seats.erase({id, pupil}) > 0) Fill(id, today);
    }
    bool Queue(LicenceId id, PersonId pupil, Date today) {
        if (licences.at(id).per_child && seats.contains({id, pupil})) return true;
        if (!HoldsSeats(id, today) || !IsActive(pupil)) return false;
        auto& list = waiting[id];
        if (std::ranges::find(list, pupil) == list.end()) list.push_back(pupil);
        Fill(id, today);
        return true;
    }
    /// Who left has neither a seat nor a place; what becomes free goes on.
    void SeatsFollowRoster(Date today) {
        std::erase_if(seats, [&](const auto& seat) { return !persons.contains(seat.second); });
        for (auto& [id, list] : waiting) {
            std::erase_if(list, [&](PersonId who) { return !persons.contains(who); });
            Fill(id, today);
        }
    }

    // Terms (LIC-10): all of ours end on 31 July, and are terminated by 30 June.

    static Date Deadline(Date term_end) {
        return Date{std::chrono::sys_days{std::chrono::year_month_day{term_end.days}.year() / 6 / 30}};
    }
    /// Was it taken?
    bool Terminate(LicenceId id, Date today) {
        auto& licence = licences.at(id);
        if (licence.cancelled || !licence.renews) return false;
        if (licence.ends_on) return true;  // as it was
        Date end = LastDay(licence, today);
        if (today > Deadline(end)) {
            const std::chrono::year_month_day day{end.days};
            end = Date{std::chrono::sys_days{(day.year() + std::chrono::years{1}) / day.month() / day.day()}};
        }
        licence.ends_on = end;
        return true;
    }
    bool Resume(LicenceId id, Date today) {
        auto& licence = licences.at(id);
        if (licence.cancelled || !licence.renews) return false;
        if (!licence.ends_on) return true;
        if (today > Deadline(*licence.ends_on)) return false;
        licence.ends_on.reset();
        return true;
    }

    /// Until when a licence that lasts until `last` is this person's; nullopt when it is not.
    [[nodiscard]] std::optional<Date> Has(PersonId who, const ModelPerson& person, LicenceId id,
                                          const ModelLicence& licence, Date last, Date today) const {
        if (licence.per_child) return !person.staff && seats.contains({id, who}) ? std::optional(last) : std::nullopt;
        if (pupil_links.contains({id, who})) return last;
        std::optional<Date> until;
        for (const auto group : person.groups) {
            const auto link = group_links.find({id, group});
            if (link == group_links.end()) continue;
            const Date end{std::chrono::sys_days{std::chrono::year{link->second + 1} / 7 / 31}};
            if (today <= end) until = std::max(until.value_or(end), std::min(end, last));
        }
        return until ? std::optional(std::min(*until, last)) : std::nullopt;
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
            if (const auto has = Has(who, person->second, id, licence, last, today))
                until = std::max(until.value_or(*has), *has);
        }
        if (until && end_date) until = std::min(*until, *end_date);
        return until;
    }
};

}  // namespace suite::licence
