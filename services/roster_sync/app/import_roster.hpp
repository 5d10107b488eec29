// A school's own file (ROS-06): taken in as a snapshot of that school, or only reported on; and what came of every
// delivery to a school (ROS-08).
#pragma once

#include "core/time.hpp"
#include "services/roster_sync/app/deliver.hpp"
#include "services/roster_sync/domain/school_file.hpp"

namespace suite::roster_sync {

struct ImportOptions {
    bool dry_run = false;
    std::string accept_school_year{};
};

/// The coordinator of the school imports; the helpdesk sees. Thread-safe.
class ImportRoster {
  public:
    ImportRoster(RosterStore& store, const Clock& clock, const Deliver& deliver, std::function<void()> applied)
        : store_(store), clock_(clock), deliver_(deliver), applied_(std::move(applied)) {}

    /// Asked before the file is parsed.
    [[nodiscard]] static Status MayImport(const Actor& actor, SchoolId school);
    /// The same path dry or not, so that both report the same. A dry run's import has no id. NOT_FOUND school-unknown,
    /// FAILED_PRECONDITION other-school or school-year-ended.
    [[nodiscard]] Result<RosterImport> Import(const Actor& actor, SchoolId school, const EdexmlFile& file,
                                              const ImportOptions& options, Deadline deadline) const;
    /// With its first thousand rejections.
    [[nodiscard]] Result<RosterImport> Get(const Actor& actor, SchoolId school, ImportId id, Deadline deadline) const;
    /// Newest first; without rejections.
    [[nodiscard]] Result<std::vector<RosterImport>> List(const Actor& actor, SchoolId school,
                                                         std::optional<ListPlace> before, std::int64_t limit,
                                                         Deadline deadline) const;
    [[nodiscard]] Result<std::vector<ImportRejection>> Rejections(const Actor& actor, SchoolId school, ImportId id,
                                                                  RejectionCursor after, std::int64_t limit,
                                                                  Deadline deadline) const;

  private:
    RosterStore& store_;
    const Clock& clock_;
    const Deliver& deliver_;
    std::function<void()> applied_;
};

}  // namespace suite::roster_sync
