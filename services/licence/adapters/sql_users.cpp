#include "services/licence/adapters/sql_users.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "outbox/outbox.hpp"
#include "roster/roster.hpp"
#include "services/licence/adapters/queries_users.hpp"
#include "services/licence/adapters/sql_entitlements.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

using sql::Value;

const sql::Table kUserTable{"basispoort_user",
                            {{"school_id"},
                             {"method_id", false},
                             {"product_id", false},
                             {"user_key", false},
                             {"person_id"},
                             {"state", false},
                             {"changed_at"},
                             {"visible_since"},
                             {"revision"}},
                            4};

constexpr std::array<std::pair<UserState, std::string_view>, 5> kStates{{{UserState::kAdding, "adding"},
                                                                         {UserState::kSent, "sent"},
                                                                         {UserState::kVisible, "visible"},
                                                                         {UserState::kDropped, "dropped"},
                                                                         {UserState::kRemoving, "removing"}}};

std::string NameOf(UserState state) {
    for (const auto& [known, name] : kStates) {
        if (known == state) return std::string(name);
    }
    return {};
}

UserState StoredState(const std::string& text) {
    for (const auto& [state, name] : kStates) {
        if (name == text) return state;
    }
    return UserState::kAdding;  // said once too often is better than not at all
}

/// "501", or "1001/https://ketenid.nl/…" for school and ECK iD.
std::string ToText(const UserKey& key) {
    if (key.basispoort_id != 0) return std::to_string(key.basispoort_id);
    return std::to_string(key.institution) + "/" + key.eck_id;
}

UserKey StoredKey(const std::string& text) {
    const auto slash = text.find('/');
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + std::min(slash, text.size()), number);
    if (slash == std::string::npos) return {.basispoort_id = number};
    return {.institution = number, .eck_id = text.substr(slash + 1)};
}

ListedUser ToUser(const sql::Row& row) {
    ListedUser user{.list = {.method_id = row.Text(0), .product_id = row.Text(1)},
                    .key = StoredKey(row.Text(2)),
                    .person = PersonId{row.Int(3)},
                    .state = StoredState(row.Text(4)),
                    .changed_at = AtMillis(row.Int(5)),
                    .revision = row.Int(7)};
    if (!row.IsNull(6)) user.visible_since = AtMillis(row.Int(6));
    return user;
}

std::vector<ListedUser> ToUsers(const std::vector<sql::Row>& rows) {
    std::vector<ListedUser> users;
    users.reserve(rows.size());
    for (const auto& row : rows) users.push_back(ToUser(row));
    return users;
}

std::vector<Value> KeyOf(SchoolId school, const ListedUser& user) {
    return {school.value, user.list.method_id, user.list.product_id, ToText(user.key)};
}

std::vector<UserList> ToLists(const std::vector<sql::Row>& rows) {
    std::vector<UserList> lists;
    for (const auto& row : rows) lists.push_back({.method_id = row.Text(0), .product_id = row.Text(1)});
    return lists;
}

std::vector<SchoolId> ToSchools(const std::vector<sql::Row>& rows) {
    std::vector<SchoolId> schools;
    for (const auto& row : rows) schools.push_back(SchoolId{row.Int(0)});
    return schools;
}

Value OptionalMillis(const std::optional<Instant>& instant) { return instant ? Value{Millis(*instant)} : Value{}; }

/// Messages of no school.
constexpr SchoolId kNoSchool{};

Status TellOnce(sql::Session& session, std::string_view topic, SchoolId school, const std::string& payload,
                Instant at) {
    SUITE_RETURN_IF_ERROR(outbox::EnqueueOnce(session, topic, school, payload, at));
    return {};
}

}  // namespace

// Per person and list what Basispoort was told: a product's list, or a method's own (product ''). Lists: what was put
// there, and whose turn it is to be read. Everything known before is said once, hence the messages.
const std::string_view kBasispoortSchema = R"sql(
CREATE TABLE basispoort_user (
    school_id BIGINT NOT NULL, method_id TEXT NOT NULL, product_id TEXT NOT NULL, user_key TEXT NOT NULL,
    person_id BIGINT NOT NULL, state TEXT NOT NULL, changed_at BIGINT NOT NULL, visible_since BIGINT,
    revision BIGINT NOT NULL, PRIMARY KEY (school_id, method_id, product_id, user_key));
