#include "services/gateway/app/known_addresses.hpp"

#include "core/operations.hpp"
#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

constexpr std::string_view kScope = "entitlements:read";

std::unexpected<Error> NoSuchSchool() { return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school"); }

Status MayManage(const SchoolQuestion& question) {
    if (!question.school || !question.actor.MaySeeSchool(question.school)) return NoSuchSchool();
    if (question.actor.role == Role::kTeacher)
        return Fail(Code::kPermissionDenied, reason::kForbidden, "the list is the coordinator's");
    return {};
}

Status MayAsk(const SchoolQuestion& question) {
    if (question.actor.role == Role::kMachine && !question.actor.Has(kScope))
        return Fail(Code::kPermissionDenied, reason::kForbidden, "needs scope entitlements:read");
    const bool may = question.actor.role == Role::kMachine || question.actor.MaySeeSchool(question.school);
    return may && question.school ? Status{} : NoSuchSchool();
}

AuditNote NoteOf(const SchoolQuestion& question, std::string_view operation, KnownAddressId id, Instant now,
                 const std::string& request_id) {
    // Not the address: a coordinator at home may have added that one by mistake, and entries stay for years.
    return {.school = question.school,
            .at = now,
            .actor = question.actor,
            .operation = operation,
            .object = "address",
            .object_id = id.ToString(),
            .request_id = request_id};
}

}  // namespace

Status KnownAddresses::Exists(const SchoolQuestion& question) const {
    if (question.actor.school == question.school) return {};
    SUITE_RETURN_IF_ERROR(schools_.Get(question.school, question.deadline));
    return {};
}

Result<std::vector<KnownAddress>> KnownAddresses::List(const SchoolQuestion& question) const {
    SUITE_RETURN_IF_ERROR(MayManage(question));
    SUITE_ASSIGN(auto known, store_.Of(question.school, question.deadline));
    // Who has addresses is a school.
    if (known.empty()) SUITE_RETURN_IF_ERROR(Exists(question));
    return known;
}

Result<KnownAddress> KnownAddresses::Add(const SchoolQuestion& question, std::string_view addresses,
                                         std::string_view note, const std::string& request_id) const {
    SUITE_RETURN_IF_ERROR(MayManage(question));
    SUITE_ASSIGN(const auto range, ReadKnownRange(addresses));
    SUITE_ASSIGN(auto label, ReadNote(note));
    SUITE_RETURN_IF_ERROR(Exists(question));
    KnownAddress added{.id = ids_.New<KnownAddressId>(),
                       .range = range,
                       .note = std::move(label),
                       .added_at = clock_.Now(),
                       .added_by_role = question.actor.role,
                       .added_by = question.actor.person};
    SUITE_RETURN_IF_ERROR(store_.Add(
        question.school, added, [&](std::span<const KnownAddress> there) { return FitsBeside(range, there); },
        NoteOf(question, operation::kAddressAdded, added.id, added.added_at, request_id), question.deadline));
    return added;
}

Result<KnownAddress> KnownAddresses::Remove(const SchoolQuestion& question, KnownAddressId id,
                                            const std::string& request_id) const {
    SUITE_RETURN_IF_ERROR(MayManage(question));
    SUITE_ASSIGN(auto removed, store_.Remove(question.school, id,
                                             NoteOf(question, operation::kAddressRemoved, id, clock_.Now(), request_id),
                                             question.deadline));
    if (removed) return *std::move(removed);
    SUITE_RETURN_IF_ERROR(Exists(question));
    return Fail(Code::kNotFound, reason::kAddressUnknown, "the school has no such address");
}

Result<bool> KnownAddresses::AtSchool(const SchoolQuestion& question, const IpAddress& address) const {
    SUITE_RETURN_IF_ERROR(MayAsk(question));
    SUITE_ASSIGN(const auto known, store_.Of(question.school, question.deadline));
    if (known.empty()) SUITE_RETURN_IF_ERROR(Exists(question));
    return IsAtSchool(address, known);
}

}  // namespace suite::gateway
