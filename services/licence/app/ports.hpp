// What the use cases need of the world. Implemented in adapters/, faked in tests.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/actor.hpp"
#include "core/deadline.hpp"
#include "core/error.hpp"
#include "services/licence/domain/entitlement.hpp"
#include "services/licence/domain/licence.hpp"

namespace suite::licence {

/// The three ways in which an order names a school.
struct BrinLocation {
    std::string brin;
    std::string location;
};
using SchoolKey = std::variant<SchoolId, std::int64_t, BrinLocation>;

/// The three ways in which method software names a person.
using PersonKey = std::variant<PersonId, std::string, std::int64_t>;  // ours, ECK iD, Basispoort id

struct OrderedLicence {
    SchoolId school;
    Licence licence;
};

struct LinkedGroup {
    GroupId id;
    std::string name;
    std::string year_group;
    Instant linked_at;
};

struct LicenceOverview {
    Licence licence;
    std::int64_t group_count = 0;
    std::int64_t pupil_count = 0;  // active pupils in linked groups
    std::vector<LinkedGroup> groups{};
};

/// One transaction on the service's database. All calls UNAVAILABLE and so on as sql::Database says.
class LicenceTx {
  public:
    virtual ~LicenceTx() = default;
    [[nodiscard]] virtual Result<std::optional<SchoolId>> FindSchool(const SchoolKey& key) = 0;
    [[nodiscard]] virtual Result<std::optional<OrderedLicence>> FindOrder(const std::string& order_line_id) = 0;
    [[nodiscard]] virtual Status Save(SchoolId school, const Licence& licence) = 0;
    [[nodiscard]] virtual Result<std::optional<Licence>> FindLicence(SchoolId school, LicenceId id) = 0;
    [[nodiscard]] virtual Result<std::optional<LicenceOverview>> Overview(SchoolId school, LicenceId id) = 0;
    /// By title, after the licence `after` (none: from the start), at most `limit`.
    [[nodiscard]] virtual Result<std::vector<LicenceOverview>> List(SchoolId school, LicenceId after,
                                                                    std::int64_t limit) = 0;
    /// Titles of the licences that a person can use on that day through a group, by person; everybody of the school.
    [[nodiscard]] virtual Result<std::map<PersonId, std::vector<std::string>>> Titles(SchoolId school, Date day) = 0;
    [[nodiscard]] virtual Result<bool> GroupExists(SchoolId school, GroupId group) = 0;
    /// True when it was not there yet.
    [[nodiscard]] virtual Result<bool> AddLink(SchoolId school, LicenceId licence, GroupId group, const Actor& by,
                                               Instant at) = 0;
    /// True when it was there.
    [[nodiscard]] virtual Result<bool> RemoveLink(SchoolId school, LicenceId licence, GroupId group, const Actor& by,
                                                  Instant at) = 0;
    /// Writers of one school wait for each other from here to the end of the transaction.
    [[nodiscard]] virtual Status Lock(SchoolId school) = 0;
    /// The mapping of this product changed: a new version, and the cache is told through the outbox.
    [[nodiscard]] virtual Status MappingChanged(SchoolId school, const std::string& product_id, Instant at) = 0;
};

class LicenceStore {
  public:
    virtual ~LicenceStore() = default;
    [[nodiscard]] virtual Status Read(Deadline deadline, const std::function<Status(LicenceTx&)>& work) = 0;
    /// `work` may run more than once.
    [[nodiscard]] virtual Status Write(Deadline deadline, const std::function<Status(LicenceTx&)>& work) = 0;
};

/// The hot path's reads.
class EntitlementStore {
  public:
    virtual ~EntitlementStore() = default;
    [[nodiscard]] virtual Result<SchoolFacts> Facts(SchoolId school, const PersonKey& person, Deadline deadline) = 0;
    /// The mapping with the version that it has in the database.
    [[nodiscard]] virtual Result<ProductMapping> Mapping(SchoolId school, const std::string& product_id,
                                                         Deadline deadline) = 0;
};

/// Redis before the mappings. May forget at any moment; never makes an answer wrong, because the asker knows the
/// version.
class MappingCache {
  public:
    virtual ~MappingCache() = default;
    /// nullopt unless exactly this version is there.
    [[nodiscard]] virtual std::optional<ProductMapping> Get(SchoolId school, const std::string& product_id,
                                                            std::int64_t version) = 0;
    /// Kept unless a newer version is there. UNAVAILABLE when it could not be kept.
    virtual Status Put(SchoolId school, const std::string& product_id, const ProductMapping& mapping) = 0;
};

}  // namespace suite::licence
