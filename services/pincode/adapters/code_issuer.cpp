#include "services/pincode/adapters/code_issuer.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/reasons.hpp"
#include "services/pincode/adapters/queries.hpp"

namespace suite::pincode {
namespace {

using sql::Value;
using PupilKey = std::pair<SchoolId, PersonId>;

constexpr std::size_t kAskedAtOnce = 100;  // always as many, so that the statement's text stays the same

const sql::Table kPincodeTable{"pincode", {{"school_id"}, {"pupil_id"}, {"sealed", /*is_int=*/false}}, 2};

std::vector<std::vector<Value>> KeysOf(const std::vector<PupilKey>& pupils) {
    std::vector<std::vector<Value>> keys;
    for (const auto& [school, pupil] : pupils) keys.push_back({school.value, pupil.value});
    return keys;
}

/// Of `pupils`, those who have a code.
Result<std::set<PupilKey>> WithCode(sql::Session& session, const std::vector<PupilKey>& pupils) {
    static constexpr std::array<sql::Column, 2> kAsked{{{"school_id"}, {"pupil_id"}}};
    static const std::string kSql = sql::WithRows("asked", kAsked, kAskedAtOnce) + std::string(queries::kCodesOfAsked);
    std::set<PupilKey> with;
    for (std::size_t from = 0; from < pupils.size(); from += kAskedAtOnce) {
        std::vector<Value> values;
        for (std::size_t i = from; i < from + kAskedAtOnce; ++i) {
            const auto& [school, pupil] = pupils[std::min(i, pupils.size() - 1)];  // the last one fills up
            values.emplace_back(school.value);
            values.emplace_back(pupil.value);
        }
        SUITE_ASSIGN(const auto rows, session.Query(kSql, std::span<const Value>(values)));
        for (const auto& row : rows) with.emplace(SchoolId{row.Int(0)}, PersonId{row.Int(1)});
    }
    return with;
}

}  // namespace

Status CodeIssuer::OnChanges(sql::Session& session, std::span<const roster::SchoolChanges* const> all) const {
    std::vector<PupilKey> wanting;  // perhaps
    std::vector<PupilKey> gone;
    for (const auto* changes : all) {
        const SchoolId school = changes->school_id;
        if (changes->complete) {
            SUITE_RETURN_IF_ERROR(session.Execute(queries::kDeleteCodesWithoutPupil, {Value{school.value}}));
        }
        for (const auto& pupil : changes->pupils) (pupil.active ? wanting : gone).emplace_back(school, pupil.id);
        for (const auto pupil : changes->removed_pupils) gone.emplace_back(school, pupil);
    }
    SUITE_RETURN_IF_ERROR(session.Delete(kPincodeTable, KeysOf(gone)));
    SUITE_ASSIGN(const auto with, WithCode(session, wanting));
    std::vector<std::vector<Value>> rows;
    for (const auto& [school, pupil] : wanting) {
        if (with.contains({school, pupil})) continue;
        rows.push_back({school.value, pupil.value, vault_.Seal(school, pupil, MakeCode(random_))});
    }
    return session.Insert(kPincodeTable, rows);
}

Status CheckKey(sql::Session& session, const Vault& vault) {
    SUITE_ASSIGN(const auto row, session.QueryOptional(queries::kAnyCode));
    if (!row || vault.Open(SchoolId{row->Int(0)}, PersonId{row->Int(1)}, row->Text(2))) return {};
    return Fail(Code::kFailedPrecondition, reason::kInternal, "the key file does not open the codes in this database");
}

}  // namespace suite::pincode
