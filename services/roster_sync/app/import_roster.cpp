#include "services/roster_sync/app/import_roster.hpp"

#include "core/reasons.hpp"

namespace suite::roster_sync {
namespace {

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
    bool changed = false;
    const auto work = [&](RosterTx& tx) -> Status {
        if (!options.dry_run) SUITE_RETURN_IF_ERROR(tx.Lock(school.value));
        SUITE_ASSIGN(const auto current, tx.LoadSchool(school));
        if (!current) return NoSuchSchool();
        SUITE_RETURN_IF_ERROR(IsOfSchool(file, current->state.school));
        SUITE_RETURN_IF_ERROR(MayTakeYear(file, options.accept_school_year, DutchDay(now)));
        auto result = Diff(current->state, file.roster,
                           {.kind = BatchKind::kSnapshot, .source = Source::kEdexml, .today = DutchDay(now)}, ids_);
        import = {.id = options.dry_run ? ImportId{} : ids_.New<ImportId>(),
                  .school = school,
                  .format = file.xsd_version.empty() ? "EDEXML" : "EDEXML " + file.xsd_version,
                  .school_year = file.school_year,
                  .created_at = now,
                  .by = actor.person,
                  .counts = CountsOf(result),
                  .rejections = std::move(result.rejections)};
        import.held = import.counts.AnyHeld();
        if (options.dry_run) return {};
        changed = !result.changes.Empty();
        if (changed) {
            result.changes.version = current->version + 1;
            SUITE_RETURN_IF_ERROR(tx.WriteChanges(result.changes, now));
        }
        return tx.SaveImport(import);
    };
    SUITE_RETURN_IF_ERROR(options.dry_run ? store_.Read(deadline, work) : store_.Write(deadline, work));
    if (changed) applied_();
    return import;
}

Result<RosterImport> ImportRoster::Get(const Actor& actor, SchoolId school, ImportId id, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeImports(actor, school));
    std::optional<RosterImport> import;
    SUITE_RETURN_IF_ERROR(store_.Read(deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(import, tx.FindImport(school, id));
        return {};
    }));
    if (!import) return Fail(Code::kNotFound, reason::kImportUnknown, "no such import");
    return std::move(*import);
}

Result<std::vector<RosterImport>> ImportRoster::List(const Actor& actor, SchoolId school, std::optional<Instant> before,
                                                     std::int64_t limit, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeImports(actor, school));
    std::vector<RosterImport> imports;
    SUITE_RETURN_IF_ERROR(store_.Read(deadline, [&](RosterTx& tx) -> Status {
        SUITE_ASSIGN(imports, tx.Imports(school, before, limit));
        return {};
    }));
    return imports;
}

}  // namespace suite::roster_sync