CREATE INDEX basispoort_user_list ON basispoort_user (method_id, product_id, school_id);
CREATE INDEX basispoort_user_key ON basispoort_user (user_key);
CREATE INDEX basispoort_user_sent ON basispoort_user (method_id, product_id, school_id) WHERE state = 'sent';
CREATE INDEX basispoort_user_dropped ON basispoort_user (method_id, product_id, school_id) WHERE state = 'dropped';
CREATE INDEX basispoort_user_undone ON basispoort_user (school_id) WHERE state IN ('adding', 'removing');
CREATE TABLE basispoort_list (
    method_id TEXT NOT NULL, product_id TEXT NOT NULL, fingerprint TEXT NOT NULL, listed BIGINT NOT NULL,
    refused BIGINT NOT NULL, announced BIGINT NOT NULL, read_after BIGINT NOT NULL, read_at BIGINT, compared_on TEXT,
    PRIMARY KEY (method_id, product_id));
CREATE TABLE basispoort_sweep (one BIGINT PRIMARY KEY, day TEXT NOT NULL);
CREATE INDEX copy_person_end ON copy_person (end_date) WHERE end_date IS NOT NULL;
INSERT INTO outbox_queue (topic, school_id, last_id) SELECT DISTINCT 'basispoort-users', school_id, 1 FROM licence;
INSERT INTO outbox_queue (topic, school_id, last_id) VALUES ('basispoort-catalogue', 0, 1);
INSERT INTO outbox_claim (topic, school_id, claimed_until)
    SELECT topic, school_id, 0 FROM outbox_queue WHERE topic IN ('basispoort-users', 'basispoort-catalogue');
INSERT INTO outbox (topic, school_id, id, payload, attempts, next_at, state, last_reason, created_at)
    SELECT topic, school_id, 1, '', 0, 0, 'waiting', '', 0 FROM outbox_queue
    WHERE topic IN ('basispoort-users', 'basispoort-catalogue');
)sql";

Status TellIfLicensed(sql::Session& session, SchoolId school, Instant at) {
    SUITE_ASSIGN(const auto licence, session.QueryOptional(query::kHasLicence, {Value{school.value}}));
    return licence ? TellOnce(session, kUsersTopic, school, "", at) : Status{};
}

Result<SchoolUsers> SqlUsers::Load(SchoolId school) {
    SchoolUsers users;
    SUITE_ASSIGN(const auto head, session_.QueryOptional(query::kUsersSchool, {Value{school.value}}));
    if (head) {
        users.school = {.known = true, .active = head->Bool(0), .consent = head->Bool(1)};
    }
    SUITE_ASSIGN(const auto products, session_.Query(query::kUsersProducts, {Value{school.value}}));
    for (const auto& row : products) {
        if (!row.IsNull(1)) users.method_of[row.Text(0)] = row.Text(1);
    }
    if (!head || products.empty()) return users;
    SUITE_ASSIGN(const auto mapping, SqlEntitlements(session_).Mapping(school));
    users.mapping = *mapping;
    const auto institution = head->OptInt(2);
    SUITE_ASSIGN(const auto persons, session_.Query(query::kUsersPersons, {Value{school.value}}));
    for (const auto& row : persons) {
        const PersonId id{row.Int(0)};
        if (users.persons.empty() || users.persons.back().id != id) {
            Addressee person{.id = id,
                             .facts = {.id = id, .staff = row.Text(6) == "s", .active = row.Bool(1)},
                             .key = licence::KeyOf(row.OptInt(3), row.OptText(4).value_or(""), institution)};
            if (!row.IsNull(2)) person.facts.end_date = Date::Parse(row.Text(2));
            users.persons.push_back(std::move(person));
        }
        if (!row.IsNull(5)) users.persons.back().facts.groups.push_back(GroupId{row.Int(5)});
    }
    SUITE_ASSIGN(const auto alone, session_.Query(query::kUsersAlone, {Value{school.value}}));
    for (const auto& row : alone) {
        // Both by id: the persons as they were read, and those who have something of their own.
        const auto person = std::ranges::lower_bound(users.persons, PersonId{row.Int(0)}, {}, &Addressee::id);
        if (person == users.persons.end() || person->id != PersonId{row.Int(0)}) continue;
        auto& own = row.Bool(2) ? person->facts.seats : person->facts.links;
        own.push_back(LicenceId{row.Int(1)});
    }
    return users;
}

