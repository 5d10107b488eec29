// Port: the roster itself.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "roster/roster.hpp"
#include "services/roster_sync/domain/identity.hpp"

namespace suite::roster_sync {

struct VersionedSchool {
    roster::SchoolState state;
    std::int64_t version = 0;  // 0: not stored yet
    /// False: of pupils and staff only those whom a small delta can speak of are in `state` (domain/partial.hpp).
    bool whole = true;
};

/// What a small delta can speak of: all groups, the pupils with one of these keys, the staff if `staff`.
struct PartOfSchool {
    SchoolId school;
    std::vector<roster::PersonKeys> pupils{};
    bool staff = false;
};

using GroupOfSchool = std::pair<SchoolId, GroupId>;

/// What is to be written of one school. Both outlive the call.
struct SchoolWrite {
    const VersionedSchool* before = nullptr;
    const roster::SchoolChanges* changes = nullptr;
};

/// A school that merged, until its pupils have been taken along.
struct Merger {
    SchoolId from;
    std::int64_t from_version = 0;  // the version that said so; what was before it is what is taken along
    std::int64_t into_basispoort_id = 0;
};

class SchoolTx {
  public:
    virtual ~SchoolTx() = default;
    [[nodiscard]] virtual Result<std::optional<SchoolId>> Find(std::int64_t basispoort_id) = 0;
    [[nodiscard]] virtual Result<std::optional<VersionedSchool>> Load(SchoolId id) = 0;
    /// The same for several, by Basispoort id and by id; what is not there is absent.
    [[nodiscard]] virtual Result<std::map<std::int64_t, SchoolId>> Find(
        std::span<const std::int64_t> basispoort_ids) = 0;
    [[nodiscard]] virtual Result<std::map<SchoolId, VersionedSchool>> Load(std::span<const SchoolId> ids) = 0;
    [[nodiscard]] virtual Result<std::map<SchoolId, VersionedSchool>> Load(std::span<const PartOfSchool> parts) = 0;
    /// Those of the groups that have pupils.
    [[nodiscard]] virtual Result<std::map<SchoolId, std::vector<GroupId>>> WithPupils(
        std::span<const GroupOfSchool> groups) = 0;
    /// nullopt when there is no such school, or Basispoort does not know it.
    [[nodiscard]] virtual Result<std::optional<std::int64_t>> BasispoortId(SchoolId id) = 0;
    /// nullopt when there is no such school.
    [[nodiscard]] virtual Result<std::optional<std::int64_t>> Version(SchoolId id) = 0;
    /// As it was at `at` (ROS-11): everything applied later is undone. nullopt when there was no such school then, or
    /// its history is not kept so long.
    [[nodiscard]] virtual Result<std::optional<roster::SchoolState>> LoadAsOf(SchoolId id, Instant at) = 0;
    /// As it was just before it got `version`.
    [[nodiscard]] virtual Result<std::optional<roster::SchoolState>> LoadBefore(SchoolId id, std::int64_t version) = 0;
    /// Pupils of any school who have one of these Basispoort ids or ECK iDs and are active.
    [[nodiscard]] virtual Result<std::vector<KnownPupil>> ActivePupils(const std::vector<roster::PersonKeys>& keys) = 0;
    /// Roster tables, history, joins and the schools' new versions, of different schools. Each `changes.version` is
    /// `before.version + 1`.
    [[nodiscard]] virtual Status Write(std::span<const SchoolWrite> writes, Instant now) = 0;
    /// Their entries in the change feed (ROS-13), in this transaction: their sequence numbers. Last, because from here
    /// to the commit all other writers of the feed wait.
    [[nodiscard]] virtual Result<std::vector<std::int64_t>> Publish(std::span<const SchoolWrite> writes,
                                                                    Instant now) = 0;

    [[nodiscard]] virtual Status SaveMerger(const Merger& merger, Instant now) = 0;
    [[nodiscard]] virtual Result<std::vector<Merger>> OpenMergers() = 0;
    [[nodiscard]] virtual Status MergerDone(SchoolId from, Instant now) = 0;

    /// Everything kept of a school but that it existed: rows, history, joins, imports, and the content of its feed
    /// entries (ROS-12). The feed then says the school is empty.
    [[nodiscard]] virtual Status Erase(const VersionedSchool& school, Instant now) = 0;
};

}  // namespace suite::roster_sync
