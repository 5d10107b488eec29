// A made-up school for the tests of Diff.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "roster/apply.hpp"
#include "services/roster_sync/domain/diff.hpp"

namespace suite::roster_sync::test {

class CountingIds final : public IdSource {
  public:
    std::int64_t Next() override { return ++last_; }

  private:
    std::int64_t last_ = 1000;
};

inline Date Day(const char* text) { return Date::Parse(text).value(); }
inline SchoolYear Year(int first) { return SchoolYear{.first_year = first}; }
inline Position At(int line) { return {.part = 1, .line = line}; }

inline IncomingGroup BaseGroup(std::string key, int line = 1, int year = 2026) {
    return {
        .head = {.at = At(line)}, .las_key = key, .school_year = Year(year), .name = "Groep " + key, .year_group = "5"};
}

inline IncomingGroup ComposedGroup(std::string key, int line = 1, int year = 2026) {
    auto group = BaseGroup(std::move(key), line, year);
    group.kind = roster::GroupKind::kComposed;
    group.year_group.clear();
    return group;
}

inline IncomingPupil PupilRecord(std::int64_t id, std::string family, int line) {
    return {.head = {.at = At(line)},
            .keys = {.basispoort_id = id, .eck_id = {}, .las_key = {}},
            .name = {.given = "Aatje", .prefix = "van der", .family = std::move(family)},
            .year_group = "5"};
}

inline IncomingStaff StaffRecord(std::int64_t id, std::string email, int line) {
    return {.head = {.at = At(line)},
            .keys = {.basispoort_id = id, .eck_id = {}, .las_key = {}},
            .name = {.given = "Juf", .prefix = {}, .family = "Jansen"},
            .email = std::move(email),
            .roles = {roster::StaffRole::kTeacher}};
}

template <class Record>
Record Deleting(Record record) {
    record.head.op = Op::kDelete;
    return record;
}

/// Holds the state between batches, as the store will.
struct World {
    roster::SchoolState state{};
    DiffOptions options{.today = Day("2026-11-21")};
    CountingIds ids{};

    World() {
        state.school.id = SchoolId{1};
        state.school.name = "De Regenboog";
    }

    DiffResult Preview(const IncomingRoster& incoming) { return Diff(state, incoming, options, ids); }

    DiffResult Take(const IncomingRoster& incoming) {
        auto result = Preview(incoming);
        roster::Apply(state, result.changes);
        return result;
    }

    DiffResult TakeSnapshot(const IncomingRoster& incoming) {
        options.kind = BatchKind::kSnapshot;
        auto result = Take(incoming);
        options.kind = BatchKind::kDelta;
        return result;
    }
};

inline std::vector<std::string> Reasons(const DiffResult& result) {
    std::vector<std::string> reasons;
    for (const auto& rejection : result.rejections) reasons.push_back(rejection.reason);
    return reasons;
}

using Texts = std::vector<std::string>;

}  // namespace suite::roster_sync::test
