#include "services/pincode/adapters/code_issuer.hpp"

#include "core/reasons.hpp"
#include "services/pincode/adapters/queries.hpp"

namespace suite::pincode {
namespace {

using sql::Value;

const sql::Table kPincodeTable{"pincode", {{"school_id"}, {"pupil_id"}, {"sealed", /*is_int=*/false}}, 2};

}  // namespace

Status CodeIssuer::OnChanges(sql::Session& session, const roster::SchoolChanges& changes) const {
    const SchoolId school = changes.school_id;
    SUITE_RETURN_IF_ERROR(session.Execute(queries::kDeleteCodesWithoutPupil, {Value{school.value}}));
    SUITE_ASSIGN(const auto without, session.Query(queries::kPupilsWithoutCode, {Value{school.value}}));
    if (without.empty()) return {};
    std::vector<std::vector<Value>> rows;
    rows.reserve(without.size());
    for (const auto& row : without) {
        const PersonId pupil{row.Int(0)};
        rows.push_back({school.value, pupil.value, vault_.Seal(school, pupil, MakeCode(random_))});
    }
    return session.Upsert(kPincodeTable, rows);
}

Status CheckKey(sql::Session& session, const Vault& vault) {
    SUITE_ASSIGN(const auto row, session.QueryOptional(queries::kAnyCode));
    if (!row || vault.Open(SchoolId{row->Int(0)}, PersonId{row->Int(1)}, row->Text(2))) return {};
    return Fail(Code::kFailedPrecondition, reason::kInternal, "the key file does not open the codes in this database");
}

}  // namespace suite::pincode
