#include "services/roster_sync/app/import_roster.hpp"

#include "core/reasons.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::int64_t kShownRejections = 1000;

std::unexpected<Error> NoSuchImport() { return Fail(Code::kNotFound, reason::kImportUnknown, "no such import"); }
std::unexpected<Error> NoSuchSchool() { return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school"); }

Status MaySeeImports(const Actor& actor, SchoolId school) {
    if (!actor.MaySeeSchool(school)) return NoSuchSchool();
    if (actor.role == Role::kTeacher)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "imports are the coordinator's");
    return {};
}

}  // namespace

Status ImportRoster::MayImport(const Actor& actor, SchoolId school) {
    SUITE_RETURN_IF_ERROR(MaySeeImports(actor, school));
    if (actor.role != Role::kCoordinator)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "only the coordinator imports");
    return {};
}

Result<RosterImport> ImportRoster::Import(const Actor& actor, SchoolId school, const EdexmlFile& file,
                                          const ImportOptions& options, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayImport(actor, school));
    const Instant now = clock_.Now();
    RosterImport import;
    const auto work = [&](RosterTx& tx) -> Status {
        if (!options.dry_run) SUITE_RETURN_IF_ERROR(tx.Lock(school.value));
        SUITE_ASSIGN(auto current, tx.Schools().Load(school));
        if (!current) return NoSuchSchool();
        SUITE_RETURN_IF_ERROR(IsOfSchool(file, current->state.school));
        SUITE_RETURN_IF_ERROR(MayTakeYear(file, options.accept_school_year, DutchDay(now)));
        SUITE_ASSIGN(import, deliver_(tx, *current,
                                      {.origin = Origin::kFile,
                                       .kind = BatchKind::kSnapshot,
                                       .records = file.roster,
                                       .format = file.xsd_version.empty() ? "EDEXML" : "EDEXML " + file.xsd_version,
                                       .school_year = file.school_year,
                                       .received_at = now,
                                       .by = actor.person},
                                      options.dry_run));
        return {};
    };
    // All schools, because a pupil who comes from another one keeps its identifiers.
    SUITE_RETURN_IF_ERROR(options.dry_run ? store_.Read(SchoolScope::All(), deadline, work)
                                          : store_.Write(SchoolScope::All(), deadline, work));
    if (import.feed_sequence > 0) applied_();
    return import;
}

Result<RosterImport> ImportRoster::Get(const Actor& actor, SchoolId school, ImportId id, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeImports(actor, school));
    std::optional<RosterImport> import;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(import, tx.Imports().Find(school, id));
        if (!import) return NoSuchImport();
        SUITE_ASSIGN(auto rejections, tx.Imports().Rejections(school, id, {}, kShownRejections));
        for (auto& item : rejections) import->rejections.push_back(std::move(item.rejection));
        return {};
    }));
    return std::move(*import);
}

Result<std::vector<RosterImport>> ImportRoster::List(const Actor& actor, SchoolId school,
                                                     std::optional<ListPlace> before, std::int64_t limit,
                                                     Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeImports(actor, school));
    std::vector<RosterImport> imports;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto known, tx.Schools().Version(school));
        if (!known) return NoSuchSchool();  // the helpdesk may ask for any
        SUITE_ASSIGN(imports, tx.Imports().List(school, before, limit));
        return {};
    }));
    return imports;
}

Result<std::vector<ImportRejection>> ImportRoster::Rejections(const Actor& actor, SchoolId school, ImportId id,
                                                              RejectionCursor after, std::int64_t limit,
                                                              Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeImports(actor, school));
    std::vector<ImportRejection> rejections;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(const auto import, tx.Imports().Find(school, id));
        if (!import) return NoSuchImport();
        SUITE_ASSIGN(rejections, tx.Imports().Rejections(school, id, after, limit));
        return {};
    }));
    return rejections;
}

}  // namespace suite::roster_sync
