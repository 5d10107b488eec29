#include <array>

#include "audit/audit.hpp"
#include "core/operations.hpp"
#include "core/role_name.hpp"
#include "roster/roster.hpp"
#include "rpc/current_call.hpp"
#include "services/licence/adapters/link_queries.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

using licence::Name;  // those of the header, beside those below
using sql::Value;

std::string_view Name(Subject subject) {
    switch (subject) {
        case Subject::kGroup:
            return "group";
        case Subject::kPupil:
            return "pupil";
        case Subject::kSeat:
            return "seat";
        case Subject::kWaiting:
            return "waiting";
        case Subject::kLicence:
            return "licence";
    }
    return "";
}

std::string_view Name(LinkAction action) {
    switch (action) {
        case LinkAction::kLink:
            return "link";
        case LinkAction::kUnlink:
            return "unlink";
        case LinkAction::kTerminate:
            return "terminate";
        case LinkAction::kResume:
            return "resume";
        case LinkAction::kAsk:
            return "ask";
        case LinkAction::kRefuse:
            return "refuse";
    }
    return "";
}

std::string_view OperationOf(const HistoryEntry& entry) {
    const bool link = entry.action == LinkAction::kLink;
    switch (entry.subject) {
        case Subject::kGroup:
            return link ? operation::kGroupLinked : operation::kGroupUnlinked;
        case Subject::kPupil:
            return link ? operation::kPupilLinked : operation::kPupilUnlinked;
        case Subject::kSeat:
            if (entry.action == LinkAction::kAsk) return operation::kCorrectionAsked;
            if (entry.action == LinkAction::kRefuse) return operation::kCorrectionRefused;
            return link ? operation::kSeatAssigned : operation::kSeatTakenBack;
        case Subject::kWaiting:
            return link ? operation::kWaitingListJoined : operation::kWaitingListLeft;
        case Subject::kLicence:
            return entry.action == LinkAction::kTerminate ? operation::kLicenceTerminated : operation::kLicenceResumed;
    }
    return {};
}

/// What the school's audit log says of it: all but the names and the words of whoever did it.
AuditNote NoteOf(SchoolId school, const HistoryEntry& entry) {
    AuditNote note{.school = school,
                   .at = entry.at,
                   .actor = {.role = entry.role,
                             .school = school,
                             .person = entry.person,
                             .client_id = entry.client_id,
                             .las = {}},
                   .operation = OperationOf(entry),
                   .request_id = rpc::CurrentRequestId()};
    if (entry.subject == Subject::kLicence) {
        note.object = "licence";
        note.object_id = entry.licence.ToString();
    } else {
        note.object = entry.subject == Subject::kGroup ? "group" : "person";
        note.object_id = EncodeId(entry.subject_id);
        note.facts.push_back({"licence", entry.licence.ToString()});
    }
    if (entry.undoes) note.facts.push_back({"undoes", std::to_string(*entry.undoes)});
    return note;
}

/// The value that has this name; the first for a name that none has.
template <class Enum, std::size_t kCount>
Enum Stored(const std::array<Enum, kCount>& all, std::string_view name) {
    for (const auto value : all) {
        if (Name(value) == name) return value;
    }
    return all.front();
}

constexpr std::array kSubjects{Subject::kGroup, Subject::kPupil, Subject::kSeat, Subject::kWaiting, Subject::kLicence};
constexpr std::array kActions{LinkAction::kLink,   LinkAction::kUnlink, LinkAction::kTerminate,
                              LinkAction::kResume, LinkAction::kAsk,    LinkAction::kRefuse};
constexpr std::array kHows{How::kHand, How::kAutomatic, How::kOrder, How::kRoster, How::kRollover};

HistoryView ReadView(const sql::Row& row) {
    HistoryView view{.entry = {.number = row.Int(0),
                               .at = AtMillis(row.Int(1)),
                               .licence = LicenceId{row.Int(2)},
                               .subject = Stored(kSubjects, row.Text(3)),
                               .subject_id = row.Int(4),
                               .group_name = row.Text(5),
                               .action = Stored(kActions, row.Text(6)),
                               .how = StoredHow(row.Text(7)),
                               .role = StoredRole(row.Text(8)),
                               .person = PersonId{row.OptInt(9).value_or(0)},
                               .client_id = row.Text(10),
                               .reason = row.Text(11),
                               .undoes = row.OptInt(12)},
                     .licence_title = row.OptText(13).value_or(""),
                     .person_name = ReadName(row, 17)};
    view.subject_name = view.entry.subject == Subject::kGroup ? view.entry.group_name : ReadName(row, 14);
    return view;
}

/// Conditions joined to a query, each with its values.
class HistoryQuery {
  public:
    explicit HistoryQuery(SchoolId school) : sql_(query::kHistory), values_{Value{school.value}} {}