Result<std::vector<ListedUser>> SqlUsers::Rows(SchoolId school) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kUserRows, {Value{school.value}}));
    return ToUsers(rows);
}

Result<std::vector<ListedUser>> SqlUsers::Rows(SchoolId school, const UserList& list) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kUserRowsOfList,
                                                 {Value{school.value}, Value{list.method_id}, Value{list.product_id}}));
    return ToUsers(rows);
}

Result<IconOfPerson> SqlUsers::Icon(SchoolId school, PersonId person, const std::string& product_id) {
    IconOfPerson icon{.list = {.method_id = {}, .product_id = product_id}, .person = {.id = person, .facts = {}}};
    SUITE_ASSIGN(const auto method, session_.QueryOptional(query::kMethodOfProduct, {Value{product_id}}));
    if (method) icon.list.method_id = method->Text(0);
    SUITE_ASSIGN(const auto keys,
                 session_.QueryOptional(query::kKeysOfUser, {Value{school.value}, Value{person.value}}));
    if (keys) icon.person.key = licence::KeyOf(keys->OptInt(0), keys->OptText(1).value_or(""), keys->OptInt(2));
    if (!method || !icon.person.key) return icon;
    SUITE_ASSIGN(const auto row,
                 session_.QueryOptional(query::kUserRow, {Value{school.value}, Value{icon.list.method_id},
                                                          Value{product_id}, Value{ToText(*icon.person.key)}}));
    if (row) icon.row = ToUser(*row);
    return icon;
}

Result<RowsBySchool> SqlUsers::RowsOfSchools(const UserList& list, OfState state, SchoolId after,
                                             std::int64_t schools) {
    const auto sql = state == OfState::kSent      ? query::kRowsOfSchoolsSent
                     : state == OfState::kDropped ? query::kRowsOfSchoolsDropped
                                                  : query::kRowsOfSchools;
    SUITE_ASSIGN(const auto rows, session_.Query(sql, {Value{list.method_id}, Value{list.product_id},
                                                       Value{after.value}, Value{schools}}));
    RowsBySchool found;
    for (const auto& row : rows) found[SchoolId{row.Int(8)}].push_back(ToUser(row));
    return found;
}

Status SqlUsers::Save(SchoolId school, const std::vector<ListedUser>& users) {
    std::vector<std::vector<Value>> rows;
    for (const auto& user : users) {
        auto row = KeyOf(school, user);
        row.insert(row.end(), {Value{user.person.value}, Value{NameOf(user.state)}, Value{Millis(user.changed_at)},
                               OptionalMillis(user.visible_since), Value{user.revision}});
        rows.push_back(std::move(row));
    }
    return session_.Upsert(kUserTable, rows);
}

Status SqlUsers::Remove(SchoolId school, const std::vector<ListedUser>& users) {
    std::vector<std::vector<Value>> keys;
    for (const auto& user : users) keys.push_back(KeyOf(school, user));
    return session_.Delete(kUserTable, keys);
}

Result<std::vector<SchoolId>> SqlUsers::SchoolsWanting(const UserList& list, const UserKey& key, SchoolId but) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kSchoolsWanting, {Value{ToText(key)}, Value{list.method_id},
                                                                          Value{list.product_id}, Value{but.value}}));
    return ToSchools(rows);
}

Result<std::map<PersonId, std::string>> SqlUsers::Names(SchoolId school, const std::set<PersonId>& persons) {
    std::map<PersonId, std::string> names;
    for (const auto person : persons) {
        SUITE_ASSIGN(const auto row,
                     session_.QueryOptional(query::kUsersNames, {Value{school.value}, Value{person.value}}));
        if (!row) continue;
        names[person] = roster::ShownName({.given = row->Text(0), .prefix = row->Text(1), .family = row->Text(2)});
    }
    return names;
}

Result<std::vector<PersonId>> SqlUsers::PupilsOn(SchoolId school, LicenceId licence) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kPupilsOnLicence, {Value{school.value}, Value{licence.value}}));
    std::vector<PersonId> pupils;
    for (const auto& row : rows) pupils.push_back(PersonId{row.Int(0)});
    return pupils;
}

