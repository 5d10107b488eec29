// Groups of one batch: first half of Diff, and what persons' references resolve against.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/roster_sync/domain/diff.hpp"

namespace suite::roster_sync {

/// The groups as they are after the batch. Lives for one Diff.
class GroupsAfter {
  public:
    void Add(const roster::Group& group);
    /// A '#' key of the batch; good for its own batch only.
    void AddPassingKey(std::string key, const roster::Group& group);

    /// The group of that school year, else of the newest that has the key; nullopt when there is none of that kind.
    [[nodiscard]] std::optional<GroupId> Find(std::string_view key, std::optional<roster::GroupKind> kind,
                                              std::optional<SchoolYear> year) const;
    /// nullptr when it is gone.
    [[nodiscard]] const roster::Group* Get(GroupId id) const;

  private:
    struct Entry {
        SchoolYear year;
        GroupId id;
        roster::GroupKind kind;
    };
    std::unordered_map<std::string, std::vector<Entry>> by_key_;
    std::unordered_map<GroupId, roster::Group> groups_;
};

/// Writes the group part of `result`. `closing`: the school ends, so the guard has nothing to guard.
[[nodiscard]] GroupsAfter DiffGroups(const roster::SchoolState& current, const IncomingRoster& incoming,
                                     const DiffOptions& options, bool closing, IdSource& ids, DiffResult& result);

}  // namespace suite::roster_sync