    /// `condition` ends where its value comes.
    HistoryQuery& And(std::string_view condition, Value value) {
        values_.push_back(std::move(value));
        sql_ += " AND " + std::string(condition) + " :" + std::to_string(values_.size());
        return *this;
    }
    HistoryQuery& Then(const std::string& text) {
        sql_ += text;
        return *this;
    }
    [[nodiscard]] Result<std::vector<HistoryView>> Run(sql::Session& session) const {
        SUITE_ASSIGN(const auto rows, session.Query(sql_, values_));
        std::vector<HistoryView> views;
        for (const auto& row : rows) views.push_back(ReadView(row));
        return views;
    }

  private:
    std::string sql_;
    std::vector<Value> values_;
};

}  // namespace

std::string_view Name(How how) {
    switch (how) {
        case How::kHand:
            return "hand";
        case How::kAutomatic:
            return "automatic";
        case How::kOrder:
            return "order";
        case How::kRoster:
            return "roster";
        case How::kRollover:
            return "rollover";
    }
    return "";
}

How StoredHow(std::string_view name) { return Stored(kHows, name); }
Role StoredRole(std::string_view name) { return RoleNamed(name).value_or(Role::kNone); }

std::string ReadName(const sql::Row& row, std::size_t first) {
    if (row.IsNull(first)) return {};
    return roster::ShownName({.given = row.Text(first), .prefix = row.Text(first + 1), .family = row.Text(first + 2)});
}

LinkOrigin ReadOrigin(const sql::Row& row, std::size_t first) {
    return {.how = StoredHow(row.Text(first + 1)),
            .at = AtMillis(row.Int(first)),
            .role = StoredRole(row.OptText(first + 2).value_or("")),
            .person = PersonId{row.OptInt(first + 3).value_or(0)},
            .person_name = ReadName(row, first + 4)};
}

Status SqlHistory::Add(SchoolId school, const HistoryEntry& entry) {
    SUITE_RETURN_IF_ERROR(
        session_.Execute(query::kAddHistory,
                         {Value{school.value}, Value{Millis(entry.at)}, Value{entry.licence.value},
                          Value{std::string(Name(entry.subject))}, Value{entry.subject_id}, Value{entry.group_name},
                          Value{std::string(Name(entry.action))}, Value{std::string(Name(entry.how))},
                          Value{std::string(RoleName(entry.role))}, entry.person ? Value{entry.person.value} : Value{},
                          Value{entry.client_id}, Value{entry.reason}, sql::Nullable(entry.undoes)}));
    // Here, so that no use case can change anything by hand without it. The system's own doings have this history.
    return entry.role == Role::kNone ? Status{} : audit::Append(session_, NoteOf(school, entry));
}

Result<std::vector<HistoryView>> SqlHistory::List(SchoolId school, const HistoryFilter& filter, std::int64_t before,
                                                  std::int64_t limit) {
    HistoryQuery query(school);
    if (before > 0) query.And("h.number <", Value{before});
    if (filter.licence) query.And("h.licence_id =", Value{filter.licence->value});
    if (filter.group) query.Then(" AND h.subject = 'group'").And("h.subject_id =", Value{filter.group->value});
    if (filter.pupil) {
        query.Then(" AND h.subject IN ('pupil', 'seat', 'waiting')").And("h.subject_id =", Value{filter.pupil->value});
    }
    if (filter.from) query.And("h.at >=", Value{Millis(*filter.from)});
    if (filter.until) query.And("h.at <=", Value{Millis(*filter.until)});
    return query.Then(" ORDER BY h.number DESC LIMIT " + std::to_string(limit)).Run(session_);
}

Result<std::optional<HistoryView>> SqlHistory::Find(SchoolId school, std::int64_t number) {
    SUITE_ASSIGN(auto found, HistoryQuery(school).And("h.number =", Value{number}).Run(session_));
    if (found.empty()) return std::optional<HistoryView>{};
    return std::optional(std::move(found.front()));
}

Result<std::int64_t> SqlHistory::Latest(SchoolId school, const HistoryEntry& entry) {
    SUITE_ASSIGN(const auto row,
                 session_.QueryOne(query::kLatestHistory, {Value{school.value}, Value{std::string(Name(entry.subject))},
                                                           Value{entry.subject_id}, Value{entry.licence.value}}));
    return row.Int(0);
}

Result<std::vector<HistoryView>> SqlHistory::OfLicence(SchoolId school, LicenceId licence, Instant until) {
    return HistoryQuery(school)
        .And("h.licence_id =", Value{licence.value})
        .And("h.at <=", Value{Millis(until)})
        .Then(" ORDER BY h.number")
        .Run(session_);
}

}  // namespace suite::licence