Result<std::vector<ListState>> SqlUsers::Lists() {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kLists));
    std::vector<ListState> states;
    for (const auto& row : rows) {
        ListState state{.list = {.method_id = row.Text(0), .product_id = row.Text(1)},
                        .fingerprint = row.Text(2),
                        .listed = row.Bool(3),
                        .refused = row.Bool(4),
                        .announced = row.Bool(5)};
        if (!row.IsNull(6)) state.read_at = AtMillis(row.Int(6));
        if (!row.IsNull(7)) state.compared_on = Date::Parse(row.Text(7));
        states.push_back(std::move(state));
    }
    return states;
}

Status SqlUsers::SaveList(const ListState& state) {
    SUITE_RETURN_IF_ERROR(session_.Execute(
        query::kSaveList,
        {Value{state.list.method_id}, Value{state.list.product_id}, Value{state.fingerprint},
         Value{std::int64_t{state.listed}}, Value{std::int64_t{state.refused}}, Value{std::int64_t{state.announced}}}));
    return {};
}

Status SqlUsers::SaveRead(const UserList& list, Instant at, std::optional<Date> compared, Instant next) {
    SUITE_RETURN_IF_ERROR(
        session_.Execute(query::kSaveRead, {Value{list.method_id}, Value{list.product_id}, Value{Millis(at)},
                                            compared ? Value{compared->ToString()} : Value{}, Value{Millis(next)}}));
    return {};
}

Status SqlUsers::RemoveList(const UserList& list) {
    SUITE_RETURN_IF_ERROR(session_.Execute(query::kRemoveList, {Value{list.method_id}, Value{list.product_id}}));
    return {};
}

Result<std::vector<UserList>> SqlUsers::ListsToRead(Instant now, Instant sent) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kListsToRead, {Value{Millis(now)}, Value{Millis(sent)}}));
    return ToLists(rows);
}

Result<std::vector<UserList>> SqlUsers::ListsToCompare(Instant now, Date day) {
    SUITE_ASSIGN(const auto rows, session_.Query(query::kListsToCompare, {Value{Millis(now)}, Value{day.ToString()}}));
    return ToLists(rows);
}

Result<bool> SqlUsers::Claim(const UserList& list, Instant now, Instant until) {
    SUITE_ASSIGN(const auto claimed, session_.Execute(query::kClaimList, {Value{list.method_id}, Value{list.product_id},
                                                                          Value{Millis(now)}, Value{Millis(until)}}));
    return claimed > 0;
}

Status SqlUsers::Tell(SchoolId school, Instant at) { return TellOnce(session_, kUsersTopic, school, "", at); }

Status SqlUsers::TellCatalogue(Instant at) { return TellOnce(session_, kCatalogueTopic, kNoSchool, "", at); }

Status SqlUsers::TellRepair(const std::string& product_id, Instant at) {
    return TellOnce(session_, kRepairTopic, kNoSchool, product_id, at);
}

Result<std::vector<SchoolId>> SqlUsers::SchoolsLicensed(const UserList& list, SchoolId after, std::int64_t limit) {
    const bool of_method = list.product_id.empty();
    SUITE_ASSIGN(const auto rows, session_.Query(of_method ? query::kLicensedOfMethod : query::kLicensedOfProduct,
                                                 {Value{of_method ? list.method_id : list.product_id},
                                                  Value{after.value}, Value{limit}}));
    return ToSchools(rows);
}

Result<std::optional<Date>> SqlUsers::SweptDay() {
    SUITE_ASSIGN(const auto row, session_.QueryOptional(query::kSweptDay));
    return row ? Date::Parse(row->Text(0)) : std::nullopt;
}

Status SqlUsers::SaveSweptDay(Date day) {
    return session_.Upsert({"basispoort_sweep", {{"one"}, {"day", false}}, 1}, {{std::int64_t{1}, day.ToString()}});
}

Result<std::vector<SchoolId>> SqlUsers::SchoolsChanging(Date after, Date until) {
    SUITE_ASSIGN(const auto rows,
                 session_.Query(query::kSchoolsChanging, {Value{after.ToString()}, Value{until.ToString()}}));
    return ToSchools(rows);
}

}  // namespace suite::licence
